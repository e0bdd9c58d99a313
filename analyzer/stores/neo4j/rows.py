"""A version's content as rows of the graph, in the order in which they are loaded.

What is read here was checked when the landscape was built, or came out of another store (`Store.fill`): references lead to what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, LiteralString, NamedTuple

from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import Content, LinkRow
from analyzer.stores.neo4j import schema as s
from analyzer.stores.searching import fold

Entry = Mapping[str, Any]
Row = list[Any]

ROWS = 10_000
"""Rows of one transaction, about."""
LINK_ROWS = 4_000
"""A link is some eight nodes and relationships: fewer rows, so that a server of 1 GB holds several loads at once."""
_WIDEST = 2**63
"""The server's integers have 64 bits; entries keep any (`body`)."""


class Batch(NamedTuple):
    """A statement of the schema with rows for it."""

    statement: LiteralString
    rows: list[Row]
    share: float = 1.0
    """Of what one transaction is to do."""


# The sections of the file whose entries have nodes, in an order in which each finds what it is joined to.
_KINDS: Mapping[str, tuple[str, LiteralString]] = {
    "vendors": ("vendor", s.create(s.VENDOR, s.HAS_VENDOR)),
    "environments": ("environment", s.create(s.ENVIRONMENT, s.HAS_ENVIRONMENT)),
    "hubs": ("hub", s.create(s.HUB, s.HAS_HUB, s.HUB_IN, s.HUB_BY)),
    "packages": ("package", s.create(s.PACKAGE, s.HAS_PACKAGE)),
    "systems": ("system", s.create(s.SYSTEM, s.HAS_SYSTEM)),
}
_CREATE_FORMS = s.create(s.FORM, s.HAS_FORM, s.FORM_IN, s.FORM_BY)
_JOIN = {relation.arrow: s.join(relation) for relation in (s.FORM_USES, s.MOVES_TO, s.PACKAGE_BY, s.LINE)}
_CREATE_LINKS = {
    (source, target): s.create_links(source, target) for source in (True, False) for target in (True, False)
}
_FRAME_ORDER = (
    "schema_version", "landscape", "vendors", "environments", "lines", "hubs", "packages", "systems", "bridges",
    "existing_bridges", "law_changes", "rules", "patterns",
)  # fmt: skip


def part_key(version: str, kind: str, id: str) -> str:
    """`version` is the key of the version's node (``landscape@load``)."""
    return f"{version}|{kind}|{id}"


@dataclass(frozen=True, slots=True)
class Cut:
    """A frame without the entries that have nodes (JSON), and these entries by the section of the file."""

    frame: str
    sections: Mapping[str, Sequence[Entry]]


def cut(frame: bytes) -> Cut:
    document: dict[str, Any] = parsed(frame)
    sections = {section: document.pop(section) for section in _KINDS if section in document}
    return Cut(compact(document).decode(), sections)


def put_together(frame: str, bodies: Iterable[tuple[str, str]]) -> bytes:
    """The frame again, byte by byte as `Content` has it; `bodies` are (kind, body)."""
    document: dict[str, Any] = parsed(frame)
    sections: dict[str, list[Entry]] = {section: [] for section in _KINDS}
    of_kind = {kind: section for section, (kind, _) in _KINDS.items()}
    for kind, body in bodies:
        sections[of_kind[kind]].append(parsed(body))
    for section, entries in sections.items():
        if entries:
            document[section] = sorted(entries, key=lambda entry: entry["id"])
    return compact({name: document[name] for name in _FRAME_ORDER if name in document})


def parts(version: str, content: Content) -> Iterator[Batch]:
    """Everything but the integrations: first nodes, then what joins them."""
    sections = cut(content.frame).sections
    for section, (kind, statement) in _KINDS.items():
        entries = sections.get(section, [])
        yield from _batches(statement, (_part(version, kind, entry) for entry in entries))
    systems = sections.get("systems", [])
    yield from _batches(_CREATE_FORMS, (row for system in systems for row in _forms(version, system)))
    listed = {entry["id"] for entry in sections.get("packages", [])}
    joins: list[tuple[s.Relation, Iterator[Row]]] = [
        (s.FORM_USES, (row for system in systems for row in _uses(version, system, listed))),
        (s.MOVES_TO, (row for system in systems for row in _moves(version, system))),
        (s.PACKAGE_BY, _packages_by(version, sections.get("packages", []))),
        (s.LINE, _lines(version, parsed(content.frame).get("lines", []))),
    ]
    for relation, rows in joins:
        yield from _batches(_JOIN[relation.arrow], rows)


def links(version: str, rows: Sequence[LinkRow]) -> Iterator[Batch]:
    """The integrations with their realizations; the parts must be there."""
    by_ends: dict[tuple[bool, bool], list[tuple[int, LinkRow]]] = {}
    for at, row in enumerate(rows):
        known = row.key.source is not None, row.key.target is not None
        by_ends.setdefault(known, []).append((at, row))
    for known, some in sorted(by_ends.items(), reverse=True):
        found = (_link(version, at, row) for at, row in some)
        yield from _batches(_CREATE_LINKS[known], found, min(LINK_ROWS, ROWS))


def _batches(statement: LiteralString, rows: Iterable[Row], most: int | None = None) -> Iterator[Batch]:
    most = most or ROWS
    remaining = iter(rows)
    while batch := list(islice(remaining, most)):
        yield Batch(statement, batch, len(batch) / most)


