"""The slow, obvious oracle: a plan's violations, findings and least joint cost by trying everything.

A second implementation of sections 1 to 6 of the definitions for given months. It shares
nothing with the analyzer but the model of a landscape.
"""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month

from .carrying import Bridge, Carrying, Option, Way
from .cases import Candidate, TestSet, TooLarge, candidate, least_tests, sessions, tested_before
from .legs import Leg
from .rules import Finding, Violation, broken_rules, findings, months_late, months_with_a_need, structural
from .world import Span, World, ends

__all__ = ["Bridge", "Figures", "Finding", "Reference", "TooLarge", "Way", "evaluate", "figures"]

MOST_COMBINATIONS = 200_000

Choice = Mapping[tuple[IntegrationKey, Month], Way]
"""The way of each mixed link in each span, by the span's first month."""
Options = Mapping[tuple[IntegrationKey, Span], Option]
"""Likewise, with its consequences, and for native links too."""
Served = dict[Bridge, set[tuple[IntegrationKey | None, Month]]]
"""What each bridge used serves when; None stands for a move that needs a line."""


@dataclass(frozen=True)
class Reference:
    """What the definitions say of a plan. `cost` is None where the plan has no figures.

    `cost` has the keys bridge, suspension, test, session, environment, law_change, lateness, total.
    `bridge_count` and `test_count` are those of the best choices: least total, then fewest
    bridges that serve (existing ones, relays and as_is counted), then fewest test cases.
    """

    violations: tuple[Violation, ...]
    findings: frozenset[Finding] = frozenset()
    cost: Mapping[str, int] | None = None
    bridge_cost_alone: int | None = None
    bridge_count: int | None = None
    test_count: int | None = None
    best_choices: tuple[Choice, ...] = ()
    states: Mapping[tuple[IntegrationKey, Month], str] | None = None
    spans: tuple[Span, ...] = ()

    @property
    def codes(self) -> set[str]:
        return {str(violation[0]) for violation in self.violations}


@dataclass(frozen=True)
class Figures:
    """The figures of one choice of ways, with one test set per month.

    `bridges` gives, for each bridge that serves, the integrations and months (a relay's months for
    moves stand with None). `due` and `tests` are by month, months without a due leg left out.
    """

    cost: Mapping[str, int]
    bridges: Mapping[Bridge, frozenset[tuple[IntegrationKey | None, Month]]]
    due: Mapping[Month, frozenset[Leg]]
    tests: Mapping[Month, tuple[IntegrationKey, ...]]
    bridge_count: int
    test_count: int
    changed_links: int
    everything: int
    changed_twice: int
    tested_twice: int


def evaluate(
    landscape: Landscape, moves: Mapping[MoveRef, Month], most_combinations: int = MOST_COMBINATIONS
) -> Reference:
    """Everything about a plan, or TooLarge where that would take too long."""
    wrong = structural(landscape, moves)
    if wrong:
        # "it gets its violations and `cost: null`"
        return Reference(violations=tuple(wrong))
    pricing = Pricing(World(landscape, moves))
    world, spans = pricing.world, pricing.spans
    violations = broken_rules(pricing.carrying)
    states = {
        (link.key, month): world.state(link, month).name
        for link in world.known_integrations()
        for month in world.months()
    }
    choices = pricing.choices()
    for (key, span), options in choices.items():
        if not options:
            # "A native link that cannot be carried in a month (…) makes the schedule impossible, as an unserved demand does";
            # "A demand that nothing on offer can serve makes the schedule impossible"
            native = states[key, span.first] == "native"
            violations.append(("native_uncarried" if native else "unserved_demand", key, span.first))
    common = Reference(tuple(violations), findings(world), states=states, spans=tuple(spans))
    if not all(choices.values()):
        return common
    combinations = prod(len(options) for options in choices.values())
    if combinations > most_combinations:
        raise TooLarge(f"{combinations} combinations of ways")

    best: tuple[int, int, int] | None = None
    best_choices: list[Choice] = []
    best_cost: Mapping[str, int] = {}
    alone: int | None = None
    for combination in product(*choices.values()):
        chosen = dict(zip(choices, combination, strict=True))
        cost, bridges, tests = pricing.price(chosen)
        # "the choice of least bridge + suspension + test + session + environment cost together (…). Ties: fewer
        # bridges (existing ones and relays counted), then fewer test cases"
        rank = (cost["total"], bridges, tests)
        if best is None or rank < best:
            best, best_cost, best_choices = rank, cost, []
        if rank == best:
            best_choices.append(_mixed_ways(chosen))
        # "the least bridge + suspension cost of the schedule alone, tests and environments left out of account"
        without = cost["bridge"] + cost["suspension"]
        alone = without if alone is None else min(alone, without)
    assert best is not None
    return Reference(
        violations=common.violations,
        findings=common.findings,
        cost=best_cost,
        bridge_cost_alone=alone,
        bridge_count=best[1],
        test_count=best[2],
        best_choices=tuple(best_choices),
        states=states,
        spans=common.spans,
    )


