"""Tests inside the joint program: who uses a leg finds it tested by then.

Two forms. `add_leg_tests` needs no month for most cases: a leg is paid once, and a route
whose two legs fall due together saves one case (a matching inside the program).
`add_monthly_tests` keeps every case with its month: wanted where sessions cost something
or main routes ask for further cases.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.bridges.demands import Stretch
from analyzer.bridges.ways import Way
from analyzer.evaluation.joint_model import JointModel
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.testing.parties import vendors_of


@dataclass(frozen=True, slots=True)
class _Use:
    """A route in a span; `column` is None where the demand has no choice."""

    stretch: Stretch
    span: int
    way: Way
    column: int | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A route whose two legs may fall due together."""

    use: _Use
    one: int
    other: int


def needs_months(landscape: Landscape) -> bool:
    """True where the month of a case can matter beyond the first use of its legs."""
    marked = any(integration.main_route for integration in landscape.integrations.values())
    main_routes = landscape.main_routes > 1 or (landscape.main_routes == 1 and marked)
    return bool(landscape.session_cost) or main_routes


class TestRows:
    """What both forms need: the uses of every leg, and when it is used without a choice."""

    __test__ = False

    def __init__(self, joint: JointModel) -> None:
        self.joint = joint
        self.model = joint.model
        demands = joint.demands
        self.landscape = demands.schedule.landscape
        self.price = self.landscape.test_case_cost
        self._tested = demands.tested_before
        self.first_fixed: dict[int, int] = {}
        """Leg → the first span in which a demand without a choice uses it."""
        self.fixed_user: dict[int, IntegrationKey] = {}
        """Leg → the link of that demand."""
        self.used: list[tuple[int, int, IntegrationKey, int]] = []
        """(row, leg, link, span): the row's price is what the demand pays towards the leg's test."""
        self.tried: list[tuple[int, IntegrationKey, int, str]] = []
        """(row, link, span, way): the price of testing a route only where it is in use."""
        self.outside: set[int] = set()
        """Legs used without a choice whose tests no choice can change."""
        self.fixed: list[_Use] = []
        for stretch in demands.stretches:
            for span, options in zip(stretch.spans, stretch.options, strict=True):
                if len(options) == 1 and options[0].way.legs:
                    self.fixed.append(_Use(stretch, span, options[0].way, None))
                    for leg in options[0].way.legs:
                        if leg not in self._tested and span < self.first_fixed.get(leg, span + 1):
                            self.first_fixed[leg] = span
                            self.fixed_user[leg] = stretch.integration.key

    def choices(self) -> Iterator[list[_Use]]:
        """The uses of each demand with a choice."""
        demands = self.joint.demands
        for number, offset, first in self.joint.choices:
            stretch = demands.stretches[number]
            yield [
                _Use(stretch, stretch.first + offset, option.way, first + i)
                for i, option in enumerate(stretch.options[offset])
                if option.way.legs
            ]

    def live(self, way: Way, span: int) -> tuple[int, ...]:
        """The legs of the way that may be due in the span."""
        return tuple(
            leg for leg in way.legs if leg not in self._tested and self.first_fixed.get(leg, span) >= span
        )

    def add_leg_tests(self) -> None:
        """Each leg is paid once; a route whose two legs fall due together pays for both."""
        uses: dict[int, list[tuple[_Use, list[int]]]] = defaultdict(list)
        pairs: list[_Pair] = []
        for choice in self.choices():
            by_leg: dict[int, list[int]] = defaultdict(list)
            for use in choice:
                assert use.column is not None
                legs = self.live(use.way, use.span)
                for leg in legs:
                    if self.first_fixed.get(leg) != use.span:
                        by_leg[leg].append(use.column)
                if len(legs) == 2:
                    pairs.append(_Pair(use, legs[0], legs[1]))
            for leg, columns in by_leg.items():
                uses[leg].append((choice[0], columns))
        seen: set[tuple[int, ...]] = set()
        for use in self.fixed:
            legs = self.live(use.way, use.span)
            if len(legs) == 2 and (use.span, *legs) not in seen:
                seen.add((use.span, *legs))
                pairs.append(_Pair(use, legs[0], legs[1]))
        self._cover(uses, _touching(pairs, set(uses)))

    def _cover(self, uses: dict[int, list[tuple[_Use, list[int]]]], pairs: list[_Pair]) -> None:
        """A leg alone, or with the other leg of a route at or before its first use."""
        cases: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for pair in pairs:
            case = self._case_of(pair.use)
            cases[pair.one][pair.use.span].append(case)
            cases[pair.other][pair.use.span].append(case)
        self.outside = {leg for leg in self.first_fixed if leg not in cases}
        for leg in sorted((set(uses) | set(cases)) - self.outside):
            self._cover_leg(leg, uses.get(leg, []), cases.get(leg, {}))

    def _case_of(self, use: _Use) -> int:
        """A case of a route, which can be tested only where it is in use."""
        case = self.model.column(self.price, 1)
        if use.column is not None:
            row = self.model.at_least(0, [use.column, case], [1, -1])
            self.tried.append((row, use.stretch.integration.key, use.span, use.way.name))
        return case

    def _cover_leg(self, leg: int, uses: list[tuple[_Use, list[int]]], cases: dict[int, list[int]]) -> None:
        fixed = self.first_fixed.get(leg)
        wanted: dict[int, list[tuple[IntegrationKey, list[int]]]] = defaultdict(list)
        for use, columns in uses:
            wanted[use.span].append((use.stretch.integration.key, columns))
        by_then: list[int] = [self.model.column(self.price, 1)]
        for span in sorted({*wanted, *cases, *([] if fixed is None else [fixed])}):
            if span in cases:
                total = self.model.column()
                terms = [*by_then, *cases[span]]
                self.model.equal(0, [total, *terms], [1, *([-1] * len(terms))])
                by_then = [total]
            for key, columns in wanted.get(span, ()):
                row = self.model.at_least(0, [*by_then, *columns], [1, *([-1] * len(columns))])
                self.used.append((row, leg, key, span))
            if span == fixed:
                row = self.model.at_least(1, by_then, [1])
                self.used.append((row, leg, self.fixed_user[leg], span))

    def add_monthly_tests(self, *, everywhere: bool = True) -> None:
        """`everywhere=False` leaves out the months in which no choice can change a test."""
        _MonthlyTests(self).add(everywhere)


