"""The problem as arrays: what a bound adds up, whatever shares and prices it uses.

The relaxation. A plan is a course for every moving system. What costs something once (a *thing*: a bridge built, running in
a period, attached to a link; an environment alive in a period; a leg tested) is split into *shares*: each link (each
system, of an environment) that draws on a thing pays its share of it, and the shares of a thing add up to no more than it
costs, so that what all pay together never exceeds what the plan costs. Then every link pays for itself alone: in each
period it takes the ways that are cheapest at its shares, and its cost is a function of the courses of its two ends.
What is left is a sum of functions of one course and of two courses, bounded in `analyzer.order.bounds.ascent`.

Periods are cut at every month in which a span of some plan may begin. A link may change its way at each of them, which no
plan can do better than. Relays for moves, sessions and main routes only add to the cost, and are left out.

* **Cell**: a link with its ends in two given forms. Its *choices* are the options (way and relays) open in some period.
* **Slot**: a cell during the periods `start` to `stop` − 1, where a course of either end leaves it so long.
* **Entry**: a course (unary), or a pair of courses of two systems; each draws on some slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analyzer.bridges.openings import Option
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import Integration
from analyzer.order.arrays import Flags, Ints
from analyzer.order.bounds.things import Payer, Thing, Things, level_of
from analyzer.order.pairs import PairRules
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course, form_at

MOST_JOINED = 1_000_000
"""Pairs of courses that one capacity may make into entries; one that would make more is not multiplied by courses."""

MOST_CHOICES = 6
"""Of a cell with more choices each subset is not looked at: its link pays its cheapest once, and its cheapest periods."""


@dataclass(slots=True, eq=False)
class CellClass:
    """Cells with the same number of choices. Shapes: n cells, k choices, S = 2^k − 1 subsets, P periods.

    `fixed[n, k, P]` is what a choice costs in a period apart from shares (`closed` where it is not open);
    `period_cell`, `period_share`: flat places of that array and the shares to be added there; `once_cell`, `once_share`:
    flat places of [n, S] likewise. Slots: `cell`, `start`, `stop`, and `group`, the place where their costs add up.
    """

    choices: int
    fixed: Ints
    closed: Flags
    period_cell: Ints
    period_share: Ints
    once_cell: Ints
    once_share: Ints
    cell: Ints
    start: Ints
    stop: Ints
    group: Ints


@dataclass(slots=True, eq=False)
class Compiled:
    """Flat arrays of a problem; see the module's text. Costs are in the landscape's cost unit."""

    problem: OrderProblem
    systems: tuple[str, ...]
    courses: tuple[tuple[Course, ...], ...]
    offsets: Ints
    """Of each system's courses among the unary entries."""
    pairs: Ints
    """[pairs, 2]: systems, by their numbers; sorted."""
    pair_offsets: Ints
    """Of each pair's table (courses of the first × of the second) among all entries."""
    entries: int
    base: Ints
    """What an entry costs apart from shares."""
    forbidden: Flags
    """Entries that no plan takes which keeps the rules."""
    constant: int
    dear: float
    """What a choice costs that no plan takes which keeps the rules: more than any plan costs."""
    things: list[Thing]
    prices: Ints
    share_thing: Ints
    payers: list[Payer]
    routes: Ints
    """[routes, 2]: things of kind leg that one test case may cover together."""
    classes: list[CellClass]
    groups: int
    group_entry: Ints
    """Pairs (entry, group): the entry pays what the group costs."""
    group_of: Ints
    unary_entry: Ints
    """Pairs (entry, share): the entry pays the share (environments of systems)."""
    unary_share: Ints
    loads: list[LoadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class LoadRow:
    """A capacity in a month: at most `limit` of the systems take a course in `load` (by unary entry)."""

    vendor: str | None
    month: int
    limit: int
    load: Flags
    joined: bool
    """True where it is multiplied by courses: then all pairs of the systems that it counts have tables."""


class Compiler:
    """Builds `Compiled` for the courses given (all that the rules allow, if none are)."""

    def __init__(
        self,
        problem: OrderProblem,
        courses: Mapping[str, Sequence[Course]] | None = None,
        *,
        joined: bool = False,
    ) -> None:
        """`joined`: capacities are multiplied by courses too, those that do not make too many pairs."""
        self.problem = problem
        self.joined = joined
        self.landscape = problem.landscape
        self.openings = problem.openings
        chosen = problem.courses if courses is None else courses
        # By how many courses they have: tables of two sizes then lie one way round only
        self.systems = tuple(sorted(problem.systems, key=lambda id_: (len(chosen[id_]), id_)))
        self.number = {id_: i for i, id_ in enumerate(self.systems)}
        self.courses = tuple(tuple(chosen[id_]) for id_ in self.systems)
        self.named = Things(problem)
        self.starts, self.lengths = self.named.starts, self.named.months
        self.periods = len(self.starts)
        self._stays = [self._stay(id_, of) for id_, of in zip(self.systems, self.courses, strict=True)]
        self._things: dict[Thing, int] = {}
        self._prices: list[int] = []
        self._shares: dict[tuple[int, Payer], int] = {}
        self._share_thing: list[int] = []
        self._payers: list[Payer] = []
        self._routes: set[tuple[int, int]] = set()
        self._paid = self.named.paid_anyway()
        self._rules = PairRules(problem)

    # --- things and shares ---

    def thing(self, thing: Thing, price: int) -> int | None:
        """The thing's number; None where it costs nothing (more)."""
        if price <= 0 or thing in self._paid:
            return None
        if thing not in self._things:
            self._things[thing] = len(self._prices)
            self._prices.append(price)
        return self._things[thing]

    def share(self, thing: Thing, price: int, payer: Payer) -> int | None:
        number = self.thing(thing, price)
        if number is None:
            return None
        key = (number, payer)
        if key not in self._shares:
            self._shares[key] = len(self._share_thing)
            self._share_thing.append(number)
            self._payers.append(payer)
        return self._shares[key]

    # --- courses ---

    def _stay(self, id_: str, courses: Sequence[Course]) -> Ints:
        """[course, form, 2]: first period in the form, and the first after it."""
        index = {month: period for period, month in enumerate(self.starts)}
        index[self.problem.length] = self.periods
        forms = len(self.landscape.systems[id_].forms)
        stays = np.zeros((len(courses), forms, 2), dtype=np.int64)
        for i, course in enumerate(courses):
            borders = [0, *(index[month] for month in course), self.periods]
            for form in range(forms):
                stays[i, form] = borders[form], max(borders[form], borders[form + 1])
        return stays

    # --- the whole ---

    def compile(self) -> Compiled:
        constant = self.problem.standing_cost + sum(self._paid.values())
        counts = [len(of) for of in self.courses]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        pairs = self.pairs
        sizes = [counts[i] * counts[j] for i, j in pairs]
        pair_offsets = offsets[-1] + np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self.block = {pair: int(at) for pair, at in zip(pairs, pair_offsets[:-1], strict=True)}
        self.offsets = offsets
        total = int(pair_offsets[-1]) + 1  # the last entry: what depends on no course
        self.nothing = total - 1
        base = np.zeros(total, dtype=np.int64)
        forbidden = np.zeros(total, dtype=np.bool_)
        unary = self._unary(base)
        for pair in pairs:
            self._forbid(pair, forbidden)
        classes, groups, group_entry, group_of = self._cells(self.links)
        return Compiled(
            self.problem,
            self.systems,
            self.courses,
            offsets,
            np.array(pairs, dtype=np.int64).reshape(-1, 2),
            pair_offsets,
            total,
            base,
            forbidden,
            constant,
            1.0 + constant + sum(self._prices) + int(base.sum()),
            list(self._things),
            np.array(self._prices, dtype=np.int64),
            np.array(self._share_thing, dtype=np.int64),
            self._payers,
            np.array(sorted(self._routes), dtype=np.int64).reshape(-1, 2),
            classes,
            groups,
            group_entry,
            group_of,
            np.array([e for e, _ in unary], dtype=np.int64),
            np.array([s for _, s in unary], dtype=np.int64),
            self.loads,
        )

    @cached_property
    def links(self) -> dict[tuple[int, ...], list[Integration]]:
        """Links by those of their ends that move."""
        links: dict[tuple[int, ...], list[Integration]] = defaultdict(list)
        for integration in self.landscape.integrations.values():
            if integration.known:
                ends = {self.number[e] for e in integration.key[2:] if e is not None and e in self.number}
                links[tuple(sorted(ends))].append(integration)
        return links

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of systems that have a table. Linked pairs and those that a rule ties; capacity makes all systems that share one into pairs."""
        pairs = {(ends[0], ends[1]) for ends in self.links if len(ends) == 2}
        for ids in self._rules.pairs:
            i, j = sorted(self.number[id_] for id_ in ids)
            pairs.add((i, j))
        at = np.cumsum([0, *map(len, self.courses)])[:-1]
        for row in self.loads:
            if row.joined:
                counted = [int(i) for i in np.flatnonzero(np.logical_or.reduceat(row.load, at))]
                pairs.update((i, j) for i in counted for j in counted if i < j)
        return sorted(pairs)

    @cached_property
    def loads(self) -> list[LoadRow]:
        """Capacities that can be overdrawn at all."""
        rows: list[LoadRow] = []
        counts = np.array([len(of) for of in self.courses], dtype=np.int64)
        at = np.cumsum(counts) - counts
        for rule in self.problem.capacities:
            months = [
                self.problem.loads(id_, course, rule.vendor)
                for id_, of in zip(self.systems, self.courses, strict=True)
                for course in of
            ]
            for month in sorted({m for loads in months for m in loads}):
                load = np.array([month in loads for loads in months], dtype=np.bool_)
                counted = counts[np.logical_or.reduceat(load, at)]
                if len(counted) > rule.limit:
                    pairs = int(counted.sum() ** 2 - (counted**2).sum()) // 2
                    joined = self.joined and pairs <= MOST_JOINED
                    rows.append(LoadRow(rule.vendor, month, rule.limit, load, joined))
        return rows

    # --- entries ---

    def _unary(self, base: Ints) -> list[tuple[int, int]]:
        """Own costs of courses, and shares of the environments that their forms keep alive."""
        pays: list[tuple[int, int]] = []
        for i, id_ in enumerate(self.systems):
            system = self.landscape.systems[id_]
            for c, course in enumerate(self.courses[i]):
                entry = int(self.offsets[i]) + c
                base[entry] = self.problem.own_cost(id_, course)
                for period, start in enumerate(self.starts):
                    environment = system.forms[form_at(course, start)].environment
                    share = self.share(*self.named.alive(environment, period), Payer(id_))
                    if share is not None:
                        pays.append((entry, share))
        return pays

    def _forbid(self, pair: tuple[int, int], forbidden: Flags) -> None:
        """Pairs of courses that a together, before or served rule excludes, or a month that has room for one cutover."""
        i, j = pair
        at, size = self.block[pair], len(self.courses[i]) * len(self.courses[j])
        allowed = self._rules.table(self.systems[i], self.systems[j], self.courses[i], self.courses[j])
        if allowed is not None:
            forbidden[at : at + size] = ~allowed.ravel()
        for loads in self._single:
            if i in loads and j in loads:
                forbidden[at : at + size] |= (loads[i] @ loads[j].T > 0).ravel()

    @cached_property
    def _single(self) -> list[dict[int, Ints]]:
        """Of each capacity of one cutover a month: by system that counts in it, [course, month], 1 where it does then."""
        found: list[dict[int, Ints]] = []
        for rule in self.problem.capacities:
            if rule.limit != 1:
                continue
            loads: dict[int, Ints] = {}
            for i, (id_, courses) in enumerate(zip(self.systems, self.courses, strict=True)):
                table = np.zeros((len(courses), self.problem.length), dtype=np.int64)
                for c, course in enumerate(courses):
                    table[c, list(self.problem.loads(id_, course, rule.vendor))] = 1
                if table.any():
                    loads[i] = table
            found.append(loads)
        return found

    # --- cells ---

    def _cells(
        self, links: Mapping[tuple[int, ...], list[Integration]]
    ) -> tuple[list[CellClass], int, Ints, Ints]:
        self._drafts: dict[int, _Draft] = {}
        self._groups = 0
        entries: list[Ints] = []
        groups: list[Ints] = []
        for ends in sorted(links):
            by_forms: dict[tuple[int, ...], list[tuple[Integration, int, int]]] = defaultdict(list)
            for integration in links[ends]:
                for source, target in self._forms(integration):
                    form_of = {integration.key.source: source, integration.key.target: target}
                    by_forms[tuple(form_of[self.systems[i]] for i in ends)].append(
                        (integration, source, target)
                    )
            for forms in sorted(by_forms):
                entry, start, stop = self._lasting(ends, forms)
                if not len(entry):
                    continue
                width = self.periods + 1
                slots, inverse = np.unique(start * width + stop, return_inverse=True)
                first = self._groups
                drawn = False
                for integration, source, target in by_forms[forms]:
                    drawn |= self._cell(integration, source, target, slots // width, slots % width, first)
                if drawn:
                    self._groups += len(slots)
                    entries.append(entry)
                    groups.append(first + inverse.astype(np.int64))
        classes = [self._drafts[k].done(k, self.periods) for k in sorted(self._drafts)]
        return (
            classes,
            self._groups,
            np.concatenate(entries) if entries else np.zeros(0, np.int64),
            np.concatenate(groups) if groups else np.zeros(0, np.int64),
        )

    def _forms(self, integration: Integration) -> list[tuple[int, int]]:
        source, target = (self.landscape.systems[str(end)] for end in integration.key[2:])
        if source.id == target.id:
            return [(form, form) for form in range(len(source.forms))]
        return [(f, g) for f in range(len(source.forms)) for g in range(len(target.forms))]

    def _lasting(self, ends: tuple[int, ...], forms: tuple[int, ...]) -> tuple[Ints, Ints, Ints]:
        """(entry, first period, first period after) of the entries in which the ends have these forms at once."""
        if not ends:
            return np.array([self.nothing]), np.array([0]), np.array([self.periods])
        stay = self._stays[ends[0]][:, forms[0]]
        if len(ends) == 1:
            start, stop = stay[:, 0], stay[:, 1]
            entry = np.arange(len(stay)) + self.offsets[ends[0]]
        else:
            other = self._stays[ends[1]][:, forms[1]]
            start = np.maximum(stay[:, None, 0], other[None, :, 0]).ravel()
            stop = np.minimum(stay[:, None, 1], other[None, :, 1]).ravel()
            entry = np.arange(len(start)) + self.block[ends[0], ends[1]]
        lasts = start < stop
        return entry[lasts], start[lasts], stop[lasts]

    def _cell(
        self, integration: Integration, source: int, target: int, start: Ints, stop: Ints, group: int
    ) -> bool:
        """Adds the cell; False where it never costs anything."""
        _, ways = self.openings.ways(integration, source, target)
        if not ways:
            return False
        key = integration.key
        level = level_of(key, source, target)
        choices: dict[tuple[str, tuple[Bridge, ...]], dict[int, Option]] = defaultdict(dict)
        for period in range(int(start.min()), int(stop.max())):
            for option in self.named.options(integration, source, target, period):
                choices[option.way.name, option.relays][period] = option
        if not choices:
            return False
        draft_choices = []
        for _, by_period in sorted(
            choices.items(), key=lambda item: (item[0][0], [str(b.key) for b in item[0][1]])
        ):
            any_option = next(iter(by_period.values()))
            once = []
            legs = []
            for thing, price in self.named.once(any_option, key):
                share = self.share(thing, price, Payer(str(key), level))
                if share is not None:
                    once.append(share)
                    if thing.kind == "leg":
                        legs.append(self._share_thing[share])
            if len(legs) == 2 and legs[0] != legs[1]:
                self._routes.add((min(legs), max(legs)))
            periods: dict[int, tuple[int, list[int]]] = {}
            for period, option in by_period.items():
                fixed = option.way.per_month * self.lengths[period]
                shares = [
                    share
                    for thing, price in self.named.each(option, period)
                    if (share := self.share(thing, price, Payer(str(key)))) is not None
                ]
                periods[period] = (fixed, shares)
            draft_choices.append((once, periods))
        if (
            len(draft_choices) == 1
            and not draft_choices[0][0]
            and not any(fixed or shares for fixed, shares in draft_choices[0][1].values())
        ):
            return False
        draft = self._drafts.setdefault(len(draft_choices), _Draft())
        draft.add(draft_choices, start, stop, group)
        return True


class _Draft:
    """Collects the cells of one class."""

    def __init__(self) -> None:
        self.cells: list[list[tuple[list[int], dict[int, tuple[int, list[int]]]]]] = []
        self.cell: list[Ints] = []
        self.start: list[Ints] = []
        self.stop: list[Ints] = []
        self.group: list[Ints] = []

    def add(
        self,
        choices: list[tuple[list[int], dict[int, tuple[int, list[int]]]]],
        start: Ints,
        stop: Ints,
        group: int,
    ) -> None:
        self.cell.append(np.full(len(start), len(self.cells), dtype=np.int64))
        self.cells.append(choices)
        self.start.append(start)
        self.stop.append(stop)
        self.group.append(np.arange(group, group + len(start)))

    def done(self, k: int, periods: int) -> CellClass:
        n, subsets = len(self.cells), 2**k - 1
        fixed = np.zeros((n, k, periods), dtype=np.int64)
        closed = np.ones((n, k, periods), dtype=np.bool_)
        period_cell: list[int] = []
        period_share: list[int] = []
        once_cell: list[int] = []
        once_share: list[int] = []
        for i, choices in enumerate(self.cells):
            for w, (once, by_period) in enumerate(choices):
                for period, (cost, shares) in by_period.items():
                    fixed[i, w, period] = cost
                    closed[i, w, period] = False
                    for share in shares:
                        period_cell.append((i * k + w) * periods + period)
                        period_share.append(share)
                if k > MOST_CHOICES:
                    for share in once:
                        once_cell.append(i * k + w)
                        once_share.append(share)
            if k <= MOST_CHOICES:
                for subset in range(1, subsets + 1):
                    union = {s for w in range(k) if subset >> w & 1 for s in choices[w][0]}
                    for share in sorted(union):
                        once_cell.append(i * subsets + subset - 1)
                        once_share.append(share)

        def whole(parts: list[Ints]) -> Ints:
            return np.concatenate(parts).astype(np.int64)

        def flat(numbers: list[int]) -> Ints:
            return np.array(numbers, dtype=np.int64)

        return CellClass(
            k,
            fixed,
            closed,
            flat(period_cell),
            flat(period_share),
            flat(once_cell),
            flat(once_share),
            whole(self.cell),
            whole(self.start),
            whole(self.stop),
            whole(self.group),
        )
