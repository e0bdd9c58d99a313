"""In which order should the systems move: the optimum, patterns side by side, why, and what a change would cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.problems import NoFormsError

if TYPE_CHECKING:
    from analyzer.landscape.model import Pattern
    from analyzer.order.comparison import Announce, Comparison, Optimizer
    from analyzer.order.desk import Listener
    from analyzer.order.ordering import Ordering
    from analyzer.order.why import Difference, Reasons


ORDERING_SECONDS = 60.0
"""How long an order is looked for where nobody says a limit; of a comparison each answer."""


def optimizer(solver: str = "auto") -> Optimizer:
    """What answers questions about the order of migration, by the name of who looks for the answer."""
    from analyzer.order.optimize import TEAMS, optimize_plan

    return partial(optimize_plan, team=TEAMS[solver])


def optimize(
    landscape: Landscape,
    *,
    pattern: Pattern | None = None,
    start: PlanFile | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    solver: str = "auto",
    progress: Listener | None = None,
) -> Ordering:
    """The best plan under all rules, and under a pattern; never worse than the plan to start from.

    `solver` names who looks for it (`analyzer.order.optimize.TEAMS`).
    Without any limit the search ends after `ORDERING_SECONDS`. A start that breaks rules is a hint only
    (`start_violations`).
    """
    from analyzer.order.ordering import Ordering
    from analyzer.order.patterns import why_not
    from analyzer.plan.rules import structural_violations

    if pattern is not None and why_not(landscape, pattern) is not None:
        return Ordering(landscape, pattern, "infeasible", solver=solver)
    moves = None if start is None or structural_violations(landscape, start.moves) else start.moves
    ordering = optimizer(solver)(
        landscape, pattern=pattern, start=moves, time_limit=_seconds(time_limit, work_limit),
        work_limit=work_limit, progress=progress,
    )  # fmt: skip
    return replace(ordering, solver=solver)


def changes_asked(landscape: Landscape, changes: Sequence[str]) -> Mapping[MoveRef, Month]:
    """The months of ``kaigo.shift=2026-01``, by move; InputError for what is no change of the landscape's moves."""
    from analyzer.plan.changes import read_changes

    return read_changes(landscape, changes)


def try_beside(
    ordering: Ordering, changes: Mapping[MoveRef, Month], time_limit: float | None = None
) -> Difference | None:
    """The plan found and changes of it side by side; None where no plan was found."""
    from analyzer.order.why import try_change

    return None if ordering.evaluation is None else try_change(ordering.evaluation, changes, time_limit)


def start_violations(
    landscape: Landscape, start: PlanFile, pattern: Pattern | None = None
) -> tuple[Finding, ...]:
    """What a plan to start from breaks."""
    from analyzer.order import starting

    return starting.start_violations(landscape, start.moves, pattern)


def find_pattern(landscape: Landscape, name: str) -> Pattern:
    """A pattern by its id; InputError with what may be meant."""
    from analyzer.order import patterns

    return patterns.find_pattern(landscape, name)


def patterns_asked(
    landscape: Landscape, names: Sequence[str] = (), weak_orders: str | None = None
) -> tuple[Pattern, ...]:
    """The patterns named, then the weak orders of blocks; where neither is given, all that there are.

    InputError with everything that is wrong with the names.
    """
    from analyzer.order import patterns

    found: list[Pattern] = []
    findings: list[Finding] = []
    for name in dict.fromkeys(names):
        try:
            found.append(patterns.find_pattern(landscape, name))
        except InputError as error:
            findings.extend(error.findings)
    if weak_orders is not None:
        try:
            found.extend(patterns.asked_weak_orders(landscape, weak_orders))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(tuple(findings))
    by_id = {pattern.id: pattern for pattern in found}
    return tuple(by_id.values()) or patterns.patterns_of(landscape)


def compare(
    landscape: Landscape,
    patterns: Sequence[Pattern],
    *,
    with_optimum: bool = True,
    time_limit: float | None = None,
    work_limit: int | None = None,
    announce: Announce | None = None,
    progress: Listener | None = None,
) -> Comparison:
    """Each pattern at its least cost or with the reason why it cannot be, and the optimum; limits as `optimize`."""
    from analyzer.order.comparison import compare_patterns

    return compare_patterns(
        optimizer(), landscape, patterns, with_optimum=with_optimum,
        time_limit=_seconds(time_limit, work_limit), work_limit=work_limit, announce=announce, progress=progress,
    )  # fmt: skip


def _seconds(time_limit: float | None, work_limit: int | None) -> float | None:
    """With a limit of work alone nothing depends on the clock."""
    return ORDERING_SECONDS if time_limit is None and work_limit is None else time_limit


WHY_SECONDS = 60.0


def difference(
    landscape: Landscape, plan: PlanFile, changes: Sequence[str], time_limit: float | None = None
) -> Difference:
    """A plan and changes of it (``kaigo.shift=2026-01``) side by side; InputError for what is no change."""
    from analyzer.evaluation.clock import Clock
    from analyzer.order.why import try_change
    from analyzer.plan.changes import read_changes

    tried = read_changes(landscape, changes)
    clock = Clock(time_limit)
    before = evaluate(landscape, plan, None if time_limit is None else time_limit / 2)
    return try_change(before, tried, clock.left())


def reasons(
    landscape: Landscape,
    plan: PlanFile,
    moves: Sequence[str] = (),
    time_limit: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reasons:
    """The nearest alternatives of every move of a plan, or of those named.

    NoFormsError where the plan has no cost. Without a limit no move is begun after `WHY_SECONDS`.
    """
    from analyzer.evaluation.clock import Clock
    from analyzer.order.why import why
    from analyzer.plan.changes import read_moves

    asked = read_moves(landscape, moves) if moves else None
    clock = Clock(WHY_SECONDS if time_limit is None else time_limit)
    evaluation = evaluate(landscape, plan, time_limit)
    if evaluation.assessment is None:
        raise NoFormsError(evaluation.violations)
    return why(evaluation, asked, clock.left(), progress=progress)
