from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from analyzer.landscape.model import Slip
from analyzer.whatif.slips.distributions import Distribution, distribution, drawn_slips, move_refs
from tests.builders import landscape, link, move, system

LATE = {"id": "va", "name": "ベンダA", "slip": {"table": {"0": 60, "2": 30, "6": 10}}}
IN_TIME = {"id": "vb", "name": "ベンダB"}


def test_a_table_is_taken_as_it_is_and_months_of_no_weight_never_occur() -> None:
    own = distribution(Slip(table=((0, 60), (1, 0), (2, 30), (6, 10))))
    assert own == Distribution((0, 2, 6), (60, 30, 10))
    assert own.mean == Fraction(12, 10)  # 0.3 × 2 + 0.1 × 6
    assert [own.quantile(Fraction(n, 10)) for n in (1, 6, 7, 9, 10)] == [0, 0, 2, 2, 6]


def test_a_triangle_is_rounded_half_up_to_whole_months() -> None:
    # Of (0, 0, 2) the distribution function is 1 − (2 − x)²/4, so that
    # P(x < 0.5) = 1 − 2.25/4 = 7/16, P(x < 1.5) = 1 − 0.25/4 = 15/16.
    own = distribution(Slip(triangular=(0, 0, 2)))
    assert own == Distribution((0, 1, 2), (7, 8, 1))
    assert own.mean == Fraction(10, 16)  # the continuous mean is 2/3


def test_a_symmetric_triangle_keeps_its_mean() -> None:
    assert distribution(Slip(triangular=(1, 3, 5))).mean == 3


def test_a_triangle_of_one_point_is_that_point_and_no_slip_is_none() -> None:
    assert distribution(Slip(triangular=(2, 2, 2))) == Distribution((2,), (1,))
    assert distribution(None).mean == 0


@pytest.mark.parametrize("triangle", [(0, 0, 3), (0, 3, 3), (1, 2, 7)])
def test_a_triangle_weighs_only_its_months_and_all_of_it(triangle: tuple[int, int, int]) -> None:
    own = distribution(Slip(triangular=triangle))
    assert (own.months[0], own.months[-1]) == (triangle[0], triangle[2])
    assert all(weight > 0 for weight in own.weights)


def test_draws_have_the_shares_of_the_table() -> None:
    own = Distribution((0, 2, 6), (1, 2, 1))
    draws = np.arange(4_096, dtype=np.uint64) * np.uint64(2**41)  # evenly over 53 bits
    assert Counter(own.at(draws).tolist()) == {0: 1_024, 2: 2_048, 6: 1_024}


def test_the_first_and_the_last_draw_lie_in_the_first_and_the_last_month() -> None:
    own = Distribution((0, 2, 6), (1, 2, 1))
    assert own.at(np.array([0, 2**53 - 1], dtype=np.uint64)).tolist() == [0, 6]


def test_a_move_draws_from_the_vendor_of_the_form_that_it_leads_to() -> None:
    two = system(
        "jumin",
        move("lift", {"environment": "cloud"}),
        move("shift", {"generation": "standard", "vendor": "vb"}),
    )
    own = landscape(vendors=[LATE, IN_TIME], systems=[two], integrations=[])
    slips = drawn_slips(own, 500, 1)
    assert [str(ref) for ref in move_refs(own)] == ["jumin.lift", "jumin.shift"]
    assert set(slips[0].tolist()) == {0, 2, 6}
    assert not slips[1].any()


def test_what_a_move_draws_depends_on_the_seed_and_its_name_alone() -> None:
    jumin, zei, other = (system(name, move()) for name in ("jumin", "zei", "aaa"))
    links = [link("001o001", "jumin", "zei")]
    two = landscape(vendors=[LATE, IN_TIME], systems=[jumin, zei], integrations=links)
    three = landscape(vendors=[IN_TIME, LATE], systems=[zei, other, jumin], integrations=[])
    few, many, differently = drawn_slips(two, 50, 7), drawn_slips(three, 90, 7), drawn_slips(two, 50, 8)
    assert (few == many[1:, :50]).all()
    assert (few[0] != few[1]).any()
    assert (few != differently).any()


def test_the_stream_is_that_of_pcg64_on_every_machine() -> None:
    own = landscape(vendors=[{**LATE, "slip": {"table": {str(m): 1 for m in range(100)}}}, IN_TIME],
                    systems=[system("jumin", move())], integrations=[])  # fmt: skip
    assert drawn_slips(own, 8, 1).tolist() == [[7, 93, 79, 3, 2, 9, 62, 20]]
