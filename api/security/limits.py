"""How often: a bucket of tokens for each who asks, which fills steadily and holds so many."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Buckets:
    """`rate` tokens a second flow into each bucket, up to `burst`. Buckets that nobody used longest are let go."""

    def __init__(
        self, rate: float, burst: float, *, most: int = 20_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # name → (tokens, at)
        self._lock = Lock()

    def take(self, name: str) -> float:
        """Takes a token: 0. Where there is none: seconds until there is one."""
        return self._wait(name, take=True)

    def wait(self, name: str) -> float:
        """The same without taking one."""
        return self._wait(name, take=False)

    def _wait(self, name: str, *, take: bool) -> float:
        now = self._clock()
        with self._lock:
            tokens, at = self._buckets.get(name, (self._burst, now))
            tokens = min(self._burst, tokens + (now - at) * self._rate)
            waits = 0.0 if tokens >= 1.0 else (1.0 - tokens) / self._rate
            if take:
                self._buckets[name] = (tokens if waits else tokens - 1.0, now)
                self._buckets.move_to_end(name)
                if len(self._buckets) > self._most:
                    self._buckets.popitem(last=False)
            return waits
