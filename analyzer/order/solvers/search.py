"""The quick search as a solver: a first plan that keeps the rules, then better ones until the desk is over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from analyzer.collection import paused_collection
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import least_joint_cost
from analyzer.evaluation.test_rows import needs_months
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.order.search.annealing import Annealing, Snapshot
from analyzer.order.search.carrying import carriage_of, demands_of, plan_of, ways_of
from analyzer.order.search.ledger import Ledger
from analyzer.order.search.relations import Relations
from analyzer.order.search.sheet import Sheet
from analyzer.order.search.start import construct

_ROUND = 20
"""Trials of a round: the unit of work, and how often the clock is looked at (some milliseconds)."""
_HOT, _COLD = 0.8, 0.03
"""Temperatures at the ends of a cycle, in parts of what changes cost at the median."""
_ANEW = 3.0
"""The temperature at which a cycle begins that leaves the best plan behind."""
_SCATTERED = 50
"""Rounds that take whatever keeps the rules, before such a cycle."""
_TRIALS_A_COURSE = 30
"""Trials of the first full cycle for each course that there is."""
_EXACT = 4_000
"""Pieces up to which the best plan of a cycle is evaluated exactly."""
_ELITE = 1_500
"""Pieces in all of the plans that are evaluated exactly after a cycle, beside the best one."""
_PATIENCE = 10.0
"""Seconds for one exact evaluation, where the clock counts."""
_CLOSE = 0.02
"""By what part of its cost a plan may be dearer than the best and is still evaluated exactly."""
_IDLE = 4
"""Cycles without a better plan after which the search has nothing to add, where no clock ends it."""


class Search:
    """Annealing in cycles, each longer than the one before: from the best plan so far, and, after a cycle that found none
    better, by turns from anywhere, and within some of the months.

    A round of trials is one unit of work. `cycles` limits the cycles of one run. Runs go on where the last one of the
    same problem ended.
    """

    name = "search"

    def __init__(self, seed: int = 0, cycles: int | None = None) -> None:
        self._seed = seed
        self._cycles = cycles
        self._walk: Annealing | None = None
        self._problem: OrderProblem | None = None
        self._cycle = 0
        self._rough = 1.0
        """What changes cost at the first plan; near the best one they cost more, and its cycles would be too hot."""
        self._offered: Snapshot | None = None
        self._exact: set[tuple[int, ...]] = set()

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        if (self._walk is None or self._problem is not problem) and not self._set_out(problem, desk):
            return
        assert self._walk is not None
        idle = done = 0
        while not (desk.is_over or desk.is_proven or idle == self._patience(desk) or done == self._cycles):
            self._take_from(desk, self._walk)
            before = self._walk.best
            self._run_cycle(desk, self._walk, anew=idle % 3 > 0)
            after = self._walk.best
            if (after.total, after.months) < (before.total, before.months):
                idle = 0
            else:
                self._walk.best = before
                idle += 1
            done += 1

    def _patience(self, desk: Desk) -> int | None:
        """Cycles without a better plan after which it ends: none where only the clock ends it."""
        assert self._walk is not None
        if not self._walk.proposals.free:
            return 1
        return None if desk.left() is not None else _IDLE

    # --- setting out ---

    def _set_out(self, problem: OrderProblem, desk: Desk) -> bool:
        """The tables and a first plan, which is offered; False where none was found."""
        relations = Relations(problem)
        courses = self._first_courses(relations, desk)
        if courses is None:
            return False
        with paused_collection():
            sheet = Sheet(problem)
            ledger = Ledger(sheet, courses)
        elite = max(1, _ELITE // (len(sheet.pieces) + 1))
        self._walk = Annealing(ledger, relations, Random(self._seed), min(elite, 20))
        self._problem, self._cycle, self._offered, self._exact = problem, 0, None, set()
        self._walk.polish()
        self._offer(desk, self._walk)
        self._rough = self._walk.rough(100)
        return True

    def _first_courses(self, relations: Relations, desk: Desk) -> list[int] | None:
        if desk.plan is not None:
            return [
                courses.index(desk.plan[id_])
                for id_, courses in zip(relations.systems, relations.courses, strict=True)
            ]
        courses = construct(relations, around=desk.hint)
        if courses is not None:
            return courses
        # Loads OR-Tools, which takes as long as many a whole search: only where it is needed.
        from analyzer.order.solvers.feasibility import find_courses  # noqa: PLC0415

        found = find_courses(relations, desk.left())
        if found.status == "infeasible":
            desk.infeasible = True
        return list(found.courses) if found.status == "found" else None

    def _take_from(self, desk: Desk, walk: Annealing) -> None:
        """Goes on from the desk's plan, where somebody has found a better one."""
        if desk.plan is None or desk.cost is None or desk.cost >= walk.best.total:
            walk.stand_at(walk.best)
            return
        courses = walk.relations.courses
        numbers = [courses[n].index(desk.plan[id_]) for n, id_ in enumerate(walk.relations.systems)]
        walk.go_to(numbers)
        walk.polish()

    # --- cycles ---

    def _run_cycle(self, desk: Desk, walk: Annealing, anew: bool) -> None:
        walk.stand_at(walk.best)
        if anew:
            walk.proposals.squeeze()
            self._scatter(desk, walk)
        trials = self._trials(walk, anew)
        every = max(1, len(walk.ledger.sheet.pieces) // (5 * _ROUND))
        for number, temperature in enumerate(self._temperatures(desk, trials, _ANEW if anew else _HOT)):
            walk.walk(_ROUND, temperature)
            desk.spend()
            if (number + 1) % every == 0:
                self._offer(desk, walk)
            if desk.is_over:
                break
        walk.proposals.release()
        if not desk.is_over:
            walk.stand_at(walk.best)
            walk.polish()
        self._offer(desk, walk)
        if len(walk.ledger.sheet.pieces) <= _EXACT:
            self._evaluate(desk, walk)
        self._cycle += 1

    def _scatter(self, desk: Desk, walk: Annealing) -> None:
        """Leaves the best plan behind, for any other that keeps the rules."""
        for _ in range(_SCATTERED):
            if desk.is_over:
                return
            walk.walk(_ROUND, math.inf)
            desk.spend()
        walk.begin_here()

    def _trials(self, walk: Annealing, anew: bool) -> int:
        """The first cycle is short; then each from the best plan is longer than the one before."""
        courses = sum(len(allowed) for allowed in walk.relations.allowed)
        full = max(200, _TRIALS_A_COURSE * courses)
        if self._cycle == 0:
            return full // 6
        return full if anew else full * min(self._cycle, 4)

    def _temperatures(self, desk: Desk, trials: int, hot: float) -> Iterator[float]:
        """Falling from hot to cold over the trials, or over the time that is left if that is shorter."""
        rounds = max(1, trials // _ROUND)
        begun, left = desk.seconds, desk.left()
        for number in range(rounds):
            passed = number / rounds
            if left and not desk.counts_work:
                passed = max(passed, (desk.seconds - begun) / left)
            if passed >= 1:
                return
            yield self._rough * hot * (_COLD / hot) ** passed

    # --- offering ---

    def _offer(self, desk: Desk, walk: Annealing) -> None:
        """The best plan, with what its ways really cost (main routes and sessions can only add to the ledger)."""
        best = walk.best
        if best is self._offered or (desk.cost is not None and best.total > desk.cost):
            return
        self._offered = best
        sheet = walk.ledger.sheet
        cost = best.total
        if needs_months(sheet.landscape):
            with paused_collection():
                cost = Assessment(carriage_of(sheet, best.courses, best.picks)).cost.total
        desk.offer(plan_of(sheet, best.courses), cost, self.name)

    def _evaluate(self, desk: Desk, walk: Annealing) -> None:
        """The best plans at their least cost: the ledger's ways are good, not always the best."""
        sheet = walk.ledger.sheet
        ranked = sorted(walk.elite.values(), key=lambda s: (s.total, s.months, s.courses))
        for snapshot in (walk.best, *ranked):
            left = desk.left(_PATIENCE)
            hopeless = desk.cost is not None and snapshot.total > desk.cost * (1 + _CLOSE)
            if desk.is_over or hopeless or snapshot.courses in self._exact:
                continue
            self._exact.add(snapshot.courses)
            with paused_collection():
                demands = demands_of(sheet, snapshot.courses)
                choice = least_joint_cost(demands, None if desk.counts_work else left)
            assessment = choice.assessment
            desk.offer(plan_of(sheet, snapshot.courses), assessment.cost.total, self.name)
            walk.take_ways(snapshot.courses, ways_of(sheet, assessment.carriage))
