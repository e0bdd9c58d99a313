"""What a link of the landscape file says in Sapporo's columns; reading the same words back changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.tables.forms.sapporo_columns import (
    ATTRIBUTES,
    OTHER_SIDE,
    Direction,
    NoWordError,
    Reading,
    read,
    words_for,
)
from analyzer.tables.values import DIRECT

Entry = Mapping[str, Any]


def structure_of(entry: Entry, generations: Sequence[str]) -> Reading:
    """Which realizations the link has at the first and at the last generation."""
    first, last = generations[0], generations[-1]
    realizations = entry.get("realizations", {})
    step, seen = last, {last}
    while "same_as" in realizations.get(step, {}):
        step = realizations[step]["same_as"]
        if step in seen:
            break
        seen.add(step)
    same = step == first and step != last and first in realizations
    return Reading(first in realizations, last in realizations, same)


def words_of(
    entry: Entry, direction: Direction, generations: Sequence[str], hubs: Mapping[str, str]
) -> dict[str, str]:
    """Text by column, without id, branch, direction and partner; `hubs` are the names of hubs by id."""
    words = {column: _attribute(entry, name, direction) for column, name in ATTRIBUTES.items()}
    words["note"] = words["note"] or str(entry.get("note", ""))
    name, detail = str(entry.get("name", "")), words["detail"]
    if detail and name.endswith(f"/{detail}"):
        words["name"] = name.removesuffix(f"/{detail}")
    else:
        words["name"], words["detail"] = name, ""
    structure = structure_of(entry, generations)
    if not (words["review"] or words["today"]) or not _says(words, structure):
        words["review"], words["today"] = words_for(structure)
    if not _says(words, structure):
        # The remark contradicts what the file now says: the words alone are believed.
        words["note"] = ""
    words["method"] = _method(entry, generations, structure, hubs)
    return words


def _says(words: Mapping[str, str], structure: Reading) -> bool:
    try:
        reading, _ = read(words["review"], words["today"], words["note"])
    except NoWordError:
        return False
    return (reading.today, reading.standard, reading.same) == (structure.today, structure.standard, structure.same)  # fmt: skip


def _attribute(entry: Entry, name: str, direction: Direction) -> str:
    attributes = entry.get("attributes", {})
    value = attributes.get(name, "")
    if direction == "O":
        value = attributes.get(name + OTHER_SIDE, value)
    return value if isinstance(value, str) else ""


def _method(entry: Entry, generations: Sequence[str], structure: Reading, hubs: Mapping[str, str]) -> str:
    generation = generations[0] if structure.today else generations[-1]
    realization = entry.get("realizations", {}).get(generation, {})
    method = str(realization.get("method", ""))
    via = realization.get("via")
    if via is None:
        return method
    route = f"{hubs.get(via, via)}経由"
    return f"{method}({route})" if method else route


def route_and_method(text: str) -> tuple[str | None, str]:
    """(hub, else 直接, else None where the text does not say; method) of the words in 連携方法."""
    text = text.strip()
    if text.removesuffix("連携") == DIRECT.ja:
        return DIRECT.ja, ""
    head, opened, rest = text.rpartition("(") if text.endswith("経由)") else text.rpartition("（")
    if opened and rest.endswith(("経由)", "経由）")):
        return rest[:-3], head.strip()
    if text.endswith("経由"):
        return text.removesuffix("経由"), ""
    return None, text
