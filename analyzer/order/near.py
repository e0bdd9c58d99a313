"""How near a plan stays to another one: how many of its months may change (semantics, section 7).

The one rule that no file says: whoever asks for a plan says it. It ties all moves to each other, as a capacity does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzer.landscape.model import Landscape, MoveRef, System
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.order.rules import Course, Rule

CODE = "months_changed"


@dataclass(frozen=True, slots=True)
class Near:
    """At most `changes` moves of a plan fall in another month than in `moves`; moves that are not in it are free."""

    moves: Mapping[MoveRef, Month]
    changes: int


@dataclass(frozen=True, slots=True, eq=False)
class NearRule(Rule):
    """At most `limit` of these moves fall in another month (counted from the horizon's first, which it may lie outside)."""

    months: Mapping[MoveRef, int]
    limit: int

    def changes(self, system: System, course: Course) -> int:
        """How many months of the system's course are others."""
        return sum(
            self.months.get(MoveRef(system.id, move.id), month) != month
            for move, month in zip(system.moves, course, strict=True)
        )


def changed_moves(old: Mapping[MoveRef, Month], new: Mapping[MoveRef, Month]) -> tuple[MoveRef, ...]:
    """Moves of both plans whose months differ, sorted."""
    return tuple(ref for ref, month in sorted(new.items()) if ref in old and old[ref] != month)


def near_rules(landscape: Landscape, near: Near | None) -> Iterator[NearRule]:
    """The rule that `near` asks for; none where nobody asks."""
    if near is None:
        return
    index = landscape.horizon.index
    refs = [MoveRef(system.id, move.id) for system in landscape.systems.values() for move in system.moves]
    yield NearRule(
        CODE, (CODE, str(near.changes)), (),
        Text(f"元の計画から変えてよい移行の年月は {near.changes} 件まで",
             f"at most {near.changes} month(s) of the plan before may change"),
        {ref: index(near.moves[ref]) for ref in sorted(refs) if ref in near.moves}, near.changes,
    )  # fmt: skip
