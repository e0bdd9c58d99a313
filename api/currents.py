"""Which version is current, asked of the store by many requests at once.

Several servers and the command line write to the same store, so every request asks it. Requests that come while a question is
under way share the next one: each gets what was so after it came, and 200 clients cost one question at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool

from analyzer.stores.port import Store, Version

_Answer = Version | Exception


class Currents:
    """For one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, list[asyncio.Future[Version]]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def current(self, landscape: str) -> Version:
        """As `Store.current`, with its errors."""
        future: asyncio.Future[Version] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(landscape, []).append(future)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await future

    async def _ask(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            try:
                answers: Sequence[_Answer] = await run_in_threadpool(self._look_up, list(waiting))
            except BaseException as error:
                for future in (future for futures in waiting.values() for future in futures):
                    if not future.done():
                        future.set_exception(error if isinstance(error, Exception) else RuntimeError())
                raise
            for answer, futures in zip(answers, waiting.values(), strict=True):
                for future in futures:
                    if future.done():  # whoever asked has gone
                        continue
                    if isinstance(answer, Exception):
                        future.set_exception(answer)
                    else:
                        future.set_result(answer)

    def _look_up(self, landscapes: Sequence[str]) -> list[_Answer]:
        return [self._current(landscape) for landscape in landscapes]

    def _current(self, landscape: str) -> _Answer:
        try:
            return self._store.current(landscape)
        except Exception as error:
            return error
