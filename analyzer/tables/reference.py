"""The table of headings as Markdown: the part of docs/tables.md that a test keeps fresh."""

from __future__ import annotations

from analyzer.tables.headings import LISTS, Column, ListSchema

BEGIN = "<!-- headings: begin (analyzer.tables.reference) -->"
END = "<!-- headings: end -->"


def headings_reference() -> str:
    """One table per list, the columns of moves and realizations in a table of their own."""
    return "\n".join(["\n".join(_list(schema)) for schema in LISTS])


def refreshed(page: str) -> str:
    """The page with the part between the marks replaced."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{headings_reference()}\n{END}{rest.partition(END)[2]}"


def _list(schema: ListSchema) -> list[str]:
    lines = [f"### {schema.sheet.ja} / {schema.sheet.en}", "", *_table(schema.columns), ""]
    if schema.group is not None:
        lines += [
            f"`<{schema.group.ja}>.…` / `<{schema.group.name}>.…`",
            "",
            *_table(schema.group.columns),
            "",
        ]
    return lines


def _table(columns: tuple[Column, ...]) -> list[str]:
    head = "| 見出し | Heading | ほかの見出し / aliases | 内容 | Content | 必須 / needed |"
    rows = [head, "| --- | --- | --- | --- | --- | --- |"]
    for column in columns:
        choices = "、".join(f"{choice[1]} = `{choice[0]}`" for choice in column.choices)
        needed = "○" if column.needed else ""
        ja, en = (choices, choices) if choices else column.hint
        rows.append(
            f"| {column.ja} | `{column.name}` | {'、'.join(column.aliases)} | {ja} | {en} | {needed} |"
        )
    return rows
