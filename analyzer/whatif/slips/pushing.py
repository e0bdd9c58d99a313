"""What `analyzer.whatif.slipping` does to one plan, for all samples at once.

Arrays are [move, sample], months counted from the horizon's first; rows as `analyzer.whatif.slips.distributions.move_refs`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.landscape.model import Blackout, Landscape, Move, MoveRef, System
from analyzer.whatif.slipping import Pushing
from analyzer.whatif.slips.distributions import move_refs

Months = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Gap:
    """month(after) − month(before) ≥ gap."""

    before: int
    after: int
    gap: int


@dataclass(frozen=True, slots=True, eq=False)
class _Calendar:
    """A system's moves (rows in order), and the months closed to them: `own[i]` to move i itself, `reached[i]` to
    a cutover after which the system has the form that move i leads to.
    """

    rows: tuple[int, ...]
    own: tuple[Months, ...]
    reached: tuple[Months, ...]

    @property
    def closes_any(self) -> bool:
        return any(map(len, (*self.own, *self.reached)))


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Moves that rules join: slips of others never reach them.

    `rows` are those of the landscape, sorted; everything else counts within them.
    """

    rows: tuple[int, ...]
    gaps: tuple[_Gap, ...]
    together: tuple[tuple[int, ...], ...]
    calendars: tuple[_Calendar, ...]

    @property
    def is_alone(self) -> bool:
        """True for a move that nothing pushes."""
        return len(self.rows) == 1 and not self.calendars

    def push(self, planned: Months, slips: Months) -> Months:
        """Months of the group's moves after their own slips [move, sample] and what these push."""
        months = planned[:, None] + slips
        while True:
            self._relate(planned, months)
            if not self._move_on(planned, months):
                return months

    def _relate(self, planned: Months, months: Months) -> None:
        """Order, before/after and together, until they hold for all that a slipped move touches."""
        changed = True
        while changed:
            changed = False
            for gap in self.gaps:
                least = months[gap.before] + gap.gap
                touched = (months[gap.before] > planned[gap.before]) | (
                    months[gap.after] > planned[gap.after]
                )
                late = touched & (months[gap.after] < least)
                if late.any():
                    months[gap.after] = np.where(late, least, months[gap.after])
                    changed = True
            for rows in self.together:
                own = months[list(rows)]
                touched = (own > planned[list(rows)][:, None]).any(axis=0)
                last = own.max(axis=0)
                if (touched & (own != last)).any():
                    months[list(rows)] = np.where(touched, last, own)
                    changed = True

    def _move_on(self, planned: Months, months: Months) -> bool:
        """Cutovers in closed months with a slipped move in them: a month on. False where there are none."""
        steps: list[tuple[int, npt.NDArray[np.bool_]]] = []
        for calendar in self.calendars:
            rows = list(calendar.rows)
            own = months[rows]
            slipped = own > planned[rows][:, None]
            if not slipped.any():
                continue
            for first in range(len(rows)):
                # A cutover is known by its first move: the one before it (if any) is in another month.
                begins = np.ones(own.shape[1], dtype=np.bool_)
                if first:
                    begins &= own[first - 1] != own[first]
                within = [begins & (own[at] == own[first]) for at in range(first, len(rows))]
                closed = np.zeros_like(begins)
                touched = np.zeros_like(begins)
                for offset, here in enumerate(within):
                    at = first + offset
                    touched |= here & slipped[at]
                    closed |= here & np.isin(own[at], calendar.own[at])
                    is_last = here & (~within[offset + 1] if offset + 1 < len(within) else True)
                    closed |= is_last & np.isin(own[at], calendar.reached[at])
                go = closed & touched
                if go.any():
                    steps += [(rows[first + offset], go & here) for offset, here in enumerate(within)]
        for row, go in steps:
            months[row] += go
        return bool(steps)


class Pusher:
    """The pushing rules of a landscape, in groups of moves that can reach one another."""

    def __init__(self, landscape: Landscape) -> None:
        self.refs = move_refs(landscape)
        number = {ref: row for row, ref in enumerate(self.refs)}
        rules = Pushing(landscape)
        gaps = [_Gap(number[rule.before], number[rule.after], rule.gap) for rule in rules.gaps]
        together = [tuple(dict.fromkeys(number[ref] for ref in rule.moves)) for rule in rules.together]
        calendars = [
            _calendar(landscape, system, number) for system in landscape.systems.values() if system.moves
        ]
        joined = _Joined(len(self.refs))
        for rows in (*((g.before, g.after) for g in gaps), *together, *(c.rows for c in calendars)):
            joined.join(rows)
        members: dict[int, list[int]] = defaultdict(list)
        for row in range(len(self.refs)):
            members[joined.root(row)].append(row)
        self.groups = tuple(
            _group(
                rows,
                [g for g in gaps if joined.root(g.before) == root],
                [t for t in together if joined.root(t[0]) == root],
                [c for c in calendars if joined.root(c.rows[0]) == root and c.closes_any],
            )
            for root, rows in sorted(members.items())
        )

    def push(self, planned: Months, slips: Months) -> Months:
        """Months of all moves after their slips and what these push: [move, sample]."""
        months = planned[:, None] + slips
        for group in self.groups:
            if group.is_alone:
                continue
            rows = np.array(group.rows)
            late = np.flatnonzero(slips[rows].any(axis=0))
            if late.size:
                months[np.ix_(rows, late)] = group.push(planned[rows], slips[np.ix_(rows, late)])
        return months


def _group(
    rows: list[int], gaps: list[_Gap], together: list[tuple[int, ...]], calendars: list[_Calendar]
) -> Group:
    """The group with its moves counted from 0."""
    own = {row: at for at, row in enumerate(rows)}
    return Group(
        tuple(rows),
        tuple(_Gap(own[g.before], own[g.after], g.gap) for g in gaps),
        tuple(tuple(own[row] for row in moves) for moves in together),
        tuple(_Calendar(tuple(own[row] for row in c.rows), c.own, c.reached) for c in calendars),
    )


def _calendar(landscape: Landscape, system: System, number: dict[MoveRef, int]) -> _Calendar:
    first = landscape.horizon.first

    def closed(move: Move) -> Months:
        months = set(landscape.vendors[move.to.vendor].unavailable)
        for rule in landscape.rules:
            if isinstance(rule, Blackout) and rule.systems.matches(system, move.to):
                months |= rule.months
        return np.array(sorted(month - first for month in months), dtype=np.int32)

    return _Calendar(
        tuple(number[MoveRef(system.id, move.id)] for move in system.moves),
        tuple(
            np.array(sorted(month - first for month in move.blackout), dtype=np.int32)
            for move in system.moves
        ),
        tuple(closed(move) for move in system.moves),
    )


class _Joined:
    """Which rows rules join (union-find)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, row: int) -> int:
        while self._parent[row] != row:
            self._parent[row] = self._parent[self._parent[row]]
            row = self._parent[row]
        return row

    def join(self, rows: Iterable[int]) -> None:
        first, *others = rows
        for other in others:
            self._parent[self.root(other)] = self.root(first)
