from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape
from analyzer.whatif.slipping import Moves, slipped
from analyzer.whatif.slips.distributions import move_refs
from analyzer.whatif.slips.pushing import Months, Pusher
from tests.builders import landscape, link, move, system
from tests.profiles import examples
from tests.strategies import landscapes_with_plans


def push(own: Landscape, planned: dict[str, int], **slips: int) -> dict[str, int]:
    """Months (from 0) of moves named ``jumin`` for ``jumin.shift``, after slips."""
    refs = [ref.system if ref.move == "shift" else f"{ref.system}_{ref.move}" for ref in move_refs(own)]
    months = np.array([planned[name] for name in refs], dtype=np.int32)
    by = np.array([[slips.get(name, 0)] for name in refs], dtype=np.int32)
    return dict(zip(refs, Pusher(own).push(months, by)[:, 0].tolist(), strict=True))


def city(*rules: object, **overrides: Any) -> Landscape:
    systems = [system("a", move()), system("b", move()), system("c", move())]
    return landscape(
        systems=systems, integrations=[link("001o001", "a", "b")], rules=list(rules), **overrides
    )


PLAN = {"a": 1, "b": 2, "c": 3}


def test_what_no_rule_joins_slips_alone() -> None:
    assert push(city(), PLAN, a=3) == {"a": 4, "b": 2, "c": 3}


def test_together_and_before_pull_others_along() -> None:
    rules = {"together": ["a.shift", "b.shift"]}, {"before": "b.shift", "after": "c.shift", "gap": 2}
    assert push(city(*rules), {"a": 1, "b": 1, "c": 3}, a=2) == {"a": 3, "b": 3, "c": 5}


def test_a_broken_rule_that_no_slipped_move_touches_stays_broken() -> None:
    rule = {"before": "c.shift", "after": "b.shift"}
    assert push(city(rule), PLAN, a=1) == {"a": 2, "b": 2, "c": 3}
    assert push(city(rule), PLAN, b=1) == {"a": 1, "b": 4, "c": 3}


def test_a_blackout_pushes_a_slipped_cutover_and_no_planned_one() -> None:
    rule = {"blackout": ["2025-03", "2025-04"]}  # months 2 and 3
    assert push(city(rule), PLAN, a=1) == {"a": 4, "b": 2, "c": 3}


def test_a_cutover_is_judged_by_the_form_that_the_system_then_has_and_moves_on_as_a_whole() -> None:
    two = system(
        "a", move("lift", {"environment": "cloud"}), move("shift", {"generation": "standard", "vendor": "vb"})
    )
    vendors = [{"id": "va", "name": "A"}, {"id": "vb", "name": "B", "unavailable": ["2025-03"]}]
    own = landscape(systems=[two], integrations=[], vendors=vendors)
    assert push(own, {"a_lift": 1, "a": 2}, a_lift=1) == {"a_lift": 3, "a": 3}
    # The lift alone leads to a form of va, who is there.
    assert push(own, {"a_lift": 1, "a": 4}, a_lift=1) == {"a_lift": 2, "a": 4}


def test_moves_of_a_system_keep_their_order_and_stay_apart_where_they_must() -> None:
    def two(**fields: Any) -> Landscape:
        shift = move("shift", {"generation": "standard"}, **fields)
        return landscape(
            systems=[system("a", move("lift", {"environment": "cloud"}), shift)], integrations=[]
        )

    assert push(two(), {"a_lift": 1, "a": 2}, a_lift=3) == {"a_lift": 4, "a": 4}
    assert push(two(not_with_previous=True), {"a_lift": 1, "a": 2}, a_lift=3) == {"a_lift": 4, "a": 5}


def test_rules_that_go_round_in_a_cycle_push_nothing() -> None:
    rules = {"before": "a.shift", "after": "b.shift"}, {"before": "b.shift", "after": "a.shift"}
    assert push(city(*rules), PLAN, a=5) == {"a": 6, "b": 2, "c": 3}


@settings(max_examples=examples(50))
@given(landscapes_with_plans(), st.data())
def test_all_samples_at_once_give_what_one_after_the_other_gives(
    case: tuple[Landscape, Moves], data: st.DataObject
) -> None:
    own, plan = case
    refs, first = move_refs(own), own.horizon.first
    column = st.lists(st.sampled_from([0, 0, 1, 2, 4]), min_size=len(refs), max_size=len(refs))
    columns = data.draw(st.lists(column, min_size=1, max_size=4))
    planned = np.array([plan[ref] - first for ref in refs], dtype=np.int32)
    slips: Months = np.array(columns, dtype=np.int32).reshape(len(columns), -1).T
    months = Pusher(own).push(planned, slips)
    for sample, own_slips in enumerate(columns):
        slowly = slipped(own, plan, dict(zip(refs, own_slips, strict=True)))
        assert months[:, sample].tolist() == [slowly[ref] - first for ref in refs]
    assert (months >= planned[:, None] + slips).all()
