"""A plan as a table: a row for each system that moves, a column for each month; what is closed, what is full, what is due.

Nothing here needs a solver: months and rules of the file, and the months of the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzer.landscape.model import Blackout, Fixed, Form, Landscape, Move, MoveRef, System
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.plan.rules import deadline_of, rule_violations, structural_violations
from analyzer.plan.schedule import Schedule

LETTERS: Mapping[str, Text] = {
    "L": Text("リフト", "lift"),
    "S": Text("シフト", "shift"),
    "B": Text("リフトとシフト", "lift and shift"),
    "V": Text("ベンダの変更", "change of vendor"),
    "M": Text("その他の移行", "other move"),
}
"""What a move changes: its environment, its generation, both, its vendor alone, none of these."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A move in its month. `letter` tells moves of a kind apart without colour; `late`: after its deadline."""

    move: MoveRef
    letter: str
    vendor: str
    """Of the form reached: whose capacity the cutover takes."""
    month: Month
    late: bool
    fixed: bool

    @property
    def kind(self) -> Text:
        return LETTERS[self.letter]


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a system. `closed` says why no cutover may fall there (None: it may)."""

    month: Month
    marks: tuple[Mark, ...]
    closed: Text | None
    due: bool
    """The last month before a deadline of one of its moves has passed."""


@dataclass(frozen=True, slots=True)
class Row:
    system: System
    cells: tuple[Cell, ...]
    unplanned: tuple[MoveRef, ...]
    """Moves without a month in the horizon."""


@dataclass(frozen=True, slots=True)
class Group:
    """The systems of a block; the empty name stands for those of none."""

    block: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """Cutovers of each month against a limit; of a vendor, or over all (None)."""

    vendor: str | None
    name: Text
    limit: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanTable:
    landscape: Landscape
    months: tuple[Month, ...]
    groups: tuple[Group, ...]
    loads: tuple[Load, ...]
    violations: tuple[Text, ...]
    """Rules of months and forms that are broken; links that nothing carries are told by an evaluation."""


def plan_table(landscape: Landscape, moves: Mapping[MoveRef, Month]) -> PlanTable:
    """The table of a plan; `moves` may lack months, or have such as lie outside the horizon."""
    months = tuple(landscape.horizon.months())
    blocks: dict[str, list[Row]] = {}
    for system in landscape.systems.values():
        if system.moves:
            blocks.setdefault(system.block or "", []).append(_row(landscape, system, moves, months))
    groups = tuple(
        Group(block, tuple(rows)) for block, rows in sorted(blocks.items(), key=lambda b: (not b[0], b[0]))
    )
    broken = structural_violations(landscape, moves)
    if not broken:
        broken = rule_violations(Schedule(landscape, moves))
    loads = tuple(_loads(landscape, moves, months))
    return PlanTable(landscape, months, groups, loads, tuple(finding.message for finding in broken))


def letters(system: System) -> dict[str, str]:
    """A letter of `LETTERS` for each move of a system."""
    found = {}
    for number, move in enumerate(system.moves):
        before = system.forms[number]
        place, kind = before.environment != move.to.environment, before.generation != move.to.generation
        vendor = before.vendor != move.to.vendor
        found[move.id] = "B" if place and kind else "L" if place else "S" if kind else "V" if vendor else "M"
    return found


def _row(
    landscape: Landscape, system: System, moves: Mapping[MoveRef, Month], months: tuple[Month, ...]
) -> Row:
    named = letters(system)
    fixed = {ref for rule in landscape.rules if isinstance(rule, Fixed) for ref, _ in rule.months}
    marks: dict[Month, list[Mark]] = {}
    unplanned = []
    due = set()
    for move in system.moves:
        ref = MoveRef(system.id, move.id)
        deadline = deadline_of(landscape, system, move)
        if deadline is not None:
            due.add(deadline)
        month = moves.get(ref)
        if month is None or month not in landscape.horizon:
            unplanned.append(ref)
            continue
        late = deadline is not None and month > deadline
        stays = move.fixed is not None or ref in fixed
        marks.setdefault(month, []).append(Mark(ref, named[move.id], move.to.vendor, month, late, stays))
    cells = tuple(
        Cell(month, tuple(marks.get(month, ())), _closed(landscape, system, month), month in due)
        for month in months
    )
    return Row(system, cells, tuple(unplanned))


def _closed(landscape: Landscape, system: System, month: Month) -> Text | None:
    """Why every move of the system is barred from the month."""
    reasons = [
        reason for move in system.moves if (reason := _bars(landscape, system, move, month)) is not None
    ]
    return reasons[0] if reasons and len(reasons) == len(system.moves) else None


def _bars(landscape: Landscape, system: System, move: Move, month: Month) -> Text | None:
    if month in move.blackout:
        return Text("移行できない月", "blackout month of the move")
    if month in landscape.vendors[move.to.vendor].unavailable:
        name = landscape.vendors[move.to.vendor].name
        return Text(f"ベンダ {name} が対応できない月", f"vendor {move.to.vendor} is unavailable")
    for rule in landscape.rules:
        if isinstance(rule, Blackout) and month in rule.months and rule.systems.matches(system, move.to):
            return Text(f"切替を行わない月{_because(rule.reason)}", f"blackout month{_because(rule.reason)}")
    if (move.earliest and month < move.earliest) or (move.latest and month > move.latest):
        return Text("最早・最遅の年月の外", "outside its earliest and latest months")
    return None


def _because(reason: str | None) -> str:
    return f": {reason}" if reason else ""


def _loads(landscape: Landscape, moves: Mapping[MoveRef, Month], months: tuple[Month, ...]) -> Iterator[Load]:
    """Cutovers count, and belong to the vendor of the form reached."""
    total: Counter[Month] = Counter()
    by_vendor: Counter[tuple[str, Month]] = Counter()
    for system in landscape.systems.values():
        reached: dict[Month, Form] = {}
        for move in system.moves:
            month = moves.get(MoveRef(system.id, move.id))
            if month is not None:
                reached[month] = move.to
        for month, form in reached.items():
            total[month] += 1
            by_vendor[form.vendor, month] += 1
    if landscape.cutovers_per_month is not None:
        counts = tuple(total[month] for month in months)
        yield Load(None, Text("全体", "all"), landscape.cutovers_per_month, counts)
    for vendor in landscape.vendors.values():
        if vendor.cutovers_per_month is not None:
            counts = tuple(by_vendor[vendor.id, month] for month in months)
            yield Load(vendor.id, Text(vendor.name, vendor.name), vendor.cutovers_per_month, counts)
