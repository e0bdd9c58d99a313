"""Evaluate a given plan: its least joint cost with proof, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.collection import paused_collection
from analyzer.evaluation.assessment import Assessment, Cost
from analyzer.evaluation.bridges_alone import BridgesAlone, least_bridge_cost
from analyzer.evaluation.certificate import Certificate
from analyzer.evaluation.clock import Clock
from analyzer.evaluation.findings import lost_links
from analyzer.evaluation.joint_model import JointModel
from analyzer.evaluation.search import search
from analyzer.evaluation.test_rows import TestRows, needs_months
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
    certificate: Certificate | None = None
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
    clock = Clock(time_limit)
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
    choice = least_joint_cost(demands, clock.left())
    alone = least_bridge_cost(demands, clock.left())
    return Evaluation(
        landscape,
        schedule.moves,
        violations,
        findings,
        schedule,
        demands,
        choice.assessment,
        bound=choice.bound,
        certificate=choice.certificate,
        alone=alone,
        time_limit=time_limit,
        stopped_by="clock" if choice.stopped or alone.stopped else None,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The ways chosen, with a proven lower bound of the total cost and what proves it."""

    assessment: Assessment
    bound: int
    certificate: Certificate
    stopped: bool
    """True where the clock ended the search."""


def least_joint_cost(demands: Demands, time_limit: float | None = None) -> Choice:
    """The choice of least cost, then fewest bridges, then fewest test cases.

    First without sessions and main routes, which can only add to the cost: its relaxation
    gives the prices of the certificate, and its answer is the answer where they add nothing.
    """
    clock = Clock(time_limit)
    joint = JointModel(demands)
    rows = TestRows(joint)
    rows.add_leg_tests()
    months_matter = needs_months(demands.schedule.landscape)
    result = search(joint, clock.left(), prove=not months_matter)
    assessment = Assessment(Carriage(demands, joint.picks_of(result.values)))
    added = _added_by_sessions_and_main_routes(assessment)
    base = assessment.cost.total - added - result.cost
    certificate = Certificate(joint, rows, result.relaxation, result.weight, base + result.shares_bound)
    bound = base + result.bound
    more = added or assessment.cases > _fewest_cases(assessment)
    if months_matter and (more or result.bound < result.cost) and not clock.is_over:
        monthly = JointModel(demands)
        TestRows(monthly).add_monthly_tests()
        result = search(monthly, clock.left())
        assessment = Assessment(Carriage(demands, monthly.picks_of(result.values)))
        bound = max(bound, assessment.cost.total - result.cost + result.bound)
    return Choice(assessment, bound, certificate, clock.is_over)


def _fewest_cases(assessment: Assessment) -> int:
    """What the due legs alone ask for, without main routes and sessions."""
    return sum(len(test_set.independent) for test_set in assessment.test_sets)


def _added_by_sessions_and_main_routes(assessment: Assessment) -> int:
    more = assessment.cases - _fewest_cases(assessment)
    return assessment.cost.session + more * assessment.landscape.test_case_cost
