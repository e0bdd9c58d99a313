"""The desk: what is known so far of a problem, and how much may still be spent on it.

Solvers are given a problem and a desk. They put plans and bounds on it and take the best plan from it; they look
at `is_over` often. Nothing else passes between them, so any of them may be left out or run again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.rules import Course

StoppedBy = Literal["clock", "work", "interrupt"]


@dataclass(frozen=True, slots=True)
class Progress:
    """What was best after `seconds` (None: nothing yet), and who found it. Costs are totals as the answer prints them.

    `plan` is the plan that costs as much: whoever keeps it can begin with it after an accident.
    """

    seconds: float
    cost: int | None
    bound: int | None
    source: str
    plan: Plan | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """A bound by shares; `document` writes them down (docs/certificates.md), None where they are too many."""

    bound: int
    document: Callable[[], dict[str, Any] | None]


Listener = Callable[[Progress], None]


class Desk:
    """Best plan, proven bound, clock and work of one search.

    A cost is that of a real choice of ways for the plan (an upper bound of the plan's least cost, never a guess); a
    bound is proven for every plan that keeps the rules. `stop` is set by whoever wants the search to end.
    """

    def __init__(
        self,
        time_limit: float | None = None,
        work_limit: int | None = None,
        listener: Listener | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._started = time.monotonic()
        self._end = None if time_limit is None else self._started + time_limit
        self._until = self._end
        self._work_left = work_limit
        self._listener = listener
        self._stop = threading.Event() if stop is None else stop
        self._done = threading.Event()
        self._lock = threading.Lock()
        self.plan: dict[str, Course] | None = None
        self.cost: int | None = None
        self.hint: dict[str, Course] | None = None
        """A plan to begin with, or, where it breaks a rule, near which to look for a first one."""
        self.bound: int | None = None
        self.bound_source: str = ""
        self.proof: Proof | None = None
        """What the highest bound by shares rests on; a solver's bound beside it may be higher."""
        self.infeasible = False
        """True once some solver has proven that no plan keeps the rules."""
        self.ties_settled = False
        """True once of all plans that cost as little the one with the least sum of months is known."""

    # --- what is known ---

    def offer(self, plan: Plan, cost: int, source: str) -> bool:
        """A plan that keeps the rules, with the cost of a real choice of ways; True where it is better.

        Of equal costs the one with the least sum of months is better.
        """
        with self._lock:
            if self.cost is not None and self.plan is not None:
                if (self.cost, _months(self.plan)) <= (cost, _months(plan)):
                    return False
                cheaper = cost < self.cost
            else:
                cheaper = True
            self.plan, self.cost = {id_: tuple(course) for id_, course in plan.items()}, cost
        if cheaper:
            self._tell(source)
        return True

    def raise_bound(self, bound: int, source: str) -> bool:
        """A proven lower bound of the total of every plan; True where it is higher than before.

        No part of a cost is negative, so neither is a bound, however weak what a solver proved.
        """
        bound = max(bound, 0)
        with self._lock:
            if self.bound is not None and bound <= self.bound:
                return False
            self.bound, self.bound_source = bound, source
        self._tell(source)
        return True

    def keep_proof(self, bound: int, document: Callable[[], dict[str, Any] | None]) -> None:
        """A bound by shares, which anybody can add up again."""
        with self._lock:
            if self.proof is None or bound > self.proof.bound:
                self.proof = Proof(max(bound, 0), document)

    def settle(self, plan: Plan) -> None:
        """Of proven plans of the same cost this one is the answer: none has a smaller sum of months."""
        with self._lock:
            self.plan = {id_: tuple(course) for id_, course in plan.items()}
            self.ties_settled = True

    @property
    def is_proven(self) -> bool:
        """True where the best plan's cost is the bound: none is cheaper."""
        return self.cost is not None and self.bound is not None and self.bound >= self.cost

    @property
    def is_settled(self) -> bool:
        """True where nobody can add anything: there is no plan, or the answer is known among plans of equal cost too."""
        return self.infeasible or (self.is_proven and self.ties_settled)

    # --- what may be spent ---

    @property
    def seconds(self) -> float:
        """Since the search began."""
        return time.monotonic() - self._started

    def keep_back(self, seconds: float) -> None:
        """The search ends so long before the limit of time: the last figures of the plan take their time too."""
        if self._end is not None:
            self._until = max(self._started, self._end - seconds)

    def left_in_all(self) -> float | None:
        """Seconds until the limit of time itself, what is kept back among them; None without a limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def left(self, most: float | None = None) -> float | None:
        """Seconds left for the search, at most `most`; None where neither sets a limit."""
        left = None if self._until is None else max(0.0, self._until - time.monotonic())
        if left is None or most is None:
            return most if left is None else left
        return min(left, most)

    def spend(self, work: int = 1) -> None:
        """Units of work: one is a round of the search, or a small program solved."""
        if self._work_left is not None:
            self._work_left -= work

    def spent_after(self, part: float) -> Callable[[], bool]:
        """What says whether so much of what is left now, of time or of work, has been spent; never where nothing limits it."""
        left = self.left()
        until = None if left is None else time.monotonic() + part * left
        work = None if self._work_left is None else (1 - part) * self._work_left

        def spent() -> bool:
            timed_out = until is not None and time.monotonic() >= until
            return timed_out or (work is not None and self._work_left is not None and self._work_left <= work)

        return spent

    @property
    def counts_work(self) -> bool:
        """True where only work limits the search: then nothing may depend on the clock."""
        return self._work_left is not None and self._until is None

    def stop(self) -> None:
        """From any thread: whoever works at the desk comes to an end."""
        self._stop.set()

    def finish(self) -> None:
        """Whoever still works comes to an end: nothing more is wanted, and no limit was met."""
        self._done.set()

    @property
    def stopped_by(self) -> StoppedBy | None:
        """What has ended the search, None while it may go on."""
        if self._stop.is_set():
            return "interrupt"
        if self._until is not None and time.monotonic() >= self._until:
            return "clock"
        if self._work_left is not None and self._work_left <= 0:
            return "work"
        return None

    @property
    def is_over(self) -> bool:
        return self._done.is_set() or self.stopped_by is not None

    def _tell(self, source: str) -> None:
        if self._listener is not None:
            with self._lock:
                said = Progress(self.seconds, self.cost, self.bound, source, self.plan)
            self._listener(said)


def _months(plan: Plan) -> int:
    return sum(sum(course) for course in plan.values())


class Solver(Protocol):
    """One way to look for plans, bounds or both; deterministic where only work limits it."""

    @property
    def name(self) -> str: ...

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        """Works until it has nothing to add or the desk is over."""
        ...
