"""Due legs and the least test set of a month, by trying every set (section 5)."""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.landscape.months import Month

from .carrying import Carrying, existing_way
from .legs import Leg, Route, hubs_of, route
from .world import World, ends

MOST_CANDIDATES = 16


class TooLarge(Exception):
    """More possibilities than brute force should try."""


class Candidate(NamedTuple):
    """ "A test case is one integration's route in that month: it tests every leg of it." """

    key: IntegrationKey
    route: Route
    vendors: frozenset[str]
    main_route: bool


class TestSet(NamedTuple):
    """Chosen test cases of a month."""

    keys: tuple[IntegrationKey, ...]
    sessions: int


def tested_before(carrying: Carrying) -> frozenset[Leg]:
    """The legs that count as tested when the horizon begins."""
    world = carrying.world
    before = world.first + -1
    tested: set[Leg] = set()
    for link in world.known_integrations():
        state = world.state(link, before)
        # "What is native at the forms 0 (in the month before the first) is tested,"
        if state.name == "native":
            tested |= set(route(world, link, state, "native", None, None, before).legs)
        if state.name != "mixed":
            continue
        # "and what existing bridges carry": "The legs that it gives to the integrations listed, at the forms 0,
        # count as tested"; "With `from` (…) gives no tested legs"
        for record in world.landscape.existing_bridges:
            way = existing_way(record)
            if (
                link.key not in record.serves
                or record.first is not None
                or way not in carrying.kinds(link, state)
            ):
                continue
            bridge = carrying.bridge_of(link, state, way, before)
            if carrying.is_of(record, bridge):
                tested |= set(route(world, link, state, way.kind, way.hub, bridge, before).legs)
    return frozenset(tested)


def candidate(world: World, link: Integration, path: Route, month: Month) -> Candidate:
    vendors = set()
    for end in ends(link):
        # "the vendors of both ends' forms in that month (…); the outgoing vendor too, of an end that changed its
        # vendor in that month"
        vendors |= {world.form(end, month).vendor, world.form(end, month + -1).vendor}
    if path.hub is not None:
        # "and of the hub on its route"
        vendors.add(world.landscape.hubs[path.hub].vendor)
    return Candidate(link.key, path, frozenset(vendors), link.main_route)


def covers(
    landscape: Landscape, due: frozenset[Leg], live: Sequence[Candidate], chosen: Sequence[Candidate]
) -> bool:
    """Do these test cases do for a month with these due legs and these live routes?"""
    # "The test set of a month (…) covers all due legs"
    if not due <= {leg for case in chosen for leg in case.route.legs}:
        return False
    # "With `main_routes: n`, in each month at least min(n, integrations through it) cases go through each hub that
    # has a due leg in that month, at least min(n, those marked `main_route`) of them marked ones"
    n = landscape.main_routes
    for hub in {hub for leg in due for hub in hubs_of(leg)}:
        # "integrations without a due leg count too"
        through = [case for case in live if case.route.hub == hub]
        tested = [case for case in chosen if case.route.hub == hub]
        if len(tested) < min(n, len(through)):
            return False
        if sum(c.main_route for c in tested) < min(n, sum(c.main_route for c in through)):
            return False
    return True


def sessions(chosen: Sequence[Candidate]) -> int:
    # "Sessions: the test cases of one month with the same set of vendors make one."
    return len({case.vendors for case in chosen})


def least_tests(landscape: Landscape, due: frozenset[Leg], live: Sequence[Candidate]) -> TestSet:
    """A set of least cost, then of fewest cases: sets are tried by size, all of a size, until no larger can be better."""
    # "a smallest set of test cases that covers all due legs (…); where sessions cost something, the set of least cost"
    if not due:
        return TestSet((), 0)
    if len(live) > MOST_CANDIDATES:
        raise TooLarge(f"{len(live)} live routes in one month")
    best: tuple[int, int, TestSet] | None = None
    for size in range(1, len(live) + 1):
        # any set of this size or more costs at least this (it makes one session or more)
        least = size * landscape.test_case_cost + landscape.session_cost
        if best is not None and (landscape.session_cost == 0 or least >= best[0]):
            break
        for chosen in combinations(live, size):
            if covers(landscape, due, live, chosen):
                made = sessions(chosen)
                cost = size * landscape.test_case_cost + made * landscape.session_cost
                if best is None or (cost, size) < best[:2]:
                    best = (cost, size, TestSet(tuple(case.key for case in chosen), made))
    assert best is not None, "all live routes together cover every due leg"
    return best[2]
