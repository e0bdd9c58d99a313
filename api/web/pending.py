"""Answers that take longer than a view waits for: computed once, and there for whoever asks again soon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

KEPT_SECONDS = 60.0
"""An answer that a limit of time cut off is kept nowhere else; the view that shows it comes back for it at once."""


class Pending:
    """For one event loop."""

    def __init__(self) -> None:
        self._tasks: dict[object, asyncio.Task[bytes]] = {}

    async def get(
        self, key: object, compute: Callable[[], Coroutine[Any, Any, bytes]], patience: float | None
    ) -> bytes | None:
        """The answer; None where it takes longer than `patience` seconds: it is computed all the same.

        Raises what `compute` raises.
        """
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(compute())
            task.add_done_callback(lambda done: self._done(key, done))
        await asyncio.wait({task}, timeout=patience)
        return task.result() if task.done() else None

    def _done(self, key: object, task: asyncio.Task[bytes]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed:
            self._tasks.pop(key, None)
        else:
            asyncio.get_running_loop().call_later(KEPT_SECONDS, self._tasks.pop, key, None)
