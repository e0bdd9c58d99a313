"""The figures of a landscape, and of a plan: overview, findings, evaluation, bridges, tests, a month, verification, patterns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from analyzer import usecases
from analyzer.errors import InputError
from analyzer.evaluation import Evaluation
from analyzer.graph.subjects import require
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.plan.reading import read_plain
from analyzer.reports.answer import answer_document
from analyzer.reports.bridges import bridges_report
from analyzer.reports.comparison import comparison_document, comparison_report
from analyzer.reports.overview import overview, overview_document
from analyzer.reports.parts import bridges_document, tests_document
from analyzer.reports.status import status_document, status_report, today_report
from analyzer.reports.testing import tests_report
from analyzer.reports.validation import validation_document, validation_report
from analyzer.reports.verification import verification_document, verification_report
from analyzer.stores.compact import compact
from analyzer.verification import verify_answer
from api.work.questions.base import Computed, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview(Question):
    """Counts, hubs, open questions, cycles."""

    name: ClassVar[str] = "overview"

    def answer(self, landscape: Landscape) -> Computed:
        return Computed(compact(overview_document(overview(landscape))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Question):
    """What is odd in the file."""

    name: ClassVar[str] = "findings"

    def answer(self, landscape: Landscape) -> Computed:
        result = usecases.checked_again(landscape)
        report = validation_report(result, landscape.id)
        return self.computed(validation_document(result, landscape.id), report)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Question):
    """Every figure of a plan."""

    name: ClassVar[str] = "evaluation"

    def answer(self, landscape: Landscape) -> Computed:
        evaluation = usecases.evaluate(landscape, self.plan_read(), self.time_limit)
        return self.computed(answer_document(evaluation), evaluation=evaluation)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfVendor(Question):
    """A part of the figures; of one vendor or month where they are named."""

    vendor: str | None = None
    month: str | None = None

    def _asked(self, landscape: Landscape) -> tuple[Evaluation, Month | None]:
        at = None if self.month is None else usecases.month_within(landscape, self.month)
        if self.vendor is not None:
            require(landscape, "vendor", self.vendor)
        return usecases.evaluate(landscape, self.plan_read(), self.time_limit), at


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridges(_OfVendor):
    """The bridges that a plan needs."""

    name: ClassVar[str] = "bridges"

    def answer(self, landscape: Landscape) -> Computed:
        evaluation, at = self._asked(landscape)
        report = bridges_report(evaluation, self.vendor, at)
        return self.computed(bridges_document(evaluation, self.vendor, at), report, evaluation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests(_OfVendor):
    """The integration tests that a plan needs."""

    name: ClassVar[str] = "tests"

    def answer(self, landscape: Landscape) -> Computed:
        evaluation, at = self._asked(landscape)
        report = tests_report(evaluation, self.vendor, at)
        return self.computed(tests_document(evaluation, self.vendor, at), report, evaluation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Question):
    """A month under a plan; as of today without one."""

    name: ClassVar[str] = "status"

    month: str | None = None

    def answer(self, landscape: Landscape) -> Computed:
        status = usecases.status(landscape, self.month, self.plan_if_any(), self.time_limit)
        report = today_report(status) if self.form == "html" else status_report(status)
        return self.computed(status_document(status), report, status.evaluation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification(Question):
    """Whether an answer is right: `plan` is the answer."""

    name: ClassVar[str] = "verification"

    def answer(self, landscape: Landscape) -> Computed:
        sent = self.plan_sent()
        plain = read_plain(sent.text, sent.file)
        result = verify_answer(
            landscape, plain.value if isinstance(plain.value, Mapping) else {}, plain.places
        )
        if result.malformed:
            raise InputError(result.faults)
        return self.computed(verification_document(result, sent.file), verification_report(result, sent.file))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Question):
    """Patterns at their least cost, and the optimum; each has its share of the seconds."""

    name: ClassVar[str] = "comparison"

    patterns: tuple[str, ...] = ()
    weak_orders: str | None = None
    with_optimum: bool = True

    def answer(self, landscape: Landscape) -> Computed:
        patterns = usecases.patterns_asked(landscape, self.patterns, self.weak_orders)
        assert self.time_limit is not None, "a comparison ends"
        each = self.time_limit / (len(patterns) + self.with_optimum)
        found = usecases.compare(landscape, patterns, with_optimum=self.with_optimum, time_limit=each)
        return Computed(self.computed(comparison_document(found), comparison_report(found)).body, whole=False)
