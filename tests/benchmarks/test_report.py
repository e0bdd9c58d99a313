"""The page says what was measured: verdicts, and which rows run. No test looks at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.bridging import within
from tests.benchmarks.kept import measured
from tests.benchmarks.measuring import Selection, Stopped, Table, Target, Theme, measure
from tests.benchmarks.report import page


def test_a_target_says_how_far_it_is() -> None:
    assert Target("x", 1.0, 0.5).verdict == "reached: 0.50 s"
    assert Target("x", 1.0, 2.5).verdict == "not reached: 2.50 s, 2.5 × the target"
    assert not Target("x", 1.0, 2.5).ok


def test_a_proven_gap_stands_in_for_the_time_only_within_it() -> None:
    in_time = Target("x", 15.0, 40.0, Stopped(12.0, 0.001, 0.005))
    assert in_time.ok
    assert in_time.verdict == "reached: a gap of 0.10% is proven in 12.0 s (the optimum in 40.0 s)"
    assert not Target("x", 15.0, 40.0, Stopped(16.0, 0.001, 0.005)).ok
    assert not Target("x", 15.0, 40.0, Stopped(12.0, 0.02, 0.005)).ok


@pytest.mark.parametrize(
    ("rows", "name", "runs"),
    [
        ("", "bridges/34", True),
        ("bridges", "bridges/34", True),
        ("evaluate/34, bridges/34", "bridges/34", True),
        ("evaluate", "bridges/34", False),
    ],
)
def test_rows_are_chosen_by_how_their_names_begin(rows: str, name: str, runs: bool) -> None:
    assert (name in Selection(rows)) is runs


def test_an_action_is_repeated_as_often_as_asked_or_as_the_budget_allows() -> None:
    answers = iter(range(10))
    timing, answer = measure(lambda: next(answers), runs=3)
    assert (len(timing.seconds), answer) == (3, 2)
    timing, answer = measure(lambda: next(answers), runs=3, budget=0)
    assert (len(timing.seconds), answer) == (1, 3)


def test_an_action_that_takes_too_long_has_no_answer() -> None:
    def forever() -> int:
        while True:
            pass

    assert within(0.05, forever) is None
    assert within(5, lambda: 3) == 3


def test_the_page_holds_targets_tables_and_notes() -> None:
    table = Table("Heading", ("city", "time"), note="How to read it.")
    table.add("34", "1 s")
    text = page([Theme([table], [Target("fast enough", 1.0, 0.5)])])
    assert "| fast enough | below 1 s | ✓ reached: 0.50 s |" in text
    assert "## Heading\n\n| city | time |\n|---|---|\n| 34 | 1 s |\n\nHow to read it.\n" in text


def test_a_theme_is_measured_once_and_again_when_the_code_has_changed_or_somebody_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table("Heading", ("city", "time"), [("34", "1 s")], "How to read it.")
    runs: list[Theme] = []

    def run() -> Theme:
        runs.append(Theme([table], [Target("fast enough", 1.0, 2.5)], [("A picture", "images/a.svg")]))
        return runs[-1]

    monkeypatch.delenv("BENCH_KEEP", raising=False)
    first = measured("x", run, folder=tmp_path, code="a")
    again = measured("x", run, folder=tmp_path, code="a")
    assert len(runs) == 1
    assert page([again]) == page([first])
    assert first.measured in page([again])
    measured("x", run, folder=tmp_path, code="b")
    measured("x", run, folder=tmp_path, code="b", anew=True)
    assert len(runs) == 3
    monkeypatch.setenv("BENCH_KEEP", "1")
    assert measured("x", run, folder=tmp_path, code="c").measured.endswith(", with older code")
    assert len(runs) == 3
