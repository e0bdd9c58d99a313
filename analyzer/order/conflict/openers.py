"""Which dates of the file would let a link be carried in a month in which nothing carries it.

A way of a link may be closed because its bridge is not ready yet or has ended (or its vendor builds none for so long), because its hub (or the environment
in which that stands) is not there, or because no line joins two environments. Each of these is a date, or a lead time, that could
be another. A *date* is known by a key; that of an environment is the key of its rule for forms, since it is one
date for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from analyzer.bridges.openings import Openings
from analyzer.bridges.ways import Way
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import Integration, IntegrationKey, pair
from analyzer.landscape.months import Availability

Key = tuple[str, ...]
Moved = tuple[tuple[Key, int], ...]
"""Dates and the months by which each has to move; sorted by key."""

Alternatives = tuple[Moved, ...]
"""Any one of these opens the way."""


class Openers:
    """Asks the openings of a landscape what is missing in a month; months count from the horizon's first."""

    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self._landscape = openings.landscape
        self._entries = {id(entry): place for place, entry in enumerate(self._landscape.catalogue or ())}
        self._standing = {id(bridge): place for place, bridge in enumerate(self._landscape.existing_bridges)}
        self._lines: dict[tuple[str, str], list[int]] = {}
        for place, line in enumerate(self._landscape.lines or ()):
            self._lines.setdefault(pair(*line.between), []).append(place)

    def of_link(self, integration: Integration, source: int, target: int, month: int) -> Alternatives:
        """What would open some way of the link between these forms in the month."""
        found: list[Moved] = []
        for way in self._openings.ways(integration, source, target)[1]:
            found += self._of_way(integration.key, way, month)
        return _fewest(found)

    def of_move(self, between: tuple[str, str], month: int) -> Alternatives:
        """What would give a move a line of the pair, or a relay, in the month."""
        ends = pair(*between)
        relay = self._openings.yard.relay(ends)
        relayed = [] if relay is None else self._of_bridge(None, relay, month)
        return _fewest([*self._of_line(ends, month), *relayed])

    def _of_way(self, key: IntegrationKey, way: Way, month: int) -> list[Moved]:
        needs: list[list[Moved]] = []
        if way.bridge is not None:
            needs.append(self._of_bridge(key, way.bridge, month))
        if way.hub is not None:
            hub = self._landscape.hubs[way.hub]
            needs.append([self._of_date(("hub_unavailable", hub.id), hub.available, month)])
            place = self._landscape.environments[hub.environment]
            needs.append([self._of_date(("environment_unavailable", place.id), place.available, month)])
        if self._openings.network.checked:
            for ends in way.pairs:
                if not self._openings.joined(ends)[month]:
                    relay = self._openings.yard.relay(ends)
                    relayed = [] if relay is None else self._of_bridge(key, relay, month)
                    needs.append([*self._of_line(ends, month), *relayed])
        return [_joined(parts) for parts in product(*needs)]

    def _of_bridge(self, key: IntegrationKey | None, bridge: Bridge, month: int) -> list[Moved]:
        """Its lead time, and its own dates where it stands already, else its vendor's: for a link, or (None) for a move."""
        moved: dict[Key, int] = {}
        first, record = bridge.first, bridge.records[0] if bridge.records else None
        if key is not None and key in bridge.listed:
            first, record = bridge.listed[key]
        if month < first or month > bridge.last:
            side, months = ("from", first - month) if month < first else ("until", month - bridge.last)
            if record is not None:
                moved["bridge_dates", str(self._standing[id(record)]), side] = months
            else:
                moved["bridges_until", bridge.key.vendor] = months
        if key not in bridge.listed and not (
            key is None and bridge.stands
        ):  # a standing relay serves moves at once
            if bridge.lead is None:
                return []
            if month < bridge.lead and bridge.entry is not None:
                if id(bridge.entry) not in self._entries:
                    return []
                moved["lead_months", str(self._entries[id(bridge.entry)])] = bridge.lead - month
        return [tuple(sorted(moved.items()))]

    def _of_line(self, ends: tuple[str, str], month: int) -> list[Moved]:
        lines = self._landscape.lines or ()
        return [
            self._of_date(("line_unavailable", lines[place].id), lines[place].available, month)
            for place in self._lines.get(ends, ())
        ]

    def _of_date(self, key: Key, available: Availability, month: int) -> Moved:
        index = self._landscape.horizon.index
        if available.first is not None and month < index(available.first):
            return (((*key, "from"), index(available.first) - month),)
        if available.last is not None and month > index(available.last):
            return (((*key, "until"), month - index(available.last)),)
        return ()


def _joined(parts: Iterable[Moved]) -> Moved:
    moved: dict[Key, int] = {}
    for part in parts:
        for key, months in part:
            moved[key] = max(months, moved.get(key, 0))
    return tuple(sorted(moved.items()))


def _fewest(found: Iterable[Moved]) -> Alternatives:
    """Without those that ask for as much as another and more; sorted."""

    def kept() -> Iterator[Moved]:
        every = sorted(set(found), key=lambda moved: (len(moved), moved))
        asked = [dict(moved) for moved in every]
        for place, moved in enumerate(every):
            mine = asked[place]
            if not any(
                other != mine and all(mine.get(key, 0) >= months for key, months in other.items())
                for other in asked
            ):
                yield moved

    return tuple(kept())
