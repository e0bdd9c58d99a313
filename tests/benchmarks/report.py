"""docs/benchmarks.md from what was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import analyzer
from analyzer.generator import GENERATOR_VERSION
from tests.benchmarks.measuring import Table, Theme

LIBRARIES = ("highspy", "ortools", "networkx", "numpy", "pydantic", "PyYAML", "openpyxl")

PREFACE = """\
# Benchmarks

Written by `make bench`; do not edit. Every figure was measured by `tests/benchmarks/`, the plain formulations beside ours. What
a theme found is kept in `tests/benchmarks/measured/` as it is done, and counts until the code changes (`BENCH_KEEP=1` lets older
figures count, and says so below; `THEMES=storing,serving make bench` measures these anew). Only the order of migration takes
hours: there each row is kept (`ROWS=order/product/must make bench` runs some of them).

How to read it: **ratios count**. The machine may be shared, so a time may be half or twice as long on another day; both sides
of a ratio were measured in the same run, and below a table stands how fast the machine was then, where that was measured. A time is
the median of its runs, with the lowest and the highest; the collector of cycles is as the product leaves it. Cities are written *systems / links / months / cutover months*, and come from
`kakehashi generate` with the plan that the generator gives; a seed is 1 where none is named. What a row *proves* is what the
answer itself says: *optimal* where its bound equals its cost. `ROWS=evaluate/34,bridges make bench` runs some rows and prints them.
"""


def page(themes: Sequence[Theme]) -> str:
    """The whole page."""
    lines = [PREFACE, *_machine(), "", *_targets(themes), *_tables(themes)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _machine() -> Iterator[str]:
    yield "| | |\n|---|---|"
    yield f"| machine | {processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()} |"
    yield f"| Python | {platform.python_implementation()} {platform.python_version()} |"
    yield f"| libraries | {', '.join(_libraries())} |"
    yield f"| kakehashi | {analyzer.__version__}, generator version {GENERATOR_VERSION} |"


def processor() -> str:
    """The model as the system names it."""
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _libraries() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue


def _targets(themes: Sequence[Theme]) -> Iterator[str]:
    targets = [target for theme in themes for target in theme.targets]
    if not targets:
        return
    yield "## Targets\n"
    yield "| target | wanted | |\n|---|---|---|"
    for target in targets:
        yield f"| {target.what} | {target.wanted} | {'✓' if target.ok else '✗'} {target.verdict} |"
    yield ""


def _tables(themes: Sequence[Theme]) -> Iterator[str]:
    for theme in themes:
        for table in theme.tables:
            yield from _table(table, theme.measured)
        for title, path in theme.pictures:
            yield f"![{title}]({path})\n\n*{title}*\n"


def _table(table: Table, when: str) -> Iterator[str]:
    yield f"## {table.title}\n"
    yield f"| {' | '.join(table.header)} |"
    yield "|" + "---|" * len(table.header)
    for row in table.rows:
        yield f"| {' | '.join(row)} |"
    yield ""
    note = " ".join(filter(None, (table.note, f"(Measured {when}.)" if when else "")))
    if note:
        yield f"{note}\n"
