"""Two versions of a landscape side by side, as text, table and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from analyzer.landscape.difference import SECTIONS, Change, EntryChange, FieldChange, LandscapeDifference
from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns, join

CHANGES: Mapping[Change, Text] = {
    "added": Text("追加", "added"),
    "removed": Text("削除", "removed"),
    "changed": Text("変更", "changed"),
}
SECTION_NAMES: Mapping[str, Text] = {
    "landscape": Text("全体", "landscape"),
    "vendors": Text("ベンダ", "vendors"),
    "environments": Text("環境", "environments"),
    "lines": Text("回線", "lines"),
    "hubs": Text("ハブ", "hubs"),
    "packages": Text("パッケージ", "packages"),
    "systems": Text("システム", "systems"),
    "integrations": Text("連携", "integrations"),
    "bridges": Text("過渡期連携の候補", "bridges on offer"),
    "existing_bridges": Text("既にある過渡期連携", "existing bridges"),
    "law_changes": Text("制度改正", "law changes"),
    "rules": Text("規則", "rules"),
    "patterns": Text("パターン", "patterns"),
}


def versions_document(difference: LandscapeDifference) -> dict[str, object]:
    return {
        "schema_version": 1,
        "landscape": difference.landscape,
        "before": difference.before,
        "after": difference.after,
        "counts": {change: difference.count(change) for change in CHANGES},
        "entries": [
            {
                "section": entry.section,
                "id": entry.id,
                "change": entry.change,
                "name": entry.name,
                "fields": [
                    {"path": field.path, "before": field.before, "after": field.after}
                    for field in entry.fields
                ],
            }
            for entry in difference.entries
        ],
    }


def versions_report(difference: LandscapeDifference) -> Report:
    """How much changed in each section, then every change; the table has a row for each field."""
    counts = join(
        Text(f"{word.ja} {difference.count(change)}", f"{difference.count(change)} {word.en}")
        for change, word in CHANGES.items()
    )
    heading = Text(f"{difference.landscape} の変更", f"What changed in {difference.landscape}")
    table = _table(difference)
    if not difference.entries:
        return Report((Section(heading, (Text("内容は同じです。", "They say the same."),)),), table)
    return Report(
        (
            Section(heading, (counts,), table=_sections(difference)),
            Section(Text("変更の一覧", "Every change"), entries=tuple(map(_entry, difference.entries))),
        ),
        table,
    )


def _sections(difference: LandscapeDifference) -> Table:
    counted = Counter((entry.section, entry.change) for entry in difference.entries)
    changed = [section for section in SECTIONS if any((section, change) in counted for change in CHANGES)]
    return Table(
        columns(
            ("区分", "section"), ("追加", "added", "number"), ("削除", "removed", "number"),
            ("変更", "changed", "number"),
        ),
        tuple(
            (SECTION_NAMES[section], *(counted[section, change] for change in CHANGES)) for section in changed
        ),
    )  # fmt: skip


def _entry(entry: EntryChange) -> Text:
    section, word = SECTION_NAMES[entry.section], CHANGES[entry.change]
    name = f"「{entry.name}」" if entry.name else ""
    known = f" {entry.id}" if entry.id else ""
    fields = "" if entry.change != "changed" else "".join(f"\n  {_field(field)}" for field in entry.fields)
    return Text(
        f"[{word.ja}] {section.ja}{known}{name}{fields}",
        f"[{word.en}] {section.en}{known}{f' ({entry.name})' if entry.name else ''}{fields}",
    )


def _field(field: FieldChange) -> str:
    return f"{field.path}: {_value(field.before)} → {_value(field.after)}"


def _table(difference: LandscapeDifference) -> Table:
    rows: list[tuple[Text | str | None, ...]] = []
    for entry in difference.entries:
        head = (SECTION_NAMES[entry.section], entry.id, entry.name, CHANGES[entry.change])
        if entry.fields:
            rows += [(*head, f.path, _cell(f.before), _cell(f.after)) for f in entry.fields]
        else:
            rows.append((*head, None, None, None))
    return Table(
        columns(
            ("区分", "section"), ("ID", "id"), ("名前", "name"), ("変更", "change"), ("項目", "field"),
            ("前", "before"), ("後", "after"),
        ),
        tuple(rows),
    )  # fmt: skip


def _value(value: object) -> str:
    return "—" if value is None else _cell(value) or '""'


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
