"""How every link was and will be carried: before the new month as things happened, then as the plan goes on.

A link goes on by the way that the plan gave it (semantics, section 7): at these forms of its ends in that month,
else in the nearest month; only what the plan never met is chosen anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option
from analyzer.bridges.ways import Way
from analyzer.bridges.yard import Bridge
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import least_joint_cost
from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule

Moves = Mapping[MoveRef, Month]
Given = Mapping[tuple[IntegrationKey, int, int], list[tuple[int, str]]]
"""(link, form of the source, form of the target) → (month from the first, name of its way), by month."""


def planned_assessment(landscape: Landscape, moves: Moves, time_limit: float | None = None) -> Assessment:
    """The plan at its least joint cost; links that nothing can carry are left out of account."""
    return _assessed(Demands(Schedule(landscape, moves)), time_limit)


def actual_assessment(
    plan: Assessment, landscape: Landscape, moves: Moves, now: int, time_limit: float | None = None
) -> Assessment:
    """The same for the months in which things happened, or are to happen now; `now` is the new month, from the first.

    `landscape` is the plan's, its horizon perhaps longer. Before `now` a link went by the planned way whether that was
    ready or not: whoever cut over has seen to it.
    """
    if plan.schedule.moves == dict(moves) and plan.landscape.horizon == landscape.horizon:
        return plan
    demands = Demands(Schedule(landscape, moves))
    given = given_ways(plan.carriage)
    demands.stretches = tuple(_kept(demands, stretch, given, now) for stretch in demands.stretches)
    return _assessed(demands, time_limit)


def given_ways(carriage: Carriage) -> Given:
    """Which way a carriage gives each link, by the forms of its ends."""
    given: dict[tuple[IntegrationKey, int, int], list[tuple[int, str]]] = {}
    for stretch, span, option in carriage:
        months = carriage.demands.schedule.spans[span]
        at = given.setdefault((stretch.integration.key, stretch.source.form, stretch.target.form), [])
        at.extend((month, option.way.name) for month in range(months.start, months.stop))
    return given


def _assessed(demands: Demands, time_limit: float | None) -> Assessment:
    return least_joint_cost(demands, time_limit).assessment


def _kept(demands: Demands, stretch: Stretch, given: Given, now: int) -> Stretch:
    """The stretch with the given way alone wherever there is one that can be gone."""
    known = given.get((stretch.integration.key, stretch.source.form, stretch.target.form))
    if known is None or stretch.state.state != "mixed":
        return stretch
    options = tuple(_narrowed(demands, stretch, span, known, now) for span in stretch.spans)
    return replace(stretch, options=options)


def _narrowed(
    demands: Demands, stretch: Stretch, span: int, known: list[tuple[int, str]], now: int
) -> tuple[Option, ...]:
    start = demands.schedule.spans[span].start
    _, name = min(known, key=lambda given: (abs(given[0] - start), given[0]))
    open_ = stretch.options[span - stretch.first]
    kept = tuple(option for option in open_ if option.way.name == name)
    if not kept and start < now:
        ways = demands.openings.ways(stretch.integration, stretch.source.form, stretch.target.form)[1]
        kept = tuple(_as_it_went(demands, way, start) for way in ways if way.name == name)
    return kept or open_


def _as_it_went(demands: Demands, way: Way, month: int) -> Option:
    closed = demands.network.checked and [
        ends for ends in way.pairs if not demands.openings.joined(ends)[month]
    ]
    return Option(way, tuple(_relays(demands, closed or ())))


def _relays(demands: Demands, pairs: Iterable[tuple[str, str]]) -> Iterator[Bridge]:
    for ends in pairs:
        relay = demands.yard.relay(ends)
        if relay is not None:
            yield relay
