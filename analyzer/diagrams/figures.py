"""The numbers of a picture as text: what stands beside every picture, and what a program reads instead of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.messages import Text

Cell = str | int | Text | None


class Heading(NamedTuple):
    """A column: its name in data, its words for people, and whether it holds numbers."""

    id: str
    words: Text
    number: bool = False


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`id`: the name in data; every row has one cell for each heading."""

    id: str
    title: Text
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """`view`: which picture; `month`: YYYY-MM, or None where it shows no single one; `lines`: what its head says.

    The first table is the answer (what CSV gives).
    """

    view: str
    month: str | None
    title: Text
    lines: tuple[Text, ...]
    counts: Mapping[str, int]
    tables: tuple[FigureTable, ...]


def heading(id: str, ja: str, en: str, *, number: bool = False) -> Heading:
    return Heading(id, Text(ja, en), number)
