"""What runs in the guarded process for the page's way in: files of any sort to the text of a landscape, and what that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analyzer import usecases
from analyzer.landscape.difference import difference_of
from analyzer.landscape.dumping import dump_landscape, landscape_document
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Language, Text
from analyzer.reports.html import render_html
from analyzer.reports.importing import findings_by_cell, import_report
from analyzer.reports.layout import Report, Section, Table
from analyzer.reports.versions import versions_report
from analyzer.stores.changes import summary_of
from analyzer.stores.port import Summary
from analyzer.tables.dates import read_month
from analyzer.tables.missing import MissingRow, Owner
from analyzer.tables.reading import GivenFile
from analyzer.usecases.importing import Imported
from api.guarded.wire import unpacked

READ_LISTS = f"{__name__}:read_lists"
REVIEW = f"{__name__}:review"
FILL = f"{__name__}:fill"

LANGUAGES: tuple[Language, ...] = ("ja", "en")
Shown = Mapping[str, str]
"""A report as a piece of the page, in each language."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a landscape that lists make anew; empty: nothing."""

    id: str = ""
    name: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """A landscape file and, where the lists name months, a plan file, both YAML."""

    landscape: str
    text: bytes = field(repr=False)
    plan: bytes | None = field(repr=False)
    told: Shown = field(repr=False)
    unread: Shown = field(repr=False)
    """Cells and answers that were left out, since they could not be read; empty where there are none."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a text would become. `summary` is None where it has errors, `changes` where nothing is kept to hold it against."""

    id: str | None
    hash: str | None
    summary: Summary | None
    findings: tuple[Finding, ...]
    total: int
    changes: Shown | None = field(repr=False)
    missing: tuple[MissingRow, ...]
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    """Kind of a missing field → (id, name) of what may be named; kinds without choices are left out."""


def read_lists(data: bytes, sizes: Sequence[tuple[str, int]], base: bytes | None, said: Said) -> Lists:
    """Tables and forms, one after the other in `data`, onto the pickled landscape `base` or into a new one; InputError.

    Onto a landscape, filled questions and surveys of intent too.
    """
    files = []
    at = 0
    for name, size in sizes:
        files.append(GivenFile(name, data[at : at + size]))
        at += size
    header = usecases.header_options(
        said.id or None, said.name or None, _month(said.first), _month(said.last)
    )
    onto: Landscape | None = None if base is None else unpacked(base)
    if onto is None:
        return _lists(usecases.import_forms(files, header=header))
    return _onto(onto, usecases.told_apart(files))


def _onto(kept: Landscape, sent: usecases.ToldApart) -> Lists:
    """Lists first, then answers to questions and surveys: these may be about what a list brings."""
    landscape, plan, reports = kept, None, []
    if sent.others:
        imported = usecases.import_forms(sent.others, kept)
        landscape, plan = imported.landscape, imported.plan
        reports.append(import_report(imported.result, ()))
    if sent.answers:
        answered = usecases.answers(landscape, sent.answers)
        landscape = answered.landscape
        reports.append(answered.report)
    told = Report(tuple(section for report in reports for section in report.sections))
    return _listed(landscape, plan, told)


def _month(text: str) -> str | None:
    """As people write it, wherever lists may have it so; what is none is told of by whoever reads it."""
    return (read_month(text) or text) or None


def fill(data: bytes, file: str, values: Mapping[Owner, Mapping[str, Mapping[str, str]]]) -> Lists:
    """The text with the answers to what was missing; InputError where nothing can be read of them."""
    landscape = read_landscape(data, file).landscape
    assert landscape is not None, "what lists became has no errors"
    return _lists(usecases.fill_missing(landscape, values))


def review(data: bytes, file: str, before: bytes | None) -> Reviewed:
    """The text beside the pickled landscape that is kept now."""
    result = read_landscape(data, file)
    landscape = result.landscape
    if landscape is None:
        return Reviewed(None, None, None, result.findings, result.total, None, (), {})
    kept: Landscape | None = None if before is None else unpacked(before)
    changes = None
    if kept is not None and kept.id == landscape.id:
        hashes = (kept.content_hash, landscape.content_hash)
        changes = _told(
            versions_report(difference_of(landscape_document(kept), landscape_document(landscape), hashes))
        )
    missing = usecases.missing_data(landscape)
    summary = summary_of(landscape)
    return Reviewed(
        landscape.id, landscape.content_hash, summary, result.findings, result.total, changes, missing,
        _choices(landscape),
    )  # fmt: skip


def _choices(landscape: Landscape) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        "environment": tuple((one.id, one.name) for one in landscape.environments.values()),
        "vendor": tuple((one.id, one.name) for one in landscape.vendors.values()),
        "generation": tuple((one, one) for one in landscape.generations),
    }


def _lists(imported: Imported) -> Lists:
    unread = findings_by_cell([found for found in imported.findings if found.severity == "error"])
    # What is missing is asked for in a table of its own.
    return _listed(imported.landscape, imported.plan, import_report(imported.result, ()), unread)


def _listed(landscape: Landscape, plan: str | None, told: Report, unread: Table | None = None) -> Lists:
    heading = Text("読めなかった記入(入れていません)", "What could not be read, and was left out")
    return Lists(
        landscape.id,
        dump_landscape(landscape).encode(),
        None if plan is None else plan.encode(),
        _told(told),
        _told(Report((Section(heading, table=unread),), unread))
        if unread is not None and unread.rows
        else {},
    )


def _told(report: Report) -> Shown:
    return {language: render_html(report, language) for language in LANGUAGES}
