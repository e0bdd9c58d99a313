"""What a report is made of, before anyone knows in which language, how wide or as what it is shown.

A report is a sequence of sections; text shows all of it, CSV the one table that is its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.landscape.months import Month
from analyzer.messages import Finding, Language, Text

Cell = str | int | Text | None

SEVERITIES = {
    "error": Text("誤り", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("情報", "info"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers stand right; what is `below` stands as a sentence under its row (in CSV beside it).

    `choices` are the words that may be filled in: workbooks offer them in a list. `written`: people write into it, also on paper.
    """

    heading: Text
    number: bool = False
    below: bool = False
    choices: tuple[Text, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`offered` are words that may be filled into single cells: (row, column) → words."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    offered: Mapping[tuple[int, int], tuple[Text, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, a table, and entries of a list; whatever there is of them.

    Rows and entries are many: the text shows the first of them, and says how many more.
    """

    heading: Text | None = None
    lines: tuple[Text, ...] = ()
    table: Table | None = None
    entries: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`answer` is the table that CSV gives; None where the answer is no table."""

    sections: tuple[Section, ...]
    answer: Table | None = field(default=None)


def columns(*headings: tuple[str, str] | tuple[str, str, str]) -> tuple[Column, ...]:
    """(Japanese, English[, ``number`` or ``below``]) → columns."""
    return tuple(Column(Text(h[0], h[1]), "number" in h[2:], "below" in h[2:]) for h in headings)


def cell_text(cell: Cell, language: Language) -> str:
    match cell:
        case None:
            return ""
        case Text():
            return cell.in_language(language)
        case _:
            return str(cell)


def both(text: str) -> Text:
    """An id or a name: the same in both languages."""
    return Text(text, text)


NONE = Text("なし", "none")


def month_or_none(month: Month | None) -> Text:
    """A cell for a month that there may not be."""
    return NONE if month is None else both(str(month))


def join(texts: Iterable[Text], ja: str = "、", en: str = ", ") -> Text:
    listed = list(texts)
    return Text(ja.join(text.ja for text in listed), en.join(text.en for text in listed))


def finding_entry(finding: Finding) -> Text:
    """``誤り landscape.yaml:3:5 [code] sentence``, and below it how to mend it."""
    word = SEVERITIES[finding.severity]
    place = f" {finding.place}" if finding.place else ""

    def entry(label: str, message: str, suggestion: str | None) -> str:
        return f"{label}{place} [{finding.code}] {message}" + (f"\n  → {suggestion}" if suggestion else "")

    mend = finding.suggestion
    return Text(
        entry(word.ja, finding.message.ja, mend.ja if mend else None),
        entry(word.en, finding.message.en, mend.en if mend else None),
    )


def findings_section(heading: Text, findings: Sequence[Finding]) -> tuple[Section, ...]:
    """The findings under a heading; nothing where there are none."""
    if not findings:
        return ()
    counted = Text(f"{heading.ja}({len(findings)} 件)", f"{heading.en} ({len(findings)})")
    return (Section(counted, entries=tuple(finding_entry(finding) for finding in findings)),)


FINDING_COLUMNS = columns(
    ("重大度", "severity"), ("コード", "code"), ("ファイル", "file"), ("行", "line", "number"),
    ("列", "column", "number"), ("内容", "message"), ("直し方", "suggestion"),
)  # fmt: skip


def findings_table(findings: Iterable[Finding]) -> Table:
    rows = []
    for finding in findings:
        place = finding.place
        rows.append((
            finding.severity, finding.code,
            place.file if place else None, place.line if place else None, place.column if place else None,
            finding.message, finding.suggestion,
        ))  # fmt: skip
    return Table(FINDING_COLUMNS, tuple(rows))
