"""Answers derived by hand are accepted, and any single change of one is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from analyzer.landscape.model import Landscape
from analyzer.verification import verify_answer
from tests.verification.answers import ALL, Answer
from tests.verification.mutations import NOT_JUDGED, changed, leaves, lists, others, still_a_proof

Made = Callable[[], tuple[Landscape, Answer]]

every_answer = pytest.mark.parametrize("made", ALL, ids=lambda made: made.__name__)


@every_answer
def test_an_answer_derived_by_hand_is_accepted(made: Made) -> None:
    where, answer = made()

    result = verify_answer(where, answer)

    assert [fault.message.en for fault in result.faults] == []
    assert result.ok
    assert result.exit_code == 0


@every_answer
def test_any_other_value_in_any_single_place_is_found(made: Made) -> None:
    where, answer = made()
    accepted = [
        (path, value, other)
        for path, value in leaves(answer)
        for other in others(value)
        if verify_answer(where, changed(answer, path, other)).ok
    ]

    assert [entry for entry in accepted if not still_a_proof(entry[0])] == []


@every_answer
def test_leaving_out_or_doubling_any_entry_of_any_list_is_found(made: Made) -> None:
    where, answer = made()
    accepted = []
    for path, entries in lists(answer):
        for index, entry in enumerate(entries):
            without = [*entries[:index], *entries[index + 1 :]]
            for other in (without, [*entries, entry]):
                if verify_answer(where, changed(answer, path, other)).ok:
                    accepted.append((path, entry, len(other) - len(entries)))

    assert [entry for entry in accepted if not still_a_proof(entry[0])] == []


@every_answer
def test_leaving_out_any_field_that_claims_something_is_found(made: Made) -> None:
    where, answer = made()

    def records(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from records(item, (*path, index))
        elif isinstance(value, dict):
            for key, item in value.items():
                if key not in NOT_JUDGED:
                    yield path, key
                    yield from records(item, (*path, key))

    accepted = []
    for path, key in records(answer):
        copy: Any = deepcopy(answer)
        place = copy
        for step in path:
            place = place[step]
        del place[key]
        if verify_answer(where, copy).ok:
            accepted.append((*path, key))

    # What may be left out is a claim that need not be made, or a list of nothing.
    optional = {
        "transport_checked",
        "credits",
        "value",
        "shares_bound",
        "shares",
        "scale",
        "build",
        "run",
        "link",
        "environment",
        "leg",
    }
    accepted.remove(("pattern",))  # none was asked for
    assert [path for path in accepted if path[0] != "certificate" or path[-1] not in optional] == []
