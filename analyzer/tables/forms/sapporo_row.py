"""One link of Sapporo's table, from the rows of one sheet or of two → a row of the plain list.

Only what says something else than the base is written: the rest of the link stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import ERASE, cell_name
from analyzer.tables.forms.sapporo_columns import (
    ATTRIBUTES,
    OTHER_SIDE,
    Direction,
    NoWordError,
    Reading,
    is_empty,
    read,
)
from analyzer.tables.forms.sapporo_words import route_and_method, structure_of, words_of
from analyzer.tables.forms.translated import PlainRow
from analyzer.tables.keys import Key, key_text
from analyzer.tables.values import DIRECT

PROTECTION = "支援措置"
ASSUMED = "現行の連携の有無が表にないため、あるものと仮定。(whether there is a link today is not said: taken to be there)"
CONTRADICTED = "表の中に矛盾がある。要確認。(the columns of the table contradict each other; to be checked)"


class RowLike(Protocol):
    """What is needed of a row."""

    @property
    def direction(self) -> Direction: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def places(self) -> Mapping[str, Place]: ...
    @property
    def others(self) -> Mapping[str, tuple[str, Place]]: ...


@dataclass(frozen=True, slots=True)
class Context:
    """`generations` oldest first, `hubs` names by id; findings are added to `findings`."""

    generations: tuple[str, ...]
    hubs: Mapping[str, str]
    findings: list[Finding]


def link_row(context: Context, key: Key, rows: Sequence[RowLike], entry: dict[str, Any] | None) -> PlainRow:
    """The plain row of a link that may be in the base (`entry`) or new (None)."""
    rows = sorted(rows, key=lambda row: row.direction)  # the receiver's sheet speaks first
    words = {row.direction: _words(context, row.direction, entry) for row in rows}
    main = next((row for row in rows if _changes(row, words[row.direction])), rows[0])
    plain = PlainRow(main.places["row"])
    for heading, value in zip(("連携ID", "枝番", "連携元", "連携先"), key, strict=True):
        plain.put(heading, value or "不明")
    _name(plain, main, words[main.direction])
    _attributes(plain, rows, words)
    _realizations(context, plain, main, words[main.direction], entry)
    _disagreements(context, rows, main, words)
    _protection(context, plain, key, rows, entry)
    return plain


def _words(context: Context, direction: Direction, entry: dict[str, Any] | None) -> dict[str, str]:
    return {} if entry is None else words_of(entry, direction, context.generations, context.hubs)


_STRUCTURAL = ("name", "detail", "review", "today", "method")


def _changes(row: RowLike, words: Mapping[str, str]) -> bool:
    return any(
        column in row.texts and row.texts[column] != words.get(column, "").strip() for column in _STRUCTURAL
    )


def _name(plain: PlainRow, row: RowLike, words: Mapping[str, str]) -> None:
    name, detail = (row.texts.get(column, words.get(column, "")) for column in ("name", "detail"))
    whole = f"{name}/{detail}" if name and detail else name or detail
    before = (words.get("name", ""), words.get("detail", ""))
    if whole and (name, detail) != (before[0].strip(), before[1].strip()):
        plain.put("連携名", whole, row.places.get("name"))


def _attributes(
    plain: PlainRow, rows: Sequence[RowLike], words: Mapping[Direction, Mapping[str, str]]
) -> None:
    said: dict[str, str] = {}
    for row in rows:
        for column, name in ATTRIBUTES.items():
            text = row.texts.get(column)
            if text is None or text == said.get(column):
                continue
            first = column not in said
            said.setdefault(column, text)
            if text != words[row.direction].get(column, "").strip():
                plain.put(f"属性.{name}" if first else f"属性.{name}{OTHER_SIDE}", text, row.places[column])
        for heading, (text, place) in row.others.items():
            plain.cells.setdefault(f"属性.{heading}", (text, place))


def _realizations(
    context: Context, plain: PlainRow, row: RowLike, words: Mapping[str, str], entry: dict[str, Any] | None
) -> None:
    said = {column: row.texts.get(column, words.get(column, "")) for column in ("review", "today", "note")}
    try:
        reading, contradiction = read(said["review"], said["today"], said["note"])
    except NoWordError:
        context.findings.append(_no_word(row, said["review"]))
        reading, contradiction = read("", said["today"], said["note"])
    if contradiction is not None:
        context.findings.append(_contradicts(row, contradiction))
    if entry is None:
        plain.put("確度", "想定" if reading.assumed else "資料", row.places.get("today"))
        if reading.assumed:
            context.findings.append(_assumed(row))
        notes = [text for text, true in ((ASSUMED, reading.assumed), (CONTRADICTED, contradiction)) if true]
        if notes:
            plain.put("備考", "\n".join(notes), row.places.get("review"))
    before = Reading(False, False, False) if entry is None else structure_of(entry, context.generations)
    changed = entry is None or (reading.today, reading.standard, reading.same) != (before.today, before.standard, before.same)  # fmt: skip
    if changed:
        _set_generations(context, plain, reading, entry, row)
    method = row.texts.get("method", "")
    if not is_empty(method) and method != words.get("method", "").strip():
        at = context.generations[0] if reading.today else context.generations[-1]
        if reading.today or reading.standard:
            _put_method(context, plain, at, method, row.places["method"])


def _set_generations(
    context: Context, plain: PlainRow, reading: Reading, entry: dict[str, Any] | None, row: RowLike
) -> None:
    """Which generation has a realization of its own, the first one's, or none; those between go with the first."""
    first, *between, last = context.generations
    there = {} if entry is None else entry.get("realizations", {})
    place = row.places.get("review", row.places["row"])
    for generation in (first, *between, last):
        held = there.get(generation)
        own = (
            reading.today
            if generation == first
            else generation == last and reading.standard and not reading.same
        )
        same = generation != first and reading.today and (reading.same if generation == last else held is None or "same_as" in held)  # fmt: skip
        if own:
            if held is None or "same_as" in held:
                plain.put(f"実現.{generation}.経由", DIRECT.ja, place)
            if held is not None and "same_as" in held:
                plain.put(f"実現.{generation}.同じ世代", ERASE, place)
        elif same and (held is None or "same_as" not in held):
            _erase(plain, generation, held, place)
            plain.put(f"実現.{generation}.同じ世代", first, place)
        elif not same and held is not None and (generation in (first, last) or held.get("same_as") == first):
            _erase(plain, generation, held, place)


