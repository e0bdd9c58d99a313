"""What is answered where no plan keeps all rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.messages import Place, Text
from analyzer.order.rules import Rule


@dataclass(frozen=True, slots=True)
class Revision:
    """A value of the file that would change: of what, from what, to what (months and numbers as texts)."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One rule (or one date of the file) that gives way, by `months` in all.

    `key` names the rule as `analyzer.order.rules` does, or the date. `revisions` are values that change; `at` are
    the months in which the rule is lifted, of those that are lifted month by month. docs/decisions.md says
    what a month is for each code.
    """

    code: str
    key: tuple[str, ...]
    months: int
    sentence: Text
    place: Place | None
    path: Path
    revisions: tuple[Revision, ...] = ()
    at: tuple[Month, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Changes after which a plan keeps all rules, and such a plan (`moves`).

    `proven`: no other takes fewer changes, nor fewer months with as many changes; False where time ran out.
    """

    changes: tuple[Change, ...]
    moves: Mapping[MoveRef, Month]
    proven: bool

    @property
    def months(self) -> int:
        return sum(change.months for change in self.changes)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot hold together, sorted as `rules_of` sorts them; none where the horizon has no months.

    `irreducible`: without any one of them the rest can hold (False only where time ran out). `smallest`: no set
    of fewer rules contradicts itself, and that is proven. The order of a system's moves and the horizon are no
    rules: they hold always. `relaxation` is the least one, `offered` the least that takes only what the file
    offers (`extensions`, `contract_extensions`); None where none helps, or none was found in time.
    """

    rules: tuple[Rule, ...]
    irreducible: bool
    smallest: bool
    relaxation: Relaxation | None
    offered: Relaxation | None
