"""All figures of a schedule under a choice of ways, counted without a solver's numbers.

The cost parts of semantics, section 6; the baselines and peaks of section 5. What the
program said an answer costs is never printed: it is counted here again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.standing import StandingBridge, standing_bridges, suspended_months
from analyzer.collection import paused_collection
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.plan.rules import lateness_months
from analyzer.plan.schedule import Schedule
from analyzer.testing.due import DueMonth, due_months
from analyzer.testing.parties import owners_of
from analyzer.testing.smallest import TestSet, smallest_test_set


@dataclass(frozen=True, slots=True)
class Cost:
    """The parts of semantics, section 6, in the landscape's cost unit."""

    bridge: int
    suspension: int
    test: int
    session: int
    environment: int
    law_change: int
    lateness: int

    @property
    def total(self) -> int:
        return (
            self.bridge + self.suspension + self.test + self.session
            + self.environment + self.law_change + self.lateness
        )  # fmt: skip

    def as_dict(self) -> dict[str, int]:
        names = ("bridge", "suspension", "test", "session", "environment", "law_change", "lateness", "total")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Peak:
    """The earliest month (from the first) with the highest count; None where nothing falls."""

    month: int | None
    count: int


def peak(counts: Counter[int]) -> Peak:
    if not counts:
        return Peak(None, 0)
    month = min(counts, key=lambda m: (-counts[m], m))
    return Peak(month, counts[month])


class Assessment:
    """Reads a carriage and counts; every property is computed once."""

    def __init__(self, carriage: Carriage) -> None:
        self.carriage = carriage
        self.schedule: Schedule = carriage.demands.schedule
        self.landscape: Landscape = self.schedule.landscape

    @cached_property
    def bridges(self) -> tuple[StandingBridge, ...]:
        return standing_bridges(self.carriage)

    @cached_property
    def suspended(self) -> dict[IntegrationKey, tuple[int, ...]]:
        return suspended_months(self.carriage)

    @cached_property
    def due(self) -> tuple[DueMonth, ...]:
        return due_months(self.carriage)

    @cached_property
    def test_sets(self) -> tuple[TestSet, ...]:
        return tuple(smallest_test_set(self.schedule, month) for month in self.due)

    @cached_property
    def cases(self) -> int:
        return sum(len(test_set.cases) for test_set in self.test_sets)

    @cached_property
    def cost(self) -> Cost:
        with paused_collection():
            return self._cost()

    def _cost(self) -> Cost:
        landscape = self.landscape
        suspension = sum(
            (landscape.integrations[key].suspendable or 0) * len(months)
            for key, months in self.suspended.items()
        )
        lateness = (landscape.lateness_per_month or 0) * sum(lateness_months(self.schedule).values())
        return Cost(
            bridge=sum(bridge.cost for bridge in self.bridges),
            suspension=suspension,
            test=self.cases * landscape.test_case_cost,
            session=sum(test_set.sessions for test_set in self.test_sets) * landscape.session_cost,
            environment=environment_cost(self.carriage),
            law_change=law_change_cost(self.schedule),
            lateness=lateness,
        )

    @cached_property
    def changed_links(self) -> int:
        """Baseline: a test of every integration with a due leg, summed over the months."""
        return sum(len(month.changed) for month in self.due)

    @cached_property
    def everything(self) -> int:
        """Baseline: a test of every live integration of a system that cuts over in the month."""
        spans = {month.span for month in self.due}
        cut: dict[int, set[str]] = defaultdict(set)
        for cutover in self.schedule.cutovers:
            cut[cutover.month].add(cutover.system)
        count = 0
        for stretch, span, option in self.carriage:
            if span in spans and option.way.name != "suspended":
                systems = cut.get(self.schedule.spans[span].start, ())
                count += stretch.source.system in systems or stretch.target.system in systems
        return count

    @cached_property
    def changed_twice(self) -> int:
        """Integrations with a due leg in two months or more."""
        counts = Counter(route.integration.key for month in self.due for route in month.changed)
        return sum(count >= 2 for count in counts.values())

    @cached_property
    def case_counts(self) -> Counter[IntegrationKey]:
        """Integration → its test cases."""
        return Counter(case.route.integration.key for test_set in self.test_sets for case in test_set.cases)

    @cached_property
    def tested_twice(self) -> int:
        return sum(count >= 2 for count in self.case_counts.values())

    @cached_property
    def cutover_peak(self) -> Peak:
        return peak(Counter(cutover.month for cutover in self.schedule.cutovers))

    @cached_property
    def test_peak(self) -> Peak:
        return peak(Counter({self._start(ts.month.span): len(ts.cases) for ts in self.test_sets}))

    @cached_property
    def peaks_by_vendor(self) -> dict[str, tuple[Peak, Peak]]:
        """Vendor → peak of its cutovers, peak of the cases it is a party of; sorted."""
        cutovers: dict[str, Counter[int]] = defaultdict(Counter)
        tests: dict[str, Counter[int]] = defaultdict(Counter)
        for cutover in self.schedule.cutovers:
            form = self.landscape.systems[cutover.system].forms[cutover.form]
            cutovers[form.vendor][cutover.month] += 1
        for test_set in self.test_sets:
            for case in test_set.cases:
                for vendor in case.vendors:
                    tests[vendor][self._start(test_set.month.span)] += 1
        return _peaks(cutovers, tests)

    @cached_property
    def peaks_by_owner(self) -> dict[str, tuple[Peak, Peak]]:
        """Owner section → peak of its systems' cutovers, peak of its test cases; sorted."""
        cutovers: dict[str, Counter[int]] = defaultdict(Counter)
        tests: dict[str, Counter[int]] = defaultdict(Counter)
        for cutover in self.schedule.cutovers:
            owner = self.landscape.systems[cutover.system].owner
            if owner is not None:
                cutovers[owner][cutover.month] += 1
        for test_set in self.test_sets:
            for case in test_set.cases:
                stretch = case.route.stretch
                for owner in owners_of(self.landscape, stretch.source, stretch.target):
                    tests[owner][self._start(test_set.month.span)] += 1
        return _peaks(cutovers, tests)

    def _start(self, span: int) -> int:
        return self.schedule.spans[span].start


