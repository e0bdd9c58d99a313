"""Filled tables of questions: which cell answers which question. Nothing is understood yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.inquiry.report import ANSWER_HEADING, ID_HEADING
from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Problem, Sheet, Value, text_of
from analyzer.tables.headings import normalise

_SEARCHED = 40
"""Rows in which headings are looked for: letterheads and remarks may stand above them."""


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """`value` is filled; `place` is its sheet, row and column."""

    question: str
    value: Value | Problem
    place: Place


def answer_cells(sheets: Sequence[Sheet]) -> tuple[AnswerCell, ...]:
    """Every filled answer of every sheet of questions; InputError where there is no such sheet."""
    found: list[AnswerCell] = []
    known = False
    for sheet in sheets:
        heads = _heads(sheet)
        known |= heads is not None
        if heads is not None:
            found.extend(_cells(sheet, *heads))
    if not known:
        raise InputError((Finding(
            "answers_missing", "error",
            Text(f"見出し「{ID_HEADING.ja}」と「{ANSWER_HEADING.ja}」のあるシートがありません。",
                 f"No sheet has the headings {ID_HEADING.en!r} and {ANSWER_HEADING.en!r}."),
            Place(sheets[0].label, 1, 1) if sheets else None,
            Text("kakehashi questions で作った表に記入してください。", "Fill in a table that `kakehashi questions` made."),
        ),))  # fmt: skip
    return tuple(found)


def asks(sheet: Sheet) -> bool:
    """Whether the sheet has the headings of questions."""
    return _heads(sheet) is not None


def _heads(sheet: Sheet) -> tuple[int, int, int] | None:
    """(row, column of ids, column of answers) of the headings."""
    ids = {normalise(text) for text in ID_HEADING}
    answers = {normalise(text) for text in ANSWER_HEADING}
    for number, row in enumerate(sheet.rows[:_SEARCHED]):
        words = [normalise(cell) if isinstance(cell, str) else "" for cell in row]
        at_id = next((at for at, word in enumerate(words) if word in ids), None)
        at_answer = next((at for at, word in enumerate(words) if word in answers), None)
        if at_id is not None and at_answer is not None:
            return number, at_id, at_answer
    return None


def _cells(sheet: Sheet, head: int, at_id: int, at_answer: int) -> list[AnswerCell]:
    found = []
    for number, row in enumerate(sheet.rows[head + 1 :], head + 1):
        if at_id >= len(row) or at_answer >= len(row):
            continue
        asked, value = row[at_id], row[at_answer]
        if isinstance(asked, Problem) or text_of(asked).strip() == "":
            continue
        if isinstance(value, Problem) or text_of(value).strip() != "":
            id_ = unicodedata.normalize("NFKC", text_of(asked)).strip()
            found.append(AnswerCell(id_, value, sheet.place(number, at_answer)))
    return found
