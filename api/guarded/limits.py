"""What a guarded process may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Excess = Literal["memory", "time", "crash"]


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` is address space in bytes; `cpu` and `wall` are seconds for one task."""

    memory: int
    cpu: float
    wall: float


class LimitExceededError(Exception):
    """The task needed more than it may use, or ended its process (`crash`) also when it was tried again."""

    def __init__(self, excess: Excess) -> None:
        self.excess = excess
        super().__init__(excess)


class QueueFullError(Exception):
    """As many tasks wait as may wait."""


class ClosedError(Exception):
    """The pool ends."""
