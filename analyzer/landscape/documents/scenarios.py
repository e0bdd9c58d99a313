"""The file of scenarios: named lists of changes to a landscape."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analyzer.landscape.documents.bridges import BridgeDocument
from analyzer.landscape.documents.entry import Document, Entry
from analyzer.landscape.documents.rules import LawChangeDocument, RuleDocument
from analyzer.landscape.documents.systems import IntegrationDocument, TargetDocument
from analyzer.landscape.scalars import (
    MAX_MONTHS,
    Amount,
    Count,
    Id,
    MonthText,
    MoveText,
    Name,
    ReferenceText,
)


class DelayDocument(Document):
    """遅れ。ベンダ(その形に至る移行すべて)または移行のどちらか。A delay of a vendor (every move to a form of it) or of a move."""

    vendor: Id | None = None
    """ベンダ。Vendor."""
    move: MoveText | None = None
    """移行。Move."""
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS)]
    """遅れる月数。By how many months."""


class WithdrawDocument(Document):
    """ベンダの撤退。A vendor withdraws."""

    vendor: Id
    """ベンダ。Vendor."""
    first: MonthText = Field(alias="from")
    """この月から、新しい移行も過渡期連携もない。From this month on: no move to its forms, no new bridge of it."""


class AvailableChangeDocument(Document):
    """使える期間の変更。書いた端だけが変わり、null はその端をなくす。Other dates of availability: the end that is written changes, null opens it."""

    environment: Id | None = None
    """環境。Environment."""
    line: Id | None = None
    """回線。Line."""
    hub: Id | None = None
    """ハブ。Hub."""
    package: Id | None = None
    """パッケージ。Package."""
    first: MonthText | None = Field(default=None, alias="from")
    """使い始められる月。The first month."""
    until: MonthText | None = None
    """使える最後の月。The last month."""


class CapacityChangeDocument(Document):
    """月あたりの切替の上限。null は上限なし。Another limit of cutovers per month; null: none."""

    vendor: Id | None = None
    """ベンダ(省略時は全体)。Vendor; left out: over all vendors."""
    cutovers_per_month: Count | None
    """月あたりの切替システム数の上限。Cutovers per month."""


class UnavailableDocument(Document):
    """ベンダが対応できない月(加わる)。Months in which a vendor cannot cut over, beside those that the file names."""

    vendor: Id
    """ベンダ。Vendor."""
    months: Annotated[list[MonthText], Field(min_length=1)]
    """月。Months."""


class ContractEndDocument(Document):
    """契約の終わりの変更。null は終わりなし。Another end of a contract; null: none."""

    system: Id
    """システム。System."""
    until: MonthText | None
    """現行の形を使える最後の月。The last month in which form 0 may be in use."""


class DeadlineDocument(Document):
    """期限の変更。null は期限なし、または厳守。Another deadline; null: none, or none to pay for."""

    move: MoveText | None = None
    """移行(省略時は全体の期限)。Move; left out: the deadline of the landscape."""
    month: MonthText | None = None
    """期限の月。The month."""
    lateness_per_month: Amount | None = None
    """期限を超えた移行 1 件・1 か月あたりの費用(全体の期限だけ)。Cost per move and month late; of the landscape's deadline only."""


class CostsChangeDocument(Document):
    """単価の変更。Other unit costs."""

    test_case: Amount | None = None
    """連携テスト 1 件の費用。Cost of one integration test case."""
    session: Amount | None = None
    """テスト会 1 回の費用。Cost of one test session."""


class MonthlyCostDocument(Document):
    """環境の月額の変更。Another monthly cost of an environment."""

    environment: Id
    """環境。Environment."""
    cost: Amount
    """使っている月の費用。Paid in each month in which a system or hub in use stands there."""


class TargetChangeDocument(Document):
    """移行先の変更。書かない項目はこれまでの移行先のまま。Another target of a move; what is not named stays as it was."""

    move: MoveText
    """移行。Move."""
    to: TargetDocument
    """移行先。The target."""


class HorizonChangeDocument(Document):
    """計画の対象期間の変更。Another horizon."""

    last: MonthText
    """最後の月。The last month."""


class ChangeDocument(Entry):
    """変更。種類を一つだけ書く。A change: one of these kinds."""

    delay: DelayDocument | None = None
    """ベンダまたは移行の遅れ。A vendor or a move is late."""
    withdraw: WithdrawDocument | None = None
    """ベンダの撤退。A vendor withdraws."""
    available: AvailableChangeDocument | None = None
    """環境・回線・ハブ・パッケージの期間。Dates of an environment, a line, a hub or a package."""
    fix: Annotated[dict[MoveText, MonthText], Field(min_length=1)] | None = None
    """移行: 決まった月(これまでの決まった月に代わる)。Move: its fixed month, instead of any other."""
    forbid: (
        Annotated[dict[MoveText, Annotated[list[MonthText], Field(min_length=1)]], Field(min_length=1)] | None
    ) = None
    """移行: できない月。Move: months in which it must not fall."""
    rule: RuleDocument | None = None
    """加わる規則。A rule that is added."""
    apart: Annotated[list[MoveText], Field(min_length=2)] | None = None
    """同じ月でなくてよくなる移行。Moves that no `together` binds to each other any more."""
    capacity: CapacityChangeDocument | None = None
    """月あたりの切替の上限。Limit of cutovers per month."""
    unavailable: UnavailableDocument | None = None
    """ベンダが対応できない月。Months in which a vendor is unavailable."""
    contract_end: ContractEndDocument | None = None
    """契約の終わり。End of a contract."""
    deadline: DeadlineDocument | None = None
    """期限。Deadline."""
    costs: CostsChangeDocument | None = None
    """単価。Unit costs."""
    bridge: BridgeDocument | None = None
    """過渡期連携の費用または回答。同じものを指す要素に代わり、なければ加わる。An entry of the catalogue, or an answer of the survey: in place of the one that names the same, else added."""
    monthly_cost: MonthlyCostDocument | None = None
    """環境の月額。Monthly cost of an environment."""
    target: TargetChangeDocument | None = None
    """移行先。Another target of a move."""
    add_integration: IntegrationDocument | None = None
    """加わる連携。An integration that is added."""
    drop_integration: ReferenceText | None = None
    """なくなる連携。An integration that goes."""
    law_change: LawChangeDocument | None = None
    """加わる制度改正。A law change that is added."""
    horizon: HorizonChangeDocument | None = None
    """計画の対象期間。The horizon."""


CHANGE_KINDS: tuple[str, ...] = tuple(
    name for name in ChangeDocument.model_fields if name not in Entry.model_fields
)


class ScenarioDocument(Entry):
    """シナリオ: 名前のついた変更の並び。A scenario: a named list of changes; later ones win."""

    id: Id
    """識別子。Id."""
    name: Name
    """名前。Name."""
    as_of: MonthText | None = None
    """いつ時点で検討するか(発注が間に合うかの判断に使う)。The month in which it is considered: what must have been ordered before it is late."""
    changes: list[ChangeDocument] = Field(default_factory=list)
    """変更、順番どおり。The changes in order."""


class ScenariosFile(Document):
    """シナリオのファイル(第 1 版)。The file of scenarios, version 1."""

    schema_version: Literal[1]
    """ファイル形式の版。Version of the format."""
    scenarios: list[ScenarioDocument]
    """シナリオ。Scenarios."""