class _MonthlyTests:
    """Every case with its month, sessions and main routes."""

    def __init__(self, rows: TestRows) -> None:
        self._rows = rows
        self._model = rows.model
        self._landscape = rows.landscape
        self._schedule = rows.joint.demands.schedule
        self._by_span: dict[int, list[tuple[_Use, int]]] = defaultdict(list)
        self._kept: Counter[tuple[str | None, int, bool, frozenset[str] | None]] = Counter()
        self._sessions: dict[tuple[int, frozenset[str]], int] = {}
        self._tested_by: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def add(self, everywhere: bool) -> None:
        choices = list(self._rows.choices())
        optional = [use for choice in choices for use in choice]
        if not everywhere:
            spans = self._touched(optional)
            self._rows.fixed = [use for use in self._rows.fixed if use.span in spans]
        hubs = self._hubs_with_due_legs(choices)
        for use in [*self._rows.fixed, *optional]:
            if self._rows.live(use.way, use.span) or self._serves_as_main_route(use, hubs):
                self._by_span[use.span].append((use, self._case(use)))
        for span in sorted(self._by_span):
            self._cover(span, choices)
        if self._landscape.main_routes:
            for hub, span in sorted(hubs):
                self._main_routes(hub, span)

    def _touched(self, optional: list[_Use]) -> set[int]:
        """Spans with a choice, and those in which a leg of one is used first without a choice."""
        firsts = self._rows.first_fixed
        legs = {leg for use in optional for leg in self._rows.live(use.way, use.span)}
        return {use.span for use in optional} | {firsts[leg] for leg in legs if leg in firsts}

    def _serves_as_main_route(self, use: _Use, hubs: set[tuple[str, int]]) -> bool:
        """True where a case of a route without a due leg may be wanted as a main route.

        Of routes that do the same, no more than could ever be wanted. Where one case a hub is
        wanted, the one that covers its due leg is there anyway: only marked routes matter.
        """
        wanted, marked = self._landscape.main_routes, use.stretch.integration.main_route
        if not wanted or (use.way.hub, use.span) not in hubs or (wanted == 1 and not marked):
            return False
        if use.column is not None:
            return True
        sessions = self._landscape.session_cost
        party = vendors_of(self._schedule, use.stretch, use.way, use.span) if sessions else None
        self._kept[use.way.hub, use.span, marked, party] += 1
        return self._kept[use.way.hub, use.span, marked, party] <= wanted

    def _case(self, use: _Use) -> int:
        """A route can be tested only where it is in use; its vendors make a session."""
        case = self._model.binary(self._rows.price, 1)
        if use.column is not None:
            self._model.at_least(0, [use.column, case], [1, -1])
        if self._landscape.session_cost:
            vendors = vendors_of(self._schedule, use.stretch, use.way, use.span)
            if (use.span, vendors) not in self._sessions:
                self._sessions[use.span, vendors] = self._model.column(self._landscape.session_cost)
            self._model.at_least(0, [self._sessions[use.span, vendors], case], [1, -1])
        return case

    def _cover(self, span: int, choices: list[list[_Use]]) -> None:
        """Each leg that is used in the span is covered by a case in it or before it."""
        cases: dict[int, list[int]] = defaultdict(list)
        for use, case in self._by_span[span]:
            for leg in self._rows.live(use.way, span):
                cases[leg].append(case)
        for leg in sorted(cases):
            self._cumulate(leg, span, cases[leg])
            if self._rows.first_fixed.get(leg) == span:
                self._model.at_least(1, [self._total(leg, span)], [1])
        for choice in choices:
            by_leg: dict[int, list[int]] = defaultdict(list)
            for use in choice:
                if use.span == span and use.column is not None:
                    for leg in self._rows.live(use.way, span):
                        if self._rows.first_fixed.get(leg) != span:
                            by_leg[leg].append(use.column)
            for leg, columns in by_leg.items():
                self._model.at_least(0, [self._total(leg, span), *columns], [1, *([-1] * len(columns))])

    def _cumulate(self, leg: int, span: int, cases: list[int]) -> None:
        """A column for the number of cases on the leg up to the span."""
        total = self._model.column()
        terms = [*([self._tested_by[leg][-1][1]] if self._tested_by[leg] else []), *cases]
        self._model.equal(0, [total, *terms], [1, *([-1] * len(terms))])
        self._tested_by[leg].append((span, total))

    def _total(self, leg: int, span: int) -> int:
        return next(column for at, column in reversed(self._tested_by[leg]) if at <= span)

    def _hubs_with_due_legs(self, choices: list[list[_Use]]) -> set[tuple[str, int]]:
        legs = self._rows.joint.demands.legs
        found: set[tuple[str, int]] = set()
        for use in [*self._rows.fixed, *(use for choice in choices for use in choice)]:
            for leg in self._rows.live(use.way, use.span):
                hub = legs[leg].hub
                if hub is not None:
                    found.add((hub, use.span))
        return found

    def _main_routes(self, hub: str, span: int) -> None:
        """Where the hub has a due leg, at least so many cases go through it, marked ones too."""
        through = [(use, case) for use, case in self._by_span[span] if use.way.hub == hub]
        marked = [(use, case) for use, case in through if use.stretch.integration.main_route]
        groups = [marked] if self._landscape.main_routes == 1 else [through, marked]
        if not any(groups):
            return
        due = self._model.binary()
        self._has_due_leg(due, hub, span, [use for use, _ in through])
        for group in groups:
            self._at_least_cases(group, due)

    def _has_due_leg(self, due: int, hub: str, span: int, through: list[_Use]) -> None:
        """`due` is 1 where a leg of the hub is used in the span that was not tested before it."""
        legs = self._rows.joint.demands.legs
        nothing = -1
        rows: set[tuple[int, int]] = set()
        for use in through:
            for leg in self._rows.live(use.way, span):
                if legs[leg].hub == hub:
                    before = [column for at, column in self._tested_by[leg] if at < span]
                    used = nothing if use.column is None else use.column
                    rows.add((used, before[-1] if before else nothing))
        if (nothing, nothing) in rows:
            self._model.at_least(1, [due], [1])
            return
        for used, tested in sorted(rows):
            # due >= used − tested before the span
            terms = {due: 1.0}
            if tested != nothing:
                terms[tested] = 1.0
            if used != nothing:
                terms[used] = -1.0
            self._model.at_least(1 if used == nothing else 0, list(terms), list(terms.values()))

    def _at_least_cases(self, group: list[tuple[_Use, int]], due: int) -> None:
        """Cases ≥ min(main_routes, routes in use in the group), where the hub has a due leg."""
        always = sum(use.column is None for use, _ in group)
        optional = [use.column for use, _ in group if use.column is not None]
        wanted: list[int] = [due] * min(self._landscape.main_routes, always)
        for count in range(always + 1, min(self._landscape.main_routes, always + len(optional)) + 1):
            # reached = 1 where at least `count` routes of the group are in use
            reached = self._model.binary()
            most = always + len(optional) - count + 1
            self._model.at_least(always - count + 1, [reached, *optional], [most, *([-1] * len(optional))])
            both = self._model.column()
            self._model.at_least(-1, [both, reached, due], [1, -1, -1])
            wanted.append(both)
        cases = [case for _, case in group]
        columns: dict[int, float] = defaultdict(float)
        for case in cases:
            columns[case] += 1
        for column in wanted:
            columns[column] -= 1
        if wanted:
            self._model.at_least(0, list(columns), list(columns.values()))


def _touching(pairs: list[_Pair], relevant: set[int]) -> list[_Pair]:
    """The pairs in whose component some leg is used by choice; the others cost what they cost."""
    parent: dict[int, int] = {}

    def root(leg: int) -> int:
        while parent.setdefault(leg, leg) != leg:
            parent[leg] = parent[parent[leg]]
            leg = parent[leg]
        return leg

    for pair in pairs:
        parent[root(pair.one)] = root(pair.other)
    alive = {root(leg) for leg in relevant if leg in parent}
    return [pair for pair in pairs if root(pair.one) in alive]
