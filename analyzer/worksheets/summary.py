"""One page for the heads of sections (主管課): their systems, cutovers, tests, bridges and dates, section by section.

The business sections own a system each and give time for tests (domain.md, *Who*; the parties of 旭川市).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from analyzer.evaluation.assessment import Assessment
from analyzer.graph.landscape_graph import build_graph
from analyzer.landscape.model import MoveRef, System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.messages.words import KINDS
from analyzer.reports.layout import Cell, Section, Table, columns, join
from analyzer.reports.naming import system_named, vendors_named
from analyzer.reports.questions import open_questions
from analyzer.reports.testing import chosen_cases
from analyzer.testing.parties import owners_of
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.staffing import NO_OWNER
from analyzer.worksheets.windows import Windows
from analyzer.worksheets.worksheet import Asked, Content, Sheet


@dataclass(slots=True)
class _Duties:
    """What a section has to do: cases that it takes part in, by month; months in which it tests its own systems."""

    systems: list[System] = field(default_factory=list)
    tests: dict[Month, int] = field(default_factory=lambda: defaultdict(int))
    cutovers: list[tuple[Month, str]] = field(default_factory=list)


def _content(asked: Asked) -> Content:
    evaluation = asked.evaluation
    assert evaluation is not None
    assert evaluation.assessment is not None
    attributes = Attributes(asked.landscape)
    assessment, windows = evaluation.assessment, Windows(asked.landscape, attributes)
    questions = _questions(asked)
    sections: list[Section] = []
    rows: list[tuple[Cell, ...]] = []
    plain: list[dict[str, object]] = []
    for owner, duties in _duties(asked, assessment).items():
        listed = [_row(asked, assessment, windows, system, questions) for system in duties.systems]
        heading = Text(owner, owner) if owner else NO_OWNER
        sections.append(Section(heading, _lines(asked, duties), Table(_COLUMNS, tuple(listed))))
        rows += [(heading, *row) for row in listed]
        plain.append(_plain(owner, duties, questions))
    answer = Table((*columns(("所管課", "section")), *_COLUMNS), tuple(rows))
    return Content(tuple(sections), answer, {"sections": plain}, tuple(attributes.findings))


_COLUMNS = columns(
    ("システム", "system"), ("今のベンダ", "vendor today"), ("次のベンダ", "vendors to come"), ("切替", "cutovers"), ("運用テスト", "operation tests"),
    ("連携テスト", "tests", "number"), ("過渡期連携", "bridges"), ("契約終了", "contract end"), ("確認すること", "questions", "number"),
)  # fmt: skip


def _duties(asked: Asked, assessment: Assessment) -> dict[str, _Duties]:
    """Owner section → its duties, by name; those without one last. Systems of the landscape's own scope only."""
    found: dict[str, _Duties] = defaultdict(_Duties)
    landscape, schedule = asked.landscape, assessment.schedule
    for system in landscape.systems.values():
        if system.scope != "external":
            found[system.owner or ""].systems.append(system)
    for cutover in schedule.cutovers:
        owner = landscape.systems[cutover.system].owner or ""
        found[owner].cutovers.append((schedule.month(cutover.month), cutover.system))
    for month, _, case in chosen_cases(assessment, asked.vendor, asked.month):
        stretch = case.route.stretch
        for owner in owners_of(landscape, stretch.source, stretch.target):
            found[owner].tests[month] += 1
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))


def _lines(asked: Asked, duties: _Duties) -> tuple[Text, ...]:
    lines = []
    if duties.cutovers:
        months = [asked.month_text(month) for month in sorted({month for month, _ in duties.cutovers})]
        when = join(month for month in months if month is not None)
        lines.append(
            Text(
                f"切替 {len(duties.cutovers)} 回: {when.ja}", f"{len(duties.cutovers)} cutover(s): {when.en}"
            )
        )
    if duties.tests:
        each = join(
            Text(f"{shown.ja} {count} 件", f"{shown.en}: {count}")
            for month, count in sorted(duties.tests.items())
            if (shown := asked.month_text(month)) is not None
        )
        total = sum(duties.tests.values())
        lines.append(
            Text(
                f"連携テスト {total} 件に加わります: {each.ja}",
                f"Takes part in {total} integration test(s): {each.en}",
            )
        )
    return tuple(lines) or (
        Text("この計画では、切替もテストもありません。", "Neither a cutover nor a test under this plan."),
    )


