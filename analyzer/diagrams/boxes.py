"""Which systems get a box of their own, and in which frame they stand.

Up to `MOST_DRAWN` systems each has its box. Beyond that (300 boxes are a hairball that nobody
reads) only the systems with most mixed links have one; the others of a frame share one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from analyzer.diagrams.moment import Moment
from analyzer.landscape.model import Form, System

Grouping = Literal["environment", "vendor", "block"]
Frame = tuple[str, str]
"""(environment, vendor or block; block or vendor within it, empty where frames are not divided)."""

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
    only_mixed: bool = False

    @property
    def without_native(self) -> bool:
        """Are native links counted only, not drawn?"""
        return self.crowded or self.only_mixed


def frame_of(system: System, form: Form, grouping: Grouping) -> str:
    """The id of the group in which a system stands with this form; empty for a system without a block."""
    if grouping == "block":
        return system.block or ""
    return form.environment if grouping == "environment" else form.vendor


def choose_boxes(moment: Moment, grouping: Grouping, *, only_mixed: bool = False) -> Boxes:
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
    return Boxes(crowded, divided, frames, box, only_mixed)


def _frame(
    moment: Moment, system: System, grouping: Grouping, divided: Literal["block", "vendor"] | None
) -> Frame:
    form = moment.form(system.id)
    place = frame_of(system, form, grouping)
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
