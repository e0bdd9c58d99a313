"""The steps of verifying an answer against its landscape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.messages import Finding, Text
from analyzer.plan.rules import rule_violations, structural_violations
from analyzer.plan.schedule import Schedule
from analyzer.verification.cases import check_counts, check_tests, due_months
from analyzer.verification.certificates import (
    check_bound,
    check_bridges_alone,
    check_order_bound,
    check_test_certificate,
    check_transport_checked,
)
from analyzer.verification.conflicts import check_conflict
from analyzer.verification.costs import check_costs
from analyzer.verification.document import PLAN_FILE, SHORT_FORM
from analyzer.verification.faults import Faults
from analyzer.verification.ledger import accounts
from analyzer.verification.listing import check_bridges
from analyzer.verification.near import check_near
from analyzer.verification.order.proof import check_order_proof
from analyzer.verification.patterns import check_pattern_kept, check_pattern_known
from analyzer.verification.service import read_choice
from analyzer.verification.statements import compare_statements, findings, unserved_demands
from analyzer.verification.world import World

NO_PLACES = Places()


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What is wrong with an answer.

    `malformed`: its shape cannot be read, and nothing else was looked at. `violations_listed`:
    it says itself that the plan breaks rules, which is no fault of the answer. `conflict_listed`: it says
    that there is no plan at all.
    """

    faults: tuple[Finding, ...]
    malformed: bool = False
    violations_listed: bool = False
    conflict_listed: bool = False
    notes: tuple[Text, ...] = ()
    """What could not be checked, and why."""

    @property
    def ok(self) -> bool:
        """The answer says what is so."""
        return not self.faults and not self.malformed

    @property
    def exit_code(self) -> int:
        """0 right, 1 wrong or of a plan that breaks rules (or of none), 2 malformed."""
        if self.malformed:
            return 2
        return 1 if self.faults or self.violations_listed or self.conflict_listed else 0


def verify_answer(
    landscape: Landscape, answer: Mapping[str, object], places: Places = NO_PLACES
) -> VerificationResult:
    """Re-check every figure of an answer; any value in any place gives faults, never an error.

    `places` is the plan file's. The short form (only `moves`) is read as the claim that the
    plan breaks no rule.
    """
    faults = Faults(places)
    given: object = answer  # whatever a file held
    if isinstance(given, Mapping) and set(given) in ({"moves"}, {"moves", "schema_version"}):
        if not SHORT_FORM(answer, (), faults):
            return VerificationResult(tuple(faults.found), malformed=True)
        compare_statements("violations", [], _violations(landscape, _moves(answer))[1], faults)
        return VerificationResult(tuple(faults.found))
    if not PLAN_FILE(answer, (), faults):
        return VerificationResult(tuple(faults.found), malformed=True)
    _check_answer(landscape, dict(answer), faults)
    return VerificationResult(
        tuple(faults.found),
        violations_listed=bool(answer["violations"]),
        conflict_listed=answer["status"] == "infeasible" and _claims_no_plan(dict(answer)),
        notes=tuple(faults.notes),
    )


def _check_answer(landscape: Landscape, answer: dict[str, Any], faults: Faults) -> None:
    faults.compare("landscape", ("landscape", "id"), answer["landscape"]["id"], landscape.id)
    faults.compare("landscape", ("landscape", "hash"), answer["landscape"]["hash"], landscape.content_hash)
    check_pattern_known(landscape, answer, faults)
    if _claims_no_plan(answer):
        _check_no_plan(answer, faults)
        check_order_bound(answer, faults)
        check_order_proof(landscape, answer, faults)
        check_conflict(landscape, answer, faults)
        return
    world, violations = _violations(landscape, _moves(answer))
    compare_statements("violations", answer["violations"], violations, faults)
    _check_status(answer, violations, faults)
    if world is not None:
        check_pattern_kept(landscape, answer, world.schedule.moves, faults)
        check_near(answer, world.schedule.moves, faults)
        compare_statements("findings", answer["findings"], findings(world), faults)
    if world is None or not all(world.possibilities.values()):
        for name in ("cost", "bound"):
            _check_null(answer, name, faults)
        return
    if answer["cost"] is None:
        faults.add(
            "cost_missing", ("cost",),
            "すべての連携を運べる計画ですが、費用がありません。",
            "Everything can be carried under this plan, but its cost is missing.",
        )  # fmt: skip
        return
    _check_figures(world, answer, faults)


def _check_figures(world: World, answer: dict[str, Any], faults: Faults) -> None:
    """Everything that follows from how the answer carries each link."""
    choice = read_choice(world, answer, faults)
    if choice is None:
        return  # no figure can be judged while it is not known how each link is carried
    book = accounts(world, choice)
    due = due_months(world, choice)
    check_bridges(world, answer, book, faults)
    check_tests(world, answer, due, faults)
    check_counts(world, answer, choice, due, faults)
    check_costs(world, answer, choice, book, faults)
    check_test_certificate(world, answer, due, faults)
    check_bridges_alone(world, answer, choice, faults)
    check_bound(world, answer, faults)
    check_order_proof(world.landscape, answer, faults)
    check_transport_checked(world, answer, faults)


def _moves(answer: Mapping[str, Any]) -> dict[MoveRef, Month]:
    return {MoveRef(*name.split(".")): Month.parse(month) for name, month in answer["moves"].items()}


def _violations(landscape: Landscape, moves: dict[MoveRef, Month]) -> tuple[World | None, list[Finding]]:
    """What the plan breaks; without a world where its moves give no forms."""
    structural = structural_violations(landscape, moves)
    if structural:
        return None, list(structural)
    world = World(Schedule(landscape, moves))
    return world, [*rule_violations(world.schedule), *unserved_demands(world)]


def _check_status(answer: dict[str, Any], violations: list[Finding], faults: Faults) -> None:
    """`infeasible` exactly where something is broken; `optimal` only where bound and total meet."""
    status = answer["status"]
    if violations or status == "infeasible":
        faults.compare("status", ("status",), status, "infeasible" if violations else "feasible")
    elif status == "optimal" and (answer["cost"] is None or answer["bound"] != answer["cost"]["total"]):
        faults.compare("status", ("status",), status, "feasible")


def _claims_no_plan(answer: dict[str, Any]) -> bool:
    """No plan was found before a limit, or there is none and `conflict` says why: then there are no moves to judge."""
    return answer["status"] == "unknown" or (
        answer["status"] == "infeasible" and bool(answer.get("conflict"))
    )


def _check_no_plan(answer: dict[str, Any], faults: Faults) -> None:
    """Nothing is claimed of a plan that could be wrong."""
    for name in ("cost", "bridge_cost_alone", "baselines", "twice", "peaks"):
        _check_null(answer, name, faults)
    for name in ("moves", "bridges", "suspended", "tests", "violations"):
        faults.compare("status", (name,), len(answer[name]), 0)


def _check_null(answer: dict[str, Any], name: str, faults: Faults) -> None:
    if answer[name] is not None:
        faults.add(
            "no_figures", (name,),
            f"運べない連携があるか、移行の年月が正しくないので、{name} は null のはずです。",
            f"Something cannot be carried, or the moves are not in order: {name} has to be null.",
        )  # fmt: skip
