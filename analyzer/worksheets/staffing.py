"""The staffing curve: person-months month by month, from the hours of each phase per business (吹田市「標準化に係る実施体制の確保」).

吹田市 estimates for one business 1,011 + 584 + 2,406 hours in phases of 8, 5 and 16 months: 25.0 person-months (6.3 + 3.7 + 15.0; one is
160 hours, rounded half up). Hours spread evenly over their phase. Under a plan each business's last phase ends with the month
of its system's last cutover, and the curves of all businesses add up. Attributes: ``作業工数_1業務あたり`` of the landscape (phases with
``順``, ``月数``, ``時間``; ``一人月の時間``), ``業務数`` of a system (else the number of its businesses).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from analyzer.landscape.model import System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.plan.schedule import Schedule
from analyzer.reports.japanese_dates import fiscal_text, fiscal_year
from analyzer.reports.layout import Cell, Column, Section, Table, both, columns
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.decimals import amount, tenths, whole
from analyzer.worksheets.worksheet import Asked, Content, Sheet

EFFORT, HOURS_OF_PERSON_MONTH, BUSINESSES = "作業工数_1業務あたり", "一人月の時間", "業務数"
_ORDER, _MONTHS, _HOURS = "順", "月数", "時間"
_USUAL = 160
"""Hours of a person-month where the file does not say (吹田市)."""
NO_OWNER = Text("所管課なし", "no section")


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    months: int
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Effort:
    """Phases in order of time, and the hours of a person-month."""

    phases: tuple[Phase, ...]
    person_month: Fraction

    @property
    def hours(self) -> Fraction:
        return sum((phase.hours for phase in self.phases), Fraction())

    @property
    def curve(self) -> tuple[tuple[Phase, Fraction], ...]:
        """For each month from the first: its phase, and the person-months of one business."""
        return tuple(
            (phase, phase.hours / phase.months / self.person_month)
            for phase in self.phases
            for _ in range(phase.months)
        )


def _content(asked: Asked) -> Content:
    attributes = Attributes(asked.landscape)
    effort, findings = _effort(attributes)
    one = _one_business(effort)
    sections = [Section(Text("1 業務あたり", "One business"), _lines(effort), one)]
    answer, document = one, _plain(effort)
    schedule = None if asked.evaluation is None else asked.evaluation.schedule
    if schedule is not None and effort.phases:
        load = _load(asked, attributes, effort, schedule)
        answer = _by_month(asked, load)
        everything = sum((sum(by.values(), Fraction()) for by in load.values()), Fraction())
        line = Text(
            f"計画どおりに切り替えるときの合計 {tenths(everything)} 人月。各業務の最後の工程は、最後の切替の月に終わります。",
            f"{tenths(everything)} person-months in all under the plan; the last phase of each business ends with the month of its last cutover.",
        )
        sections.append(Section(Text("月別(全業務)", "By month, all businesses"), (line,), answer))
        document["total"] = {"person_months": float(tenths(everything))}
        document["months"] = [
            {
                "month": str(month),
                "person_months": float(tenths(sum(by.values(), Fraction()))),
                "by_owner": {owner: float(tenths(value)) for owner, value in sorted(by.items())},
            }
            for month, by in load.items()
        ]
    return Content(tuple(sections), answer, document, (*attributes.findings, *findings))


def _effort(attributes: Attributes) -> tuple[Effort, tuple[Finding, ...]]:
    landscape = attributes.landscape
    written = landscape.remarks.attributes.get(EFFORT)
    path = ("landscape", "attributes", EFFORT)
    if not isinstance(written, Mapping):
        missing = Finding(
            "effort_not_written", "info",
            Text("1業務あたりの作業工数が書かれていません。", "The effort of one business is not written."),
            landscape.places.at(path),
            Text(f"landscape.attributes の「{EFFORT}」に書いてください(docs/worksheets.md)。",
                 f"Write it as {EFFORT} among the attributes of the landscape (docs/worksheets.md)."),
        )  # fmt: skip
        return Effort((), Fraction(_USUAL)), (missing,)
    person_month = amount(written.get(HOURS_OF_PERSON_MONTH)) or Fraction(_USUAL)
    found: list[tuple[Fraction, Phase]] = []
    findings = []
    for name, value in sorted(written.items()):
        if not isinstance(value, Mapping):
            continue
        months, hours = amount(value.get(_MONTHS)), amount(value.get(_HOURS))
        if months is None or months.denominator != 1 or not 0 < months <= 600 or hours is None:
            findings.append(Finding(
                "effort_not_understood", "warning",
                Text(f"工程「{name}」の月数と時間を読めません。", f"Months and hours of the phase {name!r} are not understood."),
                landscape.places.at((*path, name)),
                Text("月数は 1～600 の整数、時間は 0 以上の数です。", "Months: 1 to 600; hours: 0 or more."),
            ))  # fmt: skip
            continue
        found.append((amount(value.get(_ORDER)) or Fraction(), Phase(name, int(months), hours)))
    phases = tuple(phase for _, phase in sorted(found, key=lambda item: (item[0], item[1].name)))
    return Effort(phases, person_month), tuple(findings)


def _lines(effort: Effort) -> tuple[Text, ...]:
    if not effort.phases:
        return ()
    months = sum(phase.months for phase in effort.phases)
    person_months, hours = tenths(effort.hours / effort.person_month), whole(effort.hours)
    each = whole(effort.person_month)
    return (
        Text(f"{months} か月で {hours} 時間 = {person_months} 人月(1人月 = {each} 時間、四捨五入)。",
             f"{hours} hours in {months} months = {person_months} person-months (one is {each} hours; rounded half up)."),
    )  # fmt: skip


def _one_business(effort: Effort) -> Table:
    rows: list[tuple[Cell, ...]] = []
    start = 1
    for phase in effort.phases:
        person_months = phase.hours / effort.person_month
        rows.append((
            phase.name, f"{start}～{start + phase.months - 1}", phase.months, whole(phase.hours),
            tenths(person_months), tenths(person_months / phase.months),
        ))  # fmt: skip
        start += phase.months
    return Table(
        columns(
            ("工程", "phase"), ("何か月目", "months"), ("月数", "number of months", "number"), ("時間", "hours", "number"),
            ("人月", "person-months", "number"), ("月あたり人数", "people a month", "number"),
        ),
        tuple(rows),
    )  # fmt: skip


def _businesses(attributes: Attributes, system: System) -> int:
    """How many times the effort of one business a system takes."""
    said = attributes.number(system, BUSINESSES)
    return max(1, len(system.businesses)) if said is None else said


def _load(
    asked: Asked, attributes: Attributes, effort: Effort, schedule: Schedule
) -> dict[Month, dict[str, Fraction]]:
    """Month → owner section → person-months, of systems of scope standard that move; sorted, without gaps."""
    last: dict[str, int] = {cutover.system: cutover.month for cutover in schedule.cutovers}
    load: dict[Month, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for id, month in sorted(last.items()):
        system = asked.landscape.systems[id]
        if system.scope == "standard":
            first = schedule.month(month) + (1 - len(effort.curve))
            times = _businesses(attributes, system)
            for offset, (_, value) in enumerate(effort.curve):
                load[first + offset][system.owner or ""] += value * times
    months = sorted(load)
    every = [months[0] + offset for offset in range(months[-1] - months[0] + 1)] if months else []
    return {month: dict(load.get(month, {})) for month in every}


def _by_month(asked: Asked, load: dict[Month, dict[str, Fraction]]) -> Table:
    owners = sorted({owner for by in load.values() for owner in by})
    rows = tuple(
        (
            fiscal_text(fiscal_year(month)), asked.month_text(month), tenths(sum(by.values(), Fraction())),
            *(tenths(by[owner]) if owner in by else None for owner in owners),
        )
        for month, by in load.items()
    )  # fmt: skip
    heads = columns(("年度", "fiscal year"), ("月", "month"), ("人月", "person-months", "number"))
    return Table(
        (*heads, *(Column(both(owner) if owner else NO_OWNER, number=True) for owner in owners)), rows
    )


def _plain(effort: Effort) -> dict[str, object]:
    return {
        "one_business": {
            "hours": float(effort.hours),
            "person_months": float(tenths(effort.hours / effort.person_month)),
            "hours_of_a_person_month": float(effort.person_month),
            "phases": [
                {
                    "name": phase.name,
                    "months": phase.months,
                    "hours": float(phase.hours),
                    "person_months": float(tenths(phase.hours / effort.person_month)),
                }
                for phase in effort.phases
            ],
        }
    }


SHEET = Sheet(
    "staffing",
    Text("要員の見通し", "Staffing curve"),
    Text(
        "1 業務あたりの工程と時間から、月ごとの人月を所管課別に積み上げる。",
        "Person-months month by month and by section, from the phases and hours of one business.",
    ),
    "optional",
    _content,
)