def _erase(plain: PlainRow, generation: str, held: dict[str, Any] | None, place: Place) -> None:
    if held is None:
        return
    for heading in (
        "経由",
        "連携方式",
        "連携間隔",
        "送信インタフェース",
        "受信インタフェース",
        "同じ世代",
        "備考",
    ):
        plain.put(f"実現.{generation}.{heading}", ERASE, place)
    for name in held.get("attributes", {}):
        plain.put(f"実現.{generation}.属性.{name}", ERASE, place)


def _put_method(context: Context, plain: PlainRow, generation: str, text: str, place: Place) -> None:
    hub, method = route_and_method(text)
    if hub is None and text in (*context.hubs, *context.hubs.values()):
        hub, method = text, ""
    if hub is not None:
        plain.put(f"実現.{generation}.経由", hub, place)
    if method:
        plain.put(f"実現.{generation}.連携方式", method, place)


def _disagreements(
    context: Context, rows: Sequence[RowLike], main: RowLike, words: Mapping[Direction, Mapping[str, str]]
) -> None:
    """Two sheets that say different things of one link; what only repeats the base does not count."""
    for row in rows:
        for column in _STRUCTURAL if row is not main else ():
            mine, other = main.texts.get(column), row.texts.get(column)
            if (
                mine is None
                or other is None
                or mine == other
                or other == words[row.direction].get(column, "").strip()
            ):
                continue
            context.findings.append(_disagree(row, column, other, mine, main.places[column]))


def _protection(
    context: Context, plain: PlainRow, key: Key, rows: Sequence[RowLike], entry: dict[str, Any] | None
) -> None:
    row = next((row for row in rows if any(PROTECTION in text for text in row.texts.values())), None)
    if row is None:
        return
    if entry is None:
        plain.put("重要度", "高", row.places.get("name"))
        context.findings.append(_inferred(row, key))
    elif entry.get("criticality", "normal") != "high":
        context.findings.append(_not_high(row, key))


def _at(place: Place) -> tuple[tuple[str, object], ...]:
    return (("cell", cell_name(place.column - 1, place.line - 1)),)


def _contradicts(row: RowLike, why: Text) -> Finding:
    place = row.places.get("note", row.places["row"])
    return Finding(
        "columns_contradict",
        "warning",
        why,
        place,
        Text("どちらが正しいか、主管課とベンダに確認してください。", "Ask the owner section and the vendor which is right."),
        _at(place),
    )  # fmt: skip


def _assumed(row: RowLike) -> Finding:
    place = row.places.get("today", row.places["row"])
    return Finding(
        "link_today_assumed",
        "info",
        Text("現行の連携の有無が書かれていないので、あるものとしました。", "Whether there is a link today is not said; it was taken to be there."),
        place,
        Text("なければ「既存なし」と書いてください。", "Write 既存なし if there is none."),
        _at(place),
    )  # fmt: skip


def _no_word(row: RowLike, text: str) -> Finding:
    place = row.places.get("review", row.places["row"])
    return Finding(
        "cell_not_understood",
        "error",
        Text(f"検討要否「{text[:40]}」は ○ でも × でもありません。要検討(○)として扱いました。",
             f"検討要否 {text[:40]!r} is neither ○ nor ×; the link was taken as to be examined (○)."),
        place,
        Text("○ または × と書いてください。", "Write ○ or ×."),
        _at(place),
    )  # fmt: skip


def _disagree(row: RowLike, column: str, other: str, mine: str, kept: Place) -> Finding:
    place = row.places[column]
    return Finding(
        "sheets_disagree",
        "warning",
        Text(f"同じ連携の {kept.file} では「{mine[:40]}」、ここでは「{other[:40]}」です。前者を採りました。",
             f"Of the same link {kept.file} says {mine[:40]!r}, this cell {other[:40]!r}; the former was taken."),
        place,
        Text("どちらかに揃えてください。", "Make them say the same."),
        _at(place),
    )  # fmt: skip


def _inferred(row: RowLike, key: Key) -> Finding:
    place = row.places.get("name", row.places["row"])
    return Finding(
        "criticality_inferred",
        "info",
        Text(f"{key_text(key)} は支援措置に関わるので、重要度を高としました。",
             f"{key_text(key)} is about protection measures (支援措置): its criticality was taken as high."),
        place,
        None,
        _at(place),
    )  # fmt: skip


def _not_high(row: RowLike, key: Key) -> Finding:
    place = row.places.get("name", row.places["row"])
    return Finding(
        "protection_not_high",
        "warning",
        Text(f"{key_text(key)} は支援措置に関わりますが、元のファイルでは重要度が高ではありません。",
             f"{key_text(key)} is about protection measures (支援措置), but its criticality in the base is not high."),
        place,
        Text("重要度を確かめてください。", "Check its criticality."),
        _at(place),
    )  # fmt: skip
