"""Evaluate a given plan: its least joint cost with proof, or why it has none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.collection import paused_collection
from analyzer.evaluation.assessment import Assessment, Cost
from analyzer.evaluation.bridges_alone import BridgesAlone, least_bridge_cost
from analyzer.evaluation.findings import lost_links
from analyzer.evaluation.joint_model import JointModel, Prices
from analyzer.evaluation.search import search
from analyzer.evaluation.test_rows import TestRows, wants_months
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.plan.rules import rule_violations, standing_findings, structural_violations
from analyzer.plan.schedule import Schedule

Moves = Mapping[MoveRef, Month]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The answer about a given plan.

    `assessment` is None where the plan has no forms (structural violations) or a link that
    nothing can carry; then there is no cost. `bound` is a proven lower bound of the total for
    the given months; `status` as the landscape file's format fixes it.
    """

    landscape: Landscape
    moves: dict[MoveRef, Month]
    violations: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    schedule: Schedule | None = None
    demands: Demands | None = None
    assessment: Assessment | None = None
    bound: int | None = None
    alone: BridgesAlone | None = None
    time_limit: float | None = None
    stopped_by: Literal["clock"] | None = None

    @property
    def status(self) -> Literal["feasible", "infeasible"]:
        return "infeasible" if self.violations else "feasible"

    @property
    def cost(self) -> Cost | None:
        return None if self.assessment is None else self.assessment.cost


def evaluate_plan(landscape: Landscape, moves: Moves, time_limit: float | None = None) -> Evaluation:
    """Every figure of a plan at its least joint cost (semantics, sections 3 to 6).

    `time_limit` (seconds) bounds the search for the least cost; what it has not proven by
    then is given with its bound.
    """
    with paused_collection():
        return _evaluate(landscape, moves, time_limit)


def _evaluate(landscape: Landscape, moves: Moves, time_limit: float | None) -> Evaluation:
    structural = structural_violations(landscape, moves)
    standing = standing_findings(landscape)
    if structural:
        return Evaluation(landscape, dict(moves), structural, standing)
    schedule = Schedule(landscape, moves)
    demands = Demands(schedule)
    violations = (*rule_violations(schedule), *demands.unserved)
    findings = (*standing, *lost_links(demands))
    if demands.unserved:
        return Evaluation(landscape, schedule.moves, violations, findings, schedule, demands)
    carriage, slack, stopped = least_joint_cost(demands, time_limit)
    assessment = Assessment(carriage)
    alone = least_bridge_cost(demands, time_limit)
    return Evaluation(
        landscape,
        schedule.moves,
        violations,
        findings,
        schedule,
        demands,
        assessment,
        bound=assessment.cost.total - slack,
        alone=alone,
        time_limit=time_limit,
        stopped_by="clock" if stopped or alone.stopped else None,
    )


def least_joint_cost(demands: Demands, time_limit: float | None = None) -> tuple[Carriage, int, bool]:
    """The choice of least cost, then fewest bridges, then fewest test cases.

    Returns it with what it may cost more than the least (0 where that is proven), and whether
    the clock ended the search: then ties too may be broken otherwise another time.
    """
    landscape = demands.schedule.landscape
    joint = JointModel(demands, _weights(demands))
    rows = TestRows(joint)
    if wants_months(landscape):
        rows.add_monthly_tests()
    else:
        rows.add_leg_tests()
    if not joint.choices:
        return Carriage(demands, joint.picks_of(())), 0, False
    result = search(joint.model, joint.choice_columns, time_limit)
    weight = joint.prices.cost
    slack = 0
    if not result.proven:
        # Objectives are integers: a hair less than one is not to lose a whole unit of cost.
        slack = round(result.objective) // weight - math.floor(result.bound / weight + 1e-6)
    return Carriage(demands, joint.picks_of(result.values)), slack, not result.proven


def _weights(demands: Demands) -> Prices:
    """Cost before bridges before cases: each weight above all that follows it can add up to."""
    bridges = {b for s in demands.stretches for options in s.options for o in options for b in o.bridges}
    cases = sum(1 for stretch in demands.stretches for options in stretch.options if options)
    return Prices(cost=(cases + 1) * (len(bridges) + 1), bridge=cases + 1, case=1)
