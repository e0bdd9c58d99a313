"""What the rules of order tie together: moves that fall in one month, and orders nobody can keep.

Each rule says month(after) − month(before) ≥ gap. `Together` says it both ways with gap 0,
`Before` with its own gap, a system's moves keep their order with gap 0 (1 where
`not_with_previous`). So moves that lie on a cycle fall in one month if all its gaps are 0, and
can have no months at all if one is more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from analyzer.graph.cycles import components, shortest_way
from analyzer.landscape.model import Before, Landscape, MoveRef, Together
from analyzer.landscape.places import Path


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One demand of order: month(after) − month(before) ≥ gap, and where the file says so."""

    before: MoveRef
    after: MoveRef
    gap: int
    said_by: Literal["together", "before", "order_of_moves"]
    path: Path


@dataclass(frozen=True, slots=True)
class TiedMoves:
    """Moves that the rules put into one month, sorted; impossible where `contradiction` is not empty.

    `contradiction` is a shortest cycle of steps through one with a gap of 1 or more: each step
    begins where the one before it ends, the last ends where the first begins.
    """

    moves: tuple[MoveRef, ...]
    contradiction: tuple[OrderStep, ...] = ()


def tied_moves(landscape: Landscape) -> tuple[TiedMoves, ...]:
    """Groups of two moves or more that only one month can hold, by their first move."""
    steps: dict[tuple[MoveRef, MoveRef], OrderStep] = {}
    for step in order_steps(landscape):
        known = steps.get((step.before, step.after))
        if known is None or step.gap > known.gap:
            steps[step.before, step.after] = step
    following: dict[MoveRef, list[MoveRef]] = defaultdict(list)
    for before, after in sorted(steps):
        following[before].append(after)
    return tuple(
        TiedMoves(group, _contradiction(steps, {move: following[move] for move in group}))
        for group in components(following)
    )


def order_steps(landscape: Landscape) -> Iterator[OrderStep]:
    """Every demand of order between two different moves, in the order of systems and rules."""
    for system in landscape.systems.values():
        for move, later in pairwise(system.moves):
            yield OrderStep(
                MoveRef(system.id, move.id), MoveRef(system.id, later.id),
                1 if later.not_with_previous else 0, "order_of_moves", later.path,
            )  # fmt: skip
    for rule in landscape.rules:
        if isinstance(rule, Together):
            moves = sorted(set(rule.moves))
            for one, other in zip(moves, [*moves[1:], moves[0]], strict=True):
                if one != other:
                    yield OrderStep(one, other, 0, "together", rule.path)
                    yield OrderStep(other, one, 0, "together", rule.path)
        elif isinstance(rule, Before) and rule.before != rule.after:
            yield OrderStep(rule.before, rule.after, rule.gap, "before", rule.path)


def _contradiction(
    steps: dict[tuple[MoveRef, MoveRef], OrderStep], following: dict[MoveRef, list[MoveRef]]
) -> tuple[OrderStep, ...]:
    best: list[MoveRef] = []
    for (before, after), step in sorted(steps.items(), key=lambda item: item[0]):
        if step.gap > 0 and before in following and after in following:
            back = shortest_way(following, after, before, len(best) - 3 if best else len(following))
            if back is not None:
                best = [before, *back]
    return tuple(steps[one, other] for one, other in pairwise(best))
