"""What was done, as people write it, and what cannot have been done."""

from __future__ import annotations

import pytest

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.advancing import read_done
from tests.builders import landscape, move, system

M = Month.parse
LIFT, SHIFT, TAX = MoveRef("jumin", "lift"), MoveRef("jumin", "shift"), MoveRef("zeimu", "shift")
PLAN = {LIFT: M("2025-02"), SHIFT: M("2025-03"), TAX: M("2025-05")}


def two_systems() -> Landscape:
    """jumin lifts, then shifts; zeimu does both at once; 2025-01 to 2025-06."""
    moves = [move("lift", {"environment": "cloud"}), move("shift", {"generation": "standard"})]
    return landscape(systems=[system("jumin", *moves), system("zeimu", move())])


def done(*written: str, to: str = "2025-04", as_planned: bool = False, late: tuple[str, ...] = ()) -> object:
    return read_done(two_systems(), PLAN, M(to), written, as_planned=as_planned, late=late)


def refused(*written: str, **options: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        done(*written, **options)  # type: ignore[arg-type]
    return [finding.code for finding in caught.value.findings]


def test_a_move_without_a_month_was_done_in_its_planned_one() -> None:
    assert done("jumin.lift", "jumin.shift") == {LIFT: M("2025-02"), SHIFT: M("2025-03")}


def test_a_move_that_the_plan_has_later_was_done_in_the_month_that_ends() -> None:
    assert done("zeimu.shift") == {TAX: M("2025-03")}


def test_a_month_that_is_written_counts_and_commas_separate() -> None:
    assert done("jumin.lift=2025-01, jumin.shift=2025-01") == {LIFT: M("2025-01"), SHIFT: M("2025-01")}


def test_as_planned_is_everything_before_the_new_month_but_what_is_late() -> None:
    assert done(as_planned=True) == {LIFT: M("2025-02"), SHIFT: M("2025-03")}
    assert done("jumin.lift=2025-03", as_planned=True, late=("jumin.shift",)) == {LIFT: M("2025-03")}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert refused("jumin.shif", "jumin.lift=2025/02", "zeimu.shift=2025-04", "jumin.shift=2024-12") == [
        "unknown_move", "not_a_month", "done_outside", "done_outside",
    ]  # fmt: skip


def test_a_move_is_not_done_before_the_one_in_front_of_it() -> None:
    assert refused("jumin.shift") == ["done_out_of_order"]
    assert refused("jumin.lift=2025-03,jumin.shift=2025-02") == ["done_out_of_order"]


def test_a_move_is_not_done_in_two_months_nor_done_and_late() -> None:
    assert refused("jumin.lift=2025-01", "jumin.lift=2025-02") == ["done_twice"]
    assert refused("jumin.lift", as_planned=True, late=("jumin.lift", "jumin.shift")) == ["done_twice"]


@pytest.mark.parametrize("to", ["2024-12", "2025-01", "2025-07"])
def test_the_new_month_is_a_later_one_of_the_horizon(to: str) -> None:
    assert refused(to=to) == ["outside_horizon"]
