"""What lists need and do not carry: made up where there is no base, marked, and said in the report.

Nothing here guesses a figure: what is made up is the least that makes a whole landscape, and each of it
carries a note, so that it can be found and mended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from analyzer.landscape.checks.dates import MAX_HORIZON
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Problem, Value, cell_name, text_of
from analyzer.tables.headings import Column, ListName, schema_of
from analyzer.tables.names import Names, as_id
from analyzer.tables.recognition import Table, is_blank
from analyzer.tables.understanding import items
from analyzer.tables.values import DIRECT_WORDS, NO_PACKAGE_WORDS

Document = dict[str, Any]
Entry = dict[str, Any]

MARK = "表の取込みで仮に作成。要確認。(made up by the import of lists; to be checked)"
UNASSIGNED = "unassigned"
GENERATIONS = ("legacy", "standard")
_FALLBACK_HORIZON = ("2025-04", "2026-03")
_CREATED: tuple[ListName, ...] = ("vendors", "environments", "hubs", "packages")


@dataclass(frozen=True, slots=True)
class HeaderOptions:
    """What the caller says of the landscape as a whole, where there is no base; None: made up."""

    id: str | None = None
    name: str | None = None
    generations: tuple[str, ...] | None = None
    first: Month | None = None
    last: Month | None = None


NO_OPTIONS = HeaderOptions()


@dataclass(slots=True)
class Made:
    """Entries that were made up, by section; they join the document when all rows are read."""

    generations: list[str]
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, target: ListName, entry_id: str, name: str) -> None:
        entry: Entry = {"id": entry_id, "name": name, "note": MARK}
        if target == "environments":
            cloud = any(word in name for word in ("ガバメントクラウド", "ガバクラ"))
            entry["hosting"] = "government_cloud" if cloud else "on_premises"
        if target == "hubs":
            entry["environment"] = self.unassigned("environments")
            entry["vendor"] = self.unassigned("vendors")
        self.entries.setdefault(schema_of(target).section, []).append(entry)

    def unassigned(self, target: ListName) -> str:
        """The id of the entry that stands for one that nobody has named yet."""
        if all(entry["id"] != UNASSIGNED for entry in self.entries.get(schema_of(target).section, [])):
            self.add(target, UNASSIGNED, "未定")
        return UNASSIGNED

    def join(self, document: Document) -> None:
        """Adds what the document does not have by now."""
        for section, entries in sorted(self.entries.items()):
            there = document.setdefault(section, [])
            ids = {entry["id"] for entry in there}
            there.extend(entry for entry in entries if entry["id"] not in ids)


def drop_unassigned(document: Document) -> None:
    """Takes out what stood for an entry that nobody had named, where somebody has by now."""
    for section in ("vendors", "environments"):
        entries = document.get(section, [])
        made = [entry for entry in entries if entry["id"] == UNASSIGNED and entry.get("note") == MARK]
        if made and not _speaks_of(document, UNASSIGNED, section.removesuffix("s")):
            document[section] = [entry for entry in entries if entry not in made]


def _speaks_of(value: object, id: str, name: str) -> bool:
    if isinstance(value, dict):
        return value.get(name) == id or any(_speaks_of(inner, id, name) for inner in value.values())
    if isinstance(value, list):
        return any(inner == id or _speaks_of(inner, id, name) for inner in value)
    return False


def create_named(made: Made, tables: list[Table], names: Names) -> list[Finding]:
    """Makes up the vendors, environments, hubs and packages that cells name and no list holds."""
    wanted: dict[ListName, dict[str, Place]] = {target: {} for target in _CREATED}
    for table in tables:
        targets = {
            at: heading.column for at, heading in table.headings.items() if heading.column.target in wanted
        }
        for number, cells in table.rows():
            for at, column in targets.items():
                for text in _named(column, cells[at]) if at < len(cells) else ():
                    assert column.target is not None
                    wanted[column.target].setdefault(text, table.sheet.place(number, at))
    findings = []
    for target, places in wanted.items():
        for number, text in enumerate(sorted(places), 1):
            if names.resolve(target, text) is not None or names.ambiguous(target, text):
                continue
            entry_id = as_id(text) or _free_id(names, target, number)
            made.add(target, entry_id, text)
            names.add(target, entry_id, text)
            findings.append(_created(target, entry_id, text, places[text]))
    return findings


def complete(made: Made, table: Table, number: int, entry: Entry) -> list[Finding]:
    """Fills what a new row needs and leaves empty; the row says so by a warning, a missing column once."""
    schema = table.schema
    findings = []
    for column in schema.columns:
        if not column.needed or column.name in schema.keys or _has(entry, column):
            continue
        value = _default(made, column, entry)
        inner = entry
        for step in column.way[:-1]:
            inner = inner.setdefault(step, {})
        inner[column.way[-1]] = value
        at = table.column_of(column.name)
        if at is not None:
            findings.append(_assumed(table, column, value, number, at))
    if schema.name == "links" and not any(heading.member for heading in table.headings.values()):
        # Unlike realizations at every generation: what a transition makes of the link is then seen, not missed.
        entry["realizations"] = {generation: {} for generation in made.generations}
    return findings


def missing_columns(tables: list[Table], grown: Collection[ListName]) -> list[Finding]:
    """One sentence for each column that new rows need and a list (one that has new rows) does not have."""
    return [
        _assumed_column(table, column)
        for table in tables
        if table.schema.name in grown
        for column in table.schema.columns
        if column.needed and column.name not in table.schema.keys and table.column_of(column.name) is None
    ]


def header(options: HeaderOptions, stem: str) -> Entry:
    """The landscape's header without its months, which the rows give (`horizon`)."""
    return {
        "id": options.id or as_id(stem) or "landscape",
        "name": options.name or stem,
        "generations": list(options.generations or GENERATIONS),
        "note": MARK,
    }


