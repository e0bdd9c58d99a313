"""Files in and out: reading and checking a landscape, starting up, lists, re-checking an answer."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from functools import partial
from pathlib import Path

import yaml

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.loading import LoadResult, read_landscape
from analyzer.reports.answer import answer_document
from analyzer.tables.exporting import Format, export_tables
from analyzer.tables.importing import import_tables
from analyzer.verification import VerificationResult, verify_answer
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import (
    Selection,
    Table,
    Target,
    Theme,
    measure,
    measure_process,
    ratio,
    span,
)

ROOT = Path(__file__).resolve().parents[2]


def run(selection: Selection) -> Theme:
    theme = Theme()
    for table in (
        _validate(selection, theme),
        _start_up(selection, theme),
        _lists(selection),
        _verify(selection),
    ):
        if table.rows:
            theme.tables.append(table)
    return theme


def _validate(selection: Selection, theme: Theme) -> Table:
    table = Table(
        "Validate: bytes → checked landscape, with the place of every value",
        (
            "city",
            "file",
            "time",
            "`yaml.safe_load` alone",
            "with libyaml",
            "safe_load / the product's",
            "finds",
        ),
    )
    table.note = (
        "*`yaml.safe_load` alone* is the plain way: values without places, nothing checked; *with libyaml*: the same by "
        "`CSafeLoader`, where it is installed. One run each."
    )
    for name, city in (
        ("validate/34", cities.town(1)),
        ("validate/300", cities.great_city(1)),
        ("validate/1000", cities.region(1)),
    ):
        if name not in selection:
            continue
        data = city.text.encode()
        timing, result = measure(partial(_read, data))
        pure = None
        if city.systems <= 300:
            pure = measure(partial(yaml.load, data, yaml.SafeLoader), 1)[0].median
        fast = "–"
        if yaml.__with_libyaml__:
            fast = span(measure(partial(yaml.load, data, yaml.CSafeLoader), 1)[0].median)
        lines = data.count(b"\n")
        errors = sum(finding.severity == "error" for finding in result.findings)
        table.add(
            city.size, f"{len(data) / 1e6:.1f} MB, {lines:,} lines", str(timing), "–" if pure is None else span(pure), fast,
            ratio(pure, timing.median), f"{errors} errors, {result.total - errors} warnings",
        )  # fmt: skip
        if city.systems == 300:
            theme.targets.append(Target("validate a file of 300 systems / 3,000 links", 1.0, timing.median))
    return table


def _read(data: bytes) -> LoadResult:
    result = read_landscape(data, "city.yaml")
    assert result.landscape is not None
    return result


def _start_up(selection: Selection, theme: Theme) -> Table:
    table = Table("Starting up: whole processes", ("what", "time", "of a process that does nothing"))
    table.note = "Bytecode is there (an untimed run goes first)."
    if "start-up" not in selection:
        return table
    nothing = measure_process("pass")
    table.add("`python -c pass`", str(nothing), "1")
    lines: list[tuple[str, str, tuple[str, ...]]] = [
        ("`import analyzer`", "import analyzer", ()),
        ("`import analyzer.evaluation` (with the solvers)", "import analyzer.evaluation", ()),
    ]
    if importlib.util.find_spec("analyzer.cli") is not None:
        command = "from analyzer.cli import main; main()"
        lines.append(("`kakehashi --version`", command, ("--version",)))
        lines.append(("`kakehashi --help`", command, ("--help",)))
    for what, code, arguments in lines:
        timing = measure_process(code, *arguments)
        table.add(what, str(timing), f"{timing.median / nothing.median:.1f} ×")
        if what == "`import analyzer`" or "--version" in what:
            theme.targets.append(Target(f"{what}, the whole process", 0.5, timing.median))
    return table


def _lists(selection: Selection) -> Table:
    table = Table("Lists out and in", ("city", "form", "export", "import onto its base", "same hash"))
    forms: tuple[Format, ...] = ("csv", "xlsx")
    if "lists" not in selection:
        return table
    for city in (cities.town(1), cities.great_city(1)):
        for form in forms:
            _through_lists(table, city, form)
    return table


def _through_lists(table: Table, city: City, form: Format) -> None:
    landscape = city.landscape
    exporting, exported = measure(lambda: export_tables(landscape, form), 3, budget=5.0)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, data in exported.files.items():
            paths.append(Path(folder, name))
            paths[-1].write_bytes(data)
        importing, imported = measure(lambda: import_tables(paths, landscape), 3, budget=5.0)
    same = imported.landscape.content_hash == landscape.content_hash
    table.add(city.size, form, str(exporting), str(importing), "yes" if same else "NO")


def _verify(selection: Selection) -> Table:
    table = Table(
        "Re-checking an answer without a solver",
        ("city", "answer", "written", "verified", "of the time of `evaluate`", "verdict"),
    )
    table.note = "*written*: the answer as plain data, reasons in both languages included; *verified*: every figure of it."
    for name, city in (("verify/34", cities.town(1)), ("verify/100", cities.city(1))):
        if name not in selection:
            continue
        landscape, moves = city.landscape, city.moves
        evaluating, evaluation = measure(partial(evaluate_plan, landscape, moves), 1)
        writing, _ = measure(partial(answer_document, evaluation), 1)
        text = json.dumps(answer_document(evaluation), ensure_ascii=False)
        answer = json.loads(text)
        timing, result = measure(partial(verify_answer, landscape, answer), 3)
        table.add(
            city.size, f"{len(text.encode()) / 1e6:.1f} MB", str(writing), str(timing),
            f"{timing.median / evaluating.median:.0%}", _verdict(result),
        )  # fmt: skip
    return table


def _verdict(result: VerificationResult) -> str:
    if result.malformed:
        return f"NOT READ: {len(result.faults)} faults of form"
    return "right" if result.ok else f"{len(result.faults)} FAULTS"
