"""What is taken to a meeting: worksheets of one landscape or several, packs, and filled-in answers read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analyzer import usecases
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import PlanFile, read_plan
from analyzer.reports.versions import versions_document
from analyzer.tables.reading import GivenFile
from api.guarded.wire import unpacked
from api.work.questions.base import Computed, Question, Sent, as_json


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSheet(Question):
    """A question about a worksheet, by its id."""

    name: ClassVar[str] = "worksheet"

    sheet: str
    vendor: str | None = None
    wareki: bool = False

    @property
    def called(self) -> str:
        return self.sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet(_OfSheet):
    """One worksheet of the landscape."""

    month: str | None = None

    def answer(self, landscape: Landscape) -> Computed:
        plan = self.plan_if_any()
        made = usecases.worksheet(
            landscape, self.sheet, plan, self.month, self.vendor, wareki=self.wareki, time_limit=self.time_limit
        )  # fmt: skip
        if self.form == "xlsx":
            body = usecases.worksheets_workbook([made], landscape, self.language)
        else:
            body = self.computed(made.document, made.report).body
        return Computed(body, whole=plan is None)


@dataclass(frozen=True, slots=True)
class Other:
    """Another landscape of a question about several, as `packed` by the service, and its kept plan, if one is asked for."""

    landscape: bytes
    plan: Sent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointWorksheet(_OfSheet):
    """One worksheet of several landscapes; each plan has its share of the seconds."""

    others: tuple[Other, ...]

    def answer(self, landscape: Landscape) -> Computed:
        planned: list[tuple[Landscape, PlanFile | None]] = [(landscape, self.plan_if_any())]
        for other in self.others:
            plan = None if other.plan is None else read_plan(other.plan.text, other.plan.file)
            planned.append((unpacked(other.landscape), plan))
        share = None if self.time_limit is None else self.time_limit / len(planned)
        made = usecases.joint_worksheet(
            planned, self.sheet, self.vendor, wareki=self.wareki, time_limit=share
        )
        if self.form == "xlsx":
            body = usecases.joint_workbook(made, self.language)
        else:
            body = self.computed(made.document, made.report).body
        return Computed(body, whole=all(plan is None for _, plan in planned))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(Question):
    """What a vendor is handed, or the secretariat's papers; all of it, or one of `usecases.PARTS`."""

    name: ClassVar[str] = "pack"

    part: str = ""
    vendor: str | None = None
    answer_by: str | None = None
    pictures: bool = True
    wareki: bool = False

    @property
    def called(self) -> str:
        return "-".join(filter(None, (self.part or self.name, self.vendor)))

    def answer(self, landscape: Landscape) -> Computed:
        packed = usecases.pack(
            landscape, self.plan_read(), self.vendor, self.language, answer_by=self.answer_by,
            pictures=self.pictures, wareki=self.wareki, part=self.part or None, time_limit=self.time_limit,
        )  # fmt: skip
        body = packed.files[0].data if self.part else usecases.zipped(packed.files)
        return Computed(body, packed.evaluation.stopped_by is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledAnswers(Question):
    """What a filled-in workbook changes, and the landscape with it."""

    name: ClassVar[str] = "answers"

    filled: Sent

    def answer(self, landscape: Landscape) -> Computed:
        found = usecases.answers(landscape, [GivenFile(self.filled.file, self.filled.text)])
        document = {
            **versions_document(found.difference),
            "filled": [asked.id for asked in found.filled],
            "surveyed": found.surveyed,
            "findings": [finding.as_dict() for finding in found.findings],
            "landscape_file": landscape_document(found.landscape),
        }
        return Computed(as_json(document))
