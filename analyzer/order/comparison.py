"""Patterns beside each other, each at its least cost, and beside them the optimum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from analyzer.evaluation.evaluate import Moves
from analyzer.landscape.model import Landscape, Pattern
from analyzer.messages import Text
from analyzer.order.desk import Listener
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import pattern_named, why_not


class Optimizer(Protocol):
    """`analyzer.order.optimize.optimize_plan`, and whatever stands in for it."""

    def __call__(
        self,
        landscape: Landscape,
        /,
        *,
        pattern: Pattern | None = None,
        start: Moves | None = None,
        time_limit: float | None = None,
        work_limit: int | None = None,
        progress: Listener | None = None,
    ) -> Ordering: ...


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """`answers` in the order in which they were asked for; `optimum` is None where it was not asked for."""

    landscape: Landscape
    answers: tuple[Ordering, ...]
    optimum: Ordering | None

    @property
    def all(self) -> tuple[Ordering, ...]:
        return self.answers if self.optimum is None else (*self.answers, self.optimum)

    @property
    def has_plan(self) -> bool:
        """True where some pattern can be carried out."""
        return any(answer.has_plan for answer in self.answers)

    @property
    def interrupted(self) -> bool:
        return any(answer.stopped_by == "interrupt" for answer in self.all)


def answer_named(ordering: Ordering) -> Text:
    """The pattern; for the plan without one whether it is the optimum, or only the best found."""
    if ordering.pattern is not None:
        return pattern_named(ordering.pattern)
    return Text("最善", "best found") if ordering.status == "feasible" else Text("最適", "optimum")


Announce = Callable[[Pattern | None], None]
"""Told which pattern comes next (None: the optimum)."""


def compare_patterns(
    optimizer: Optimizer,
    landscape: Landscape,
    patterns: Sequence[Pattern],
    *,
    with_optimum: bool = True,
    time_limit: float | None = None,
    work_limit: int | None = None,
    announce: Announce | None = None,
    progress: Listener | None = None,
) -> Comparison:
    """Each pattern answered within the limits, which hold for one answer; then the optimum.

    The optimum starts from the cheapest plan of the patterns, so that it never costs more than one of them.
    After an interruption nothing more is computed: what was not reached is `unknown`.
    """
    answers: list[Ordering] = []

    def answer(pattern: Pattern | None, start: Moves | None) -> Ordering:
        if any(before.stopped_by == "interrupt" for before in answers):
            return Ordering(landscape, pattern, "unknown", stopped_by="interrupt")
        if pattern is not None and why_not(landscape, pattern) is not None:
            return Ordering(landscape, pattern, "infeasible")
        if announce is not None:
            announce(pattern)
        return optimizer(
            landscape, pattern=pattern, start=start, time_limit=time_limit, work_limit=work_limit, progress=progress
        )  # fmt: skip

    for pattern in patterns:
        answers.append(answer(pattern, None))
    optimum = answer(None, _cheapest(answers)) if with_optimum else None
    return Comparison(landscape, tuple(answers), optimum)


def _cheapest(answers: Sequence[Ordering]) -> Moves | None:
    """The months of the cheapest plan, the first of equals."""
    found = [(answer.total, place) for place, answer in enumerate(answers) if answer.total is not None]
    if not found:
        return None
    evaluation = answers[min(found)[1]].evaluation
    return None if evaluation is None else evaluation.moves
