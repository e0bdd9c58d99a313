"""Lists and the offices' own forms → a landscape, what it changes, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Text
from analyzer.usecases.months import month_named
from analyzer.usecases.problems import wrong

if TYPE_CHECKING:
    from analyzer.landscape.difference import LandscapeDifference
    from analyzer.reports.layout import Report
    from analyzer.tables.defaults import HeaderOptions
    from analyzer.tables.forms.options import FormName, FormOptions
    from analyzer.tables.importing import ImportResult
    from analyzer.tables.missing import MissingRow, Owner
    from analyzer.tables.reading import GivenFile


@dataclass(frozen=True, slots=True)
class Imported:
    """`difference` is from the base to the landscape, None without a base; `missing` is what is still to be asked for."""

    result: ImportResult
    difference: LandscapeDifference | None
    missing: tuple[MissingRow, ...]

    @property
    def landscape(self) -> Landscape:
        return self.result.landscape

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.result.findings

    @property
    def text(self) -> str:
        """The landscape file, YAML."""
        from analyzer.landscape.dumping import dump_landscape

        return dump_landscape(self.result.landscape)

    @property
    def plan(self) -> str | None:
        """The plan file of the months that the lists name, YAML; None where they name none."""
        if not self.result.planned:
            return None
        moves = "".join(f"  {move}: {month}\n" for move, month in self.result.planned.items())
        return f"moves:\n{moves}"

    @property
    def report(self) -> Report:
        from analyzer.reports.importing import import_report

        return import_report(self.result, self.missing)

    @property
    def document(self) -> dict[str, object]:
        """The report as data, with what changes where there is a base."""
        from analyzer.reports.importing import import_document
        from analyzer.reports.versions import versions_document

        document = import_document(self.result, self.missing)
        if self.difference is not None:
            document["difference"] = versions_document(self.difference)
        return document

    @property
    def whole_document(self) -> dict[str, object]:
        """The same with the landscape that came of it, and the plan that the lists name."""
        plan = {"moves": dict(self.result.planned)} if self.result.planned else None
        return {**self.document, "landscape_file": self.result.document, "plan": plan}


def import_forms(
    files: Sequence[Path | GivenFile],
    base: Landscape | None = None,
    *,
    header: HeaderOptions | None = None,
    forms: FormOptions | None = None,
) -> Imported:
    """Workbooks and CSV files in any of the forms, several together, onto a landscape or into a new one.

    InputError where a file cannot be read or is hostile, or no landscape can be made of them; cells and rows that were not
    understood are findings of severity ``error``.
    """
    from analyzer.tables.defaults import NO_OPTIONS
    from analyzer.tables.forms.options import NO_FORMS
    from analyzer.tables.importing import import_tables

    return _imported(import_tables(files, base, header or NO_OPTIONS, forms or NO_FORMS), base)


def missing_data(landscape: Landscape) -> tuple[MissingRow, ...]:
    """Which systems and hubs lack which fields: what a page asks for in a table."""
    from analyzer.tables.missing import missing_of

    return missing_of(landscape)


def fill_missing(landscape: Landscape, values: Mapping[Owner, Mapping[str, Mapping[str, str]]]) -> Imported:
    """The answers in: ``values["systems"]["jumin"]["shift.latest"]`` is text as a cell would hold it, empty for no answer.

    InputError where an answer is about nothing that can be missing: a name that is not there would make a new system.
    """
    from analyzer.tables.missing import fill_missing as filled
    from analyzer.tables.missing import strangers

    if not any(fields for rows in values.values() for fields in rows.values()):
        raise wrong("no_answers", Text("答えがありません。", "There are no answers."))
    strange = [
        Finding(
            "not_missing", "error",
            Text(f"{owner} の「{id}」の「{field}」は、わからない項目になるものではありません。", f"{field!r} of {id!r} ({owner}) is no field that can be missing."),
            suggestion=Text("まだわからない項目の一覧にあるとおりに書いてください。", "Write ids and fields as the list of missing fields has them."),
        )
        for owner, id, field in strangers(landscape, values)
    ]  # fmt: skip
    if strange:
        raise InputError(tuple(strange))
    return _imported(filled(landscape, values), landscape)


def header_options(
    id: str | None = None,
    name: str | None = None,
    first: str | None = None,
    last: str | None = None,
    generations: Sequence[str] | None = None,
) -> HeaderOptions:
    """What is said of a new landscape; InputError for a month that is none."""
    from analyzer.tables.defaults import HeaderOptions

    return HeaderOptions(
        id, name, tuple(generations) if generations else None,
        None if first is None else month_named(first), None if last is None else month_named(last),
    )  # fmt: skip


def form_options(
    forms: Sequence[str] = (), columns: Sequence[str] = (), systems: Sequence[str] = (), *, fill: bool = False
) -> FormOptions:
    """Of words as a command line has them: ``sapporo`` or ``SHEET=sapporo``, ``連携元=送り側``, ``SHEET=jumin``."""
    from analyzer.tables.forms.options import FORM_NAMES, FormOptions

    named: dict[str, FormName] = {}
    known = {name: name for name in FORM_NAMES}
    for word in forms:
        sheet, _, form = word.rpartition("=")
        if form not in known:
            raise unknown_form(form, known)
        named[sheet or "*"] = known[form]
    return FormOptions(named, _pairs(columns, "column"), _pairs(systems, "system"), fill)


def unknown_form(form: str, known: Iterable[str]) -> InputError:
    """A form that there is not."""
    listed = ", ".join(known)
    return wrong(
        "unknown_form",
        Text(f"「{form}」という様式はありません。", f"There is no form {form!r}."),
        Text(f"次のいずれかです: {listed}", f"There are {listed}."),
    )


def _pairs(words: Sequence[str], option: str) -> dict[str, str]:
    pairs = {}
    for word in words:
        left, equals, right = word.partition("=")
        if not (equals and left.strip() and right.strip()):
            raise wrong(
                "pair_needed",
                Text(
                    f"「{word}」は「名前=値」の形ではありません(--{option})。",
                    f"{word!r} is not NAME=VALUE (--{option}).",
                ),
                Text("例: --column 連携元=送り側", "For example --column from=SENDER"),
            )
        pairs[left.strip()] = right.strip()
    return pairs


def _imported(result: ImportResult, base: Landscape | None) -> Imported:
    from analyzer.landscape.difference import difference_of
    from analyzer.landscape.dumping import landscape_document

    difference = None
    if base is not None:
        hashes = (base.content_hash, result.landscape.content_hash)
        difference = difference_of(landscape_document(base), landscape_document(result.landscape), hashes)
    return Imported(result, difference, missing_data(result.landscape))
