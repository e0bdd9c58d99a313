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
    # what the file says
    "unknown_id": _error("定義されていない識別子を指す", "A reference to an id that is not declared"),
    "unknown_move": _error(
        "そのシステムにない移行を指す", "A reference to a move that the system does not have"
    ),
    "ambiguous_integration": _error(
        "連携の指定が複数に当たる", "A reference that means several integrations"
    ),
    "ambiguous_id": _error(
        "環境と世代が同じ識別子で、どちらの費用かわからない",
        "A cost by an id that is both an environment and a generation",
    ),
    "duplicate_id": _error("識別子が二度定義されている", "An id declared twice"),
    "duplicate_integration": _error(
        "連携が二度定義・列挙されている", "An integration declared or listed twice"
    ),
    "same_environment_twice": _error("両端が同じ環境", "A pair of one environment with itself"),
    "unlisted_package": _warning("packages にないパッケージ", "A package that `packages` does not list"),
    "names_no_system": _warning(
        "ブロック・主管課に当たるシステムがない", "A block or owner that no system has"
    ),
    "rule_with_itself": _error("移行とそれ自身との規則", "A rule that sets a move against itself"),
    "no_months": _warning("計画の期間がない", "No horizon"),
    "horizon_too_long": _error("計画の期間が 600 か月を超える", "A horizon longer than 600 months"),
    "dates_backwards": _error("終わりが始まりより前", "An end before its beginning"),
    "extension_not_longer": _warning("延長になっていない延長", "An extension that is none"),
    "fixed_outside_horizon": _error("決められた月が計画の期間の外", "A fixed month outside the horizon"),
    "fixed_in_blackout": _warning(
        "決められた月が同じ移行の blackout にある", "A fixed month in the move's own blackout"
    ),
    "day_outside_months": _warning("予定日が移行できる月にない", "A day outside the months of its move"),
    "existing_over": _warning("計画の前に終わる過渡期連携", "An existing bridge that ends before the plan"),
    "law_change_outside": _warning("計画の期間の外の制度改正", "A law change outside the horizon"),
    "slip_not_usable": _error("遅れの分布として使えない", "Not a distribution of slips"),
    "move_changes_nothing": _error("何も変えない移行", "A move that changes nothing"),
    "generation_backwards": _warning("世代が戻る移行", "A move to an older generation"),
    "suspendable_high": _error("重要度 high の連携が suspendable", "A suspendable link of high criticality"),
    "link_to_itself": _warning("自分自身への連携", "A link from a system to itself"),
    "same_as_with_details": _error("same_as と一緒にほかの項目がある", "Something beside same_as"),
    "same_as_cycle": _error("same_as が輪になっている", "same_as in a cycle"),
    "same_as_leads_nowhere": _error(
        "same_as の先に実現方法がない", "same_as to a generation without realization"
    ),
    "never_fits": _error("種類からして当てはまらない要素", "An entry that by its kind can never fit"),
    "hub_cannot": _warning("ハブが対応していない種類の要素", "An entry for what its hub cannot do"),
    "equal_entries": _error("同じものを指す要素が二つある", "Two entries that name exactly the same"),
    "answer_of_wrong_kind": _error(
        "相手ごとの回答のない種類", "An answer of the survey for a kind that has none"
    ),
    "answer_with_price": _error("回答に費用がある", "An answer of the survey with a price"),
    "answer_without_offered": _error("回答に offered がない", "An answer of the survey without `offered`"),
    "answer_without_partner": _error("回答に相手がない", "An answer of the survey without a partner"),
    "existing_place": _error(
        "過渡期連携の場所の書き方が違う", "An existing bridge whose place is not named as its entry does"
    ),
    "equal_existing": _error("同じ場所に過渡期連携が二つある", "Two existing bridges at one place"),
    "cannot_carry": _error(
        "列挙した連携を運べない過渡期連携", "An existing bridge that cannot carry what it lists"
    ),
    "carried_twice": _warning(
        "二つの過渡期連携が同じ連携を運ぶ", "An integration listed by two standing bridges"
    ),
    # what no plan can satisfy
    "order_cycle": _warning("移行の順番が輪になっている", "An order of moves that goes round in a cycle"),
    "fixed_contradicts": _warning("移行が違う月に決められている", "A move fixed to different months"),
    "move_without_month": _warning("どの月にもできない移行", "A move that no month allows"),
    "hub_never_available": _warning(
        "どの月にも使えないハブを経由する連携がある", "A hub in use that is never available"
    ),
    "nobody_can_carry": _warning(
        "混在しても運べるものがない連携", "A link that nothing on offer can carry while mixed"
    ),
}


def markdown_table() -> str:
    """The table of all codes, as it stands in ``docs/checks.md``."""
    rows = ["| code | severity | 意味 | meaning |", "|---|---|---|---|"]
    rows += [
        f"| `{name}` | {code.severity} | {code.meaning.ja} | {code.meaning.en} |"
        for name, code in CODES.items()
    ]
    return "\n".join(rows) + "\n"
