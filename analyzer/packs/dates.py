"""Months and days of items as calendars want them."""

from __future__ import annotations

from datetime import date, timedelta

from analyzer.landscape.months import Month
from analyzer.packs.items import Item

ON_THE_DAY = ("cutover", "answer")
"""Kinds of items that fall on their day; of others it is the last one."""


def first_day(month: Month) -> date:
    return date(month.year, month.number, 1)


def last_day(month: Month) -> date:
    return first_day(month + 1) - timedelta(days=1)


def span_of(item: Item) -> tuple[date, date] | None:
    """The first and the last day of an item: up to the day that is named, else its whole months; None without a month."""
    if item.first is None or item.last is None:
        return None
    if item.day is None:
        return first_day(item.first), last_day(item.last)
    named = date.fromisoformat(item.day)
    return (named if item.kind in ON_THE_DAY else first_day(item.first)), named
