"""A landscape while changes are made to it: its parts as plain mappings and lists, copied when first changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from analyzer.landscape import dumping
from analyzer.landscape.build import in_order
from analyzer.landscape.checks import references
from analyzer.landscape.model import Landscape, Move, MoveRef, System
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.whatif.scenarios.checking import LandscapeContext

_ORDERS: dict[str, Any] = {
    "rules": dumping.rule,
    "law_changes": dumping.law_change,
    "catalogue": dumping.catalogue_entry,
    "partner_answers": dumping.partner_answer,
    "existing_bridges": dumping.existing_bridge,
}
"""What sorts the entries of a section that have no id."""


class Draft:
    """`over` says which values were changed, and where the scenario says so."""

    def __init__(self, landscape: Landscape, context: LandscapeContext) -> None:
        self.before = landscape
        self.context = context
        self.over: dict[Path, Path] = {}
        self.delays: dict[MoveRef, tuple[int, Path]] = {}
        self.fixed_at: dict[MoveRef, tuple[Month, Path]] = {}
        """Months that the scenario fixes."""
        self.forbidden: defaultdict[MoveRef, set[Month]] = defaultdict(set)
        """Months that the scenario forbids."""
        self._fields: dict[str, Any] = {}

    def mapping(self, section: str) -> dict[Any, Any]:
        """A section by id (`vendors`, `systems`, …), to be changed."""
        if section not in self._fields:
            self._fields[section] = dict(getattr(self.before, section))
        found: dict[Any, Any] = self._fields[section]
        return found

    def listed(self, section: str) -> list[Any]:
        """A section without ids (`rules`, `catalogue`, …), to be changed; one that is left out is there then."""
        if section not in self._fields:
            self._fields[section] = list(getattr(self.before, section) or ())
        found: list[Any] = self._fields[section]
        return found

    def get(self, name: str) -> Any:
        """A part as it is now, not to be changed."""
        return self._fields.get(name, getattr(self.before, name))

    def put(self, name: str, value: object) -> None:
        """Another value of a field of the landscape."""
        self._fields[name] = value

    def knows_move(self, ref: MoveRef, path: Path) -> bool:
        """Whether there is such a move; if not, it is noted."""
        if ref.move in self.context.moves.get(ref.system, ()):
            return True
        references.known_move(self.context, str(ref), path)
        return False

    def knows(self, section: str, id_: str, path: Path) -> bool:
        """Whether there is such an entry; if not, it is noted."""
        self.context.known(section, id_, path)
        return id_ in self.context.parts.declared[section]

    def edit_system(self, system: System, **fields: Any) -> None:
        self.mapping("systems")[system.id] = replace(system, **fields)

    def move(self, ref: MoveRef) -> Move:
        system: System = self.get("systems")[ref.system]
        return next(move for move in system.moves if move.id == ref.move)

    def edit_move(self, ref: MoveRef, path: Path, **fields: Any) -> None:
        """Other values of a move's fields, as the scenario says at `path`."""
        system = self.get("systems")[ref.system]
        moves = tuple(replace(move, **fields) if move.id == ref.move else move for move in system.moves)
        self.edit_system(system, moves=moves)
        for name in fields:
            self.over[(*self.move(ref).path, name)] = path

    def moves_to(self, vendor: str) -> list[MoveRef]:
        """The moves that lead to a form of the vendor, sorted."""
        return [
            MoveRef(system.id, move.id)
            for system in self.get("systems").values()
            for move in system.moves
            if move.to.vendor == vendor
        ]

    def landscape(self) -> Landscape:
        """What has become of it, in the model's order."""
        fields: dict[str, Any] = {}
        for name, value in self._fields.items():
            if name in _ORDERS:
                fields[name] = None if value is None else in_order(value, _ORDERS[name])
            elif name == "integrations":
                fields[name] = dict(sorted(value.items(), key=lambda item: str(item[0])))
            elif name == "lines":
                fields[name] = tuple(value)
            else:
                fields[name] = value
        return self.before.changed(**fields) if fields else self.before
