"""Single changes of an answer, for tests that want each of them found."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from analyzer.landscape.months import Month
from tests.verification.answers import Answer

NOT_JUDGED = {"reason", "message", "place", "missing", "made_by", "solver", "source", "conflict"}
"""Texts and places, and what an answer says of how it was made."""


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
    """Shares and credits may be others, or in other units, and still prove the bound that the answer claims."""
    return path[0] == "certificate" and path[2:] != () and path[2] in (
        "shares", "scale", "credits", "periods", "courses", "capacities", "joined", "messages", "shares_bound", "proof", "ties_proven",
    )  # fmt: skip


def lists(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], list[Any]]]:
    items: Any = ()
    if isinstance(value, dict):
        items = ((k, v) for k, v in value.items() if k not in NOT_JUDGED)
    elif isinstance(value, list):
        yield path, value
        items = enumerate(value)
    for key, item in items:
        yield from lists(item, (*path, key))
