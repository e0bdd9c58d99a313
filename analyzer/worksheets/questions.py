"""Questions to each vendor, each with the field that its answer fills, and an empty column for the answers."""

from __future__ import annotations

from analyzer.inquiry.asking import questions_of
from analyzer.inquiry.report import questions_document, questions_sections, questions_table
from analyzer.messages import Text
from analyzer.worksheets.worksheet import Asked, Content, Sheet


def _content(asked: Asked) -> Content:
    landscape, vendor = asked.landscape, asked.vendor
    found = questions_of(landscape, vendor)
    table = questions_table(landscape, found, vendor)
    document = {"questions": questions_document(landscape, found, vendor)["questions"]}
    return Content(questions_sections(landscape, found, vendor, table), table, document)


SHEET = Sheet(
    "questions",
    Text("ベンダへの質問票", "Questions to vendors"),
    Text(
        "まだわからないことを、ベンダごとに質問として並べる。回答欄に記入し、画面の「取込み」か kakehashi answers で読み戻す。",
        "What nobody wrote down yet, asked of each vendor; the view In, or `kakehashi answers`, reads the answers back.",
    ),
    "unused",
    _content,
)
