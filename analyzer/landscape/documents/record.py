"""The record of a migration: what was planned and what happened, advance by advance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analyzer.landscape.documents.entry import Document, Entry
from analyzer.landscape.scalars import MAX_AMOUNT, Id, MonthText, MoveText, Word

Sum = Annotated[int, Field(ge=0, le=1_000 * MAX_AMOUNT)]


class RecordedMoveDocument(Entry):
    """済んだ移行、または予定が変わった移行。A move that was done, or whose month changed."""

    move: MoveText
    """移行。The move."""
    first_planned: MonthText
    """遅れる前の、最初の予定の月。The month planned before anything slipped."""
    planned: MonthText
    """この回の計画の月。The month in the plan of this advance."""
    month: MonthText
    """済んだ月、または今の予定の月。The month in which it was done, or is to be done now."""
    outcome: Literal["on_time", "early", "late", "overdue", "moved"]
    """予定どおり、早い、遅い(済み)/ 未了、押されて移動。Done on time, early, late; overdue; pushed on."""


class RecordedBridgeDocument(Entry):
    """過渡期連携が動いた月。The months in which a bridge served."""

    kind: Word
    """種類。Kind."""
    place: Word
    """場所(検算書の書き方)。Its place, as an answer names it."""
    vendor: Id | None = None
    """ベンダ。Vendor."""
    planned: list[MonthText] = Field(default_factory=list)
    """計画で動くはずだった月。The months in which it was to serve."""
    actual: list[MonthText] = Field(default_factory=list)
    """実際に動いた月。The months in which it served."""


class RecordedCostDocument(Document):
    """費用の内訳。The parts of a cost."""

    bridge: Sum
    """過渡期連携。Bridges."""
    suspension: Sum
    """停止。Suspensions."""
    test: Sum
    """連携テスト。Tests."""
    session: Sum
    """テスト会合。Sessions."""
    environment: Sum
    """稼働環境。Environments."""
    law_change: Sum
    """制度改正。Law changes."""
    lateness: Sum
    """遅延。Lateness."""
    total: Sum
    """合計。The total."""


class AdvanceDocument(Entry):
    """一回の繰り越し。One advance."""

    first: MonthText = Field(alias="from")
    """それまでの最初の月。The first month before it."""
    to: MonthText
    """新しい最初の月。The new first month."""
    before: Word
    """繰り越す前のファイルのハッシュ。The hash of the landscape before."""
    after: Word
    """繰り越した後のファイルのハッシュ。The hash of the landscape after."""
    moves: list[RecordedMoveDocument] = Field(default_factory=list)
    """移行。Moves."""
    bridges: list[RecordedBridgeDocument] = Field(default_factory=list)
    """過渡期連携。Bridges."""
    planned: RecordedCostDocument
    """計画でこの間にかかるはずだった費用。What these months were to cost."""
    paid: RecordedCostDocument
    """この間に実際にかかった費用。What they have cost."""


class RecordFile(Document):
    """移行の記録(第 1 版)。The record of a migration, version 1."""

    schema_version: Literal[1]
    """ファイル形式の版。Version of the format."""
    landscape: Id
    """団体の識別子。The id of the landscape."""
    advances: list[AdvanceDocument] = Field(default_factory=list)
    """古い順の繰り越し。Every advance, the oldest first."""
