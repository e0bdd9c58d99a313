"""The landscape file as pydantic models: its fields, their types, and what they mean.

One class per kind of entry; the text below each field is the hover text of the JSON Schema, in
Japanese and English. What needs more than one field or entry is in `checks`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from analyzer.landscape.model import (
    BridgeKind,
    Confidence,
    Criticality,
    Hosting,
    Scope,
    Stage,
    Zone,
)
from analyzer.landscape.scalars import (
    CODE_PATTERN,
    SLIP_MONTHS_PATTERN,
    Amount,
    Branch,
    Count,
    DayText,
    Id,
    Months,
    MonthText,
    MoveText,
    Name,
    Note,
    ReferenceText,
    Word,
)


class Document(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        populate_by_name=False,
        hide_input_in_errors=True,
    )


class Entry(Document):
    """What every entry may carry; it never changes a figure."""

    note: Note | None = None
    """覚え書き。保存・表示・出力され、計算には使われない。A remark: kept, shown and exported."""
    attributes: dict[str, Any] = Field(default_factory=dict)
    """自由な項目(調査項目、工数、連絡先、文字コードなど)。Free names and values of the office."""


class AvailableDocument(Document):
    """使える期間(両端を含む)。The months in which something may be used, both ends inclusive."""

    first: MonthText | None = Field(default=None, alias="from")
    """使い始められる月。The first month."""
    until: MonthText | None = None
    """使える最後の月。The last month."""


class ExtensionDocument(Entry):
    """申し出のある延長。An offered extension of an `until` or a contract end."""

    until: MonthText
    """延長後の最後の月。The last month after the extension."""


class HorizonDocument(Document):
    """計画の対象期間(両端を含む)。The months that a plan speaks of, both ends inclusive."""

    first: MonthText
    """最初の月。The first month."""
    last: MonthText
    """最後の月。The last month."""


class CostsDocument(Document):
    """単価。Unit costs."""

    test_case: Amount = 1
    """連携テスト 1 件の費用。Cost of one integration test case."""
    session: Amount = 0
    """テスト会 1 回の費用。Cost of one test session."""


class CapacityDocument(Document):
    """全ベンダを通した上限。Limits over all vendors."""

    cutovers_per_month: Count | None = None
    """月あたりの切替システム数の上限。Cutovers per month."""


class TestsDocument(Document):
    """連携テストの条件。Conditions on integration tests."""

    main_routes: Count = 0
    """ハブごとにテストする主要なルートの数。Main routes to be tested through each hub."""


class LandscapeDocument(Entry):
    """団体と計画の全体。The municipality and the plan as a whole."""

    id: Id
    """識別子。Id."""
    name: Name
    """団体名など。Name."""
    municipality_code: Annotated[str, Field(pattern=CODE_PATTERN)] | None = None
    """団体コード(引用符で囲む)。Municipality code, in quotes."""
    as_of: MonthText | None = None
    """いつ時点の情報か。The month of which the file speaks."""
    horizon: HorizonDocument | None = None
    """計画の対象期間。省略すると月がなく、計画は立てられない。Left out, there are no months to plan."""
    deadline: MonthText | None = None
    """標準化対象システムの最後の移行の期限。Last month for the final move of each standard system."""
    lateness_per_month: Amount | None = None
    """期限を超えた移行 1 件・1 か月あたりの費用(省略時は厳守)。Cost per move and month late."""
    generations: Annotated[list[Id], Field(min_length=1, max_length=50)] = Field(
        default_factory=lambda: ["legacy", "standard"]
    )
    """インターフェースの世代、古い順。Interface generations, oldest first."""
    cost_unit: Name | None = None
    """費用の単位の名前(人日など)。A label for the unit of all costs."""
    costs: CostsDocument = CostsDocument()
    """単価。Unit costs."""
    capacity: CapacityDocument = CapacityDocument()
    """全体の上限。Limits over all vendors."""
    tests: TestsDocument = TestsDocument()
    """テストの条件。Conditions on tests."""


class SlipDocument(Document):
    """移行が何か月遅れるかの分布。By how many months moves slip; one of the two."""

    triangular: Annotated[list[Months], Field(min_length=3, max_length=3)] | None = None
    """[最小, 最頻, 最大]。[min, mode, max] in months."""
    table: dict[Annotated[str, Field(pattern=SLIP_MONTHS_PATTERN)], Count] | None = None
    """月数: 重み。Months: weight."""


class VendorDocument(Entry):
    """ベンダ。A vendor."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    cutovers_per_month: Count | None = None
    """月あたりの切替システム数の上限。Cutovers per month."""
    unavailable: list[MonthText] = Field(default_factory=list)
    """切替ができない月。Months without a cutover to a form of this vendor."""
    slip: SlipDocument | None = None
    """遅れの分布。Distribution of slips."""


