"""Changes of the store, one after the other: a store has one writer at a time, and whoever cannot wait long is told at once.

Without this the threads that answer readers would all wait for the writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from analyzer.messages import Text
from api.problems import busy

P = ParamSpec("P")
T = TypeVar("T")


class Changes:
    """For one event loop. 503 where `waiting` changes wait already."""

    def __init__(self, waiting: int, retry_after: int) -> None:
        self._waiting = waiting
        self._retry_after = retry_after
        self._turn = asyncio.Semaphore(1)
        self._queued = 0

    async def make(self, change: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the change gives, made in a thread."""
        if self._queued >= self._waiting:
            raise busy(
                self._retry_after,
                Text("書き込みが混み合っています。", "Too many changes are waiting to be written."),
            )
        self._queued += 1
        try:
            async with self._turn:
                return await run_in_threadpool(change, *args, **kwargs)
        finally:
            self._queued -= 1
