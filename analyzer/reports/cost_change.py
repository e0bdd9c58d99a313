"""A plan's cost by part before and after something changed, as a section."""

from __future__ import annotations

from analyzer.evaluation.assessment import Cost
from analyzer.landscape.model import Landscape
from analyzer.messages.words import COST_PARTS
from analyzer.reports.difference import signed
from analyzer.reports.layout import Section, Table, columns
from analyzer.reports.naming import cost_heading


def cost_change(landscape: Landscape, before: Cost, after: Cost) -> Section:
    """Parts that are nothing on both sides are left out; the total is not."""
    pairs = zip(before.as_dict().items(), after.as_dict().values(), strict=True)
    rows = tuple(
        (COST_PARTS[part], one, other, signed(other - one))
        for (part, one), other in pairs
        if one or other or part == "total"
    )
    table = Table(
        columns(("項目", "part"), ("計画", "planned", "number"), ("変更後", "now", "number"),
                ("差", "difference", "number")),
        rows,
    )  # fmt: skip
    return Section(cost_heading(landscape), table=table)
