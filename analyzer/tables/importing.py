"""`kakehashi import`: lists of systems and links → a landscape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Problem, Sheet, refuse, text_of
from analyzer.tables.defaults import (
    GENERATIONS,
    NO_OPTIONS,
    HeaderOptions,
    Made,
    create_named,
    drop_unassigned,
    header,
    horizon,
    missing_columns,
)
from analyzer.tables.forms.options import NO_FORMS, FormOptions, SheetReading
from analyzer.tables.forms.partners import resolve_partners
from analyzer.tables.forms.registry import Registry
from analyzer.tables.forms.suita import CLOUD
from analyzer.tables.forms.translating import Told, Translation, know_plain_lists, tell, translate
from analyzer.tables.headings import LINKS, LISTS, ListName
from analyzer.tables.keys import key_of, key_text
from analyzer.tables.lists import Draft, fill
from analyzer.tables.mending import read_mended
from analyzer.tables.names import Names, as_id
from analyzer.tables.reading import GivenFile, read_sheets
from analyzer.tables.recognition import Table, best_list, recognise


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`landscape` and the same as plain data (`document`), without what could not be read.

    `findings` are sorted by place; those of severity ``error`` are cells and rows that were left
    out. `added` and `removed` name the entries (list, key) that the base does not have, and that
    the lists do not have any more.
    """

    landscape: Landscape
    document: dict[str, object]
    findings: tuple[Finding, ...]
    added: tuple[tuple[ListName, str], ...]
    removed: tuple[tuple[ListName, str], ...]
    planned: Mapping[str, str]
    """Months of moves (``jumin.shift``) that the lists name: a plan, no part of the landscape."""
    readings: tuple[SheetReading, ...]
    """As what each sheet was read."""

    @property
    def complete(self) -> bool:
        """Whether every cell was understood."""
        return all(finding.severity != "error" for finding in self.findings)


def import_tables(
    files: Sequence[FilePath | GivenFile],
    base: Landscape | None = None,
    options: HeaderOptions = NO_OPTIONS,
    forms: FormOptions = NO_FORMS,
) -> ImportResult:
    """Reads lists and the offices' forms (CSV files, Excel workbooks) onto `base`, or into a new landscape.

    A plain list that is given replaces its section of the base, row by row: cells replace values, columns
    that a list lacks keep them, rows that are gone are gone. Forms only say what they say. InputError where a file cannot be
    read or is hostile, where no list is recognised, or where no landscape can be made.
    """
    return import_sheets(read_sheets(files), _stem(files[0]), base, options, forms)


def import_sheets(
    sheets: Sequence[Sheet], stem: str, base: Landscape | None, options: HeaderOptions, forms: FormOptions
) -> ImportResult:
    """The same of sheets that are read; `stem` names a new landscape that nobody names."""
    generations = tuple(_generations(base, options))
    told = tell(sheets, forms)
    made = Made(list(generations))
    registry = _registry(told, base, made, forms)
    done = _translated(told, base, registry, forms, generations)
    plain = [replace(sheet, partial=True) for sheet in done.sheets] if forms.fill else done.sheets
    tables, findings = recognise(plain, generations) if plain or not done.planned else ([], [])
    findings += done.findings
    label = sheets[0].label if sheets else ""
    names = _names(tables, base)
    for entry in made.entries.get("systems", []):
        names.add("systems", entry["id"], entry["name"])
    if base is not None:
        draft = Draft(dict(landscape_document(base)), _base_places(base), findings)
        _name_cloud(names, base)
        findings.extend(create_named(made, [table for table in tables if table.sheet.partial], names))
    else:
        _need_systems(tables, made, label)
        draft = Draft({"schema_version": 1, "landscape": header(options, stem)}, {}, findings)
        draft.findings.extend(create_named(made, tables, names))
    draft.places[()] = Place(label, 1, 1)
    draft.findings.extend(resolve_partners(tables, names, registry))
    draft.added.extend(("systems", id) for id in registry.created)
    fill(draft, tables, names, made)
    made.join(draft.document)
    for at, entry in enumerate(draft.document.get("systems", [])):
        if entry["id"] in registry.created:
            draft.places["systems", at] = registry.created[entry["id"]]
    drop_unassigned(draft.document)
    draft.findings.extend(missing_columns(tables, {name for name, _ in draft.added}))
    if base is None:
        draft.findings.extend(horizon(draft.document, options, label, done.planned.values()))
    landscape = read_mended(draft)
    document: dict[str, Any] = landscape_document(landscape)
    there = {
        (schema.name, key_text(key_of(schema, entry)))
        for schema in LISTS
        for entry in document.get(schema.section, ())
    }
    return ImportResult(
        landscape,
        document,
        _sorted(draft.findings),
        tuple(entry for entry in draft.added if entry in there),
        tuple(draft.removed),
        dict(sorted(done.planned.items())),
        tuple(sorted(done.readings, key=lambda reading: reading.sheet)),
    )


