"""A list of systems in an office's own words → rows of the plain list."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, Value, text_of
from analyzer.tables.dates import read_day, read_month
from analyzer.tables.defaults import MARK
from analyzer.tables.forms.businesses import business_of
from analyzer.tables.forms.heads import Head, body
from analyzer.tables.forms.own_words import SYSTEM_WORDS, loose_month, scope_of
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.saying import cell_wrong, guessed_headings, row_wrong
from analyzer.tables.forms.translated import PlainRow
from analyzer.tables.names import as_id
from analyzer.tables.recognition import is_blank

_PLAIN = {
    "owner": "主管課", "current.vendor": "現行ベンダ", "current.package": "現行パッケージ", "current.environment": "現行環境", "note": "備考",
    "next.vendor": "shift.ベンダ", "next.package": "shift.パッケージ", "next.environment": "shift.環境",
}  # fmt: skip
_MONTHS = {"contract_end": "契約終了月"}


@dataclass(slots=True)
class SystemRows:
    """Rows of the plain list, the months that the list plans (``jumin.shift`` → month), and what was not understood."""

    rows: list[PlainRow] = field(default_factory=list)
    planned: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def system_rows(
    sheet: Sheet, head: Head, registry: Registry, moving: frozenset[str], last: str
) -> SystemRows:
    """`moving` are systems whose moves the base has; a new system in scope gets one to the generation `last`."""
    found = SystemRows(findings=guessed_headings(sheet, head, SYSTEM_WORDS))
    for number, cells in body(sheet, head, found.findings):
        name = head.text(cells, "name")
        if not name:
            at = head.columns["name"]
            found.findings.append(
                row_wrong(sheet, number, at, Text("システム名がありません。", "There is no name."))
            )
            continue
        row = PlainRow(sheet.place(number, head.columns["name"]))
        id, scope = _identify(found, sheet, head, registry, number, cells, row)
        for name_, heading in _PLAIN.items():
            _carry(found, sheet, head, number, cells, row, name_, heading)
        _months(found, sheet, head, number, cells, row, id)
        _others(found, sheet, head, number, cells, row)
        if scope == "standard" and id not in moving:
            moves_on(row, last)
        found.rows.append(row)
    return found


def moves_on(row: PlainRow, last: str) -> None:
    """The move that every system in scope makes by law; where to and when is not known by it."""
    row.put("shift.世代", last)
    row.put("shift.備考", MARK)


def _identify(
    found: SystemRows,
    sheet: Sheet,
    head: Head,
    registry: Registry,
    number: int,
    cells: list[Value | Problem],
    row: PlainRow,
) -> tuple[str, str | None]:
    """Puts id, name, businesses and scope; gives (id, scope of a new system)."""
    name = head.text(cells, "name")
    given = as_id(head.text(cells, "id"))
    matching = registry.find(given or name)
    new = len(matching) != 1
    id = given or (registry.new_id(name) if new else matching[0])
    place = sheet.place(number, head.columns["name"])
    row.put("システムID", id)
    if new or registry.names.resolve("systems", name) is None:
        row.put("システム名", name, place)
    text = head.text(cells, "businesses")
    business = business_of(name)
    if text:
        row.put("業務ID", text, sheet.place(number, head.columns["businesses"]))
    elif business and new:
        row.put("業務ID", business.number)
    said = head.text(cells, "scope")
    scope = scope_of(said) if said else None
    if said and scope is None:
        found.findings.append(
            cell_wrong(sheet, number, head.columns["scope"],
                       Text(f"対象区分「{said[:40]}」がわかりません。", f"The scope {said[:40]!r} is not understood."),
                       Text("標準化対象、標準化対象外、共通機能、外部のいずれかを書いてください。", "Write 標準化対象, 標準化対象外, 共通機能 or 外部."))
        )  # fmt: skip
    if scope is not None:
        row.put("対象区分", scope, sheet.place(number, head.columns["scope"]))
    elif new:
        scope = business.scope if business else "out_of_scope"
        row.put("対象区分", scope)
        found.findings.append(_scope_guessed(sheet, number, head, name, scope))
    if new:
        registry.know(id, name, (business.number,) if business else ())
    return id, scope if new else None


def _carry(
    found: SystemRows,
    sheet: Sheet,
    head: Head,
    number: int,
    cells: list[Value | Problem],
    row: PlainRow,
    name: str,
    heading: str,
) -> None:
    cell = head.cell(cells, name)
    if isinstance(cell, Problem):
        found.findings.append(cell_wrong(sheet, number, head.columns[name], cell.message))
    elif not is_blank(cell) and text_of(cell).strip() not in ("未定", "不明", "-"):
        row.put(heading, text_of(cell).strip(), sheet.place(number, head.columns[name]))


def _months(
    found: SystemRows,
    sheet: Sheet,
    head: Head,
    number: int,
    cells: list[Value | Problem],
    row: PlainRow,
    id: str,
) -> None:
    for name, heading in (*_MONTHS.items(), ("planned", "")):
        text = head.text(cells, name)
        if not text:
            continue
        month = loose_month(text)
        at = head.columns[name]
        if month is not None and heading:
            row.put(heading, month, sheet.place(number, at))
        elif month is not None:
            found.planned[f"{id}.shift"] = month
        if month is None or read_month(text) is None or read_day(text) is not None:
            # A day, 末, 予定: more than a month can say.
            row.put(f"属性.{SYSTEM_WORDS[name][0]}", text, sheet.place(number, at))
        if month is None and text not in ("未定", "不明", "検討中", "-"):
            found.findings.append(
                cell_wrong(sheet, number, at,
                           Text(f"「{text[:40]}」は年月として読めません。属性として残しました。", f"{text[:40]!r} is not a month; it was kept as an attribute."),
                           Text("2025-04、令和7年4月 のように書いてください。", "Write it like 2025-04."))
            )  # fmt: skip


def _others(
    found: SystemRows, sheet: Sheet, head: Head, number: int, cells: list[Value | Problem], row: PlainRow
) -> None:
    for at, heading in head.unknown.items():
        cell = cells[at] if at < len(cells) else None
        if isinstance(cell, Problem):
            found.findings.append(cell_wrong(sheet, number, at, cell.message))
        elif not is_blank(cell):
            row.put(f"属性.{heading}", text_of(cell).strip(), sheet.place(number, at))


def _scope_guessed(sheet: Sheet, number: int, head: Head, name: str, scope: str) -> Finding:
    at = head.columns["name"]
    return Finding(
        "scope_guessed",
        "warning",
        Text(f"「{name[:40]}」の対象区分が書かれていないので、{scope} としました。", f"The scope of {name[:40]!r} is not said; it was taken as {scope}."),
        sheet.place(number, at),
        Text("対象区分の列を加えてください。", "Add a column for the scope."),
        (("cell", sheet.cell(number, at)),),
    )  # fmt: skip
