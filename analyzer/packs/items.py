"""What there is to do under a plan, as values: cutovers, bridges, tests and answers, each with its months and parties.

No price stands in an item, and no remark of the file: items go to vendors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.landscape.model import IntegrationKey
from analyzer.landscape.months import Month
from analyzer.messages import Text

ItemKind = Literal["build", "start", "test", "cutover", "end", "answer"]
ITEM_KINDS: dict[ItemKind, Text] = {
    "answer": Text("回答", "answer"),
    "build": Text("過渡期連携の構築", "build a bridge"),
    "start": Text("過渡期連携の開始", "a bridge starts"),
    "test": Text("連携テスト", "integration test"),
    "cutover": Text("切替", "cutover"),
    "end": Text("過渡期連携の終了", "a bridge ends"),
}
"""In the order in which those of one month are done."""
_ORDER = {kind: number for number, kind in enumerate(ITEM_KINDS)}


@dataclass(frozen=True, slots=True)
class Item:
    """`id` stays the same when months of the plan change. `doers` have to do it, `vendors` are concerned (the doers among them).

    `first` and `last` are the months that it may take; `day` (``YYYY-MM-DD``) is its last one where the file names it: a
    test is done, and a bridge there, by the day on which the first of its ends cuts over. An item without a month (an answer that nobody set a day for) has neither.
    """

    kind: ItemKind
    id: str
    title: Text
    detail: Text
    doers: frozenset[str]
    vendors: frozenset[str]
    first: Month | None = None
    last: Month | None = None
    day: str | None = None
    owners: tuple[str, ...] = ()
    links: tuple[IntegrationKey, ...] = ()
    systems: tuple[str, ...] = ()
    count: int = 1
    """How many questions an answer is to."""

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """By month, then as the work goes."""
        return (
            self.first is None,
            0 if self.first is None else self.first.ordinal,
            _ORDER[self.kind],
            self.id,
        )
