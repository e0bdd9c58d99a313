"""Links bundled into lines: one a pair of boxes (or box and hub), not one a link.

A link via a hub is two legs, and each leg is bundled with all that runs between the same box and
hub. Of a mixed link only the leg at the bridged end is drawn as a bridge; on the other leg
nothing changes (旭川: write-back leaves the unmoved systems as they are), so it is counted with
the hub's ordinary traffic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from analyzer.diagrams.boxes import Boxes
from analyzer.diagrams.moment import Manner, MonthLink
from analyzer.diagrams.views import EdgeKind

UNKNOWN = "?"
DIRECT = "direct"
MOST_PAIRS = 24
"""Direct links are drawn between their systems up to so many pairs; beyond, they meet in one node."""

End = tuple[str, Hashable]
"""("box", system or frame), ("hub", id), ("direct", DIRECT) or ("unknown", UNKNOWN)."""


@dataclass(slots=True)
class Bundle:
    """Links between two ends: `there` from the first to the second, `back` reversed.

    `ways` counts the bridged ones by kind of bridge; `unchanged` are mixed links on a leg that
    their bridge leaves as it was; what is left is native (or of the manner that `kind` says).
    """

    first: End
    second: End
    kind: EdgeKind
    there: int = 0
    back: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0

    @property
    def count(self) -> int:
        return self.there + self.back


@dataclass(frozen=True, slots=True)
class Bundled:
    """`drawn`: the lines; `meeting`: direct links, by manner, that meet in one node as at a hub.

    `left_out`: native links of a crowded picture, which are counted only.
    """

    drawn: tuple[Bundle, ...]
    meeting: Counter[Manner]
    left_out: int


def bundle_links(links: tuple[MonthLink, ...], boxes: Boxes, *, gathered: bool = False) -> Bundled:
    """Bundles in a fixed order. `gathered`: direct links meet in one node however few they are."""
    shown = [link for link in links if not (boxes.without_native and link.manner == "native")]
    direct = [link for link in shown if link.manner in ("native", "mixed") and link.hub is None]
    pairs: Counter[Manner] = Counter(manner for manner, *_ in {(x.manner, *_pair(x, boxes)) for x in direct})
    meeting = frozenset(manner for manner in pairs if gathered or pairs[manner] > MOST_PAIRS)
    bundles: dict[tuple[End, End, EdgeKind], Bundle] = {}
    for link in shown:
        for source, target, kind, way, mixed in _legs(link, boxes, meeting):
            _add(bundles, source, target, kind, way, mixed)
    for bundle in bundles.values():
        if bundle.ways:
            bundle.kind = "mixed"
    return Bundled(
        tuple(sorted(bundles.values(), key=_order)),
        Counter(link.manner for link in direct if link.manner in meeting),
        len(links) - len(shown),
    )


def _pair(link: MonthLink, boxes: Boxes) -> tuple[End, End]:
    key = link.integration.key
    first, second = sorted((_end(key.source, boxes), _end(key.target, boxes)), key=repr)
    return first, second


def _legs(
    link: MonthLink, boxes: Boxes, meeting: frozenset[Manner]
) -> Iterator[tuple[End, End, EdgeKind, str, bool]]:
    """(from, to, kind of line, kind of bridge, is it a mixed link on an unchanged leg?).

    A native line turns into a mixed one where a bridged link shares it.
    """
    key, way = link.integration.key, link.way or ""
    source, target = _end(key.source, boxes), _end(key.target, boxes)
    if link.manner == "unknown":
        yield source, target, "unknown", "", False
    elif link.manner == "suspended":
        yield source, target, "suspended", "", False
    elif link.lost:
        yield source, target, "lost", "", False
    elif link.manner in ("native", "mixed"):
        mixed = link.manner == "mixed"
        if link.hub is None and link.manner not in meeting:
            yield source, target, "native", way, False
            return
        middle: End = ("direct", DIRECT) if link.hub is None else ("hub", link.hub)
        for start, end, at in ((source, middle, "source"), (middle, target, "target")):
            bridged = mixed and (at in link.bridged or not link.bridged)
            yield start, end, "native", way if bridged else "", mixed and not bridged


def _end(system: str | None, boxes: Boxes) -> End:
    return ("unknown", UNKNOWN) if system is None else ("box", boxes.box[system])


def _add(
    bundles: dict[tuple[End, End, EdgeKind], Bundle],
    source: End,
    target: End,
    kind: EdgeKind,
    way: str,
    unchanged: bool,
) -> None:
    """Both directions share a line, and so do native and mixed links; boxes stand before hubs."""
    swap = (source[0] != "box", repr(source)) > (target[0] != "box", repr(target))
    first, second = (target, source) if swap else (source, target)
    bundle = bundles.setdefault((first, second, kind), Bundle(first, second, kind))
    if swap:
        bundle.back += 1
    else:
        bundle.there += 1
    bundle.unchanged += unchanged
    if way:
        bundle.ways[way] += 1


def _order(bundle: Bundle) -> tuple[bool, str, str, str]:
    """Mixed lines last: they are drawn over the others."""
    return bundle.kind == "mixed", bundle.kind, repr(bundle.first), repr(bundle.second)
