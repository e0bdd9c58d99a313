"""What a theme found, kept as it is done: a run that breaks off goes on there, and one theme can be measured anew.

A file of JSON for each theme in ``tests/benchmarks/measured/``, part of the project. It counts as long as the code is the same
(``BENCH_KEEP=1``: whatever the code), and the page says of each when it was measured.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import Goal, Table, Theme
from tests.benchmarks.order_records import fingerprint

FOLDER = Path(__file__).parent / "measured"
CODE = ("analyzer", "api", "tests/benchmarks")


def measured(
    name: str, run: Callable[[], Theme], *, anew: bool = False, folder: Path = FOLDER, code: str | None = None
) -> Theme:
    """The theme as it is kept, else measured and kept from now on. `anew`: measured in any case."""
    file, code = folder / f"{name}.json", code or fingerprint(CODE)
    if file.is_file() and not anew:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["code"] == code or os.environ.get("BENCH_KEEP"):
            theme = _read(kept)
            theme.measured += "" if kept["code"] == code else ", with older code"
            return theme
    load, speed, start = os.getloadavg(), pace(), time.monotonic()
    theme = run()
    minutes = (time.monotonic() - start) / 60
    theme.measured = f"{datetime.now(UTC).date()}, {minutes:.1f} min, load before {load[0]:.1f}; {speed}"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"code": code, **_written(theme)}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
    return theme


def pace() -> str:
    """How fast the machine is just now, in two things that are the same on any day: figures of two days are compared by it."""
    start = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    adding = time.perf_counter() - start
    block = bytearray(200_000_000)
    start = time.perf_counter()
    for _ in range(5):
        bytes(block)
    copied = 5 * len(block) / (time.perf_counter() - start) / 1e9
    return f"10 million additions in Python took {adding:.2f} s, {copied:.1f} GB/s were copied"


def _written(theme: Theme) -> dict[str, Any]:
    return {
        "measured": theme.measured,
        "tables": [asdict(table) for table in theme.tables],
        "targets": [asdict(Goal(t.what, t.wanted, t.ok, t.verdict)) for t in theme.targets],
        "pictures": theme.pictures,
    }


def _read(kept: dict[str, Any]) -> Theme:
    tables = [
        Table(table["title"], tuple(table["header"]), [tuple(row) for row in table["rows"]], table["note"])
        for table in kept["tables"]
    ]
    targets = [Goal(**target) for target in kept["targets"]]
    pictures = [(title, path) for title, path in kept["pictures"]]
    return Theme(tables, [*targets], pictures, kept["measured"])
