"""A plan edited by hand: ways of carrying stay, what cannot be cheaper is said, the exact choice follows."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer import usecases
from analyzer.errors import InputError
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.reports.edited_document import edited_document
from analyzer.reports.plan_table import PlanTable, plan_table
from analyzer.whatif.editing import Edited, Editing

LANDSCAPE = usecases.load("sample:asahikawa").landscape
PLAN = usecases.load_plan("sample_landscapes/asahikawa/plans/actual.yaml")


@pytest.fixture(scope="module")
def editing() -> Editing:
    return usecases.begin_edit(LANDSCAPE, PLAN)


def document(edited: Edited) -> Any:
    return edited_document(edited)


def test_an_edit_of_nothing_is_the_plan_itself(editing: Editing) -> None:
    told = document(usecases.edit(editing, ()))
    assert told["cost"]["before"] == told["cost"]["after"]
    assert told["moves"] == told["bridges"] == told["tests"] == []
    assert told["bridges_same"] == 2
    assert told["ways"] == "kept"


def test_a_moved_cutover_says_what_breaks_what_it_costs_and_what_is_tested_again(editing: Editing) -> None:
    told = document(usecases.edit(editing, ("inkan.shift=2024-06",)))
    assert [broken["code"] for broken in told["violations"]["new"]] == ["together"]
    # The new interfaces of inkan come a month later: one more case, a month more of what jumin keeps.
    assert told["cost"]["difference"]["total"] == 10
    assert [(test["change"], test["after"]) for test in told["tests"]] == [("repeated", "2024-06")]
    assert told["bound"] <= told["cost"]["after"]["total"]


def test_ways_kept_cost_no_less_than_ways_chosen_anew_and_neither_less_than_its_bound(
    editing: Editing,
) -> None:
    for change in ("kaigo.shift=2025-06", "zei.lift=2025-12", "jumin.shift=2024-08"):
        kept, chosen = (usecases.edit(editing, (change,), exact=exact) for exact in (False, True))
        assert chosen.kept.after.cost is not None
        assert kept.kept.after.cost is not None
        assert kept.bound is not None
        assert chosen.bound == chosen.kept.after.cost.total
        assert kept.bound <= chosen.kept.after.cost.total <= kept.kept.after.cost.total
        assert document(chosen)["ways"] == "chosen"


def test_a_plan_out_of_order_has_no_cost_and_says_why(editing: Editing) -> None:
    told = document(usecases.edit(editing, ("inkan.shift=2024-04",)))
    assert told["cost"]["after"] is None
    assert told["bound"] is None
    assert [broken["code"] for broken in told["violations"]["new"]] == ["out_of_order"]


def test_what_is_no_move_or_no_month_is_said_at_once(editing: Editing) -> None:
    with pytest.raises(InputError) as told:
        usecases.edit(editing, ("nothing.shift=2024-05", "jumin.shift=soon"))
    assert {finding.code for finding in told.value.findings} >= {"unknown_move"}
    assert len(told.value.findings) == 2


@pytest.fixture(scope="module")
def table() -> PlanTable:
    return plan_table(LANDSCAPE, PLAN.moves)


def test_a_plan_is_a_table_of_systems_in_blocks_and_months(table: PlanTable) -> None:
    assert [group.block for group in table.groups] == ["election", "resident", "tax", "welfare"]
    assert table.months[0] == Month.parse("2024-04")
    (zei,) = table.groups[2].rows
    marks = {str(mark.month): mark.letter for cell in zei.cells for mark in cell.marks}
    assert marks == {"2026-01": "S"}  # its lift, then its shift, in one month
    assert [str(cell.month) for cell in zei.cells if cell.due] == ["2026-03"]
    assert sum(cell.closed is not None for cell in zei.cells) == 4


def test_cutovers_are_counted_against_their_limit(table: PlanTable) -> None:
    (load,) = table.loads
    assert (load.vendor, load.limit, max(load.counts)) == (None, 6, 6)


def test_moves_without_a_month_are_listed_and_rules_that_are_broken_too() -> None:
    moves = {ref: month for ref, month in PLAN.moves.items() if ref != MoveRef("zei", "shift")}
    partial = plan_table(LANDSCAPE, moves)
    assert partial.groups[2].rows[0].unplanned == (MoveRef("zei", "shift"),)
    assert any("zei.shift" in text.en for text in partial.violations)
