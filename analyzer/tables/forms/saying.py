"""Sentences that several forms say of a cell, a row or a heading."""

from __future__ import annotations

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Sheet
from analyzer.tables.forms.heads import Head
from analyzer.tables.headings import normalise

_HOW = {
    "word": Text("言い換えとして知られている見出しです", "a known word for it"),
    "part": Text("見出しの一部から推定しました", "guessed from a part of the heading"),
    "near": Text("似た見出しから推定しました", "guessed from a similar heading"),
    "said": Text("--column で指定されました", "said with --column"),
}


def guessed_headings(sheet: Sheet, head: Head, fields: dict[str, tuple[str, ...]]) -> list[Finding]:
    """One finding for each column with another heading than ours; columns that mean nothing are kept as attributes."""
    findings = []
    for at, match in sorted(head.matches.items()):
        name = fields[match.field][0]
        if normalise(match.text) == normalise(name):
            continue
        why = _HOW[match.how]
        findings.append(
            Finding(
                "heading_guessed",
                "warning" if match.how in ("part", "near") else "info",
                Text(f"見出し「{match.text[:40]}」を「{name}」として読みました({why.ja})。",
                     f"The heading {match.text[:40]!r} was read as {match.field} ({why.en})."),
                sheet.place(head.row, at),
                Text(f"違うときは --column {name}=見出し で指定してください。", f"If it is not, say --column {match.field}=HEADING."),
                (("cell", sheet.cell(head.row, at)),),
            )
        )  # fmt: skip
    for at, text in sorted(head.unknown.items()):
        findings.append(column_kept(sheet, head, at, text))
    return findings


def column_kept(sheet: Sheet, head: Head, at: int, text: str) -> Finding:
    return Finding(
        "column_kept",
        "info",
        Text(f"列「{text[:40]}」は様式にないので、属性として残しました。",
             f"The form has no column {text[:40]!r}; it was kept as an attribute."),
        sheet.place(head.row, at),
        Text("ほかの列の言い換えなら --column で指定してください。", "If it stands for another column, say so with --column."),
        (("cell", sheet.cell(head.row, at)),),
    )  # fmt: skip


def row_wrong(sheet: Sheet, number: int, column: int, sentence: Text) -> Finding:
    return Finding(
        "row_key_not_understood",
        "error",
        Text(f"{sentence.ja}この行は読みませんでした。", f"{sentence.en} The row was not read."),
        sheet.place(number, column),
        Text("セルを直してください。", "Mend the cell."),
        (("cell", sheet.cell(number, column)),),
    )


def cell_wrong(
    sheet: Sheet, number: int, column: int, sentence: Text, suggestion: Text | None = None
) -> Finding:
    return Finding(
        "cell_not_understood",
        "error",
        sentence,
        sheet.place(number, column),
        suggestion or Text("値として貼り付け直してください。", "Paste it as a value."),
        (("cell", sheet.cell(number, column)),),
    )


def partner_unknown(sheet: Sheet, number: int, column: int) -> Finding:
    return Finding(
        "partner_unknown",
        "warning",
        Text("連携の相手先がわかりません。相手先不明の連携として残しました。",
             "The partner is not known; the link is kept with an unknown partner."),
        sheet.place(number, column),
        Text("ベンダに確認してください。", "Ask the vendor."),
        (("cell", sheet.cell(number, column)),),
    )  # fmt: skip
