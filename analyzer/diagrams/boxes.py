"""Which systems get a box of their own, and in which frame they stand.

Up to `MOST_DRAWN` systems each has its box. Beyond that (300 boxes are a hairball that nobody
reads) only the systems with most mixed links have one; the others of a frame share one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from analyzer.diagrams.moment import Moment
from analyzer.landscape.model import System

Grouping = Literal["environment", "vendor"]
Frame = tuple[str, str]
"""(environment or vendor, block or vendor within it; empty where frames are not divided)."""

MOST_DRAWN = 60
MOST_DRAWN_OF_MANY = 30


@dataclass(frozen=True, slots=True)
class Boxes:
    """`box` names the box of each system: its own id, or the rest of its frame.

    `frames`: each frame's systems with a box of their own, then those that share one.
    """

    crowded: bool
    divided: Literal["block", "vendor"] | None
    frames: dict[Frame, tuple[tuple[str, ...], tuple[str, ...]]]
    box: dict[str, str | Frame]


def choose_boxes(moment: Moment, grouping: Grouping) -> Boxes:
    systems = moment.landscape.systems
    crowded = len(systems) > MOST_DRAWN
    divided: Literal["block", "vendor"] | None = None
    if crowded and grouping == "environment":
        divided = "block" if any(s.block for s in systems.values()) else "vendor"
    drawn = _most_mixed(moment) if crowded else set(systems)
    members: dict[Frame, list[str]] = {}
    for system in systems.values():
        members.setdefault(_frame(moment, system, grouping, divided), []).append(system.id)
    frames = {
        frame: (
            tuple(s for s in members[frame] if s in drawn),
            tuple(s for s in members[frame] if s not in drawn),
        )
        for frame in sorted(members)
    }
    box: dict[str, str | Frame] = {}
    for frame, (own, shared) in frames.items():
        box.update({system: system for system in own})
        box.update(dict.fromkeys(shared, frame))
    return Boxes(crowded, divided, frames, box)


def _frame(
    moment: Moment, system: System, grouping: Grouping, divided: Literal["block", "vendor"] | None
) -> Frame:
    form = moment.form(system.id)
    place = form.environment if grouping == "environment" else form.vendor
    if divided == "block":
        return place, system.block or ""
    return place, form.vendor if divided == "vendor" else ""


def _most_mixed(moment: Moment) -> set[str]:
    mixed: Counter[str] = Counter()
    for link in moment.links:
        if link.manner == "mixed":
            key = link.integration.key
            mixed.update({s for s in (key.source, key.target) if s is not None})
    return set(sorted(mixed, key=lambda s: (-mixed[s], s))[:MOST_DRAWN_OF_MANY])
