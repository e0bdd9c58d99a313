"""A scenario against a landscape: every id leads somewhere, and the changed landscape is one that a file could say.

Nothing is checked by rules of its own: names by the checks of the landscape file, and changes that touch what
belongs together (offers, targets, links, the horizon) by reading the changed landscape as a file again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analyzer.landscape import documents as d
from analyzer.landscape.checks import dates, references
from analyzer.landscape.checks.context import Context
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.findings import Findings
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.landscape.places import Path, Places
from analyzer.landscape.structure import Parts, Placed
from analyzer.messages import Finding, Place


class LandscapeContext(Context):
    """What the checks of a file look at, where the landscape is there and only some entries are new."""

    def __init__(self, landscape: Landscape, findings: Findings) -> None:
        declared = {
            "vendors": frozenset(landscape.vendors),
            "environments": frozenset(landscape.environments),
            "lines": frozenset(line.id for line in landscape.lines or ()),
            "hubs": frozenset(landscape.hubs),
            "packages": frozenset(landscape.packages),
            "systems": frozenset(landscape.systems),
        }
        super().__init__(Parts(declared=declared), _header(landscape), findings)
        self._landscape = landscape

    @cached_property
    def keys(self) -> tuple[IntegrationKey, ...]:
        return tuple(self._landscape.integrations)

    @cached_property
    def moves(self) -> dict[str, frozenset[str]]:
        return {
            system.id: frozenset(move.id for move in system.moves)
            for system in self._landscape.systems.values()
        }

    def check(self, rules: Iterable[Placed[Any]], law_changes: Iterable[Placed[Any]]) -> None:
        """Entries that are added to the landscape."""
        self.parts.rules = list(rules)
        self.parts.law_changes = list(law_changes)
        references.check(self)
        dates.check(self)


def _header(landscape: Landscape) -> d.LandscapeDocument:
    """The part of the head that checks look at."""
    horizon = landscape.horizon
    months = {"first": str(horizon.first), "last": str(horizon.last)} if len(horizon) else None
    return d.LandscapeDocument.model_validate({
        "id": landscape.id, "name": landscape.name, "generations": list(landscape.generations), "horizon": months,
    })  # fmt: skip


def errors_of(landscape: Landscape) -> tuple[tuple[Finding, ...], int]:
    """(the errors that a file would have that says what the landscape says, the number of all)."""
    result = read_document(landscape_document(landscape), CanonicalPlaces("", {}, landscape))
    errors = tuple(finding for finding in result.findings if finding.severity == "error")
    return errors, 0 if not errors else max(len(errors), result.total - len(result.findings) + len(errors))


@dataclass(frozen=True, slots=True)
class CanonicalPlaces(Places):
    """Where the values of a landscape's canonical document were written, in whatever file and order."""

    landscape: Landscape | None = field(default=None)

    def at(self, path: Path) -> Place | None:
        assert self.landscape is not None
        entries = _entries(self.landscape, str(path[0])) if len(path) > 1 else ()
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(entries):
            path = (*entries[path[1]], *path[2:])
        return self.landscape.places.at(path)


def _entries(landscape: Landscape, section: str) -> list[Path]:
    """The ways to the entries of a section, in canonical order."""
    found: Any = {"bridges": (*(landscape.catalogue or ()), *landscape.partner_answers)}.get(section)
    if found is None:
        found = getattr(landscape, section, None) or ()
    return [entry.path for entry in (found.values() if isinstance(found, dict) else found)]
