"""A filled cell → the value of the landscape file that it stands for, by the kind of its column."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from analyzer.messages import Text
from analyzer.tables.cells import Value, text_of
from analyzer.tables.dates import read_day, read_month
from analyzer.tables.headings import ATTRIBUTES, REALIZATIONS, Column, Kind, normalise
from analyzer.tables.names import Names, as_id
from analyzer.tables.values import DIRECT_WORDS, FALSE_WORDS, NO_PACKAGE_WORDS, TRUE_WORDS, UNKNOWN_WORDS

_BRANCH = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*\Z")
_INTEGER = re.compile(r"[0-9]{1,15}\Z|[0-9]{1,3}(,[0-9]{3}){1,4}\Z")


class NotUnderstood(Exception):
    """The cell has no reading: says why and how to mend it."""

    def __init__(self, message: Text, suggestion: Text) -> None:
        self.message = message
        self.suggestion = suggestion
        super().__init__(message.en)


class Cell(NamedTuple):
    """A cell with all that its meaning depends on."""

    column: Column
    value: Value
    names: Names

    @property
    def text(self) -> str:
        return text_of(self.value)

    @property
    def word(self) -> str:
        return normalise(self.text)

    @property
    def clip(self) -> str:
        """The text for a message."""
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"


def understood(column: Column, value: Value, names: Names) -> object:
    """The value that a filled cell stands for; NotUnderstood where it stands for none.

    None stands for an unknown partner, a direct route, no package.
    """
    return _READERS[column.kind](Cell(column, value, names))


def items(value: Value) -> list[str]:
    """The items of a cell that lists several."""
    return [item for part in re.split(r"[,，;；、\n↔〜~]", text_of(value)) if (item := part.strip())]


def _id(cell: Cell) -> str:
    found = as_id(cell.text)
    if found is None:
        raise NotUnderstood(
            Text(f"「{cell.clip}」はIDとして使えません。", f"{cell.clip!r} cannot be an id."),
            Text("半角英小文字・数字・_・- で書いてください。", "Write it with a-z, 0-9, _ and -."),
        )
    return found


def _branch(cell: Cell) -> str:
    # A spreadsheet turns 00 into the number 0, so its zeros are given back.
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if not _BRANCH.match(text):
        raise NotUnderstood(
            Text(f"「{cell.clip}」は枝番として使えません。", f"{cell.clip!r} cannot be a branch."),
            Text("半角英数字・_・- で書いてください。", "Write it with letters, digits, _ and -."),
        )
    return text.zfill(2) if isinstance(cell.value, int) else text


def _text(cell: Cell) -> object:
    if cell.column.path[:1] == (ATTRIBUTES.en,):
        return (
            cell.value.strip()
            if isinstance(cell.value, str)
            else cell.text
            if isinstance(cell.value, date)
            else cell.value
        )
    return cell.text.strip()


def _texts(cell: Cell) -> list[str]:
    # A spreadsheet turns the business 001 into the number 1, so its zeros are given back.
    return [item.zfill(3) if item.isascii() and item.isdigit() else item for item in items(cell.value)]


def _one_month(cell: Cell) -> str:
    # 2025.1 as a number may have been typed as 2025.10.
    found = (
        None
        if isinstance(cell.value, float | bool)
        else read_month(cell.value if isinstance(cell.value, date) else cell.text)
    )
    if found is None:
        raise NotUnderstood(
            Text(f"「{cell.clip}」は年月として読めません。", f"{cell.clip!r} is not a month."),
            Text(
                "2025-04、2025/4、2025年4月、R7.4 のように書いてください。",
                "Write it like 2025-04, 2025/4 or R7.4.",
            ),
        )
    return found


def _month(cell: Cell) -> str:
    return _one_month(cell)


def _months(cell: Cell) -> list[str]:
    return [
        _one_month(cell._replace(value=item))
        for item in (items(cell.value) if isinstance(cell.value, str) else [cell.value])
    ]


def _day(cell: Cell) -> str:
    found = read_day(cell.value if isinstance(cell.value, date) else cell.text)
    if found is None:
        raise NotUnderstood(
            Text(f"「{cell.clip}」は日付として読めません。", f"{cell.clip!r} is not a date."),
            Text(
                "2025-01-04、2025/1/4、令和7年1月4日 のように書いてください。",
                "Write it like 2025-01-04 or 2025/1/4.",
            ),
        )
    return found


def _integer(cell: Cell) -> int:
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if isinstance(cell.value, bool) or not _INTEGER.match(text):
        raise NotUnderstood(
            Text(
                f"「{cell.clip}」は0以上の整数ではありません。",
                f"{cell.clip!r} is not an integer of 0 or more.",
            ),
            Text(
                "単位や記号を付けず、数字だけを書いてください。", "Write digits only, without unit or sign."
            ),
        )
    return int(text.replace(",", ""))


def _boolean(cell: Cell) -> bool:
    if cell.word in TRUE_WORDS:
        return True
    if cell.word in FALSE_WORDS:
        return False
    raise NotUnderstood(
        Text(f"「{cell.clip}」は ○ でも × でもありません。", f"{cell.clip!r} is neither true nor false."),
        Text("○ と書くか、空欄にしてください。", "Write true, or leave the cell empty."),
    )


def _choice(cell: Cell) -> str:
    word = cell.word
    words = {normalise(text): choice[0] for choice in cell.column.choices for text in choice}
    if word in words:
        return words[word]
    labels = {choice: label for choice, label, *_ in cell.column.choices}
    near = difflib.get_close_matches(word[:100], words, n=1)
    hint = Text(
        f"選択肢: {'、'.join(labels.values())}。"
        + (f"「{labels[words[near[0]]]}」でしょうか。" if near else ""),
        f"Choices: {', '.join(labels)}." + (f" Did you mean {words[near[0]]}?" if near else ""),
    )
    raise NotUnderstood(
        Text(
            f"「{cell.clip}」は{cell.column.ja}の選択肢にありません。",
            f"{cell.clip!r} is no choice of {cell.column.name}.",
        ),
        hint,
    )


def _generation(cell: Cell) -> str:
    word = cell.word
    return _id(cell._replace(value=REALIZATIONS.aliases.get(word, word)))


def _reference(cell: Cell) -> str:
    text = cell.text
    assert cell.column.target is not None
    found = cell.names.resolve(cell.column.target, text)
    if found is not None:
        return found
    several = cell.names.ambiguous(cell.column.target, text)
    if several:
        raise NotUnderstood(
            Text(f"「{cell.clip}」という名称は複数あります({'、'.join(several)})。",
                 f"The name {cell.clip!r} has several owners ({', '.join(several)})."),
            Text("IDで書いてください。", "Write the id."),
        )  # fmt: skip
    raise NotUnderstood(
        Text(f"「{cell.clip}」という{_LIST_WORDS[cell.column.target].ja}は一覧にも元のファイルにもありません。",
             f"No {_LIST_WORDS[cell.column.target].en} {cell.clip!r} is in the lists or in the base."),
        cell.names.nearest(cell.column.target, text),
    )  # fmt: skip


def _references(cell: Cell) -> list[str]:
    return [_reference(cell._replace(value=item)) for item in items(cell.value)]


def _partner(cell: Cell) -> str | None:
    return None if cell.word in UNKNOWN_WORDS else _reference(cell)


def _route(cell: Cell) -> str | None:
    text = cell.text
    if normalise(text) in DIRECT_WORDS and cell.names.resolve("hubs", text) is None:
        return None
    return _reference(cell)


def _package(cell: Cell) -> str | None:
    text = cell.text
    found = cell.names.resolve("packages", text)
    if found is None and normalise(text) in NO_PACKAGE_WORDS:
        return None
    # A form may name a package that no list holds.
    return found or as_id(text) or _reference(cell)


def _order(cell: Cell) -> list[str]:
    return [_id(cell._replace(value=item)) for item in items(cell.value)]


_LIST_WORDS = {
    "systems": Text("システム", "system"),
    "links": Text("連携", "link"),
    "vendors": Text("ベンダ", "vendor"),
    "environments": Text("環境", "environment"),
    "hubs": Text("ハブ", "hub"),
    "packages": Text("パッケージ", "package"),
}
_READERS: dict[Kind, Callable[[Cell], object]] = {
    "id": _id,
    "branch": _branch,
    "text": _text,
    "texts": _texts,
    "month": _month,
    "months": _months,
    "day": _day,
    "integer": _integer,
    "boolean": _boolean,
    "choice": _choice,
    "generation": _generation,
    "reference": _reference,
    "references": _references,
    "partner": _partner,
    "route": _route,
    "package": _package,
    "order": _order,
}