def horizon(
    document: Document, options: HeaderOptions, label: str, planned: Iterable[str] = ()
) -> list[Finding]:
    """From the first to the last month that a system's row or the plan names, unless the caller says otherwise.

    At most 600 months, which is what a landscape may have: a mistyped year is then said, not fatal.
    """
    months = sorted(map(Month.parse, {*_months(document.get("systems", [])), *planned}))
    known = months or list(map(Month.parse, _FALLBACK_HORIZON))
    first = options.first or min(known[0], options.last or known[0])
    last = options.last or max(known[-1], first)
    cut = options.last is None and last - first >= MAX_HORIZON
    last = first + (MAX_HORIZON - 1) if cut else last
    document["landscape"]["horizon"] = {"first": str(first), "last": str(last)}
    if options.first and options.last:
        return []
    why = (
        Text("年月の間が空きすぎているため、途中まで", "cut: the months lie too far apart")
        if cut
        else Text("システム一覧にある年月から", "from the months in the list of systems")
        if months
        else Text("一覧に年月がないため仮に", "the lists name no month")
    )
    return [
        Finding(
            "horizon_assumed",
            "info" if months and not cut else "warning",
            Text(
                f"計画期間は {first} から {last} としました({why.ja})。",
                f"The horizon is taken as {first} to {last} ({why.en}).",
            ),
            Place(label, 1, 1),
            Text(
                "期間を指定するか、landscape.horizon を直してください。",
                "Give the horizon, or mend landscape.horizon.",
            ),
        )
    ]


def _months(systems: list[Entry]) -> Iterable[str]:
    for system in systems:
        if "contract_end" in system:
            yield system["contract_end"]
        for move in system.get("moves", []):
            yield from (move[name] for name in ("earliest", "latest", "fixed", "deadline") if name in move)
            yield from move.get("blackout", [])


def _named(column: Column, cell: Value | Problem) -> list[str]:
    """The texts of a cell that may name an entry."""
    if isinstance(cell, Problem) or is_blank(cell):
        return []
    text = text_of(cell).strip()
    skipped = {"route": DIRECT_WORDS, "package": NO_PACKAGE_WORDS}.get(column.kind, frozenset())
    if text.casefold() in skipped:
        return []
    return items(text) if column.kind == "references" else [text]


def _free_id(names: Names, target: ListName, number: int) -> str:
    word = target.removesuffix("s")
    while f"{word}-{number}" in names.ids(target):
        number += 1
    return f"{word}-{number}"


def _has(entry: Entry, column: Column) -> bool:
    value: Any = entry
    for step in column.way:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def _default(made: Made, column: Column, entry: Entry) -> str:
    if column.target is not None:
        return made.unassigned(column.target)
    if column.kind == "generation":
        return made.generations[0]
    if column.kind == "choice":
        return column.choices[0][0]
    return str(entry["id"])


def _created(target: ListName, entry_id: str, text: str, place: Place) -> Finding:
    sheet = schema_of(target).sheet
    return Finding(
        "entry_created",
        "info",
        Text(f"{sheet.ja}にない「{text}」を {entry_id} として仮に作成しました。",
             f"{text!r} is in no list of {sheet.en}; made up as {entry_id}."),
        place,
        Text(f"{sheet.ja}を加えるか、できたファイルで確かめてください。", f"Add a list of {sheet.en}, or check it in the file made."),
        (("cell", cell_name(place.column - 1, place.line - 1)),),
    )  # fmt: skip


def _assumed(table: Table, column: Column, value: str, number: int, at: int) -> Finding:
    return Finding(
        "cell_assumed",
        "warning",
        Text(
            f"{column.ja}が空欄なので、{value} としました。",
            f"{column.name} is empty and was taken as {value}.",
        ),
        table.sheet.place(number, at),
        Text("正しい値を書いてください。", "Write its value."),
        (("cell", table.sheet.cell(number, at)),),
    )


def _assumed_column(table: Table, column: Column) -> Finding:
    return Finding(
        "column_assumed",
        "info",
        Text(f"{table.schema.sheet.ja}に「{column.ja}」の列がないので、新しい行には仮の値を入れました。",
             f"The list of {table.schema.sheet.en} has no column {column.name}; new rows got a value made up."),
        table.sheet.place(table.heading_row, table.key_column),
        Text("列を加えると、その値が使われます。", "Add the column to have its values used."),
    )  # fmt: skip
