"""A change of a plan that a person proposes, priced exactly."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.order.why.comparing import compare_plans
from analyzer.order.why.items import Difference


def try_change(
    evaluation: Evaluation, changes: Mapping[MoveRef, Month], time_limit: float | None = None
) -> Difference:
    """The plan with only these months changed, at its least joint cost, beside the plan as it is.

    A change that breaks rules has its figures and `caused`; one that breaks the order of a system's moves, or
    leaves a link that nothing can carry, has `caused` only. `time_limit` (seconds) bounds the search for the
    least cost. Nothing is shared with the evaluation of the plan, so that a change and its reverse give
    opposite answers, ties included.
    """
    landscape = evaluation.landscape
    return compare_plans(evaluation, evaluate_plan(landscape, {**evaluation.moves, **changes}, time_limit))
