"""The least bridge + suspension cost of a schedule, tests and environments left out of account.

One minimum cut where the offers allow it (`analyzer.bridges.min_cut`), the integer program
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands, Option
from analyzer.bridges.min_cut import cut_component
from analyzer.bridges.shares import Draw
from analyzer.bridges.sides import components
from analyzer.bridges.standing import standing_bridges, suspended_months
from analyzer.evaluation.joint_model import JointModel, Picks, Prices
from analyzer.evaluation.search import search


@dataclass(frozen=True, slots=True, eq=False)
class BridgesAlone:
    """`carriage` is a choice that costs just `value`; `bound` what is proven below it.

    `stopped` is True where the clock ended the search.
    """

    value: int
    bound: int
    carriage: Carriage
    proof: Literal["cut", "shares", "branch_and_bound"]
    draws: tuple[Draw, ...]
    stopped: bool = False


def least_bridge_cost(demands: Demands, time_limit: float | None = None) -> BridgesAlone:
    """The least bridge + suspension cost; every demand must have a way (`demands.unserved` empty)."""
    picks: Picks = [[_free(options) for options in stretch.options] for stretch in demands.stretches]
    draws: list[Draw] = []
    left: set[tuple[int, int]] = set()
    for component in components(demands):
        if component.sides is None:
            left.update(component.demands)
            continue
        cut = cut_component(demands, component)
        draws += cut.draws
        for (number, offset), option in cut.picks.items():
            picks[number][offset] = option
    slack, stopped = 0, False
    if left:
        joint = JointModel(demands, Prices(tests=False), only=left)
        result = search(joint.model, joint.choice_columns, time_limit)
        stopped = not result.proven
        slack = 0 if result.proven else round(result.objective) - round(result.bound)
        for number, offset, option in joint.chosen(result.values):
            picks[number][offset] = option
    carriage = Carriage(demands, picks)
    value = bridge_and_suspension_cost(carriage)
    proof: Literal["cut", "branch_and_bound"] = "branch_and_bound" if left else "cut"
    return BridgesAlone(value, value - slack, carriage, proof, tuple(draws), stopped)


def _free(options: tuple[Option, ...]) -> Option | None:
    """The option that costs nothing, where there is one; the first otherwise."""
    for option in options:
        if not option.bridges and not option.way.per_month:
            return option
    return options[0] if options else None


def bridge_and_suspension_cost(carriage: Carriage) -> int:
    integrations = carriage.demands.schedule.landscape.integrations
    return sum(bridge.cost for bridge in standing_bridges(carriage)) + sum(
        (integrations[key].suspendable or 0) * len(months)
        for key, months in suspended_months(carriage).items()
    )
