"""Months and days as people write them in Japan, where only one reading is possible.

Accepted: 2025-04, 2025/4, 2025.4, 202504, 2025年4月, R7.4, 令和7年4月, 令和元年5月, H31.4, and Apr-25, which Excel makes of
2025-04; with a day: 2025-04-01, 2025/4/1, 2025年4月1日, 令和7年4月1日, and date cells. A date where a month is
wanted means its month. Refused, since they have two readings: two-digit years, fiscal years (令和7年度), and 2025.1, which a spreadsheet
also makes of 2025.10.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
"""Year of the era's year 1, less one; the letters as Excel's formats write them."""

_YEAR = r"(?:(?P<year>(?:19|20|21)[0-9]{2})|(?P<era>令和|平成|r|h)(?P<nth>元|[0-9]{1,2}))"
_DATE = re.compile(
    rf"{_YEAR}(?:[-/.]|年)(?P<month>[0-9]{{1,2}})(?:月)?(?:(?:[-/.]|(?<=月))(?P<day>[0-9]{{1,2}})日?)?"
    r"(?:[t ]?0{1,2}:00(?::00)?)?\Z"
)
_SHORTENED = re.compile(r"[0-9]{4}\.1\Z")
_COMPACT = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?P<month>[01][0-9])\Z")
_EXCEL = re.compile(r"(?P<name>[a-z]{3})-(?P<short>[0-9]{2})\Z")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "ー": "-"})


def read_month(value: str | date) -> str | None:
    """The month as ``YYYY-MM``; None where it is not one, or has two readings."""
    if isinstance(value, date):
        return _month(value.year, value.month)
    text = _fold(value)
    if _SHORTENED.match(text):
        return None
    if match := _COMPACT.match(text):
        return _month(int(match["year"]), int(match["month"]))
    if (match := _EXCEL.match(text)) and match["name"] in _NAMES:
        return _month(2000 + int(match["short"]), _NAMES.index(match["name"]) + 1)
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    if day is not None and _day(year, month, day) is None:
        return None
    return _month(year, month)


def read_day(value: str | date) -> str | None:
    """The day as ``YYYY-MM-DD``; None where it is not one."""
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    parts = _parts(_fold(value))
    if parts is None or parts[2] is None:
        return None
    return _day(parts[0], parts[1], parts[2])


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).casefold().split())


def _parts(text: str) -> tuple[int, int, int | None] | None:
    match = _DATE.match(text)
    if match is None:
        return None
    if match["year"]:
        year = int(match["year"])
    else:
        year = _ERAS[match["era"]] + (1 if match["nth"] == "元" else int(match["nth"]))
    return year, int(match["month"]), int(match["day"]) if match["day"] else None


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and 1900 <= year < 2200 else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
