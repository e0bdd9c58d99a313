"""A list of links in an office's own words, among them Oita's (via the common platform or direct) → rows of the plain list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, Value, text_of
from analyzer.tables.forms.heads import Head, body
from analyzer.tables.forms.own_words import LINK_WORDS, UNKNOWN, interval_of, is_via
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.saying import cell_wrong, guessed_headings, partner_unknown, row_wrong
from analyzer.tables.forms.translated import PlainRow
from analyzer.tables.headings import normalise
from analyzer.tables.keys import Key
from analyzer.tables.names import as_id
from analyzer.tables.recognition import is_blank
from analyzer.tables.values import DIRECT

PLATFORM = "共通基盤"
_CRITICALITY = {"高": "高", "high": "高", "a": "高", "大": "高", "中": "中", "普通": "中", "b": "中", "normal": "中", "低": "低", "c": "低", "小": "低", "low": "低"}  # fmt: skip


@dataclass(slots=True)
class LinkRows:
    """`known` has the base's links by key; `taken` the ids given out so far, by pair of ends."""

    registry: Registry
    generations: tuple[str, ...]
    known: Mapping[Key, dict[str, Any]]
    rows: list[PlainRow] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    _by_ends: dict[Key, list[Key]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_ends = {}
        for key in self.known:
            self._by_ends.setdefault(key[2:], []).append(key)

    def read(self, sheet: Sheet, head: Head) -> int:
        """Takes in a sheet; gives how many links it holds."""
        before = len(self.rows)
        self.findings += guessed_headings(sheet, head, LINK_WORDS)
        whole = _route_of_sheet(sheet, head)
        for number, cells in body(sheet, head, self.findings):
            self._row(sheet, head, number, cells, whole)
        return len(self.rows) - before

    def _row(
        self, sheet: Sheet, head: Head, number: int, cells: list[Value | Problem], whole: bool | None
    ) -> None:
        ends = []
        for end in ("from", "to"):
            text, at = head.text(cells, end), head.columns[end]
            unknown = normalise(text) in UNKNOWN
            ends.append(
                None if unknown else self.registry.system(" ".join(text.split()), sheet.place(number, at))
            )
            if unknown:
                self.findings.append(partner_unknown(sheet, number, at))
        if ends == [None, None]:
            sentence = Text("連携元も連携先もわかりません。", "Neither end is known.")
            self.findings.append(row_wrong(sheet, number, head.columns["from"], sentence))
            return
        name = head.text(cells, "name")
        key = self._key(head.text(cells, "id"), ends[0], ends[1], name)
        row = PlainRow(sheet.place(number, head.columns["from"]))
        for heading, value in zip(("連携ID", "枝番", "連携元", "連携先"), key, strict=True):
            row.put(heading, value or "不明")
        self.keys.add(key)
        self._put(sheet, head, number, cells, row, key, whole)
        self.rows.append(row)

    def _key(self, given: str, source: str | None, target: str | None, name: str) -> Key:
        """The id that the list gives; else the base's for the same ends and name; else one made of the ends."""
        id = as_id(given) if given else None
        if id is not None:
            return (id, "00", source, target)
        there = self._by_ends.get((source, target), ())
        for key in there:
            if self.known[key].get("name") == name and key not in self.keys:
                return key
        named = {key for key in there if self.known[key].get("name")}
        stem = f"{source or 'unknown'}-{target or 'unknown'}"
        number = 1
        while True:
            made: Key = (stem if number == 1 else f"{stem}-{number}", "00", source, target)
            if made not in self.keys and made not in named:
                return made
            number += 1

    def _put(
        self,
        sheet: Sheet,
        head: Head,
        number: int,
        cells: list[Value | Problem],
        row: PlainRow,
        key: Key,
        whole: bool | None,
    ) -> None:
        first, *later = self.generations
        new = key not in self.known
        name = head.text(cells, "name") or ("" if not new else f"{key[2] or '?'} → {key[3] or '?'}")
        row.put("連携名", name or None, sheet.place(number, head.columns.get("name", head.columns["from"])))
        self._route(sheet, head, number, cells, row, whole, new)
        method, interval = head.text(cells, "method"), head.text(cells, "interval")
        if method:
            row.put(f"実現.{first}.連携方式", method, sheet.place(number, head.columns["method"]))
        if interval:
            duration = interval_of(interval)
            heading = "属性.連携頻度" if duration is None else f"実現.{first}.連携間隔"
            row.put(heading, duration or interval, sheet.place(number, head.columns["interval"]))
        if new:
            for generation in later:
                row.put(f"実現.{generation}.経由", DIRECT.ja)
            row.put("確度", "不明" if None in key[2:] else "調査済")
        if head.text(cells, "confidence"):
            row.put("確度", head.text(cells, "confidence"), sheet.place(number, head.columns["confidence"]))
        level = head.text(cells, "criticality")
        if level and normalise(level) in _CRITICALITY:
            row.put(
                "重要度", _CRITICALITY[normalise(level)], sheet.place(number, head.columns["criticality"])
            )
        elif level:
            sentence = Text(
                f"重要度「{level[:40]}」がわかりません。",
                f"The criticality {level[:40]!r} is not understood.",
            )
            self.findings.append(cell_wrong(sheet, number, head.columns["criticality"], sentence))
        elif new and any("支援措置" in head.text(cells, column) for column in ("name", "note")):
            row.put("重要度", "高")
            self.findings.append(_inferred(sheet, number, head.columns.get("name", head.columns["from"])))
        if head.text(cells, "note"):
            row.put("備考", head.text(cells, "note"), sheet.place(number, head.columns["note"]))
        given = head.text(cells, "id")
        if given and as_id(given) is None:
            row.put("属性.連携番号", given, sheet.place(number, head.columns["id"]))
        self._others(sheet, head, number, cells, row)

    def _route(
        self,
        sheet: Sheet,
        head: Head,
        number: int,
        cells: list[Value | Problem],
        row: PlainRow,
        whole: bool | None,
        new: bool,
    ) -> None:
        first = self.generations[0]
        hub, text = head.text(cells, "hub"), head.text(cells, "route")
        if hub:
            direct = is_via(hub) is False or normalise(hub) in UNKNOWN
            row.put(
                f"実現.{first}.経由", DIRECT.ja if direct else hub, sheet.place(number, head.columns["hub"])
            )
            return
        via = whole if not text else is_via(text)
        if text and via is None and normalise(text) not in UNKNOWN:
            sentence = Text(
                f"「{text[:40]}」は共通基盤経由(①)か直接(②)かわかりません。",
                f"{text[:40]!r} says neither via the platform (①) nor direct (②).",
            )
            self.findings.append(cell_wrong(sheet, number, head.columns["route"], sentence))
        if via is None and not new:
            return
        place = sheet.place(number, head.columns["route"]) if text else None
        row.put(f"実現.{first}.経由", self._platform() if via else DIRECT.ja, place)

    def _platform(self) -> str:
        """The hub that 共通基盤 means: the one of that name, the one with it in its name, the only one, else a new one."""
        names = self.registry.names
        known = names.resolve("hubs", PLATFORM)
        if known is not None:
            return known
        near = names.containing("hubs", PLATFORM)
        return near[0] if len(near) == 1 else PLATFORM

    def _others(
        self, sheet: Sheet, head: Head, number: int, cells: list[Value | Problem], row: PlainRow
    ) -> None:
        for at, cell in enumerate(cells):
            if isinstance(cell, Problem):
                self.findings.append(cell_wrong(sheet, number, at, cell.message))
            elif at in head.unknown and not is_blank(cell):
                row.put(f"属性.{head.unknown[at]}", text_of(cell).strip(), sheet.place(number, at))


def _route_of_sheet(sheet: Sheet, head: Head) -> bool | None:
    """What the title of a sheet says of all its links: ①共通基盤を介した連携, ②共通基盤を介さない連携."""
    titles = [
        sheet.title,
        *(cell for cells in sheet.rows[: head.first] for cell in cells if isinstance(cell, str)),
    ]
    said = {via for title in titles if "基盤" in title and (via := is_via(title)) is not None}
    return said.pop() if len(said) == 1 else None


def _inferred(sheet: Sheet, number: int, column: int) -> Finding:
    return Finding(
        "criticality_inferred",
        "info",
        Text("支援措置に関わるので、重要度を高としました。", "It is about protection measures (支援措置): its criticality was taken as high."),
        sheet.place(number, column),
        None,
        (("cell", sheet.cell(number, column)),),
    )  # fmt: skip
