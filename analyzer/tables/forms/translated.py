"""A plain list in the making, each cell of it with its place in the office's own sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.messages import Place
from analyzer.tables.cells import Problem, Sheet, Value
from analyzer.tables.keys import Key


@dataclass(frozen=True, slots=True)
class TranslatedSheet(Sheet):
    """`origins[row][column]` is where a value was read, `origins[row][-1]` where its row stands."""

    origins: tuple[dict[int, Place], ...] = ()

    def place(self, row: int, column: int) -> Place:
        origin = self.origins[min(row, len(self.origins) - 1)]
        return origin.get(column, origin[-1])


@dataclass(slots=True)
class PlainRow:
    """`cells` by heading of the plain list: (value, where it was read)."""

    place: Place
    cells: dict[str, tuple[Value | Problem, Place]] = field(default_factory=dict)

    def put(self, heading: str, value: Value | Problem, place: Place | None = None) -> None:
        if value is not None:
            self.cells[heading] = (value, place or self.place)


def plain_sheet(
    title: str, label: str, place: Place, rows: list[PlainRow], gone: frozenset[Key] = frozenset()
) -> TranslatedSheet:
    """The sheet, partial: what a form does not say is not taken away."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row.cells))
    grid: list[list[Value | Problem]] = [list(headings)]
    origins: list[dict[int, Place]] = [{-1: place}]
    for row in rows:
        grid.append([row.cells.get(heading, (None, place))[0] for heading in headings])
        found = {at: row.cells[heading][1] for at, heading in enumerate(headings) if heading in row.cells}
        origins.append({-1: row.place, **found})
    return TranslatedSheet(label, title, grid, typed=True, partial=True, gone=gone, origins=tuple(origins))
