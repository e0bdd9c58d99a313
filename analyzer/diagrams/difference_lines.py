"""What two answers make of each leg between systems and hubs: the same, new, gone, or otherwise.

In a month a leg is compared by how its links are carried then; over the whole time by the months in which bridges
(and suspensions) do so: native links are no part of that picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.diagrams.views import EdgeKind
from analyzer.landscape.months import Month
from analyzer.whatif.answers import AnswerDifference, AnswerView, Way, link_ways
from analyzer.whatif.answers.ways import PLAIN, SUSPENDED, UNSERVED, states_known

NATIVE = "native"
Months = frozenset[Month]


class Place(NamedTuple):
    """A ``system`` or a ``hub`` by its id, the ``rest`` of a block, or where ``direct`` links meet."""

    kind: str
    id: str


class Leg(NamedTuple):
    """From where to where the data run."""

    start: Place
    end: Place


class Carried(NamedTuple):
    """What carries a leg (a kind of bridge, ``native`` …), and in which months."""

    name: str
    months: Months


class Passage(NamedTuple):
    """A link on a leg, before and after (None: not there); of which sort its line is."""

    link: str
    leg: Leg
    sort: EdgeKind
    before: Carried | None
    after: Carried | None


DIRECT = Place("direct", "")
"""Where direct links meet in a crowded picture, as they would at a hub."""


@dataclass(slots=True)
class Line:
    """All that runs between two places and is of one sort. `said` counts links by what is before and after.

    `there`, `back`: how many run from `first` to `second`, and how many the other way.
    """

    first: Place
    second: Place
    sort: EdgeKind
    there: int = 0
    back: int = 0
    said: Counter[tuple[Carried | None, Carried | None]] = field(default_factory=Counter)


def passages_of(difference: AnswerDifference, month: Month | None) -> tuple[Passage, ...]:
    """By link and leg. A link whose key does not say its two ends, or whose partner is unknown, is not drawn.

    None where either answer has no figures.
    """
    if not difference.counted:
        return ()
    known = states_known(difference.before) and states_known(difference.after)
    before, after = (_legs_of(side, known, month) for side in (difference.before, difference.after))
    found: list[Passage] = []
    for link in sorted({*before, *after}):
        one, other = before.get(link, {}), after.get(link, {})
        for leg in sorted({*one, *other}):
            found.extend(_compared(link, leg, one.get(leg, {}), other.get(leg, {}), month))
    return tuple(found)


def met(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The same, but that every direct link runs by `DIRECT`."""
    found: list[Passage] = []
    for passage in passages:
        start, end = passage.leg
        if start.kind == end.kind == "system":
            found += [passage._replace(leg=leg) for leg in (Leg(start, DIRECT), Leg(DIRECT, end))]
        else:
            found.append(passage)
    return tuple(found)


def lines_of(passages: tuple[Passage, ...], box: Mapping[Place, Place]) -> tuple[Line, ...]:
    """One line a pair of boxes and sort, in a fixed order, changed ones last. What runs within a box is left out."""
    found: dict[tuple[Place, Place, EdgeKind], Line] = {}
    for passage in passages:
        start, end = (box.get(place) for place in passage.leg)
        if start is None or end is None or start == end:
            continue
        first, second = sorted((start, end))
        line = found.setdefault((first, second, passage.sort), Line(first, second, passage.sort))
        if start == first:
            line.there += 1
        else:
            line.back += 1
        line.said[passage.before, passage.after] += 1
    return tuple(
        sorted(found.values(), key=lambda line: (line.sort != "kept", line.first, line.second, line.sort))
    )


_Legs = dict[Leg, dict[str, Months]]


def _legs_of(answer: AnswerView, known: bool, month: Month | None) -> dict[str, _Legs]:
    """Link → leg → what carries it → in which months."""
    found: dict[str, _Legs] = {}
    for link, ways in link_ways(answer, known).items():
        ends = link.split("/")
        if len(ends) != 4 or "?" in ends[2:]:
            continue
        asked = ways.items() if month is None else [(month, ways[month])] if month in ways else []
        by_way: dict[Way, set[Month]] = {}
        for at, way in asked:
            by_way.setdefault(way, set()).add(at)
        legs: _Legs = {}
        for way, months in by_way.items():
            for leg, name in _legs(ends[2], ends[3], way):
                if month is not None or name not in PLAIN:
                    legs.setdefault(leg, {})[name] = legs.get(leg, {}).get(name, frozenset()) | frozenset(
                        months
                    )
        if legs:
            found[link] = legs
    return found


def _legs(source: str, target: str, way: Way) -> Iterator[tuple[Leg, str]]:
    """The legs of a way; of one through a hub only that at the end of the bridge is carried by it."""
    start, end = Place("system", source), Place("system", target)
    if way.name in PLAIN and way.name != NATIVE:
        return
    if not way.hub or way.name in (SUSPENDED, UNSERVED):
        yield Leg(start, end), way.name
        return
    hub = Place("hub", way.hub)
    for leg, at in ((Leg(start, hub), "source"), (Leg(hub, end), "target")):
        yield leg, way.name if way.end in ("", at) else NATIVE


def _compared(
    link: str, leg: Leg, before: Mapping[str, Months], after: Mapping[str, Months], month: Month | None
) -> Iterator[Passage]:
    if month is not None:
        one, other = (next(iter(side), None) for side in (before, after))
        months = frozenset({month})
        yield Passage(
            link, leg, _sort(one, other),
            None if one is None else Carried(one, months), None if other is None else Carried(other, months),
        )  # fmt: skip
        return
    for name in sorted({*before, *after}):
        here, there = before.get(name), after.get(name)
        kind: EdgeKind = (
            "added" if here is None else "gone" if there is None else "kept" if here == there else "changed"
        )
        yield Passage(
            link, leg, kind,
            None if here is None else Carried(name, here), None if there is None else Carried(name, there),
        )  # fmt: skip


def _sort(before: str | None, after: str | None) -> EdgeKind:
    """A bridge in place of what needs none is new; what needs none, in place of nothing, is a new link."""
    if before == after:
        return "kept"
    if before is None or (before == NATIVE and after is not None):
        return "added"
    if after is None or after == NATIVE:
        return "gone"
    return "changed"
