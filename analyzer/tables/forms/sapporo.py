"""Sapporo's link table, a sheet for each system: rows of all sheets → the plain list of links.

A link may stand on two sheets, as input of its receiver and as output of its provider: the two rows are one link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Problem, Sheet, Value
from analyzer.tables.forms.about import system_of
from analyzer.tables.forms.businesses import is_national, provider_of
from analyzer.tables.forms.heads import Head, body, find_head
from analyzer.tables.forms.options import FormOptions, SheetReading
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.sapporo_columns import MARKS, VOCABULARY, Direction, direction_of
from analyzer.tables.forms.sapporo_row import Context, link_row
from analyzer.tables.forms.saying import cell_wrong, column_kept, partner_unknown, row_wrong
from analyzer.tables.forms.translated import PlainRow, TranslatedSheet, plain_sheet
from analyzer.tables.keys import Key
from analyzer.tables.names import as_id
from analyzer.tables.recognition import is_blank
from analyzer.tables.values import UNKNOWN_WORDS

_BRANCH = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*\Z")
_LIKE = 6
"""Headings that make a sheet this form."""


def head_of(sheet: Sheet, options: FormOptions, *, asked: bool = False) -> Head | None:
    """The headings, if the sheet is this form; `asked`: the user says so, and the three that are needed do."""
    head = find_head(sheet, VOCABULARY, options.columns)
    if head is None or not head.columns.keys() >= set(MARKS):
        return None
    return head if asked or len(head.columns) >= _LIKE else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: the link that it is about, and the sheet's end of it."""

    key: Key
    direction: Direction
    texts: Mapping[str, str]
    """By column; a cell that says nothing is not there."""
    places: Mapping[str, Place]
    others: Mapping[str, tuple[str, Place]]
    """Columns that the form does not have, by heading."""


@dataclass(slots=True)
class _Reading:
    registry: Registry
    known: Mapping[Key, dict[str, Any]]
    findings: list[Finding]
    rows: dict[Key, list[Row]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)


def translate(
    sheets: Sequence[tuple[Sheet, Head]],
    registry: Registry,
    options: FormOptions,
    generations: Sequence[str],
    base: Mapping[Key, dict[str, Any]],
    hubs: Mapping[str, str],
) -> tuple[TranslatedSheet | None, list[SheetReading], list[Finding]]:
    """The links of all sheets as one plain list (None without any), how each sheet was read, what was not understood."""
    reading = _Reading(registry, base, [])
    readings = []
    for sheet, head in sheets:
        own = system_of(sheet, head.first, options, registry)
        if own is None:
            readings.append(SheetReading(sheet.label, "sapporo", 0))
            continue
        reading.covered.add(own)
        count = sum(_read_row(reading, sheet, head, own, number, cells)
                    for number, cells in body(sheet, head, reading.findings))  # fmt: skip
        reading.findings += [column_kept(sheet, head, at, text) for at, text in head.unknown.items()]
        readings.append(SheetReading(sheet.label, "sapporo", count, own))
    if not sheets:
        return None, [], []
    context = Context(tuple(generations), hubs, reading.findings)
    rows: list[PlainRow] = []
    for key, found in reading.rows.items():
        _check_provider(reading, key, found[0])
        rows.append(link_row(context, key, found, base.get(key)))
    first, head = sheets[0]
    gone = frozenset(key for key in base if key not in reading.rows and is_national(str(key[0]))
                     and reading.covered & {end for end in key[2:] if end})  # fmt: skip
    if not rows:
        return None, readings, reading.findings
    place = first.place(head.row, head.columns["id"])
    return plain_sheet("連携一覧", first.label, place, rows, gone), readings, reading.findings


def _read_row(
    reading: _Reading, sheet: Sheet, head: Head, own: str, number: int, cells: list[Value | Problem]
) -> bool:
    """Takes in a row; False, and a finding, where it names no link."""
    id = as_id(head.text(cells, "id"))
    direction = direction_of(head.text(cells, "direction"))
    branch = unicodedata.normalize("NFKC", head.text(cells, "branch")) or "00"
    for wrong, column, sentence in (
        (id is None, "id", Text("連携IDがないか、IDとして読めません。", "There is no integration id, or none that can be read.")),
        (direction is None, "direction", Text("I/O が I でも O でもありません。", "I/O is neither I nor O.")),
        (not _BRANCH.match(branch), "branch", Text("枝番として読めません。", "It is no branch.")),
    ):  # fmt: skip
        if wrong:
            reading.findings.append(
                row_wrong(sheet, number, head.columns.get(column, head.columns["id"]), sentence)
            )
    if id is None or direction is None or not _BRANCH.match(branch):
        return False
    place = sheet.place(number, head.columns["partner"])
    texts, places = _texts(reading, sheet, head, number, cells)
    others = {
        text: (str(cells[at]).strip(), sheet.place(number, at))
        for at, text in head.unknown.items()
        if at < len(cells) and not is_blank(cells[at]) and not isinstance(cells[at], Problem)
    }
    if head.text(cells, "partner") in UNKNOWN_WORDS:
        reading.findings.append(partner_unknown(sheet, number, head.columns["partner"]))
    for partner in _partners(reading.registry, head.text(cells, "partner"), place):
        ends = (partner, own) if direction == "I" else (own, partner)
        # A spreadsheet turns 00 into 0: its zeros are given back, unless the base has the branch as it stands.
        as_written: Key = (id, branch, *ends)
        key = as_written if as_written in reading.known else (id, branch.zfill(2), *ends)
        reading.rows.setdefault(key, []).append(Row(key, direction, texts, places, others))
    return True


def _texts(
    reading: _Reading, sheet: Sheet, head: Head, number: int, cells: list[Value | Problem]
) -> tuple[dict[str, str], dict[str, Place]]:
    texts, places = {}, {"row": sheet.place(number, head.columns["id"])}
    for column, at in head.columns.items():
        places[column] = sheet.place(number, at)
        cell = cells[at] if at < len(cells) else None
        if isinstance(cell, Problem):
            reading.findings.append(cell_wrong(sheet, number, at, cell.message))
        elif not is_blank(cell):
            text = head.text(cells, column)
            # Several function ids stand under each other in one cell: 0240165 /0240315.
            texts[column] = "".join(text.split()) if column == "references" else text
    return texts, places


def _partners(registry: Registry, text: str, place: Place) -> list[str | None]:
    """One cell may name several receivers; a name that holds a comma itself is one."""
    parts = [part.strip() for part in re.split(r"[、，,;\n]", text) if part.strip()]
    if len(parts) > 1 and not registry.find(text) and all(registry.find(part) for part in parts):
        return [registry.system(part, place) for part in parts]
    return [registry.system(" ".join(text.split()), place)]


def _check_provider(reading: _Reading, key: Key, row: Row) -> None:
    """The first three digits of an id are the providing business."""
    business, source = provider_of(str(key[0])), key[2]
    owned = reading.registry.businesses.get(source or "", ())
    if business is None or not owned or business.number in owned:
        return
    reading.findings.append(
        Finding(
            "provider_differs",
            "warning",
            Text(f"連携ID {key[0]} の提供元は {business.number} {business.name} のはずですが、連携元は {source} です。",
                 f"The id {key[0]} says that {business.number} {business.name} provides it, but it comes from {source}."),
            row.places["direction"],
            Text("I/O と連携先システムを確かめてください。", "Check I/O and the partner."),
        )
    )  # fmt: skip
