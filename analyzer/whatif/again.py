"""Plan again under a scenario: the best answer now, and what each month of the old plan that may change is worth.

Semantics, section 7: what the best answer now is, with as few changed months as asked for. A changed month is one that
is not the old plan's, however it came about.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from analyzer.evaluation.clock import Clock
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.order.desk import Listener
from analyzer.order.fewest import Nearest, nearest_plan
from analyzer.order.near import Near, changed_moves
from analyzer.order.optimize import Team, default_team, optimize_plan
from analyzer.order.ordering import Ordering
from analyzer.plan.rules import rule_violations, structural_violations
from analyzer.plan.schedule import Schedule
from analyzer.whatif.scenarios import Changed
from analyzer.whatif.slipping import slipped

Moves = Mapping[MoveRef, Month]
Announce = Callable[[int | None], None]

_OPTIMUM = 0.4
"""The part of the time that the optimum may take; the rest is the curve's."""
_LEAST = 1.0
"""Seconds for a point at least, beside its last figures; where there are not so many, points are passed over."""
_FEWEST = 0.1
"""The part of the time for the fewest months that have to change."""


def plan_again(
    changed: Changed,
    old: Moves,
    keep: int | None = None,
    *,
    start: Moves | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    progress: Listener | None = None,
    team: Callable[[], Team] = default_team,
    stop: threading.Event | None = None,
) -> Ordering:
    """The plan of least cost under the scenario, or why there is none.

    `keep`: how many months of `old` may change. The search begins with `start` (else with the old plan, slipped by the
    delays where it has to be), or near it where that breaks a rule. Limits as of `optimize_plan`.
    """
    return optimize_plan(
        changed.planning,
        start=begin_with(changed, old, keep) if start is None else start,
        time_limit=time_limit,
        work_limit=work_limit,
        progress=progress,
        team=team,
        stop=stop,
        near=None if keep is None else Near(old, keep),
    )


def begin_with(changed: Changed, old: Moves, keep: int | None = None) -> Moves:
    """The old plan where it keeps the rules or may hardly change; else the old plan slipped by the delays."""
    landscape = changed.planning
    if structural_violations(changed.before, old):
        return old
    if not structural_violations(landscape, old) and not rule_violations(Schedule(landscape, old)):
        return old
    late = slipped(landscape, old, changed.delays)
    return late if keep is None or len(changed_moves(old, late)) <= keep else old


