"""Any value in any place leads to faults, never to an error."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape.places import Places, packed
from analyzer.verification import verify_answer
from analyzer.verification.prices import proven_bound, read_shares
from analyzer.verification.verifying import _moves, _violations
from tests.profiles import examples
from tests.verification.answers import ALL, hub_and_spoke, two_systems

WORDS = ["2025-02", "2025-99", "0000-01", "9999-12", "jumin.shift", "jumin", "", "keep_legacy|jumin|va",
         "001o001/00/jumin/zeimu", "native", "suspended", "relay", "optimal", "unknown", "a.b.c", ".", "."]  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WORDS, "month", "months"]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in items for deeper in places(item, (*path, key)))]


@settings(max_examples=examples(150), deadline=None)
@given(st.data())
def test_any_values_in_any_places_give_faults_and_never_an_error(data: st.DataObject) -> None:
    where, answer = data.draw(st.sampled_from(ALL))()
    mutated: Any = deepcopy(answer)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(mutated)[1:]))
        place = mutated
        for step in path[:-1]:
            place = place[step]
        if data.draw(st.booleans()):
            place[path[-1]] = data.draw(values)
        elif isinstance(place, dict):
            place[data.draw(st.sampled_from([*WORDS, "key", "moves"]))] = data.draw(values)
        else:
            del place[path[-1]]

    result = verify_answer(where, mutated)

    assert result.exit_code in (0, 1, 2)
    assert result.ok == (result.faults == ())
    for fault in result.faults:
        assert fault.message.ja
        assert fault.message.en
        json.dumps(fault.as_dict())


@given(values)
def test_a_whole_answer_of_any_kind_is_read_or_called_malformed(value: Any) -> None:
    where, _ = two_systems()

    result = verify_answer(where, value)

    assert result.malformed
    assert result.exit_code == 2


@settings(max_examples=examples(80), deadline=None)
@given(st.data())
def test_no_shares_whatever_prove_more_than_an_answer_costs(data: st.DataObject) -> None:
    """Weak duality: what is exceeded is subtracted, so that random shares are safe too."""
    where, answer = data.draw(st.sampled_from(ALL))()
    world, _ = _violations(where, _moves(answer))
    assert world is not None
    certificate = deepcopy(answer["certificate"]["cost"])
    certificate["scale"] = data.draw(st.integers(1, 4))
    amounts = st.integers(0, 30)
    for lines in certificate["shares"].values():
        for line in lines:
            line[3] = data.draw(amounts)
    certificate["credits"] = [
        [str(key), world.month_text(world.spans[span].start), way, data.draw(amounts)]
        for (key, span), possible in world.possibilities.items()
        for way in possible
        if data.draw(st.booleans())
    ]
    shares = read_shares(certificate)

    assert proven_bound(world, shares) <= answer["cost"]["total"]
    assert proven_bound(world, shares, bridges_alone=True) <= answer["bridge_cost_alone"]


def test_unknown_keys_are_faults_at_their_place_and_the_rest_is_still_judged() -> None:
    where, answer = hub_and_spoke()
    answer["tests"][0]["coverz"] = []
    answer["cost"]["total"] += 1
    file = Places("plan.json", {("tests", 0, "coverz"): packed(12, 5), (): packed(1, 1)})

    result = verify_answer(where, answer, file)

    assert not result.malformed
    assert {fault.code for fault in result.faults} == {"unknown_key", "cost", "status"}
    assert [str(f.place) for f in result.faults] == ["plan.json:12:5", "plan.json:1:1", "plan.json:1:1"]


def test_all_faults_of_the_shape_are_named_at_once() -> None:
    where, answer = hub_and_spoke()
    answer["bound"] = "much"
    answer["tests"][0]["month"] = "2025-13"
    del answer["peaks"]

    result = verify_answer(where, answer)

    assert result.malformed
    assert [dict(f.details)["path"] for f in result.faults] == ["bound", "tests[0].month", "peaks"]


@pytest.mark.parametrize("number", [True, 1.0, -1, "1", float("nan")])
def test_a_count_is_a_whole_number_and_nothing_that_looks_like_one(number: object) -> None:
    where, answer = two_systems()
    answer["cost"]["bridge"] = number

    assert verify_answer(where, answer).malformed
