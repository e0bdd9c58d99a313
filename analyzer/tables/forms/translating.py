"""Every sheet of the files: told which form it is, and made plain lists; plain lists stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.messages import Finding, Text
from analyzer.tables.cells import Problem, Sheet, refuse, text_of
from analyzer.tables.forms import own_links, own_systems, planned, sapporo, suita
from analyzer.tables.forms.heads import Head, find_head
from analyzer.tables.forms.options import FormName, FormOptions, SheetReading
from analyzer.tables.forms.own_words import LINK_WORDS, SYSTEM_WORDS
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.translated import PlainRow, plain_sheet
from analyzer.tables.headings import HeadingReader
from analyzer.tables.keys import Key
from analyzer.tables.names import as_id
from analyzer.tables.recognition import best_list
from analyzer.tables.understanding import items


@dataclass(frozen=True, slots=True)
class Told:
    """A sheet with what it was told to be: a plain list, one of the forms with its headings, or nothing that is known."""

    sheet: Sheet
    form: FormName | None
    part: str
    head: Head | None = None
    survey: suita.Survey | None = None


@dataclass(slots=True)
class Translation:
    """`sheets` are plain lists; `planned` the months of moves that the lists name; `readings` say how each sheet was read."""

    sheets: list[Sheet] = field(default_factory=list)
    planned: dict[str, str] = field(default_factory=dict)
    readings: list[SheetReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def tell(sheets: Sequence[Sheet], options: FormOptions) -> list[Told]:
    """Which form each sheet is; InputError where a form that the user named does not fit."""
    return [_tell(sheet, options) for sheet in sheets]


def _tell(sheet: Sheet, options: FormOptions) -> Told:
    asked = options.form_of(sheet.title)
    if asked is None and not options.columns and _is_wholly_plain(sheet):
        return Told(sheet, "plain", "")
    if asked in (None, "sapporo") and (head := sapporo.head_of(sheet, options, asked=asked is not None)):
        return Told(sheet, "sapporo", "links", head)
    if asked in (None, "suita") and (survey := suita.survey_of(sheet, asked=asked is not None)):
        return Told(sheet, "suita", "systems", survey=survey)
    if asked is None and (head := planned.plan_head(sheet)):
        return Told(sheet, "own", "plan", head)
    if asked in (None, "plain") and not options.columns and best_list(sheet) is not None:
        return Told(sheet, "plain", "")
    if asked in (None, "oita", "own"):
        own = _own(sheet, options)
        if own is not None:
            return own
    if asked in (None, "plain") and best_list(sheet) is not None:
        return Told(sheet, "plain", "")
    if asked is not None and any(sheet.rows) and sheet.title in options.forms:
        raise refuse(
            "form_does_not_fit",
            sheet.label,
            Text(f"様式「{asked}」として読めません(必要な見出しがありません)。", f"It cannot be read as the form {asked!r} (headings that it needs are not there)."),
            Text("見出しを確かめるか、--column で指定してください。", "Check the headings, or say them with --column."),
        )  # fmt: skip
    return Told(sheet, None, "")


def _is_wholly_plain(sheet: Sheet) -> bool:
    """Whether every heading is one of a plain list: its attributes may be called like the questions of a survey."""
    best = best_list(sheet)
    if best is None:
        return False
    schema, row = best
    reader = HeadingReader(schema)
    return all(reader.read(cell) for cell in sheet.rows[row] if isinstance(cell, str) and cell.strip())


def _own(sheet: Sheet, options: FormOptions) -> Told | None:
    links = find_head(sheet, LINK_WORDS, options.columns, loose=True)
    if links is not None and {"from", "to"} <= links.columns.keys():
        form: FormName = "oita" if "route" in links.columns or _names_platform(sheet, links) else "own"
        return Told(sheet, form, "links", links)
    systems = find_head(sheet, SYSTEM_WORDS, options.columns, loose=True)
    if systems is not None and "name" in systems.columns and len(systems.columns) >= 3:
        return Told(sheet, "own", "systems", systems)
    return None


def _names_platform(sheet: Sheet, head: Head) -> bool:
    titles = [
        sheet.title,
        *(cell for cells in sheet.rows[: head.first] for cell in cells if isinstance(cell, str)),
    ]
    return any(own_links.PLATFORM in title for title in titles)


def know_plain_lists(told: Sequence[Told], registry: Registry) -> None:
    """The systems and hubs that plain lists hold, so that the forms can name them."""
    for one in told:
        best = best_list(one.sheet) if one.form == "plain" else None
        if best is None or best[0].name not in ("systems", "hubs"):
            continue
        schema, row = best
        reader = HeadingReader(schema)
        heads = {
            heading.column.name: at
            for at, cell in enumerate(one.sheet.rows[row])
            if isinstance(cell, str) and (heading := reader.read(cell)) and heading.member is None
        }
        for cells in one.sheet.rows[row + 1 :]:
            texts = {name: text_of(cell) for name, at in heads.items()
                     if at < len(cells) and not isinstance(cell := cells[at], Problem)}  # fmt: skip
            id = as_id(texts.get("id", ""))
            if id is None:
                continue
            if schema.name == "hubs":
                registry.names.add("hubs", id, texts.get("name", id))
            else:
                numbers = (part.zfill(3) for part in items(texts.get("businesses", "")))
                registry.know(id, texts.get("name", id), tuple(numbers))


def translate(
    told: Sequence[Told],
    registry: Registry,
    options: FormOptions,
    generations: Sequence[str],
    links: Mapping[Key, dict[str, Any]],
    moving: frozenset[str],
    hubs: Mapping[str, str],
) -> Translation:
    """Systems first, then links, then plans: what comes later names what came before.

    `links`: the base's by key; `moving`: its systems with moves; `hubs`: its hubs' names by id.
    """
    done = Translation()
    last = generations[-1]
    system_rows: list[PlainRow] = []
    own = own_links.LinkRows(registry, tuple(generations), links)
    own_first: Sheet | None = None
    for one in told:
        if one.form in (None, "plain"):
            done.sheets.append(one.sheet)
            if one.form == "plain":
                done.readings.append(SheetReading(one.sheet.label, "plain", 0))
            elif any(one.sheet.rows) and one.sheet.typed:
                done.readings.append(SheetReading(one.sheet.label, None, 0))
        elif one.survey is not None:
            answers = suita.translate(one.sheet, one.survey, registry, options, moving, last)
            system_rows += answers.rows
            _take(done, one, len(answers.rows), answers.planned, answers.findings)
        elif one.part == "systems" and one.head is not None:
            found = own_systems.system_rows(one.sheet, one.head, registry, moving, last)
            system_rows += found.rows
            _take(done, one, len(found.rows), found.planned, found.findings)
    for one in told:
        if one.form in ("oita", "own") and one.part == "links" and one.head is not None:
            own_first = own_first or one.sheet
            _take(done, one, own.read(one.sheet, one.head), {}, [])
    done.findings += own.findings
    sheets = [(one.sheet, one.head) for one in told if one.form == "sapporo" and one.head is not None]
    table, readings, findings = sapporo.translate(sheets, registry, options, generations, links, hubs)
    done.readings += readings
    done.findings += findings
    if system_rows:
        done.sheets.append(
            plain_sheet("システム一覧", system_rows[0].place.file, system_rows[0].place, system_rows)
        )
    if own.rows and own_first is not None:
        gone = frozenset(links) - own.keys if table is None else frozenset()
        done.sheets.append(
            plain_sheet("連携一覧", own_first.label, own.rows[0].place, own.rows, frozenset(gone))
        )
    if table is not None:
        done.sheets.append(table)
    for one in told:
        if one.part == "plan" and one.head is not None:
            plan = planned.planned(one.sheet, one.head, registry)
            _take(done, one, plan.rows, plan.months, plan.findings)
    done.findings += registry.findings
    return done


def _take(
    done: Translation, one: Told, rows: int, months: Mapping[str, str], findings: Sequence[Finding]
) -> None:
    done.readings.append(SheetReading(one.sheet.label, one.form, rows))
    done.planned.update(months)
    done.findings += findings
