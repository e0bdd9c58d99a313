"""The least bridge + suspension cost of a schedule, tests and environments left out of account.

One minimum cut where the offers allow it (`analyzer.bridges.min_cut`), the integer program
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.bridges.standing import standing_bridges, suspended_months
from analyzer.evaluation.joint_model import JointModel, Prices
from analyzer.evaluation.search import search


@dataclass(frozen=True, slots=True, eq=False)
class BridgesAlone:
    """`carriage` is a choice that costs just `value`; `bound` what is proven below it."""

    value: int
    bound: int
    carriage: Carriage
    proof: Literal["cut", "shares", "branch_and_bound"]


def least_bridge_cost(demands: Demands, time_limit: float | None = None) -> BridgesAlone:
    """The least bridge + suspension cost; every demand must have a way (`demands.unserved` empty)."""
    joint = JointModel(demands, Prices(tests=False))
    if not joint.choices:
        carriage = Carriage(demands, joint.picks_of(()))
        value = bridge_and_suspension_cost(carriage)
        return BridgesAlone(value, value, carriage, "shares")
    result = search(joint.model, time_limit)
    carriage = Carriage(demands, joint.picks_of(result.values))
    value = bridge_and_suspension_cost(carriage)
    slack = 0 if result.proven else round(result.objective) - round(result.bound)
    return BridgesAlone(value, value - slack, carriage, "branch_and_bound")


def bridge_and_suspension_cost(carriage: Carriage) -> int:
    integrations = carriage.demands.schedule.landscape.integrations
    return sum(bridge.cost for bridge in standing_bridges(carriage)) + sum(
        (integrations[key].suspendable or 0) * len(months)
        for key, months in suspended_months(carriage).items()
    )
