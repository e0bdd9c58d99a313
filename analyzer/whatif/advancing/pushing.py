"""The rest of a plan after something is late: rules push other moves to their next allowed month.

Semantics, section 7: the order of moves, together, before/after, blackouts and unavailability push; capacity,
contract ends and deadlines that this breaks are counted, not repaired.
"""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.landscape.model import Before, Blackout, Landscape, Move, MoveRef, System, Together
from analyzer.landscape.months import Month

Moves = Mapping[MoveRef, Month]
_NEVER = 600
"""Months after the horizon at which a push is given up: rules in a circle would go on for ever."""


def pushed(landscape: Landscape, planned: Moves, start: Moves) -> dict[MoveRef, Month]:
    """The least months from `start` on that keep every pushing rule touched by a move that left its planned month."""
    months = dict(start)
    limit = landscape.horizon.last + _NEVER
    pairs = list(_pairs(landscape))
    groups = [rule.moves for rule in landscape.rules if isinstance(rule, Together)]
    changed = True
    while changed and max(months.values(), default=limit) < limit:
        changed = False
        left = {ref for ref, month in months.items() if month != planned[ref]}
        for before, after, gap in pairs:
            if (before in left or after in left) and months[after] < months[before] + gap:
                months[after] = months[before] + gap
                changed = True
        for group in groups:
            latest = max(months[ref] for ref in group)
            if left.intersection(group) and any(months[ref] != latest for ref in group):
                months.update(dict.fromkeys(group, latest))
                changed = True
        for system in landscape.systems.values():
            changed |= _out_of_closed_months(landscape, system, months, left)
    return months


def _pairs(landscape: Landscape) -> list[tuple[MoveRef, MoveRef, int]]:
    """(before, after, least months between)."""
    pairs = [
        (MoveRef(system.id, one.id), MoveRef(system.id, other.id), int(other.not_with_previous))
        for system in landscape.systems.values()
        for one, other in zip(system.moves, system.moves[1:], strict=False)
    ]
    pairs += [(rule.before, rule.after, rule.gap) for rule in landscape.rules if isinstance(rule, Before)]
    return pairs


def _out_of_closed_months(
    landscape: Landscape, system: System, months: dict[MoveRef, Month], left: set[MoveRef]
) -> bool:
    """All moves of a cutover in a closed month go on to the next one."""
    cutovers: dict[Month, list[Move]] = {}
    for move in system.moves:
        cutovers.setdefault(months[MoveRef(system.id, move.id)], []).append(move)
    for month, moves in cutovers.items():
        refs = [MoveRef(system.id, move.id) for move in moves]
        if left.intersection(refs) and _closed(landscape, system, moves, month):
            months.update(dict.fromkeys(refs, month + 1))
            return True
    return False


def _closed(landscape: Landscape, system: System, moves: list[Move], month: Month) -> bool:
    reached = moves[-1].to
    return (
        month in landscape.vendors[reached.vendor].unavailable
        or any(month in move.blackout for move in moves)
        or any(
            month in rule.months and rule.systems.matches(system, reached)
            for rule in landscape.rules
            if isinstance(rule, Blackout)
        )
    )
