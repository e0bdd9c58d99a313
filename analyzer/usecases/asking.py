"""Questions to vendors, and their answers back into the landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Text

if TYPE_CHECKING:
    from analyzer.inquiry.questions import Question
    from analyzer.landscape.difference import LandscapeDifference
    from analyzer.reports.layout import Report
    from analyzer.tables.cells import Sheet
    from analyzer.tables.reading import GivenFile


def questions(landscape: Landscape, vendor: str | None = None) -> tuple[Question, ...]:
    """What the landscape leaves open, of all vendors or of one; UnknownSubjectError for a vendor that is not there."""
    from analyzer.inquiry.asking import questions_of

    return questions_of(landscape, vendor)


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """`landscape` with the answers in it. `filled` are questions whose answers were set, `surveyed` counts answers of the
    survey of intent, `findings` (warnings) tell what was passed over.
    """

    landscape: Landscape
    difference: LandscapeDifference
    filled: tuple[Question, ...]
    surveyed: int
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        return len(self.filled) + self.surveyed

    @property
    def report(self) -> Report:
        """How many were read, and what was passed over; what changes is told by `difference`."""
        from analyzer.reports.layout import Report, Section, findings_section

        counted = Text(f"回答 {self.count} 件を読みました。", f"{self.count} answer(s) were read.")
        passed = findings_section(Text("使わなかった回答など", "Passed over, and warnings"), self.findings)
        return Report((Section(Text("回答の取込み", "Answers"), (counted,)), *passed))


def answers(landscape: Landscape, files: Sequence[Path | GivenFile]) -> AnswersRead:
    """The landscape with the answers of filled workbooks and CSV files in it: sheets of questions, and surveys of intent.

    InputError with everything that is wrong in any sheet.
    """
    from analyzer.landscape.difference import difference_of
    from analyzer.landscape.dumping import landscape_document
    from analyzer.tables.reading import read_sheets

    after, filled, surveyed, findings = _read(landscape, read_sheets(files))
    hashes = (landscape.content_hash, after.content_hash)
    difference = difference_of(landscape_document(landscape), landscape_document(after), hashes)
    return AnswersRead(after, difference, filled, surveyed, findings)


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Files that somebody sent: with a sheet of questions or of the survey, and all others."""

    answers: tuple[GivenFile, ...]
    others: tuple[GivenFile, ...]


def told_apart(files: Sequence[GivenFile]) -> ToldApart:
    """By the headings of their sheets. A workbook of a pack has more sheets than that, none of them a list to bring in."""
    from analyzer.inquiry.sheets import asks
    from analyzer.tables.reading import read_sheets
    from analyzer.worksheets.survey_answers import is_survey

    answered = [any(asks(sheet) or is_survey(sheet) for sheet in read_sheets([file])) for file in files]
    return ToldApart(
        tuple(file for file, is_answers in zip(files, answered, strict=True) if is_answers),
        tuple(file for file, is_answers in zip(files, answered, strict=True) if not is_answers),
    )


def _read(
    landscape: Landscape, sheets: Sequence[Sheet]
) -> tuple[Landscape, tuple[Question, ...], int, tuple[Finding, ...]]:
    """Each sheet by its headings; one that has none of them is no sheet of answers."""
    from analyzer.inquiry.answers import read_answers
    from analyzer.worksheets.survey_answers import is_survey, read_survey

    surveys = [sheet for sheet in sheets if is_survey(sheet)]
    others = [sheet for sheet in sheets if not is_survey(sheet)]
    wrong: list[InputError] = []
    after, surveyed = landscape, 0
    filled: tuple[Question, ...] = ()
    findings: list[Finding] = []
    if not surveys or _has_questions(others):
        try:
            answered = read_answers(after, others)
            after, filled = answered.landscape, answered.filled
            findings.extend(answered.findings)
        except InputError as error:
            wrong.append(error)
    if surveys:
        try:
            survey = read_survey(after, surveys)
            after, surveyed = survey.landscape, survey.answered
            findings.extend(survey.findings)
        except InputError as error:
            wrong.append(error)
    if wrong:
        raise InputError(
            tuple(finding for error in wrong for finding in error.findings),
            sum(error.total for error in wrong),
        )
    return after, filled, surveyed, tuple(findings)


def _has_questions(sheets: Sequence[Sheet]) -> bool:
    from analyzer.inquiry.sheets import asks

    return any(map(asks, sheets))
