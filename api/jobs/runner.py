"""The part of a server process that works at jobs: takes what waits while there is a place, and looks after each."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time

from analyzer.errors import KakehashiError
from api.jobs.ledger import Held, Ledger
from api.jobs.looking_after import Pace, look_after
from api.jobs.process import Launch, SearchProcess
from api.jobs.slots import Slots

log = logging.getLogger("kakehashi.jobs")

_LOOK = 1.0
"""Seconds between two looks at the queue: others may have added to it."""
_SWEEP = 60.0
"""Seconds between two sweeps."""


class Runner:
    """Threads that look after jobs, from `start` to `stop`."""

    def __init__(
        self, ledger: Ledger, slots: Slots, *, pace: Pace | None = None, launch: Launch = SearchProcess
    ) -> None:
        self._ledger = ledger
        self._slots = slots
        self._pace = pace or Pace()
        self._launch = launch
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._leaving = threading.Event()
        self._wake = threading.Event()
        self._dispatcher = threading.Thread(target=self._dispatch, name="jobs", daemon=True)
        self._working: set[threading.Thread] = set()
        self._lock = threading.Lock()

    def start(self) -> None:
        self._dispatcher.start()

    def wake(self) -> None:
        """A job was put into the queue: it need not wait for the next look."""
        self._wake.set()

    def leave(self) -> None:
        """No more jobs; those at work go back to the queue with their best plans. Does not wait."""
        self._leaving.set()
        self._wake.set()

    def stop(self, seconds: float) -> None:
        """`leave`, and waits at most so long for the jobs to be back."""
        self.leave()
        until = time.monotonic() + seconds
        if self._dispatcher.is_alive():
            self._dispatcher.join(seconds)  # after it nothing is begun any more
        with self._lock:
            working = list(self._working)
        for thread in working:
            thread.join(max(0.0, until - time.monotonic()))

    def _dispatch(self) -> None:
        swept = float("-inf")
        while not self._leaving.is_set():
            begun = False
            try:
                if time.monotonic() - swept >= _SWEEP:
                    swept = time.monotonic()
                    self._ledger.sweep()
                begun = self._begin()
            except (KakehashiError, OSError) as error:
                log.warning("jobs cannot be taken now", extra={"reason": str(error)})
            except Exception:
                log.exception("fault while taking a job")
            if not begun:
                self._wake.wait(_LOOK)
                self._wake.clear()

    def _begin(self) -> bool:
        """True where a job was taken."""
        slot = self._slots.take()
        if slot is None:
            return False
        held = None
        try:
            held = self._ledger.take(self._owner)
        finally:
            if held is None:
                self._slots.free(slot)
        if held is None:
            return False
        thread = threading.Thread(
            target=self._work, args=(held, slot), name=f"job-{held.job.id}", daemon=True
        )
        with self._lock:
            self._working.add(thread)
        thread.start()
        return True

    def _work(self, held: Held, slot: int) -> None:
        try:
            log.info("job taken", extra={"job": held.job.id, "attempt": held.job.attempt})
            look_after(self._ledger, held, self._launch, self._leaving, self._pace)
        except KakehashiError as error:
            log.warning("job left", extra={"job": held.job.id, "reason": str(error)})
        except Exception:
            log.exception("fault in a job", extra={"job": held.job.id})
        finally:
            self._slots.free(slot)
            with self._lock:
                self._working.discard(threading.current_thread())
            self._wake.set()
