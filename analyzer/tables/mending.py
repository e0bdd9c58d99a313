"""What the landscape's own checks find wrong with the rows: said by cell, and left out.

The document is read; what an error speaks of is taken out (the cell; the row, where the cell is
needed), and the rest is read again, until nothing is wrong. Each round takes something out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyzer.errors import InputError
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Path, Places
from analyzer.messages import Finding, Place, Text
from analyzer.tables.headings import LISTS
from analyzer.tables.lists import Draft

_MOST_ROUNDS = 50


class PathPlace(Place):
    """A place that remembers what stands there."""

    path: Path


@dataclass(frozen=True, slots=True)
class CellPlaces(Places):
    """Knows the cell of each value, in whichever sheet it stands."""

    cells: dict[Path, Place] = field(default_factory=dict)

    def at(self, path: Path) -> PathPlace | None:
        """The cell of the value, else of the nearest value around it; it remembers `path`."""
        for end in range(len(path), -1, -1):
            cell = self.cells.get(path[:end])
            if cell is not None:
                place = PathPlace(*cell)
                place.path = path
                return place
        return None


def read_mended(draft: Draft) -> Landscape:
    """The landscape of the draft, which keeps what could be kept; InputError where nothing can.

    The draft gets a finding for each thing that was left out, and the warnings of the last reading.
    """
    for _ in range(_MOST_ROUNDS):
        result = read_document(
            draft.document, CellPlaces(draft.places.get((), Place("", 1, 1)).file, {}, draft.places)
        )
        if result.landscape is not None:
            draft.findings.extend(_plain(finding) for finding in result.findings)
            return result.landscape
        removed: set[Path] = set()
        for finding in result.findings:
            if finding.severity == "error" and isinstance(finding.place, PathPlace):
                target = _to_leave_out(draft.document, finding.place.path)
                if target is not None:
                    removed.add(target)
                    draft.findings.append(_left_out(finding, target))
        if not removed:
            break
        draft.document, draft.places = _without(draft.document, draft.places, removed)
    errors = [*draft.findings, *map(_plain, result.findings)]
    errors = [finding for finding in errors if finding.severity == "error"]
    raise InputError(tuple(errors[:1000]), len(errors))


def _to_leave_out(document: dict[str, Any], path: Path) -> Path | None:
    """The smallest thing around `path` without which the rest may be right; None for a whole section."""
    value: Any = document
    known = 0
    for step in path:
        inside = (
            step in value
            if isinstance(value, dict)
            else isinstance(value, list) and step in range(len(value))
        )
        if not inside:
            break
        value = value[step]
        known += 1
    target = path[:known]
    if len(target) < 2 or target[0] == "landscape":
        return None
    if len(target) > 2 and _is_needed(target):
        return target[:2]
    if "needs_line" in target:
        return target[: target.index("needs_line") + 1]
    if len(target) == 5 and target[2] == "moves" and target[4] in ("id", "to"):
        return target[:4]
    return target


def _is_needed(path: Path) -> bool:
    """Whether an entry of a list cannot be without the value."""
    schema = next((schema for schema in LISTS if schema.section == path[0]), None)
    if schema is None:
        return False
    inner = path[2:]
    return any(
        (column.needed and column.way[: len(inner)] == inner)
        or (column.name in schema.keys and inner == (column.name,))
        for column in schema.columns
    )


def _without(
    document: dict[str, Any], places: dict[Path, Place], removed: set[Path]
) -> tuple[dict[str, Any], dict[Path, Place]]:
    """The document without the values at `removed`, and the places under their new positions."""
    positions: dict[Path, int] = {}

    def rest(value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {
                key: rest(inner, (*path, key)) for key, inner in value.items() if (*path, key) not in removed
            }
        if isinstance(value, list):
            kept = [at for at in range(len(value)) if (*path, at) not in removed]
            positions.update({(*path, at): new for new, at in enumerate(kept)})
            return [rest(value[at], (*path, at)) for at in kept]
        return value

    def moved(path: Path) -> Path | None:
        new: list[str | int] = []
        for end, step in enumerate(path, 1):
            if path[:end] in removed:
                return None
            new.append(positions.get(path[:end], step) if isinstance(step, int) else step)
        return tuple(new)

    mended = rest(document, ())
    return mended, {new: place for path, place in places.items() if (new := moved(path)) is not None}


def _plain(finding: Finding) -> Finding:
    place = Place(*finding.place) if finding.place is not None else None
    return Finding(
        finding.code, finding.severity, finding.message, place, finding.suggestion, finding.details
    )


def _left_out(finding: Finding, target: Path) -> Finding:
    whole = len(target) == 2
    message = Text(
        finding.message.ja + ("この行は使いませんでした。" if whole else "この値は使いませんでした。"),
        finding.message.en + (" The row was left out." if whole else " The value was left out."),
    )
    plain = _plain(finding)
    return Finding(plain.code, plain.severity, message, plain.place, plain.suggestion, plain.details)
