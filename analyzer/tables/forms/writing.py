"""The offices' forms out: the links of a landscape in Sapporo's 15 columns, and empty forms to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
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
from analyzer.tables.forms.suita_items import ITEMS
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
_COMMENTS = {
    "direction": "I: このシステムが受け取る、O: このシステムが渡す",
    "review": f"{FOLLOWS}: 現行の連携が標準仕様どおり、{EXAMINE}: 検討が必要、{NO_STANDARD}: 標準の連携はない",
    "today": f"現行の連携がなければ「{NONE_TODAY}」",
    "method": "方式。ハブを通るときは「ファイル(共通基盤経由)」のように",
}


def sapporo_sheets(landscape: Landscape) -> list[FormContent]:
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
        _sheet(_title(landscape, names, system, taken), [[system, landscape.systems[system].name]], listed)
        for system, listed in sorted(rows.items())
    ]


def sapporo_template() -> FormContent:
    """An empty table; the sheet is to be named after the system."""
    remark = "※シート名をシステム名にしてください(一枚に一システム)。検討要否は、現行の連携が標準仕様どおりなら×、要検討なら○。"
    return _sheet("住民記録", [[remark]], [[""] * len(VOCABULARY)] * _EMPTY_ROWS)


def suita_template() -> FormContent:
    """The 16 questions of the survey; the sheet is to be named after the system."""
    heads = ("No.", "分類", "概要", "質問", "回答", "備考")
    above = [["※シート名をシステム名にしてください(一枚に一システム)。"]]
    rows: list[list[str | int]] = [
        [item.number, item.group, item.summary, item.question, "", ""] for item in ITEMS
    ]
    first = len(above) + 2
    cells = {f"E{first + at}": item.choices for at, item in enumerate(ITEMS) if item.choices}
    return FormContent("住民記録の調査", above, heads, rows, (6, 20, 30, 60, 30, 30), cells=cells)


def oita_template() -> FormContent:
    """A list of links with ① via the common platform or ② direct."""
    columns = ("number", "from", "to", "name", "route", "method", "interval", "note")
    heads = [LINK_WORDS[column][0] for column in columns]
    above = [
        ["※連携区分は、①共通基盤を介した連携、②共通基盤を介さない連携。相手がわからないときは「不明」。"]
    ]
    choices = {
        columns.index("route"): ("①", "②", "不明"),
        columns.index("interval"): ("日次", "週次", "月次", "年次", "随時"),
    }
    return FormContent(
        "システム間連携一覧", above, heads, [], (6, 20, 20, 30, 10, 16, 10, 30), choices=choices
    )


def plan_sheet(moves: Mapping[MoveRef, Month]) -> FormContent:
    """The months of a plan, as the import reads them from a sheet of that name."""
    heads = [words[0] for words in PLAN_WORDS.values()]
    rows = sorted([ref.system, ref.move, str(month)] for ref, month in moves.items())
    return FormContent(PLAN_TITLES[0], [], heads, rows, (24, 16, 12))


def _sheet(
    title: str, above: Sequence[Sequence[str | int]], rows: Sequence[Sequence[str | int]]
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
        comments={columns.index(column): text for column, text in _COMMENTS.items()},
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
