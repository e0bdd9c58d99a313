"""A Dask cluster of this machine's own: its scheduler and its workers as processes that end with the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path


class OwnCluster:
    """A scheduler and workers on this machine, reached on the loopback only; started again as often as it is asked for."""

    def __init__(self, workers: int, memory: int) -> None:
        self._workers = workers
        self._memory = memory
        self._folder = tempfile.TemporaryDirectory(prefix="kakehashi-dask-", ignore_cleanup_errors=True)
        self._started = 0
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._nannies: subprocess.Popen[bytes] | None = None

    @property
    def is_there(self) -> bool:
        return self._scheduler is not None and self._scheduler.poll() is None

    @property
    def scheduler(self) -> int | None:
        """The id of the scheduler's process."""
        return None if self._scheduler is None else self._scheduler.pid

    def start(self) -> None:
        """A new scheduler with new workers."""
        self._stop()
        self._started += 1
        told = self._file
        # Without a client it ends by itself, and its workers with it: if we are killed nothing stays behind.
        self._scheduler = _run(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--idle-timeout", "120s",
            "--scheduler-file", str(told),
        )  # fmt: skip
        self._nannies = _run(
            "dask_worker", "--scheduler-file", str(told), "--host", "127.0.0.1", "--nworkers", str(self._workers),
            "--nthreads", "1", "--no-dashboard", "--memory-limit", str(self._memory), "--death-timeout", "20",
            "--local-directory", self._folder.name,
        )  # fmt: skip

    def address(self, seconds: float) -> str | None:
        """Where the scheduler listens, once it does; None where it has ended, or takes longer."""
        until = time.monotonic() + seconds
        while self.is_there and time.monotonic() < until:
            with suppress(OSError, ValueError, KeyError):
                return str(json.loads(self._file.read_bytes())["address"])
            time.sleep(0.05)
        return None

    def end(self) -> None:
        self._stop()
        self._folder.cleanup()

    @property
    def _file(self) -> Path:
        return Path(self._folder.name) / f"scheduler-{self._started}.json"

    def _stop(self) -> None:
        for process in (self._nannies, self._scheduler):
            if process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # with all that it has started
                process.wait()
        self._scheduler = self._nannies = None


def _run(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C is for us, and all of it ends at once."""
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
