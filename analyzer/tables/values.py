"""One cell ↔ one value of the landscape file, by the kind of its column."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date

from analyzer.messages import Language, Text
from analyzer.tables.cells import Value, text_of
from analyzer.tables.dates import read_day, read_month
from analyzer.tables.headings import ATTRIBUTES, REALIZATIONS, Column, Kind, normalise
from analyzer.tables.names import Names, as_id

DIRECT = Text("直接", "(direct)")
UNKNOWN_PARTNER = Text("不明", "?")
YES = Text("○", "true")
NO = Text("×", "false")

_TRUE = frozenset({"○", "◯", "〇", "●", "✓", "✔", "レ", "はい", "有", "あり", "true", "yes", "y", "1"})
_FALSE = frozenset({"×", "✕", "✗", "いいえ", "無", "なし", "false", "no", "n", "0"})
DIRECT_WORDS = frozenset({"直接", "(direct)", "direct", "-", "なし", "直接連携"})
UNKNOWN_WORDS = frozenset({"", "?", "不明", "unknown", "未定"})
NO_PACKAGE_WORDS = frozenset({"なし", "(none)", "none", "-"})
_BRANCH = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*\Z")
_LARGEST = 10**15
"""Excel keeps 15 digits: larger numbers are written as text."""


class NotUnderstood(Exception):
    """The cell has no reading: says why and how to mend it."""

    def __init__(self, message: Text, suggestion: Text) -> None:
        self.message = message
        self.suggestion = suggestion
        super().__init__(message.en)


def shown(column: Column, value: object, language: Language) -> str | int:
    """What export writes for a value; the empty text for none."""
    if value is None:
        return UNKNOWN_PARTNER.in_language(language) if column.kind == "partner" else ""
    if isinstance(value, bool) and column.kind == "boolean":
        return (YES if value else NO).in_language(language)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return value
    if column.kind == "choice" and language == "ja":
        return next((label for word, label, *_ in column.choices if word == value), str(value))
    if isinstance(value, list) and all(isinstance(item, str) for item in value) and _is_list(column.kind):
        return ("、" if language == "ja" else ", ").join(value)
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def understood(column: Column, value: Value, names: Names) -> object:
    """The value that a filled cell stands for; NotUnderstood where it stands for none.

    None stands for an unknown partner, a direct route, no package.
    """
    return _READERS[column.kind](column, value, names)


def _is_list(kind: Kind) -> bool:
    return kind in ("months", "texts", "references", "order")


def items(value: Value) -> list[str]:
    """The items of a cell that lists several."""
    return [item for part in re.split(r"[,，;；、\n↔〜~]", text_of(value)) if (item := part.strip())]


def _id(column: Column, value: Value, names: Names) -> str:
    found = as_id(text_of(value))
    if found is None:
        raise NotUnderstood(
            Text(f"「{_clip(value)}」はIDとして使えません。", f"{_clip(value)!r} cannot be an id."),
            Text("半角英小文字・数字・_・- で書いてください。", "Write it with a-z, 0-9, _ and -."),
        )
    return found


def _branch(column: Column, value: Value, names: Names) -> str:
    # A spreadsheet turns 00 into the number 0, so its zeros are given back.
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not _BRANCH.match(text):
        raise NotUnderstood(
            Text(f"「{_clip(value)}」は枝番として使えません。", f"{_clip(value)!r} cannot be a branch."),
            Text("半角英数字・_・- で書いてください。", "Write it with letters, digits, _ and -."),
        )
    return text.zfill(2) if isinstance(value, int) else text


def _text(column: Column, value: Value, names: Names) -> object:
    if column.path[:1] == (ATTRIBUTES.en,):
        return value.strip() if isinstance(value, str) else text_of(value) if isinstance(value, date) else value
    return text_of(value).strip()


def _texts(column: Column, value: Value, names: Names) -> list[str]:
    # A spreadsheet turns the business 001 into the number 1, so its zeros are given back.
    return [item.zfill(3) if item.isascii() and item.isdigit() else item for item in items(value)]


def _one_month(value: Value) -> str:
    # 2025.1 as a number may have been typed as 2025.10.
    found = None if isinstance(value, float | bool) else read_month(value if isinstance(value, date) else text_of(value))
    if found is None:
        raise NotUnderstood(
            Text(f"「{_clip(value)}」は年月として読めません。", f"{_clip(value)!r} is not a month."),
            Text("2025-04、2025/4、2025年4月、R7.4 のように書いてください。", "Write it like 2025-04, 2025/4 or R7.4."),
        )
    return found


def _month(column: Column, value: Value, names: Names) -> str:
    return _one_month(value)


def _months(column: Column, value: Value, names: Names) -> list[str]:
    return [_one_month(item) for item in (items(value) if isinstance(value, str) else [value])]


def _day(column: Column, value: Value, names: Names) -> str:
    found = read_day(value if isinstance(value, date) else text_of(value))
    if found is None:
        raise NotUnderstood(
            Text(f"「{_clip(value)}」は日付として読めません。", f"{_clip(value)!r} is not a date."),
            Text("2025-01-04、2025/1/4、令和7年1月4日 のように書いてください。", "Write it like 2025-01-04 or 2025/1/4."),
        )
    return found


def _integer(column: Column, value: Value, names: Names) -> int:
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if isinstance(value, bool) or not re.match(r"[0-9]{1,15}\Z|[0-9]{1,3}(,[0-9]{3}){1,4}\Z", text):
        raise NotUnderstood(
            Text(f"「{_clip(value)}」は0以上の整数ではありません。", f"{_clip(value)!r} is not an integer of 0 or more."),
            Text("単位や記号を付けず、数字だけを書いてください。", "Write digits only, without unit or sign."),
        )
    return int(text.replace(",", ""))


def _boolean(column: Column, value: Value, names: Names) -> bool:
    word = normalise(text_of(value))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise NotUnderstood(
        Text(f"「{_clip(value)}」は ○ でも × でもありません。", f"{_clip(value)!r} is neither true nor false."),
        Text("○ と書くか、空欄にしてください。", "Write true, or leave the cell empty."),
    )


def _choice(column: Column, value: Value, names: Names) -> str:
    word = normalise(text_of(value))
    words = {normalise(text): choice[0] for choice in column.choices for text in choice}
    if word in words:
        return words[word]
    labels = {choice: label for choice, label, *_ in column.choices}
    near = difflib.get_close_matches(word[:100], words, n=1)
    hint = Text(
        f"選択肢: {'、'.join(labels.values())}。" + (f"「{labels[words[near[0]]]}」でしょうか。" if near else ""),
        f"Choices: {', '.join(labels)}."
        + (f" Did you mean {words[near[0]]}?" if near else ""),
    )
    raise NotUnderstood(
        Text(f"「{_clip(value)}」は{column.ja}の選択肢にありません。", f"{_clip(value)!r} is no choice of {column.name}."), hint
    )


def _generation(column: Column, value: Value, names: Names) -> str:
    word = normalise(text_of(value))
    return _id(column, REALIZATIONS.aliases.get(word, word), names)


def _reference(column: Column, value: Value, names: Names) -> str:
    text = text_of(value)
    assert column.target is not None
    found = names.resolve(column.target, text)
    if found is not None:
        return found
    several = names.ambiguous(column.target, text)
    if several:
        raise NotUnderstood(
            Text(f"「{_clip(value)}」という名称は複数あります({'、'.join(several)})。",
                 f"The name {_clip(value)!r} has several owners ({', '.join(several)})."),
            Text("IDで書いてください。", "Write the id."),
        )  # fmt: skip
    raise NotUnderstood(
        Text(f"「{_clip(value)}」という{_LIST_WORDS[column.target].ja}は一覧にも元のファイルにもありません。",
             f"No {_LIST_WORDS[column.target].en} {_clip(value)!r} is in the lists or in the base."),
        names.nearest(column.target, text),
    )  # fmt: skip


def _references(column: Column, value: Value, names: Names) -> list[str]:
    return [_reference(column, item, names) for item in items(value)]


def _partner(column: Column, value: Value, names: Names) -> str | None:
    return None if normalise(text_of(value)) in UNKNOWN_WORDS else _reference(column, value, names)


def _route(column: Column, value: Value, names: Names) -> str | None:
    text = text_of(value)
    if normalise(text) in DIRECT_WORDS and names.resolve("hubs", text) is None:
        return None
    return _reference(column, value, names)


def _package(column: Column, value: Value, names: Names) -> str | None:
    text = text_of(value)
    found = names.resolve("packages", text)
    if found is None and normalise(text) in NO_PACKAGE_WORDS:
        return None
    # A form may name a package that no list holds.
    return found or as_id(text) or _reference(column, value, names)


def _order(column: Column, value: Value, names: Names) -> list[str]:
    return [_id(column, item, names) for item in items(value)]


def _clip(value: Value) -> str:
    text = text_of(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


_LIST_WORDS = {
    "systems": Text("システム", "system"),
    "links": Text("連携", "link"),
    "vendors": Text("ベンダ", "vendor"),
    "environments": Text("環境", "environment"),
    "hubs": Text("ハブ", "hub"),
    "packages": Text("パッケージ", "package"),
}
_READERS: dict[Kind, Callable[[Column, Value, Names], object]] = {
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