def figures(
    landscape: Landscape,
    moves: Mapping[MoveRef, Month],
    choice: Choice,
    tests: Mapping[Month, Sequence[IntegrationKey]] | None = None,
) -> Figures:
    """The figures of a given choice of ways, least test sets unless `tests` gives them. ValueError for a way that is not possible."""
    pricing = Pricing(World(landscape, moves))
    chosen: dict[tuple[IntegrationKey, Span], Option] = {}
    for (key, span), options in pricing.choices().items():
        way = choice.get((key, span.first), Way("native"))
        fitting = [option for option in options if option.way == way]
        if not fitting:
            raise ValueError(f"{key} cannot go {way} from {span.first} on")
        chosen[key, span] = fitting[0]
    return pricing.figures(chosen, tests)


def _mixed_ways(chosen: Options) -> Choice:
    return {
        (key, span.first): option.way for (key, span), option in chosen.items() if option.way.kind != "native"
    }


class Pricing:
    """The cost of a choice of ways, part by part."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.landscape = world.landscape
        self.carrying = Carrying(world)
        self.spans = world.spans()
        self.tested_before = tested_before(self.carrying)
        self.links = {link.key: link for link in world.known_integrations()}
        self.fixed_parts = {"law_change": self._law_changes(), "lateness": self._lateness()}
        self._least: dict[tuple[frozenset[Leg], tuple[Candidate, ...]], TestSet] = {}

    def choices(self) -> dict[tuple[IntegrationKey, Span], list[Option]]:
        # "Every demand is served by exactly one bridge (or suspended) for a whole span; every link is carried in one
        # way for a whole span."
        return {
            (key, span): self.carrying.options(link, span)
            for key, link in self.links.items()
            for span in self.spans
            if self.world.state(link, span.first).name in ("native", "mixed")
        }

    def price(self, chosen: Options) -> tuple[Mapping[str, int], int, int]:
        """(cost by part, bridges that serve, test cases) with least test sets."""
        served = self._served(chosen)
        tests = [self._least_tests(due, live) for _, due, live in self._test_months(chosen)]
        return self._cost(chosen, served, tests), len(served), sum(len(test.keys) for test in tests)

    def figures(self, chosen: Options, tests: Mapping[Month, Sequence[IntegrationKey]] | None) -> Figures:
        served = self._served(chosen)
        due_by_month: dict[Month, frozenset[Leg]] = {}
        sets: dict[Month, TestSet] = {}
        changed: Counter[IntegrationKey] = Counter()
        everything = 0
        for month, due, live in self._test_months(chosen):
            if not due:
                continue
            due_by_month[month] = due
            if tests is None:
                sets[month] = self._least_tests(due, live)
            else:
                sets[month] = _given_tests(live, tests.get(month, ()))
            # "summed over the months with a due leg: every integration with a due leg (changed links),"
            changed.update(case.key for case in live if due & set(case.route.legs))
            # "every live integration of a system that cuts over in that month (everything)"
            everything += sum(
                option.way.kind != "suspended"
                and any(self.world.cuts_over(end, month) for end in ends(self.links[key]))
                for (key, span), option in chosen.items()
                if span.first == month
            )
        tested = Counter(key for test in sets.values() for key in test.keys)
        return Figures(
            cost=self._cost(chosen, served, list(sets.values())),
            bridges={bridge: frozenset(what) for bridge, what in served.items()},
            due=due_by_month,
            tests={month: test.keys for month, test in sets.items()},
            bridge_count=len(served),
            test_count=sum(len(test.keys) for test in sets.values()),
            changed_links=sum(changed.values()),
            everything=everything,
            # "Changed twice: integrations with a due leg in two months or more; tested twice: with a test case in
            # two months or more"
            changed_twice=sum(count >= 2 for count in changed.values()),
            tested_twice=sum(count >= 2 for count in tested.values()),
        )

    # ---- bridges

    def _served(self, chosen: Options) -> Served:
        served: Served = {}
        for (key, span), option in chosen.items():
            bridges = [self.carrying.relay(pair) for pair in option.relays]
            if option.bridge is not None:
                bridges.append(option.bridge)
            if option.way.kind == "as_is":
                # "as_is | integration"; "it is counted"
                bridges.append(Bridge("as_is", (key,), None, None))
            for bridge in bridges:
                served.setdefault(bridge, set()).update((key, month) for month in span.months())
        for pair, month in self._relay_months_of_moves():
            served.setdefault(self.carrying.relay(pair), set()).add((None, month))
        return served

    def _relay_months_of_moves(self) -> set[tuple[tuple[str, str], Month]]:
        # "or a move needs a line beforehand"
        found = set()
        for system in self.landscape.systems.values():
            for number, move in enumerate(system.moves, start=1):
                for month in months_with_a_need(self.world, move, self.world.move_month(system, number)):
                    assert move.needs_line is not None
                    if self.carrying.relay_serves_moves(move.needs_line.between, month):
                        found.add((move.needs_line.between, month))
        return found

    # ---- tests

    def _test_months(self, chosen: Options) -> list[tuple[Month, frozenset[Leg], tuple[Candidate, ...]]]:
        """(month, due legs, live routes) of each month that begins a span."""
        tested = set(self.tested_before)
        found = []
        for span in self.spans:
            live = tuple(
                candidate(self.world, self.links[key], option.route, span.first)
                for (key, when), option in chosen.items()
                if when == span and option.route.legs
            )
            # "At each month that begins a span, the legs in use that were not tested by then are due; a leg that was
            # due once counts as tested from then on."
            due = frozenset(leg for case in live for leg in case.route.legs) - tested
            tested |= due
            found.append((span.first, due, live))
        return found

    def _least_tests(self, due: frozenset[Leg], live: tuple[Candidate, ...]) -> TestSet:
        if (due, live) not in self._least:
            self._least[due, live] = least_tests(self.landscape, due, live)
        return self._least[due, live]

    # ---- the parts of the cost

    def _cost(self, chosen: Options, served: Served, tests: Sequence[TestSet]) -> Mapping[str, int]:
        # "Cost of a plan = bridge + test (cases × unit cost) + session (× unit cost) + environment (monthly cost
        # while in use) + law change + lateness + suspension"
        parts = {
            "bridge": sum(self._bridge_cost(bridge, what) for bridge, what in served.items()),
            "suspension": sum(
                self._suspension_cost(key, span, option) for (key, span), option in chosen.items()
            ),
            "test": sum(len(test.keys) for test in tests) * self.landscape.test_case_cost,
            "session": sum(test.sessions for test in tests) * self.landscape.session_cost,
            "environment": self._environments(chosen),
            **self.fixed_parts,
        }
        return {**parts, "total": sum(parts.values())}

    def _bridge_cost(self, bridge: Bridge, what: set[tuple[IntegrationKey | None, Month]]) -> int:
        links = {key for key, _ in what if key is not None}
        return self.carrying.cost(bridge, links, len({month for _, month in what}))

    def _suspension_cost(self, key: IntegrationKey, span: Span, option: Option) -> int:
        # "left out instead, at its suspension cost per month"
        per_month = self.links[key].suspendable
        return (per_month or 0) * len(span.months()) if option.way.kind == "suspended" else 0

    def _environments(self, chosen: Options) -> int:
        cost = 0
        for span in self.spans:
            # "An environment is in use in a month in which some system's form, or a hub in use, stands there."
            used = {self.world.form(system, span.first).environment for system in self.landscape.systems}
            # "A hub is in use in a month in which some integration goes through it in the way that was chosen for it"
            for (_, when), option in chosen.items():
                if when == span and option.route.hub is not None:
                    used.add(self.landscape.hubs[option.route.hub].environment)
            cost += sum(self.landscape.environments[e].monthly_cost for e in used) * len(span.months())
        return cost

    def _law_changes(self) -> int:
        # "A law change in a month costs what the file says for each system that it touches, by the environment or
        # generation of the form that the system has in that month, the larger where both are named"; one outside the
        # horizon costs nothing (docs/decisions.md)
        cost = 0
        for change in self.landscape.law_changes:
            if change.month not in self.landscape.horizon:
                continue
            for system in self.landscape.systems.values():
                form = self.world.form(system.id, change.month)
                if change.systems.matches(system, form):
                    cost += max(change.cost.get(form.environment, 0), change.cost.get(form.generation, 0))
        return cost

    def _lateness(self) -> int:
        # "cost per move and month late"
        per_month = self.landscape.lateness_per_month or 0
        return per_month * sum(
            months_late(self.world, system, number)
            for system in self.landscape.systems.values()
            for number in range(1, len(system.moves) + 1)
        )


def _given_tests(live: Sequence[Candidate], keys: Sequence[IntegrationKey]) -> TestSet:
    chosen = [case for case in live if case.key in keys]
    if len(chosen) != len(set(keys)):
        raise ValueError("a test case has no route in its month")
    return TestSet(tuple(case.key for case in chosen), sessions(chosen))
