"""The head of the file: the municipality, its horizon, costs and limits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analyzer.landscape.documents.entry import Document, Entry
from analyzer.landscape.scalars import CODE_PATTERN, Amount, Count, Id, MonthText, Name


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
