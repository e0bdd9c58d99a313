"""Ctrl-C ends a run also while a solver computes, which hears no Python signal until it is done."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from analyzer.cli.session import GRACE, Session
from analyzer.messages import Text


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Within it Ctrl-C is a KeyboardInterrupt, or after the session's grace the end with code 130.

    A second Ctrl-C does not wait longer than `GRACE`, whatever the first one was promised.
    """
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
    until: float | None = None
    while True:
        left = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([reading], [], [], left)[0]:
            break  # the time is over, and nobody has ended
        signals = os.read(reading, 64)
        if not signals:
            os.close(reading)
            return
        for _ in range(signals.count(signal.SIGINT)):
            until = time.monotonic() + (session.grace if until is None else GRACE)
    if not ended.is_set():
        with suppress(OSError):
            session.say(Text("中断しました。", "Interrupted."))
        os._exit(130)
    os.close(reading)
