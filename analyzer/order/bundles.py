"""Links that are alike in all that costs know of them.

Links that share no leg with any other and are alike otherwise take the same way in some optimal plan: what is shared
costs the same whoever draws on it, and the rest is the same for each of them. So they are one link with a weight.

Not where cases are counted one by one: of main routes marked as such, with sessions, and where more than one main route is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from analyzer.bridges.openings import Openings
from analyzer.bridges.ways import Way
from analyzer.landscape.model import Integration, Landscape


@dataclass(frozen=True, slots=True)
class Bundle:
    """Links that are alike: one of them, and how many there are."""

    link: Integration
    weight: int


def bundles(landscape: Landscape, openings: Openings) -> tuple[Bundle, ...]:
    """Every known link, alone or as one of several that are alike; sorted by the first key of each."""
    known = [integration for integration in landscape.integrations.values() if integration.known]
    users: dict[int, set[str]] = defaultdict(set)
    for link in known:
        for way in _all_ways(landscape, openings, link):
            for leg in way.legs:
                users[leg].add(str(link.key))
    counted = landscape.session_cost > 0 or landscape.main_routes > 1
    alike: dict[Hashable, list[Integration]] = defaultdict(list)
    for link in known:
        private = all(
            len(users[leg]) == 1 for way in _all_ways(landscape, openings, link) for leg in way.legs
        )
        listed = any(link.key in bridge.serves for bridge in landscape.existing_bridges)
        if private and not listed and not link.main_route and not counted:
            alike[_sort(landscape, openings, link)].append(link)
        else:
            alike[str(link.key)].append(link)
    return tuple(Bundle(links[0], len(links)) for links in alike.values())


def _form_pairs(landscape: Landscape, link: Integration) -> Iterator[tuple[int, int]]:
    source, target = link.key.source, link.key.target
    assert source is not None and target is not None
    for f in range(len(landscape.systems[source].forms)):
        for g in range(len(landscape.systems[target].forms)):
            if source != target or f == g:
                yield f, g


def _all_ways(landscape: Landscape, openings: Openings, link: Integration) -> Iterator[Way]:
    for f, g in _form_pairs(landscape, link):
        yield from openings.ways(link, f, g)[1]


def _sort(landscape: Landscape, openings: Openings, link: Integration) -> Hashable:
    """What the program knows of a link whose legs and own bridges are its alone."""
    tested = openings.tested_before
    known: list[Hashable] = [link.key.source, link.key.target]
    for f, g in _form_pairs(landscape, link):
        state, ways = openings.ways(link, f, g)
        known.append(state.state)
        for way in ways:
            bridge = way.bridge
            own = bridge is not None and bridge.place.integration is not None
            what = None if bridge is None else (bridge.kind, bridge.place.hub) if own else bridge.key
            known.append((what, way.hub, way.pairs, way.per_month, tuple(leg in tested for leg in way.legs)))
    # Legs that two ways have in common tell ways apart that look alike one by one.
    numbers: dict[int, int] = {}
    shape = tuple(
        numbers.setdefault(leg, len(numbers))
        for way in _all_ways(landscape, openings, link)
        for leg in way.legs
    )
    return (*known, shape)
