"""Adds up the certificate of a bound again, from the problem and the certificate alone.

Shares nothing with the ascent but the names of things (`analyzer.order.bounds.things`). Slow and plain on purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from analyzer.bridges.openings import Option
from analyzer.landscape.model import Integration
from analyzer.order.bounds.things import Payer, Thing, Things, level_of
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course, form_at, forms_in_use

FORBIDDEN = 10**12
"""Units that a choice costs which no plan takes that keeps the rules. (Any figure would do: no plan pays it.)"""

MOST_CHOICES = 6
"""Of links with more choices, only a simpler and lower bound is added up."""

Choice = tuple[str, tuple[str, ...]]
"""A way by its name, with the relays that it needs."""

_ALONE: Course = ()
"""The course of whoever has no moves."""


def check(problem: OrderProblem, certificate: Mapping[str, Any]) -> int:
    """The bound of the total cost of every plan that keeps the rules, in the landscape's cost unit.

    ValueError where the certificate says what is not allowed: a thing that is paid more than it costs, an unknown system,
    an amount that is no whole number or is negative.
    """
    return _Check(problem, certificate).bound()


class _Check:
    def __init__(self, problem: OrderProblem, certificate: Mapping[str, Any]) -> None:
        self.problem = problem
        self.things = Things(problem)
        self.landscape = problem.landscape
        self.certificate = certificate
        self.scale = _amount(certificate["scale"])
        self.moving = frozenset(problem.systems)
        self.period = {month: index for index, month in enumerate(problem.borders)}
        self.period[problem.length] = len(problem.borders)
        self.paid_anyway = self.things.paid_anyway()
        self.prices: dict[Thing, int] = {}
        self.routes: set[tuple[Thing, Thing]] = set()
        self.shares = dict(self._read_shares())
        self.alone: dict[str, dict[Course, int]] = {}
        self.both: dict[tuple[str, str], dict[tuple[Course, Course], int]] = {}

    def bound(self) -> int:
        problem, scale = self.problem, self.scale
        total = (problem.standing_cost + sum(self.paid_anyway.values())) * scale
        for id_ in problem.systems:
            self.alone[id_] = {course: self._own(id_, course) for course in problem.courses[id_]}
        for one, other in combinations(problem.systems, 2):
            self._rules(one, other)
        for integration in self.landscape.integrations.values():
            if integration.known:
                total += self._link(integration)
        self._check_prices()
        total -= self._capacities()
        self._messages()
        total += sum(min(costs.values()) for costs in self.alone.values())
        total += sum(min(costs.values()) for costs in self.both.values())
        return -(-total // scale)

    # --- shares ---

    def _read_shares(self) -> Iterator[tuple[tuple[Thing, Payer], int]]:
        for kind, name, month, payers in self.certificate["shares"]:
            thing = Thing(kind, name, -1 if month is None else self.period[month])
            for payer, level, amount in payers:
                yield (thing, Payer(payer, -1 if level is None else level)), _amount(amount)

    def share(self, thing: Thing, price: int, payer: Payer) -> int:
        """What the payer pays of the thing; nothing where every plan pays it in full."""
        if thing in self.paid_anyway:
            return 0
        # Of two things of one name less may be asked
        self.prices[thing] = min(price, self.prices.get(thing, price))
        return self.shares.get((thing, payer), 0)

    def _check_prices(self) -> None:
        paid: dict[Thing, int] = defaultdict(int)
        for (thing, _), amount in self.shares.items():
            paid[thing] += amount
        for thing, price in self.prices.items():
            if paid[thing] > price * self.scale:
                raise ValueError(f"{thing} is paid more than it costs")
        for one, other in self.routes:
            if paid[one] + paid[other] > self.landscape.test_case_cost * self.scale:
                raise ValueError(f"{one} and {other}, which one case may cover, are paid more than a case")

    # --- what courses cost ---

    def _own(self, id_: str, course: Course) -> int:
        """Own costs, and shares of the environments that the system keeps alive."""
        cost = self.problem.own_cost(id_, course) * self.scale
        for period, start in enumerate(self.problem.borders):
            form = self.landscape.systems[id_].forms[form_at(course, start)]
            cost += self.share(*self.things.alive(form.environment, period), Payer(id_))
        return cost

    def _rules(self, one: str, other: str) -> None:
        """Pairs of courses that a rule excludes."""
        place = self.problem.place
        for together in self.problem.together:
            at = {ref.system: place[ref] for ref in together.moves}
            if one in at and other in at:
                self._exclude(one, other, lambda c, d, at=at: c[at[one]] == d[at[other]])
        for before in self.problem.before:
            a, b, gap = before.before, before.after, before.gap
            for first, second in ((one, other), (other, one)):
                if (a.system, b.system) == (first, second):
                    self._exclude(
                        first, second, lambda c, d, a=a, b=b, gap=gap: d[place[b]] - c[place[a]] >= gap
                    )
        for served in self.problem.served_pairs:
            ends = str(served.integration.source), str(served.integration.target)
            if ends in ((one, other), (other, one)):
                self._exclude(*ends, served.allows)

    def _exclude(self, one: str, other: str, allows: Any) -> None:
        costs = self._pair(one, other)
        for c in self.problem.courses[one]:
            for d in self.problem.courses[other]:
                if not allows(c, d):
                    costs[(c, d) if one < other else (d, c)] = FORBIDDEN * self.scale

    def _pair(self, one: str, other: str) -> dict[tuple[Course, Course], int]:
        a, b = sorted((one, other))
        if (a, b) not in self.both:
            courses = self.problem.courses
            self.both[a, b] = {(c, d): 0 for c in courses[a] for d in courses[b]}
        return self.both[a, b]

    def _link(self, integration: Integration) -> int:
        """Adds what the link costs under the courses of its ends; what depends on no course is returned."""
        source, target = str(integration.key.source), str(integration.key.target)
        cells: dict[tuple[int, int], _Cell] = {}
        known: dict[tuple[int, int, int, int], int] = {}
        total = 0
        for c in self.problem.courses[source] if source in self.moving else (_ALONE,):
            for d in self.problem.courses[target] if target in self.moving else (_ALONE,):
                if source == target and c != d:
                    continue
                cost = 0
                for f, g, start, stop in self._meetings(source, c, target, d):
                    asked = f, g, start, stop
                    if asked not in known:
                        if (f, g) not in cells:
                            cells[f, g] = _Cell(self, integration, f, g)
                        known[asked] = cells[f, g].cost(start, stop)
                    cost += known[asked]
                if source in self.moving and target in self.moving and source != target:
                    self._pair(source, target)[(c, d) if source < target else (d, c)] += cost
                elif source in self.moving:
                    self.alone[source][c] += cost
                elif target in self.moving:
                    self.alone[target][d] += cost
                else:
                    total += cost
        return total

    def _meetings(
        self, source: str, c: Course, target: str, d: Course
    ) -> Iterator[tuple[int, int, int, int]]:
        """(form, form, first period, first period after) of all that the two ends have at the same time."""
        length = self.problem.length
        for f, first, last in forms_in_use(c, length):
            for g, from_, until in forms_in_use(d, length):
                start, stop = max(first, from_), min(last, until) + 1
                if start < stop and (source != target or f == g):
                    yield f, g, self.period[start], self.period[stop]

    # --- capacities and messages ---

    def _capacities(self) -> int:
        """What cutovers pay, alone and together with courses; what is free of the first is returned."""
        limits = {rule.vendor: rule.limit for rule in self.problem.capacities}
        loads = self.problem.loads
        free = 0
        for vendor, month, amount in self.certificate["capacities"]:
            price = _amount(amount)
            free += limits[vendor] * price
            for id_, costs in self.alone.items():
                for course in costs:
                    costs[course] += price * (month in loads(id_, course, vendor))
        for vendor, month, prices in self.certificate["joined"]:
            for id_, months, amount in prices:
                course, price = tuple(months), _amount(amount)
                own = month in loads(id_, course, vendor)
                self.alone[id_][course] -= price * (limits[vendor] - own)
                for other in self.problem.systems:
                    if other == id_:
                        continue
                    loaded = [d for d in self.problem.courses[other] if month in loads(other, d, vendor)]
                    if loaded:
                        pairs = self._pair(id_, other)
                        for d in loaded:
                            pairs[(course, d) if id_ < other else (d, course)] += price
        return free

    def _messages(self) -> None:
        for one, other, to_one, to_other in self.certificate["messages"]:
            costs = self._pair(one, other)
            for c, amount in zip(self.problem.courses[one], to_one, strict=True):
                self.alone[one][c] += amount
                for d in self.problem.courses[other]:
                    costs[c, d] -= amount
            for d, amount in zip(self.problem.courses[other], to_other, strict=True):
                self.alone[other][d] += amount
                for c in self.problem.courses[one]:
                    costs[c, d] -= amount


class _Cell:
    """A link with its ends in two forms: its open choices by period, and what it pays for them."""

    def __init__(self, check: _Check, integration: Integration, source: int, target: int) -> None:
        self._check = check
        self._key = integration.key
        self._payer = Payer(str(integration.key), level_of(integration.key, source, target))
        self._integration, self._forms = integration, (source, target)
        self._once: dict[Choice, dict[Thing, int]] = {}
        self._each: list[dict[Choice, int]] = []
        for period in range(len(check.problem.borders)):
            self._each.append({})
            for option in check.things.options(integration, source, target, period):
                choice = option.way.name, tuple(str(relay.key) for relay in option.relays)
                self._each[period][choice] = self._in_period(option, period)
                if choice not in self._once:
                    self._once[choice] = self._shares(option)

    def _in_period(self, option: Option, period: int) -> int:
        check = self._check
        cost = option.way.per_month * check.things.months[period] * check.scale
        payer = Payer(str(self._key))
        return cost + sum(
            check.share(thing, price, payer) for thing, price in check.things.each(option, period)
        )

    def _shares(self, option: Option) -> dict[Thing, int]:
        check = self._check
        things = check.things.once(option, self._key)
        legs = sorted({thing for thing, _ in things if thing.kind == "leg"})
        check.routes.update(combinations(legs, 2))
        return {thing: check.share(thing, price, self._payer) for thing, price in things}

    def cost(self, start: int, stop: int) -> int:
        """The least that the link pays in the periods `start` to `stop` − 1, whatever its choices in each."""
        check = self._check
        dear = FORBIDDEN * check.scale
        choices = [
            choice for choice in sorted(self._once) if any(choice in p for p in self._each[start:stop])
        ]
        if not self._once:
            return 0
        if len(self._once) > MOST_CHOICES:
            once = min(sum(things.values()) for things in self._once.values())
            return once + sum(min(p.values(), default=dear) for p in self._each[start:stop])
        best = None
        for size in range(1, len(choices) + 1):
            for subset in combinations(choices, size):
                things = {thing: n for choice in subset for thing, n in self._once[choice].items()}
                cost = sum(things.values()) + sum(
                    min((p[choice] for choice in subset if choice in p), default=dear)
                    for p in self._each[start:stop]
                )
                best = cost if best is None else min(best, cost)
        return dear * (stop - start) if best is None else best


def _amount(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"no whole amount: {value!r}")
    return value
