from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzer.bridges.demands import Demands
from analyzer.bridges.openings import Openings
from analyzer.graph.states import LinkState
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Horizon, Month
from analyzer.plan.schedule import Schedule
from tests.strategies import landscapes_with_plans


@dataclass(frozen=True)
class Shown:
    """A stretch by what it says: link, state, forms, spans, and by span the names of ways and relays."""

    link: str
    state: LinkState
    forms: tuple[int, int]
    first: int
    options: tuple[tuple[tuple[str, ...], ...], ...]


@given(landscapes_with_plans(), st.integers(1, 4))
def test_what_is_open_is_the_same_whether_asked_within_this_horizon_or_a_longer_one(
    drawn: tuple[Landscape, dict[MoveRef, Month]], more: int
) -> None:
    landscape, moves = drawn
    schedule = Schedule(landscape, moves)
    horizon = Horizon(landscape.horizon.first, landscape.horizon.last + more)
    longer = Openings(landscape.changed(horizon=horizon))

    own, shared = Demands(schedule), Demands(schedule, longer)

    assert _shown(own) == _shown(shared)
    assert own.needs == shared.needs
    assert own.unserved == shared.unserved


@given(landscapes_with_plans())
def test_every_link_is_asked_for_in_every_span_once_and_parted_where_an_end_changes_its_form(
    drawn: tuple[Landscape, dict[MoveRef, Month]],
) -> None:
    landscape, moves = drawn
    schedule = Schedule(landscape, moves)
    stretches = Demands(schedule).stretches
    found = [
        (stretch.integration.key, span, stretch.source.form, stretch.target.form)
        for stretch in stretches
        for span in stretch.spans
    ]
    assert found == [
        (key, span, schedule.span_forms[key.source][span], schedule.span_forms[key.target][span])
        for key, integration in landscape.integrations.items()
        if integration.known and key.source is not None and key.target is not None
        for span in range(len(schedule.spans))
    ]
    alike = [
        (one.integration.key, one.source, one.target) == (other.integration.key, other.source, other.target)
        for one, other in pairwise(stretches)
    ]
    assert not any(alike), "neighbours of one link differ in a form"


def _shown(demands: Demands) -> list[Shown]:
    return [
        Shown(
            str(stretch.integration.key),
            stretch.state,
            (stretch.source.form, stretch.target.form),
            stretch.first,
            tuple(
                tuple(
                    sorted(
                        (option.way.name, *(str(relay.key) for relay in option.relays)) for option in options
                    )
                )
                for options in stretch.options
            ),
        )
        for stretch in demands.stretches
    ]
