"""The solver that proves: it raises the desk's bound until the best plan is proven, or nothing more is gained."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from analyzer.order.bounds.ascent import Ascent
from analyzer.order.bounds.certificate import MOST_DEAR, Proof, document_of, plain_document, proof_of
from analyzer.order.bounds.compile import Compiler
from analyzer.order.bounds.cooling import Cooling
from analyzer.order.bounds.things import Things
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem

_TELL = 10
"""Rounds between two looks at whether there is a higher bound to tell of."""

_SMALLEST, _SOON, _NEAR = 0.002, 0.6, 0.1
"""The step at which an ascent ends: smaller ones do not change the bound. The first one ends sooner where courses multiplied make at
most `_FEW_MORE` times as many tables, for what is left to gain is gained sooner with them; the second where only cooling goes further."""
_FEW_MORE = 2.5

_AGAIN, _HOT, _LENGTH = 0.3, 0.2, 200
"""The first step of the second ascent; heat (see `Cooling`) and rounds of the first cooling. Each one after it begins at half of the
heat, and takes twice as long to fall."""
_AT_FIRST, _ALWAYS = 2, 20
"""Coolings, where another solver waits and where none does."""


class Bounds:
    """`certificate` is what the last bound that it put on the desk rests on."""

    def __init__(self) -> None:
        self._proof: Proof | None = None

    @property
    def name(self) -> str:
        return "bounds"

    def run(self, problem: OrderProblem, desk: Desk, part: float = 1.0) -> None:
        """Ends when the best plan is proven, the desk is over, or nothing more is gained.

        `part`: of what is left to be spent; if less than all, it ends after a few coolings, too. Where some system has no course at
        all, or no month is left, there is nothing to bound.
        """
        if not problem.length or not all(problem.courses.values()):
            return
        raise_own_bound(problem, desk)
        spent = desk.spent_after(part)
        if desk.is_over or desk.is_proven:
            return
        for ascent in self._ascents(problem, _ALWAYS if part >= 1 else _AT_FIRST):
            if self._climb(ascent, desk, spent):
                return

    def _ascents(self, problem: OrderProblem, coolings: int) -> Iterator[Ascent]:
        """First with plain prices of capacities only, then, from there, with courses multiplied too.

        Then so many coolings, each from where the best one ended, unless one gains nothing.
        """
        compiled = Compiler(problem).compile()
        if compiled.dear > MOST_DEAR:
            return
        with_joined = Compiler(problem, joined=True)
        soon = bool(compiled.loads) and len(with_joined.pairs) <= _FEW_MORE * len(compiled.pairs)
        best = Ascent(compiled, _SOON if soon else _SMALLEST)
        yield best
        if compiled.loads:
            joined = with_joined.compile()
            compiled = joined if any(row.joined for row in joined.loads) else compiled
        ascent = Ascent(compiled, _NEAR)
        ascent.take_up(best, _AGAIN)
        yield ascent
        best = ascent if ascent.gains_over(best) else best
        hot, length = _HOT, _LENGTH
        for _ in range(coolings):
            cooling = Cooling(compiled, best, hot, length)
            yield cooling
            if not cooling.gains_over(best):
                return
            best, hot, length = cooling, hot / 2, length * 2

    def _climb(self, ascent: Ascent, desk: Desk, spent: Callable[[], bool]) -> bool:
        """Until it gains nothing more; True where nothing more is wanted."""
        told = None
        while True:
            ascent.bound()
            over = desk.is_over or spent()
            done = over or ascent.is_done
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
