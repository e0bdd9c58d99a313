"""Ctrl-C ends a run also while a solver computes, which hears no Python signal until it is done."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from analyzer.cli.session import Session
from analyzer.messages import Text

GRACE = 1.0
"""Seconds in which Python may end by itself (a KeyboardInterrupt, temporary files removed)."""


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Within it Ctrl-C is a KeyboardInterrupt, or after `GRACE` seconds the end with code 130."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    ended = threading.Event()
    threading.Thread(target=_watch, args=(reading, ended, session), daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(before)
        os.close(writing)  # ends the thread, which closes the other end


def _watch(reading: int, ended: threading.Event, session: Session) -> None:
    while signals := os.read(reading, 64):
        if signal.SIGINT in signals and not ended.wait(GRACE):
            with suppress(OSError):
                session.say(Text("中断しました。", "Interrupted."))
            os._exit(130)
    os.close(reading)
