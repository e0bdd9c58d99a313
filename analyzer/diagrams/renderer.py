"""DOT → picture: the only place that knows of Graphviz' programs.

They are run directly, not through the `graphviz` package: that has no time limit, and a hard one
is what keeps a large landscape from hanging (`dot` took over 90 s on 300 boxes and 1,000 lines).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
from time import monotonic
from typing import Any, Literal

from analyzer.diagrams.svg import allow_listed
from analyzer.errors import KakehashiError, MissingToolError

Format = Literal["svg", "png", "pdf", "dot"]

ENGINES: tuple[tuple[str, float], ...] = (("dot", 5.0), ("fdp", 2.0), ("sfdp", 2.0))
"""Programs and their seconds: the tidy one first, then those that are quick on large graphs."""
INSTALL_HINT = "install Graphviz (Debian, Ubuntu: apt-get install graphviz; macOS: brew install graphviz)"


class DrawingError(KakehashiError):
    """Graphviz gave no picture: too slow with every program, or it failed (`reason`)."""

    exit_code = 3

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"no picture: {reason}; --format dot gives the graph without a layout")


def require_graphviz() -> None:
    """MissingToolError where the program that draws is not installed."""
    if shutil.which(ENGINES[0][0]) is None:
        raise MissingToolError(ENGINES[0][0], INSTALL_HINT)


def render(dot: str, wanted: Format, title: str, engines: tuple[tuple[str, float], ...] = ENGINES) -> bytes:
    """The picture; engines are tried in order, each within its seconds.

    MissingToolError where the first one is not installed, DrawingError where none succeeds.
    """
    if wanted == "dot":
        return dot.encode()
    picture = _first_of(dot, wanted, engines)
    if wanted == "svg":
        return allow_listed(picture, title)
    return _undated(picture) if wanted == "pdf" else picture


def laid_out(dot: str, engines: tuple[tuple[str, float], ...] = ENGINES) -> Any:
    """Where everything stands, as Graphviz' JSON says it, without drawing; errors as `render`."""
    return json.loads(_first_of(dot, "json0", engines))


def _first_of(dot: str, wanted: str, engines: tuple[tuple[str, float], ...]) -> bytes:
    """What the first engine gives that succeeds within its seconds."""
    reasons = []
    for index, (engine, seconds) in enumerate(engines):
        program = shutil.which(engine)
        if program is None:
            if index == 0:
                raise MissingToolError(engine, INSTALL_HINT)
            continue
        picture, reason = _run(program, dot, wanted, seconds)
        if picture is not None:
            return picture
        reasons.append(f"{engine}: {reason}")
    raise DrawingError(", ".join(reasons))


def _run(program: str, dot: str, wanted: str, seconds: float) -> tuple[bytes | None, str]:
    """(picture, "") or (None, why not). The whole process group ends with the time."""
    started = monotonic()
    command = [program, f"-T{wanted}:cairo" if wanted in ("png", "pdf") else f"-T{wanted}"]
    with subprocess.Popen(  # noqa: S603 - a program found by our own name for it, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            picture, said = process.communicate(dot.encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return None, f"over {monotonic() - started:.0f} s"
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0 or not picture:
        return None, said.decode(errors="replace").strip()[:300] or f"exit {process.returncode}"
    return picture, ""


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _undated(pdf: bytes) -> bytes:
    """The day of drawing is no part of the picture: same input, same bytes (the length stays)."""
    return re.sub(rb"/CreationDate \(D:\d{14}", b"/CreationDate (D:20000101000000", pdf)
