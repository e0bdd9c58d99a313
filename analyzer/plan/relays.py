"""Relays before a move: the months in which a needed line must be replaced.

Semantics, section 6: in each of the `months_before` months before the move that lie in the
horizon a line of that pair is open, or its relay is paid for (小平市: data checks at a vendor
switch need a line between office and cloud beforehand).
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.landscape.model import Landscape, MoveRef, pair
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.schedule import Schedule
from analyzer.plan.transport import Network


@dataclass(frozen=True, slots=True)
class LineNeed:
    """A move wants a line between the pair in this month, and none is open."""

    move: MoveRef
    between: tuple[str, str]
    month: int
    relay: bool
    """True where a relay can serve it; False breaks the rule."""


def relay_window(
    landscape: Landscape, catalogue: Catalogue, between: tuple[str, str]
) -> tuple[int, int] | None:
    """First and last month (counted from the first) in which a relay of the pair serves moves.

    None where there is none. An existing relay serves moves from the first month (or from its
    `from`) until its `until`; a new one from its lead time on.
    """
    last = len(landscape.horizon) - 1
    index = landscape.horizon.index
    standing = [
        bridge
        for bridge in landscape.existing_bridges
        if bridge.kind == "relay" and bridge.between and pair(*bridge.between) == pair(*between)
    ]
    if standing:
        first = min(index(bridge.first) if bridge.first else 0 for bridge in standing)
        return max(0, first), min([last, *(index(bridge.until) for bridge in standing if bridge.until)])
    entry = catalogue.offer("relay", between=between)
    return None if entry is None else (entry.lead_months, last)


def line_needs(schedule: Schedule, network: Network, catalogue: Catalogue) -> tuple[LineNeed, ...]:
    """Every month before a move in which a needed line is not open; sorted."""
    landscape = schedule.landscape
    if not network.checked:
        return ()
    needs: list[LineNeed] = []
    for system in landscape.systems.values():
        for move in system.moves:
            if move.needs_line is None:
                continue
            ref = MoveRef(system.id, move.id)
            between = pair(*move.needs_line.between)
            month = landscape.horizon.index(schedule.moves[ref])
            window = relay_window(landscape, catalogue, between)
            for before in range(max(0, month - move.needs_line.months_before), month):
                if not network.joined(*between, schedule.month(before)):
                    served = window is not None and window[0] <= before <= window[1]
                    needs.append(LineNeed(ref, between, before, served))
    return tuple(sorted(needs, key=lambda need: (need.move, need.month)))
