"""What people say about their files themselves, where a guess would be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analyzer.messages import Text

FormName = Literal["plain", "sapporo", "suita", "oita", "own"]

FORM_NAMES: Mapping[FormName, Text] = {
    "plain": Text("この製品の一覧", "a plain list"),
    "sapporo": Text("連携一覧(機能別連携仕様、札幌市の15列)", "links as the national specification lists them (Sapporo's 15 columns)"),
    "suita": Text("システム調査票(吹田市の16項目)", "survey of systems (Suita's 16 items)"),
    "oita": Text("連携一覧(共通基盤経由・直接、大分市)", "links via the common platform or direct (Oita)"),
    "own": Text("独自の一覧(見出しを推定)", "a list of one's own (headings guessed)"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormOptions:
    """`forms` by title of the sheet (``*``: every sheet), `columns` (field → heading in the file), `systems` (title of a sheet → system).

    `fill`: the lists only fill in; empty cells and rows that are not there leave the base as it is.
    """

    forms: Mapping[str, FormName] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    systems: Mapping[str, str] = field(default_factory=dict)
    fill: bool = False

    def form_of(self, title: str) -> FormName | None:
        return self.forms.get(title, self.forms.get("*"))


NO_FORMS = FormOptions()


@dataclass(frozen=True, slots=True)
class SheetReading:
    """As what a sheet was read: `rows` of the list in it, `about` the system that it is about, if it is about one."""

    sheet: str
    form: FormName | None
    rows: int
    about: str | None = None
