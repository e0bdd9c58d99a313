"""Bounds of landscapes whose best plan is known, and certificates that claim too much."""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations, permutations
from typing import Any

import pytest

from analyzer.landscape.model import Landscape
from analyzer.order.bounds.solver import Bounds, own_bound
from analyzer.order.desk import Desk, Progress
from analyzer.order.problem import OrderProblem
from analyzer.verification.order.bound import proven_bound
from analyzer.verification.order.faults import WrongProof
from tests.builders import landscape, link, move, system
from tests.order.published.encodings import linear_ordering


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


def three_apart(capacity: int) -> Landscape:
    """Three systems, each linked to both others; so many cutovers a month."""
    return landscape(
        landscape={
            "capacity": {"cutovers_per_month": capacity},
            "costs": {"test_case": 0},
            "horizon": {"first": "2025-01", "last": "2025-02"},
        },
        systems=[system("a", move()), system("b", move()), system("c", move())],
        integrations=[link("001o001", "a", "b"), link("001o002", "a", "c"), link("001o003", "b", "c")],
        bridges=[{"kind": "keep_legacy", "system": id, "setup": 10, "per_month": 1} for id in "abc"],
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


def test_a_vendor_with_one_cutover_a_month_keeps_its_systems_apart_and_no_others() -> None:
    """a and b go to vendor v, c to another one: only the link between a and b is mixed in every plan, for a month at least."""
    by_v = move(to={"environment": "cloud", "generation": "standard", "vendor": "vb"})
    by_w = move(to={"environment": "cloud", "generation": "standard", "vendor": "va"})
    city = landscape(
        landscape={"costs": {"test_case": 0}, "horizon": {"first": "2025-01", "last": "2025-03"}},
        vendors=[{"id": "va", "name": "A"}, {"id": "vb", "name": "B", "cutovers_per_month": 1}],
        systems=[system("a", by_v), system("b", by_v), system("c", by_w)],
        integrations=[link("001o001", "a", "b"), link("001o002", "a", "c"), link("001o003", "b", "c")],
        bridges=[{"kind": "keep_legacy", "system": id, "setup": 10, "per_month": 1} for id in "abc"],
    )
    desk, solver, _ = bounded(city)
    assert desk.bound == 11
    assert solver.certificate is not None
    assert proven_bound(city, None, solver.certificate) == 11


def test_each_pair_of_an_ordering_pays_one_of_its_prices_before_any_price_of_a_capacity_has_risen() -> None:
    """Linear ordering with one system a month: after one round the bound is what the cheaper order of each pair costs."""
    prices = {(i, j): 3 + (5 * i + 7 * j) % 11 for i, j in permutations(range(8), 2)}
    desk, solver, _ = bounded(linear_ordering(8, prices).landscape(), rounds=1)
    least = sum(min(prices[i, j], prices[j, i]) for i, j in combinations(range(8), 2))
    assert (desk.bound or 0) >= least
    assert solver.certificate is not None


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
        with pytest.raises(WrongProof, match="so many courses"):
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

    def test_two_systems_share_a_month_that_has_room_for_two(self, certificate: dict[str, Any]) -> None:
        roomy = pair_apart(capacity={"cutovers_per_month": 2})
        assert (proven_bound(roomy, None, certificate) or 0) <= 0

    def test_prices_of_capacities_count_against_what_is_free(self) -> None:
        """Of three systems that are linked two may move in a month. If three might, the same prices would leave as much free."""
        desk, solver, _ = bounded(three_apart(2))
        assert solver.certificate is not None
        assert solver.certificate["capacities"] or solver.certificate["joined"]
        assert (desk.bound or 0) > 0
        assert proven_bound(three_apart(2), None, solver.certificate) == desk.bound
        assert (proven_bound(three_apart(3), None, solver.certificate) or 0) <= 0