def _row(
    asked: Asked,
    assessment: Assessment,
    windows: Windows,
    system: System,
    questions: dict[str, list[Finding]],
) -> tuple[Cell, ...]:
    landscape, schedule = asked.landscape, assessment.schedule
    cutovers, tests = [], []
    for cutover in schedule.cutovers:
        if cutover.system == system.id:
            month = schedule.month(cutover.month)
            cutovers.append(_cutover(asked, assessment, system, month))
            window = windows.of((system,), month)
            start, finish = asked.month_text(window.start), asked.month_text(window.finish)
            assert start is not None
            assert finish is not None
            tests.append(Text(f"{start.ja}～{finish.ja}", f"{start.en} to {finish.en}"))
    cases = sum(
        system.id in (case.route.stretch.source.system, case.route.stretch.target.system)
        for _, _, case in chosen_cases(assessment, asked.vendor, asked.month)
    )
    today = system.forms[0].vendor
    later = {form.vendor for form in system.forms[1:]} - {today}
    return (
        system_named(landscape, system.id), vendors_named(landscape, [today]), vendors_named(landscape, later),
        join(cutovers, "\n", "\n"), join(tests, "\n", "\n"), cases, join(_bridges(asked, assessment, system), "\n", "\n"),
        asked.month_text(system.contract_end), len(questions.get(system.id, ())),
    )  # fmt: skip


def _cutover(asked: Asked, assessment: Assessment, system: System, month: Month) -> Text:
    """The month, with the day where the file names it."""
    moved = [move for move in system.moves if assessment.schedule.moves[MoveRef(system.id, move.id)] == month]
    days = sorted({move.day for move in moved if move.day is not None})
    shown = asked.month_text(month)
    assert shown is not None
    return Text(f"{shown.ja}({days[-1]})", f"{shown.en} ({days[-1]})") if days else shown


def _bridges(asked: Asked, assessment: Assessment, system: System) -> list[Text]:
    """The bridges that serve a link of the system, with their months."""
    found = []
    for standing in assessment.bridges:
        if any(system.id in (key.source, key.target) for key in standing.serves):
            kind = KINDS[standing.bridge.kind]
            first = asked.month_text(assessment.schedule.month(standing.months[0]))
            last = asked.month_text(assessment.schedule.month(standing.months[-1]))
            assert first is not None
            assert last is not None
            found.append(Text(f"{kind.ja} {first.ja}～{last.ja}", f"{kind.en} {first.en} to {last.en}"))
    return list(dict.fromkeys(found))


def _questions(asked: Asked) -> dict[str, list[Finding]]:
    """System → what nobody knows yet of it or of its links."""
    found: dict[str, list[Finding]] = defaultdict(list)
    links = {str(key): key for key in asked.landscape.integrations}
    for finding in open_questions(build_graph(asked.landscape)):
        details = dict(finding.details)
        key = links.get(str(details.get("integration")))
        ends = {str(details["system"])} if "system" in details else set()
        if key is not None:
            ends = {end for end in (key.source, key.target) if end is not None}
        for end in ends:
            found[end].append(finding)
    return found


def _plain(owner: str, duties: _Duties, questions: dict[str, list[Finding]]) -> dict[str, object]:
    return {
        "owner": owner or None,
        "systems": [system.id for system in duties.systems],
        "cutovers": [{"month": str(month), "system": system} for month, system in duties.cutovers],
        "tests": {str(month): count for month, count in sorted(duties.tests.items())},
        "questions": [
            finding.as_dict() for system in duties.systems for finding in questions.get(system.id, ())
        ],
    }


SHEET = Sheet(
    "summary",
    Text("主管課向けのまとめ", "Summary for sections"),
    Text(
        "主管課ごとに、システム、切替、テスト、過渡期連携、日付を一枚に。",
        "One page for heads of sections: their systems, cutovers, tests, bridges, dates.",
    ),
    "needed",
    _content,
)
