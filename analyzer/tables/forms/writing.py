"""The offices' own forms out: the links of a landscape in Sapporo's 15 columns, and empty forms to fill in.

Headings and questions are the offices' own, and Japanese; in English they are explained beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.tables.cells import escape, fitted
from analyzer.tables.forms.own_words import LINK_WORDS, PLAN_TITLES, PLAN_WORDS
from analyzer.tables.forms.sapporo_columns import (
    EXAMINE,
    FOLLOWS,
    NO_STANDARD,
    NONE_TODAY,
    VOCABULARY,
    Direction,
)
from analyzer.tables.forms.sapporo_words import words_of
from analyzer.tables.forms.suita_items import IN_ENGLISH, ITEMS
from analyzer.tables.names import Names
from analyzer.tables.values import UNKNOWN_PARTNER, UNKNOWN_WORDS
from analyzer.tables.xlsx_writing import FormContent

_WIDTHS = {
    "id": 10, "branch": 6, "references": 12, "name": 28, "detail": 14, "description": 28, "kind": 6, "direction": 5, "partner": 16,
    "review": 8, "today": 18, "today_partner": 16, "method": 16, "period": 10, "note": 28,
}  # fmt: skip
_EMPTY_ROWS = 20
"""In a form to fill in, with lines around their cells."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_TITLE = 31
_SAPPORO = {
    "id": Text("", "Id of the link in the national specification: 004o008."),
    "branch": Text("", "Branch, two digits."),
    "references": Text("", "Function ids of the standard specification, joined by /."),
    "name": Text("", "Name of the function, level 1."),
    "detail": Text("", "Name of the function, level 2."),
    "description": Text("", "What the function does."),
    "kind": Text("", "Whether a package must, should or may have it."),
    "direction": Text("I: このシステムが受け取る、O: このシステムが渡す", "I: this system receives, O: this system sends."),
    "partner": Text("", "The system at the other end."),
    "review": Text(f"{FOLLOWS}: 現行の連携が標準仕様どおり、{EXAMINE}: 検討が必要、{NO_STANDARD}: 標準の連携はない",
                   f"{FOLLOWS}: today's link follows the standard, {EXAMINE}: to be examined, {NO_STANDARD}: there is no standard link."),
    "today": Text(f"現行の連携がなければ「{NONE_TODAY}」", f"Id of today's link; {NONE_TODAY}: there is none today."),
    "today_partner": Text("", "The system at the other end of today's link."),
    "method": Text("方式。ハブを通るときは「ファイル(共通基盤経由)」のように",
                   "How data are handed over; via a hub like this: ファイル(共通基盤経由)."),
    "period": Text("", "When the link is there."),
    "note": Text("", "Remarks."),
}  # fmt: skip
"""What the columns are: in Japanese those that do not say it themselves."""
_OITA = {
    "number": Text("", "Number of the row."),
    "from": Text("", "System that sends."),
    "to": Text("", "System that receives."),
    "name": Text("", "Name of the link."),
    "route": Text("", "①: via the common platform, ②: direct, 不明: unknown."),
    "method": Text("", "How data are handed over: file, API …"),
    "interval": Text("", "日次: daily, 週次: weekly, 月次: monthly, 年次: yearly, 随時: as needed."),
    "note": Text("", "Remarks."),
}  # fmt: skip


def sapporo_sheets(landscape: Landscape, language: Language = "ja") -> list[FormContent]:
    """A sheet for each system that has links, in the order of their ids: its inputs and its outputs."""
    document: dict[str, Any] = landscape_document(landscape)
    hubs = {entry["id"]: entry["name"] for entry in document.get("hubs", [])}
    names = Names()
    for system in landscape.systems.values():
        names.add("systems", system.id, system.name)
    rows: dict[str, list[list[str | int]]] = {}
    for entry in document.get("integrations", []):
        for direction, own, partner in (
            ("I", entry.get("to"), entry.get("from")),
            ("O", entry.get("from"), entry.get("to")),
        ):
            if own is not None:
                known = _name_of(landscape, names, partner)
                rows.setdefault(own, []).append(_row(entry, direction, known, landscape.generations, hubs))
    taken: set[str] = set()
    return [
        _sheet(
            _title(landscape, names, system, taken),
            [[system, landscape.systems[system].name]],
            listed,
            language,
        )
        for system, listed in sorted(rows.items())
    ]


def sapporo_template(language: Language = "ja") -> FormContent:
    """An empty table; the sheet is to be named after the system."""
    remark = Text(
        "※シート名をシステム名にしてください(一枚に一システム)。検討要否は、現行の連携が標準仕様どおりなら×、要検討なら○。",
        "※Name the sheet after its system (one sheet for each system). 検討要否: × where today's link follows the standard, ○ where it is to be examined.",
    )
    rows = _to_fill_in(list(VOCABULARY), _SAPPORO, language)
    return _sheet("住民記録", [[remark.in_language(language)]], rows, language)


