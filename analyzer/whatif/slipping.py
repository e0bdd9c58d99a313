"""What happens to a plan when moves slip: which others they push, and how far (semantics, section 7).

A rule that a slipped move touches is kept by moving the later of its moves on: the order of a system's moves,
`together`, before/after with its gap. A cutover in a month in which it may not be (a blackout rule, a move's own
blackout, its vendor unavailable) goes on to the next month as a whole. What no slipped move touches stays as planned,
broken or not. Months only grow. Fixed and latest months, deadlines, capacities and ends of contracts push nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from analyzer.landscape.model import Before, Blackout, Landscape, MoveRef, System, Together
from analyzer.landscape.months import Horizon, Month
from analyzer.landscape.places import Path

Moves = Mapping[MoveRef, Month]


Kind = Literal["order", "before", "together", "blackout", "move_blackout", "vendor_unavailable"]


@dataclass(frozen=True, slots=True)
class Gap:
    """month(after) − month(before) ≥ gap: the order of a system's moves, or a rule at `path`."""

    before: MoveRef
    after: MoveRef
    gap: int
    kind: Literal["order", "before"] = "order"
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Push:
    """What has pushed a move: another one (`by`), or a month that is closed to it; `path` is the rule's."""

    kind: Kind
    by: MoveRef | None = None
    month: Month | None = None
    path: Path = field(default=(), compare=False)


Pushes = dict[MoveRef, dict[Push, None]]
"""Move → what has pushed it, in the order in which it happened."""


class Pushing:
    """The pushing rules of a landscape, read once for many plans and slips of it."""

    def __init__(self, landscape: Landscape) -> None:
        self._landscape = landscape
        self.together = tuple(
            rule for rule in landscape.rules if isinstance(rule, Together) and len(rule.moves) > 1
        )
        gaps = (*_orders(landscape), *_rules(landscape))
        self.gaps: tuple[Gap, ...] = tuple(_possible(gaps, self.together))
        """A gap that goes round in a cycle can never be kept, and pushes nothing; a system's moves keep their order."""
        self._blackouts = tuple(rule for rule in landscape.rules if isinstance(rule, Blackout))

    def slipped(
        self, moves: Moves, delays: Mapping[MoveRef, int], pushes: Pushes | None = None
    ) -> dict[MoveRef, Month]:
        """The months after each move slips by its delay (months ≥ 0; none: 0) and pushes others.

        `moves` must have a month for every move, in the order of each system's moves. `pushes` is told why.
        """
        told: Pushes = {} if pushes is None else pushes
        months = {ref: month + delays.get(ref, 0) for ref, month in moves.items()}
        while True:
            self._relate(moves, months, told)
            late = list(self._in_closed_months(moves, months))
            if not late:
                return months
            for ref, push in late:
                months[ref] += 1
                told.setdefault(ref, {})[push] = None

    def _relate(self, moves: Moves, months: dict[MoveRef, Month], told: Pushes) -> None:
        """Order, before/after and together, until they hold for all that a slipped move touches."""
        changed = True
        while changed:
            changed = False
            for gap in self.gaps:
                one, other = gap.before, gap.after
                least = months[one] + gap.gap
                if months[other] < least and (months[one] > moves[one] or months[other] > moves[other]):
                    months[other] = least
                    told.setdefault(other, {})[Push(gap.kind, one, path=gap.path)] = None
                    changed = True
            for rule in self.together:
                leader = max(rule.moves, key=lambda ref: (months[ref], months[ref] - moves[ref]))
                if any(months[ref] > moves[ref] for ref in rule.moves):
                    for ref in rule.moves:
                        if months[ref] != months[leader]:
                            months[ref] = months[leader]
                            told.setdefault(ref, {})[Push("together", leader, path=rule.path)] = None
                            changed = True

    def _in_closed_months(self, moves: Moves, months: Moves) -> Iterator[tuple[MoveRef, Push]]:
        """The moves of cutovers that slipped moves take part in, in months in which these cutovers may not be."""
        for system in self._landscape.systems.values():
            refs = [MoveRef(system.id, move.id) for move in system.moves]
            if all(months[ref] == moves[ref] for ref in refs):
                continue
            cutovers: dict[Month, list[int]] = {}
            for number, ref in enumerate(refs):
                cutovers.setdefault(months[ref], []).append(number)
            for month, numbers in cutovers.items():
                if any(months[refs[number]] != moves[refs[number]] for number in numbers):
                    push = self._closed(system, numbers, month)
                    if push is not None:
                        yield from ((refs[number], push) for number in numbers)

    def _closed(self, system: System, numbers: list[int], month: Month) -> Push | None:
        """What closes the month to the cutover at which these moves of the system (by position) fall together."""
        form = system.moves[numbers[-1]].to
        for number in numbers:
            move = system.moves[number]
            if month in move.blackout:
                return Push("move_blackout", MoveRef(system.id, move.id), month, (*move.path, "blackout"))
        vendor = self._landscape.vendors[form.vendor]
        if month in vendor.unavailable:
            return Push("vendor_unavailable", None, month, (*vendor.path, "unavailable"))
        for rule in self._blackouts:
            if month in rule.months and rule.systems.matches(system, form):
                return Push("blackout", None, month, rule.path)
        return None


def slipped(
    landscape: Landscape, moves: Moves, delays: Mapping[MoveRef, int], pushes: Pushes | None = None
) -> dict[MoveRef, Month]:
    """The same for one plan of a landscape."""
    return Pushing(landscape).slipped(moves, delays, pushes)


def lengthened(landscape: Landscape, moves: Moves) -> Landscape:
    """The landscape with a horizon that ends in no month before the last of the moves."""
    horizon = landscape.horizon
    last = max((horizon.last, *moves.values()))
    return landscape if last == horizon.last else landscape.changed(horizon=Horizon(horizon.first, last))


def _orders(landscape: Landscape) -> Iterator[Gap]:
    """The order of each system's moves; two may fall in one month unless `not_with_previous`."""
    for system in landscape.systems.values():
        for one, other in pairwise(system.moves):
            before, after = MoveRef(system.id, one.id), MoveRef(system.id, other.id)
            yield Gap(before, after, int(other.not_with_previous), "order", other.path)


def _rules(landscape: Landscape) -> Iterator[Gap]:
    for rule in landscape.rules:
        if isinstance(rule, Before):
            yield Gap(rule.before, rule.after, rule.gap, "before", rule.path)


def _possible(gaps: tuple[Gap, ...], together: tuple[Together, ...]) -> Iterator[Gap]:
    """Those that are 0, or whose first move does not have to follow the second; without its gap the order of a
    system's moves otherwise, since moves out of order have no forms and a plan without forms has no figures.
    """
    following: dict[MoveRef, set[MoveRef]] = {}
    for gap in gaps:
        following.setdefault(gap.before, set()).add(gap.after)
    for rule in together:
        for ref in rule.moves:
            following.setdefault(ref, set()).update(rule.moves)
    for gap in gaps:
        if not gap.gap or gap.before not in _reached(following, gap.after):
            yield gap
        elif gap.kind == "order":
            yield replace(gap, gap=0)


def _reached(following: Mapping[MoveRef, set[MoveRef]], start: MoveRef) -> set[MoveRef]:
    seen, open_ = {start}, [start]
    while open_:
        for ref in following.get(open_.pop(), ()):
            if ref not in seen:
                seen.add(ref)
                open_.append(ref)
    return seen
