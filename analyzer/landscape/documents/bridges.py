"""The catalogue of bridges, answers of the survey, and bridges that already stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analyzer.landscape.documents.entry import Entry, Pair
from analyzer.landscape.model import BridgeKind
from analyzer.landscape.scalars import Amount, Id, Months, MonthText, ReferenceText, Word


class BridgeDocument(Entry):
    """過渡期連携の費用、または意向調査の回答。What a bridge costs, or an answer of the survey."""

    kind: BridgeKind
    """種類。Kind."""
    system: Id | None = None
    """どのシステムの側か。The system at whose end it stands."""
    vendor: Id | None = None
    """その側のベンダ(convert ではハブの)。The vendor of that end (of the hub, for convert)."""
    hub: Id | None = None
    """ハブ。Hub."""
    between: Pair | None = None
    """両端の環境(relay)。The two environments of a relay."""
    per: Literal["system", "vendor"] | None = None
    """vendor なら、そのベンダの全システムで一つ。vendor: built once for all systems of the vendor."""
    setup: Amount | None = None
    """構築費。Once per bridge."""
    per_link: Amount | None = None
    """連携 1 本あたり。Once per integration that it serves."""
    per_month: Amount | None = None
    """月額。Per month in which it serves."""
    lead_months: Months | None = None
    """準備に要る月数。Months that building it takes."""
    partner_system: Id | None = None
    """(意向調査)相手のシステム。The partner's system, in an answer of the survey."""
    partner_vendor: Id | None = None
    """(意向調査)相手のベンダ。The partner's vendor, in an answer of the survey."""
    offered: bool | None = None
    """(意向調査)提供するか。Whether it is offered to that partner."""


class ExistingBridgeDocument(Entry):
    """すでにある(または発注済みの)過渡期連携。A bridge that stands, or is ordered (`from`)."""

    kind: BridgeKind
    """種類。Kind."""
    system: Id | None = None
    """どのシステムの側か。The system at whose end it stands."""
    vendor: Id | None = None
    """ベンダ(per: vendor の場合)。The vendor, where the entry that holds is per vendor."""
    hub: Id | None = None
    """ハブ。Hub."""
    integration: ReferenceText | None = None
    """連携(convert、manual)。The integration of a convert or manual."""
    between: Pair | None = None
    """両端の環境(relay)。The two environments of a relay."""
    serves: list[ReferenceText] = Field(default_factory=list)
    """運んでいる連携。The integrations that it carries."""
    first: MonthText | None = Field(default=None, alias="from")
    """発注済みの場合、動き始める月。Ordered: serves from that month on."""
    until: MonthText | None = None
    """動く最後の月。The last month in which it can serve."""
    method: Word | None = None
    """方式。Method."""
    interval: Word | None = None
    """頻度。Interval."""
