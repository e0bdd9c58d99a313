"""The guarded process: ``python -m api.guarded.child MEMORY``. Reads tasks, answers them, ends with its parent.

Standard output is the pipe of answers, so whatever else would be printed goes to standard error.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO, Literal

from api.guarded.wire import SentError, packed, read_frame, unpacked, write_frame

Outcome = tuple[Literal["done", "raised", "memory"], object]
OUT_OF_MEMORY = 99
"""Exit code of a process that could not even say so."""


def main(memory: int) -> None:
    """Serve until the parent closes the pipe."""
    requests: BinaryIO = os.fdopen(os.dup(0), "rb", buffering=1 << 20)
    answers: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    while (task := read_frame(requests)) is not None:
        payload = read_frame(requests)
        if payload is None:
            return
        _answer(answers, task, payload)
        del task, payload


def _answer(answers: BinaryIO, task: bytes, payload: bytes) -> None:
    name, arguments, cpu = unpacked(task)
    _limit_cpu(cpu)
    try:
        written = packed(_outcome(name, payload, arguments))
    except MemoryError:
        written = packed(("memory", None))
    write_frame(answers, written)


def _outcome(name: str, payload: bytes, arguments: tuple[object, ...]) -> Outcome:
    """What the function gives or raises; it is one of ours, named by us."""
    module, _, function = name.partition(":")
    try:
        do: Callable[..., object] = getattr(importlib.import_module(module), function)
        return "done", do(payload, *arguments)
    except MemoryError:
        return "memory", None
    except Exception as error:
        return "raised", _sent(error)


def _sent(error: Exception) -> SentError | str:
    """One of ours as it is; any other is a fault, of which the log has the traceback and the parent its name."""
    if type(error).__module__.partition(".")[0] in ("analyzer", "api"):
        return SentError.of(error)
    sys.excepthook(type(error), error, error.__traceback__)
    return f"{type(error).__name__}: {error}"


def _limit_cpu(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _end_with_parent(parent: int) -> None:
    """A parent that was killed closes nothing that a busy process would notice."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
