"""When the final moves of each block fall: what a pattern speaks of."""

from __future__ import annotations

from collections import Counter, defaultdict

from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.order.ordering import Ordering

FinalMonths = Counter[Month]
"""Month → how many systems of the block make their final move in it."""

_FIRST = ("resident", "tax")


def final_months(ordering: Ordering) -> dict[str | None, FinalMonths]:
    """Block (None: systems without one) → its months; empty where there is no plan.

    Blocks that the built-in patterns name come first, then the others by name, `other` and none last.
    """
    evaluation = ordering.evaluation
    if evaluation is None:
        return {}
    found: dict[str | None, FinalMonths] = defaultdict(Counter)
    for system in ordering.landscape.systems.values():
        month = evaluation.moves.get(MoveRef(system.id, system.moves[-1].id)) if system.moves else None
        if month is not None:
            found[system.block][month] += 1
    return {block: found[block] for block in sorted(found, key=_place)}


def _place(block: str | None) -> tuple[int, str]:
    if block is None:
        return (len(_FIRST) + 2, "")
    if block in _FIRST:
        return (_FIRST.index(block), "")
    return (len(_FIRST) + (block == "other"), block)
