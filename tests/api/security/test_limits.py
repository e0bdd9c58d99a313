"""Buckets of tokens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.security.brief import Brief
from api.security.limits import Buckets


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@given(
    rate=st.integers(1, 50), burst=st.integers(1, 50),
    waits=st.lists(st.integers(0, 5_000).map(lambda ms: ms / 1000), max_size=200),
)  # fmt: skip
def test_never_more_than_the_burst_and_what_flowed_in_since(
    rate: int, burst: int, waits: list[float]
) -> None:
    """In any stretch of time at most burst + rate * stretch are let through: the definition, over every stretch."""
    clock = Clock()
    buckets = Buckets(rate, burst, clock=clock)
    taken: list[float] = []
    for wait in waits:
        clock.at += wait
        if buckets.take("x") == 0:
            taken.append(clock.at)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            assert last - first + 1 <= burst + rate * (taken[last] - taken[first]) + 1e-6


@given(rate=st.floats(0.1, 100), burst=st.integers(1, 5))
def test_whoever_waits_as_long_as_is_said_is_let_through(rate: float, burst: int) -> None:
    clock = Clock()
    buckets = Buckets(rate, burst, clock=clock)
    for _ in range(burst):
        assert buckets.take("x") == 0
    wait = buckets.take("x")
    assert wait > 0
    assert buckets.wait("x") == wait  # asking takes nothing
    clock.at += wait * 1.000001
    assert buckets.take("x") == 0


def test_names_do_not_share_a_bucket_and_the_longest_unused_are_let_go() -> None:
    clock = Clock()
    buckets = Buckets(1, 1, most=2, clock=clock)
    assert [buckets.take(name) for name in ("a", "b")] == [0, 0]
    assert buckets.take("a") > 0
    assert buckets.take("c") == 0  # b goes
    assert buckets.take("a") > 0
    assert len(buckets._buckets) == 2


def test_a_value_is_kept_for_its_time_from_when_its_reading_began() -> None:
    clock = Clock()
    kept: Brief[int] = Brief(1.0, most=2, clock=clock)
    turn, at = kept.turn, kept.now()
    clock.at = 0.6  # reading took that long
    kept.keep("a", 1, turn=turn, at=at)
    assert kept.get("a") == (1,)
    clock.at = 1.0
    assert kept.get("a") is None


def test_too_many_values_push_out_the_oldest() -> None:
    kept: Brief[int] = Brief(1.0, most=2, clock=Clock())
    for name in "abc":
        kept.keep(name, 1, turn=kept.turn, at=0.0)
    assert [kept.get(name) for name in "abc"] == [None, (1,), (1,)]
    kept.forget_all()
    assert kept.get("c") is None
