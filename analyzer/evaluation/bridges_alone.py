"""The least bridge + suspension cost of a schedule, tests and environments left out of account.

One minimum cut where the offers allow it (`analyzer.bridges.min_cut`), the integer program
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.bridges.min_cut import cut_component
from analyzer.bridges.openings import Option
from analyzer.bridges.shares import Draw
from analyzer.bridges.sides import components
from analyzer.bridges.standing import standing_bridges, suspended_months
from analyzer.evaluation.certificate import bridge_draws
from analyzer.evaluation.joint_model import JointModel, Picks
from analyzer.evaluation.search import search

Proof = Literal["cut", "shares", "branch_and_bound"]


@dataclass(frozen=True, slots=True, eq=False)
class BridgesAlone:
    """`carriage` is a choice that costs just `value`.

    `bound` is a proven lower bound, `shares_bound` the part of it that `draws` prove.
    """

    value: int
    bound: int
    shares_bound: int
    carriage: Carriage
    proof: Proof
    draws: tuple[Draw, ...]
    stopped: bool
    """True where the clock ended the search."""


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
    slack = gap = 0
    stopped = False
    if left:
        joint = JointModel(demands, tests=False, only=left)
        result = search(joint, time_limit)
        stopped = result.stopped
        slack, gap = result.cost - result.bound, result.cost - result.shares_bound
        links = {(demands.stretches[n].integration.key, demands.stretches[n].first + at) for n, at in left}
        draws += [
            d
            for d in bridge_draws(joint, result.relaxation.row_prices / result.weight)
            if (d.key, d.span) in links
        ]
        for number, offset, option in joint.chosen(result.values):
            picks[number][offset] = option
    carriage = Carriage(demands, picks)
    value = bridge_and_suspension_cost(carriage)
    proof: Proof = "cut" if not left else "branch_and_bound" if gap else "shares"
    return BridgesAlone(value, value - slack, value - gap, carriage, proof, tuple(draws), stopped)


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
