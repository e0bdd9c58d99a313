"""Why this order: what a change of months costs, part by part, and what causes it.

`compare_plans` sets two evaluated plans side by side, `try_change` a plan and a change of its months,
`why` a plan and the nearest alternatives of each of its moves.
"""

from analyzer.order.why.alternatives import Alternative, MoveReasons, Reasons, why
from analyzer.order.why.comparing import compare_plans
from analyzer.order.why.items import Difference, Item, PartDifference
from analyzer.order.why.trying import try_change

__all__ = [
    "Alternative",
    "Difference",
    "Item",
    "MoveReasons",
    "PartDifference",
    "Reasons",
    "compare_plans",
    "try_change",
    "why",
]
