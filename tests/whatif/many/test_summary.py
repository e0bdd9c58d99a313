"""What many results come to."""

from __future__ import annotations

from analyzer.messages import Text
from analyzer.whatif.many.pace import Pace, Progress
from analyzer.whatif.many.summary import Spread, summarize
from analyzer.whatif.many.tasks import Figures, Outcome, failed


def kept(cost: int, end: str = "2025-03") -> Outcome:
    """Of a plan that costs 100 and ends in 2025-01."""
    before = Figures({"total": 100}, "2025-01", 0, 1, 10, 5)
    return Outcome("kept", before, Figures({"total": cost}, end, 0, 1, 12, 5))


def test_differences_are_summed_and_ranked_and_the_worst_is_named() -> None:
    rows = [(f"city{n}", {"s": kept(100 + n)}) for n in range(10)]
    summary = summarize(rows, ["s"])
    (scenario,) = summary.by_scenario
    # 0 … 9: the least value that 10 % (one of ten) do not exceed is 0, that five do not exceed is 4, that nine do not is 8.
    assert scenario.spreads["cost"] == Spread(10, 45, 0, 4, 8, 9, "city9")
    assert scenario.spreads["delay"] == Spread(10, 20, 2, 2, 2, 2, "city0"), "of equals the first by name"
    assert scenario.spreads["bridge_months"].total == 20
    assert summary.total.spreads["cost"].worst == "city9 · s"
    assert [row.spreads["cost"].total for row in summary.by_landscape] == list(range(10))


def test_what_has_no_figures_counts_but_adds_nothing() -> None:
    reason = Text("だめ", "no")
    unserved = Outcome(
        "unserved", kept(0).before, Figures(None, "2025-04", 3, 0, 0, 0), {}, "unserved", reason
    )
    rows = [("a", {"s": kept(90), "t": failed("lost", reason)}), ("b", {"s": unserved})]
    summary = summarize(rows, ["s", "t"])
    s, t = summary.by_scenario
    assert (s.statuses, s.spreads["cost"].total, s.spreads["violations"].total) == (
        {"kept": 1, "unserved": 1}, -10, 3,
    )  # fmt: skip
    assert (t.statuses, t.spreads) == ({"failed": 1}, {})
    assert [(name, id_) for name, id_, _ in summary.failures] == [("a", "t"), ("b", "s")]


def test_the_rate_is_that_of_the_last_minute_and_tells_what_is_left() -> None:
    assert Pace(0.0).rate is None
    pace = Pace(0.0)
    for second in range(1, 101):
        pace.hear(second, 10 * min(second, 40) + max(0, second - 40))  # 10 a second for 40 s, then one
    assert pace.rate == 1.0
    assert Progress(1_000, 0, 460, 0, pace.rate).left_seconds == 540
    assert Progress(1_000, 0, 460, 0, 0.0).left_seconds is None
