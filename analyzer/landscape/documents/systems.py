"""Systems with their moves, and the integrations between them."""

from __future__ import annotations

from pydantic import Field

from analyzer.landscape.documents.entry import Document, Entry, ExtensionDocument, Pair
from analyzer.landscape.model import Confidence, Criticality, Scope
from analyzer.landscape.scalars import Amount, Branch, DayText, Id, Months, MonthText, Name, Word


class FormDocument(Document):
    """現在の形。What the system is today."""

    environment: Id
    """環境。Environment."""
    generation: Id
    """インターフェースの世代。Interface generation."""
    vendor: Id
    """ベンダ。Vendor."""
    package: Id | None = None
    """パッケージ。Package."""


class TargetDocument(Document):
    """移行で変わるもの。書かない項目は変わらない。What a move changes; the rest stays."""

    environment: Id | None = None
    """移行先の環境。Environment."""
    generation: Id | None = None
    """移行先の世代。Interface generation."""
    vendor: Id | None = None
    """移行先のベンダ。Vendor."""
    package: Id | None = None
    """移行先のパッケージ。Package."""


class NeedsLineDocument(Document):
    """移行の前に要る回線。A line that must be open before the move."""

    between: Pair
    """両端の環境。The two environments."""
    months_before: Months = 1
    """何か月前から。How many months before."""


class MoveDocument(Entry):
    """移行(リフト・シフト)。A move."""

    id: Id
    """識別子(システムの中で一つ)。Id, one within its system."""
    to: TargetDocument
    """移行で変わるもの。What changes."""
    earliest: MonthText | None = None
    """最も早い月。Earliest month."""
    latest: MonthText | None = None
    """最も遅い月。Latest month."""
    fixed: MonthText | None = None
    """決まった月。The month, if it is fixed."""
    deadline: MonthText | None = None
    """この移行の期限(全体の期限の代わり)。A deadline of its own, instead of the landscape's."""
    blackout: list[MonthText] = Field(default_factory=list)
    """移行できない月。Months in which it must not fall."""
    not_with_previous: bool = False
    """前の移行と同じ月にしない。Not in the month of the move before it."""
    day: DayText | None = None
    """予定日(暦と図だけに使う)。The day, for calendars and diagrams only."""
    needs_line: NeedsLineDocument | None = None
    """事前に要る回線。A line needed beforehand."""


class SystemDocument(Entry):
    """業務システム。A system."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    scope: Scope
    """標準化対象かどうか。Whether it is to be standardized."""
    current: FormDocument
    """現在の形。What it is today."""
    block: Word | None = None
    """移行順序の単位(resident、tax など)。A word that patterns use."""
    businesses: list[Word] = Field(default_factory=list)
    """業務 ID(引用符で囲む)。Business ids, in quotes."""
    owner: Word | None = None
    """主管課。Owner section."""
    contract_end: MonthText | None = None
    """現行の形を使える最後の月。The last month in which form 0 may be in use."""
    contract_extensions: list[ExtensionDocument] = Field(default_factory=list)
    """申し出のある契約延長。Offered extensions of the contract."""
    moves: list[MoveDocument] = Field(default_factory=list)
    """移行、順番どおり。なければそのまま残る。The moves in order; none: it stays."""


class RealizationDocument(Entry):
    """ある世代での連携の実現方法。How an integration is carried at a generation."""

    same_as: Id | None = None
    """別の世代と同じもの(ほかの項目は書かない)。The same one as at that generation; nothing beside it."""
    via: Id | None = None
    """経由するハブ(省略時は直接)。The hub it goes via; left out: directly."""
    method: Word | None = None
    """方式(file、api など)。Method."""
    interval: Word | None = None
    """頻度(PT10M、P1D など)。Interval."""
    send: Word | None = None
    """送信側インターフェース名。Name of the sending interface."""
    receive: Word | None = None
    """受信側インターフェース名。Name of the receiving interface."""


class IntegrationDocument(Entry):
    """連携。An integration."""

    id: Id
    """連携ID。Integration id."""
    branch: Branch = "00"
    """枝番(引用符で囲む)。Branch, in quotes."""
    name: Name
    """名前。Name."""
    source: Id | None = Field(alias="from")
    """提供側システム。null は不明。The sending system; null: unknown."""
    target: Id | None = Field(default=None, alias="to")
    """利用側システム。null は不明。The receiving system; null: unknown."""
    criticality: Criticality = "normal"
    """重要度。high は手作業にも停止にもしない。High is never carried by hand, never suspended."""
    main_route: bool = False
    """主要なルートか。Whether it is a main route."""
    suspendable: Amount | None = None
    """混在中に止めておく場合の月額費用。Cost per month of leaving it out while mixed."""
    realizations: dict[Id, RealizationDocument] = Field(default_factory=dict)
    """世代ごとの実現方法。How it is carried, by generation."""
    ends: bool = False
    """実現方法のある最後の世代で終わるか。Ends with the last generation that has a realization."""
    confidence: Confidence | None = None
    """情報の確かさ。How well it is known."""
