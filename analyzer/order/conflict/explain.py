"""Why a problem has no plan: the steps."""

from __future__ import annotations

from analyzer.evaluation.clock import Clock
from analyzer.order.conflict.core import contradiction, smallest
from analyzer.order.conflict.program import OutOfTime
from analyzer.order.conflict.relaxing import least_offered, least_relaxation
from analyzer.order.conflict.values import Conflict
from analyzer.order.problem import OrderProblem


def explain(problem: OrderProblem, time_limit: float | None = None) -> Conflict | None:
    """The rules that cannot hold together, and the least that would have to change.

    ValueError where some plan keeps all rules; None where `time_limit` (seconds) ended before that was known.
    """
    clock = Clock(time_limit)
    if not problem.length:
        if not problem.systems:
            raise ValueError("a plan without moves keeps all rules")
        return Conflict((), irreducible=True, smallest=True, relaxation=None, offered=None)
    try:
        core = contradiction(problem, clock)
    except OutOfTime:
        return None
    if core is None:
        raise ValueError("some plan keeps all rules")
    relaxation, offered = least_relaxation(problem, clock), least_offered(problem, clock)
    core = smallest(problem, core, clock)  # last: it helps least
    return Conflict(core.rules, core.irreducible, core.smallest, relaxation, offered)
