"""The answer to the question in which order the systems should move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Landscape, Pattern
from analyzer.order.conflict import Conflict
from analyzer.order.desk import StoppedBy
from analyzer.order.near import Near

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the bound by shares is, and the shares as plain data; None where they are too many to be written down."""

    bound: int
    document: dict[str, Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class Ordering:
    """A plan under all rules (and a pattern), its exact figures, and how far from the optimum it may be.

    `evaluation` is None where no plan was found: there is none (`infeasible`), or a limit came first
    (`unknown`). `bound` holds for every plan that keeps the rules, the pattern and `near`, None where nothing is known;
    `bound_source` names who proved it.
    """

    landscape: Landscape
    pattern: Pattern | None
    status: Status
    evaluation: Evaluation | None = None
    bound: int | None = None
    bound_source: str = ""
    stopped_by: StoppedBy | None = None
    time_limit: float | None = None
    work_limit: int | None = None
    conflict: Conflict | None = None
    """Of an infeasible answer: what cannot hold together, and what would help."""
    shares: Shares | None = None
    """The bound that anybody can add up again; None where none was looked for. It may be lower than `bound`."""
    ties_proven: bool = False
    """True where it is proven, too, that no plan of the same cost has a smaller sum of months."""
    solver: str = "auto"
    """Who was asked for it, by the name of the team."""
    near: Near | None = None
    """How many months of another plan were to change at most, where that was asked."""

    @property
    def total(self) -> int | None:
        cost = None if self.evaluation is None else self.evaluation.cost
        return None if cost is None else cost.total

    @property
    def bound_by_shares(self) -> int | None:
        """How much of the bound the shares prove."""
        if self.bound is None or self.shares is None:
            return None
        return min(self.bound, self.shares.bound)

    @property
    def has_plan(self) -> bool:
        return self.status in ("optimal", "feasible")
