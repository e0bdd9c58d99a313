"""The headings of an office's sheet: under titles, over one to three rows, in the words that the office has for them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, Value, text_of
from analyzer.tables.headings import normalise
from analyzer.tables.recognition import NOTE_MARKS, is_blank

Vocabulary = Mapping[str, tuple[str, ...]]
"""Field → words that head it; the first is the field's name for people."""
How = Literal["said", "word", "part", "near"]

_SEARCHED_ROWS = 30
_DEEPEST = 3
_NEAR = 0.8
_MOST_NEAR = 300
"""Looking for a near word is slow: a sheet with thousands of texts in its first rows gets these many."""
_REMARKS = (*NOTE_MARKS, "＃", "注)", "注:", "(注", "凡例", "*")
_SUMS = ("合計", "小計", "計", "総計")


@dataclass(frozen=True, slots=True)
class Match:
    """`how` a heading was understood: said by the user, a known word, a part of one, or a word near to one."""

    field: str
    text: str
    how: How


@dataclass(frozen=True, slots=True)
class Head:
    """`columns` by field; `unknown` are columns with a heading that means nothing here. `row` is the last row of headings."""

    first: int
    row: int
    columns: dict[str, int]
    matches: dict[int, Match]
    unknown: dict[int, str] = field(default_factory=dict)

    def cell(self, cells: list[Value | Problem], name: str) -> Value | Problem:
        at = self.columns.get(name)
        return cells[at] if at is not None and at < len(cells) else None

    def text(self, cells: list[Value | Problem], name: str) -> str:
        """The text of a cell, empty where there is none (or none that can be read)."""
        cell = self.cell(cells, name)
        return "" if isinstance(cell, Problem) else text_of(cell).strip()


def find_head(
    sheet: Sheet, vocabulary: Vocabulary, said: Mapping[str, str] | None = None, *, loose: bool = False
) -> Head | None:
    """The rows with the most headings understood, of those the topmost and flattest. `loose`: parts of words and near words count."""
    best: Head | None = None
    score = (0, 0, 0)
    readers = _Reader(vocabulary, said or {}, loose)
    for first in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        for deep in range(1, _DEEPEST + 1):
            if first + deep > len(sheet.rows):
                break
            if _cuts_a_heading(sheet, first, deep):
                continue
            head = _head(sheet, first, deep, readers)
            found = (len(head.columns), -deep, -first)
            if head.columns and found > score:
                best, score = head, found
    return best


def _cuts_a_heading(sheet: Sheet, first: int, deep: int) -> bool:
    """Whether a heading merged over rows reaches below these rows: then they are not all of the headings."""
    last = first + deep - 1
    return any(first <= merge.top <= last < merge.bottom < first + _DEEPEST for merge in sheet.merged)


@dataclass(slots=True)
class _Reader:
    vocabulary: Vocabulary
    said: Mapping[str, str]
    loose: bool
    _looked: int = 0
    _known: dict[str, Match | None] = field(default_factory=dict)
    _words: dict[str, str] = field(init=False)
    _said: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._words = {normalise(word): name for name, words in self.vocabulary.items() for word in words}
        names = {
            normalise(word): name for name, words in self.vocabulary.items() for word in (name, words[0])
        }
        self._said = {
            normalise(heading): names[normalise(name)]
            for name, heading in self.said.items()
            if normalise(name) in names
        }

    def read(self, text: str) -> Match | None:
        word = normalise(text)
        if word not in self._known:
            self._known[word] = self._read(word, text)
        return self._known[word]

    def _read(self, word: str, text: str) -> Match | None:
        if word in self._said:
            return Match(self._said[word], text, "said")
        if word in self._words:
            name = self._words[word]
            # A field that the user has headed otherwise is not guessed.
            return None if name in self._said.values() else Match(name, text, "word")
        if not self.loose or not 2 <= len(word) <= 30:
            return None
        parts = [known for known in self._words if len(known) >= 2 and known in word]
        if parts:
            longest = max(parts, key=lambda known: (len(known), known))
            return self._free(Match(self._words[longest], text, "part"))
        self._looked += 1
        if self._looked > _MOST_NEAR:
            return None
        near = difflib.get_close_matches(word, self._words, n=1, cutoff=_NEAR)
        return self._free(Match(self._words[near[0]], text, "near")) if near else None

    def _free(self, match: Match) -> Match | None:
        return None if match.field in self._said.values() else match


_ORDER: tuple[How, ...] = ("said", "word", "part", "near")


def _head(sheet: Sheet, first: int, deep: int, reader: _Reader) -> Head:
    rows = sheet.rows[first : first + deep]
    found: dict[int, Match] = {}
    texts: dict[int, str] = {}
    for column in range(max(map(len, rows), default=0)):
        parts = [row[column] for row in rows if column < len(row)]
        words = list(dict.fromkeys(part.strip() for part in parts if isinstance(part, str) and part.strip()))
        if not words:
            continue
        texts[column] = "".join(words)
        candidates = dict.fromkeys(["".join(words), *reversed(words)])
        read = [match for text in candidates if (match := reader.read(text))]
        if read:
            found[column] = min(read, key=lambda match: _ORDER.index(match.how))
    columns: dict[str, int] = {}
    for column in sorted(found, key=lambda column: (_ORDER.index(found[column].how), column)):
        columns.setdefault(found[column].field, column)
    matches = {column: found[column] for column in sorted(columns.values())}
    unknown = {column: text for column, text in texts.items() if column not in matches}
    return Head(first, first + deep - 1, columns, matches, unknown)


def body(sheet: Sheet, head: Head, findings: list[Finding]) -> Iterator[tuple[int, list[Value | Problem]]]:
    """(number of the row, its cells) below the headings, without empty rows; remarks, sums and repeated headings are reported."""
    titles = [text_of(cell) for cell in sheet.rows[head.row] if not isinstance(cell, Problem)]
    for number, cells in enumerate(sheet.rows[head.row + 1 :], head.row + 1):
        filled = [at for at, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            continue
        first = cells[filled[0]]
        text = "" if isinstance(first, Problem) else text_of(first).strip()
        if (
            text.startswith(_REMARKS)
            or text in _SUMS
            or _is_one_wide_cell(sheet, number, filled)
            or [text_of(cell) for cell in cells if not isinstance(cell, Problem)] == titles
        ):
            findings.append(_not_read(sheet, number, filled[0], text))
        else:
            yield number, cells


def _is_one_wide_cell(sheet: Sheet, number: int, filled: list[int]) -> bool:
    """Whether all that the row says is one cell merged over three columns or more: a remark, a title between rows."""
    return any(
        merge.top <= number <= merge.bottom
        and merge.right - merge.left >= 2
        and merge.left <= filled[0]
        and filled[-1] <= merge.right
        for merge in sheet.merged
    )


def _not_read(sheet: Sheet, number: int, column: int, text: str) -> Finding:
    return Finding(
        "row_not_read",
        "info",
        Text(f"注記・見出し・合計の行として読みませんでした(「{text[:40]}」)。",
             f"The row was taken for a remark, a heading or a sum and was not read ({text[:40]!r})."),
        sheet.place(number, column),
        None,
        (("cell", sheet.cell(number, column)),),
    )  # fmt: skip
