"""What a landscape and a plan come to: figures, the state of a month, what a change touches, a check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import PlanFile, read_plain
from analyzer.usecases.months import month_shown
from analyzer.usecases.problems import NoFormsError
from analyzer.usecases.reading import OpenStore, file_name, open_store, plan_bytes

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.graph.affected import AffectedBy
    from analyzer.graph.landscape_graph import Direction
    from analyzer.reports.affected import AffectedAnswer
    from analyzer.reports.standing import StatusAnswer
    from analyzer.stores.port import Store
    from analyzer.verification import VerificationResult


def evaluate(landscape: Landscape, plan: PlanFile, time_limit: float | None = None) -> Evaluation:
    """Every figure of a plan at its least joint cost."""
    from analyzer.evaluation import evaluate_plan  # the solver is slow to import; not every question needs it

    return evaluate_plan(landscape, plan.moves, time_limit)


def status(
    landscape: Landscape,
    month: str | None = None,
    plan: PlanFile | None = None,
    time_limit: float | None = None,
) -> StatusAnswer:
    """A month of a landscape, under a plan or as of today; NoFormsError where the plan gives no forms."""
    from analyzer.reports.standing import status_of_plan, status_today

    at = month_shown(landscape, month)
    if plan is None:
        return status_today(landscape, at)
    evaluation = evaluate(landscape, plan, time_limit)
    if evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    return status_of_plan(evaluation, at)


def affected_by(
    landscape: Landscape,
    change: AffectedBy,
    direction: Direction,
    depth: int,
    plan: PlanFile | None = None,
    month: str | None = None,
    store: Store | None = None,
) -> AffectedAnswer:
    """The links that a change touches, in a month of a plan or as of today; where the landscape is kept in a
    store, by the question that the store answers itself.
    """
    from analyzer.graph.affected import affected
    from analyzer.graph.landscape_graph import build_graph
    from analyzer.plan.rules import structural_violations
    from analyzer.plan.schedule import Schedule
    from analyzer.reports.affected import AffectedAnswer

    at = None if plan is None and month is None else month_shown(landscape, month)
    forms: dict[str, int] = {}
    if plan is not None and at is not None:
        violations = structural_violations(landscape, plan.moves)
        if violations:
            raise NoFormsError(violations)
        schedule = Schedule(landscape, plan.moves)
        index = landscape.horizon.index(at)
        forms = {system: schedule.form_index(system, index) for system in landscape.systems}
    if store is None:
        links = affected(build_graph(landscape, forms), change, direction, depth)
    else:
        links = store.affected(
            landscape.id,
            change,
            direction=direction,
            depth=depth,
            forms=forms,
            version=landscape.content_hash,
        )
    return AffectedAnswer(landscape, change, direction, depth, at if plan is not None else None, links)


def verify(landscape: Landscape, source: str, store: OpenStore = open_store) -> VerificationResult:
    """An answer re-checked without a solver; malformed where the file cannot be read at all."""
    from analyzer.verification import VerificationResult, verify_answer

    try:
        plain = read_plain(plan_bytes(source, store), file_name(source))
    except InputError as error:
        return VerificationResult(error.findings, malformed=True)
    answer = plain.value if isinstance(plain.value, Mapping) else {}
    return verify_answer(landscape, answer, plain.places)