def suita_template(language: Language = "ja") -> FormContent:
    """The 16 questions of the survey; the sheet is to be named after the system."""
    remark = Text("※シート名をシステム名にしてください(一枚に一システム)。", "※Name the sheet after its system (one sheet for each system).")  # fmt: skip
    heads, widths = ["No.", "分類", "概要", "質問", "回答", "備考"], [6, 20, 30, 60, 30, 30]
    rows: list[list[str | int]] = [
        [item.number, item.group, item.summary, item.question, "", ""] for item in ITEMS
    ]
    if language == "en":  # left of the question: what stands right of it are answers
        at = heads.index("質問")
        heads.insert(at, "In English")
        widths.insert(at, 50)
        for row, item in zip(rows, ITEMS, strict=True):
            row.insert(at, IN_ENGLISH[item.number])
    above = [[remark.in_language(language)]]
    first, answer = len(above) + 2, "ABCDEFG"[heads.index("回答")]
    cells = {f"{answer}{first + at}": item.choices for at, item in enumerate(ITEMS) if item.choices}
    return FormContent("住民記録の調査", above, heads, rows, widths, cells=cells)


def oita_template(language: Language = "ja") -> FormContent:
    """A list of links with ① via the common platform or ② direct."""
    columns = ("number", "from", "to", "name", "route", "method", "interval", "note")
    heads = [LINK_WORDS[column][0] for column in columns]
    remark = Text(
        "※連携区分は、①共通基盤を介した連携、②共通基盤を介さない連携。相手がわからないときは「不明」。",
        "※連携区分: ① via the common platform, ② direct. Where nobody knows the partner write 不明.",
    )
    above = [[remark.in_language(language)]]
    choices = {
        columns.index("route"): ("①", "②", "不明"),
        columns.index("interval"): ("日次", "週次", "月次", "年次", "随時"),
    }
    return FormContent(
        "システム間連携一覧", above, heads, _to_fill_in(columns, _OITA, language),
        (8, 20, 20, 30, 16, 16, 16, 30), choices=choices, comments=_comments(columns, _OITA, language),
    )  # fmt: skip


def plan_sheet(moves: Mapping[MoveRef, Month]) -> FormContent:
    """The months of a plan, as the import reads them from a sheet of that name."""
    heads = [words[0] for words in PLAN_WORDS.values()]
    rows = sorted([ref.system, ref.move, str(month)] for ref, month in moves.items())
    return FormContent(PLAN_TITLES[0], [], heads, rows, (24, 16, 12))


def _to_fill_in(
    columns: Sequence[str], about: Mapping[str, Text], language: Language
) -> list[list[str | int]]:
    """Empty rows; in English below a row that explains the columns on paper too, and is not read (※)."""
    explained: list[str | int] = [about[column].en for column in columns]
    explained[0] = f"※{explained[0]}"
    empty: list[str | int] = [""] * len(columns)
    return [*([explained] if language == "en" else []), *([empty] * _EMPTY_ROWS)]


def _comments(columns: Sequence[str], about: Mapping[str, Text], language: Language) -> dict[int, str]:
    said = {at: about[column].in_language(language) for at, column in enumerate(columns)}
    return {at: text for at, text in said.items() if text}


def _sheet(
    title: str,
    above: Sequence[Sequence[str | int]],
    rows: Sequence[Sequence[str | int]],
    language: Language,
) -> FormContent:
    columns = list(VOCABULARY)
    return FormContent(
        title,
        [[_held(value) for value in row] for row in above],
        [words[0] for words in VOCABULARY.values()],
        [[_held(value) for value in row] for row in rows],
        [_WIDTHS[column] for column in columns],
        choices={
            columns.index("direction"): ("I", "O"),
            columns.index("review"): (EXAMINE, FOLLOWS, NO_STANDARD),
        },
        comments=_comments(columns, _SAPPORO, language),
    )


def _row(
    entry: Mapping[str, Any],
    direction: str,
    partner: str,
    generations: Sequence[str],
    hubs: Mapping[str, str],
) -> list[str | int]:
    way: Direction = "I" if direction == "I" else "O"
    words = words_of(entry, way, generations, hubs)
    words |= {
        "id": entry["id"],
        "branch": str(entry.get("branch", "00")),
        "direction": way,
        "partner": partner,
    }
    return [words[column] for column in VOCABULARY]


def _name_of(landscape: Landscape, names: Names, id: str | None) -> str:
    """The name if it means this system alone, else the id."""
    if id is None:
        return UNKNOWN_PARTNER.ja
    name = landscape.systems[id].name
    tells = names.resolve("systems", name) == id and name.strip() not in UNKNOWN_WORDS
    return name if tells else id


def _title(landscape: Landscape, names: Names, id: str, taken: set[str]) -> str:
    """A title of a sheet that tells the system: its name, else its id, else (of long ids) a part of it that none has yet."""
    for wanted in (_name_of(landscape, names, id), id, *(f"{id[:26]}~{number}" for number in range(1, 999))):
        fits = 0 < len(wanted) <= _TITLE and not _FORBIDDEN.search(wanted) and wanted.isprintable()
        if (
            fits
            and not wanted.startswith("'")
            and not wanted.endswith("'")
            and wanted.casefold() not in taken
        ):
            taken.add(wanted.casefold())
            return wanted
    raise AssertionError("there are fewer systems than titles")


def _held(value: str | int) -> str | int:
    return fitted(escape(value)) if isinstance(value, str) else value
