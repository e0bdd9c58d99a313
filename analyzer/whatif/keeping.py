"""Keep the plan under a scenario: what breaks, which bridges live how long, which tests change (semantics, section 7).

Planned months stay, but for delays and what they push; each link goes on in the way that the plan gave it, as long as
that is possible: the bridge has been ordered.
"""

from __future__ import annotations

from functools import cached_property

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.whatif.consequences import (
    BridgeLife,
    CaseMove,
    MovedMove,
    bridge_lives,
    case_moves,
    new_violations,
)
from analyzer.whatif.scenarios import Changed
from analyzer.whatif.slipping import Pushes, lengthened, slipped
from analyzer.whatif.ways import GivenWays, carried_on, same_openings, ways_given


class Kept:
    """A plan before a scenario, and kept under it; every difference is computed once, when asked for."""

    def __init__(self, changed: Changed, before: Evaluation, after: Evaluation, pushes: Pushes) -> None:
        self.changed = changed
        self.before = before
        self.after = after
        self._pushes = pushes

    @property
    def as_of(self) -> Month:
        """The month in which this is considered: the scenario's, else the landscape's, else the first of the horizon."""
        landscape = self.changed.before
        return self.changed.scenario.as_of or landscape.as_of or landscape.horizon.first

    @cached_property
    def violations_new(self) -> tuple[Finding, ...]:
        """Rules that the kept plan breaks, and the plan did not; links that nothing can carry among them."""
        return new_violations(self.before.violations, self.after.violations)

    @cached_property
    def violations_gone(self) -> tuple[Finding, ...]:
        return new_violations(self.after.violations, self.before.violations)

    @cached_property
    def moves(self) -> tuple[MovedMove, ...]:
        """Moves in other months than planned, sorted."""
        return tuple(
            MovedMove(ref, month, self.after.moves[ref], self.changed.delays.get(ref, 0), tuple(self._pushes.get(ref, ())))
            for ref, month in sorted(self.before.moves.items())
            if self.after.moves[ref] != month
        )  # fmt: skip

    @cached_property
    def bridges(self) -> tuple[BridgeLife, ...]:
        """Every bridge before and after; none where either plan has no cost."""
        if self.before.assessment is None or self.after.assessment is None:
            return ()
        return bridge_lives(self.before.assessment, self.after.assessment, self.as_of)

    @cached_property
    def tests(self) -> tuple[CaseMove, ...]:
        """Test cases that differ; none where either plan has no cost."""
        if self.before.assessment is None or self.after.assessment is None:
            return ()
        return case_moves(self.before.assessment, self.after.assessment)

    @property
    def ends(self) -> tuple[Month | None, Month | None]:
        """The month of the last move, before and after."""
        before, after = (max(e.moves.values(), default=None) for e in (self.before, self.after))
        return before, after


def keep_plan(
    before: Evaluation, changed: Changed, time_limit: float | None = None, given: GivenWays | None = None
) -> Kept:
    """The plan of `before` kept under a scenario. `time_limit` (seconds) bounds the search for ways that are chosen anew.

    `before` is the plan evaluated on `changed.before`; `given` are its ways, where they are known already (`ways_given`).
    A plan without forms (moves missing or out of order) is judged as it is: its violations, and no cost.
    """
    landscape, moves, pushes = changed.keeping, before.moves, Pushes()
    if changed.delays and before.schedule is not None:
        moves = slipped(landscape, moves, changed.delays, pushes)
        landscape = lengthened(landscape, moves)
    if given is None:
        given = GivenWays({}) if before.assessment is None else ways_given(before.assessment.carriage)
    openings = None
    if before.demands is not None and same_openings(before.landscape, landscape):
        openings = before.demands.openings
    after = carried_on(landscape, moves, given, time_limit, openings)
    return Kept(changed, before, after, pushes)
