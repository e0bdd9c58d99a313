"""From the address of a file to the landscape or plan in it.

A *source* is a path, ``-`` (standard input), ``sample:NAME`` (a landscape that comes with
Kakehashi), a workbook (``city.xlsx``), ``stored:ID`` or ``stored:ID@VERSION`` (a landscape that is kept), ``stored:ID/PLAN`` (a plan beside it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer import resources
from analyzer.errors import InputError
from analyzer.landscape.dumping import dump_landscape
from analyzer.landscape.loading import LoadResult, read_bytes, read_landscape
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Text
from analyzer.plan.reading import PlanFile, read_plain, read_plan
from analyzer.usecases.importing import import_forms
from analyzer.usecases.problems import wrong

if TYPE_CHECKING:
    from analyzer.configuration import Configuration, Value
    from analyzer.stores.port import Store
    from analyzer.stores.sources import Source


SAMPLE = "sample:"


STORED = "stored:"


WORKBOOK = ".xlsx"
"""A source that ends so is read as `import_forms` reads it."""


OpenStore = Callable[[], "Store"]
"""Gives the store that ``stored:…`` speaks of, when one does."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A landscape, and the warnings about its file."""

    landscape: Landscape
    warnings: tuple[Finding, ...]


def configured(options: Mapping[str, Value] | None = None) -> Configuration:
    """The settings; where nobody says where landscapes are kept, the folder for them is there afterwards."""
    from analyzer.configuration import configure

    configuration = configure(options)
    if configuration.origins["store"] == "default":  # other folders are their owners' affair
        Path(configuration.store.removeprefix("sqlite:///")).parent.mkdir(0o700, parents=True, exist_ok=True)
    return configuration


def open_store(url: str | None = None) -> Store:
    """The home of the landscapes at a URL, else the configured one."""
    from analyzer.stores.opening import open_store as opened

    return opened(configured({"store": url}).store)


def check(source: str, store: OpenStore = open_store) -> LoadResult:
    """Everything that is wrong with a landscape; never raises on bad input."""
    try:
        if source.startswith(STORED):
            return checked_again(stored(source, store))
        if source.casefold().endswith(WORKBOOK):
            return _of_workbook(source)
        return read_landscape(read_bytes(path_of(source)), file_name(source))
    except InputError as error:
        return LoadResult(None, error.findings, error.total)


def _of_workbook(source: str) -> LoadResult:
    """What import makes of a workbook, where it understands all of it: an answer must not rest on rows left out."""
    imported = import_forms([Path(source)])
    told = tuple(finding for finding in imported.findings if finding.severity != "info")
    return LoadResult(imported.landscape if imported.result.complete else None, told, len(told))


def checked_again(landscape: Landscape) -> LoadResult:
    """The warnings about a landscape that was read before, at the places of the file that it was read from."""
    from analyzer.landscape.dumping import landscape_document
    from analyzer.landscape.loading import read_document

    return replace(read_document(landscape_document(landscape), landscape.places), landscape=landscape)


def load(source: str, store: OpenStore = open_store) -> Loaded:
    """The landscape of a source; InputError with every error of its file.

    Of one that is kept the warnings were told when it came in (`check` tells them again).
    """
    if source.startswith(STORED):
        return Loaded(stored(source, store), ())
    result = check(source)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return Loaded(result.landscape, result.findings)


def load_plan(source: str, store: OpenStore = open_store) -> PlanFile:
    """The moves of a plan file in either form; InputError where it is no plan."""
    return read_plan(plan_bytes(source, store), file_name(source))


@dataclass(frozen=True, slots=True)
class ReadToKeep:
    """A landscape with the text that it was read from (None: it came from a store)."""

    landscape: Landscape
    source: Source | None
    warnings: tuple[Finding, ...]


def read_to_keep(source: str, store: OpenStore = open_store) -> ReadToKeep:
    """What `Store.put_version` takes; InputError with every error of the file."""
    from analyzer.stores.sources import Source

    if source.startswith(STORED):
        return ReadToKeep(stored(source, store), None, ())
    name = file_name(source)
    if source.casefold().endswith(WORKBOOK):
        # What is kept is the landscape file that the workbook makes.
        name = f"{name}.yaml"
        data = dump_landscape(load(source).landscape).encode("utf-8")
    else:
        data = read_bytes(path_of(source))
    result = read_landscape(data, name)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    media_type = "application/json" if data.lstrip()[:1] == b"{" else "application/yaml"
    return ReadToKeep(result.landscape, Source(name, data, media_type), result.findings)


def plan_to_keep(source: str, store: OpenStore = open_store) -> tuple[PlanFile, bytes]:
    """A plan file, and the same plain data as JSON, as `Store.put_plan` takes it; InputError where it is no plan."""
    from analyzer.stores.compact import compact

    data, name = plan_bytes(source, store), file_name(source)
    return read_plan(data, name), compact(read_plain(data, name).value)


def stored(source: str, store: OpenStore) -> Landscape:
    from analyzer.stores.naming import find_version, landscape_name

    name = landscape_name(source)
    home = store()
    version = find_version(home, name.landscape, name.version)
    return home.landscape(name.landscape, version.hash)


def plan_bytes(source: str, store: OpenStore) -> bytes:
    if source.casefold().endswith(WORKBOOK):
        return _plan_of_workbook(source)
    if not source.startswith(STORED):
        return read_bytes(source)
    from analyzer.stores.naming import plan_name

    name = plan_name(source)
    return store().plan(name.landscape, name.plan or "").body


def _plan_of_workbook(source: str) -> bytes:
    plan = import_forms([Path(source)]).plan
    if plan is None:
        raise wrong(
            "no_plan_in_workbook",
            Text(f"{source} に移行の月がありません。", f"{source} names no month of a move."),
            Text(
                "「移行計画」のシート(システム、移行、移行月)を加えてください。",
                "Add a sheet 移行計画 (system, move, month).",
            ),
        )
    return plan.encode("utf-8")


def file_name(source: str) -> str:
    """What places call the source."""
    return "<stdin>" if source == "-" else source


def path_of(source: str) -> str:
    """The file of a sample, else the source itself; InputError for a sample that there is not."""
    if not source.startswith(SAMPLE):
        return source
    name, names = source.removeprefix(SAMPLE), resources.sample_names()
    if name in names:
        return str(resources.sample(name))
    near = get_close_matches(name, names, n=1) or [", ".join(names)]
    raise wrong(
        "unknown_sample",
        Text(f"「{name}」というサンプルはありません。", f"There is no sample {name!r}."),
        Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?"),
    )


def load_plans(sources: Sequence[str], store: OpenStore = open_store) -> list[tuple[str, PlanFile]]:
    """Plan files by their sources; InputError with what is wrong with any of them."""
    plans: list[tuple[str, PlanFile]] = []
    findings: list[Finding] = []
    total = 0
    for source in dict.fromkeys(sources):
        try:
            plans.append((source, load_plan(source, store)))
        except InputError as error:
            findings.extend(error.findings)
            total += error.total
    if findings:
        raise InputError(tuple(findings), total)
    return plans
