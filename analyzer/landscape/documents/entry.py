"""What documents have in common: strictness, remarks, months of availability."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from analyzer.landscape.scalars import Id, MonthText, Note


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


Pair = Annotated[list[Id], Field(min_length=2, max_length=2)]
"""Two environments."""
