"""Worksheets about several municipalities at once: each with its landscape and, where there is one, its plan.

Parts of different files are known to be the same by their ids (vendors) or by a name in attributes (shared systems); a
municipality is known by the id of its landscape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape, MoveRef, System
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import STATUSES
from analyzer.reports.japanese_dates import month_text
from analyzer.reports.layout import Report, Section, findings_section
from analyzer.reports.naming import named
from analyzer.reports.wareki import report_in_wareki, speaker
from analyzer.worksheets.worksheet import Content, PlanNeed, Worksheet


@dataclass(frozen=True, slots=True)
class Municipality:
    """A landscape, and its plan evaluated, if there is one."""

    landscape: Landscape
    evaluation: Evaluation | None = None

    @property
    def name(self) -> Text:
        """The name in Japanese, the id in English."""
        return Text(self.landscape.name, self.landscape.id)

    def months(self, system: System) -> tuple[Month | None, ...]:
        """The months of the system's moves in the plan, else those that the file fixes."""
        moves = {} if self.evaluation is None else self.evaluation.moves
        return tuple(moves.get(MoveRef(system.id, move.id), move.fixed) for move in system.moves)


@dataclass(frozen=True, slots=True)
class AskedOfSeveral:
    """At least one municipality, in the order in which they were named; `vendor` is one that any of them has."""

    municipalities: tuple[Municipality, ...]
    vendor: str | None = None
    wareki: bool = False

    def month_text(self, month: Month | None) -> Text | None:
        """A month for people; None (an empty cell) where there is none."""
        return None if month is None else month_text(month, wareki=self.wareki)


@dataclass(frozen=True, slots=True)
class SheetOfSeveral:
    """As `Sheet`, of several municipalities."""

    id: str
    title: Text
    description: Text
    plan: PlanNeed
    content: Callable[[AskedOfSeveral], Content]

    def make(self, asked: AskedOfSeveral) -> Worksheet:
        """The whole worksheet."""
        content = self.content(asked)
        report = Report(
            (
                Section(self.title, tuple(_headline(municipality) for municipality in asked.municipalities)),
                *content.sections,
                *findings_section(Text("注意すること", "Findings"), content.findings),
            ),
            content.answer,
        )
        document = {
            "schema_version": 1,
            "worksheet": self.id,
            "landscapes": [
                {
                    "id": municipality.landscape.id,
                    "hash": municipality.landscape.content_hash,
                    "status": None if municipality.evaluation is None else municipality.evaluation.status,
                }
                for municipality in asked.municipalities
            ],
            "vendor": asked.vendor,
            **content.document,
            "findings": [finding.as_dict() for finding in content.findings],
        }
        if asked.wareki:
            report = report_in_wareki(report, speaker(each.landscape for each in asked.municipalities))
        return Worksheet(self.id, self.title, report, document, content.findings)


def _headline(municipality: Municipality) -> Text:
    name = named(municipality.landscape.name, municipality.landscape.id)
    if municipality.evaluation is None:
        return Text(f"{name.ja}: 計画なし", f"{name.en}: no plan")
    status = STATUSES[municipality.evaluation.status]
    return Text(f"{name.ja}: {status.ja}", f"{name.en}: {status.en}")
