"""How many pairs of due legs one test case each can cover: a largest matching."""

from __future__ import annotations

from collections.abc import Iterable


def largest_matching(edges: Iterable[tuple[int, int]]) -> int:
    """Size of a largest matching of a bipartite graph; no node is on both sides of its edges.

    Augmenting paths from each left node in turn, after a greedy start: the graphs have some dozens of nodes.
    """
    beside: dict[int, list[int]] = {}
    for left, right in edges:
        beside.setdefault(left, []).append(right)
    taken: dict[int, int] = {}
    open_: list[int] = []
    for left, rights in beside.items():
        for right in rights:
            if right not in taken:
                taken[right] = left
                break
        else:
            open_.append(left)
    size = len(taken)
    for left in open_:
        if _augment(left, beside, taken, set()):
            size += 1
    return size


def _augment(left: int, beside: dict[int, list[int]], taken: dict[int, int], seen: set[int]) -> bool:
    for right in beside[left]:
        if right in seen:
            continue
        seen.add(right)
        if right not in taken or _augment(taken[right], beside, taken, seen):
            taken[right] = left
            return True
    return False
