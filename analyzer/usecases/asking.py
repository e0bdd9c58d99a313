"""Questions to vendors, and their answers back into the landscape."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape

if TYPE_CHECKING:
    from analyzer.inquiry.answers import Answered
    from analyzer.inquiry.questions import Question
    from analyzer.tables.reading import GivenFile


def questions(landscape: Landscape, vendor: str | None = None) -> tuple[Question, ...]:
    """What the landscape leaves open, of all vendors or of one; UnknownSubjectError for a vendor that is not there."""
    from analyzer.inquiry.asking import questions_of

    return questions_of(landscape, vendor)


def answers(landscape: Landscape, files: Sequence[Path | GivenFile]) -> Answered:
    """The landscape with the answers of filled workbooks and CSV files in it; InputError with everything that is wrong."""
    from analyzer.inquiry.answers import read_answers
    from analyzer.tables.reading import read_sheets

    return read_answers(landscape, read_sheets(files))
