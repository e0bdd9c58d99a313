"""Which systems and hubs a difference shows, in which column each stands, and which share a box.

Few systems are all shown. Of many only those that change and their neighbours are. Where that still makes more lines
than a sheet of paper bears, links that stay as they are go first, then direct links meet in one place, then systems
share a box for each block, those that change least first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.diagrams.difference_lines import DIRECT, Line, Passage, Place, lines_of, met
from analyzer.landscape.model import Hub, System
from analyzer.whatif.answers import AnswerDifference

ALL_DRAWN = 16
"""Up to so many systems all of them are drawn."""
MOST_LINES = 40
"""Lines that a sheet of paper bears."""


class Detail(NamedTuple):
    """Are links drawn that stay as they are; do direct ones meet; how many systems have a box of their own."""

    kept: bool
    meeting: bool
    own: int


DETAILS = (Detail(True, False, 30), Detail(False, False, 30), Detail(False, True, 30), Detail(False, True, 15), Detail(False, True, 8))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """`columns` of the boxes: 0, 1 or 2. `shared`: how many systems are in each box that is shared.

    `left_out`: systems that nothing changes and nobody meets; `unchanged`: how many links are not drawn for they stay
    as they are.
    """

    detail: Detail
    columns: Mapping[Place, int]
    shared: Mapping[Place, int]
    lines: tuple[Line, ...]
    left_out: int
    unchanged: int


def systems_of(difference: AnswerDifference) -> dict[str, System]:
    """Of both landscapes, as they are after where they are in both."""
    return {**difference.before.landscape.systems, **difference.after.landscape.systems}


def hubs_of(difference: AnswerDifference) -> dict[str, Hub]:
    return {**difference.before.landscape.hubs, **difference.after.landscape.hubs}


def choose_boxes(
    difference: AnswerDifference, passages: tuple[Passage, ...], weights: Mapping[str, int]
) -> Shown:
    """With as much detail as a sheet bears. `weights`: how much changes at a system in itself."""
    known = systems_of(difference)
    shown = _shown(known, passages, weights, DETAILS[0])
    for detail in DETAILS[1:]:
        if len(shown.lines) <= MOST_LINES:
            break
        shown = _shown(known, passages, weights, detail)
    return shown


def _shown(
    known: Mapping[str, System], all_passages: tuple[Passage, ...], weights: Mapping[str, int], detail: Detail
) -> Shown:
    changing = tuple(passage for passage in all_passages if passage.sort != "kept")
    drawn = all_passages if detail.kept else changing
    passages = met(drawn) if detail.meeting else drawn
    changed = Counter({system: 1_000 * weight for system, weight in weights.items() if weight})
    changed.update(place.id for passage in changing for place in passage.leg if place.kind == "system")
    if detail.kept and len(known) <= ALL_DRAWN:
        wanted = {*known, *(place.id for p in passages for place in p.leg if place.kind == "system")}
        hubs = {place for p in passages for place in p.leg if place.kind == "hub"}
    else:
        wanted = {*changed} | (_neighbours(all_passages) if detail.kept else set())
        hubs = {place for p in changing for place in p.leg if place.kind == "hub"}
    box = {hub: hub for hub in sorted(hubs)}
    shared: Counter[Place] = Counter()
    for at, system in enumerate(sorted(wanted, key=lambda s: (-changed[s], s))):
        own, block = Place("system", system), known[system].block if system in known else None
        box[own] = own if at < detail.own else Place("rest", block or "")
        shared[box[own]] += at >= detail.own
    if detail.meeting:
        box[DIRECT] = DIRECT
    return Shown(
        detail,
        _columns(box, passages),
        {place: count for place, count in shared.items() if count},
        lines_of(passages, box),
        len(known) - len(wanted & set(known)),
        0 if detail.kept else len({p.link for p in all_passages} - {p.link for p in changing}),
    )


def _neighbours(passages: tuple[Passage, ...]) -> set[str]:
    """The systems at either end of a link one of whose legs changes."""
    changed = {passage.link for passage in passages if passage.sort != "kept"}
    return {place.id for p in passages if p.link in changed for place in p.leg if place.kind == "system"}


def _columns(box: Mapping[Place, Place], passages: tuple[Passage, ...]) -> dict[Place, int]:
    """Who sends more than he receives stands left, the others right, half of them each; so data run rightwards."""
    sends: Counter[Place] = Counter()
    for passage in passages:
        for place, sign in zip(passage.leg, (1, -1), strict=True):
            if place in box and box[place].kind in ("system", "rest"):
                sends[box[place]] += sign * (1 if passage.sort == "kept" else 100)
    boxes = sorted({b for b in box.values() if b.kind in ("system", "rest")}, key=lambda b: (-sends[b], b))
    cut = (len(boxes) + 1) // 2
    columns = {b: 0 if at < cut else 2 for at, b in enumerate(boxes)}
    return columns | {b: 1 for b in box.values() if b.kind in ("hub", "direct")}
