"""Rules, patterns and law changes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from analyzer.landscape.documents.entry import Document, Entry
from analyzer.landscape.model import Scope
from analyzer.landscape.scalars import Amount, Id, Months, MonthText, MoveText, Name, Word


class SelectorDocument(Document):
    """どのシステムか。書いたものすべてに当てはまるもの。Which systems: all that is named must hold."""

    ids: list[Id] | None = None
    """システムの識別子。Ids of systems."""
    block: Word | None = None
    """ブロック。Block."""
    scope: Scope | None = None
    """標準化対象かどうか。Scope."""
    owner: Word | None = None
    """主管課。Owner section."""
    vendor: Id | None = None
    """そのときの(切替では移行先の)ベンダ。Vendor of the form then had."""


class LawChangeDocument(Entry):
    """制度改正。A law change."""

    month: MonthText
    """施行の月。The month."""
    name: Name
    """名前。Name."""
    systems: SelectorDocument = SelectorDocument()
    """対象のシステム(省略時はすべて)。Which systems; left out: all."""
    cost: dict[Id, Amount]
    """環境または世代ごとの、1 システムの費用。Cost per system, by environment or generation."""


class TogetherDocument(Entry):
    """同じ月に移行する。Moves that fall in one month."""

    together: Annotated[list[MoveText], Field(min_length=1)]
    """移行(システム.移行)。Moves, written system.move."""


class BeforeDocument(Entry):
    """順番。One move before another."""

    before: MoveText
    """先の移行。The earlier move."""
    after: MoveText
    """後の移行。The later move."""
    gap: Months = 1
    """少なくとも空ける月数(0 は同じ月でもよい)。At least so many months between; 0 allows the same."""


class BlackoutDocument(Entry):
    """切替をしない月。Months without cutovers."""

    blackout: list[MonthText]
    """月。Months."""
    systems: SelectorDocument = SelectorDocument()
    """対象のシステム(省略時はすべて)。Which systems; left out: all."""
    reason: Name | None = None
    """理由。Reason."""


class FixedDocument(Entry):
    """決まった月。Moves with a fixed month."""

    fixed: dict[MoveText, MonthText]
    """移行: 月。Move: month."""


RULE_KINDS = ("together", "before", "blackout", "fixed")


def rule_kind(value: object) -> str | None:
    """The tag of a rule: the key that only its kind has (in angle brackets, to tell it from keys)."""
    if isinstance(value, dict):
        return next(
            (f"<{kind}>" for kind in RULE_KINDS if kind in value), "<before>" if "after" in value else None
        )
    return None


RuleDocument = Annotated[
    Annotated[TogetherDocument, Tag("<together>")]
    | Annotated[BeforeDocument, Tag("<before>")]
    | Annotated[BlackoutDocument, Tag("<blackout>")]
    | Annotated[FixedDocument, Tag("<fixed>")],
    Discriminator(rule_kind),
]


class PatternDocument(Entry):
    """移行順序のパターン。An order of the final moves of blocks."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    groups: Annotated[list[Annotated[list[Word], Field(min_length=1)]], Field(min_length=1)]
    """ブロックの組、順番どおり。Groups of blocks, in order; `other`: every block not named."""
    together: bool = True
    """組の中は同じ月に移行する。Final moves of one group fall in one month."""
