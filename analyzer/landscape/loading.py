"""A landscape file, read and checked: the way from bytes to a `Landscape`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path as FilePath

from analyzer.errors import InputError
from analyzer.landscape.build import build_landscape
from analyzer.landscape.checks import check_documents
from analyzer.landscape.checks.context import Context
from analyzer.landscape.checks.existing import check_existing
from analyzer.landscape.checks.feasibility import check_feasibility
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places
from analyzer.landscape.structure import read_parts
from analyzer.landscape.yaml_events import MAX_BYTES, YamlResult, read_yaml
from analyzer.messages import Finding, Text


@dataclass(frozen=True, slots=True)
class LoadResult:
    """`landscape` is None where there is an error. `findings`: errors and warnings sorted by
    place, at most 1,000 (errors first); `total` counts all of them.
    """

    landscape: Landscape | None
    findings: tuple[Finding, ...]
    total: int


def load_landscape(path: str) -> Landscape:
    """The landscape in the file at `path` (``-``: standard input); InputError if it has errors."""
    result = read_landscape(read_bytes(path), "<stdin>" if path == "-" else path)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return result.landscape


def read_bytes(path: str) -> bytes:
    """What the file at `path` (``-``: standard input) holds, up to just over the limit of size.

    InputError where it cannot be opened.
    """
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with FilePath(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with NUL in it
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        findings = Findings(Places(path))
        findings.add(
            "unreadable_file",
            (),
            f"ファイル「{path}」を読めません({reason})。",
            f"The file '{path}' cannot be read ({reason}).",
            Text("場所と権限を確かめてください。", "Check where it is and who may read it."),
        )
        raise InputError(*findings.result()) from None


def read_landscape(data: bytes, file: str) -> LoadResult:
    """Read and check a file; never raises on bad input."""
    with _no_collection():
        return _check(read_yaml(data, file))


def read_document(document: object, places: Places) -> LoadResult:
    """The same from plain data, as programs make it; never raises on bad input."""
    with _no_collection():
        return _check(YamlResult(document, places, (), 0))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the collector of cycles: a file is many small values and no cycles, and the
    collector's visits to all of them take a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check(yaml: YamlResult) -> LoadResult:
    findings = Findings(yaml.places)
    findings.include(yaml.findings, yaml.total)
    if yaml.total and yaml.value is None:
        return LoadResult(None, *findings.result())
    places = yaml.places
    parts = read_parts(yaml.value, findings)
    del yaml  # its plain values are a quarter of the memory of a large file, and nobody asks for them again
    landscape = None
    if parts.header is not None:
        well_formed = not findings.errors
        check_documents(Context(parts, parts.header, findings))
        if well_formed:
            landscape = build_landscape(parts.without(findings.is_broken), places)
            check_existing(landscape, findings)
            if not findings.errors:
                check_feasibility(landscape, findings)
    return LoadResult(None if findings.errors else landscape, *findings.result())
