"""課題・リスク管理票: what touches others than the section that owns a system, as rows of a register.

名古屋市, case book of municipal standardization, 2nd edition, 「事務局と業務主管課との情報共有・連携」, 進捗管理及び課題管理表イメージ. A リスク is an event that may become a
課題 in the work ahead; a 課題 has come up. What a section settles alone it keeps to itself: a link inside one section gives no row.
Rows come from links that are mixed in the plan (survey of differing layouts, convertible or not), from its bridges, from broken
rules and from what nobody knows. The importance is fixed by kind, see docs/worksheets.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from analyzer.landscape.model import Integration, IntegrationKey
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.reports.layout import Cell, Section, Table, both, columns, join
from analyzer.reports.naming import system_named
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.issue_entries import (
    IMPORTANCE,
    KIND,
    Entry,
    Layout,
    Layouts,
    entries_of,
    inside,
    layout_code,
    mixed_from,
)
from analyzer.worksheets.worksheet import Asked, Content, Sheet

SURVEY, CONVERTIBLE = "レイアウト差異調査", "変換"
_SURVEY = {"済": Text("済", "done"), "未": Text("未", "not done")}
_CONVERTIBLE = {"可": Text("可", "yes"), "否": Text("否", "no")}


def _content(asked: Asked) -> Content:
    assert asked.evaluation is not None
    assert asked.evaluation.assessment is not None
    assessment = asked.evaluation.assessment
    attributes = Attributes(asked.landscape)
    mixed = mixed_from(assessment)
    layouts = {
        key: _layout(attributes, integration) for key, integration in asked.landscape.integrations.items()
    }
    within = [key for key in mixed if inside(asked.landscape, key) and layout_code(layouts[key])]
    entries = entries_of(asked, assessment, mixed, layouts)
    answer = _table(asked, entries)
    return Content(
        (
            Section(
                Text("課題・リスク", "Issues and risks"),
                (Text(f"{len(entries)} 件。所管課の中で扱うもの {len(within)} 件は起票していません。",
                      f"{len(entries)} row(s). {len(within)} matter(s) inside one section are left to it."),),
                answer,
            ),
            Section(Text("データレイアウト差異調査", "Survey of differing layouts"), (_layout_line(layouts),), _layout_table(asked, layouts, mixed)),
        ),
        answer,
        {
            "entries": [_document(number, entry) for number, entry in enumerate(entries, 1)],
            "left_to_sections": [str(key) for key in within],
            "layouts": [
                {"integration": str(key), "survey": survey, "convertible": convertible, "mixed_from": str(mixed[key]) if key in mixed else None}
                for key, (survey, convertible) in layouts.items()
            ],
        },
        tuple(attributes.findings),
    )  # fmt: skip


def _layout(attributes: Attributes, integration: Integration) -> Layout:
    return attributes.text(integration, SURVEY), attributes.text(integration, CONVERTIBLE)


def _table(asked: Asked, entries: list[Entry]) -> Table:
    vendors = asked.landscape.vendors
    rows: list[tuple[Cell, ...]] = []
    for number, entry in enumerate(entries, 1):
        rows.append((
            number, entry.work, KIND[entry.kind], entry.content, entry.reason, IMPORTANCE[entry.importance],
            asked.month_text(asked.landscape.as_of), asked.month_text(entry.wanted), entry.wanted_for,
            join(Text(vendors[id].name, id) for id in entry.vendors), join(both(owner) for owner in entry.sections),
        ))  # fmt: skip
    return Table(
        columns(
            ("No.", "No.", "number"), ("業務実施内容", "work"), ("リスク/課題", "risk or issue"), ("内容", "content"), ("理由", "reason"),
            ("重要度", "importance"), ("起票", "entered"), ("対応希望期限", "wanted by"), ("期限の理由", "why then"),
            ("関係者(ベンダ)", "vendors"), ("備考(所管課)", "remarks (sections)"),
        ),
        tuple(rows),
    )  # fmt: skip


def _layout_line(layouts: Layouts) -> Text:
    survey = Counter(found if found in _SURVEY else None for found, _ in layouts.values())
    convertible = Counter(found if found in _CONVERTIBLE else None for _, found in layouts.values())
    return Text(
        f"調査 済 {survey['済']}・未 {survey['未']}・記入なし {survey[None]}、変換 可 {convertible['可']}・否 {convertible['否']}・記入なし {convertible[None]}",
        f"Survey done {survey['済']}, not done {survey['未']}, not written {survey[None]}; convertible {convertible['可']}, "
        f"not {convertible['否']}, not written {convertible[None]}",
    )  # fmt: skip


def _layout_table(
    asked: Asked,
    layouts: Layouts,
    mixed: Mapping[IntegrationKey, Month],
) -> Table:
    landscape = asked.landscape
    return Table(
        columns(
            ("連携", "integration"), ("名前", "name"), ("送信", "source"), ("受信", "target"), ("差異調査", "survey"),
            ("変換可否", "convertible"), ("混在の始まり", "mixed from"),
        ),
        tuple(
            (
                str(key), landscape.integrations[key].name, system_named(landscape, key.source), system_named(landscape, key.target),
                _SURVEY.get(survey or "", survey), _CONVERTIBLE.get(convertible or "", convertible), asked.month_text(mixed.get(key)),
            )
            for key, (survey, convertible) in layouts.items()
        ),
    )  # fmt: skip


def _document(number: int, entry: Entry) -> dict[str, object]:
    return {
        "number": number,
        "code": entry.code,
        "work": entry.work._asdict(),
        "kind": entry.kind,
        "importance": entry.importance,
        "content": entry.content._asdict(),
        "reason": entry.reason._asdict(),
        "wanted_by": None if entry.wanted is None else str(entry.wanted),
        "sections": list(entry.sections),
        "vendors": list(entry.vendors),
    }


SHEET = Sheet(
    "issues",
    Text("課題・リスク管理票", "Issues and risks"),
    Text(
        "所管課を越える課題とリスクの行、連携ごとのレイアウト差異調査と変換の可否。",
        "Issues and risks that touch others than one section; per link the survey of layouts, and whether they can be converted.",
    ),
    "needed",
    _content,
)
