"""What lists and forms come to."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.documents.landscapes import DifferenceDocument
from api.documents.plans import LandscapeHead
from api.documents.problems import FindingDocument, Sentence


class SheetDocument(BaseModel):
    """As what a sheet was read; `form` is null where it was not."""

    sheet: str
    form: str | None
    rows: int
    about: str | None = Field(description="The system that the sheet is about.")


class EntryDocument(BaseModel):
    """An entry of a list."""

    list: str
    key: str


class MissingFieldDocument(BaseModel):
    """A field that is not known yet: a column of the plain lists."""

    field: str
    label: Sentence
    kind: str


class MissingDocument(BaseModel):
    """A system or a hub with the fields that it lacks."""

    owner: str
    id: str
    name: str
    fields: list[MissingFieldDocument]


class MissingList(BaseModel):
    """Systems, then hubs, that lack something."""

    schema_version: int
    landscape: LandscapeHead
    missing: list[MissingDocument]


_Said = dict[
    Annotated[str, StringConstraints(max_length=200)],
    dict[
        Annotated[str, StringConstraints(max_length=400)], Annotated[str, StringConstraints(max_length=400)]
    ],
]


class MissingAnswers(BaseModel):
    """Id → field of the list of what is missing → text as a cell would hold it: ``{"systems": {"jumin": {"shift.latest": "2026-03"}}}``."""

    model_config = ConfigDict(extra="forbid")

    systems: _Said = Field(default={}, max_length=10_000)
    hubs: _Said = Field(default={}, max_length=10_000)


class ImportDocument(BaseModel):
    """The landscape that the files make, and everything that is to be said of them. `complete` is false where a row or a cell was not understood."""

    schema_version: int
    landscape: dict[str, str]
    complete: bool
    counts: dict[str, int]
    sheets: list[SheetDocument]
    added: list[EntryDocument]
    removed: list[EntryDocument]
    findings: list[FindingDocument] = Field(
        description="With `cell`, the name of the cell in the sheet `file`."
    )
    planned: dict[str, str]
    missing: list[MissingDocument]
    difference: DifferenceDocument | None = Field(
        None, description="From the landscape that the files were read onto."
    )
    landscape_file: dict[str, Any]
    plan: dict[str, Any] | None = Field(description="A plan file of the months that the files name.")
