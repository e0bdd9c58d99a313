"""Vendors and what stands in the field: environments, lines, hubs, packages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analyzer.landscape.documents.entry import AvailableDocument, Document, Entry, ExtensionDocument, Pair
from analyzer.landscape.model import Hosting, Stage, Zone
from analyzer.landscape.scalars import SLIP_MONTHS_PATTERN, Amount, Count, Id, Months, MonthText, Name, Word


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
    bridges_until: MonthText | None = None
    """このベンダの新しい過渡期連携が動く最後の月(撤退など)。既設のものは変わらない。Last month in which a new bridge of this vendor serves; existing ones stand."""
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
