"""Advancing any landscape: what holds whatever was done, and what it costs when all goes as planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.bridges.openings import Option
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.rules import structural_violations
from analyzer.plan.schedule import Schedule
from analyzer.whatif.advancing import advance, read_done
from analyzer.whatif.advancing.happening import planned_assessment
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
    advanced = advance(
        case.landscape, case.planned, case.done, case.to
    )  # an InputError where its file has an error
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
def test_when_all_goes_as_planned_every_way_goes_on_and_costs_what_was_not_yet_paid(case: Case) -> None:
    """To the unit for bridges, environments, law changes and lateness, where the plan carries every link.

    Tests are never fewer: a leg that is not in use when the new month begins, and is taken up again later, is tested
    again. Suspension is never more: a file cannot say that a link is suspended, so it goes on as it is.
    """
    advanced = advance(case.landscape, case.planned, case.done, case.to)
    assert advanced.rest == {ref: month for ref, month in case.planned.items() if month >= case.to}
    plan = planned_assessment(case.landscape, case.planned)
    assume(not plan.carriage.demands.unserved)  # what nothing carried goes on as it is, and counts as tested
    demands = Demands(Schedule(advanced.landscape, advanced.rest))
    left = advanced.spending.ahead
    cost = Assessment(Carriage(demands, list(_same_ways(plan, demands, case)))).cost
    assert (cost.bridge, cost.environment) == (left["bridge"], left["environment"])
    assert (cost.law_change, cost.lateness) == (left["law_change"], left["lateness"])
    assert cost.test + cost.session >= left["test"] + left["session"]
    assert cost.suspension <= left["suspension"]


def _same_ways(plan: Assessment, demands: Demands, case: Case) -> Iterator[list[Option | None]]:
    """In each span of what is ahead the option that the plan chose for its months, which must be open."""
    now = case.landscape.horizon.index(case.to)
    chosen = {
        (stretch.integration.key, month): option.way.name
        for stretch, span, option in plan.carriage
        for month in range(plan.schedule.spans[span].start, plan.schedule.spans[span].stop)
    }
    for stretch in demands.stretches:
        key, picks = stretch.integration.key, list[Option | None]()
        for span, options in zip(stretch.spans, stretch.options, strict=True):
            months = demands.schedule.spans[span]
            names = {chosen.get((key, now + month)) for month in range(months.start, months.stop)}
            # A lead time that ended within the span may have let the plan change the way.
            assume(len(names) == 1)
            name = names.pop()
            if name == "suspended" and [option.way.name for option in options] == [f"as_is|{key}|"]:
                name = f"as_is|{key}|"
            kept = [option for option in options if option.way.name == name]
            assert bool(kept) == (name is not None), (str(key), name, [option.way.name for option in options])
            picks.append(kept[0] if kept else None)
        yield picks


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
