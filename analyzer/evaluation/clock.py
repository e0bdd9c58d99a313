"""A limit of time, shared by the steps of one answer."""

from __future__ import annotations

import time


class Clock:
    """Runs from when it is made; without a limit it never ends."""

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """Seconds that are left, 0.0 where none are; None without a limit."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    @property
    def is_over(self) -> bool:
        return self.left() == 0.0
