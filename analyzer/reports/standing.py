"""A landscape in one month: what is mixed, what carries it, whose it is, what ends it, what nobody knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analyzer.bridges.reasons import ending_of
from analyzer.bridges.standing import StandingBridge
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import Evaluation
from analyzer.graph.landscape_graph import LandscapeGraph, build_graph
from analyzer.graph.links import Link
from analyzer.landscape.model import ExistingBridge, IntegrationKey, Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.naming import bridge_place, existing_place
from analyzer.reports.questions import carried_as_is, open_questions

LOST = ("absent_high", "link_lost")
"""Findings of a plan that say what goes missing."""


@dataclass(frozen=True, slots=True)
class StandingNow:
    """A bridge that stands in the month. `since` and `until` are months of the plan, or of the file."""

    kind: str
    place: Text
    vendor: str | None
    since: Month | None
    until: Month | None
    permanent: bool
    existing: bool
    serves: tuple[str, ...]
    ending: Text


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """`carried` names for each mixed link the kinds of bridges that carry it, ``suspended``, or nothing.

    `month` is None where the landscape has no months; `evaluation` where no plan was given.
    """

    landscape: Landscape
    month: Month | None
    evaluation: Evaluation | None
    graph: LandscapeGraph
    carried: dict[IntegrationKey, tuple[str, ...]]
    bridges: tuple[StandingNow, ...]
    questions: tuple[Finding, ...]

    @property
    def mixed(self) -> tuple[Link, ...]:
        return self.graph.mixed_links()

    @property
    def states(self) -> Counter[str]:
        return Counter(link.state for link in self.graph.links.values())


def status_today(landscape: Landscape, month: Month | None) -> StatusAnswer:
    """Without a plan: the forms of today, and the bridges that the file says stand in the month."""
    graph = build_graph(landscape)
    standing = [bridge for bridge in landscape.existing_bridges if month is None or _stands(bridge, month)]
    unlisted = carried_as_is(graph)
    carried: dict[IntegrationKey, tuple[str, ...]] = {
        link.key: ("as_is",)
        if link.key in unlisted
        else tuple(sorted({bridge.kind for bridge in standing if link.key in bridge.serves}))
        for link in graph.mixed_links()
    }
    bridges = tuple(_listed(landscape, bridge) for bridge in standing)
    return StatusAnswer(landscape, month, None, graph, carried, bridges, open_questions(graph))


def status_of_plan(evaluation: Evaluation, month: Month | None) -> StatusAnswer:
    """Under a plan that has forms (`evaluation.schedule`); without a cost nothing is known to carry the links."""
    landscape, schedule = evaluation.landscape, evaluation.schedule
    assert schedule is not None
    at = -1 if month is None else landscape.horizon.index(month)
    graph = build_graph(landscape, {system: schedule.form_index(system, at) for system in landscape.systems})
    assessment = evaluation.assessment
    bridges: tuple[StandingNow, ...] = ()
    carried: dict[IntegrationKey, tuple[str, ...]] = {link.key: () for link in graph.mixed_links()}
    if assessment is not None:
        carried |= _carried(assessment, at)
        bridges = tuple(_planned(assessment, bridge) for bridge in assessment.bridges if at in bridge.months)
    questions = (
        *(finding for finding in evaluation.findings if finding.code in LOST),
        *open_questions(build_graph(landscape)),
    )
    return StatusAnswer(landscape, month, evaluation, graph, carried, bridges, questions)


def _stands(bridge: ExistingBridge, month: Month) -> bool:
    return (bridge.first is None or bridge.first <= month) and (bridge.until is None or month <= bridge.until)


def _carried(assessment: Assessment, at: int) -> dict[IntegrationKey, tuple[str, ...]]:
    spans = assessment.schedule.spans
    found: dict[IntegrationKey, tuple[str, ...]] = {}
    for stretch, span, option in assessment.carriage:
        if spans[span].start <= at < spans[span].stop and stretch.state.state == "mixed":
            kinds = tuple(bridge.kind for bridge in option.bridges)
            found[stretch.integration.key] = ("suspended",) if option.way.name == "suspended" else kinds
    return found


def _planned(assessment: Assessment, standing: StandingBridge) -> StandingNow:
    bridge = standing.bridge
    return StandingNow(
        kind=bridge.kind,
        place=bridge_place(assessment.landscape, standing),
        vendor=bridge.key.vendor or None,
        since=assessment.schedule.month(standing.months[0]),
        until=assessment.schedule.month(standing.months[-1]),
        permanent=standing.permanent,
        existing=bridge.stands,
        serves=tuple(str(key) for key in standing.serves),
        ending=ending_of(assessment.carriage.demands, standing),
    )


def _listed(landscape: Landscape, bridge: ExistingBridge) -> StandingNow:
    if bridge.until is None:
        ending = Text("終わりは決まっていません。", "No end is fixed.")
    else:
        ending = Text(f"{bridge.until} までです。", f"It ends with {bridge.until}.")
    return StandingNow(
        kind=bridge.kind,
        place=existing_place(landscape, bridge),
        vendor=vendor_today(landscape, bridge),
        since=bridge.first,
        until=bridge.until,
        permanent=bridge.until is None,
        existing=True,
        serves=tuple(str(key) for key in bridge.serves),
        ending=ending,
    )


def vendor_today(landscape: Landscape, bridge: ExistingBridge) -> str | None:
    """The vendor of the form 0 of the end that it stands at; the hub's, for a converter."""
    if bridge.system is not None and bridge.vendor is None:
        return landscape.systems[bridge.system].forms[0].vendor
    if bridge.kind == "convert" and bridge.hub is not None:
        return landscape.hubs[bridge.hub].vendor
    return bridge.vendor
