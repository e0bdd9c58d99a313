from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.whatif.slips.bits import Calendar, Tally, count, some

months = st.sets(st.integers(0, 149))


@given(st.lists(months, min_size=1, max_size=5), st.integers(1, 150))
def test_masks_are_sets_of_months(sets: list[set[int]], length: int) -> None:
    calendar = Calendar(length)
    own = [{month for month in listed if month < length} for listed in sets]
    mask = np.concatenate([calendar.among(listed) for listed in sets], axis=1)
    assert count(mask).tolist() == [len(listed) for listed in own]
    assert some(mask).tolist() == [bool(listed) for listed in own]
    assert calendar.first(mask).tolist() == [min(listed, default=length) for listed in own]
    assert calendar.by_month(mask).T.tolist() == [[int(m in listed) for m in range(length)] for listed in own]
    middle = length // 2
    assert calendar.has(mask, middle).tolist() == [middle in listed for listed in own]
    tally = Tally(calendar, len(sets))
    for turn in range(len(sets)):
        tally.add(np.roll(mask, turn, axis=1))
    every = calendar.by_month(mask).sum(axis=1)
    for month in (0, middle, length - 1):
        at = np.full(len(sets), month)
        assert tally.counts(at).tolist() == [every[month]] * len(sets)
        both = Tally.joined(
            [tally, tally.where(np.ones(len(sets), dtype=np.bool_), Tally(calendar, len(sets)))]
        )
        assert both.counts(np.concatenate([at, at])).tolist() == [every[month]] * len(sets) + [0] * len(sets)


def test_months_before_one_and_between_two_are_cut_at_the_horizon() -> None:
    calendar = Calendar(70)
    assert count(calendar.below(np.array([-3, 0, 1, 65, 99]))).tolist() == [0, 0, 1, 65, 70]
    assert count(calendar.range(60, 999)).tolist() == [10]
    assert count(calendar.range(9, 3)).tolist() == [0]
