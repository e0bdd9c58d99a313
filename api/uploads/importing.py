"""What runs in the guarded process for lists and forms over HTTP: files to a landscape, and the report of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer import usecases
from analyzer.stores.compact import compact
from analyzer.tables.reading import GivenFile
from api.guarded.wire import unpacked

IMPORT = f"{__name__}:import_files"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said of the files: as the command line says it (docs/forms.md)."""

    id: str | None = None
    name: str | None = None
    first: str | None = None
    last: str | None = None
    forms: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    fill: bool = False


def import_files(data: bytes, sizes: Sequence[tuple[str, int]], base: bytes | None, asked: Asked) -> bytes:
    """The answer as JSON, of files one after the other in `data`; `base` is a pickled landscape. InputError."""
    files = []
    at = 0
    for name, size in sizes:
        files.append(GivenFile(name, data[at : at + size]))
        at += size
    imported = usecases.import_forms(
        files,
        None if base is None else unpacked(base),
        header=usecases.header_options(asked.id, asked.name, asked.first, asked.last),
        forms=usecases.form_options(asked.forms, asked.columns, asked.systems, fill=asked.fill),
    )
    return compact(imported.whole_document)
