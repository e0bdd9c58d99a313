"""The place (file, line, column) of every value of a source file, by the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.messages import Place

Path = tuple[str | int, ...]
"""The way to a value from the root of a document: keys and positions."""


_COLUMNS = 1 << 24


def packed(line: int, column: int) -> int:
    """A position as one number: a large file has a million of them, and pairs take three times the memory."""
    return line * _COLUMNS + min(column, _COLUMNS - 1)


def unpacked(position: int) -> tuple[int, int]:
    """(line, column) of a position."""
    return divmod(position, _COLUMNS)


@dataclass(frozen=True, slots=True)
class Places:
    """Knows where each value of one source stands; answers None where it does not."""

    file: str = ""
    positions: Mapping[Path, int] = field(default_factory=dict)
    """As `packed` gives them."""

    def at(self, path: Path) -> Place | None:
        """The place of the value, else of the nearest value around it."""
        for end in range(len(path), -1, -1):
            position = self.positions.get(path[:end])
            if position is not None:
                return Place(self.file, *unpacked(position))
        return None

    def changed(self, path: Path) -> Place | None:  # noqa: ARG002 - what `OverlaidPlaces` answers
        """Where another file puts another value in place of the one at just this path; None in a file."""
        return None


@dataclass(frozen=True, slots=True)
class OverlaidPlaces(Places):
    """The places of a file in which a file of scenarios has changed and added values."""

    base: Places = field(default_factory=Places)
    scenarios: Places = field(default_factory=Places)
    over: Mapping[Path, Path] = field(default_factory=dict)
    """The way to a changed value → the way to what says so among the scenarios."""

    def at(self, path: Path) -> Place | None:
        if path[:1] == ("scenarios",):
            return self.scenarios.at(path)
        for end in range(len(path), 0, -1):
            written = self.over.get(path[:end])
            if written is not None:
                return self.scenarios.at(written)
        return self.base.at(path)

    def changed(self, path: Path) -> Place | None:
        written = self.over.get(path)
        return None if written is None else self.scenarios.at(written)
