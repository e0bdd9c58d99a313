"""What the months of a plan make of the horizon, by hand: January to June 2025 are months 0 to 5."""

from __future__ import annotations

from dataclasses import replace

from analyzer.landscape.model import Environment, ExistingBridge, Landscape
from analyzer.plan.rules import lateness_months
from analyzer.plan.schedule import Cutover, Schedule, Span, standing_borders
from tests.oracles.small import (
    A_AND_B,
    AB,
    form,
    hub,
    key,
    landscape,
    line,
    link,
    m,
    months,
    offer,
    plan,
    system,
)

TWO_MOVES = system("a", form(), form(environment="cloud"), form("standard", "cloud"))


def starts(given: Landscape) -> list[int]:
    return [span.start for span in Schedule(given, AB).spans]


def test_a_move_takes_effect_in_its_month_and_the_month_before_the_first_has_form_0() -> None:
    schedule = Schedule(landscape([TWO_MOVES]), plan(a=(1, 4)))
    assert [schedule.form_index("a", month) for month in range(-1, 6)] == [0, 1, 1, 1, 2, 2, 2]
    assert schedule.form("a", 3) == form("standard", "cloud")
    assert schedule.forms_in_use(TWO_MOVES) == {1: (0, 2), 2: (3, 5)}
    assert schedule.cutovers == (Cutover("a", 0, 1, 0), Cutover("a", 3, 2, 1))


def test_two_moves_in_one_month_are_one_cutover_and_the_form_between_them_never_exists() -> None:
    schedule = Schedule(landscape([TWO_MOVES]), plan(a=(3, 3)))
    assert schedule.cutovers == (Cutover("a", 2, 2, 0),)
    assert schedule.forms_in_use(TWO_MOVES) == {0: (0, 1), 2: (2, 5)}
    assert schedule.span_forms == {"a": (0, 2)}


def test_cutovers_are_sorted_by_month_then_system() -> None:
    schedule = Schedule(landscape([*A_AND_B, replace(TWO_MOVES, id="c")]), plan(a=3, b=2, c=(2, 3)))
    cutovers = [(cutover.month, cutover.system) for cutover in schedule.cutovers]
    assert cutovers == [(1, "b"), (1, "c"), (2, "a"), (2, "c")]


def test_a_span_begins_in_the_first_month_and_in_each_month_with_a_move() -> None:
    schedule = Schedule(landscape(A_AND_B), AB)
    assert schedule.spans == (Span(0, 0, 2), Span(1, 2, 4), Span(2, 4, 6))
    assert [len(span) for span in schedule.spans] == [2, 2, 2]
    assert [str(schedule.month(span.start)) for span in schedule.spans] == ["2025-01", "2025-03", "2025-05"]


def test_a_span_begins_where_an_environment_a_hub_or_a_line_comes_or_has_gone() -> None:
    cloud = Environment("cloud", "cloud", "government_cloud", available=months(2, 5))
    assert starts(landscape(A_AND_B, environments=[cloud])) == [0, 1, 2, 4, 5]
    assert starts(landscape(A_AND_B, hubs=[hub(available=months(4))])) == [0, 2, 3, 4]
    assert starts(landscape(A_AND_B, lines=(line(None, 1),))) == [0, 1, 2, 4]


def test_a_span_begins_at_the_from_and_after_the_until_of_an_existing_bridge_and_after_each_lead_time() -> (
    None
):
    bridge = ExistingBridge(
        "manual", integration=key("a", "b"), serves=(key("a", "b"),), first=m(2), until=m(5)
    )
    assert starts(landscape(A_AND_B, [link("a", "b")], existing_bridges=(bridge,))) == [0, 1, 2, 4, 5]
    leads = (offer("manual", lead_months=3), offer("relay", lead_months=40))
    assert starts(landscape(A_AND_B, catalogue=leads)) == [0, 2, 3, 4]
    assert standing_borders(landscape(A_AND_B, catalogue=leads)) == {3, 40}


def test_what_happens_outside_the_horizon_begins_no_span() -> None:
    old = Environment("cloud", "cloud", "government_cloud", available=months(-10, 6))
    assert starts(landscape(A_AND_B, environments=[old])) == [0, 2, 4]


def test_lateness_counts_the_months_after_the_moves_own_deadline_or_the_landscapes_for_the_last_move() -> (
    None
):
    lift, shift = TWO_MOVES.moves
    given = landscape([TWO_MOVES, *(replace(s, id=f"x{s.id}") for s in A_AND_B)], deadline=m(4))
    when = plan(a=(5, 6), xa=4, xb=5)
    assert {str(ref): late for ref, late in lateness_months(Schedule(given, when)).items()} == {
        "a.m2": 2,
        "xb.m1": 1,
    }
    own = replace(TWO_MOVES, moves=(replace(lift, deadline=m(2)), replace(shift, deadline=m(6))))
    late = lateness_months(Schedule(landscape([own], deadline=m(4)), plan(a=(5, 6))))
    assert {str(ref): count for ref, count in late.items()} == {"a.m1": 3}