def _peaks(cutovers: dict[str, Counter[int]], tests: dict[str, Counter[int]]) -> dict[str, tuple[Peak, Peak]]:
    return {
        name: (peak(cutovers.get(name, Counter())), peak(tests.get(name, Counter())))
        for name in sorted({*cutovers, *tests})
    }


def environment_cost(carriage: Carriage, before: int | None = None) -> int:
    """Monthly cost of each environment while a system's form or a hub in use stands there, in the months before
    `before` (counted from the first; all, if None).
    """
    schedule = carriage.demands.schedule
    landscape = schedule.landscape
    in_use: set[tuple[str, int]] = {
        (landscape.systems[system].forms[form].environment, span)
        for system, forms in schedule.span_forms.items()
        for span, form in enumerate(forms)
    }
    for _, span, option in carriage:
        if option.way.hub is not None:
            in_use.add((landscape.hubs[option.way.hub].environment, span))
    end = schedule.length if before is None else before
    return sum(
        landscape.environments[environment].monthly_cost
        * max(0, min(schedule.spans[span].stop, end) - schedule.spans[span].start)
        for environment, span in in_use
    )


def law_change_cost(schedule: Schedule, before: int | None = None) -> int:
    """Each touched system pays by its environment or generation, the larger where both are named.

    `before`: of the changes before that month alone, counted from the first.
    """
    landscape = schedule.landscape
    cost = 0
    for change in landscape.law_changes:
        if change.month not in landscape.horizon:
            continue
        month = landscape.horizon.index(change.month)
        if before is not None and month >= before:
            continue
        cost += sum(
            change.cost_for(system, schedule.form(system.id, month)) for system in landscape.systems.values()
        )
    return cost
