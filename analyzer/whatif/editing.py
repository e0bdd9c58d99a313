"""A plan edited by hand: some moves in other months, everything else as it was carried before.

Semantics, section 7: links go on in the ways that the plan gave them. So the answer is there at once; it claims no least
cost, and says what no choice of ways can cost less than (`quick_bound`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.bridges.demands import Demands
from analyzer.collection import paused_collection
from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.evaluation.quick_bound import quick_bound
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.keeping import Kept
from analyzer.whatif.scenarios import Changed, Scenario
from analyzer.whatif.ways import GivenWays, carried_on, ways_given

Moves = Mapping[MoveRef, Month]


@dataclass(frozen=True, slots=True, eq=False)
class Editing:
    """A plan that is edited, with what every edit of it asks for again."""

    before: Evaluation
    given: GivenWays


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """The plan before and after. `bound`: no choice of ways costs less in the months after; None without a cost."""

    kept: Kept
    bound: int | None
    exact: bool
    """Ways were chosen anew for all links, not kept."""


def editing(before: Evaluation) -> Editing:
    given = GivenWays({}) if before.assessment is None else ways_given(before.assessment.carriage)
    return Editing(before, given)


def edited(editing: Editing, changes: Moves, time_limit: float | None = None) -> Edited:
    """The plan in the changed months. `time_limit` (seconds) bounds the search for ways that are chosen anew."""
    before = editing.before
    openings = None if before.demands is None else before.demands.openings
    after = carried_on(before.landscape, {**before.moves, **changes}, editing.given, time_limit, openings)
    kept = _side_by_side(before, after)
    if after.assessment is None or after.demands is None:
        return Edited(kept, None, exact=False)
    with paused_collection():
        every_way = Demands(after.demands.schedule, openings)
        return Edited(kept, min(quick_bound(every_way), after.assessment.cost.total), exact=False)


def chosen_anew(editing: Editing, changes: Moves, time_limit: float | None = None) -> Edited:
    """The same at the least cost of these months, as far as it is found within `time_limit` seconds."""
    before = editing.before
    after = evaluate_plan(before.landscape, {**before.moves, **changes}, time_limit)
    return Edited(_side_by_side(before, after), after.bound, exact=True)


def _side_by_side(before: Evaluation, after: Evaluation) -> Kept:
    landscape = before.landscape
    return Kept(Changed(Scenario("edit", "", ()), landscape, landscape, landscape, {}), before, after, {})
