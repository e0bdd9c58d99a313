"""The responsibility matrix: each scope, and each link that crosses a boundary, has exactly one ● (大阪市「ASPと運用管理補助者の役務整理」).

Read from attributes: ``責任分担`` of the landscape is a list of rows (``業務``, ``工程``, ``範囲``, and each role with ● main or ○
supporting), ``役割`` of a vendor is its role, ``主担当`` of a link the role or vendor that leads there. A link crosses a boundary if
its two ends have different vendors, today or in their last forms (domain.md, case 9).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.landscape.model import Integration, Landscape
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Cell, Column, Section, Table, both, columns
from analyzer.reports.naming import system_named
from analyzer.worksheets.attributes import Attributes, Row
from analyzer.worksheets.worksheet import Asked, Content, Sheet

MATRIX, ROLE, LEAD = "責任分担", "役割", "主担当"
MAIN, SUPPORTING = "●", "○"
_WHERE = ("業務", "工程", "範囲")
_MARKS = {"●": MAIN, "◎": MAIN, "○": SUPPORTING, "◯": SUPPORTING, "〇": SUPPORTING}
_NONE = frozenset({"", "-", "－", "―", "なし"})


@dataclass(slots=True)
class _Matrix:
    """`scopes`: (work, phase, scope), and the mark of each role; `crossing`: links with whom they name."""

    landscape: Landscape
    attributes: Attributes
    scopes: list[tuple[tuple[str, ...], dict[str, str]]] = field(default_factory=list)
    crossing: list[tuple[Integration, str | None]] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def fault(self, code: str, path: Path, message: Text, suggestion: Text) -> None:
        self.findings.append(Finding(code, "error", message, self.landscape.places.at(path), suggestion))


def _content(asked: Asked) -> Content:
    matrix = _read(asked.landscape)
    mains = Counter(role for _, marks in matrix.scopes for role, mark in marks.items() if mark == MAIN)
    supports = Counter(
        role for _, marks in matrix.scopes for role, mark in marks.items() if mark == SUPPORTING
    )
    leads = Counter(lead for _, lead in matrix.crossing if lead is not None)
    roles = sorted({*matrix.roles, *leads})
    answer = Table(
        (
            *columns(("業務", "work"), ("工程", "phase"), ("範囲", "scope")),
            *(Column(both(role)) for role in matrix.roles),
            *columns(("●の数", "number of ●", "number")),
        ),
        tuple(
            (*where, *(marks.get(role) for role in matrix.roles), list(marks.values()).count(MAIN))
            for where, marks in matrix.scopes
        ),
    )
    by_role = Table(
        columns(
            ("役割", "role"),
            ("●", "●", "number"),
            ("○", "○", "number"),
            ("連携の主担当", "links led", "number"),
        ),
        tuple((role, mains[role], supports[role], leads[role]) for role in roles),
    )
    crossing = Table(
        columns(
            ("連携", "link"), ("名前", "name"), ("送信側", "from"), ("受信側", "to"), ("主担当", "main role")
        ),
        tuple(_crossing_row(asked.landscape, integration, lead) for integration, lead in matrix.crossing),
    )
    lines = (
        Text(f"範囲 {len(matrix.scopes)} 件、境界を越える連携 {len(matrix.crossing)} 件。どれにも ●(主たる担当)がちょうど一つ要ります。○ は従たる担当です。",
             f"{len(matrix.scopes)} scope(s) and {len(matrix.crossing)} link(s) that cross a boundary: each has exactly one ● (main); ○ is supporting."),
    )  # fmt: skip
    return Content(
        (
            Section(Text("役割ごとの数", "By role"), lines, by_role),
            Section(Text("境界を越える連携", "Links that cross a boundary"), table=crossing),
            Section(Text("責任分担表", "Responsibility matrix"), table=answer),
        ),
        answer,
        {
            "scopes": [
                {"work": work, "phase": phase, "scope": scope, "marks": dict(sorted(marks.items()))}
                for (work, phase, scope), marks in matrix.scopes
            ],
            "roles": {
                role: {"main": mains[role], "supporting": supports[role], "links": leads[role]}
                for role in roles
            },
            "links": [{"integration": str(link.key), "lead": lead} for link, lead in matrix.crossing],
        },
        (*matrix.attributes.findings, *matrix.findings),
    )


def _read(landscape: Landscape) -> _Matrix:
    matrix = _Matrix(landscape, Attributes(landscape))
    attributes = matrix.attributes
    rows = attributes.rows(attributes.head, MATRIX)
    known = {attributes.text(vendor, ROLE) for vendor in landscape.vendors.values()} - {None}
    matrix.roles = sorted({name for row in rows for name in row.values if name not in _WHERE})
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        where = tuple(row.text(name) or "" for name in _WHERE)
        if where in seen:
            matrix.fault(
                "responsibility_scope_twice", row.path,
                Text(f"同じ業務・工程・範囲が二度あります: {_said(where)}", f"The scope stands twice: {_said(where)}"),
                Text("一行にまとめるか、範囲を分けてください。", "Make one row of them, or name the scopes apart."),
            )  # fmt: skip
        seen[where] = row
        marks = dict(_marks(matrix, row))
        matrix.scopes.append((where, marks))
        _one_main(matrix, row.path, _said(where), [role for role, mark in marks.items() if mark == MAIN])
        for role in sorted(set(marks) - known if known else ()):
            matrix.fault(
                "responsibility_role_unknown", (*row.path, role),
                Text(f"役割「{role}」のベンダがありません。", f"No vendor has the role {role!r}."),
                Text("vendors[].attributes の「役割」に書いてください。", "Write it as 役割 among the attributes of a vendor."),
            )  # fmt: skip
    leading = {*known, *landscape.vendors, *(vendor.name for vendor in landscape.vendors.values())}
    leads = any(LEAD in link.remarks.attributes for link in landscape.integrations.values())
    for integration in landscape.integrations.values():
        if _crosses(landscape, integration):
            matrix.crossing.append(
                (integration, _lead(matrix, integration, leading, wanted=bool(rows) or leads))
            )
    if not rows:
        matrix.findings.append(Finding(
            "responsibility_not_written", "info",
            Text("責任分担表がまだ書かれていません。", "No responsibility matrix is written yet."),
            suggestion=Text(f"landscape.attributes の「{MATRIX}」に書いてください(docs/worksheets.md)。",
                            f"Write it as {MATRIX} among the attributes of the landscape (docs/worksheets.md)."),
        ))  # fmt: skip
    return matrix


def _marks(matrix: _Matrix, row: Row) -> Iterator[tuple[str, str]]:
    for role in sorted(set(row.values) - set(_WHERE)):
        text = (row.text(role) or "").strip()
        if text in _MARKS:
            yield role, _MARKS[text]
        elif text not in _NONE:
            matrix.fault(
                "responsibility_mark_unknown", (*row.path, role),
                Text(f"「{text[:40]}」は ● でも ○ でもありません。", f"{text[:40]!r} is neither ● nor ○."),
                Text("● か ○ を書くか、消してください。", "Write ● or ○, or leave it out."),
            )  # fmt: skip


def _one_main(matrix: _Matrix, path: Path, where: str, mains: list[str]) -> None:
    if not mains:
        matrix.fault(
            "responsibility_without_main", path,
            Text(f"●(主たる担当)がありません: {where}", f"Nobody is ● (main): {where}"),
            Text("● を一つ書いてください。", "Write one ●."),
        )  # fmt: skip
    elif len(mains) > 1:
        listed = "、".join(mains)
        matrix.fault(
            "responsibility_several_mains", path,
            Text(f"● が {len(mains)} つあります: {where}({listed})", f"There are {len(mains)} ●: {where} ({', '.join(mains)})"),
            Text("範囲を分けて、それぞれに ● を一つ書いてください。", "Name the scopes apart, one ● each."),
        )  # fmt: skip


def _lead(matrix: _Matrix, integration: Integration, known: set[str | None], *, wanted: bool) -> str | None:
    """Who leads at the link; None where the file names nobody, several, or somebody unknown."""
    value = integration.remarks.attributes.get(LEAD)
    path = (*integration.path, "attributes", LEAD)
    named = [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]
    if value is not None or wanted:
        _one_main(matrix, path, f"{integration.key}「{integration.name}」", named)
    if len(named) != 1:
        return None
    if named[0] not in known:
        matrix.fault(
            "responsibility_role_unknown", path,
            Text(f"主担当「{named[0][:40]}」は、どのベンダの役割・名称・ID でもありません。",
                 f"{named[0][:40]!r} is no role, name or id of a vendor."),
            Text("vendors[].attributes の「役割」と合わせてください。", "Use a role that a vendor has (役割)."),
        )  # fmt: skip
        return None
    return named[0]


def _crosses(landscape: Landscape, integration: Integration) -> bool:
    source, target = integration.key.source, integration.key.target
    if source is None or target is None:
        return False
    one, other = landscape.systems[source].forms, landscape.systems[target].forms
    return one[0].vendor != other[0].vendor or one[-1].vendor != other[-1].vendor


def _crossing_row(landscape: Landscape, integration: Integration, lead: str | None) -> tuple[Cell, ...]:
    key = integration.key
    named = None if lead is None else both(lead)
    return (
        str(key),
        integration.name,
        system_named(landscape, key.source),
        system_named(landscape, key.target),
        named,
    )


def _said(where: tuple[str, ...]) -> str:
    return " / ".join(part for part in where if part)


SHEET = Sheet(
    "responsibility",
    Text("責任分担表", "Responsibility matrix"),
    Text(
        "業務・工程・範囲ごと、境界を越える連携ごとに、主たる担当(●)がちょうど一つか。",
        "For each scope and each link that crosses a boundary: who is main (●), and whether just one is.",
    ),
    "unused",
    _content,
)
