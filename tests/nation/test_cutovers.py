"""Cutovers of a vendor: the fewest late ones, the earliest end, and the proof of both, against every assignment of small cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzer.nation.cutovers import Course, Stretch, Window, needed, overload, schedule

MONTHS = 5


def fewest_late(windows: Mapping[Window, int], capacity: Sequence[int]) -> int:
    """By augmenting paths, one cutover and one place at a time: slow, and without any order of deadlines."""
    places = [month for month, count in enumerate(capacity) for _ in range(count)]
    taken: dict[int, int] = {}
    jobs = [window for window, count in windows.items() for _ in range(count)]

    def placed(job: int, seen: set[int]) -> bool:
        for place, month in enumerate(places):
            if jobs[job].first <= month <= jobs[job].last and place not in seen:
                seen.add(place)
                if place not in taken or placed(taken[place], seen):
                    taken[place] = job
                    return True
        return False

    return sum(not placed(job, set()) for job in range(len(jobs)))


windows_drawn = st.dictionaries(
    st.builds(
        lambda first, length: Window(first, min(MONTHS - 1, first + length)),
        st.integers(0, MONTHS - 1),
        st.integers(-1, MONTHS - 1),
    ),
    st.integers(0, 4),
    max_size=6,
)
capacities = st.lists(st.integers(0, 3), min_size=MONTHS, max_size=MONTHS)


@given(windows_drawn, capacities, st.integers(1, 3))
def test_no_other_order_has_fewer_late_ones(
    windows: dict[Window, int], capacity: list[int], beyond: int
) -> None:
    course = schedule(windows, capacity, beyond)
    assert course.late == fewest_late(windows, capacity)
    assert sum(course.done) == sum(windows.values())
    assert all(
        count <= (capacity[month] if month < MONTHS else beyond) for month, count in enumerate(course.done)
    )


@given(windows_drawn, capacities, st.integers(1, 3))
def test_overloaded_stretches_prove_the_number_of_late_ones(
    windows: dict[Window, int], capacity: list[int], beyond: int
) -> None:
    proof = overload(windows, capacity)
    for stretch in proof:
        inside = sum(n for w, n in windows.items() if stretch.first <= w.first <= w.last <= stretch.last)
        assert stretch.excess == inside - sum(capacity[stretch.first : stretch.last + 1]) > 0
    assert all(one.last < other.first for one, other in pairwise(proof))
    overdue = sum(count for window, count in windows.items() if window.last < window.first)
    assert schedule(windows, capacity, beyond).late == overdue + sum(stretch.excess for stretch in proof)


@given(windows_drawn, capacities, st.integers(1, 3), st.integers(0, MONTHS))
def test_more_capacity_is_never_later(
    windows: dict[Window, int], capacity: list[int], beyond: int, month: int
) -> None:
    more = [places + (at == month) for at, places in enumerate(capacity)]
    before, after = schedule(windows, capacity, beyond), schedule(windows, more, beyond + (month == MONTHS))
    assert after.late <= before.late
    assert len(after.done) <= len(before.done)


@given(windows_drawn, st.lists(st.booleans(), min_size=MONTHS, max_size=MONTHS))
def test_the_capacity_needed_is_the_least_at_which_none_is_late(
    windows: dict[Window, int], is_open: list[bool]
) -> None:
    def late(capacity: int) -> int:
        return schedule(windows, [capacity if o else 0 for o in is_open], max(1, capacity)).late

    found = needed(windows, is_open)
    if found is None:
        assert late(sum(windows.values())) > 0
    else:
        assert late(found) == 0
        assert found == 0 or late(found - 1) > 0


def test_two_windows_by_hand() -> None:
    # 5 due in months 0-1, 2 due in 0-3; two places a month: 4 of the 5 in time, the fifth and both others in months 2 and 3.
    windows = Counter({Window(0, 1): 5, Window(0, 3): 2})
    assert schedule(windows, [2, 2, 2, 2], 2) == Course((2, 2, 2, 1), late=1)
    assert overload(windows, [2, 2, 2, 2]) == (Stretch(0, 1, 1),)
    assert needed(windows, [True] * 4) == 3  # 5 in two months


def test_nothing_to_do_ends_at_once_and_what_is_overdue_is_late_at_any_capacity() -> None:
    assert schedule({}, [1], 1) == Course((), 0)
    assert schedule({}, [1], 1).end is None
    assert schedule({Window(0, -1): 3}, [5], 5) == Course((3,), late=3)
    assert needed({Window(0, -1): 3}, [True]) is None
