"""Many delays of one plan at a time: what no link has to choose anew is counted for all of them at once.

Under a scenario that only delays, the landscape stays and months slip. Costs follow by set operations on months, for all such
scenarios together (`analyzer.whatif.slips`); links that have to choose a way anew choose it by a small exact search
(`analyzer.whatif.many.choosing`). Where that stays open, or the landscape asks for more, scenarios are computed one by one, as `analyzer.whatif.keeping` does. Both say exactly the same (tests/whatif/many/test_at_once.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from analyzer.bridges.openings import Openings
from analyzer.collection import paused_collection
from analyzer.evaluation import Evaluation
from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.plan.rules import rule_violations
from analyzer.plan.schedule import Schedule
from analyzer.whatif.consequences import new_violations
from analyzer.whatif.many.choosing import choose
from analyzer.whatif.many.tasks import Figures, Outcome, failed_by
from analyzer.whatif.scenarios.changes import Delay, Scenario
from analyzer.whatif.slipping import Pushing, lengthened
from analyzer.whatif.slips.bits import Calendar
from analyzer.whatif.slips.breaking import breaking
from analyzer.whatif.slips.costing import horizon_lengths, months_by_system, sheet_of
from analyzer.whatif.slips.counting import PARTS, priced
from analyzer.whatif.slips.distributions import move_refs
from analyzer.whatif.slips.using import InUse
from analyzer.whatif.ways import GivenWays, carried_on

Moves = Mapping[MoveRef, Month]


def only_delays(scenario: Scenario) -> bool:
    return all(isinstance(change, Delay) for change in scenario.changes)


class Delays:
    """A plan that has a cost, under any number of delays."""

    def __init__(
        self, before: Evaluation, given: GivenWays, figures: Figures, time_limit: float | None
    ) -> None:
        self._before = before
        self._given = given
        self._figures = figures
        self._time_limit = time_limit
        self._landscape = before.landscape
        self._pushing = Pushing(before.landscape)
        self._openings: Openings | None = None
        """Of the longest horizon so far: what is open does not depend on how far a horizon reaches."""

    def outcomes(self, delays: Sequence[Mapping[MoveRef, int]]) -> list[Outcome]:
        """What comes of each."""
        slipped = [self._pushing.slipped(self._before.moves, each) for each in delays]
        by_months = {tuple(moves.values()): moves for moves in slipped}  # several may come to the same months
        told = dict(zip(by_months, self._told(list(by_months.values())), strict=True))
        return [told[tuple(moves.values())] for moves in slipped]

    def _told(self, slipped: list[Moves]) -> list[Outcome]:
        counted = self._counted(slipped) if len(slipped) > 1 and self._countable else [None] * len(slipped)
        return [
            self._one(moves) if outcome is None else outcome
            for moves, outcome in zip(slipped, counted, strict=True)
        ]

    @cached_property
    def _countable(self) -> bool:
        """Whether counting gives every figure: test cases without main routes, no sessions, and no link that goes on as it is."""
        landscape = self._landscape
        demands = self._before.demands
        if landscape.main_routes or landscape.session_cost or not landscape.test_case_cost or demands is None:
            return False
        openings = demands.openings
        return not any(
            way.bridge is not None and way.bridge.kind == "as_is"
            for integration in landscape.integrations.values()
            if integration.known
            for way in openings.ways(integration, 0, 0)[1]
        )

    def _counted(self, slipped: Sequence[Moves]) -> list[Outcome | None]:
        """None where a link has to choose its way, or has none."""
        landscape = self._landscape
        first = landscape.horizon.first
        months = np.array(
            [[moves[ref] - first for moves in slipped] for ref in move_refs(landscape)], dtype=np.int32
        )
        by_system, lengths = months_by_system(landscape, months), horizon_lengths(landscape, months)
        with paused_collection():
            sheet = sheet_of(self._before, months)
            self._openings = sheet.openings
            used = InUse(sheet, Calendar(sheet.length), by_system, lengths)
            free = np.flatnonzero(used.served & (used.chosen > 0)).tolist()
            spans = {at: self._spans(slipped[at]) for at in free}
            decided = choose(used, spans, lambda at: self._solved(slipped[at]))
            counted = priced(used)
            rules = breaking(sheet, by_system, lengths)
        whole = counted.served & (counted.chosen == 0)
        whole[sorted(decided)] = True
        bridges, served_months = (counted.lives > 0).sum(axis=0), counted.lives.sum(axis=0, dtype=np.int64)
        outcomes: list[Outcome | None] = []
        for at, moves in enumerate(slipped):
            if not whole[at]:
                outcomes.append(None)
                continue
            cost = {part: int(counted.parts[part][at]) for part in PARTS}
            violations = () if rules.unbroken[at] else rule_violations(Schedule(self._longer(moves), moves))
            figures = Figures(
                {**cost, "total": sum(cost.values())}, str(max(moves.values())), len(violations), int(bridges[at]),
                int(served_months[at]), cost["test"] // landscape.test_case_cost,
            )  # fmt: skip
            outcomes.append(self._outcome(figures, violations))
        return outcomes

    def _spans(self, moves: Moves) -> list[tuple[int, int]]:
        """First month and stop of each span: also where a link changes its way."""
        longer = self._longer(moves)
        turns = self._given.changes(longer, Schedule(longer, moves))
        return [(span.start, span.stop) for span in Schedule(longer, moves, turns).spans]

    def _solved(self, moves: Moves) -> list[tuple[IntegrationKey, int, int, str]] | None:
        """The ways of mixed links in each span, as a solver finds them; None where some link has none."""
        assessment = self._carried_on(moves).assessment
        if assessment is None:
            return None
        spans = assessment.schedule.spans
        return [
            (stretch.integration.key, spans[span].start, spans[span].stop, option.way.name)
            for stretch, span, option in assessment.carriage
            if stretch.state.state == "mixed"
        ]

    def _one(self, moves: Moves) -> Outcome:
        after = self._carried_on(moves)
        return self._outcome(figures_of(after), after.violations)

    def _carried_on(self, moves: Moves) -> Evaluation:
        longer = self._longer(moves)
        if self._openings is None or self._openings.landscape.horizon.last < longer.horizon.last:
            self._openings = Openings(longer)
        return carried_on(longer, moves, self._given, self._time_limit, self._openings)

    def _longer(self, moves: Moves) -> Landscape:
        return lengthened(self._landscape, moves)

    def _outcome(self, after: Figures, violations: tuple[Finding, ...]) -> Outcome:
        return outcome_of(self._figures, self._before.violations, after, violations)


def outcome_of(
    before: Figures, violations_before: tuple[Finding, ...], after: Figures, violations: tuple[Finding, ...]
) -> Outcome:
    """A kept plan in figures, beside those of the plan before."""
    broken = dict(sorted(Counter(f.code for f in new_violations(violations_before, violations)).items()))
    if after.cost is None:
        told = failed_by(violations)
        return Outcome("unserved", before, after, broken, told.code, told.reason)
    return Outcome("broken" if violations else "kept", before, after, broken)


def figures_of(evaluation: Evaluation) -> Figures:
    """What an evaluated plan comes to."""
    assessment = evaluation.assessment
    end = max(evaluation.moves.values(), default=None)
    bridges = () if assessment is None else assessment.bridges
    return Figures(
        None if assessment is None else assessment.cost.as_dict(),
        None if end is None else str(end),
        len(evaluation.violations),
        len(bridges),
        sum(len(bridge.months) for bridge in bridges),
        0 if assessment is None else assessment.cases,
    )
