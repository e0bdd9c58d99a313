"""``python -m tests.benchmarks``: measures, and writes docs/benchmarks.md.

What a theme found is kept in ``tests/benchmarks/measured/`` when it is done; a theme whose code has not changed since is not
measured again (``BENCH_KEEP=1``: nor any other that is kept; ``THEMES=storing,serving`` measures these anew). The order of
migration takes hours: each of its rows is kept. ``ROWS=bridges,evaluate/34`` runs some rows only; they are printed and the
page is left alone.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks import (
    bridging,
    drawing,
    evaluating,
    files,
    graph_store,
    keeping,
    many,
    ordering,
    page,
    published,
    replanning,
    serving,
    storing,
    testing,
)  # fmt: skip
from tests.benchmarks.kept import measured
from tests.benchmarks.measuring import Selection
from tests.benchmarks.report import page as written

THEMES = (
    evaluating,
    bridging,
    testing,
    files,
    drawing,
    storing,
    graph_store,
    serving,
    many,
    keeping,
    replanning,
    ordering,
    published,
    page,
)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def main() -> None:
    selection = Selection()
    if not selection.everything:
        sys.stdout.write(written([theme.run(selection) for theme in THEMES]))
        return
    anew = os.environ.get("THEMES", "").replace(",", " ").split()
    themes = []
    for theme in THEMES:
        name = theme.__name__.rpartition(".")[2]
        run = partial(theme.run, selection)
        themes.append(run() if theme is ordering else measured(name, run, anew=name in anew))
    PAGE.write_text(written(themes), encoding="utf-8")


if __name__ == "__main__":
    main()
