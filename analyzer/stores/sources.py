"""The uploaded texts beside a version, and where each value of the version stands in them.

A version is kept in its canonical form, in which entries are sorted; a source has them in its author's
order. `source_places` turns one into the other once, when the source comes in, so that an answer about what is kept
names the line of the file that somebody wrote. Positions inside an integration are not kept, its own is: they are
nine tenths of all positions, and no answer speaks of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.landscape.model import CatalogueEntry, Landscape, PartnerAnswer
from analyzer.landscape.places import Path, Places, packed, unpacked
from analyzer.stores.compact import compact, parsed


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it was uploaded; `name` is what its author calls the file."""

    name: str
    text: bytes = field(repr=False)
    media_type: str = "application/yaml"

    @property
    def hash(self) -> str:
        return "sha256:" + hashlib.sha256(self.text).hexdigest()


def source_places(landscape: Landscape) -> bytes:
    """Where the values of a landscape's canonical form stand in the source it was read from, as JSON."""
    prefixes = dict(_canonical(landscape))
    kept: list[list[object]] = []
    for path, position in landscape.places.positions.items():
        moved = _moved(path, prefixes)
        if moved is not None:
            kept.append([list(moved), *unpacked(position)])
    return compact(kept)


def read_places(file: str, data: bytes) -> Places:
    """The places that `source_places` kept, of a file by this name."""
    entries: list[tuple[list[str | int], int, int]] = parsed(data)
    return Places(file, {tuple(path): packed(line, column) for path, line, column in entries})


def _moved(path: Path, prefixes: dict[Path, Path]) -> Path | None:
    """The way to the value in the canonical form; None where it is not kept."""
    if len(path) < 2 or path[0] == "landscape":
        return path
    section = prefixes.get(path[:2])
    if section is None or (path[0] == "integrations" and len(path) > 2):
        return None
    rest = path[2:]
    numbered = [step for step in rest if isinstance(step, int)]
    # Moves keep their order. Other lists inside an entry are sorted: their place is the list's.
    in_order = not numbered or (rest[0] == "moves" and len(numbered) == 1)
    return section + rest if in_order else None


def _canonical(landscape: Landscape) -> Iterator[tuple[Path, Path]]:
    """The way to each entry in its source → the way to it in the canonical form."""
    bridges: list[CatalogueEntry | PartnerAnswer] = [*(landscape.catalogue or ()), *landscape.partner_answers]
    sections: dict[str, list[Path]] = {
        "vendors": [entry.path for entry in landscape.vendors.values()],
        "environments": [entry.path for entry in landscape.environments.values()],
        "lines": [entry.path for entry in landscape.lines or ()],
        "hubs": [entry.path for entry in landscape.hubs.values()],
        "packages": [entry.path for entry in landscape.packages.values()],
        "systems": [entry.path for entry in landscape.systems.values()],
        "integrations": [entry.path for entry in landscape.integrations.values()],
        "bridges": [entry.path for entry in bridges],
        "existing_bridges": [entry.path for entry in landscape.existing_bridges],
        "law_changes": [entry.path for entry in landscape.law_changes],
        "rules": [entry.path for entry in landscape.rules],
        "patterns": [entry.path for entry in landscape.patterns],
    }
    for section, paths in sections.items():
        for at, path in enumerate(paths):
            if path:
                yield path, (section, at)
