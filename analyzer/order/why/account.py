"""An evaluated plan as an account: what each part of its cost is spent on, in calendar months.

Two accounts of one landscape can be compared entry by entry: legs, bridges and cases are named as answers name them,
so it does not matter that each evaluation has numbers of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from analyzer.bridges.standing import StandingBridge
from analyzer.bridges.yard import BridgeKey
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import IntegrationKey, MoveRef
from analyzer.landscape.months import Month
from analyzer.order.why.items import CaseAt, Months
from analyzer.plan.rules import lateness_months
from analyzer.testing.reasons import reason_of

Party = tuple[str, ...]


class Account:
    """Reads an assessment; every property is computed once."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.landscape = assessment.landscape
        self.demands = assessment.carriage.demands
        self._schedule = assessment.schedule

    def months(self, indices: Iterable[int]) -> Months:
        """Months counted from the first → calendar months."""
        return tuple(self._schedule.month(index) for index in indices)

    def _start(self, span: int) -> Month:
        return self._schedule.month(self._schedule.spans[span].start)

    @cached_property
    def bridges(self) -> dict[BridgeKey, StandingBridge]:
        return {standing.bridge.key: standing for standing in self.assessment.bridges}

    @cached_property
    def suspended(self) -> dict[IntegrationKey, Months]:
        return {key: self.months(months) for key, months in self.assessment.suspended.items()}

    @cached_property
    def cases(self) -> tuple[CaseAt, ...]:
        """Every test case, by month and link."""
        legs = self.demands.legs
        return tuple(
            CaseAt(
                self._start(test_set.month.span),
                case.route.integration.key,
                tuple(sorted(str(legs[leg]) for leg in case.route.due)),
                reason_of(self.demands, test_set, case),
            )
            for test_set in self.assessment.test_sets
            for case in test_set.cases
        )

    @cached_property
    def due(self) -> dict[str, Month]:
        """Leg → the month in which it falls due: each does at most once."""
        legs = self.demands.legs
        return {str(legs[leg]): self._start(month.span) for month in self.assessment.due for leg in month.due}

    @cached_property
    def sessions(self) -> dict[tuple[Party, Month], tuple[IntegrationKey, ...]]:
        """(vendors, month) of each session → the links tested in it."""
        found: dict[tuple[Party, Month], list[IntegrationKey]] = defaultdict(list)
        for test_set in self.assessment.test_sets:
            for case in test_set.cases:
                session = tuple(sorted(case.vendors)), self._start(test_set.month.span)
                found[session].append(case.route.integration.key)
        return {session: tuple(links) for session, links in found.items()}

    @cached_property
    def environments(self) -> dict[str, Months]:
        """Environment → the months in which it is in use."""
        spans = self._schedule.spans
        used: dict[str, set[int]] = defaultdict(set)
        for system, forms in self._schedule.span_forms.items():
            for span, form in enumerate(forms):
                used[self.landscape.systems[system].forms[form].environment].add(span)
        for _, span, option in self.assessment.carriage:
            if option.way.hub is not None:
                used[self.landscape.hubs[option.way.hub].environment].add(span)
        return {
            environment: self.months(m for i in sorted(found) for m in range(spans[i].start, spans[i].stop))
            for environment, found in used.items()
        }

    def users(
        self, environment: str, months: frozenset[Month]
    ) -> tuple[set[str], set[str], set[IntegrationKey]]:
        """Systems and hubs that stand there in use in one of the months, and the links through these hubs."""
        index = self.landscape.horizon.index
        wanted = {index(month) for month in months}
        systems = {
            system
            for system in self.landscape.systems
            if any(self._schedule.form(system, month).environment == environment for month in wanted)
        }
        hubs: set[str] = set()
        links: set[IntegrationKey] = set()
        spans = [not wanted.isdisjoint(range(span.start, span.stop)) for span in self._schedule.spans]
        for stretch, span, option in self.assessment.carriage:
            hub = option.way.hub
            if hub is not None and spans[span] and self.landscape.hubs[hub].environment == environment:
                hubs.add(hub)
                links.add(stretch.integration.key)
        return systems, hubs, links

    @cached_property
    def laws(self) -> dict[tuple[int, str], int]:
        """(number of the law change in the landscape, system) → cost; 0 where it is not touched."""
        costs: dict[tuple[int, str], int] = {}
        horizon = self.landscape.horizon
        for number, change in enumerate(self.landscape.law_changes):
            if change.month not in horizon:
                continue
            for system in self.landscape.systems.values():
                form = self._schedule.form(system.id, horizon.index(change.month))
                costs[number, system.id] = change.cost_for(system, form)
        return costs

    @cached_property
    def late(self) -> dict[MoveRef, int]:
        """Move → months by which it misses its deadline."""
        return lateness_months(self._schedule)
