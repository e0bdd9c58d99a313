"""Suita's survey of systems: 16 questions, answered on a sheet for each system, or in a column or a row for each.

Every answer is kept word by word as an attribute (``04_現行システムの事業者名``); those that the landscape file has a field
for fill the field too, where they can be read.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, Value, text_of
from analyzer.tables.forms.about import system_of
from analyzer.tables.forms.businesses import business_of
from analyzer.tables.forms.options import FormOptions
from analyzer.tables.forms.own_systems import moves_on
from analyzer.tables.forms.own_words import SYSTEM_WORDS, UNKNOWN, loose_month
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.saying import cell_wrong
from analyzer.tables.forms.suita_items import Item, item_of
from analyzer.tables.forms.translated import PlainRow
from analyzer.tables.headings import normalise
from analyzer.tables.recognition import is_blank

_LIKE = 8
"""Items that make a sheet this form."""
_SEARCHED = 30
_LONGEST = 200
"""Rows in which a survey that goes down has its questions."""
_ANSWERS = tuple(map(normalise, ("回答", "回答欄", "回答内容", "answer")))
_SKIPPED = tuple(
    map(
        normalise,
        ("No.", "No", "№", "分類", "概要", "質問", "設問", "項目", "備考", "回答例", "記入例", "選択肢"),
    )
)
_REMARK = normalise("備考")
CLOUD = "ガバメントクラウド"


@dataclass(frozen=True, slots=True)
class Survey:
    """Where the items stand: `items` by row (or, `across`, by column), `head` the row of headings above them."""

    items: Mapping[int, Item]
    head: int
    across: bool
    asked_at: int = 0
    """The last column of the questions."""


@dataclass(slots=True)
class Answers:
    rows: list[PlainRow] = field(default_factory=list)
    planned: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def survey_of(sheet: Sheet, *, asked: bool = False) -> Survey | None:
    """The items of the sheet, if it is this form."""
    least = 3 if asked else _LIKE
    for number, cells in enumerate(sheet.rows[:_SEARCHED]):
        items: dict[int, Item] = {}
        for at, cell in enumerate(cells):
            found = item_of(cell) if isinstance(cell, str) and len(cell) < 200 else None
            if found is not None and found not in items.values():
                items[at] = found
        if len(items) >= least:
            return Survey(items, number, across=True)
    asking = _asking_columns(sheet)
    items = {}
    for number, cells in enumerate(sheet.rows[:_LONGEST]):
        found = item_of(*(cell for at, cell in enumerate(cells) if at in asking and isinstance(cell, str)))
        if found is not None and found not in items.values():
            items[number] = found
    return Survey(items, min(items) - 1, across=False, asked_at=max(asking)) if len(items) >= least else None


def _asking_columns(sheet: Sheet) -> frozenset[int]:
    """Where the questions stand: columns with nearly as many of them as the fullest one; an answer may sound like a question."""
    counts: Counter[int] = Counter()
    for cells in sheet.rows[:_LONGEST]:
        counts.update(
            at for at, cell in enumerate(cells[:6]) if isinstance(cell, str) and item_of(cell) is not None
        )
    most = max(counts.values(), default=0)
    return frozenset(at for at, count in counts.items() if 2 * count > most)


def translate(
    sheet: Sheet, survey: Survey, registry: Registry, options: FormOptions, moving: frozenset[str], last: str
) -> Answers:
    """Rows of the plain list of systems; `moving` and `last` as in `own_systems.system_rows`."""
    found = Answers()
    if survey.across:
        _across(found, sheet, survey, registry, moving, last)
    else:
        _down(found, sheet, survey, registry, options, moving, last)
    return found


def _across(
    found: Answers, sheet: Sheet, survey: Survey, registry: Registry, moving: frozenset[str], last: str
) -> None:
    heads = {
        at: normalise(text_of(cell))
        for at, cell in enumerate(sheet.rows[survey.head])
        if isinstance(cell, str)
    }
    names = set(map(normalise, SYSTEM_WORDS["name"]))
    at_name = next((at for at, word in heads.items() if word in names), None)
    for number, cells in enumerate(sheet.rows[survey.head + 1 :], survey.head + 1):
        if all(map(is_blank, cells)):
            continue
        name = cells[at_name] if at_name is not None and at_name < len(cells) else None
        if is_blank(name) or isinstance(name, Problem):
            found.findings.append(_row_without_system(sheet, number))
            continue
        text = text_of(name).strip()
        id, row = _row(registry, sheet, number, at_name or 0, text, moving, last)
        for at, item in survey.items.items():
            _answer(found, row, id, item, sheet, number, at, cells[at] if at < len(cells) else None)
        for at, word in heads.items():
            if (
                at not in survey.items
                and at != at_name
                and word not in (normalise("No."), "no", "№")
                and at < len(cells)
            ):
                _keep(found, row, str(sheet.rows[survey.head][at]), sheet, number, at, cells[at])
        found.rows.append(row)


def _down(
    found: Answers,
    sheet: Sheet,
    survey: Survey,
    registry: Registry,
    options: FormOptions,
    moving: frozenset[str],
    last: str,
) -> None:
    heads = sheet.rows[survey.head] if survey.head >= 0 else []
    columns = list(_answer_columns(sheet, survey))
    remark = next(
        (at for at, cell in enumerate(heads) if isinstance(cell, str) and normalise(cell) == _REMARK), None
    )
    for at in columns:
        head = heads[at] if at < len(heads) else None
        text = head.strip() if isinstance(head, str) else ""
        if len(columns) > 1 and normalise(text) not in _ANSWERS:
            id, row = _row(registry, sheet, max(survey.head, 0), at, text, moving, last)
        else:
            told = system_of(sheet, min(survey.items), options, registry)
            if told is None:
                continue
            id, row = told, PlainRow(sheet.place(max(survey.head, 0), at))
            row.put("システムID", told)
        for number, item in survey.items.items():
            cells = sheet.rows[number]
            _answer(found, row, id, item, sheet, number, at, cells[at] if at < len(cells) else None)
            if remark is not None and remark < len(cells) and len(columns) == 1:
                _keep(found, row, f"{item.attribute}_備考", sheet, number, remark, cells[remark])
        found.rows.append(row)


def _answer_columns(sheet: Sheet, survey: Survey) -> Iterator[int]:
    """Columns right of the questions that are headed 回答 or with a system, or have no heading and are filled."""
    heads = sheet.rows[survey.head] if survey.head >= 0 else []
    width = max(len(sheet.rows[number]) for number in survey.items)
    named = {at: normalise(cell) for at, cell in enumerate(heads) if isinstance(cell, str) and cell.strip()}
    headed = any(word in _ANSWERS for word in named.values())
    for at in range(survey.asked_at + 1, max(width, len(heads))):
        if (at in named and named[at] not in _SKIPPED) or (
            at not in named and not headed and any(_filled(sheet, number, at) for number in survey.items)
        ):
            yield at


def _filled(sheet: Sheet, number: int, column: int) -> bool:
    return column < len(sheet.rows[number]) and not is_blank(sheet.rows[number][column])


def _row(
    registry: Registry, sheet: Sheet, number: int, column: int, text: str, moving: frozenset[str], last: str
) -> tuple[str, PlainRow]:
    """The row of the system with that name, known or new."""
    row = PlainRow(sheet.place(number, column))
    matching = registry.find(text)
    business = business_of(text)
    new = len(matching) != 1
    id = registry.new_id(text) if new else matching[0]
    row.put("システムID", id)
    if new:
        registry.know(id, text, (business.number,) if business else ())
        row.put("システム名", text)
        row.put("業務ID", business.number if business else None)
        # The survey goes to the sections whose systems are standardized.
        row.put("対象区分", business.scope if business else "standard")
        if id not in moving:
            moves_on(row, last)
    return id, row


def _answer(
    found: Answers,
    row: PlainRow,
    id: str,
    item: Item,
    sheet: Sheet,
    number: int,
    column: int,
    cell: Value | Problem,
) -> None:
    if isinstance(cell, Problem):
        found.findings.append(cell_wrong(sheet, number, column, cell.message))
        return
    text = text_of(cell).strip()
    place = sheet.place(number, column)
    if not text:
        found.findings.append(_unanswered(sheet, number, column, item, id))
        return
    row.put(f"属性.{item.attribute}", text, place)
    unknown = normalise(text) in UNKNOWN or "検討中" in text
    if item.number == 6:
        month = loose_month(text)
        row.put("契約終了月", month, place)
        if month is None and not unknown:
            found.findings.append(_no_month(sheet, number, column, text))
    elif item.number == 10:
        month = loose_month(text)
        if month is not None:
            found.planned[f"{id}.shift"] = month
    elif item.number == 12:
        if unicodedata.normalize("NFKC", text).startswith(("移行する", "はい", "○")):
            row.put("shift.環境", CLOUD, place)
    elif item.plain is not None and not unknown:
        row.put(item.plain, text, place)


def _keep(
    found: Answers, row: PlainRow, name: str, sheet: Sheet, number: int, column: int, cell: Value | Problem
) -> None:
    if isinstance(cell, Problem):
        found.findings.append(cell_wrong(sheet, number, column, cell.message))
    elif not is_blank(cell):
        row.put(f"属性.{name}", text_of(cell).strip(), sheet.place(number, column))


def _unanswered(sheet: Sheet, number: int, column: int, item: Item, id: str) -> Finding:
    return Finding(
        "survey_unanswered",
        "info",
        Text(f"{id} の調査項目 {item.number}「{item.name}」に回答がありません。", f"{id}: item {item.number} of the survey ({item.name}) is not answered."),
        sheet.place(number, column),
        None,
        (("cell", sheet.cell(number, column)),),
    )  # fmt: skip


def _no_month(sheet: Sheet, number: int, column: int, text: str) -> Finding:
    return cell_wrong(
        sheet, number, column,
        Text(f"「{text[:40]}」は年月として読めません。属性として残しました。", f"{text[:40]!r} is not a month; it was kept as an attribute."),
        Text("2026-03、令和8年3月 のように書いてください。", "Write it like 2026-03."),
    )  # fmt: skip


def _row_without_system(sheet: Sheet, number: int) -> Finding:
    return cell_wrong(
        sheet, number, 0,
        Text("どのシステムの回答かわかりません。この行は読みませんでした。", "The row does not say which system it is about; it was not read."),
        Text("システム名を書いてください。", "Write the name of the system."),
    )  # fmt: skip
