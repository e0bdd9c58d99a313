"""How moves, environments and months are named in sentences about rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text

FEW = 6
"""Moves that a sentence names one by one."""


def move_named(landscape: Landscape, ref: MoveRef) -> Text:
    """``住民記録の移行（jumin.shift）`` / ``jumin.shift``."""
    return Text(f"{landscape.systems[ref.system].name}の移行（{ref}）", str(ref))


def moves_named(landscape: Landscape, refs: Sequence[MoveRef]) -> Text:
    """All of them where they are few, else the first ones and how many more."""
    named = [move_named(landscape, ref) for ref in refs[:FEW]]
    ja, en = "、".join(text.ja for text in named), ", ".join(text.en for text in named)
    more = len(refs) - FEW
    return Text(f"{ja} ほか {more} 件", f"{en} and {more} more") if more > 0 else Text(ja, en)


def listed(months: Iterable[Month], joint: str = ", ") -> str:
    """Months in order, neighbours joined: ``2025-02–2025-04, 2026-01``."""
    runs: list[list[Month]] = []
    for month in sorted(set(months)):
        if runs and month - runs[-1][-1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return joint.join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
