"""The service hears that it is to stop at the signal, not only when its last connection is closed.

A server waits for its connections before it ends what lives as long as the service. Streams that last would keep it waiting,
and searches would go on meanwhile: both hear of the stop here.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from types import FrameType
from typing import Any

from api.service import Service

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def stopping(service: Service) -> AsyncIterator[None]:
    """Between begin and end of the service its signals are heard before the server's own handlers."""
    loop = asyncio.get_running_loop()

    def announce() -> None:
        if not service.stopping:
            service.stopping = True
            for hear in service.at_stop:
                hear()

    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            before[number] = signal.getsignal(number)
            signal.signal(number, _first(loop, announce, before[number]))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        announce()


def _first(
    loop: asyncio.AbstractEventLoop, announce: Callable[[], None], then: Any
) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(announce)
        if callable(then):
            then(number, frame)
        elif then == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    return handle
