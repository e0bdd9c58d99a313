"""Landscapes made: as lists, from nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Language, Text
from analyzer.usecases.importing import unknown_form
from analyzer.usecases.problems import wrong

if TYPE_CHECKING:
    from analyzer.generator import Request
    from analyzer.plan.reading import PlanFile
    from analyzer.tables.exporting import ExportResult


def export_lists(
    landscape: Landscape,
    form: Literal["csv", "xlsx"],
    language: Language,
    lists: Sequence[str] | None = None,
    office_form: Literal["sapporo"] | None = None,
    plan: PlanFile | None = None,
) -> ExportResult:
    """The lists of a landscape; systems and links, unless others are named.

    `office_form`: a workbook with the links in that form, and the lists that are named beside it. `plan`: a sheet of a
    workbook with its months.
    """
    from analyzer.tables.exporting import DEFAULT_LISTS, export_tables
    from analyzer.tables.forms.writing import plan_sheet, sapporo_sheets
    from analyzer.tables.headings import LISTS

    known = {schema.name: schema.name for schema in LISTS}
    for name in lists or ():
        if name not in known:
            listed = ", ".join(known)
            raise wrong(
                "unknown_list",
                Text(f"「{name}」という一覧はありません。", f"There is no list {name!r}."),
                Text(f"次のいずれかです: {listed}", f"There are {listed}."),
            )
    asked = [known[name] for name in dict.fromkeys(lists or ()) if name in known]
    sheets = [] if office_form is None else sapporo_sheets(landscape, language)
    if plan is not None:
        sheets.append(plan_sheet(plan.moves))
    if office_form is None:
        asked = asked or list(DEFAULT_LISTS)
    return export_tables(landscape, form, language, asked, sheets)


def template(
    language: Language,
    moves: Sequence[str] | None = None,
    generations: Sequence[str] | None = None,
    forms: Sequence[str] = ("plain",),
) -> bytes:
    """A workbook to fill in, as xlsx: plain lists, or forms of offices; InputError for a form that has none."""
    from analyzer.tables.template import FORMS, GENERATIONS, MOVES, template_workbook

    for form in forms:
        if form not in FORMS:
            raise unknown_form(form, FORMS)
    named = [form for form in FORMS if form in forms]
    return template_workbook(language, moves or MOVES, generations or GENERATIONS, named)


@dataclass(frozen=True, slots=True)
class Generated:
    """A made-up landscape and a plan that keeps its rules, as YAML."""

    landscape: bytes
    plan: bytes


def generate(request: Callable[[], Request]) -> Generated:
    """Make a city; InputError with every reason why none can be as asked."""
    from analyzer.generator import GENERATOR_VERSION, ImpossibleRequestError, build_city
    from analyzer.generator.text import to_yaml

    try:
        city = build_city(request())
    except ImpossibleRequestError as error:
        findings = tuple(Finding("impossible_request", "error", sentence) for sentence in error.sentences)
        raise InputError(findings) from None
    heading = f"架空の自治体 / a made-up city, generator version {GENERATOR_VERSION}"
    return Generated(
        to_yaml(city.document, heading).encode("utf-8"), to_yaml(dict(city.plan), heading).encode("utf-8")
    )
