"""A plan to start from: what it breaks, if it breaks anything."""

from __future__ import annotations

from itertools import pairwise

from analyzer.bridges.demands import Demands
from analyzer.evaluation.evaluate import Moves
from analyzer.landscape.model import Landscape, MoveRef, Pattern
from analyzer.messages import Finding, Text
from analyzer.order.patterns import pattern_named
from analyzer.order.rules import final_moves
from analyzer.plan.rules import rule_violations, structural_violations
from analyzer.plan.schedule import Schedule


def start_violations(
    landscape: Landscape, moves: Moves, pattern: Pattern | None = None
) -> tuple[Finding, ...]:
    """Every rule that the plan breaks, those of the pattern among them; none where it can be improved as it is."""
    structural = structural_violations(landscape, moves)
    if structural:
        return structural
    schedule = Schedule(landscape, moves)
    broken = () if pattern is None else pattern_violations(landscape, moves, pattern)
    return (*rule_violations(schedule), *Demands(schedule).unserved, *broken)


def pattern_violations(landscape: Landscape, moves: Moves, pattern: Pattern) -> tuple[Finding, ...]:
    """Groups whose final moves do not fall in one month, and groups that do not come after the one before."""
    groups = [[(moves[ref], ref) for ref in group] for group in final_moves(landscape, pattern)]
    found = []
    if pattern.together:
        for group in groups:
            if min(group)[0] != max(group)[0]:
                listed = ", ".join(f"{ref}={month}" for month, ref in sorted(group))
                found.append(_broken(
                    landscape, pattern, [ref for _, ref in group],
                    f"同じ月に行う最後の移行が別の月です({listed})", f"final moves of one group fall apart ({listed})",
                ))  # fmt: skip
    for before, after in pairwise(groups):
        (last, late), (first, early) = max(before), min(after)
        if last >= first:
            found.append(_broken(
                landscape, pattern, [late, early],
                f"{late}({last})が {early}({first})より前ではありません",
                f"{late} ({last}) does not come before {early} ({first})",
            ))  # fmt: skip
    return tuple(found)


def _broken(landscape: Landscape, pattern: Pattern, refs: list[MoveRef], ja: str, en: str) -> Finding:
    name = pattern_named(pattern)
    return Finding(
        "pattern",
        "error",
        Text(f"順序「{name.ja}」: {ja}。", f"Pattern {name.en}: {en}."),
        landscape.places.at(pattern.path) if pattern.path else None,
        details=(("moves", [str(ref) for ref in sorted(refs)]), ("pattern", pattern.id)),
    )
