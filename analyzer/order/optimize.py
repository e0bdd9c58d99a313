"""The best order of migration: who looks for it, in which turns, and what is made of what they found.

The search runs beside the solvers that prove; they meet at the desk only. With a limit of work alone they take turns
instead, so that the same work gives the same plan.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.collection import paused_collection
from analyzer.evaluation.evaluate import Evaluation, Moves, evaluate_plan
from analyzer.landscape.model import Landscape, Pattern
from analyzer.order.bounds.solver import Bounds, raise_own_bound
from analyzer.order.conflict import Conflict, explain
from analyzer.order.desk import Desk, Listener, Solver
from analyzer.order.near import Near
from analyzer.order.ordering import Ordering, Shares, Status
from analyzer.order.patterns import why_not
from analyzer.order.problem import OrderProblem
from analyzer.order.solvers.apart import Apart
from analyzer.order.solvers.branching import Branching
from analyzer.order.solvers.cpsat import CpSat
from analyzer.order.solvers.cycles import Cycles
from analyzer.order.solvers.highs import Exact
from analyzer.order.solvers.search import Search
from analyzer.order.solvers.sets import Sets

GRACE = 3.0
"""Seconds for the last figures of a plan at least, where an interrupt or a short limit leaves less."""
_LAST, _LAST_TIMES, _LAST_PART = 1.5e-4, 10.0, 0.2
"""What the last figures of a plan take: seconds by link and period (measured: 34 / 600: 0.6 s, 300 / 3,000: 5 s), or, where
the machine is slow or busy, so many times what reading the problem took; and the part of the limit that they may take."""
_EXPLAINING = 20.0
"""Seconds for the reasons why there is no plan, where no limit says otherwise."""
_ENDING = 0.5
"""Seconds in which those who search and prove may come to an end by themselves."""
_FEW_PIECES, _ROUNDS, _PIECES_IN_ALL, _REACHING = 1_000, 300, 12_000, 2.0
"""Links × periods up to which shares are looked for after a solver's proof; rounds, fewer where there are many pieces; and
seconds that have to be left."""
_FIRST = 0.01
"""Seconds between two looks at whether there is a first plan."""


@dataclass(frozen=True, slots=True)
class Team:
    """Solvers by what they are for: `searching` finds plans, `proving` raises bounds (and may find plans)."""

    searching: tuple[Solver, ...]
    proving: tuple[Solver, ...]


def default_team() -> Team:
    shares = Bounds()
    return Team((Search(),), (Sets(), Cycles(), Exact(before=shares, small=CpSat(), few=Branching()), shares))


def _highs_alone() -> Team:
    return Team((), (Exact(),))


def _cp_sat_alone() -> Team:
    return Team((), (CpSat(),))


def _search_alone() -> Team:
    return Team((Search(),), (Sets(), Cycles(), Bounds()))


TEAMS: Mapping[str, Callable[[], Team]] = {
    "auto": default_team,
    "highs": _highs_alone,
    "cp-sat": _cp_sat_alone,
    "search": _search_alone,
}
"""Who may be asked, by name. `highs` and `cp-sat` find plans and prove them; the search finds plans only, so that the shares bound it."""


def optimize_plan(
    landscape: Landscape,
    *,
    pattern: Pattern | None = None,
    start: Moves | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    progress: Listener | None = None,
    team: Callable[[], Team] = default_team,
    stop: threading.Event | None = None,
    near: Near | None = None,
) -> Ordering:
    """The plan of least cost under all rules (and the pattern's), with a proven bound; or why there is none.

    `start`: a plan that is never worsened; where it breaks a rule the search begins near it. `near`: how many months of
    another plan may change, a rule like those of the file. `time_limit` in seconds,
    `work_limit` in rounds; without either the search ends with the proof. Ctrl-C, and `stop` once it is set (from any thread), end
    it with the best plan so far.
    """
    desk = Desk(time_limit, work_limit, progress, stop)
    with paused_collection():
        problem = OrderProblem(landscape, pattern, near=near)
        if pattern is not None and why_not(landscape, pattern) is not None:
            desk.infeasible = True
        elif problem.unserved_always or not all(problem.courses.values()) or not len(landscape.horizon):
            desk.infeasible = not _is_trivial(problem)
    if time_limit is not None:
        pieces = len(landscape.integrations) * len(problem.borders)
        desk.keep_back(min(max(_LAST * pieces, _LAST_TIMES * desk.seconds), _LAST_PART * time_limit))
    try:
        _search(problem, desk, team(), start)
    except KeyboardInterrupt:
        desk.stop()
    return _answer(problem, desk, time_limit, work_limit)


def _is_trivial(problem: OrderProblem) -> bool:
    """Nothing moves and everything is carried: the plan without moves is the only one."""
    return not problem.systems and not problem.unserved_always


def _search(problem: OrderProblem, desk: Desk, team: Team, start: Moves | None) -> None:
    if desk.infeasible:
        return
    begin = _begin(problem, desk, start)
    if desk.counts_work or not problem.systems:
        begin(desk.left())
    if desk.counts_work:
        _in_turns(problem, desk, team)
        return
    try:
        _side_by_side(problem, desk, team, begin)
    finally:
        if desk.plan is None:
            begin(GRACE)


def _begin(problem: OrderProblem, desk: Desk, start: Moves | None) -> Callable[[float | None], None]:
    """A bound that takes no time; and what offers the plan that is given, or the only one there is, at its exact cost.

    That takes its time (in seconds at most what it is told): the search has a first cost of the plan sooner.
    """
    if problem.systems:
        raise_own_bound(problem, desk)
    moves = start if problem.systems else {}
    if moves is None or any(ref not in moves for ref in problem.place):
        return lambda _: None
    plan = problem.plan(moves)
    desk.hint = plan
    if not problem.keeps_rules(plan):
        return lambda _: None

    def offer(time_limit: float | None) -> None:
        evaluation = evaluate_plan(problem.landscape, moves, time_limit)
        assert evaluation.cost is not None
        desk.offer(plan, evaluation.cost.total, "start")
        if not problem.systems and evaluation.bound is not None:
            desk.raise_bound(evaluation.bound, "evaluation")

    return offer


def _in_turns(problem: OrderProblem, desk: Desk, team: Team) -> None:
    """One after the other, so that nothing depends on who is quicker."""
    for solver in (*team.searching, *team.proving, *team.searching):
        if desk.is_over or desk.is_settled:
            return
        solver.run(problem, desk)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What offers the plan to start from, as one of those who work."""

    begin: Callable[[float | None], None]
    name: str = "start"

    def run(self, _: OrderProblem, desk: Desk) -> None:
        self.begin(desk.left())


def _side_by_side(
    problem: OrderProblem, desk: Desk, team: Team, begin: Callable[[float | None], None]
) -> None:
    """The search in a process of its own (`Apart`), those that prove in a thread: the caller hears Ctrl-C.

    `begin` offers the plan to start from, which the search has tried first.

    Whatever goes wrong in a thread is raised here.
    """
    failures: list[BaseException] = []
    given_up = threading.Event()

    def work(solvers: Sequence[Solver]) -> None:
        try:
            for solver in solvers:
                if not (desk.is_over or desk.is_settled):
                    solver.run(problem, desk)
        except BaseException as failure:
            failures.append(failure)
            desk.stop()

    def search() -> None:
        work([Apart(solver) for solver in team.searching])
        given_up.set()

    def prove() -> None:
        # The first plan comes sooner where nobody else builds anything, and proofs want one to begin with.
        while team.searching and desk.plan is None and not (desk.is_over or given_up.wait(_FIRST)):
            pass
        if not desk.is_over:
            work((_Beginning(begin), *team.proving))

    proving = threading.Thread(target=prove, daemon=True)
    threads = (proving, threading.Thread(target=search, daemon=True))
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            for thread in threads:
                thread.join(0.02)
            # Some steps of HiGHS hear nothing for a long time: who still works when the time is over is left alone.
            if desk.infeasible or desk.is_over or (desk.is_proven and not proving.is_alive()):
                break
    finally:
        desk.finish()
        until = time.monotonic() + _ENDING
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
    if failures and not isinstance(failures[0], KeyboardInterrupt):
        raise failures[0]


def _answer(problem: OrderProblem, desk: Desk, time_limit: float | None, work_limit: int | None) -> Ordering:
    """The plan as it is evaluated in the end; what the solvers said it costs is never printed."""
    settled = desk.ties_settled or not any(len(courses) > 1 for courses in problem.courses.values())
    stopped = None if desk.infeasible or (desk.is_proven and settled) else desk.stopped_by
    if desk.plan is None:
        status: Status = "infeasible" if desk.infeasible else "unknown"
        conflict: Conflict | None = None
        refused = problem.pattern is not None and why_not(problem.landscape, problem.pattern) is not None
        if desk.infeasible and not refused:
            conflict = explain(problem, _EXPLAINING if time_limit is None else max(time_limit, 1.0))
        return Ordering(
            problem.landscape, problem.pattern, status, None, None if desk.infeasible else desk.bound,
            desk.bound_source, stopped, time_limit, work_limit, conflict,
            shares=None if desk.infeasible else _shares(problem, desk), near=problem.near,
        )  # fmt: skip
    evaluation = _evaluated(problem, desk)
    assert evaluation.cost is not None
    bound = desk.bound if desk.bound is None else min(desk.bound, evaluation.cost.total)
    proven = bound == evaluation.cost.total
    return Ordering(
        problem.landscape, problem.pattern, "optimal" if proven else "feasible", evaluation, bound,
        desk.bound_source, stopped, time_limit, work_limit, ties_proven=proven and settled,
        shares=_shares(problem, desk), near=problem.near,
    )  # fmt: skip


def _shares(problem: OrderProblem, desk: Desk) -> Shares | None:
    """How far shares reach, as they stand on the desk; where nobody asked for them so far, after a few rounds."""
    proof, left = desk.proof, desk.left_in_all()
    pieces = len(problem.landscape.integrations) * len(problem.borders)
    reached = desk.bound is None or (proof is not None and proof.bound >= desk.bound)
    asked = not reached and problem.systems and pieces <= _FEW_PIECES
    if asked and desk.stopped_by != "interrupt" and (left is None or left > _REACHING):
        apart = Desk(work_limit=min(_ROUNDS, _PIECES_IN_ALL // (pieces + 1)))
        if desk.plan is not None and desk.cost is not None:
            apart.offer(desk.plan, desk.cost, "start")  # nothing above it is wanted
        Bounds().run(problem, apart)
        if proof is None or (apart.proof is not None and apart.proof.bound > proof.bound):
            proof = apart.proof
    return None if proof is None else Shares(proof.bound, proof.document())


def _evaluated(problem: OrderProblem, desk: Desk) -> Evaluation:
    assert desk.plan is not None
    left = 0.0 if desk.stopped_by == "interrupt" else desk.left_in_all()
    limit = None if left is None else max(GRACE, left)
    evaluation = evaluate_plan(problem.landscape, problem.moves(desk.plan), limit)
    assert not evaluation.violations, "a solver offered a plan that breaks a rule"
    return evaluation
