"""The order that a pattern asks for, read from the definitions (semantics, section 6), and whether a plan keeps it."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.verification.faults import Faults

Groups = tuple[tuple[str, ...], ...]

_BUILT_IN: Mapping[str, Groups] = {
    "p1": (("resident", "tax"), ("other",)),
    "p2": (("other",), ("resident", "tax")),
    "p3a": (("resident",), ("tax",), ("other",)),
    "p3b": (("tax",), ("resident",), ("other",)),
    "p4": (("resident", "tax", "other"),),
}
"""吹田's ① {resident, tax} → other, ② other → {resident, tax}, ③a resident → tax → other, ③b tax → resident → other, ④ all."""


def check_pattern_known(landscape: Landscape, answer: Mapping[str, object], faults: Faults) -> None:
    """The answer names no pattern, or one that there is."""
    pattern = answer.get("pattern")
    if isinstance(pattern, str) and _groups(landscape, pattern) is None:
        faults.add(
            "pattern_unknown", ("pattern",),
            f"「{pattern[:100]}」という順序のパターンはありません。", f"There is no pattern {pattern[:100]!r}.",
        )  # fmt: skip


def check_pattern_kept(
    landscape: Landscape, answer: Mapping[str, object], moves: Mapping[MoveRef, Month], faults: Faults
) -> None:
    """The final moves of one group fall in one month (unless it says otherwise), before those of the next group."""
    pattern = answer.get("pattern")
    read = final_moves(landscape, pattern) if isinstance(pattern, str) else None
    if read is None:
        return
    groups, together = read
    latest: tuple[Month, MoveRef] | None = None
    for group in groups:
        final = [(moves[ref], ref) for ref in group]
        first, last = min(final), max(final)
        if together and first[0] != last[0]:
            _broken(faults, pattern, f"{first[1]}({first[0]})と {last[1]}({last[0]})が別の月です",
                    f"{first[1]} ({first[0]}) and {last[1]} ({last[0]}) fall apart")  # fmt: skip
        if latest is not None and latest[0] >= first[0]:
            _broken(faults, pattern, f"{first[1]}({first[0]})が {latest[1]}({latest[0]})より後ではありません",
                    f"{first[1]} ({first[0]}) does not come after {latest[1]} ({latest[0]})")  # fmt: skip
        latest = last


def final_moves(landscape: Landscape, pattern: str) -> tuple[list[list[MoveRef]], bool] | None:
    """The final moves that each group of the pattern orders, groups without any left out; and whether each falls in one month."""
    read = _groups(landscape, pattern)
    if read is None:
        return None
    groups, together = read
    named = {block for group in groups for block in group if block != "other"}
    found = []
    for group in groups:
        final = []
        for system in landscape.systems.values():
            # `other` is every block that the pattern does not name; systems in no block are free.
            block = None if system.block is None else system.block if system.block in named else "other"
            if system.moves and block is not None and block in group:
                final.append(MoveRef(system.id, system.moves[-1].id))
        if final:
            found.append(final)
    return found, together


def _groups(landscape: Landscape, pattern: str) -> tuple[Groups, bool] | None:
    """The groups in order, and whether each falls in one month; None for a pattern that there is not.

    An order of blocks that is no pattern of the file is written out: ``resident+tax/other``.
    """
    if pattern in _BUILT_IN:
        return _BUILT_IN[pattern], True
    for own in landscape.patterns:
        if own.id == pattern:
            return own.groups, own.together
    if "+" not in pattern and "/" not in pattern:
        return None
    groups = tuple(tuple(group.split("+")) for group in pattern.split("/"))
    blocks = [block for group in groups for block in group]
    known = {system.block for system in landscape.systems.values()} | {"other"}
    if len(set(blocks)) < len(blocks) or not known.issuperset(blocks):
        return None
    return groups, True


def _broken(faults: Faults, pattern: object, ja: str, en: str) -> None:
    faults.add(
        "pattern_broken", ("pattern",), f"順序「{pattern}」が守られていません: {ja}。", f"Pattern {pattern} is not kept: {en}."
    )  # fmt: skip