def _part(version: str, kind: str, entry: Entry) -> Row:
    body = compact(entry).decode()
    key = part_key(version, kind, entry["id"])
    part = [key, entry["id"], entry["name"], kind, fold(entry["name"]), body, *_FURTHER[kind](entry)]
    return [*part, version, *_ENDS[kind](version, entry)]


def _available(entry: Entry) -> Row:
    available = entry.get("available", {})
    return [available.get("from"), available.get("until")]


def _environment(e: Entry) -> Row:
    cost = whole(e.get("monthly_cost", 0))
    return [e["hosting"], e.get("zone"), e.get("stage", "production"), *_available(e), cost]


def _hub(e: Entry) -> Row:
    return [*(e.get(name, False) for name in ("write_back", "read_through", "converts")), *_available(e)]


def _system(e: Entry) -> Row:
    return [e["scope"], e.get("block"), e.get("owner"), e.get("contract_end")]


def _nothing(*_: object) -> Row:
    return []


_FURTHER: Mapping[str, Callable[[Entry], Row]] = {
    "vendor": _nothing,
    "environment": _environment,
    "hub": _hub,
    "package": _available,
    "system": _system,
}


def _hub_ends(version: str, hub: Entry) -> Row:
    return [part_key(version, "environment", hub["environment"]), part_key(version, "vendor", hub["vendor"])]


_ENDS: Mapping[str, Callable[[str, Entry], Row]] = {
    "vendor": _nothing,
    "environment": _nothing,
    "hub": _hub_ends,
    "package": _nothing,
    "system": _nothing,
}


def _held(system: Entry) -> list[dict[str, Any]]:
    """The forms of a system, each complete."""
    forms = [dict(system["current"])]
    for move in system.get("moves", []):
        forms.append({**forms[-1], **move["to"]})
    return forms


def _forms(version: str, system: Entry) -> Iterator[Row]:
    id_: str = system["id"]
    for index, form in enumerate(_held(system)):
        yield [
            form_key(version, id_, index), id_, index,
            form["generation"], form["environment"], form["vendor"], form.get("package"),
            part_key(version, "system", id_), part_key(version, "environment", form["environment"]),
            part_key(version, "vendor", form["vendor"]),
        ]  # fmt: skip


def _uses(version: str, system: Entry, listed: set[str]) -> Iterator[Row]:
    for index, form in enumerate(_held(system)):
        if form.get("package") in listed:
            yield [form_key(version, system["id"], index), part_key(version, "package", form["package"])]


def _moves(version: str, system: Entry) -> Iterator[Row]:
    forms = _held(system)
    for index, move in enumerate(system.get("moves", [])):
        ends = [form_key(version, system["id"], at) for at in (index, index + 1)]
        dates = [move.get(name) for name in ("earliest", "latest", "fixed", "deadline")]
        yield [*ends, move["id"], _kind(forms[index], forms[index + 1]), *dates]


def _packages_by(version: str, packages: Iterable[Entry]) -> Iterator[Row]:
    for package in packages:
        if package.get("vendor") is not None:
            yield [
                part_key(version, kind, id)
                for kind, id in (("package", package["id"]), ("vendor", package["vendor"]))
            ]


def _lines(version: str, lines: Iterable[Entry]) -> Iterator[Row]:
    for line in lines:
        ends = [part_key(version, "environment", end) for end in line["between"]]
        yield [*ends, line["id"], line.get("kind"), *_available(line)]


def form_key(version: str, system: str, index: int) -> str:
    return part_key(version, "form", f"{system}.{index}")


def _kind(before: Entry, form: Entry) -> str:
    """Semantics, section 2."""
    lift = before["environment"] != form["environment"]
    shift = before["generation"] != form["generation"]
    return "_".join(kind for kind, holds in (("lift", lift), ("shift", shift)) if holds) or "other"


def _link(version: str, at: int, row: LinkRow) -> Row:
    entry: Entry = parsed(row.body)
    written = {g: r for g, r in entry.get("realizations", {}).items() if "same_as" not in r}
    holding = {generation: [generation] for generation in written}
    for generation, realization in entry.get("realizations", {}).items():
        if "same_as" in realization:
            holding[realization["same_as"]].append(generation)
    return [
        None if row.key.source is None else part_key(version, "system", row.key.source),
        None if row.key.target is None else part_key(version, "system", row.key.target),
        [_realization(version, g, written[g], holding[g]) for g in written],
        link_key(version, str(row.key)), at,
        entry["id"], row.key.branch, entry["name"], entry.get("criticality", "normal"),
        entry.get("main_route", False), whole(entry.get("suspendable")), entry.get("ends", False),
        entry.get("confidence"), row.body.decode(),
    ]  # fmt: skip


def link_key(version: str, key: str) -> str:
    return part_key(version, "integration", key)


def _realization(version: str, generation: str, entry: Entry, holding: list[str]) -> Row:
    via = entry.get("via")
    return [
        generation, *(entry.get(name) for name in ("method", "interval", "send", "receive")),
        None if via is None else part_key(version, "hub", via), holding,
    ]  # fmt: skip


def whole(value: object) -> int | None:
    """An integer that the server can hold; None for any other value."""
    return value if type(value) is int and -_WIDEST <= value < _WIDEST else None
