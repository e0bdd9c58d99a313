"""Advancing any landscape: what holds whatever was done, and what it costs when all goes as planned."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.bridges.standing import standing_bridges
from analyzer.evaluation.assessment import environment_cost, law_change_cost
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.rules import structural_violations
from analyzer.plan.schedule import Schedule
from analyzer.whatif.advancing import advance, read_done
from analyzer.whatif.advancing.happening import Given, given_ways, planned_assessment
from tests.evaluation.drawing import some
from tests.strategies import landscapes_with_plans

Moves = dict[MoveRef, Month]


class Case(NamedTuple):
    landscape: Landscape
    planned: Moves
    to: Month
    done: Moves


@st.composite
def cases(draw: st.DrawFn, as_planned: bool = False) -> Case:
    """A landscape, a plan, a new month, and for each system its first moves done, in some months before it."""
    landscape, planned = draw(landscapes_with_plans())
    first = landscape.horizon.first
    at = draw(st.integers(1, len(landscape.horizon) - 1))
    to = first + at
    if as_planned:
        return Case(landscape, planned, to, read_done(landscape, planned, to, as_planned=True))
    done: Moves = {}
    for system in landscape.systems.values():
        earliest = 0
        for move in system.moves[: draw(st.integers(0, len(system.moves)))]:
            earliest = draw(st.integers(earliest, at - 1))
            done[MoveRef(system.id, move.id)] = first + earliest
    return Case(landscape, planned, to, done)


@some()
@given(cases())
def test_whatever_was_done_the_next_file_is_valid_and_its_forms_are_those_of_what_happened(
    case: Case,
) -> None:
    advanced = advance(case.landscape, case.planned, case.done, case.to)  # asserts that its file has no error
    after = advanced.landscape
    assert structural_violations(after, advanced.rest) == ()
    assert set(advanced.rest) == set(case.planned) - set(case.done)
    assert all(month >= max(case.to, case.planned[ref]) for ref, month in advanced.rest.items())
    longer = replace(case.landscape, horizon=replace(case.landscape.horizon, last=after.horizon.last))
    old, new = Schedule(longer, {**case.done, **advanced.rest}), Schedule(after, advanced.rest)
    now = case.landscape.horizon.index(case.to)
    for system in after.systems:
        for month in range(-1, new.length):
            assert new.form(system, month) == old.form(system, month + now)
    spending = advanced.spending
    assert all(0 <= paid <= spending.now.as_dict()[part] for part, paid in spending.paid.as_dict().items())


@some()
@given(cases(as_planned=True))
def test_when_all_goes_as_planned_every_way_goes_on_and_what_is_left_to_pay_is_what_was_not_paid(
    case: Case,
) -> None:
    """Bridges, environments, law changes and lateness; tests too, unless a leg is taken up again that is not in use when
    the new month begins, and suspensions unless one goes on (a file cannot say that a link is suspended)."""
    advanced = advance(case.landscape, case.planned, case.done, case.to)
    after, now = advanced.landscape, case.landscape.horizon.index(case.to)
    assert advanced.rest == {ref: month for ref, month in case.planned.items() if month >= case.to}
    plan = planned_assessment(case.landscape, case.planned)
    schedule = Schedule(after, advanced.rest)
    demands = Demands(schedule)
    carriage = Carriage(
        demands, [list(_picked(demands, given_ways(plan.carriage), s, now, case)) for s in demands.stretches]
    )
    left = advanced.spending.ahead
    assert sum(bridge.cost for bridge in standing_bridges(carriage)) == left["bridge"]
    assert environment_cost(carriage) == left["environment"]
    assert law_change_cost(schedule) == left["law_change"]


def _picked(demands: Demands, ways: Given, stretch, now: int, case: Case):  # type: ignore[no-untyped-def]
    """In each span the option that the plan chose, which must be open."""
    key = stretch.integration.key
    gone = {
        system: sum(MoveRef(system, move.id) in case.done for move in case.landscape.systems[system].moves)
        for system in (key.source, key.target)
    }
    forms = stretch.source.form + gone[key.source], stretch.target.form + gone[key.target]
    known = dict(ways.get((key, *forms), []))
    for span, options in zip(stretch.spans, stretch.options, strict=True):
        months = demands.schedule.spans[span]
        names = {known.get(now + month) for month in range(months.start, months.stop)}
        assume(len(names) == 1)  # (a lead time that ended within the span let the plan change the way)
        name = names.pop()
        kept = [option for option in options if option.way.name == name]
        if not kept and known.get(now - 1) == "suspended":
            kept = [option for option in options if option.bridges and option.bridges[0].kind == "as_is"]
        assert (len(kept) == 1) == (name is not None), (str(key), name, [o.way.name for o in options])
        yield kept[0] if kept else None


@some()
@given(cases(as_planned=True), st.data())
def test_two_months_at_once_are_the_same_as_one_after_the_other(case: Case, data: st.DataObject) -> None:
    """Bridges aside: which of equally cheap ones the rest of a plan uses may be decided anew."""
    first = case.landscape.horizon.first
    assume(case.to - first >= 2)
    half = first + data.draw(st.integers(1, case.to - first - 1))
    once = advance(case.landscape, case.planned, case.done, case.to)
    done = read_done(case.landscape, case.planned, half, as_planned=True)
    step = advance(case.landscape, case.planned, done, half)
    rest = dict(step.rest)
    again = advance(step.landscape, rest, read_done(step.landscape, rest, case.to, as_planned=True), case.to)
    assert again.rest == once.rest
    assert replace(again.landscape, existing_bridges=()) == replace(once.landscape, existing_bridges=())
