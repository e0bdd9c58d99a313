"""Bridges as tables: kind, place, vendor, from and until, links, cost, and why."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.bridges.reasons import reason_of
from analyzer.bridges.standing import StandingBridge
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import BRIDGE_ORIGINS, KINDS, LASTING
from analyzer.reports.headline import headline
from analyzer.reports.layout import Report, Section, Table, columns, findings_section
from analyzer.reports.naming import bridge_place, vendor_named

COLUMNS = columns(
    ("種類", "kind"), ("場所", "place"), ("ベンダ", "vendor"), ("開始", "from"), ("終了", "until"),
    ("期間", "duration"), ("区分", "origin"), ("連携", "links", "number"), ("費用", "cost", "number"),
    ("理由", "reason", "below"),
)  # fmt: skip


def chosen_bridges(
    assessment: Assessment, vendor: str | None = None, month: Month | None = None
) -> tuple[StandingBridge, ...]:
    """Those of the vendor, and those that serve in the month, where asked for."""
    at = None if month is None else assessment.landscape.horizon.index(month)
    return tuple(
        standing
        for standing in assessment.bridges
        if vendor in (None, standing.bridge.key.vendor) and (at is None or at in standing.months)
    )


def chosen_suspended(assessment: Assessment, month: Month | None) -> dict[str, tuple[int, ...]]:
    at = None if month is None else assessment.landscape.horizon.index(month)
    return {str(key): months for key, months in assessment.suspended.items() if at is None or at in months}


def bridges_report(evaluation: Evaluation, vendor: str | None = None, month: Month | None = None) -> Report:
    """The bridges of a plan, all or of a vendor or month; the links left out; what is broken."""
    assessment = evaluation.assessment
    violations = findings_section(Text("違反", "Violations"), evaluation.violations)
    if assessment is None:
        empty = Table(COLUMNS, ())
        return Report((Section(Text("過渡期連携", "Bridges"), headline(evaluation)), *violations), empty)
    chosen = chosen_bridges(assessment, vendor, month)
    table = bridges_table(assessment, chosen)
    cost = sum(standing.cost for standing in chosen)
    lines = (
        *headline(evaluation),
        Text(f"{_asked(assessment.landscape, vendor, month).ja}過渡期連携 {len(chosen)} 件、費用 {cost:,}",
             f"{len(chosen)} bridge(s){_asked(assessment.landscape, vendor, month).en}, cost {cost:,}"),
    )  # fmt: skip
    sections = [Section(Text("過渡期連携", "Bridges"), lines, table)]
    out = suspended_table(assessment, month)
    if out.rows and vendor is None:
        sections.append(Section(Text("休止する連携", "Suspended links"), table=out))
    return Report((*sections, *violations), table)


def _asked(landscape: Landscape, vendor: str | None, month: Month | None) -> Text:
    whose = "" if vendor is None else f"{landscape.vendors[vendor].name}の"
    when = "" if month is None else f"{month} に働く"
    return Text(
        f"{when}{whose}",
        ("" if vendor is None else f" of {vendor}") + ("" if month is None else f" serving in {month}"),
    )


def bridges_table(assessment: Assessment, chosen: Iterable[StandingBridge]) -> Table:
    landscape, demands = assessment.landscape, assessment.carriage.demands
    rows = []
    for standing in chosen:
        first, last = (assessment.schedule.month(standing.months[at]) for at in (0, -1))
        origin = (
            "as_is" if standing.bridge.kind == "as_is" else "existing" if standing.bridge.stands else "new"
        )
        rows.append((
            KINDS[standing.bridge.kind], bridge_place(landscape, standing),
            vendor_named(landscape, standing.bridge.key.vendor), str(first), str(last),
            LASTING["permanent" if standing.permanent else "temporary"], BRIDGE_ORIGINS[origin],
            len(standing.serves), standing.cost, reason_of(demands, standing),
        ))  # fmt: skip
    return Table(COLUMNS, tuple(rows))


def suspended_table(assessment: Assessment, month: Month | None = None) -> Table:
    names = {str(key): integration for key, integration in assessment.landscape.integrations.items()}
    rows = []
    for key, months in chosen_suspended(assessment, month).items():
        first, last = (str(assessment.schedule.month(months[at])) for at in (0, -1))
        rows.append(
            (key, names[key].name, first, last, len(months), (names[key].suspendable or 0) * len(months))
        )
    return Table(
        columns(
            ("連携", "integration"), ("名前", "name"), ("開始", "from"), ("終了", "until"),
            ("月数", "months", "number"), ("費用", "cost", "number"),
        ),
        tuple(rows),
    )  # fmt: skip
