"""The smallest test set of a month beside every set of its routes, and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.evaluation import evaluate_plan
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.testing.due import DueMonth, LiveRoute
from analyzer.testing.parties import vendors_of
from analyzer.testing.smallest import TestSet
from tests import builders
from tests.evaluation.drawing import some

Document = dict[str, Any]
VENDORS = ("va", "vb", "vc")
HUBS = ("h0", "h1")
MARCH = Month.parse("2025-03")


def city(systems: list[Document], links: list[Document], **header: Any) -> Landscape:
    return builders.landscape(
        landscape=header,
        vendors=[{"id": vendor, "name": vendor} for vendor in VENDORS],
        hubs=[{"id": hub, "name": hub, "environment": "cloud", "vendor": "vc"} for hub in HUBS],
        systems=systems,
        integrations=links,
    )


def assessed(landscape: Landscape) -> Assessment:
    """Every move in March."""
    moves = {MoveRef(s.id, m.id): MARCH for s in landscape.systems.values() for m in s.moves}
    assessment = evaluate_plan(landscape, moves).assessment
    assert assessment is not None
    return assessment


@st.composite
def cities(draw: st.DrawFn) -> Landscape:
    """Up to nine links that are native from March on; interfaces, hubs and vendors are often shared."""
    systems = []
    for index in range(draw(st.integers(2, 5))):
        vendor = draw(st.sampled_from(VENDORS))
        if draw(st.integers(0, 3)):
            to = {"environment": "cloud", "generation": "standard"}
            now = {"vendor": vendor}
            new = draw(st.sampled_from(VENDORS))
            if new != vendor:
                to["vendor"] = new
            systems.append(builders.system(f"s{index}", builders.move(to=to), current=now))
        else:
            current = {"environment": "cloud", "generation": "standard", "vendor": vendor}
            systems.append(builders.system(f"s{index}", current=current))
    ids = [system["id"] for system in systems]
    links = []
    for index in range(draw(st.integers(1, 9))):
        source, target = draw(st.permutations(ids))[:2]
        new_form: Document = {}
        via = draw(st.sampled_from([None, *HUBS, *HUBS]))
        if via:
            new_form["via"] = via
        for name in ("send", "receive"):
            interface = draw(st.sampled_from([None, "x", "x", "y"]))
            if interface:
                new_form[name] = interface
        link = builders.link(f"00{index}o001", source, target, realizations={"standard": new_form})
        links.append({**link, "main_route": draw(st.booleans())})
    costs = {"test_case": draw(st.integers(0, 3)), "session": draw(st.integers(0, 4))}
    return city(systems, links, costs=costs, tests={"main_routes": draw(st.integers(0, 3))})


def vendors(assessment: Assessment, month: DueMonth, route: LiveRoute) -> frozenset[str]:
    return vendors_of(assessment.schedule, route.stretch, route.way, month.span)


def suffices(assessment: Assessment, month: DueMonth, chosen: Sequence[LiveRoute]) -> bool:
    """All due legs are covered; through each hub with a due leg go as many cases, and marked ones, as asked for."""
    if not month.due <= {leg for route in chosen for leg in route.way.legs}:
        return False
    legs = assessment.carriage.demands.legs
    n = assessment.landscape.main_routes
    for hub in {legs[leg].hub for leg in month.due} - {None}:
        through = [route for route in month.routes if route.way.hub == hub]
        tested = [route for route in chosen if route.way.hub == hub]
        if len(tested) < min(n, len(through)):
            return False
        marked = [route for route in through if route.integration.main_route]
        if sum(route.integration.main_route for route in tested) < min(n, len(marked)):
            return False
    return True


def price(assessment: Assessment, month: DueMonth, chosen: Sequence[LiveRoute]) -> tuple[int, int]:
    """What the cases and sessions cost, then how many cases."""
    landscape = assessment.landscape
    sessions = {vendors(assessment, month, route) for route in chosen}
    return (
        len(chosen) * landscape.test_case_cost + len(sessions) * landscape.session_cost,
        len(chosen),
    )


@given(cities())
@some(1)
def test_no_other_set_of_routes_tests_the_month_for_less_or_in_fewer_cases(landscape: Landscape) -> None:
    assessment = assessed(landscape)
    for test_set in assessment.test_sets:
        month = test_set.month
        best = min(
            price(assessment, month, chosen)
            for size in range(1, len(month.routes) + 1)
            for chosen in combinations(month.routes, size)
            if suffices(assessment, month, chosen)
        )
        chosen = [case.route for case in test_set.cases]
        assert suffices(assessment, month, chosen)
        assert price(assessment, month, chosen) == best
        assert test_set.sessions == len({vendors(assessment, month, route) for route in chosen})
        assert all(case.vendors == vendors(assessment, month, case.route) for case in test_set.cases)


@given(cities())
@some(2)
def test_the_independent_legs_are_as_many_as_due_legs_alone_ask_for(landscape: Landscape) -> None:
    assessment = assessed(landscape)
    for test_set in assessment.test_sets:
        month = test_set.month
        fewest = next(
            size
            for size in range(1, len(month.routes) + 1)
            for chosen in combinations(month.routes, size)
            if month.due <= {leg for route in chosen for leg in route.way.legs}
        )
        assert len(test_set.independent) == fewest
        assert all(len({*route.way.legs} & {*test_set.independent}) <= 1 for route in month.routes)


# --- by hand ---------------------------------------------------------------------------------


def shifting(id: str, vendor: str = "va", **fields: Any) -> Document:
    return builders.system(id, builders.move(), current={"vendor": vendor}, **fields)


def via_hub(number: int, source: str, target: str, **fields: Any) -> Document:
    """At standard via h0; each system has one sending and one receiving interface."""
    realizations = {"standard": {"via": "h0", "send": "out", "receive": "in"}}
    return builders.link(f"{number:03d}o001", source, target, realizations=realizations, **fields)


def only_set(assessment: Assessment) -> TestSet:
    (test_set,) = assessment.test_sets
    return test_set


def star(**header: Any) -> Assessment:
    """Three senders a, b, c of vendors va, vb, vc; each sends to d and e (va): six links, five legs."""
    systems = [shifting("a", "va"), shifting("b", "vb"), shifting("c", "vc"), shifting("d"), shifting("e")]
    pairs = [(source, target) for source in "abc" for target in "de"]
    return assessed(city(systems, [via_hub(i, *pair) for i, pair in enumerate(pairs)], **header))


def test_three_senders_and_two_receivers_on_a_hub_need_three_cases_and_not_six() -> None:
    # Five due legs; three of them are sending legs, no two of which lie on one route.
    test_set = only_set(star())
    assert len(test_set.month.due) == 5
    assert len(test_set.cases) == len(test_set.independent) == 3
    assert test_set.proof == "matching"


def test_two_links_that_share_both_interfaces_share_one_case() -> None:
    links = [via_hub(0, "a", "b"), via_hub(1, "a", "b")]
    test_set = only_set(assessed(city([shifting("a"), shifting("b")], links)))
    assert len(test_set.cases) == 1
    assert len(test_set.month.changed) == 2


def test_direct_links_have_a_leg_each_unless_they_share_both_interfaces() -> None:
    def direct(number: int, **names: str) -> Document:
        return builders.link(f"{number:03d}o001", "a", "b", realizations={"standard": names})

    links = [
        direct(0, send="x", receive="y"),
        direct(1, send="x", receive="y"),
        direct(2, send="x"),
        direct(3),
    ]
    test_set = only_set(assessed(city([shifting("a"), shifting("b")], links)))
    assert len(test_set.cases) == 3


def test_of_the_smallest_sets_the_one_with_fewest_sessions_is_taken_where_sessions_cost_something() -> None:
    # The hub is vc's; a and d are va's, b and e vb's. Two cases are needed for two sending and two receiving legs.
    # a → d {va, vc} with b → e {vb, vc}: 2 + 2 × 5 = 12. a → e with b → d, both {va, vb, vc}: 2 + 5 = 7.
    systems = [shifting("a", "va"), shifting("b", "vb"), shifting("d", "va"), shifting("e", "vb")]
    links = [via_hub(0, "a", "d"), via_hub(1, "b", "e"), via_hub(2, "a", "e"), via_hub(3, "b", "d")]
    test_set = only_set(assessed(city(systems, links, costs={"test_case": 1, "session": 5})))
    assert [case.route.integration.key.id for case in test_set.cases] == ["002o001", "003o001"]
    assert test_set.sessions == 1


def test_a_case_more_is_taken_where_it_saves_a_session_that_costs_more() -> None:
    # p, q (va) and r, s (vb) shift; t (vb) and u (va) have been at standard, and their interfaces are tested by t → u.
    # p → q {va, vc} with s → r {vb, vc}: 2 cases, 2 sessions. p → r, t → q, s → u, all {va, vb, vc}: 3 cases, 1 session.
    systems = [shifting("p", "va"), shifting("q", "va"), shifting("r", "vb"), shifting("s", "vb")]
    for id, vendor in (("t", "vb"), ("u", "va")):
        current = {"environment": "cloud", "generation": "standard", "vendor": vendor}
        systems.append(builders.system(id, current=current))
    pairs = [("p", "q"), ("s", "r"), ("p", "r"), ("t", "q"), ("s", "u"), ("t", "u")]
    links = [via_hub(number, *pair) for number, pair in enumerate(pairs)]

    def cases(session: int) -> tuple[list[str], int]:
        test_set = only_set(assessed(city(systems, links, costs={"test_case": 2, "session": session})))
        return [case.route.integration.key.id for case in test_set.cases], test_set.sessions

    assert cases(session=1) == (["000o001", "001o001"], 2)  # 2 × 2 + 2 × 1 = 6 against 3 × 2 + 1 = 7
    assert cases(session=3) == (
        ["002o001", "003o001", "004o001"],
        1,
    )  # 3 × 2 + 3 = 9 against 2 × 2 + 2 × 3 = 10


def test_main_routes_ask_for_cases_beyond_the_due_legs_and_for_marked_ones() -> None:
    # One sending and one receiving leg: one case would do. Two main routes: two of the three links, the marked one among them.
    links = [via_hub(0, "a", "b"), via_hub(1, "a", "b"), via_hub(2, "a", "b", main_route=True)]
    systems = [shifting("a"), shifting("b")]
    for wanted, cases in ((0, 1), (1, 1), (2, 2), (3, 3), (4, 3)):
        test_set = only_set(assessed(city(systems, links, tests={"main_routes": wanted})))
        assert len(test_set.cases) == cases
        if wanted:
            assert any(case.route.integration.main_route for case in test_set.cases)
        assert test_set.proof == ("matching" if cases == 1 else "branch_and_bound")


def test_a_main_route_without_a_due_leg_is_tested_where_its_hub_has_one() -> None:
    # c and d have been at standard from the start: their link is tested, but it goes through the hub where a → b is new.
    there = {"environment": "cloud", "generation": "standard"}
    systems = [shifting("a"), shifting("b"), *(builders.system(id, current=there) for id in "cd")]
    links = [via_hub(0, "a", "b"), via_hub(1, "c", "d", main_route=True)]
    assessment = assessed(city(systems, links, tests={"main_routes": 1}))
    cases = only_set(assessment).cases
    assert [(case.route.integration.key.id, len(case.route.due)) for case in cases] == [
        ("000o001", 2),
        ("001o001", 0),
    ]
    assert assessment.changed_links == 1
