"""What changed from one version of a landscape to another: entries added, removed and changed, field by field.

It compares canonical documents (`analyzer.landscape.dumping`), so the order of entries, comments and defaults make no
difference. An entry is known by what names it for people: its id; a link by its key; a bridge by its kind and place; a law
change by its month and name; a rule by what it is about. Of entries with the same name the first is compared with the first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Change = Literal["added", "removed", "changed"]
Entry: TypeAlias = Mapping[str, Any]

SECTIONS = (
    "landscape", "vendors", "environments", "lines", "hubs", "packages", "systems", "integrations", "bridges",
    "existing_bridges", "law_changes", "rules", "patterns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`path` in words of the file (``moves.shift.latest``); None where the field was, or is, left out."""

    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class EntryChange:
    """`fields` of a changed entry by their paths; of an added or removed one all that it says, as one side."""

    section: str
    id: str
    change: Change
    name: str | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class LandscapeDifference:
    """`entries` in the order of the file's sections, then by id. `before` and `after` are content hashes."""

    landscape: str
    before: str
    after: str
    entries: tuple[EntryChange, ...]

    def count(self, change: Change) -> int:
        return sum(entry.change == change for entry in self.entries)


def difference_of(
    before: Mapping[str, Any], after: Mapping[str, Any], hashes: tuple[str, str]
) -> LandscapeDifference:
    """Of two canonical documents with their content hashes."""
    entries: list[EntryChange] = []
    for section in SECTIONS:
        old, new = _named(section, before.get(section)), _named(section, after.get(section))
        for id_ in sorted(old.keys() | new.keys()):
            change = _compared(section, id_, old.get(id_), new.get(id_))
            if change is not None:
                entries.append(change)
    # A catalogue (or lines) that is there and empty says something else than one that is left out.
    for section in ("lines", "bridges"):
        if (before.get(section) is None) != (after.get(section) is None):
            declared: Change = "added" if before.get(section) is None else "removed"
            entries.append(EntryChange(section, "", declared, None, ()))
    entries.sort(key=lambda entry: (SECTIONS.index(entry.section), entry.id))
    return LandscapeDifference(str(after["landscape"]["id"]), *hashes, tuple(entries))


def _compared(section: str, id_: str, old: Entry | None, new: Entry | None) -> EntryChange | None:
    if old is not None and new is not None:
        fields = tuple(_changes("", old, new))
        return EntryChange(section, id_, "changed", _name(new), fields) if fields else None
    kept = new if new is not None else old
    assert kept is not None, "an id is of one of the two"
    fields = tuple(_changes("", old or {}, new or {}))
    return EntryChange(section, id_, "removed" if new is None else "added", _name(kept), fields)


def _name(entry: Entry) -> str | None:
    name = entry.get("name")
    return name if isinstance(name, str) else None


def _changes(path: str, old: object, new: object) -> Iterator[FieldChange]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _changes(f"{path}.{key}" if path else str(key), old.get(key), new.get(key))
    elif _has_ids(old) and _has_ids(new):
        olds, news = _by_id(old), _by_id(new)
        yield from _changes(path, olds, news)
        both = [id_ for id_ in olds if id_ in news]
        if both != [id_ for id_ in news if id_ in olds]:
            yield FieldChange(path, list(olds), list(news))
    elif _text(old) != _text(new):
        yield FieldChange(path, old, new)


def _has_ids(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(e, Mapping) and "id" in e for e in value)


def _by_id(value: object) -> dict[str, Any]:
    assert isinstance(value, list)
    return {entry["id"]: {k: v for k, v in entry.items() if k != "id"} for entry in value}


def _text(value: object) -> str:
    """Python takes 1, 1.0 and True for the same; a file does not."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# What an entry is called


def _named(section: str, entries: object) -> dict[str, Entry]:
    if section == "landscape":
        return {"": entries} if isinstance(entries, Mapping) else {}
    if not isinstance(entries, Sequence):
        return {}
    named: dict[str, Entry] = {}
    for entry in entries:
        base = _NAMES.get(section, _by_field)(entry)
        name, number = base, 1
        while name in named:
            number += 1
            name = f"{base} #{number}"
        named[name] = entry
    return named


def _by_field(entry: Entry) -> str:
    return str(entry["id"])


def _link(entry: Entry) -> str:
    ends = (entry.get(end) or "?" for end in ("from", "to"))
    return "/".join((str(entry["id"]), str(entry.get("branch", "00")), *ends))


_PLACE = ("system", "vendor", "hub", "integration", "between", "per", "partner_system", "partner_vendor")


def _bridge(entry: Entry) -> str:
    place = (_joined(entry[name]) for name in _PLACE if entry.get(name) is not None)
    return " ".join((str(entry["kind"]), *place))


def _law_change(entry: Entry) -> str:
    return f"{entry['month']} {entry['name']}"


def _rule(entry: Entry) -> str:
    if "before" in entry:
        return f"before {entry['before']} {entry['after']}"
    kind = next((name for name in ("together", "fixed", "blackout") if name in entry), "rule")
    about = entry.get(kind)
    if kind == "blackout":
        systems = entry.get("systems")
        return " ".join(("blackout", *([_text(systems)] if systems else []), _joined(about)))
    return f"{kind} {_joined(about)}"


def _joined(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | Mapping) else str(value)


_NAMES: Mapping[str, Callable[[Entry], str]] = {
    "integrations": _link,
    "bridges": _bridge,
    "existing_bridges": _bridge,
    "law_changes": _law_change,
    "rules": _rule,
}
