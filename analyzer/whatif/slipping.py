"""What happens to a plan when moves slip: which others they push, and how far (semantics, section 7).

A rule that a slipped move touches is kept by moving the later of its moves on: the order of a system's moves,
`together`, before/after with its gap. A cutover in a month in which it may not be (a blackout rule, a move's own
blackout, its vendor unavailable) goes on to the next month as a whole. What no slipped move touches stays as planned,
broken or not. Months only grow. Fixed and latest months, deadlines, capacities and ends of contracts push nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from analyzer.landscape.model import Before, Blackout, Landscape, MoveRef, Together
from analyzer.landscape.months import Horizon, Month

Moves = Mapping[MoveRef, Month]


@dataclass(frozen=True, slots=True)
class Gap:
    """month(after) − month(before) ≥ gap."""

    before: MoveRef
    after: MoveRef
    gap: int


class Pushing:
    """The pushing rules of a landscape, read once for many plans and slips of it."""

    def __init__(self, landscape: Landscape) -> None:
        self._landscape = landscape
        self.together = tuple(
            rule.moves for rule in landscape.rules if isinstance(rule, Together) and len(rule.moves) > 1
        )
        gaps = (*_orders(landscape), *_rules(landscape))
        self.gaps: tuple[Gap, ...] = tuple(_possible(gaps, self.together))
        """A gap that goes round in a cycle can never be kept, and pushes nothing."""
        self._blackouts = tuple(rule for rule in landscape.rules if isinstance(rule, Blackout))

    def slipped(self, moves: Moves, delays: Mapping[MoveRef, int]) -> dict[MoveRef, Month]:
        """The months after each move slips by its delay (months ≥ 0; none: 0) and pushes others.

        `moves` must have a month for every move, in the order of each system's moves.
        """
        months = {ref: month + delays.get(ref, 0) for ref, month in moves.items()}
        while True:
            self._relate(moves, months)
            late = self._in_closed_months(moves, months)
            if not late:
                return months
            for ref in late:
                months[ref] += 1

    def _relate(self, moves: Moves, months: dict[MoveRef, Month]) -> None:
        """Order, before/after and together, until they hold for all that a slipped move touches."""
        changed = True
        while changed:
            changed = False
            for gap in self.gaps:
                one, other = gap.before, gap.after
                least = months[one] + gap.gap
                if months[other] < least and (months[one] > moves[one] or months[other] > moves[other]):
                    months[other] = least
                    changed = True
            for group in self.together:
                last = max(months[ref] for ref in group)
                if any(months[ref] > moves[ref] for ref in group):
                    for ref in group:
                        changed |= months[ref] != last
                        months[ref] = last

    def _in_closed_months(self, moves: Moves, months: Moves) -> list[MoveRef]:
        """The moves of cutovers that slipped moves take part in, in months in which these cutovers may not be."""
        late: list[MoveRef] = []
        for system in self._landscape.systems.values():
            cutovers: dict[Month, list[int]] = {}
            for number, move in enumerate(system.moves):
                cutovers.setdefault(months[MoveRef(system.id, move.id)], []).append(number)
            for month, numbers in cutovers.items():
                refs = [MoveRef(system.id, system.moves[number].id) for number in numbers]
                if all(months[ref] == moves[ref] for ref in refs):
                    continue
                form = system.moves[numbers[-1]].to
                if (
                    any(month in system.moves[number].blackout for number in numbers)
                    or month in self._landscape.vendors[form.vendor].unavailable
                    or any(month in r.months and r.systems.matches(system, form) for r in self._blackouts)
                ):
                    late += refs
        return late


def slipped(landscape: Landscape, moves: Moves, delays: Mapping[MoveRef, int]) -> dict[MoveRef, Month]:
    """The same for one plan of a landscape."""
    return Pushing(landscape).slipped(moves, delays)


def lengthened(landscape: Landscape, moves: Moves) -> Landscape:
    """The landscape with a horizon that ends in no month before the last of the moves."""
    horizon = landscape.horizon
    last = max((horizon.last, *moves.values()))
    return landscape if last == horizon.last else landscape.changed(horizon=Horizon(horizon.first, last))


def _orders(landscape: Landscape) -> Iterator[Gap]:
    """The order of each system's moves; two may fall in one month unless `not_with_previous`."""
    for system in landscape.systems.values():
        for one, other in pairwise(system.moves):
            yield Gap(MoveRef(system.id, one.id), MoveRef(system.id, other.id), int(other.not_with_previous))


def _rules(landscape: Landscape) -> Iterator[Gap]:
    for rule in landscape.rules:
        if isinstance(rule, Before):
            yield Gap(rule.before, rule.after, rule.gap)


def _possible(gaps: tuple[Gap, ...], together: tuple[tuple[MoveRef, ...], ...]) -> Iterator[Gap]:
    """Those that are 0, or whose first move does not have to follow the second."""
    following: dict[MoveRef, set[MoveRef]] = {}
    for gap in gaps:
        following.setdefault(gap.before, set()).add(gap.after)
    for group in together:
        for ref in group:
            following.setdefault(ref, set()).update(group)
    for gap in gaps:
        if not gap.gap or gap.before not in _reached(following, gap.after):
            yield gap


def _reached(following: Mapping[MoveRef, set[MoveRef]], start: MoveRef) -> set[MoveRef]:
    seen, open_ = {start}, [start]
    while open_:
        for ref in following.get(open_.pop(), ()):
            if ref not in seen:
                seen.add(ref)
                open_.append(ref)
    return seen
