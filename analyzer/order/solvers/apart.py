"""A solver in a process of its own, so that it and those that prove do not wait for each other's interpreter.

The process is a fork: it has the problem already, and only plans go to and fro. Where there is no safe fork (other
systems than Linux) the solver runs where it is called.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing.connection import Connection
from typing import Any

from analyzer.order.desk import Desk, Solver
from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.rules import Course

_LOOK = 0.02
"""Seconds between two looks at what has come."""


class Apart:
    """Runs a solver that looks for plans beside the caller; what it finds is offered at the caller's desk."""

    def __init__(self, solver: Solver) -> None:
        self._solver = solver

    @property
    def name(self) -> str:
        return self._solver.name

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        if sys.platform != "linux":
            self._solver.run(problem, desk)
            return
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work,
            args=(self._solver, problem, desk.left(), desk.plan, desk.cost, desk.hint, theirs, ours),
            daemon=True,
        )
        process.start()
        theirs.close()
        try:
            self._listen(desk, ours)
        finally:
            process.kill()
            process.join()
            ours.close()

    def _listen(self, desk: Desk, connection: Connection) -> None:
        """Until the other process is done, or nothing more is wanted; better plans of others are passed on."""
        known = desk.cost
        while not (desk.is_over or desk.is_proven or desk.infeasible):
            plan, cost = desk.plan, desk.cost
            if plan is not None and cost is not None and (known is None or cost < known):
                known = cost
                connection.send((plan, cost))
            if not connection.poll(_LOOK):
                continue
            try:
                message: tuple[str, Any] = connection.recv()
            except EOFError:
                raise RuntimeError("the process of the search has ended by itself") from None
            what, said = message
            if what == "plan":
                known = said[1] if known is None else min(known, said[1])
                plan, cost = said
                desk.offer(plan, cost, self.name)
            elif what == "infeasible":
                desk.infeasible = True
            elif what == "failed":
                raise RuntimeError(said)
            else:
                return


class _FarDesk(Desk):
    """The desk of the other process: what is offered is sent, and what is sent here counts as offered."""

    def __init__(self, time_limit: float | None, connection: Connection) -> None:
        super().__init__(time_limit)
        self._connection = connection

    def offer(self, plan: Plan, cost: int, source: str) -> bool:
        better = super().offer(plan, cost, source)
        if better:
            self._connection.send(("plan", (self.plan, cost)))
        return better

    @property
    def is_over(self) -> bool:
        while self._connection.poll():
            plan, cost = self._connection.recv()
            super().offer(plan, cost, "elsewhere")
        return super().is_over


def _work(
    solver: Solver,
    problem: OrderProblem,
    time_limit: float | None,
    plan: Plan | None,
    cost: int | None,
    hint: dict[str, Course] | None,
    connection: Connection,
    others: Connection,
) -> None:
    """What the other process does. Ctrl-C is its parent's to answer, whose end it sees as the end of the pipe."""
    others.close()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    desk = _FarDesk(time_limit, connection)
    desk.hint = hint
    if plan is not None and cost is not None:
        Desk.offer(desk, plan, cost, "start")
    try:
        solver.run(problem, desk)
        connection.send(("infeasible", None) if desk.infeasible else ("done", None))
    except (EOFError, BrokenPipeError):
        return
    except Exception as failure:
        connection.send(("failed", f"{type(failure).__name__}: {failure}"))
