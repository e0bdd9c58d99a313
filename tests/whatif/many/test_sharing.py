"""The least joint cost of demands that share things, beside trying everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.whatif.many import sharing
from analyzer.whatif.many.sharing import Demand, Item, Picks, Way, least_choice, price_of

CASE = 2
THINGS = [Item(("built", n), price_of(cost, 1), figures=(cost, 0, 0)) for n, cost in enumerate((0, 1, 3, 5))]
THINGS += [Item(("serves", n), price_of(cost), figures=(cost, 0, n)) for n, cost in enumerate((1, 2, 2))]
THINGS += [Item(("leg", n), price_of(CASE, 0, 1), case=1) for n in range(3)]


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    ways = st.lists(st.lists(st.sampled_from(THINGS), max_size=4, unique=True), min_size=1, max_size=3)
    return [
        Demand(
            (n, 0, 1), tuple(Way(at, tuple(items), draw(st.booleans()), frozenset({"hub"})) for at, items in enumerate(draw(ways)))
        )
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip


def cases(asked: list[Demand], picks: Picks) -> int:
    """Legs in use, and one case more where two or more of them are: nothing that items say."""
    legs = {
        item.name
        for demand, (_, way) in zip(asked, picks, strict=True)
        for item in demand.ways[way].items
        if item.case
    }
    return len(legs) + (len(legs) > 1)


def value(asked: list[Demand], picks: Picks) -> tuple[int, tuple[int, ...]]:
    ways = [demand.ways[number] for demand, (_, number) in zip(asked, picks, strict=True)]
    items = {item.name: item for way in ways for item in way.items}
    tests = (
        cases(asked, picks) if any(way.tests for way in ways) else sum(item.case for item in items.values())
    )
    price = sum(item.price for item in items.values() if not item.case) + tests * price_of(CASE, 0, 1)
    return price, tuple(sum(item.figures[n] for item in items.values()) for n in range(3))


@given(demands())
def test_the_choice_is_the_least_of_all_and_what_ties_has_its_figures(asked: list[Demand]) -> None:
    def tests(picks: Picks) -> int:
        by_key = dict(picks)
        own = [demand for demand in asked if demand.key in by_key]
        return cases(own, [(demand.key, by_key[demand.key]) for demand in own])

    keys = [demand.key for demand in asked]
    every = [
        value(asked, list(zip(keys, numbers, strict=True)))
        for numbers in product(*(range(len(demand.ways)) for demand in asked))
    ]
    least = min(price for price, _ in every)
    figures = {told for price, told in every if price == least}
    # All ways touch one hub, so that tests are decided together.
    found = least_choice(asked, tests, CASE)
    if len(figures) > 1:
        assert found is None
    else:
        assert found is not None
        picked = [(key, dict(found)[key]) for key in keys]
        assert value(asked, picked) == (least, *figures)


def test_a_search_that_is_too_long_is_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_STEPS", 3)
    ways = tuple(Way(n, (THINGS[n],), False, frozenset()) for n in range(3))
    assert least_choice([Demand((n, 0, 1), ways) for n in range(5)], lambda _: 0, CASE) is None
