"""How every link was and will be carried: before the new month as things happened, then as the plan goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option
from analyzer.bridges.ways import Way
from analyzer.bridges.yard import Bridge
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import least_joint_cost
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule
from analyzer.whatif.ways import GivenWays, at_forms, ways_given

Moves = Mapping[MoveRef, Month]


def planned_assessment(landscape: Landscape, moves: Moves, time_limit: float | None = None) -> Assessment:
    """The plan at its least joint cost; links that nothing can carry are left out of account."""
    return least_joint_cost(Demands(Schedule(landscape, moves)), time_limit).assessment


def actual_assessment(
    plan: Assessment, landscape: Landscape, moves: Moves, to: Month, time_limit: float | None = None
) -> Assessment:
    """The same for the months in which things happened, or are to happen now; each link goes on in its planned way.

    `landscape` is the plan's, its horizon perhaps longer. Before `to` a link went by the planned way whether that was
    ready or not: whoever cut over has seen to it.
    """
    if plan.schedule.moves == dict(moves) and plan.landscape.horizon == landscape.horizon:
        return plan
    given = ways_given(plan.carriage)
    turns = given.changes(landscape, Schedule(landscape, moves))
    demands = Demands(Schedule(landscape, moves, turns | {to}))
    demands.stretches = tuple(_carried_on(demands, stretch, given, to) for stretch in demands.stretches)
    return least_joint_cost(demands, time_limit).assessment


def _carried_on(demands: Demands, stretch: Stretch, given: GivenWays, to: Month) -> Stretch:
    """The stretch with its planned way alone in every span in which that can be gone, or was."""
    if stretch.state.state != "mixed":
        return stretch
    schedule = demands.schedule
    ways = demands.openings.ways(stretch.integration, stretch.source.form, stretch.target.form)[1]
    options: list[tuple[Option, ...]] = []
    for span, open_ in zip(stretch.spans, stretch.options, strict=True):
        start = schedule.spans[span].start
        name = given.way(at_forms(stretch), schedule.month(start))
        kept = tuple(option for option in open_ if option.way.name == name)
        if not kept and schedule.month(start) < to:
            kept = tuple(_as_it_went(demands, way, start) for way in ways if way.name == name)
        options.append(kept or open_)
    return replace(stretch, options=tuple(options))


def _as_it_went(demands: Demands, way: Way, month: int) -> Option:
    """The way with its relays, whatever was ready."""
    return Option(way, tuple(_relays(demands, way, month)))


def _relays(demands: Demands, way: Way, month: int) -> Iterator[Bridge]:
    for ends in way.pairs if demands.network.checked else ():
        relay = None if demands.openings.joined(ends)[month] else demands.yard.relay(ends)
        if relay is not None:
            yield relay
