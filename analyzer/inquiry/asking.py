"""Every question that a landscape leaves open, of all vendors or of one."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.graph.landscape_graph import build_graph
from analyzer.graph.subjects import require
from analyzer.inquiry.links import link_questions
from analyzer.inquiry.offers import offer_questions
from analyzer.inquiry.questions import TOPICS, Question
from analyzer.inquiry.systems import system_questions
from analyzer.landscape.model import Landscape

_ORDER = {topic: number for number, topic in enumerate(TOPICS)}


def questions_of(landscape: Landscape, vendor: str | None = None) -> tuple[Question, ...]:
    """By topic, then by what they are about; UnknownSubjectError for a vendor that is not there."""
    if vendor is not None:
        require(landscape, "vendor", vendor)
    today = build_graph(landscape)
    found = (*link_questions(today), *system_questions(today), *offer_questions(landscape))
    asked = [question for question in found if vendor is None or vendor in question.vendors]
    return tuple(sorted(asked, key=lambda question: (_ORDER[question.topic], question.subject)))


def by_vendor(questions: Iterable[Question]) -> tuple[tuple[str | None, Question], ...]:
    """Each question once for each vendor that is asked (None: the secretariat), by vendor."""
    asked = [(vendor, question) for question in questions for vendor in question.vendors or (None,)]
    return tuple(sorted(asked, key=lambda pair: (pair[0] is None, pair[0] or "")))
