"""Runs the command line inside the test process, and gives all that came out of it."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from analyzer.cli.running import run
from tests.builders import landscape_document

PLAN = {"moves": {"jumin.shift": "2025-02", "zeimu.shift": "2025-04"}}
"""Serves `tests.builders.SMALL`: its one link is mixed in 2025-02 and 2025-03."""


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def kakehashi(*arguments: object, stdin: bytes = b"") -> Result:
    """One run of the command; neither stream is a terminal."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        patch.object(sys, "stdin", given),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
    ):
        code = run([str(argument) for argument in arguments])
    return Result(code, _bytes(out), _bytes(err).decode("utf-8"))


def _bytes(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def write(path: Path, document: object) -> Path:
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def small_landscape(folder: Path, **overrides: Any) -> Path:
    """`tests.builders.SMALL` as a file."""
    return write(folder / "landscape.yaml", landscape_document(**overrides))


def small_plan(folder: Path, **moves: str) -> Path:
    """`PLAN` as a file, with other months where they are given (``jumin="2025-03"``)."""
    changed = {f"{system}.shift": month for system, month in moves.items()}
    return write(folder / "plan.yaml", {"moves": {**PLAN["moves"], **changed}})
