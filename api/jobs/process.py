"""The process of a search, from the side of the worker: begun, heard, asked to stop, ended."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO, Protocol, cast

from api.jobs.wire import STOP, Answered, Broke, Gone, Message, Task, receive, send_task

_KEPT_BACK = ("KAKEHASHI_", "NEO4J_")
"""Variables of the environment with these beginnings may hold secrets; a search needs none."""


class Search(Protocol):
    """A search under way. After `Answered`, `Broke` or `Gone` nothing more comes."""

    def next(self, seconds: float) -> Message | None:
        """What it says next; None where it says nothing for so long."""

    def stop(self) -> None:
        """It is to answer soon, with what it has."""

    def leave(self) -> None:
        """No answer is wanted: it tells of its best plan, if that is untold, and ends."""

    def kill(self) -> None:
        """It ends now. Whatever has been begun has to be ended so."""


Launch = Callable[[Task], Search]


class SearchProcess:
    """A process of its own, in a group of its own: with it ends whatever it has begun."""

    def __init__(self, task: Task) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api.jobs.searching"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            env=_environment(os.environ),
            start_new_session=True,
        )
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._ended = False
        try:
            send_task(task, cast("BinaryIO", self._process.stdin))
        except OSError:
            self._messages.put(Gone())
            return
        except BaseException:
            self.kill()
            raise
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def next(self, seconds: float) -> Message | None:
        try:
            return self._messages.get(timeout=seconds)
        except queue.Empty:
            return None

    def stop(self) -> None:
        stream = cast("BinaryIO", self._process.stdin)
        with suppress(OSError, ValueError):
            stream.write(STOP)
            stream.flush()

    def leave(self) -> None:
        with suppress(OSError, ValueError):
            cast("BinaryIO", self._process.stdin).close()

    def kill(self) -> None:
        with self._lock:
            if self._ended:
                return
            self._ended = True
            # The process is not waited for elsewhere, so its number, and that of its group, is still its own.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self.leave()

    def _read(self) -> None:
        stream = cast("BinaryIO", self._process.stdout)
        with stream:
            while True:
                try:
                    message = receive(stream)
                except (OSError, ValueError):
                    message = Gone()
                self._messages.put(message)
                if isinstance(message, Answered | Broke | Gone):
                    return


def _environment(whole: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in whole.items() if not name.startswith(_KEPT_BACK)}
