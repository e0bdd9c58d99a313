"""The parts of the bound: what capacities cost, tables of few sizes, and how much may be spent."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.order.bounds.ascent import Ascent, Capacities
from analyzer.order.bounds.compile import Compiler
from analyzer.order.bounds.cooling import Cooling
from analyzer.order.bounds.messages import Messages
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from tests.benchmarks import cities


@pytest.mark.parametrize("seed", [1, 2])
def test_what_capacities_cost_and_how_far_they_are_overdrawn_is_what_products_of_matrices_say(
    seed: int,
) -> None:
    compiled = Compiler(OrderProblem(cities.small(seed).landscape), joined=True).compile()
    capacities = Capacities(compiled)
    assert capacities.any_joined
    draw = np.random.default_rng(seed)
    courses, load, room = capacities.courses, capacities.load, capacities.room
    costs, likely = draw.random(compiled.entries), draw.random(compiled.entries)
    plain = draw.random(len(load))
    joined = draw.random(load.shape) * capacities.allowed
    pairs = np.zeros((courses, courses), dtype=np.int64)
    counts = np.diff(compiled.offsets)
    for (i, j), at in zip(compiled.pairs, compiled.pair_offsets[:-1], strict=True):
        table = np.arange(at, at + counts[i] * counts[j]).reshape(counts[i], counts[j])
        pairs[
            compiled.offsets[i] : compiled.offsets[i + 1], compiled.offsets[j] : compiled.offsets[j + 1]
        ] = table

    expected = costs.copy()
    expected[:courses] += plain @ load - (joined * room).sum(axis=0)
    paid = joined.T @ load
    one, other = np.nonzero(pairs)
    expected[pairs[one, other]] += paid[one, other] + paid[other, one]
    np.testing.assert_allclose(capacities.priced(costs, plain, joined), expected)

    together = np.where(pairs > 0, likely[pairs], 0.0)
    alone, with_course = capacities.overdrawn(likely)
    np.testing.assert_allclose(alone, load @ likely[:courses] - capacities.limits)
    over = load @ (together + together.T) - room * likely[:courses]
    np.testing.assert_allclose(with_course, over * capacities.allowed, atol=1e-9)


def test_tables_are_of_few_sizes_wide_enough_and_no_part_has_a_system_twice() -> None:
    compiled = Compiler(OrderProblem(cities.small(1).landscape), joined=True).compile()
    messages = Messages(compiled)
    assert (messages.widths >= np.diff(compiled.offsets)).all()
    assert len(set(messages.widths.tolist())) <= 3
    done = []
    for table, part in messages.schedule:
        ends = [*table.one[part].tolist(), *table.other[part].tolist()]
        assert len(set(ends)) == len(ends)
        done += table.pairs[part].tolist()
    assert sorted(done) == list(range(len(compiled.pairs)))


def test_after_softened_messages_the_ends_of_a_pair_are_as_likely_in_it_as_by_themselves() -> None:
    ascent = climbed(1)
    compiled, messages = ascent.compiled, ascent.messages
    heat = 3 * ascent.unit
    for _ in range(400):
        messages.soften(heat)
    likely = messages.likelihoods(heat)
    counts = np.diff(compiled.offsets)
    alone = [likely[at : at + count] for at, count in zip(compiled.offsets, counts, strict=False)]
    for (i, j), at in zip(compiled.pairs, compiled.pair_offsets[:-1], strict=True):
        table = likely[at : at + counts[i] * counts[j]].reshape(counts[i], counts[j])
        np.testing.assert_allclose(table.sum(axis=1), alone[i], atol=1e-6)
        np.testing.assert_allclose(table.sum(axis=0), alone[j], atol=1e-6)


def test_a_look_at_the_exact_bound_leaves_softened_messages_as_they_are() -> None:
    messages = climbed(1).messages
    messages.soften(1.0)
    before = messages.likelihoods(1.0)
    value, *found = messages.sharpened(2)
    assert value > messages.value
    np.testing.assert_array_equal(messages.likelihoods(1.0), before)
    for _ in range(2):
        messages.sweep()
    assert messages.value == pytest.approx(value)
    for kept, seen in zip(messages.kept(), found, strict=True):
        for part, of_part in zip(kept, seen, strict=True):
            np.testing.assert_allclose(part, of_part)


@pytest.mark.parametrize("seed", [1, 2])
def test_cooling_goes_on_where_an_ascent_stands_still(seed: int) -> None:
    ascent = climbed(seed)
    cooling = Cooling(ascent.compiled, ascent, 0.2, 50)
    while not cooling.is_done:
        cooling.bound()
        cooling.improve()
    assert cooling.gains_over(ascent)


def climbed(seed: int) -> Ascent:
    """Until its steps are small, on a small city with courses multiplied."""
    ascent = Ascent(Compiler(OrderProblem(cities.small(seed).landscape), joined=True).compile(), 0.05)
    while not ascent.is_done:
        ascent.bound()
        ascent.improve()
    return ascent


def test_a_part_of_the_work_that_is_left_is_spent_after_so_much_and_without_a_limit_never() -> None:
    desk = Desk(work_limit=100)
    desk.spend(60)
    spent = desk.spent_after(0.25)
    desk.spend(9)
    assert not spent()
    desk.spend(1)
    assert spent()
    assert not Desk().spent_after(0.0)()
    assert Desk(time_limit=0.0).spent_after(0.5)()