def _registry(told: Sequence[Told], base: Landscape | None, made: Made, forms: FormOptions) -> Registry:
    """Whom the forms can name: the systems and hubs of the plain lists, and of the base where no such list is given."""
    registry = Registry(Names(), made)
    given = (
        set()
        if forms.fill
        else {best[0].name for one in told if one.form == "plain" and (best := best_list(one.sheet))}
    )
    if base is not None:
        if "systems" not in given:
            for system in base.systems.values():
                registry.know(system.id, system.name, system.businesses)
        for hub in base.hubs.values() if "hubs" not in given else ():
            registry.names.add("hubs", hub.id, hub.name)
    know_plain_lists(told, registry)
    return registry


def _translated(
    told: Sequence[Told],
    base: Landscape | None,
    registry: Registry,
    forms: FormOptions,
    generations: tuple[str, ...],
) -> Translation:
    document: Mapping[str, Any] = {} if base is None else landscape_document(base)
    links = {key_of(LINKS, entry): entry for entry in document.get("integrations", [])}
    moving = frozenset(entry["id"] for entry in document.get("systems", []) if entry.get("moves"))
    hubs = {entry["id"]: entry["name"] for entry in document.get("hubs", [])}
    return translate(told, registry, forms, generations, links, moving, hubs)


def _name_cloud(names: Names, base: Landscape) -> None:
    """ガバメントクラウド means the base's only environment there, whatever its name."""
    clouds = [entry.id for entry in base.environments.values() if entry.hosting == "government_cloud"]
    if len(clouds) == 1 and names.resolve("environments", CLOUD) is None:
        names.add("environments", clouds[0], CLOUD)


def _stem(file: FilePath | GivenFile) -> str:
    return FilePath(file.name).stem


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    """By place, each once."""
    return tuple(
        found for _, found in sorted({_by_place(f): f for f in findings}.items(), key=lambda item: item[0])
    )


def _by_place(finding: Finding) -> tuple[Place, str, Text]:
    return (finding.place or Place("", 0, 0), finding.code, finding.message)


def _generations(base: Landscape | None, options: HeaderOptions) -> tuple[str, ...]:
    return base.generations if base is not None else options.generations or GENERATIONS


def _need_systems(tables: list[Table], made: Made, label: str) -> None:
    if all(table.schema.name != "systems" for table in tables) and not made.entries.get("systems"):
        raise refuse(
            "systems_missing",
            label,
            Text("システム一覧がありません。", "There is no list of systems."),
            Text("システム一覧も渡すか、元のファイルを --base で指定してください。",
                 "Give the list of systems too, or a landscape with --base."),
        )  # fmt: skip


def _names(tables: list[Table], base: Landscape | None) -> Names:
    """Who can be named: the rows of the lists given, and the base for the other lists."""
    names = Names()
    given = {table.schema.name for table in tables if not table.sheet.partial}
    for schema in LISTS:
        if base is not None and schema.name not in given and schema.name != "links":
            for entry in getattr(base, schema.section).values():
                names.add(schema.name, entry.id, entry.name)
    for table in tables:
        at_id, at_name = table.key_column, table.column_of("name")
        for _, cells in table.rows():
            values = ["" if isinstance(cell, Problem) else text_of(cell) for cell in cells]
            entry_id = as_id(values[at_id]) if at_id < len(values) else None
            if entry_id is not None and table.schema.name != "links":
                name = values[at_name] if at_name is not None and at_name < len(values) else entry_id
                names.add(table.schema.name, entry_id, name)
    return names


def _base_places(base: Landscape) -> dict[Any, Place]:
    """Where the entries of the base that no list carries stand, in the order of its document."""
    sections: dict[str, Sequence[Any]] = {
        "lines": base.lines or (),
        "bridges": (*(base.catalogue or ()), *base.partner_answers),
        "existing_bridges": base.existing_bridges,
        "law_changes": base.law_changes,
        "rules": base.rules,
        "patterns": base.patterns,
        **{schema.section: tuple(getattr(base, schema.section).values()) for schema in LISTS},
    }
    found = {
        (section, at): base.places.at(entry.path)
        for section, entries in sections.items()
        for at, entry in enumerate(entries)
    }
    return {way: place for way, place in found.items() if place is not None}
