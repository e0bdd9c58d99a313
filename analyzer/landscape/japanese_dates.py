"""Months as Japanese offices write them: 和暦 (the era's years) and 年度 (fiscal years, April to March).

An era begins here with the month of its first day: a plan speaks of months. 平成 began on 8 January 1989, 令和 on
1 May 2019; the fiscal year 2019 is 令和元年度, as the government wrote it.
"""

from __future__ import annotations

from datetime import date

from analyzer.landscape.months import Month
from analyzer.messages import Text

_ERAS = (
    (Month.parse("2019-05"), "令和"),
    (Month.parse("1989-01"), "平成"),
    (Month.parse("1926-12"), "昭和"),
)
_FISCAL_ERAS = ((2019, "令和"), (1989, "平成"), (1927, "昭和"))


def month_text(month: Month, *, wareki: bool = False) -> Text:
    """``2025-04``; with `wareki` in Japanese ``令和7年4月``. English keeps the month as it is."""
    return Text(_japanese(month) if wareki else str(month), str(month))


def day_text(day: date, *, wareki: bool = False) -> Text:
    """``2025-04-01``; with `wareki` in Japanese ``令和7年4月1日``."""
    text = day.isoformat()
    month = Month.parse(text[:7])
    return Text(f"{_japanese(month)}{day.day}日" if wareki else text, text)


def fiscal_year(month: Month) -> int:
    """The year in whose April the fiscal year of the month began."""
    return (month + -3).year


def fiscal_text(year: int) -> Text:
    """2025 → ``令和7年度``, ``FY2025``."""
    for first, era in _FISCAL_ERAS:
        if year >= first:
            return Text(f"{era}{_year(year - first + 1)}年度", f"FY{year}")
    return Text(f"{year}年度", f"FY{year}")


def _japanese(month: Month) -> str:
    for first, era in _ERAS:
        if month >= first:
            return f"{era}{_year(month.year - first.year + 1)}年{month.number}月"
    return f"{month.year}年{month.number}月"


def _year(number: int) -> str:
    return "元" if number == 1 else str(number)
