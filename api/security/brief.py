"""What was read from the store, kept for a moment: a busy key is not looked up with every request."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

SECONDS = 1.0
"""Longer would be too long: a key that is revoked in one worker opens nothing in the others after this."""


class Brief(Generic[Value]):
    """Values by name, for `SECONDS`; the oldest go first where they are too many."""

    def __init__(
        self, seconds: float = SECONDS, *, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Value]] = OrderedDict()
        self._lock = Lock()
        self._forgotten = 0

    @property
    def turn(self) -> int:
        """To be taken before reading what `keep` is given: `forget` in between makes that stale."""
        return self._forgotten

    def get(self, name: str) -> tuple[Value] | None:
        """The value in a tuple, as it may itself be None; None where it is not kept (any more)."""
        with self._lock:
            kept = self._kept.get(name)
        if kept is None or self._clock() - kept[0] >= self._seconds:
            return None
        return (kept[1],)

    def keep(self, name: str, value: Value, *, turn: int, at: float) -> None:
        """`at` is when reading it began (`now`): a value is never older than `SECONDS`."""
        with self._lock:
            if turn != self._forgotten:
                return
            self._kept[name] = (at, value)
            self._kept.move_to_end(name)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def now(self) -> float:
        return self._clock()

    def forget(self, name: str) -> None:
        with self._lock:
            self._forgotten += 1
            self._kept.pop(name, None)

    def forget_all(self) -> None:
        with self._lock:
            self._forgotten += 1
            self._kept.clear()
