"""How many months of another plan an answer changes, where it says that they were to be few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.verification.faults import Faults

CODE = "months_changed"
Moves = Mapping[MoveRef, Month]


def moves_before(answer: Mapping[str, Any]) -> tuple[Moves, int] | None:
    """The months of the plan before, and how many of them may change; None where nothing was asked."""
    near = answer.get("near")
    if near is None:
        return None
    moves = {MoveRef(*name.split(".")): Month.parse(month) for name, month in near["moves"].items()}
    return moves, near["changes"]


def changed(before: Moves, moves: Moves) -> int:
    """Moves that fall in another month than before; those that there were none of do not count."""
    return sum(ref in before and before[ref] != month for ref, month in moves.items())


def check_near(answer: Mapping[str, Any], moves: Moves, faults: Faults) -> None:
    """No more months have changed than `near` allows."""
    asked = moves_before(answer)
    if asked is None:
        return
    before, most = asked
    count = changed(before, moves)
    if count > most:
        faults.add(
            CODE, ("near", "changes"),
            f"元の計画から変えてよい移行の年月は {most} 件までですが、{count} 件変わっています。",
            f"At most {most} month(s) of the plan before may change, but {count} do.",
        )  # fmt: skip
