"""Peaks of cutovers and tests: by month, and for each vendor and owner section its heaviest month.

The case book tells why people look for them: staff of vendors and of sections is what a plan runs out of (旭川市's tests over
four parties, 東村山市's cutover of a whole town over new year). A cutover counts for the vendor of the form that it reaches and for
the system's owner section; a test case for each of its vendors and of its sections (semantics, section 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from analyzer.evaluation.assessment import Assessment, peak
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.reports.japanese_dates import fiscal_text, fiscal_year
from analyzer.reports.layout import Cell, Section, Table, both, columns
from analyzer.reports.naming import vendor_named
from analyzer.reports.testing import chosen_cases
from analyzer.testing.parties import owners_of
from analyzer.worksheets.worksheet import Asked, Content, Sheet

MonthAt = Callable[[int], Month]
_WHO = {"all": Text("全体", "all"), "vendor": Text("ベンダ", "vendor"), "owner": Text("所管課", "section")}


@dataclass(slots=True)
class _Load:
    """Months (counted from the first of the horizon) → how many."""

    cutovers: Counter[int] = field(default_factory=Counter)
    tests: Counter[int] = field(default_factory=Counter)


def _content(asked: Asked) -> Content:
    evaluation = asked.evaluation
    assert evaluation is not None
    assert evaluation.assessment is not None
    assessment = evaluation.assessment
    loads = _loads(assessment)
    schedule = assessment.schedule
    months = sorted({month for load in loads.values() for month in (*load.cutovers, *load.tests)})
    everybody = loads["all", ""]
    by_month = Table(
        columns(
            ("年度", "fiscal year"), ("月", "month"), ("切替", "cutovers", "number"), ("連携テスト", "tests", "number"),
            ("最も多いベンダ", "busiest vendor"), ("最も多い所管課", "busiest section"),
        ),
        tuple(
            (
                fiscal_text(fiscal_year(schedule.month(month))), asked.month_text(schedule.month(month)),
                everybody.cutovers[month], everybody.tests[month],
                _busiest(asked, loads, "vendor", month), _busiest(asked, loads, "owner", month),
            )
            for month in months
        ),
    )  # fmt: skip
    answer = _by_party(asked, loads, schedule.month)
    return Content(
        (
            Section(Text("月別", "By month"), table=by_month),
            Section(
                Text("ベンダ・所管課ごとの山", "Peaks by vendor and section"),
                (
                    Text(
                        "同じ数の月が複数あれば、最も早い月を示します。",
                        "Of equal months the earliest is shown.",
                    ),
                ),
                table=answer,
            ),
        ),
        answer,
        {
            "months": [
                {
                    "month": str(schedule.month(month)),
                    "fiscal_year": fiscal_year(schedule.month(month)),
                    "cutovers": everybody.cutovers[month],
                    "tests": everybody.tests[month],
                }
                for month in months
            ],
            "parties": [
                {
                    "kind": kind,
                    "id": id or None,
                    "cutovers": _counts(load.cutovers, schedule.month),
                    "tests": _counts(load.tests, schedule.month),
                }
                for (kind, id), load in loads.items()
            ],
        },
    )


def _loads(assessment: Assessment) -> dict[tuple[str, str], _Load]:
    """(all, vendor or owner, its id) → its load; all first, then vendors and sections by name."""
    landscape, schedule = assessment.landscape, assessment.schedule
    loads: dict[tuple[str, str], _Load] = {("all", ""): _Load()}
    for cutover in schedule.cutovers:
        system = landscape.systems[cutover.system]
        parties = [("all", ""), ("vendor", system.forms[cutover.form].vendor)]
        if system.owner is not None:
            parties.append(("owner", system.owner))
        for party in parties:
            loads.setdefault(party, _Load()).cutovers[cutover.month] += 1
    for month, _, case in chosen_cases(assessment):
        stretch = case.route.stretch
        owners = owners_of(landscape, stretch.source, stretch.target)
        parties = [("all", ""), *(("vendor", id) for id in case.vendors), *(("owner", id) for id in owners)]
        for party in parties:
            loads.setdefault(party, _Load()).tests[landscape.horizon.index(month)] += 1
    order = ("all", "vendor", "owner")
    return dict(sorted(loads.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


def _busiest(asked: Asked, loads: dict[tuple[str, str], _Load], kind: str, month: int) -> Cell:
    """Who has most cutovers and tests together in the month; of equals the first by id."""
    counted = {id: load.cutovers[month] + load.tests[month] for (of, id), load in loads.items() if of == kind}
    if not any(counted.values()):
        return None
    most = min(counted, key=lambda id: (-counted[id], id))
    name = vendor_named(asked.landscape, most) if kind == "vendor" else both(most)
    assert name is not None
    return Text(f"{name.ja} {counted[most]}", f"{name.en} {counted[most]}")


def _by_party(asked: Asked, loads: dict[tuple[str, str], _Load], month_at: MonthAt) -> Table:
    rows = []
    for (kind, id), load in loads.items():
        cutovers, tests = peak(load.cutovers), peak(load.tests)
        rows.append((
            _WHO[kind], vendor_named(asked.landscape, id) if kind == "vendor" else id or None,
            load.cutovers.total(), cutovers.count,
            None if cutovers.month is None else asked.month_text(month_at(cutovers.month)),
            load.tests.total(), tests.count, None if tests.month is None else asked.month_text(month_at(tests.month)),
        ))  # fmt: skip
    return Table(
        columns(
            ("区分", "kind"), ("名前", "name"), ("切替", "cutovers", "number"), ("切替の山", "peak of cutovers", "number"),
            ("その月", "in month"), ("連携テスト", "tests", "number"), ("テストの山", "peak of tests", "number"),
            ("その月", "in month"),
        ),
        tuple(rows),
    )  # fmt: skip


def _counts(counts: Counter[int], month_at: MonthAt) -> dict[str, int]:
    return {str(month_at(month)): counts[month] for month in sorted(counts)}


SHEET = Sheet(
    "peaks",
    Text("切替・テストの集中", "Peaks of cutovers and tests"),
    Text(
        "切替と連携テストが、どの月に、どのベンダ・所管課に集中するか。",
        "In which months cutovers and tests crowd, and on which vendor and section.",
    ),
    "needed",
    _content,
)
