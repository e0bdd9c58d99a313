"""The status of a month as text, table and JSON."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.graph.links import Link
from analyzer.messages import Text
from analyzer.messages.words import BRIDGE_ORIGINS, KINDS, NOT_CARRIED, STATES
from analyzer.reports.answer import text_document, violation_document
from analyzer.reports.headline import headline
from analyzer.reports.layout import Report, Section, Table, columns, finding_entry, findings_section, join
from analyzer.reports.naming import named, vendor_named
from analyzer.reports.standing import StatusAnswer

MIXED_COLUMNS = columns(
    ("連携", "integration"), ("名前", "name"), ("送信側", "from"), ("受信側", "to"), ("世代", "generations"),
    ("運び方", "carried by"),
)  # fmt: skip


def status_document(answer: StatusAnswer) -> dict[str, object]:
    evaluation = answer.evaluation
    return {
        "schema_version": 1,
        "landscape": {"id": answer.landscape.id, "hash": answer.landscape.content_hash},
        "month": None if answer.month is None else str(answer.month),
        "status": None if evaluation is None else evaluation.status,
        "links": {state: answer.states[state] for state in STATES},
        "mixed": [
            {
                "integration": str(link.key),
                "name": link.integration.name,
                "generations": _generations(link),
                "carried_by": list(answer.carried[link.key]),
            }
            for link in answer.mixed
        ],
        "bridges": [
            {
                "kind": bridge.kind,
                "place": text_document(bridge.place),
                "vendor": bridge.vendor,
                "from": None if bridge.since is None else str(bridge.since),
                "until": None if bridge.until is None else str(bridge.until),
                "permanent": bridge.permanent,
                "existing": bridge.existing,
                "serves": list(bridge.serves),
                "ending": text_document(bridge.ending),
            }
            for bridge in answer.bridges
        ],
        "questions": [question.as_dict() for question in answer.questions],
        "violations": [] if evaluation is None else [violation_document(v) for v in evaluation.violations],
    }


def status_report(answer: StatusAnswer) -> Report:
    """Counts, mixed links, standing bridges, open questions, violations; the mixed links are the table."""
    mixed = _mixed_table(answer)
    unserved = sum(not kinds for kinds in answer.carried.values())
    lines: list[Text] = [named(answer.landscape.name, answer.landscape.id)]
    if answer.evaluation is not None:
        lines = list(headline(answer.evaluation))
    lines += [
        join(Text(f"{STATES[s].ja} {answer.states[s]}", f"{STATES[s].en} {answer.states[s]}") for s in STATES),
        Text(f"過渡期連携 {len(answer.bridges)} 件、わからないこと {len(answer.questions)} 件",
             f"{len(answer.bridges)} bridge(s), {len(answer.questions)} open question(s)"),
    ]  # fmt: skip
    if unserved:
        lines.append(
            Text(
                f"運び方が決まっていない連携 {unserved} 件",
                f"{unserved} link(s) that nothing is known to carry",
            )
        )
    when = "今" if answer.month is None else str(answer.month)
    plan = answer.evaluation is not None
    heading = Text(
        f"{when} の状況({'計画による' if plan else '計画なし、今の姿'})",
        f"Status of {'today' if answer.month is None else when} ({'under the plan' if plan else 'no plan: as of today'})",
    )
    sections = [
        Section(heading, tuple(lines)),
        Section(Text("新旧が混在する連携", "Mixed links"), table=mixed),
        Section(Text("立っている過渡期連携", "Standing bridges"), table=_bridges_table(answer)),
    ]
    if answer.questions:
        entries = tuple(finding_entry(question) for question in answer.questions)
        sections.append(
            Section(
                Text("わからないこと・失われるもの", "What nobody knows, and what is lost"), entries=entries
            )
        )
    if answer.evaluation is not None:
        sections += findings_section(Text("違反", "Violations"), answer.evaluation.violations)
    return Report(tuple(sections), mixed)


def today_report(answer: StatusAnswer) -> Report:
    """The same for whoever looks each morning: what stands, and what is open, before the links that make it so."""
    report = status_report(answer)
    head, mixed, bridges, *rest = report.sections
    return Report((head, bridges, *rest, mixed), report.answer)


def _mixed_table(answer: StatusAnswer) -> Table:
    systems = answer.landscape.systems
    rows = []
    for link in answer.mixed:
        source, target = link.key.source or "", link.key.target or ""
        rows.append((
            str(link.key), link.integration.name, Text(systems[source].name, source),
            Text(systems[target].name, target), " → ".join(_generations(link)), _kinds(answer.carried[link.key]),
        ))  # fmt: skip
    return Table(MIXED_COLUMNS, tuple(rows))


def _generations(link: Link) -> list[str]:
    return [form.generation for form in (link.source, link.target) if form is not None]


def _kinds(kinds: Iterable[str]) -> Text:
    return join((KINDS[kind] for kind in kinds), " + ", " + ") if kinds else NOT_CARRIED


def _bridges_table(answer: StatusAnswer) -> Table:
    rows = []
    for bridge in answer.bridges:
        origin = "as_is" if bridge.kind == "as_is" else "existing" if bridge.existing else "new"
        rows.append((
            KINDS[bridge.kind], bridge.place, vendor_named(answer.landscape, bridge.vendor),
            None if bridge.since is None else str(bridge.since), None if bridge.until is None else str(bridge.until),
            BRIDGE_ORIGINS[origin], len(bridge.serves), bridge.ending,
        ))  # fmt: skip
    return Table(
        columns(
            ("種類", "kind"), ("場所", "place"), ("持ち主", "owner"), ("開始", "from"), ("終了", "until"),
            ("区分", "origin"), ("連携", "links", "number"), ("終わり方", "ending", "below"),
        ),
        tuple(rows),
    )  # fmt: skip
