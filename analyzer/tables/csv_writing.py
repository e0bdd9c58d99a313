"""Rows → a CSV file that Excel opens in Japanese and runs nothing of."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from analyzer.tables.csv_reading import guard


def csv_bytes(rows: Sequence[Sequence[str | int]]) -> bytes:
    """UTF-8 with BOM (Excel takes a file without for CP932), CRLF, texts guarded against formulas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
