"""The words of cells, and what export writes for a value of the landscape file."""

from __future__ import annotations

import json

from analyzer.messages import Language, Text
from analyzer.tables.headings import Column

DIRECT = Text("直接", "(direct)")
UNKNOWN_PARTNER = Text("不明", "?")
YES = Text("○", "true")
NO = Text("×", "false")

TRUE_WORDS = frozenset({"○", "◯", "〇", "●", "✓", "✔", "レ", "はい", "有", "あり", "true", "yes", "y", "1"})
FALSE_WORDS = frozenset({"×", "✕", "✗", "いいえ", "無", "なし", "false", "no", "n", "0"})
DIRECT_WORDS = frozenset({"直接", "(direct)", "direct", "-", "なし", "直接連携"})
UNKNOWN_WORDS = frozenset({"", "?", "不明", "unknown", "未定"})
NO_PACKAGE_WORDS = frozenset({"なし", "(none)", "none", "-"})
"""Compared after `headings.normalise`."""

_LISTS = ("months", "texts", "references", "order")
_LARGEST = 10**15
"""Excel keeps 15 digits: larger numbers are written as text."""


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
    if isinstance(value, list) and all(isinstance(item, str) for item in value) and column.kind in _LISTS:
        return ("、" if language == "ja" else ", ").join(value)
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
