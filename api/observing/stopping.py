"""A service learns that it is to stop when it is told, not when its last connection has gone."""

from __future__ import annotations

import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType

from api.service import Service

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def hears_signals(service: Service) -> AsyncIterator[None]:
    """While the service runs, SIGTERM and SIGINT set `stopping` before the server acts on them: streams end,
    and /ready says that nothing should come here any more.
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def hear(number: int, frame: FrameType | None) -> None:
        service.stopping = True
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)
