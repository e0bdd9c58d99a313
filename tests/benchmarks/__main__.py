"""``python -m tests.benchmarks``: measures, and writes docs/benchmarks.md.

``ROWS=bridges,evaluate/34`` runs some rows only; they are printed and the page is left alone. The rows of the order
of migration take hours in all; each is kept in ``tests/benchmarks/measured/``
when it is done, and is not run again.
"""

from __future__ import annotations

import os
import sys
import time
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
    replanning,
    serving,
    storing,
    testing,
)  # fmt: skip
from tests.benchmarks.measuring import Selection
from tests.benchmarks.report import page as written

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def main() -> None:
    selection = Selection()
    load, start = os.getloadavg(), time.monotonic()
    themes = [
        theme.run(selection)
        for theme in (
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
            page,
        )
    ]
    text = written(themes, time.monotonic() - start, load)
    if selection.everything:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
