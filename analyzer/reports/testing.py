"""Test cases as tables: month, integration, who takes part, and why."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import YES
from analyzer.reports.headline import headline
from analyzer.reports.layout import Report, Section, Table, both, columns, findings_section, join
from analyzer.reports.naming import vendors_named
from analyzer.testing.parties import owners_of
from analyzer.testing.reasons import reason_of
from analyzer.testing.smallest import Case, TestSet

SECRETARIAT = Text("情報システム部門", "secretariat")

COLUMNS = columns(
    ("月", "month"), ("連携", "integration"), ("名前", "name"),
    ("ベンダ", "vendors"), ("所管課", "owners"), ("再テスト", "tested twice"), ("理由", "reason", "below"),
)  # fmt: skip


def chosen_cases(
    assessment: Assessment, vendor: str | None = None, month: Month | None = None
) -> Iterator[tuple[Month, TestSet, Case]]:
    """The cases of the month, and those that the vendor is a party of, where asked for."""
    for test_set in assessment.test_sets:
        at = assessment.schedule.month(assessment.schedule.spans[test_set.month.span].start)
        if month in (None, at):
            for case in test_set.cases:
                if vendor is None or vendor in case.vendors:
                    yield at, test_set, case


def tests_report(evaluation: Evaluation, vendor: str | None = None, month: Month | None = None) -> Report:
    """The smallest test set of each month with its parties; the answer is the table of its cases."""
    assessment = evaluation.assessment
    violations = findings_section(Text("違反", "Violations"), evaluation.violations)
    heading = Text("連携テスト", "Tests")
    if assessment is None:
        return Report((Section(heading, headline(evaluation)), *violations), Table(COLUMNS, ()))
    table = _cases(assessment, vendor, month)
    whose = "" if vendor is None else assessment.landscape.vendors[vendor].name
    ja = "".join((f"{month} の" if month else "", f"{whose}が立ち会う" if whose else ""))
    en = "".join((f" in {month}" if month else "", f" with {vendor}" if vendor else ""))
    lines = (
        *headline(evaluation),
        Text(f"{ja}連携テスト {len(table.rows)} 件(計画全体で {assessment.cases} 件)",
             f"{len(table.rows)} test case(s){en} ({assessment.cases} in the whole plan)"),
        Text(f"どのテストにも{SECRETARIAT.ja}が加わります。", f"The {SECRETARIAT.en} takes part in every test."),
    )  # fmt: skip
    sections = [Section(heading, lines)]
    if month is None and vendor is None:
        sections.append(Section(Text("月別", "By month"), table=cases_by_month(assessment)))
    sections.append(Section(Text("テストケース", "Test cases"), table=table))
    return Report((*sections, *violations), table)


def _cases(assessment: Assessment, vendor: str | None, month: Month | None) -> Table:
    landscape, demands, counts = assessment.landscape, assessment.carriage.demands, assessment.case_counts
    rows = []
    for at, test_set, case in chosen_cases(assessment, vendor, month):
        stretch = case.route.stretch
        key = stretch.integration.key
        owners = owners_of(landscape, stretch.source, stretch.target)
        rows.append((
            str(at), str(key), stretch.integration.name,
            vendors_named(landscape, case.vendors), join(both(owner) for owner in dict.fromkeys(owners)),
            YES if counts[key] >= 2 else None, reason_of(demands, test_set, case),
        ))  # fmt: skip
    return Table(COLUMNS, tuple(rows))


def cases_by_month(assessment: Assessment) -> Table:
    """Month, cases, what would be tested without the smallest set, sessions, parties."""
    landscape = assessment.landscape
    rows = []
    for test_set in assessment.test_sets:
        at = assessment.schedule.month(assessment.schedule.spans[test_set.month.span].start)
        vendors = {vendor for case in test_set.cases for vendor in case.vendors}
        owners = {
            owner
            for case in test_set.cases
            for owner in owners_of(landscape, case.route.stretch.source, case.route.stretch.target)
        }
        rows.append((
            str(at), len(test_set.cases), len(test_set.month.changed), test_set.sessions,
            vendors_named(landscape, vendors), join(both(owner) for owner in sorted(owners)),
        ))  # fmt: skip
    return Table(
        columns(
            ("月", "month"), ("テスト", "cases", "number"), ("変わる連携", "changed links", "number"),
            ("会合", "sessions", "number"), ("ベンダ", "vendors"), ("所管課", "owners"),
        ),
        tuple(rows),
    )  # fmt: skip
