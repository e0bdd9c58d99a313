"""A question to a vendor as a value: whom it is for, which field of the file its answer fills, how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.messages import Text
from analyzer.tables.headings import Column

Topic = Literal[
    "partner", "as_is", "confidence", "isolated", "survey", "contract_end", "earliest", "day", "available", "until",
]  # fmt: skip
TOPICS: dict[Topic, Text] = {
    "partner": Text("連携の相手", "partner of a link"),
    "as_is": Text("今の運び方", "how it is carried today"),
    "confidence": Text("連携の確かさ", "how well a link is known"),
    "isolated": Text("連携の漏れ", "links left out"),
    "survey": Text("意向調査", "survey of intent"),
    "contract_end": Text("契約の終わり", "end of a contract"),
    "earliest": Text("移行できる月", "earliest month of a move"),
    "day": Text("切替日", "day of a cutover"),
    "available": Text("提供時期", "when a package is there"),
    "until": Text("過渡期連携の終わり", "end of a bridge"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """The field that an answer fills: `entry` counts in the canonical document; None: the answer is a new entry."""

    section: str
    entry: int | None
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`vendors` are asked, each on its own; nobody where the secretariat has to find it out itself.

    `subject` is what it is about as the file names it; with the topic it makes the `id`, which stays the same as long
    as the question stands. `field` names the field for people. `column` says how an answer is read.
    """

    topic: Topic
    subject: str
    vendors: tuple[str, ...]
    about: Text
    text: Text
    hint: Text
    field: str
    target: Target
    column: Column

    @property
    def id(self) -> str:
        return f"{self.topic}:{self.subject}"
