"""Who has to do what, against the figures that the samples' READMEs derive by hand."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings

from analyzer import usecases
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.inquiry.asking import questions_of
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.packs.gathering import gather
from analyzer.packs.items import Item
from tests import builders
from tests.profiles import examples
from tests.strategies import landscapes_with_plans

Listed = list[tuple[str, str]]


@cache
def evaluated(sample: str, plan: str) -> tuple[Landscape, Evaluation]:
    landscape = usecases.load(f"sample:{sample}").landscape
    planned = usecases.load_plan(f"sample_landscapes/{sample}/plans/{plan}.yaml")
    return landscape, usecases.evaluate(landscape, planned)


def items(sample: str, plan: str, vendor: str | None) -> tuple[Item, ...]:
    return gather(evaluated(sample, plan)[1], (), {}, vendor)


def listed(found: tuple[Item, ...], kind: str) -> Listed:
    return [(str(item.first), item.id.partition(":")[2]) for item in found if item.kind == kind]


def test_vendor_e_of_higashimurayama_builds_one_interface_and_joins_three_tests() -> None:
    found = items("higashimurayama", "main", "vendor-e")

    assert listed(found, "build") == [("2025-12", "early_standard|shogai|vendor-e")]
    assert listed(found, "start") == [("2026-01", "early_standard|shogai|vendor-e")]
    assert listed(found, "end") == [("2026-03", "early_standard|shogai|vendor-e")]
    assert listed(found, "cutover") == [("2026-03", "shogai.shift")]
    assert [month for month, _ in listed(found, "test")] == ["2026-01", "2026-02", "2026-03"]


def test_vendor_b_of_higashimurayama_sees_of_a_s_bridge_its_own_links_and_month_only() -> None:
    found = items("higashimurayama", "main", "vendor-b")

    assert listed(found, "build") == []
    (start,) = (item for item in found if item.kind == "start" and "keep_legacy" in item.id)
    (end,) = (item for item in found if item.kind == "end" and "keep_legacy" in item.id)
    assert {key.id for key in start.links} == {"juki-kaigo", "zei-kaigo"}
    assert (str(start.first), str(end.first)) == ("2026-01", "2026-02")
    assert "滞納" not in end.detail.ja, "what ends the bridge for others is no affair of B"
    assert [month for month, _ in listed(found, "test")] == ["2026-01", "2026-01", "2026-02", "2026-02"]


def test_vendor_n_of_asahikawa_builds_write_back_and_the_kept_interface_a_month_ahead() -> None:
    found = items("asahikawa", "actual", "vendor-n")

    assert listed(found, "build") == [
        ("2024-04", "keep_legacy|jumin|vendor-n"), ("2024-04", "write_back|jumin@master|vendor-n"),
    ]  # fmt: skip
    assert {month for month, _ in listed(found, "end")} == {"2026-01"}
    assert len(listed(found, "cutover")) == 6


def test_the_printer_of_asahikawa_has_one_test_and_nothing_else() -> None:
    found = items("asahikawa", "actual", "print-co")

    assert [(item.kind, str(item.first)) for item in found] == [("test", "2024-05")]


def test_a_test_is_done_by_the_day_on_which_one_of_its_ends_cuts_over() -> None:
    (test,) = (
        item for item in items("higashimurayama", "main", None) if item.id.startswith("test:zei-taino") and "#1" in item.id
    )  # fmt: skip

    assert test.day == "2026-01-05"


def test_a_bridge_is_there_by_the_day_on_which_the_first_that_needs_it_cuts_over() -> None:
    """住民記録 goes over on 7 May and is tested by then, so its bridges are not due at the end of May."""
    found = items("asahikawa", "actual", "vendor-n")

    assert {item.day for item in found if item.id == "cutover:jumin.lift+shift"} == {"2024-05-07"}
    assert {item.day for item in found if item.kind == "start"} == {"2024-05-07"}


@given(landscapes_with_plans())
@settings(max_examples=examples(40))
def test_each_item_of_a_vendor_is_one_of_the_whole_plan_and_the_whole_plan_is_theirs(
    drawn: tuple[Landscape, dict[MoveRef, Month]],
) -> None:
    landscape, moves = drawn
    evaluation = evaluate_plan(landscape, moves)
    asked = questions_of(landscape)
    everything = gather(evaluation, asked, {})
    ids = [item.id for item in everything]
    seen = set()
    for vendor in landscape.vendors:
        own = gather(evaluation, [q for q in asked if vendor in q.vendors], {}, vendor)
        seen |= {item.id for item in own}
        assert all(vendor in item.vendors for item in own)

    assert len(set(ids)) == len(ids)
    # What stands on for others may end for one of them.
    ends = {id_ for id_ in seen if id_.startswith("end:")}
    assert seen - ends <= set(ids)
    assert {item.id for item in everything if item.vendors} <= seen


def test_a_bridge_is_built_by_the_end_of_the_month_before_it_serves_even_if_that_takes_no_time() -> None:
    landscape = builders.landscape()
    evaluation = evaluate_plan(
        landscape, {MoveRef("jumin", "shift"): Month.parse("2025-03"), MoveRef("zeimu", "shift"): Month.parse("2025-05")}
    )  # fmt: skip
    found = {item.kind: item for item in gather(evaluation, (), {}, None)}

    assert str(found["start"].first) == "2025-03"
    assert (str(found["build"].first), str(found["build"].last)) == ("2025-02", "2025-02")
    assert "2025-02 までに着手し、2025-03 から" in found["build"].detail.ja


def test_a_lift_moves_a_system_and_does_not_renew_it() -> None:
    details = {item.systems[0]: item.detail for item in items("asahikawa", "actual", None) if item.kind == "cutover"
               and str(item.first) == "2024-05"}  # fmt: skip
    assert details["kaigo"].ja == "kaigo.lift: ガバメントクラウドへ移ります(legacy のまま)。"
    assert details["jumin"].ja == "jumin.lift、jumin.shift: ガバメントクラウドで standard になります。"
