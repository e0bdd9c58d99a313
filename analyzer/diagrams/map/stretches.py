"""What a map says of each stretch of months in which nothing changes: where systems stand, what runs on each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from analyzer.diagrams.boxes import Boxes, frame_of
from analyzer.diagrams.bundles import Bundle, bundle_links
from analyzer.diagrams.bundles import End as BundleEnd
from analyzer.diagrams.map.geometry import Layout
from analyzer.diagrams.moment import Moment, moment_of
from analyzer.diagrams.views import EdgeKind
from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month


class MapLine(NamedTuple):
    """Links between two places (or a frame and a place), by what they are there; as `Bundle` counts them."""

    start: str
    end: str
    kind: EdgeKind
    there: int
    back: int
    unchanged: int
    ways: Mapping[str, int]


class Touch(NamedTuple):
    """Links with a system at an end: all that are live or of an unknown partner, the mixed ones, those suspended or lost."""

    links: int
    mixed: int
    stopped: int


@dataclass(frozen=True, slots=True)
class MapStretch:
    """`first` and `last` are months; `place`: where each system stands; `cutovers`, `tests`: those of the first month.

    `between`: links between two groups (or within one) by manner, whatever they run through; by the groups' entries.
    """

    first: Month
    last: Month
    moment: Moment
    place: Mapping[str, str]
    lines: tuple[MapLine, ...]
    touches: Mapping[str, Touch]
    between: Mapping[tuple[str, str], Counter[str]]
    cutovers: tuple[str, ...]
    tests: tuple[str, ...]

    def only_mixed(self) -> MapStretch:
        """The same without the lines on which nothing is mixed, suspended or lost; the figures stay those of all links."""
        kept = tuple(
            line for line in self.lines if line.kind in ("mixed", "suspended", "lost") or line.unchanged
        )
        return replace(self, lines=kept)


def stretches_of(
    layout: Layout, landscape: Landscape, evaluation: Evaluation | None
) -> tuple[MapStretch, ...]:
    """All stretches of the plan's months, in order; without a plan (or where it gives no forms) today is the only one."""
    schedule = None if evaluation is None else evaluation.schedule
    if schedule is None or not schedule.spans:
        return (stretch_at(layout, landscape, evaluation, None),)
    return tuple(
        stretch_at(layout, landscape, evaluation, schedule.month(span.start), schedule.month(span.stop - 1))
        for span in schedule.spans
    )


def stretch_at(
    layout: Layout,
    landscape: Landscape,
    evaluation: Evaluation | None,
    month: Month | None,
    last: Month | None = None,
) -> MapStretch:
    """One month (None: the first, or today), or the stretch that begins in it."""
    moment = moment_of(landscape, month, evaluation)
    group = {
        system.id: frame_of(system, moment.form(system.id), layout.grouping)
        for system in landscape.systems.values()
    }
    place = {system: layout.place_of[system, frame] for system, frame in group.items()}
    frame_ids = {frame.entry: frame.id for frame in layout.frames}
    ends = place if layout.detail == "systems" else {s: frame_ids[frame] for s, frame in group.items()}
    boxes = Boxes(crowded=False, divided=None, frames={}, box=dict(ends))
    bundled = bundle_links(moment.links, boxes, gathered=True)
    lines = tuple(line for bundle in bundled.drawn if (line := _line(layout, bundle)).start != line.end)
    cutovers, tests = _changes(landscape, evaluation, moment.month)
    return MapStretch(
        moment.month, last or moment.month, moment, place, lines, touches_of(moment), between_of(moment, group),
        cutovers, tests,
    )  # fmt: skip


def _line(layout: Layout, bundle: Bundle) -> MapLine:
    start, end = _id(layout, bundle.first), _id(layout, bundle.second)
    ways = dict(sorted(bundle.ways.items()))
    return MapLine(start, end, bundle.kind, bundle.there, bundle.back, bundle.unchanged, ways)


def _id(layout: Layout, end: BundleEnd) -> str:
    kind, entry = end
    match kind:
        case "box":
            return str(entry)
        case "hub":
            return layout.middle["hub", str(entry)]
        case "direct":
            return layout.middle["direct", ""]
        case _:
            return layout.middle["unknown", ""]


def touches_of(moment: Moment) -> dict[str, Touch]:
    """For each system the links at it."""
    links: Counter[str] = Counter()
    mixed: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    for link in moment.links:
        key = link.integration.key
        ends = {system for system in (key.source, key.target) if system is not None}
        if link.manner in ("native", "mixed", "unknown"):
            links.update(ends)
        if link.manner == "mixed":
            mixed.update(ends)
        if link.manner == "suspended" or link.lost:
            stopped.update(ends)
    return {
        system: Touch(links[system], mixed[system], stopped[system]) for system in moment.landscape.systems
    }


def between_of(moment: Moment, group: Mapping[str, str]) -> dict[tuple[str, str], Counter[str]]:
    """Links between two groups in order (or within one) by manner; `group` names that of each system."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for link in moment.links:
        key = link.integration.key
        if key.source is not None and key.target is not None:
            one, other = sorted((group[key.source], group[key.target]))
            found.setdefault((one, other), Counter())[link.manner] += 1
    return dict(sorted(found.items()))


def _changes(
    landscape: Landscape, evaluation: Evaluation | None, month: Month
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The systems of the landscape (which may be a part of the plan's) that cut over, the integrations that are tested."""
    if evaluation is None or evaluation.schedule is None:
        return (), ()
    schedule = evaluation.schedule
    index = schedule.landscape.horizon.index(month)
    cutovers = tuple(
        cutover.system
        for cutover in schedule.cutovers
        if cutover.month == index and cutover.system in landscape.systems
    )
    if evaluation.assessment is None:
        return cutovers, ()
    tests = tuple(
        str(case.route.integration.key)
        for found in evaluation.assessment.test_sets
        if schedule.spans[found.month.span].start == index
        for case in found.cases
        if case.route.integration.key in landscape.integrations
    )
    return cutovers, tuple(sorted(tests))
