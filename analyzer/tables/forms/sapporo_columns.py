"""Sapporo's 15 columns, and what they say of a link today and by the standard.

The columns up to 連携先システム are the national specification's, the rest are Sapporo's own (docs/forms.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from analyzer.messages import Text
from analyzer.tables.headings import normalise

VOCABULARY: dict[str, tuple[str, ...]] = {
    "id": ("連携ID",),
    "branch": ("枝番",),
    "references": ("標準仕様書関連箇所", "標準仕様書の関連箇所", "関連箇所"),
    "name": ("連携機能名Lv1", "連携機能名Lv.1", "連携機能名", "連携機能名レベル1"),
    "detail": ("連携機能名Lv2", "連携機能名Lv.2", "連携機能名レベル2"),
    "description": ("機能説明", "機能の説明", "連携機能説明"),
    "kind": ("実装類型", "実装区分"),
    "direction": ("I/O", "IO", "1/0", "入出力", "I／O", "In/Out"),
    "partner": ("連携先システム", "連携先システム名", "連携先"),
    "review": ("検討要否", "検討の要否"),
    "today": ("現行システムにおける連携ID", "現行システムの連携ID", "現行連携ID"),
    "today_partner": ("現行連携先システム名", "現行の連携先システム名", "現行連携先システム"),
    "method": ("連携方法", "連携方式"),
    "period": ("提供時期",),
    "note": ("備考",),
}
MARKS = ("id", "direction", "partner")
"""Without these a sheet is no such table."""

ATTRIBUTES: dict[str, str] = {
    "references": "標準仕様書関連箇所",
    "detail": "連携機能名Lv2",
    "description": "機能説明",
    "kind": "実装類型",
    "review": "検討要否",
    "today": "現行システムにおける連携ID",
    "today_partner": "現行連携先システム名",
    "period": "提供時期",
    "note": "備考",
}
"""Columns kept word by word as attributes of the link."""
OTHER_SIDE = "(O)"
"""Behind an attribute's name: what the providing system's sheet says, where it differs from the receiving system's."""

Direction = Literal["I", "O"]

_INPUT = frozenset({"i", "in", "input", "入力", "l", "|", "ｉ", "受", "受信"})
_OUTPUT = frozenset({"o", "out", "output", "出力", "送", "送信"})
_EMPTY = frozenset({"", "-", "―", "–", "—", "ー", "−", "‐", "─"})
_NONE_TODAY = ("既存なし", "現行なし", "なし", "無し", "無", "新規", "新規構築", "該当なし")
_FOLLOWS = ("×", "✕", "✗", "x", "否", "不要")
_EXAMINE = ("○", "◯", "〇", "要", "o", "0", "●", "△", "▲")
NO_STANDARD = "標準なし"
THERE_TODAY = "あり"
NONE_TODAY = "既存なし"
FOLLOWS, EXAMINE = "×", "○"

_OPEN = re.compile(r"(確認|検討)(する|が|を|の)?必要|要確認|要検討|(確認|検討)中|未定")
_CLOSED = re.compile(r"検討(が|は|を|の必要(が|は)?)?(不要|要しない|なし)")
_GOES_ON = re.compile(r"(現行|既存|今)[^。]{0,40}(継続|そのまま|流用|引き続き)")


def direction_of(text: str) -> Direction | None:
    """I (the sheet's system receives), O (it provides); None for anything else."""
    word = normalise(text)
    if word in _INPUT:
        return "I"
    return "O" if word in _OUTPUT else None


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: empty, or a dash."""
    return normalise(text) in _EMPTY


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: is there a link `today`, is there one by the `standard`, are both the `same` one?

    `assumed`: the row does not say whether there is one today; it is then taken to be there, so that its transition is seen.
    """

    today: bool
    standard: bool
    same: bool
    assumed: bool = False


class NoWordError(Exception):
    """検討要否 says neither of its words."""


def read(review: str, today: str, note: str) -> tuple[Reading, Text | None]:
    """The reading, and how the columns contradict each other if they do. NoWordError for another word in 検討要否."""
    none_today = normalise(today) in _NONE_TODAY
    word = "" if is_empty(review) else normalise(review)
    if word == NO_STANDARD:
        return Reading(not none_today and not is_empty(today), standard=False, same=False), None
    follows = word.startswith(_FOLLOWS)
    if word and not follows and not word.startswith(_EXAMINE):
        raise NoWordError
    contradiction = _contradiction(word, follows, none_today, note)
    there = not none_today
    # A contradicted × is not believed: the link is examined, so that its transition is seen.
    same = follows and there and contradiction is None
    return Reading(
        there, standard=True, same=same, assumed=there and is_empty(today) and not same
    ), contradiction


def _contradiction(word: str, follows: bool, none_today: bool, note: str) -> Text | None:
    text = "".join(note.split())
    if follows and none_today:
        return Text("検討要否は×(現行が仕様どおり)ですが、現行の連携は「既存なし」です。",
                    "検討要否 says × (today's link follows the specification), but there is none today.")  # fmt: skip
    if follows and _OPEN.search(text) and not _CLOSED.search(text):
        return Text("検討要否は×(検討不要)ですが、備考は確認・検討が必要としています。",
                    "検討要否 says × (nothing to examine), but 備考 says that something is still to be examined.")  # fmt: skip
    if word and not follows and _CLOSED.search(text):
        return Text("検討要否は○(要検討)ですが、備考は検討が不要としています。",
                    "検討要否 says ○ (to be examined), but 備考 says that nothing is.")  # fmt: skip
    if none_today and _GOES_ON.search(text):
        return Text("現行の連携は「既存なし」ですが、備考は現行の連携を継続するとしています。",
                    "There is no link today (既存なし), but 備考 says that today's goes on.")  # fmt: skip
    return None


def words_for(reading: Reading) -> tuple[str, str]:
    """(検討要否, 現行システムにおける連携ID) that say a reading; `read` gives it back."""
    today = THERE_TODAY if reading.today else NONE_TODAY
    if not reading.standard:
        return NO_STANDARD, today
    return (FOLLOWS if reading.same else EXAMINE), today
