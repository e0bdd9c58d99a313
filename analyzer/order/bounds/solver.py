"""The solver that proves: it raises the desk's bound until the best plan is proven, or nothing more is gained."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from analyzer.order.bounds.ascent import Ascent
from analyzer.order.bounds.certificate import MOST_DEAR, Proof, document_of, plain_document, proof_of
from analyzer.order.bounds.compile import Compiler
from analyzer.order.bounds.things import Things
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem

_TELL = 10
"""Rounds between two looks at whether there is a higher bound to tell of."""

_STEPS = (0.3, 0.1, 1.0)
"""First steps of the ascents that start over from the best."""

_SMALLEST = 0.002
"""The step at which an ascent ends: smaller ones do not change the bound."""

_FEW_MORE, _SOON = 2.5, 0.6
"""Where courses multiplied make at most so many times as many tables, the first ascent ends at this step already: what is
left to gain is gained sooner with them."""


class Bounds:
    """`certificate` is what the last bound that it put on the desk rests on."""

    def __init__(self) -> None:
        self._proof: Proof | None = None

    @property
    def name(self) -> str:
        return "bounds"

    def run(self, problem: OrderProblem, desk: Desk, part: float = 1.0) -> None:
        """Ends when the best plan is proven, the desk is over, or steps have become too small to matter.

        `part`: of what is left to be spent; if less than all, it ends with the first ascents, too. Where some system has
        no course at all, or no month is left, there is nothing to bound.
        """
        if not problem.length or not all(problem.courses.values()):
            return
        raise_own_bound(problem, desk)
        spent = desk.spent_after(part)
        if desk.is_over or desk.is_proven:
            return
        for ascent, smallest in self._ascents(problem, again=part >= 1):
            if self._climb(ascent, smallest, desk, spent):
                return

    def _ascents(self, problem: OrderProblem, *, again: bool) -> Iterator[tuple[Ascent, float]]:
        """Each with the step at which it ends: first with plain prices of capacities only, then, from there, with courses
        multiplied too.

        Then (`again`) starts over from the best, with larger and smaller steps, until none of them gains anything.
        """
        compiled = Compiler(problem).compile()
        if compiled.dear > MOST_DEAR:
            return
        best = Ascent(compiled)
        with_joined = Compiler(problem, joined=True)
        soon = bool(compiled.loads) and len(with_joined.pairs) <= _FEW_MORE * len(compiled.pairs)
        yield best, _SOON if soon else _SMALLEST
        if compiled.loads:
            joined = with_joined.compile()
            compiled = joined if any(row.joined for row in joined.loads) else compiled
        gained = True
        while gained:
            gained = False
            for step in _STEPS:
                ascent = Ascent(compiled)
                ascent.take_up(best, step)
                yield ascent, _SMALLEST
                if not again:
                    return
                if ascent.gains_over(best):
                    best, gained = ascent, True

    def _climb(self, ascent: Ascent, smallest: float, desk: Desk, spent: Callable[[], bool]) -> bool:
        """Until steps are too small to matter; True where nothing more is wanted."""
        told = None
        while True:
            ascent.bound()
            over = desk.is_over or spent()
            done = over or ascent.is_done(smallest)
            if (done or ascent.rounds % _TELL == 1) and ascent.best is not told:
                told = ascent.best
                self._tell(ascent, desk)
            if done or desk.is_proven:
                return over or desk.is_proven
            ascent.improve()
            desk.spend()

    def _tell(self, ascent: Ascent, desk: Desk) -> None:
        if ascent.best is None or (desk.bound is not None and math.ceil(ascent.best.value) <= desk.bound):
            return
        proof = proof_of(ascent.compiled, ascent.capacities, ascent.messages, ascent.best)
        if desk.raise_bound(proof.bound, self.name):
            self._proof = proof
            desk.keep_proof(proof.bound, lambda: document_of(proof))

    @property
    def certificate(self) -> dict[str, Any] | None:
        """Plain data that `analyzer.verification` adds up; None where no bound is this solver's."""
        return None if self._proof is None else document_of(self._proof)


def raise_own_bound(problem: OrderProblem, desk: Desk) -> None:
    """The bound that takes no time, with its proof."""
    bound = own_bound(problem)
    desk.raise_bound(bound, "bounds")
    desk.keep_proof(bound, lambda: plain_document(problem))


def own_bound(problem: OrderProblem) -> int:
    """What every plan pays, and the least of what each system costs by itself."""
    paid = sum(Things(problem).paid_anyway().values())
    least = sum(
        min(problem.own_cost(id_, course) for course in courses) for id_, courses in problem.courses.items()
    )
    return problem.standing_cost + paid + least
