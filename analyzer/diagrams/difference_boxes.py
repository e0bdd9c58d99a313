"""Which systems and hubs a difference shows, in which column each stands, and which share a box.

Few systems are all shown. Of many only those that change and their neighbours are; of very many the neighbours (and
what changes least) share a box for each block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.diagrams.difference_lines import Passage, Place
from analyzer.landscape.model import Hub, System
from analyzer.whatif.answers import AnswerDifference

ALL_DRAWN = 16
"""Up to so many systems all of them are drawn."""
MOST_OWN = 30
"""Systems with a box of their own; others that have to be drawn share one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`box`: place → the place whose box it is in (a block where it shares one). `columns` of the boxes: 0 or 2.

    `shared`: how many systems are in each shared box. `left_out`: systems that nothing changes and nobody meets.
    """

    box: Mapping[Place, Place]
    columns: Mapping[Place, int]
    shared: Mapping[Place, int]
    left_out: int


def systems_of(difference: AnswerDifference) -> dict[str, System]:
    """Of both landscapes, as they are after where they are in both."""
    return {**difference.before.landscape.systems, **difference.after.landscape.systems}


def hubs_of(difference: AnswerDifference) -> dict[str, Hub]:
    return {**difference.before.landscape.hubs, **difference.after.landscape.hubs}


def choose_boxes(difference: AnswerDifference, passages: tuple[Passage, ...], weights: Counter[str]) -> Shown:
    """`weights`: how much changes at a system in itself (moves, forms); what its lines change is added."""
    known = systems_of(difference)
    changed = Counter(weights)
    met: set[str] = set()
    hubs: set[str] = set()
    for passage in passages:
        systems = [place.id for place in passage.leg if place.kind == "system"]
        met.update(systems)
        if passage.sort != "kept":
            changed.update(systems)
            hubs.update(place.id for place in passage.leg if place.kind == "hub")
    whole = len(known) <= ALL_DRAWN
    wanted = {*known, *met} if whole else {s for s in {*known, *met} if changed[s]} | _neighbours(passages)
    own = sorted(wanted, key=lambda s: (-changed[s], s))[:MOST_OWN]
    box = {Place("system", system): Place("system", system) for system in own}
    shared: Counter[Place] = Counter()
    for system in sorted(wanted - set(own)):
        block = known[system].block if system in known else None
        rest = Place("rest", block or "")
        box[Place("system", system)] = rest
        shared[rest] += 1
    drawn_hubs = hubs if not whole else {p.id for passage in passages for p in passage.leg if p.kind == "hub"}
    box |= {Place("hub", hub): Place("hub", hub) for hub in sorted(drawn_hubs)}
    return Shown(box, _columns(box, passages), shared, len(known) - len(wanted & set(known)))


def _neighbours(passages: tuple[Passage, ...]) -> set[str]:
    """The systems at either end of a link one of whose legs changes."""
    changed = {passage.link for passage in passages if passage.sort != "kept"}
    return {place.id for p in passages if p.link in changed for place in p.leg if place.kind == "system"}


def _columns(box: Mapping[Place, Place], passages: tuple[Passage, ...]) -> dict[Place, int]:
    """Who sends more than he receives stands left, the others right, half of them each; so data run rightwards."""
    sends: Counter[Place] = Counter()
    for passage in passages:
        for place, sign in zip(passage.leg, (1, -1), strict=True):
            if place in box and box[place].kind != "hub":
                sends[box[place]] += sign * (1 if passage.sort == "kept" else 100)
    boxes = sorted({b for b in box.values() if b.kind != "hub"}, key=lambda b: (-sends[b], b))
    cut = (len(boxes) + 1) // 2
    columns = {b: 0 if at < cut else 2 for at, b in enumerate(boxes)}
    return {**columns, **{b: 1 for b in box.values() if b.kind == "hub"}}
