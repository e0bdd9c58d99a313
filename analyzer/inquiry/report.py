"""Questions as a table with an empty column for the answers, and as plain data."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analyzer.inquiry.asking import by_vendor
from analyzer.inquiry.questions import TOPICS, Question
from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.reports.answer import Plain
from analyzer.reports.layout import Cell, Column, Report, Section, Table, columns
from analyzer.reports.naming import named, vendor_named

SECRETARIAT = Text("事務局", "secretariat")
_ANSWER = 6
COLUMNS = (
    *columns(
        ("質問ID", "question id"), ("ベンダ", "vendor"), ("種類", "topic"), ("対象", "about"), ("質問", "question"),
        ("書き方", "how to answer"),
    ),
    Column(Text("回答", "answer"), written=True),
    *columns(("ファイルの項目", "field of the file")),
)  # fmt: skip
ID_HEADING, ANSWER_HEADING = COLUMNS[0].heading, COLUMNS[_ANSWER].heading
"""What reading answers back looks for."""
_ON_SCREEN = (0, 1, 2, 4)
"""Columns of the text; the question stands under its row."""


def questions_table(
    landscape: Landscape, questions: tuple[Question, ...], vendor: str | None = None
) -> Table:
    """A row for each question and vendor, to fill in."""
    rows: list[tuple[Cell, ...]] = []
    offered = {}
    for whom, question in by_vendor(questions):
        if vendor in (None, whom):
            if question.column.choices:
                words = tuple(Text(choice[1], choice[0]) for choice in question.column.choices)
                offered[len(rows), _ANSWER] = words
            rows.append((
                question.id, vendor_named(landscape, whom) or SECRETARIAT, TOPICS[question.topic], question.about,
                question.text, question.hint, None, question.field,
            ))  # fmt: skip
    return Table(COLUMNS, tuple(rows), offered)


READ_BACK = Text(
    "回答欄に記入したブックまたはCSVは、画面の「取込み」か kakehashi answers で読み戻せます。",
    "The view In, or `kakehashi answers`, reads the workbook or CSV back, with its answers filled in.",
)
SEND_BACK = Text(
    "回答欄に記入して、このブックのまま事務局へ返してください。",
    "Fill in the answers, and send the workbook back to the secretariat.",
)


def questions_sections(
    landscape: Landscape,
    questions: tuple[Question, ...],
    vendor: str | None,
    table: Table,
    then: Text = READ_BACK,
) -> tuple[Section, ...]:
    """How many there are of whom and about what, and the table. `then`: what is done with the answers."""
    lines = (
        Text(f"質問 {len(questions)} 件。わからないことは空欄のままにしてください。",
             f"{len(questions)} question(s). Leave empty what you do not know."),
        then,
    )  # fmt: skip
    sections = [Section(None, lines)]
    if vendor is None and questions:
        sections.append(Section(Text("ベンダ別", "By vendor"), table=_counts(landscape, questions)))
    return (*sections, Section(Text("質問", "Questions"), table=table))


def questions_report(
    landscape: Landscape, questions: tuple[Question, ...], vendor: str | None = None
) -> Report:
    """For a screen: the question under its row, and nothing to fill in; the answer is the table to fill in."""
    name = None if vendor is None else named(landscape.vendors[vendor].name, vendor)
    heading = Text("ベンダへの質問", "Questions to vendors") if name is None else Text(
        f"{name.ja}への質問", f"Questions to {name.en}")  # fmt: skip
    table = questions_table(landscape, questions, vendor)
    first, *rest = questions_sections(landscape, questions, vendor, _on_screen(table))
    return Report((replace(first, heading=heading), *rest), table)


def _on_screen(table: Table) -> Table:
    heads = tuple(replace(COLUMNS[at], below=at == _ON_SCREEN[-1]) for at in _ON_SCREEN)
    return Table(heads, tuple(tuple(row[at] for at in _ON_SCREEN) for row in table.rows))


def _counts(landscape: Landscape, questions: tuple[Question, ...]) -> Table:
    """Vendor × topic."""
    counted = Counter((vendor, question.topic) for vendor, question in by_vendor(questions))
    topics = [topic for topic in TOPICS if any(asked == topic for _, asked in counted)]
    vendors = dict.fromkeys(vendor for vendor, _ in by_vendor(questions))
    return Table(
        columns(
            ("ベンダ", "vendor"),
            *((TOPICS[topic].ja, TOPICS[topic].en, "number") for topic in topics),
            ("計", "all", "number"),
        ),
        tuple(
            (
                vendor_named(landscape, vendor) or SECRETARIAT,
                *(counted[vendor, topic] for topic in topics),
                sum(counted[vendor, topic] for topic in topics),
            )
            for vendor in vendors
        ),
    )


def questions_document(
    landscape: Landscape, questions: tuple[Question, ...], vendor: str | None = None
) -> Plain:
    """Every question with whom it is asked, in both languages."""
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "vendor": vendor,
        "questions": [
            {
                "id": question.id, "topic": question.topic, "subject": question.subject,
                "vendors": list(question.vendors) if vendor is None else [vendor],
                "about": question.about._asdict(), "question": question.text._asdict(),
                "how_to_answer": question.hint._asdict(), "field": question.field, "answer": None,
            }
            for question in questions
        ],
    }  # fmt: skip
