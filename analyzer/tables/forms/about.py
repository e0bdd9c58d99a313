"""Which system a sheet is about: said by the user, by its title, or by a title above its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Sheet
from analyzer.tables.forms.businesses import bare, business_of, business_within
from analyzer.tables.forms.options import FormOptions
from analyzer.tables.forms.registry import Registry
from analyzer.tables.headings import normalise

_GENERIC = re.compile(r"(sheet|シート|table|表)?[0-9()_\-]*\Z")
_AROUND = re.compile(
    r"(機能別)?連携(仕様|一覧|要件)(書|表)?|調査(票|表)|回答|一覧(表)?|[0-9]+\.|[_\-【】\[\]「」・:：()（）]"
)


def system_of(sheet: Sheet, above: int, options: FormOptions, registry: Registry) -> str | None:
    """The id of the system (made up where no list has it); None, and a finding, where the sheet does not tell."""
    said = options.systems.get(sheet.title)
    if said is not None:
        return registry.system(said, sheet.place(0, 0))
    for text, place in _titles(sheet, above):
        for word in dict.fromkeys((text, bare(_AROUND.sub("", normalise(text))))):
            if word and len(registry.find(word)) == 1:
                return registry.system(word, place)
    for text, place in _titles(sheet, above):
        business = business_of(text) or business_within(text)
        if business is not None:
            return registry.system(text.strip() if business_of(text) else business.name, place)
    name = _AROUND.sub("", normalise(sheet.title))
    if sheet.typed and not _GENERIC.match(name):
        return registry.system(sheet.title, sheet.place(0, 0))
    registry.findings.append(_not_told(sheet))
    return None


def _titles(sheet: Sheet, above: int) -> Iterator[tuple[str, Place]]:
    yield sheet.title, sheet.place(0, 0)
    for number, cells in enumerate(sheet.rows[:above]):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell.strip():
                yield cell, sheet.place(number, column)


def _not_told(sheet: Sheet) -> Finding:
    return Finding(
        "sheet_system_unknown",
        "error",
        Text(f"シート「{sheet.title[:40]}」がどのシステムのものかわかりません。このシートは読みませんでした。",
             f"The sheet {sheet.title[:40]!r} does not say which system it is about; it was not read."),
        sheet.place(0, 0),
        Text("シート名をシステム名にするか、--system シート名=システム で指定してください。",
             "Name the sheet after the system, or say it with --system SHEET=SYSTEM."),
    )  # fmt: skip
