"""Changes as people write them: what is read, and everything that is wrong with the rest, at once."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.changes import read_changes, read_moves
from tests.builders import landscape

CITY = landscape()
JUMIN, ZEIMU = MoveRef("jumin", "shift"), MoveRef("zeimu", "shift")


def wrong(*written: str) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as raised:
        read_changes(CITY, written)
    assert all(finding.message.ja and finding.message.en for finding in raised.value.findings)
    return [(f.code, f.suggestion.en if f.suggestion else None) for f in raised.value.findings]


def test_changes_stand_one_by_one_or_with_commas_and_spaces_do_not_matter() -> None:
    both = {JUMIN: Month.parse("2025-03"), ZEIMU: Month.parse("2025-05")}
    assert read_changes(CITY, ["jumin.shift=2025-03", "zeimu.shift=2025-05"]) == both
    assert read_changes(CITY, [" jumin.shift = 2025-03 , zeimu.shift=2025-05"]) == both
    assert read_changes(CITY, ["jumin.shift=2025-03,jumin.shift=2025-03"]) == {JUMIN: both[JUMIN]}
    assert read_changes(CITY, []) == {}


def test_every_wrong_change_is_named_with_what_may_be_meant() -> None:
    assert wrong("jumin.shit=2025-03", "jumin=2025-03,,x=", "zeimu.shift=2025/3", "zeimu.shift=2030-01") == [
        ("unknown_move", "Did you mean jumin.shift?"),
        ("unknown_move", "Did you mean jumin.shift?"),
        ("not_a_change", "Write move=month, such as kaigo.shift=2026-01."),
        ("not_a_change", "Write move=month, such as kaigo.shift=2026-01."),
        ("not_a_month", "Did you mean 2025-03?"),
        ("outside_horizon", "Give a month of the horizon."),
    ]


def test_a_move_has_one_month() -> None:
    assert [code for code, _ in wrong("jumin.shift=2025-03", "jumin.shift=2025-04")] == ["tried_twice"]


def test_a_thousand_mistakes_are_listed_and_all_are_counted() -> None:
    with pytest.raises(InputError) as raised:
        read_changes(CITY, [",".join(["x"] * 5_000)])
    assert (len(raised.value.findings), raised.value.total) == (1_000, 5_000)


def test_moves_are_named_once_each() -> None:
    assert read_moves(CITY, ["zeimu.shift,jumin.shift", "zeimu.shift"]) == (ZEIMU, JUMIN)
    with pytest.raises(InputError) as raised:
        read_moves(CITY, ["zeimu.shift,", "gone.shift"])
    assert [finding.code for finding in raised.value.findings] == ["unknown_move", "unknown_move"]


@given(
    st.lists(
        st.text() | st.from_regex(r"(jumin|zeimu)\.shift=20[0-9]{2}-[0-9]{2}", fullmatch=True), max_size=4
    )
)
def test_whatever_is_written_is_read_or_refused(written: list[str]) -> None:
    with suppress(InputError):
        for ref, month in read_changes(CITY, written).items():
            assert ref in (JUMIN, ZEIMU)
            assert month in CITY.horizon