# --- what each change is worth -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """The best plan known that changes at most so many months of the old one; its bound holds for all such plans."""

    changes: int
    ordering: Ordering


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Months changed against cost: a point for each number, from the fewest possible to that at which the optimum is reached.

    Costs never rise, nor do bounds. `fewest_proven`: no plan changes fewer months than the first point. Without points
    where no plan was found (`optimum` says why). `interrupted`: it was stopped (Ctrl-C, or from another thread).
    """

    old: Moves
    optimum: Ordering
    points: tuple[Point, ...]
    fewest_proven: bool
    interrupted: bool


def trade_off(
    changed: Changed,
    old: Moves,
    *,
    time_limit: float | None = None,
    work_limit: int | None = None,
    progress: Listener | None = None,
    announce: Announce | None = None,
    team: Callable[[], Team] = default_team,
    stop: threading.Event | None = None,
) -> TradeOff:
    """The curve between changed months and cost, under one limit of time (seconds) for all of it.

    `work_limit` is each point's. `announce` hears for which number of months a plan is looked for next (None: the optimum).
    Points for which no time is left have the plan of the one before and the bound of the one after.
    """
    clock = Clock(time_limit)
    ask = partial(plan_again, changed, old, work_limit=work_limit, progress=progress, team=team, stop=stop)
    say = announce or (lambda _: None)
    say(None)
    optimum = ask(time_limit=_part(clock, _OPTIMUM))
    interrupted = optimum.stopped_by == "interrupt"
    if optimum.evaluation is None:
        return TradeOff(old, optimum, (), fewest_proven=False, interrupted=interrupted)
    most = len(changed_moves(old, optimum.evaluation.moves))
    nearest = None
    if most and not interrupted:
        try:
            nearest = nearest_plan(changed.planning, old, _part(clock, _FEWEST))
        except KeyboardInterrupt:
            interrupted = True
    measured = {}
    if nearest is not None:
        for changes, ordering in _measured(ask, nearest, most, optimum, clock, say):
            measured[changes] = ordering
            interrupted |= ordering.stopped_by == "interrupt"
    points = _filled({**measured, most: optimum}, old)
    return TradeOff(
        old,
        _no_dearer(optimum, points[-1].ordering),
        points,
        fewest_proven=not most or (nearest is not None and nearest.proven and points[0].changes == nearest.changes),
        interrupted=interrupted,
    )  # fmt: skip


def _measured(
    ask: Callable[..., Ordering], nearest: Nearest, most: int, optimum: Ordering, clock: Clock, say: Announce
) -> Iterator[tuple[int, Ordering]]:
    """Points from the fewest months up to the optimum's, each from the plan of the one before; until one costs as little."""
    start, keep = nearest.moves, nearest.changes
    while keep < most:
        left, begun = clock.left(), time.monotonic()
        share = None if left is None else max(left / (most - keep), min(left, _LEAST))
        say(keep)
        ordering = ask(keep, start=start, time_limit=share)
        if ordering.evaluation is None:
            return  # no time for even one plan
        yield keep, ordering
        if _cost(ordering) <= _cost(optimum) or ordering.stopped_by == "interrupt" or clock.is_over:
            return
        start = ordering.evaluation.moves
        left, step = clock.left(), 1
        if left is not None and share is not None:  # where time is short points are passed over
            each = _LEAST + max(0.0, time.monotonic() - begun - share)
            step = max(1, math.ceil((most - keep - 1) * each / left))
        keep += step


def _filled(measured: Mapping[int, Ordering], old: Moves) -> tuple[Point, ...]:
    """A point for each number up to the first that costs as little as the last.

    No plan costs more than one with fewer changes, no bound is below that of more changes.
    """
    numbers = range(min(measured), max(measured) + 1)
    plans: dict[int, Ordering] = {}
    best: Ordering | None = None
    for changes in numbers:
        own = measured.get(changes)
        if own is not None and (best is None or _cost(own) < _cost(best)):
            best = own
        assert best is not None
        plans[changes] = replace(best, near=Near(old, changes))
    least = _cost(plans[numbers[-1]])
    points: list[Point] = []
    proof = measured[numbers[-1]]
    for changes in reversed(numbers):
        own = measured.get(changes)
        if own is not None and (own.bound or 0) > (proof.bound or 0):
            proof = own
        points.append(Point(changes, _bounded(plans[changes], proof)))
    points.reverse()
    first = next(number for number, point in enumerate(points) if _cost(point.ordering) == least)
    return tuple(points[: first + 1])


def _bounded(plan: Ordering, proof: Ordering) -> Ordering:
    """The plan with a bound that is proven for all plans that change as many months, or more."""
    if proof.bound is None:
        return replace(plan, bound=None, bound_source="", shares=None, status="feasible", ties_proven=False)
    bound = min(proof.bound, _cost(plan))
    proven = bound == _cost(plan)
    return replace(
        plan, bound=bound, bound_source=proof.bound_source, shares=proof.shares,
        status="optimal" if proven else "feasible", ties_proven=proven and plan.ties_proven,
    )  # fmt: skip


def _no_dearer(optimum: Ordering, last: Ordering) -> Ordering:
    """The optimum as far as it is known: a plan with few changes may be the cheaper one where a limit came first."""
    return optimum if _cost(optimum) <= _cost(last) else _bounded(replace(last, near=None), optimum)


def _cost(ordering: Ordering) -> int:
    assert ordering.total is not None
    return ordering.total


def _part(clock: Clock, part: float) -> float | None:
    left = clock.left()
    return None if left is None else left * part
