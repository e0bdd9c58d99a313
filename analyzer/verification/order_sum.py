"""A bound of every plan that keeps the rules, added up anew from shares (docs/certificates.md, *Certificate of the order*).

Whatever the certificate's figures are, no plan costs less than what is added up here: shares of a thing may not exceed what
it costs, and everything else only moves amounts between tables of which every plan takes one entry each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations, groupby, pairwise
from operator import itemgetter
from typing import Any, TypeVar

from analyzer.landscape.model import Integration, Landscape
from analyzer.landscape.months import Month
from analyzer.plan.schedule import standing_borders
from analyzer.verification.courses import Course, Ties, count_courses, courses_of
from analyzer.verification.offers import Carried, Offers
from analyzer.verification.order_cell import CLOSED, Cell, Choice, Thing
from analyzer.verification.order_turns import Amounts, Orders, TooManySets

Stay = tuple[int, int, int]
"""A form, its first period, and the first one after it."""
Payer = tuple[str, int]
"""A system or a link by its name; of what is paid once, at a level (otherwise −1)."""

_Key = TypeVar("_Key")

MOST_COURSES = 20_000
MOST_ENTRIES = 4_000_000
"""Pairs of courses of the ends of links: some seconds."""


class WrongProof(Exception):
    """The certificate says what it may not: `path` leads there from its root."""

    def __init__(self, path: tuple[str | int, ...], ja: str, en: str) -> None:
        super().__init__(en)
        self.path, self.ja, self.en = path, ja, en


class TooLarge(Exception):
    """Adding up would take too long."""


def proven_bound(landscape: Landscape, pattern: str | None, order: Mapping[str, Any]) -> int | None:
    """The bound that the shares prove, in the landscape's cost unit; None where no plan keeps the rules.

    WrongProof and TooLarge as they say.
    """
    return _Sum(landscape, pattern, order).bound()


class _Sum:
    """Tables of one course and of two, all in 1/`scale` of the cost unit."""

    def __init__(self, landscape: Landscape, pattern: str | None, order: Mapping[str, Any]) -> None:
        if count_courses(landscape) > MOST_COURSES:
            raise TooLarge
        self.landscape, self.order = landscape, order
        self.scale: int = max(1, order.get("scale") or 1)
        self.offers = Offers(landscape)
        self.ties = Ties(landscape, pattern)
        systems = landscape.systems.values()
        self.courses = {system.id: courses_of(landscape, system) for system in systems}
        self.moving = [system.id for system in systems if system.moves]
        self.starts = self._read_periods()
        self.lengths = [
            stop - start for start, stop in zip(self.starts, [*self.starts[1:], len(landscape.horizon)], strict=True)
        ]  # fmt: skip
        self.listed = self._read_courses()
        self.paid = self._read_shares()
        self.prices: dict[Thing, int] = {}
        self.routes: set[tuple[Thing, Thing]] = set()
        self.anyway: dict[Thing, int] = {}
        self.pairs: dict[tuple[str, str], dict[tuple[Course, Course], int]] = {}

    def bound(self) -> int | None:
        self.anyway = self._paid_anyway()
        total = sum(self.anyway.values()) * self.scale
        alone = {
            id_: {c: self._own(id_, c, cost) for c, cost in self.courses[id_].items()} for id_ in self.courses
        }
        self.alone = alone
        entries = 0
        for one, other, links in self._by_ends():
            entries += len(alone[one]) * len(alone[other])
            if entries > MOST_ENTRIES:
                raise TooLarge
            self._add(one, other, links)
        self._check_prices()
        total -= self._capacities()
        self._messages()
        turns = _Turns(self)
        if not all(alone.values()) or not all(self.pairs.values()):
            return None
        total += sum(min(table.values()) for table in self.pairs.values())
        total += sum(min(table.values()) for id_, table in alone.items() if id_ not in turns.movers)
        least = turns.least()
        return None if least is None else -(-(total + least) // self.scale)

    # --- reading ---

    def _read_periods(self) -> list[int]:
        """First months of the periods: wherever a span of some plan may begin, and perhaps elsewhere."""
        horizon = self.landscape.horizon
        starts = [horizon.index(Month.parse(text)) for text in self.order.get("periods") or ()]
        needed = {0, *(month for month in standing_borders(self.landscape) if 0 <= month < len(horizon))}
        needed.update(month for courses in self.courses.values() for course in courses for month in course)
        good = starts == sorted(set(starts)) and needed <= set(starts)
        if not good or starts[0] != 0 or starts[-1] >= len(horizon):
            raise WrongProof(
                ("periods",), "期間の区切りが、計画の区切りうる月を尽くしていません。",
                "The periods do not begin wherever a span of a plan may.",
            )  # fmt: skip
        return starts

    def _read_courses(self) -> dict[str, list[Course]]:
        """The courses that the certificate numbers, by system."""
        index = self.landscape.horizon.index
        return {
            id_: [tuple(index(Month.parse(month)) for month in course) for course in courses]
            for id_, courses in dict(self.order.get("courses") or {}).items()
        }

    def _read_shares(self) -> dict[tuple[Thing, Payer], int]:
        paid: dict[tuple[Thing, Payer], int] = defaultdict(int)
        shares: Mapping[str, Any] = self.order.get("shares") or {}
        for kind in ("build", "link", "leg"):
            for subject, payer, level, amount in shares.get(kind, ()):
                thing: Thing = (kind, subject, payer) if kind == "link" else (kind, subject)
                paid[thing, (payer, level)] += amount
        for kind in ("run", "environment"):
            for subject, payer, month, amount in shares.get(kind, ()):
                paid[(kind, subject, month), (payer, -1)] += amount
        return paid

    # --- things ---

    def _share(self, thing: Thing, price: int, payer: Payer) -> int:
        """What is paid of a thing; nothing of what every plan pays in full."""
        if price <= 0 or thing in self.anyway:
            return 0
        self.prices[thing] = min(price, self.prices.get(thing, price))
        return self.paid.get((thing, payer), 0)

    def _period(self, number: int) -> str:
        return str(self.landscape.horizon.first + self.starts[number])

    def _once(self, link: Integration, carried: Carried) -> Iterator[tuple[Thing, int]]:
        """Whoever takes the way draws on these, however long."""
        for bridge in carried.bridges:
            yield ("build", bridge.key), bridge.setup
            yield ("link", bridge.key, str(link.key)), bridge.per_link(link.key)
        for leg in carried.way.legs:
            if leg not in self.offers.tested_before:
                yield ("leg", leg), self.landscape.test_case_cost

    def _each(self, carried: Carried, period: int) -> Iterator[tuple[Thing, int]]:
        """Whoever takes the way in the period draws on these."""
        for bridge in carried.bridges:
            yield ("run", bridge.key, self._period(period)), bridge.per_month * self.lengths[period]
        if carried.way.hub is not None:
            yield self._alive(self.landscape.hubs[carried.way.hub].environment, period)

    def _alive(self, environment: str, period: int) -> tuple[Thing, int]:
        price = self.landscape.environments[environment].monthly_cost * self.lengths[period]
        return ("environment", environment, self._period(period)), price

    def _possible(self, link: Integration, f: int, g: int, period: int) -> dict[str, Carried]:
        start = self.starts[period]
        return self.offers.possible(link, f, g, start, start + self.lengths[period])

    def _paid_anyway(self) -> dict[Thing, int]:
        """Environments of systems without moves; what links between such systems use where they have one way only."""
        anyway: dict[Thing, int] = {}
        for system in self.landscape.systems.values():
            if not system.moves:
                anyway.update(self._alive(system.forms[0].environment, p) for p in range(len(self.starts)))
        for link in self.offers.links:
            if not any(self.landscape.systems[str(end)].moves for end in link.key[2:]):
                for period in range(len(self.starts)):
                    ways = list(self._possible(link, 0, 0, period).values())
                    if len(ways) == 1:
                        # Legs may share a case: they stay with those who use them
                        anyway.update((t, n) for t, n in self._once(link, ways[0]) if t[0] != "leg")
                        anyway.update(self._each(ways[0], period))
        return anyway

    def _check_prices(self) -> None:
        paid: dict[Thing, int] = defaultdict(int)
        for (thing, _), amount in self.paid.items():
            paid[thing] += amount
        over = [thing for thing, price in self.prices.items() if paid[thing] > price * self.scale]
        unit = self.landscape.test_case_cost * self.scale
        over += [one for one, other in self.routes if paid[one] + paid[other] > unit]
        if over:
            named = " / ".join(min(over))[:200]
            raise WrongProof(
                ("shares",), f"{named} の分担額の合計が、その費用を超えています。",
                f"The shares of {named} add up to more than it costs.",
            )  # fmt: skip

    # --- tables ---

    def _own(self, id_: str, course: Course, cost: int) -> int:
        """Law changes, lateness, and shares of the environments that the system keeps alive."""
        forms = self.landscape.systems[id_].forms
        alive = (
            self._alive(forms[bisect_right(course, start)].environment, period)
            for period, start in enumerate(self.starts)
        )
        return cost * self.scale + sum(self._share(thing, price, (id_, -1)) for thing, price in alive)

    def _by_ends(self) -> list[tuple[str, str, list[Integration]]]:
        """Links by their ends: of one end that moves (which stands first) or none; then of two, in the order of their ids.

        Links that one course decides come first: a course that they forbid is in no pair.
        """
        alone: dict[tuple[str, str], list[Integration]] = defaultdict(list)
        paired: dict[tuple[str, str], list[Integration]] = defaultdict(list)
        for link in self.offers.links:
            one, other = sorted((str(link.key.source), str(link.key.target)))
            if one != other and self.landscape.systems[one].moves and self.landscape.systems[other].moves:
                paired[one, other].append(link)
            else:
                ends = (one, other) if self.landscape.systems[one].moves else (other, one)
                alone[ends].append(link)
        return [(*ends, links) for group in (alone, paired) for ends, links in group.items()]

    def pair(self, one: str, other: str) -> dict[tuple[Course, Course], int]:
        """The table of two systems in the order of their ids, without the pairs of courses that a rule excludes."""
        a, b = sorted((one, other))
        if (a, b) not in self.pairs:
            allowed = self.ties.allowed(a, self.alone[a], b, self.alone[b])
            self.pairs[a, b] = dict.fromkeys(allowed, 0)
        return self.pairs[a, b]

    def _add(self, one: str, other: str, links: list[Integration]) -> None:
        """What links between two systems pay, to the table of both, or of the only one that moves."""
        cells: dict[tuple[int, int, int], Cell] = {}
        known: dict[tuple[int, int, int, int], int] = {}

        def paid(f: int, g: int, start: int, stop: int) -> int:
            total = 0
            for number, link in enumerate(links):
                if (number, f, g) not in cells:
                    turned = link.key.source != one
                    cells[number, f, g] = self._cell(link, g, f) if turned else self._cell(link, f, g)
                total += cells[number, f, g].cost(start, stop)
            return total

        def met(mine: Stay, theirs: Stay) -> int:
            f, start, stop = mine
            g, begin, end = theirs
            meeting = f, g, max(start, begin), min(stop, end)
            if meeting[2] >= meeting[3]:
                return 0
            if meeting not in known:
                known[meeting] = paid(*meeting)
            return known[meeting]

        if one == other:
            table = self.alone[one]
            _take(table, {course: sum(met(stay, stay) for stay in self._stays(course)) for course in table})
        elif not self.landscape.systems[other].moves:
            (theirs,) = self._stays(())
            table = self.alone[one]
            _take(table, {course: sum(met(stay, theirs) for stay in self._stays(course)) for course in table})
        else:
            pairs = self.pair(one, other)
            stays = {course: self._stays(course) for course in self.alone[other]}
            every = {stay for listed in stays.values() for stay in listed}
            added: dict[tuple[Course, Course], int] = {}
            for course, listed in groupby(pairs, key=itemgetter(0)):
                mine = self._stays(course)
                # Many courses of the other system stay alike
                against = {theirs: sum([met(stay, theirs) for stay in mine]) for theirs in every}
                added.update((both, sum([against[theirs] for theirs in stays[both[1]]])) for both in listed)
            _take(pairs, added)

    def _stays(self, course: Course) -> list[Stay]:
        """The forms that a course has in any period."""
        first = [0, *(bisect_left(self.starts, month) for month in course)]
        return [
            (form, start, stop)
            for form, (start, stop) in enumerate(pairwise([*first, len(self.starts)]))
            if start < stop
        ]

    def _cell(self, link: Integration, f: int, g: int) -> Cell:
        """The link with its ends in these forms: its choices, and what it pays for them."""
        cell = Cell()
        if self.offers.ends(link, f, g).state.state not in ("native", "mixed"):
            cell.each = None
            return cell
        name = str(link.key)
        level = f if link.key.source == link.key.target else f + g
        cell.each = []
        for period, months in enumerate(self.lengths):
            choices: dict[Choice, int] = {}
            for way, carried in self._possible(link, f, g, period).items():
                choice = way, tuple(relay.key for relay in carried.relays)
                own = (link.suspendable or 0) * months * self.scale if way == "suspended" else 0
                choices[choice] = own + sum(
                    self._share(t, n, (name, -1)) for t, n in self._each(carried, period)
                )
                if choice not in cell.once:
                    things = [(t, n) for t, n in self._once(link, carried) if n > 0]
                    cell.once[choice] = {t: self._share(t, n, (name, level)) for t, n in things}
                    self.routes.update(combinations(sorted({t for t, _ in things if t[0] == "leg"}), 2))
            cell.each.append(choices)
        return cell

    # --- capacities and messages ---

    def _limit(self, vendor: str | None, path: tuple[str | int, ...]) -> int:
        limit = self.landscape.cutovers_per_month
        if vendor is not None:
            known = self.landscape.vendors.get(vendor)
            limit = None if known is None else known.cutovers_per_month
        if limit is None:
            raise WrongProof(path, "そのような上限はありません。", "There is no such capacity.")
        return limit

    def loads(self, id_: str, course: Course, vendor: str | None, month: int) -> bool:
        """A cutover in the month that counts: of the form that the system then has."""
        forms = self.landscape.systems[id_].forms
        return month in course and (vendor is None or forms[bisect_right(course, month)].vendor == vendor)

    def _capacities(self) -> int:
        """What cutovers pay, alone and together with a course; what is free of the first is returned."""
        free = 0
        index = self.landscape.horizon.index
        for number, (vendor, text, price) in enumerate(self.order.get("capacities") or ()):
            free += self._limit(vendor, ("capacities", number)) * price
            for id_ in self.moving:
                for course in self.alone[id_]:
                    self.alone[id_][course] += price * self.loads(
                        id_, course, vendor, index(Month.parse(text))
                    )
        for number, (vendor, text, id_, at, price) in enumerate(self.order.get("joined") or ()):
            limit, month = self._limit(vendor, ("joined", number)), index(Month.parse(text))
            course = self._numbered(id_, at, ("joined", number))
            if course not in self.alone[id_]:
                continue  # no plan takes it
            self.alone[id_][course] -= price * (limit - self.loads(id_, course, vendor, month))
            for other in self.moving:
                loaded = [d for d in self.alone[other] if self.loads(other, d, vendor, month)]
                if other == id_ or not loaded:
                    continue
                pairs = self.pair(id_, other)
                for d in loaded:
                    both = (course, d) if id_ < other else (d, course)
                    if both in pairs:
                        pairs[both] += price
        return free

    def _messages(self) -> None:
        """Amounts that a pair's table gives to the courses of its ends."""
        for number, (one, other, to_one, to_other) in enumerate(self.order.get("messages") or ()):
            path = ("messages", number)
            if one == other:
                raise WrongProof(path, "系列の数が合いません。", "There are not so many courses.")
            first, second = self.by_course(one, to_one, path), self.by_course(other, to_other, path)
            for id_, amounts in ((one, first), (other, second)):
                for course, amount in amounts.items():
                    if course in self.alone[id_]:
                        self.alone[id_][course] += amount
            if one > other:
                first, second = second, first
            pairs = self.pair(one, other)
            for a, b in pairs:
                pairs[a, b] -= first.get(a, 0) + second.get(b, 0)

    def by_course(self, id_: str, amounts: list[int], path: tuple[str | int, ...]) -> dict[Course, int]:
        """Amounts that are listed in the order of the system's courses."""
        if len(amounts) > len(self.listed.get(id_, ())):
            raise WrongProof(path, "系列の数が合いません。", "There are not so many courses.")
        return {self._numbered(id_, at, path): amount for at, amount in enumerate(amounts)}

    def _numbered(self, id_: str, at: int, path: tuple[str | int, ...]) -> Course:
        listed = self.listed.get(id_, [])
        if id_ not in self.moving or at >= len(listed) or len(set(listed)) < len(listed):
            raise WrongProof(
                path, f"{id_} にそのような系列はありません。", f"There is no such course of {id_}."
            )
        return listed[at]


