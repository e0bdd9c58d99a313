"""Bounds of landscapes whose best plan is known, and certificates that claim too much."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from analyzer.landscape.model import Landscape
from analyzer.order.bounds.solver import Bounds, own_bound
from analyzer.order.desk import Desk, Progress
from analyzer.order.problem import OrderProblem
from analyzer.verification.order.bound import proven_bound
from analyzer.verification.order.faults import WrongProof
from tests.builders import landscape, link, move, system


def pair_apart(setup: int = 10, **header: Any) -> Landscape:
    """Two linked systems, one cutover a month: the link is mixed for a month at least, and one bridge carries it."""
    return landscape(
        landscape={
            "capacity": {"cutovers_per_month": 1},
            "costs": {"test_case": 0},
            "horizon": {"first": "2025-01", "last": "2025-03"},
            **header,
        },
        systems=[system("a", move()), system("b", move())],
        integrations=[link("001o001", "a", "b")],
        bridges=[{"kind": "keep_legacy", "setup": setup, "per_month": 1}],
    )


def bounded(landscape: Landscape, rounds: int = 400) -> tuple[Desk, Bounds, list[Progress]]:
    told: list[Progress] = []
    desk = Desk(work_limit=rounds, listener=told.append)
    solver = Bounds()
    solver.run(OrderProblem(landscape), desk)
    return desk, solver, told


def test_where_capacity_holds_two_systems_apart_the_bound_is_the_bridge_and_a_month_of_it() -> None:
    """Whoever moves first keeps the legacy way for a month: 10 + 1. No plan does without, and the bound says so."""
    desk, _, _ = bounded(pair_apart())
    assert desk.bound == 11


def test_costs_in_yen_give_the_same_bound_in_yen() -> None:
    desk, solver, _ = bounded(pair_apart(setup=10_000_000_000))
    assert desk.bound == 10_000_000_001
    assert solver.certificate is not None
    assert proven_bound(pair_apart(setup=10_000_000_000), None, solver.certificate) == desk.bound


def test_without_a_capacity_both_move_at_once_and_nothing_is_to_be_paid() -> None:
    desk, _, _ = bounded(pair_apart(capacity={"cutovers_per_month": 2}))
    assert desk.bound == 0


def test_environments_that_somebody_never_leaves_are_in_every_bound() -> None:
    """The office costs 5 a month for three months, since one system stays there; the cloud at least its last month.

    Nobody has to move before the last month: 15 + 3.
    """
    city = landscape(
        landscape={"horizon": {"first": "2025-01", "last": "2025-03"}},
        environments=[
            {"id": "office", "name": "庁内", "hosting": "on_premises", "monthly_cost": 5},
            {"id": "cloud", "name": "クラウド", "hosting": "government_cloud", "monthly_cost": 3},
        ],
        systems=[system("a", move()), system("stays")],
        integrations=[],
    )
    assert own_bound(OrderProblem(city)) == 15
    desk, _, _ = bounded(city)
    assert desk.bound == 18


def test_the_bound_only_rises_and_the_same_work_gives_the_same_bounds() -> None:
    once, again = bounded(pair_apart(), 60)[2], bounded(pair_apart(), 60)[2]
    bounds = [progress.bound for progress in once]
    assert bounds == [progress.bound for progress in again]
    assert all(bound is not None for bound in bounds)
    assert bounds == sorted(bounds, key=lambda bound: bound or 0)


def test_the_order_of_the_entries_in_the_file_changes_nothing() -> None:
    one = pair_apart()
    other = landscape(
        landscape={
            "capacity": {"cutovers_per_month": 1},
            "costs": {"test_case": 0},
            "horizon": {"first": "2025-01", "last": "2025-03"},
        },
        systems=[system("b", move()), system("a", move())],
        integrations=[link("001o001", "a", "b")],
        bridges=[{"kind": "keep_legacy", "setup": 10, "per_month": 1}],
    )
    assert bounded(one)[1].certificate == bounded(other)[1].certificate


class TestCertificatesThatClaimTooMuch:
    @pytest.fixture
    def certificate(self) -> dict[str, Any]:
        certificate = bounded(pair_apart())[1].certificate
        assert certificate is not None
        assert proven_bound(pair_apart(), None, certificate) == 11
        return deepcopy(certificate)

    def test_a_thing_that_is_paid_more_than_it_costs_is_refused(self, certificate: dict[str, Any]) -> None:
        certificate["shares"]["build"][0][3] += 20 * certificate["scale"]
        with pytest.raises(WrongProof, match="add up to more than it costs"):
            proven_bound(pair_apart(), None, certificate)

    def test_a_line_that_is_left_out_lowers_the_bound(self, certificate: dict[str, Any]) -> None:
        dearest = max(certificate["shares"]["build"], key=lambda row: row[3])
        certificate["shares"]["build"].remove(dearest)
        assert (proven_bound(pair_apart(), None, certificate) or 0) < 11

    def test_a_course_or_a_period_that_is_not_listed_proves_nothing(
        self, certificate: dict[str, Any]
    ) -> None:
        courses = certificate["courses"]["a"]
        with pytest.raises(WrongProof, match="periods"):
            proven_bound(pair_apart(), None, {**certificate, "periods": certificate["periods"][:-1]})
        with pytest.raises(WrongProof, match="such course"):
            proven_bound(pair_apart(), None, {**certificate, "courses": {"a": courses[:-1], "b": courses}})

    def test_messages_that_give_more_than_there_is_do_not_raise_the_bound(
        self, certificate: dict[str, Any]
    ) -> None:
        """What a pair hands out it lacks itself."""
        one, other, to_one, to_other = certificate["messages"][0]
        certificate["messages"][0] = [one, other, [n + 50 * certificate["scale"] for n in to_one], to_other]
        assert proven_bound(pair_apart(), None, certificate) == 11
        certificate["messages"][0][2][0] += 50 * certificate["scale"]
        assert (proven_bound(pair_apart(), None, certificate) or 0) < 11

    def test_a_certificate_of_a_dearer_landscape_proves_nothing_here(
        self, certificate: dict[str, Any]
    ) -> None:
        with pytest.raises(WrongProof, match="add up to more than it costs"):
            proven_bound(pair_apart(setup=3), None, certificate)

    def test_prices_of_capacities_count_against_what_is_free(self, certificate: dict[str, Any]) -> None:
        """A capacity twice as large leaves twice as much free of the same prices: nothing is proven then."""
        roomy = pair_apart(capacity={"cutovers_per_month": 2})
        assert (proven_bound(roomy, None, certificate) or 0) <= 0
