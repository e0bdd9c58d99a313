"""Months as people name them: read, and held against the horizon."""

from __future__ import annotations

from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Horizon, Month
from analyzer.messages import Text
from analyzer.plan.reading import month_meant
from analyzer.usecases.problems import wrong


def month_named(text: str) -> Month:
    """``YYYY-MM`` → Month; InputError with what may be meant."""
    try:
        return Month.parse(text)
    except ValueError:
        raise wrong(
            "not_a_month",
            Text(f"「{text}」は年月ではありません。", f"{text!r} is not a month."),
            month_meant(text),
        ) from None  # fmt: skip


def month_shown(landscape: Landscape, text: str | None) -> Month | None:
    """The month asked for, else the file's `as_of`, drawn into the horizon, else the first month.

    None where the landscape has no months and none is asked for.
    """
    if text is not None:
        return month_within(landscape, text)
    return landscape.horizon.nearest(landscape.as_of) if len(landscape.horizon) else None


def month_within(landscape: Landscape, text: str) -> Month:
    """A month of the horizon; InputError for any other."""
    return month_in(landscape.horizon, text)


def month_in(horizon: Horizon, text: str) -> Month:
    """The same, of a landscape of which no more is known."""
    month = month_named(text)
    if month not in horizon:
        span = f"{horizon.first} ～ {horizon.last}" if len(horizon) else "—"
        raise wrong(
            "outside_horizon",
            Text(f"{month} は計画の期間({span})の外です。", f"{month} lies outside the horizon ({span})."),
            Text("期間の中の月を指定してください。", "Give a month of the horizon."),
        )
    return month
