"""The answer about a plan as a report: first what it comes to, then why."""

from __future__ import annotations

from collections import Counter

from analyzer.evaluation.assessment import Assessment, Peak
from analyzer.evaluation.evaluate import Evaluation
from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS
from analyzer.reports.bridges import bridges_table, suspended_table
from analyzer.reports.headline import headline
from analyzer.reports.layout import Report, Section, Table, both, columns, findings_section
from analyzer.reports.naming import vendors_named
from analyzer.reports.testing import cases_by_month


def evaluation_report(evaluation: Evaluation) -> Report:
    """Summary, cost, bridges, tests by month, peaks, findings, violations."""
    return Report((_summary(evaluation), *evaluation_sections(evaluation)))


def evaluation_sections(evaluation: Evaluation) -> tuple[Section, ...]:
    """All but the summary: cost, bridges, tests by month, peaks, findings, violations."""
    sections: list[Section] = []
    assessment = evaluation.assessment
    if assessment is not None:
        sections += [
            _costs(evaluation, assessment),
            Section(Text("過渡期連携", "Bridges"), table=bridges_table(assessment, assessment.bridges)),
        ]
        if assessment.suspended:
            sections.append(
                Section(Text("休止する連携", "Suspended links"), table=suspended_table(assessment))
            )
        sections += [
            Section(Text("連携テスト(月別)", "Tests by month"), table=cases_by_month(assessment)),
            Section(Text("山(最も多い月)", "Peaks"), table=_peaks(assessment)),
        ]
    sections += findings_section(Text("知っておくこと", "Findings"), evaluation.findings)
    sections += findings_section(Text("違反", "Violations"), evaluation.violations)
    return tuple(sections)


def _summary(evaluation: Evaluation) -> Section:
    lines = list(headline(evaluation))
    assessment = evaluation.assessment
    if assessment is None:
        lines.append(
            Text("費用: なし(移行の年月が正しくないか、運べない連携があります)",
                 "Cost: none (the moves are not in order, or a link cannot be carried)")
        )  # fmt: skip
    else:
        lines += [_total(evaluation, assessment), *counts_of(assessment)]
    return Section(Text("計画の評価", "Evaluation of the plan"), tuple(lines))


def _total(evaluation: Evaluation, assessment: Assessment) -> Text:
    total, unit = assessment.cost.total, evaluation.landscape.cost_unit or ""
    bound = total if evaluation.bound is None else evaluation.bound
    ja = "最少であることを証明済み" if bound == total else f"証明済みの下限 {bound:,}、差 {total - bound:,}"
    en = "proven least" if bound == total else f"proven bound {bound:,}, gap {total - bound:,}"
    space = " " if unit else ""
    return Text(
        f"費用: {total:,}{space}{unit}(この移行年月で{ja})",
        f"Cost: {total:,}{space}{unit} ({en} for these months)",
    )


def counts_of(assessment: Assessment) -> tuple[Text, ...]:
    """How many bridges and tests, in three lines."""
    return (*_bridge_counts(assessment), *_test_counts(assessment))


def _bridge_counts(assessment: Assessment) -> tuple[Text, ...]:
    kinds = Counter(
        "as_is" if standing.bridge.kind == "as_is" else "existing" if standing.bridge.stands else "new"
        for standing in assessment.bridges
    )
    lasting = sum(standing.permanent for standing in assessment.bridges)
    temporary = len(assessment.bridges) - lasting
    new, existing, as_is = kinds["new"], kinds["existing"], kinds["as_is"]
    out = len(assessment.suspended)
    return (
        Text(
            f"過渡期連携: {len(assessment.bridges)} 件(一時 {temporary}・恒久 {lasting} / 新設 {new}・既設 {existing}"
            f"・現状のまま {as_is})、休止する連携 {out} 件",
            f"Bridges: {len(assessment.bridges)} ({temporary} temporary, {lasting} permanent; {new} new, "
            f"{existing} existing, {as_is} as is); {out} link(s) suspended",
        ),
    )


def _test_counts(assessment: Assessment) -> tuple[Text, ...]:
    return (
        Text(
            f"連携テスト: {assessment.cases} 件(変わる連携をすべてなら {assessment.changed_links} 件、"
            f"切替システムの連携をすべてなら {assessment.everything} 件)",
            f"Tests: {assessment.cases} (every changed link: {assessment.changed_links}, "
            f"every link of what cuts over: {assessment.everything})",
        ),
        Text(
            f"二度以上: 変わる連携 {assessment.changed_twice} 件、テストする連携 {assessment.tested_twice} 件",
            f"Twice or more: {assessment.changed_twice} link(s) change, {assessment.tested_twice} are tested",
        ),
    )


def _costs(evaluation: Evaluation, assessment: Assessment) -> Section:
    unit = evaluation.landscape.cost_unit
    heading = (
        Text(f"費用の内訳({unit})", f"Cost by part ({unit})") if unit else Text("費用の内訳", "Cost by part")
    )
    rows = tuple((COST_PARTS[part], cost) for part, cost in assessment.cost.as_dict().items())
    lines: tuple[Text, ...] = ()
    if evaluation.alone is not None:
        least = evaluation.alone.value
        lines = (
            Text(f"過渡期連携と休止だけを見たときの最少費用: {least:,}(テスト・環境は考えない)",
                 f"Least cost of bridges and suspensions alone: {least:,} (tests and environments left out)"),
        )  # fmt: skip
    table = Table(columns(("項目", "part"), ("費用", "cost", "number")), rows)
    return Section(heading, lines, table)


def _peaks(assessment: Assessment) -> Table:
    landscape = assessment.landscape

    def shown(peak: Peak) -> tuple[str | None, int]:
        return (None if peak.month is None else str(assessment.schedule.month(peak.month)), peak.count)

    rows = [(Text("全体", "all"), *shown(assessment.cutover_peak), *shown(assessment.test_peak))]
    for vendor, (cutovers, tests) in assessment.peaks_by_vendor.items():
        rows.append((vendors_named(landscape, (vendor,)), *shown(cutovers), *shown(tests)))
    for owner, (cutovers, tests) in assessment.peaks_by_owner.items():
        rows.append((both(owner), *shown(cutovers), *shown(tests)))
    return Table(
        columns(
            ("誰の", "whose"), ("切替の山", "cutovers peak"), ("件数", "count", "number"),
            ("テストの山", "tests peak"), ("件数", "count", "number"),
        ),
        tuple(rows),
    )  # fmt: skip
