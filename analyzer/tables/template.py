"""`kakehashi import --template`: an Excel workbook to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.messages import Language
from analyzer.tables.forms.options import FormName
from analyzer.tables.forms.writing import oita_template, sapporo_template, suita_template
from analyzer.tables.headings import LISTS, Heading, ListSchema, heading_text
from analyzer.tables.xlsx_writing import FormContent, SheetContent, workbook_bytes

MOVES = ("lift", "shift")
GENERATIONS = ("legacy", "standard")
_TEMPLATES: dict[FormName, Callable[[Language], FormContent]] = {
    "sapporo": sapporo_template,
    "suita": suita_template,
    "oita": oita_template,
}
FORMS: tuple[FormName, ...] = ("plain", *_TEMPLATES)
"""Those that there is a workbook to fill in of."""


def template_workbook(
    language: Language = "ja",
    moves: Sequence[str] = MOVES,
    generations: Sequence[str] = GENERATIONS,
    forms: Sequence[FormName] = ("plain",),
) -> bytes:
    """An xlsx with a sheet per list or form: headings, a row of remarks in both languages, comments, drop-downs.

    The remarks begin with ``※`` and are not read. Columns of needed fields stand out in colour.
    """
    contents: list[SheetContent | FormContent] = [
        _TEMPLATES[form](language) for form in forms if form in _TEMPLATES
    ]
    for schema in LISTS if "plain" in forms else ():
        headings = _headings(schema, moves, generations)
        heads: list[str | int] = [heading_text(schema, heading, language) for heading in headings]
        remarks: list[str | int] = [
            f"{heading.column.hint.ja}\n{heading.column.hint.en}" for heading in headings
        ]
        remarks[0] = f"※{remarks[0]}"
        title = schema.sheet.in_language(language)
        contents.append(SheetContent(title, schema, headings, (heads, remarks), notes=True))
    return workbook_bytes(contents, language)


def _headings(schema: ListSchema, moves: Sequence[str], generations: Sequence[str]) -> tuple[Heading, ...]:
    headings = [Heading(column) for column in schema.columns if column.kind != "order"]
    if schema.group is not None:
        members = generations if schema.name == "links" else moves
        headings += [Heading(column, member) for member in members for column in schema.group.columns]
    return tuple(headings)
