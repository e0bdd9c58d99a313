"""What an import made of an office's lists: as what each sheet was read, what was not understood, and what is still missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.messages import Finding, Text
from analyzer.reports.layout import SEVERITIES, Report, Section, Table, both, columns
from analyzer.tables.cells import cell_name
from analyzer.tables.forms.options import FORM_NAMES, SheetReading
from analyzer.tables.importing import ImportResult
from analyzer.tables.missing import MissingRow

_NOT_READ = Text("読まない(一覧の見出しがない)", "not read (no headings of a list)")


def import_report(result: ImportResult, missing: Sequence[MissingRow]) -> Report:
    """Every sheet, every finding by sheet and cell (the table of CSV), and every field that is still missing."""
    landscape = result.landscape
    added, removed = (Counter(name for name, _ in keys) for keys in (result.added, result.removed))
    counts = Text(
        f"システム {len(landscape.systems)}(追加 {added['systems']}、削除 {removed['systems']})、"
        f"連携 {len(landscape.integrations)}(追加 {added['links']}、削除 {removed['links']})",
        f"{len(landscape.systems)} system(s) (added {added['systems']}, removed {removed['systems']}), "
        f"{len(landscape.integrations)} link(s) (added {added['links']}, removed {removed['links']})",
    )
    found = findings_by_cell(result.findings)
    sections = [
        Section(Text("取込みの結果", "What was read"), (counts,), table=_sheets(result.readings)),
        Section(
            Text(f"セルごとの指摘({len(found.rows)} 件)", f"Findings by cell ({len(found.rows)})"),
            table=found,
        ),
    ]
    if missing:
        heading = Text("まだわからない項目", "What is still missing")
        sections.append(Section(heading, table=missing_table(missing)))
    return Report(tuple(sections), found)


def _sheets(readings: Sequence[SheetReading]) -> Table:
    return Table(
        columns(("シート", "sheet"), ("様式", "form"), ("行", "rows", "number"), ("システム", "system")),
        tuple(
            (
                both(reading.sheet),
                _NOT_READ if reading.form is None else FORM_NAMES[reading.form],
                None if reading.form in (None, "plain") else reading.rows,
                None if reading.about is None else both(reading.about),
            )
            for reading in readings
        ),
    )


def findings_by_cell(findings: Sequence[Finding]) -> Table:
    """A row for each finding with its sheet and the name of its cell (``C12``)."""
    rows = []
    for finding in findings:
        place = finding.place
        rows.append((
            SEVERITIES[finding.severity],
            place.file if place else None,
            cell_name(place.column - 1, place.line - 1) if place else None,
            finding.code,
            finding.message,
            finding.suggestion,
        ))  # fmt: skip
    return Table(
        columns(("重大度", "severity"), ("シート", "sheet"), ("セル", "cell"), ("コード", "code"), ("内容", "message"),
                ("直し方", "suggestion")),
        tuple(rows),
    )  # fmt: skip


def missing_report(missing: Sequence[MissingRow]) -> Report:
    """The same alone."""
    table = missing_table(missing)
    return Report((Section(Text("まだわからない項目", "What is still missing"), table=table),), table)


def missing_table(missing: Sequence[MissingRow]) -> Table:
    """One row for each field that is missing."""
    owners = {"systems": Text("システム", "system"), "hubs": Text("ハブ", "hub")}
    return Table(
        columns(("区分", "kind"), ("ID", "id"), ("名前", "name"), ("項目", "field"), ("列", "column")),
        tuple(
            (owners[row.owner], row.id, row.name, field.label, both(field.field))
            for row in missing
            for field in row.fields
        ),
    )


def import_document(result: ImportResult, missing: Sequence[MissingRow]) -> dict[str, object]:
    """The same as data; `complete` is False where a cell or row was not understood."""
    return {
        "schema_version": 1,
        "landscape": {"id": result.landscape.id, "hash": result.landscape.content_hash},
        "complete": result.complete,
        "counts": {"systems": len(result.landscape.systems), "links": len(result.landscape.integrations)},
        "sheets": [
            {"sheet": r.sheet, "form": r.form, "rows": r.rows, "about": r.about} for r in result.readings
        ],
        "added": [{"list": name, "key": key} for name, key in result.added],
        "removed": [{"list": name, "key": key} for name, key in result.removed],
        "findings": [finding.as_dict() | {"cell": _cell(finding)} for finding in result.findings],
        "planned": dict(result.planned),
        "missing": missing_document(missing),
    }


def _cell(finding: Finding) -> str | None:
    return None if finding.place is None else cell_name(finding.place.column - 1, finding.place.line - 1)


def missing_document(missing: Sequence[MissingRow]) -> list[dict[str, object]]:
    """What a page asks for in a table."""
    return [
        {
            "owner": row.owner,
            "id": row.id,
            "name": row.name,
            "fields": [
                {"field": field.field, "label": field.label._asdict(), "kind": field.kind}
                for field in row.fields
            ],
        }
        for row in missing
    ]
