"""Scenarios as values: what each change says, and where it stands in its file.

`path` is the way to the change in the file of scenarios; it never takes part in comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from analyzer.landscape.model import (
    NO_REMARKS,
    CatalogueEntry,
    Integration,
    LawChange,
    MoveRef,
    PartnerAnswer,
    Remarks,
    Rule,
)
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path, Places

Section = Literal["environments", "lines", "hubs", "packages"]


class Unsaid(Enum):
    """A field that a change leaves as it is: None would say no end, or no limit."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID


@dataclass(frozen=True, slots=True)
class Delay:
    """Of a move, or of every move that leads to a form of a vendor, by a number of months ≥ 1."""

    vendor: str | None
    move: MoveRef | None
    months: int
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """No move to a form of the vendor and no new bridge of it from month `first` on; its forms 0 end before."""

    vendor: str
    first: Month
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Available:
    """Other months of availability; None opens an end."""

    section: Section
    id: str
    first: Month | Unsaid | None
    last: Month | Unsaid | None
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Fix:
    months: tuple[tuple[MoveRef, Month], ...]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Forbid:
    months: tuple[tuple[MoveRef, frozenset[Month]], ...]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AddRule:
    """`rule.path` is the way in the file of scenarios; `document` is what was written, for checks of its ids."""

    rule: Rule
    document: object = field(compare=False, repr=False)
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Apart:
    """No `together` binds any of these moves to another of them any more."""

    moves: tuple[MoveRef, ...]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Of a vendor, or over all vendors (None); None cutovers: no limit."""

    vendor: str | None
    cutovers_per_month: int | None
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Months that are added to those in which the vendor is unavailable."""

    vendor: str
    months: frozenset[Month]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ContractEnd:
    system: str
    until: Month | None
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The landscape's, or a move's own; None: there is none, being late has no price."""

    move: MoveRef | None
    month: Month | Unsaid | None
    lateness: int | Unsaid | None
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Costs:
    test_case: int | None
    """None: as it is."""
    session: int | None
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry of the catalogue or an answer of the survey, in place of the one that names exactly the same."""

    entry: CatalogueEntry | PartnerAnswer
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class MonthlyCost:
    environment: str
    cost: int
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What the move changes it to: (field of the form, value); the rest of its target stays."""

    move: MoveRef
    to: tuple[tuple[str, str], ...]
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AddIntegration:
    integration: Integration
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class DropIntegration:
    """`reference` as files write it: ``004o008``, ``004o008/00``, ``004o008/00/fuhyo/jumin``."""

    reference: str
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AddLawChange:
    """Likewise."""

    law_change: LawChange
    document: object = field(compare=False, repr=False)
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class LastMonth:
    """The horizon's last month."""

    last: Month
    path: Path = field(default=(), compare=False)


Change = (
    Delay
    | Withdraw
    | Available
    | Fix
    | Forbid
    | AddRule
    | Apart
    | Capacity
    | Unavailable
    | ContractEnd
    | Deadline
    | Costs
    | Offer
    | MonthlyCost
    | Target
    | AddIntegration
    | DropIntegration
    | AddLawChange
    | LastMonth
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named list of changes; later ones win. `as_of`: the month in which it is considered."""

    id: str
    name: str
    changes: tuple[Change, ...]
    as_of: Month | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)
    places: Places = field(default=Places(), compare=False, repr=False)