class EnvironmentDocument(Entry):
    """稼働環境。A place where systems and hubs stand."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    hosting: Hosting
    """設置形態。How it is hosted."""
    zone: Zone | None = None
    """ネットワークの区分。Network zone."""
    provider: Word | None = None
    """クラウド事業者など。Provider."""
    available: AvailableDocument = AvailableDocument()
    """使える期間。Months in which it may be used."""
    extensions: list[ExtensionDocument] = Field(default_factory=list)
    """申し出のある延長。Offered relaxations of until."""
    stage: Stage = "production"
    """本番か検証か。Production or verification."""
    monthly_cost: Amount = 0
    """使っている月の費用。Paid in each month in which a system or hub in use stands there."""


Pair = Annotated[list[Id], Field(min_length=2, max_length=2)]


class LineDocument(Entry):
    """回線。A network line that joins two environments, in either direction."""

    id: Id
    """識別子。Id."""
    between: Pair
    """両端の環境。The two environments."""
    kind: Word | None = None
    """種類(LGWAN、専用線など)。Kind."""
    available: AvailableDocument = AvailableDocument()
    """使える期間。Months in which it is open."""


class HubDocument(Entry):
    """連携用マスタ・統合DB・オブジェクトストレージ。A platform that integrations go via."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    environment: Id
    """設置される環境。The environment it stands in."""
    vendor: Id
    """担当ベンダ。Its vendor."""
    write_back: bool = False
    """新システムからの書き戻しを受けるか。Accepts write-back."""
    read_through: bool = False
    """新システムからの参照に応えるか。Serves read-through."""
    converts: bool = False
    """形式を変換するか。Converts between generations."""
    available: AvailableDocument = AvailableDocument()
    """使える期間。Months in which it may be used."""


class PackageDocument(Entry):
    """パッケージ。A package."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    vendor: Id | None = None
    """提供ベンダ。Its vendor."""
    available: AvailableDocument = AvailableDocument()
    """使える期間。Months in which it may be used."""


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


class LandscapeFile(Document):
    """連携の全体像のファイル(第 1 版)。The landscape file, version 1."""

    schema_version: Literal[1]
    """ファイル形式の版。Version of the format."""
    landscape: LandscapeDocument
    """団体と計画の全体。The municipality and the plan as a whole."""
    vendors: list[VendorDocument] = Field(default_factory=list)
    """ベンダ。Vendors."""
    environments: list[EnvironmentDocument] = Field(default_factory=list)
    """稼働環境。Environments."""
    lines: list[LineDocument] | None = None
    """回線。省略すると回線を調べない。Left out, transport is not checked."""
    hubs: list[HubDocument] = Field(default_factory=list)
    """ハブ。Hubs."""
    packages: list[PackageDocument] = Field(default_factory=list)
    """パッケージ。Packages."""
    systems: list[SystemDocument] = Field(default_factory=list)
    """システム。Systems."""
    integrations: list[IntegrationDocument] = Field(default_factory=list)
    """連携。Integrations."""
    bridges: list[BridgeDocument] | None = None
    """過渡期連携のカタログ。省略すると manual 以外を setup 1 で使える。
    The catalogue; left out: every kind but manual at setup 1."""
    existing_bridges: list[ExistingBridgeDocument] = Field(default_factory=list)
    """すでにある過渡期連携。Bridges that already stand."""
    law_changes: list[LawChangeDocument] = Field(default_factory=list)
    """制度改正。Law changes."""
    rules: list[RuleDocument] = Field(default_factory=list)
    """規則。Rules."""
    patterns: list[PatternDocument] = Field(default_factory=list)
    """パターン。Patterns, beside the built-in ones."""
