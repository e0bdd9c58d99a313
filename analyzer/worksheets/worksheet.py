"""What a worksheet is: asked of a landscape, made of a report and of plain data.

A module of this package ends in a `SHEET`: it says what the sheet is called and whether it needs a plan, and how its
content is made. What all sheets share (head, findings, the beginning of the data) is put around the content here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.headline import headline
from analyzer.reports.japanese_dates import month_text
from analyzer.reports.layout import Report, Section, Table, findings_section
from analyzer.reports.naming import named
from analyzer.reports.wareki import report_in_wareki, speaker

PlanNeed = Literal["needed", "optional", "unused"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a worksheet.

    `evaluation` is there if a plan was given and the sheet reads it; it has a schedule, and where the sheet needs a plan
    an assessment too. `month` is one of the horizon, `vendor` one of the landscape; None where nobody asked for one.
    """

    landscape: Landscape
    evaluation: Evaluation | None = None
    month: Month | None = None
    vendor: str | None = None
    wareki: bool = False
    """Whether Japanese texts give months in 和暦; data keeps ``YYYY-MM``."""

    def month_text(self, month: Month | None) -> Text | None:
        """A month for people; None (an empty cell) where there is none."""
        return None if month is None else month_text(month, wareki=self.wareki)


@dataclass(frozen=True, slots=True)
class Content:
    """What a sheet says of its own.

    `answer` is the table that CSV gives; `document` plain data (text, numbers, None, lists, mappings with text keys);
    `findings` what is wrong or missing, of severity ``error`` where a rule of the sheet is broken.
    """

    sections: tuple[Section, ...]
    answer: Table
    document: Mapping[str, object]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Worksheet:
    id: str
    title: Text
    report: Report
    document: Mapping[str, object]
    findings: tuple[Finding, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether a rule of the sheet is broken."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An entry of the registry; `description` is one sentence.

    `plan`: ``needed`` (no sheet without one), ``optional`` (as of today without one), ``unused``.
    """

    id: str
    title: Text
    description: Text
    plan: PlanNeed
    content: Callable[[Asked], Content]

    def make(self, asked: Asked) -> Worksheet:
        """The whole worksheet."""
        landscape, evaluation = asked.landscape, asked.evaluation
        content = self.content(asked)
        lines = headline(evaluation) if evaluation is not None else (named(landscape.name, landscape.id),)
        report = Report(
            (
                Section(self.title, (*lines, *_shown(asked))),
                *content.sections,
                *findings_section(Text("注意すること", "Findings"), content.findings),
            ),
            content.answer,
        )
        document = {
            "schema_version": 1,
            "worksheet": self.id,
            "landscape": {"id": landscape.id, "hash": landscape.content_hash},
            "status": None if evaluation is None else evaluation.status,
            "month": None if asked.month is None else str(asked.month),
            "vendor": asked.vendor,
            **content.document,
            "findings": [finding.as_dict() for finding in content.findings],
        }
        if asked.wareki:  # sentences of findings and reasons too, which are made where nobody knows of it
            report = report_in_wareki(report, speaker((landscape,)))
        return Worksheet(self.id, self.title, report, document, content.findings)


def _shown(asked: Asked) -> tuple[Text, ...]:
    lines = []
    if asked.month is not None:
        at = month_text(asked.month, wareki=asked.wareki)
        lines.append(Text(f"対象の月: {at.ja}", f"Month: {at.en}"))
    if asked.vendor is not None:
        vendor = named(asked.landscape.vendors[asked.vendor].name, asked.vendor)
        lines.append(Text(f"対象のベンダ: {vendor.ja}", f"Vendor: {vendor.en}"))
    return tuple(lines)
