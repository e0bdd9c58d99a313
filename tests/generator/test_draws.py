"""Draws stay within their bounds and repeat for a seed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.generator.draws import Draws, Wheel


@given(st.integers(), st.integers(1, 10**9))
def test_a_draw_below_a_limit_is_a_position(seed: int, limit: int) -> None:
    assert 0 <= Draws(seed, "test").below(limit) < limit


@given(st.integers(), st.lists(st.integers(0, 9), max_size=30))
def test_shuffling_keeps_every_value_and_the_list_itself(seed: int, values: list[int]) -> None:
    before = list(values)
    assert sorted(Draws(seed, "test").shuffled(values)) == sorted(before)
    assert values == before


@given(st.integers(), st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_a_wheel_never_picks_what_has_no_weight(seed: int, weights: list[int]) -> None:
    assume(any(weights))
    draws, wheel = Draws(seed, "test"), Wheel(weights)
    assert all(weights[wheel.pick(draws)] > 0 for _ in range(50))


def test_a_wheel_picks_in_proportion_to_the_weights() -> None:
    draws, wheel = Draws(1, "test"), Wheel([1, 3])
    heavy = sum(wheel.pick(draws) for _ in range(4_000))
    assert 2_850 < heavy < 3_150


def test_shares_of_a_hundred_are_kept() -> None:
    draws = Draws(1, "test")
    drawn = [draws.by_percent(((20, "few"), (0, "none"), (80, "many"))) for _ in range(4_000)]
    assert 700 < drawn.count("few") < 900
    assert drawn.count("none") == 0


def test_shares_that_are_not_a_hundred_are_a_mistake() -> None:
    draws = Draws(1, "test")
    with pytest.raises(ValueError, match="less than 100"):
        [draws.by_percent(((1, "few"),)) for _ in range(100)]


def test_concerns_have_streams_of_their_own() -> None:
    streams = [[Draws(7, concern).below(10**6) for _ in range(5)] for concern in ("links", "cast", "links")]
    assert streams[0] == streams[2] != streams[1]


def test_the_sequence_for_a_seed_is_the_one_that_python_promises() -> None:
    draws = Draws(2025, "test")
    assert [draws.below(1_000) for _ in range(6)] == [451, 348, 137, 19, 356, 50]
