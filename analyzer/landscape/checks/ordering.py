"""Orders of moves that cannot be kept: cycles of before, with together and the order of a system."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from analyzer.landscape.findings import Findings
from analyzer.landscape.model import Before, Landscape, MoveRef, Together
from analyzer.landscape.places import Path
from analyzer.messages import Text

Edges = dict[MoveRef, dict[MoveRef, int]]


def together_groups(landscape: Landscape) -> dict[MoveRef, int]:
    """Moves that must fall in one month have the same number."""
    neighbours: Edges = defaultdict(dict)
    for rule in landscape.rules:
        if isinstance(rule, Together):
            for move in rule.moves:
                neighbours[rule.moves[0]][move] = neighbours[move][rule.moves[0]] = 0
    return {move: number for number, group in enumerate(_components(neighbours)) for move in group}


def check_order(landscape: Landscape, findings: Findings) -> None:
    """One warning for each set of moves that would have to come before themselves."""
    edges: Edges = defaultdict(dict)
    written: dict[tuple[MoveRef, MoveRef], Path] = {}

    def add(before: MoveRef, after: MoveRef, gap: int, path: Path) -> None:
        edges[before][after] = max(gap, edges[before].get(after, 0))
        edges[after]  # every move is a key
        written.setdefault((before, after), path)

    for system in landscape.systems.values():
        for earlier, later in zip(system.moves, system.moves[1:], strict=False):
            gap = 1 if later.not_with_previous else 0
            add(MoveRef(system.id, earlier.id), MoveRef(system.id, later.id), gap, later.path)
    for rule in landscape.rules:
        if isinstance(rule, Before):
            add(rule.before, rule.after, rule.gap, rule.path)
        elif isinstance(rule, Together):
            for move in rule.moves[1:]:
                add(rule.moves[0], move, 0, rule.path)
                add(move, rule.moves[0], 0, rule.path)
    for group in _components(edges):
        inside = [
            (one, other) for one in group for other, gap in edges[one].items() if gap > 0 and other in group
        ]
        if inside:
            names = ", ".join(map(str, sorted(group)))
            rules = sorted(
                (p for p in map(written.__getitem__, inside)), key=lambda p: (p[0] != "rules", str(p))
            )
            findings.add(
                "order_cycle",
                rules[0],
                f"移行の順番が輪になっていて、守れる計画がありません({names})。",
                f"The order of moves goes round in a cycle, which no plan can keep ({names}).",
                Text(
                    "before・together・not_with_previous のどれかを見直してください。",
                    "Reconsider one of before, together and not_with_previous.",
                ),
                moves=names,
            )


def _components(edges: Mapping[MoveRef, Mapping[MoveRef, int]]) -> list[set[MoveRef]]:
    """Strongly connected components (Kosaraju, without recursion), in a fixed order."""
    finished: list[MoveRef] = []
    seen: set[MoveRef] = set()
    for start in sorted(edges):
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(sorted(edges[start])))]
        while stack:
            node, following = stack[-1]
            step = next((n for n in following if n not in seen), None)
            if step is None:
                finished.append(node)
                stack.pop()
            else:
                seen.add(step)
                stack.append((step, iter(sorted(edges[step]))))
    backwards: defaultdict[MoveRef, list[MoveRef]] = defaultdict(list)
    for node, targets in edges.items():
        for target in targets:
            backwards[target].append(node)
    result: list[set[MoveRef]] = []
    placed: set[MoveRef] = set()
    for start in reversed(finished):
        if start in placed:
            continue
        group, pending = set(), [start]
        while pending:
            node = pending.pop()
            if node not in placed:
                placed.add(node)
                group.add(node)
                pending.extend(backwards[node])
        result.append(group)
    return result
