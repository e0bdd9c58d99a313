"""Changes of a plan as people write them: ``kaigo.shift=2026-01``, several with commas."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from analyzer.errors import InputError
from analyzer.landscape.findings import MAX_LISTED
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.plan.reading import month_meant

SHOWN = 100
"""Letters of a wrong word that are shown."""


def read_changes(landscape: Landscape, written: Sequence[str]) -> dict[MoveRef, Month]:
    """The months proposed, by move; InputError names everything that is no change of the landscape's moves."""
    moves = move_names(landscape)
    changes: dict[MoveRef, Month] = {}
    faults: list[Finding] = []
    for text in words(written):
        name, equals, month = (piece.strip() for piece in text.partition("="))
        if not (name and equals and month):
            faults.append(_not_a_change(text))
            continue
        ref = moves.get(name)
        if ref is None:
            faults.append(unknown_move(name, moves))
        read = _month(landscape, name, month)
        if isinstance(read, Finding):
            faults.append(read)
        elif ref is not None:
            if changes.get(ref, read) != read:
                faults.append(_twice(ref))
            changes[ref] = read
    refuse(faults)
    return changes


def read_moves(landscape: Landscape, written: Sequence[str]) -> tuple[MoveRef, ...]:
    """The moves named, once each; InputError names everything that is no move of the landscape."""
    moves = move_names(landscape)
    names = words(written)
    refuse([unknown_move(name, moves) for name in names if name not in moves])
    return tuple(dict.fromkeys(moves[name] for name in names))


def words(written: Sequence[str]) -> list[str]:
    """What several arguments say, each with commas between its parts."""
    return [part.strip() for argument in written for part in argument.split(",")]


def refuse(faults: list[Finding]) -> None:
    """InputError with all that is wrong, if anything is."""
    if faults:
        raise InputError(tuple(faults[:MAX_LISTED]), len(faults))


def move_names(landscape: Landscape) -> dict[str, MoveRef]:
    """Every move by its name, sorted by system."""
    refs = (MoveRef(system.id, move.id) for system in landscape.systems.values() for move in system.moves)
    return {str(ref): ref for ref in refs}


def unknown_move(name: str, moves: dict[str, MoveRef]) -> Finding:
    """What may be meant: a name like it, else the moves of that system."""
    near = get_close_matches(name[:SHOWN], moves, n=1)
    of_system = [known for known, ref in moves.items() if ref.system == name.partition(".")[0]]
    meant = ", ".join(of_system or near)
    return wrong(
        "unknown_move",
        Text(f"「{name[:SHOWN]}」という移行はありません。", f"There is no move {name[:SHOWN]!r}."),
        Text(f"もしかして: {meant}", f"Did you mean {meant}?") if meant else
        Text("「システム.移行」(例: jumin.shift)と書いてください。", "Write system.move, such as jumin.shift."),
    )  # fmt: skip


def _not_a_change(text: str) -> Finding:
    return wrong(
        "not_a_change",
        Text(f"「{text[:SHOWN]}」は移行の年月の指定ではありません。", f"{text[:SHOWN]!r} gives no move a month."),
        Text("「移行=年月」(例: kaigo.shift=2026-01)と書いてください。",
             "Write move=month, such as kaigo.shift=2026-01."),
    )  # fmt: skip


def month_of(name: str, text: str) -> Month | Finding:
    """The month that is written for a move, or why it is none."""
    shown = text[:SHOWN]
    try:
        return Month.parse(text)
    except ValueError:
        return wrong(
            "not_a_month",
            Text(f"移行 {name[:SHOWN]} の「{shown}」は年月ではありません。",
                 f"{shown!r}, of move {name[:SHOWN]}, is not a month."),
            month_meant(shown),
        )  # fmt: skip


def _month(landscape: Landscape, name: str, text: str) -> Month | Finding:
    month, horizon = month_of(name, text), landscape.horizon
    if isinstance(month, Month) and month not in horizon:
        name = name[:SHOWN]
        span = f"{horizon.first} ～ {horizon.last}" if len(horizon) else "—"
        return wrong(
            "outside_horizon",
            Text(f"移行 {name} の {month} は計画の期間({span})の外です。",
                 f"{month}, of move {name}, lies outside the horizon ({span})."),
            Text("期間の中の月を指定してください。", "Give a month of the horizon."),
        )  # fmt: skip
    return month


def _twice(ref: MoveRef) -> Finding:
    return wrong(
        "tried_twice",
        Text(f"移行 {ref} に二つの年月が指定されています。", f"Move {ref} is given two months."),
        Text("一つの移行には一つの年月を指定してください。", "Give each move one month."),
    )


def wrong(code: str, message: Text, suggestion: Text) -> Finding:
    """An error in an argument: it has no place in a file."""
    return Finding(code, "error", message, None, suggestion)
