"""The end of the process, also while a solver that heard nothing still computes in a thread."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with `code`.

    Where a thread still computes, nothing is torn down around it: a solver that asks for the interpreter after its
    end makes the whole process abort (exit code 134 in place of `code`). What is registered for the end is done.
    """
    if all(thread is threading.main_thread() for thread in threading.enumerate()):
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 (there is no public name for it)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
