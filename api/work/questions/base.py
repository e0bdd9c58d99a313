"""What every question has, and an answer as bytes.

A question comes with its landscape as a pickle that the service made; what a stranger sent (a plan, an answer, scenarios) comes as
bytes, and is read where it is answered.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.messages import Language
from analyzer.plan.reading import PlanFile, read_plan
from analyzer.reports.html import render_html
from analyzer.reports.layout import Report
from analyzer.reports.tables import render_csv
from analyzer.stores.compact import compact

Form = Literal["json", "csv", "xlsx", "svg", "png", "pdf", "dot", "html", "zip", "ics"]
"""`html` is a piece of the page, of a pack a page of its own."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A text as it came, and what places in findings call it."""

    text: bytes
    file: str = "plan"


@dataclass(frozen=True, slots=True)
class Computed:
    """`whole` is False where a limit of time cut the search off: another time the answer may be better."""

    body: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """A question about a landscape, and about a plan of it where one is named."""

    name: ClassVar[str]
    """What a file with the answer is called, after the landscape."""

    landscape: tuple[str, ...] = ()
    """Names the landscape's value (id, hash, source): the process may have it from before."""
    form: Form = "json"
    language: Language = "ja"
    """Of forms other than JSON, which has both."""
    plan: Sent | None = None
    time_limit: float | None = None

    @property
    def called(self) -> str:
        """`name`, or what is said more exactly."""
        return self.name

    @property
    def at_once(self) -> bool:
        """Whether people wait for it with the mouse in their hand: one process answers these, which keeps what it knows."""
        return False

    @abstractmethod
    def answer(self, landscape: Landscape) -> Computed:
        """Raises what the use cases raise."""

    def plan_read(self) -> PlanFile:
        """The plan that the question is about. InputError."""
        plan = self.plan_sent()
        return read_plan(plan.text, plan.file)

    def plan_if_any(self) -> PlanFile | None:
        """The same where one is named. InputError."""
        return None if self.plan is None else self.plan_read()

    def plan_sent(self) -> Sent:
        """The plan as it came."""
        assert self.plan is not None, "the question is about a plan"
        return self.plan

    def computed(
        self, document: object, report: Report | None = None, evaluation: Evaluation | None = None
    ) -> Computed:
        """The answer in the form that is asked for."""
        whole = evaluation is None or evaluation.stopped_by is None
        if self.form == "csv" and report is not None and report.answer is not None:
            return Computed(render_csv(report.answer, self.language), whole)
        if self.form == "html" and report is not None:
            return Computed(render_html(report, self.language).encode(), whole)
        return Computed(as_json(document), whole)


def as_json(document: object) -> bytes:
    """Names of a file may hold what no UTF-8 does; then it is shown by its code."""
    try:
        return compact(document)
    except (TypeError, UnicodeEncodeError):
        return json.dumps(document, ensure_ascii=True).encode()
