"""Answers derived by hand are accepted, and any single change of one is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.verification import verify_answer
from tests.verification.answers import ALL, Answer

Made = Callable[[], tuple[Landscape, Answer]]

NOT_JUDGED = {"reason", "made_by", "pattern", "solver", "conflict"}
every_answer = pytest.mark.parametrize("made", ALL, ids=lambda made: made.__name__)


@every_answer
def test_an_answer_derived_by_hand_is_accepted(made: Made) -> None:
    where, answer = made()

    result = verify_answer(where, answer)

    assert [fault.message.en for fault in result.faults] == []
    assert result.ok
    assert result.exit_code == 0


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every word, number, truth value and null of an answer that is judged, with the way to it."""
    items: Any = ()
    if isinstance(value, dict):
        items = ((k, v) for k, v in value.items() if k not in NOT_JUDGED)
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        yield path, value
    for key, item in items:
        yield from leaves(item, (*path, key))


def others(value: Any) -> list[Any]:
    """Values of the same kind, near to it."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if value is None:
        return ["va"]
    try:
        month = Month.parse(value)
    except ValueError:
        return [value + "x"]
    return [str(month + 1), str(month + -1)]


def changed(answer: Answer, path: tuple[str | int, ...], value: Any) -> Answer:
    copy: Any = deepcopy(answer)
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    result: Answer = copy
    return result


def still_a_proof(path: tuple[str | int, ...]) -> bool:
    """Shares may be others, or in other units, and still prove the bound that the answer claims."""
    return path[0] == "certificate" and path[2] in ("shares", "scale")


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


def lists(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], list[Any]]]:
    items: Any = ()
    if isinstance(value, dict):
        items = ((k, v) for k, v in value.items() if k not in NOT_JUDGED)
    elif isinstance(value, list):
        yield path, value
        items = enumerate(value)
    for key, item in items:
        yield from lists(item, (*path, key))


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
    assert [path for path in accepted if path[0] != "certificate" or path[-1] not in optional] == []
