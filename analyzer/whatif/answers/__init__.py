"""Two answers side by side: what each says, and what differs, as values."""

from analyzer.whatif.answers.difference import (
    AnswerDifference,
    BridgeChange,
    CaseChange,
    Change,
    Figure,
    LinkChange,
    MoveChange,
    SuspensionChange,
    WayRun,
    difference_of,
)
from analyzer.whatif.answers.evaluated import view_of
from analyzer.whatif.answers.reading import read_answer
from analyzer.whatif.answers.view import AnswerView, BridgeView, CaseView
from analyzer.whatif.answers.ways import Way, link_ways

__all__ = [
    "AnswerDifference",
    "AnswerView",
    "BridgeChange",
    "BridgeView",
    "CaseChange",
    "CaseView",
    "Change",
    "Figure",
    "LinkChange",
    "MoveChange",
    "SuspensionChange",
    "Way",
    "WayRun",
    "difference_of",
    "link_ways",
    "read_answer",
    "view_of",
]
