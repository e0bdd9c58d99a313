"""Every code that checking a file can give, with its severity and what it means.

The table in ``docs/checks.md`` is generated from this one.
"""

from __future__ import annotations

from typing import NamedTuple

from analyzer.messages import Severity, Text


class Code(NamedTuple):
    severity: Severity
    meaning: Text


def _error(ja: str, en: str) -> Code:
    return Code("error", Text(ja, en))


def _warning(ja: str, en: str) -> Code:
    return Code("warning", Text(ja, en))


CODES: dict[str, Code] = {
    # the file
    "unreadable_file": _error("ファイルを開けない", "The file cannot be opened"),
    "file_too_large": _error("ファイルが 64 MiB を超える", "The file is larger than 64 MiB"),
    "not_utf8": _error("UTF-8 でない", "Not encoded in UTF-8"),
    "control_character": _error("制御文字がある", "A control character"),
    "empty_file": _error("ファイルが空", "An empty file"),
    "yaml_syntax": _error("YAML として読めない", "Not readable as YAML"),
    "several_documents": _error("YAML 文書が複数ある", "Several YAML documents"),
    "yaml_anchor": _error("アンカー・エイリアスがある", "An anchor or alias"),
    "yaml_tag": _error("タグがある", "A tag"),
    "yaml_merge": _error("マージキーがある", "A merge key"),
    "duplicate_key": _error("同じキーが二度ある", "A key written twice"),
    "key_not_text": _error("キーが文字列でない", "A key that is not text"),
    "too_deep": _error("入れ子が 64 段を超える", "Nested deeper than 64"),
    "too_many_values": _error("値が 200 万個を超える", "More than two million values"),
    "scalar_too_long": _error("値が 100 万文字を超える", "A value longer than a million characters"),
    "number_out_of_range": _error("数が大きすぎる、または有限でない", "A number too large, or not finite"),
    # fields and their values
    "wrong_root": _error("全体がマッピングでない", "The whole is not a mapping"),
    "unsupported_version": _error("知らない版の書式", "An unknown version of the format"),
    "unknown_key": _error("知らないキー", "An unknown key"),
    "missing_field": _error("必要な項目がない", "A required field is missing"),
    "null_value": _error("値が書かれていない", "A key without a value"),
    "wrong_type": _error("値の種類が違う", "A value of the wrong type"),
    "number_for_text": _error(
        "引用符のない数が文字列の場所にある", "An unquoted number where text is wanted"
    ),
    "not_an_id": _error("識別子の形でない", "Not an id"),
    "not_a_month": _error("年月(YYYY-MM)でない", "Not a month YYYY-MM"),
    "not_a_day": _error("実在する日(YYYY-MM-DD)でない", "Not a day of the calendar YYYY-MM-DD"),
    "not_a_move": _error("移行の指定(システム.移行)でない", "Not a move written system.move"),
    "not_a_reference": _error("連携の指定でない", "Not a reference to an integration"),
    "not_a_name": _error("名前に改行・制御文字がある", "A name with a line break or control character"),
    "not_one_of": _error("決められた値のどれでもない", "Not one of the allowed values"),
    "number_too_small": _error("数が小さすぎる(負の費用など)", "A number too small (a negative cost, say)"),
    "number_too_large": _error("数が大きすぎる", "A number too large"),
    "text_too_long": _error("文字列が長すぎる", "Text too long"),
    "text_empty": _error("文字列が空", "Empty text"),
    "wrong_length": _error("要素の数が違う", "A list with too few or too many entries"),
    "not_a_rule": _error("規則の種類がわからない", "A rule of no known kind"),
    "wrong_value": _error("値が正しくない", "A value that does not fit"),
}