def _take(table: dict[_Key, int], added: Mapping[_Key, int]) -> None:
    """What is added to the entries of a table; those that nothing can carry are no longer in it."""
    for key, amount in added.items():
        if amount >= CLOSED:
            del table[key]
        else:
            table[key] += amount


class _Turns:
    """The systems whose pairs are given amounts by who moves first, taken from what their tables keep; none without `turns`."""

    def __init__(self, of: _Sum) -> None:
        self.of = of
        rows = of.order.get("turns") or ()
        named = {id_ for one, other, *_ in rows for id_ in (one, other)}
        choosing = (
            {id_ for id_ in of.moving if len(of.alone[id_]) > 1}
            if of.order.get("turns") is not None
            else set()
        )
        self.movers = sorted(named | choosing)
        for id_ in self.movers:
            if id_ not in of.moving or any(len(set(course)) != 1 for course in of.alone[id_]):
                raise WrongProof(
                    ("turns",), f"{id_} は一度に移行するとは限らないので、順番だけでは決まりません。",
                    f"{id_} need not move all at once: more than turns decides.",
                )  # fmt: skip
        costs: list[Amounts] = [{course[0]: n for course, n in of.alone[id_].items()} for id_ in self.movers]
        self.orders = Orders(costs, cache(lambda month: list(self._limits_in(month))))
        seen: set[frozenset[str]] = set()
        for number, (one, other, *amounts) in enumerate(rows):
            path = ("turns", number)
            if one == other or {one, other} in seen:
                raise WrongProof(path, "同じ組は一度だけ書きます。", "Each pair stands once.")
            seen.add(frozenset((one, other)))
            self._take(one, other, amounts, path)

    def _take(self, one: str, other: str, amounts: list[list[int]], path: tuple[str | int, ...]) -> None:
        ahead, behind, late, early, same = (
            {course[0]: amount for course, amount in self.of.by_course(id_, listed, path).items()}
            for id_, listed in zip((one, other, one, other, one), amounts, strict=True)
        )
        i, j = self.movers.index(one), self.movers.index(other)
        orders = self.orders
        orders.ahead[i, j], orders.behind[j, i] = ahead, behind
        orders.behind[i, j], orders.ahead[j, i] = late, early
        orders.same[i, j] = orders.same[j, i] = same
        table = self.of.pair(one, other)
        for courses in table:
            (a, *_), (b, *_) = courses if one < other else courses[::-1]
            if a == b:
                table[courses] -= same.get(a, 0)
            elif a < b:
                table[courses] -= ahead.get(a, 0) + behind.get(b, 0)
            else:
                table[courses] -= late.get(a, 0) + early.get(b, 0)

    def least(self) -> int | None:
        if not self.movers:
            return 0
        try:
            return self.orders.least()
        except TooManySets:
            raise TooLarge from None

    def _limits_in(self, month: int) -> Iterator[tuple[int, int]]:
        """How many of which systems (as bits) may move in it, beside those that have no choice."""
        of = self.of
        limits = {None: of.landscape.cutovers_per_month} | {
            vendor.id: vendor.cutovers_per_month for vendor in of.landscape.vendors.values()
        }
        for vendor, most in limits.items():
            if most is not None:
                moved = sum(
                    of.loads(id_, course, vendor, month)
                    for id_ in of.moving if id_ not in self.movers
                    for course in of.alone[id_]
                )  # fmt: skip
                counted = [
                    any(of.loads(id_, course, vendor, month) for course in of.alone[id_])
                    for id_ in self.movers
                ]
                yield max(0, most - moved), sum(1 << i for i, counts in enumerate(counted) if counts)
