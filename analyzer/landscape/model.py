"""The landscape as frozen values: what the analyses read.

Built once, by `analyzer.landscape.build`, from documents that were checked at the door;
nothing here checks again. Ids are the author's; every tuple keeps an order that does not
depend on the order of the file (sorted by id, or by key), except where order has a meaning
(generations, moves, groups of a pattern).

`path` is the way to the value in the source file (``("systems", 3)``, in the file's own
order); with `Landscape.places` it gives file, line and column. It never takes part in
comparison: two landscapes are equal if they say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from analyzer.landscape.months import Availability, Horizon, Month
from analyzer.landscape.places import Path, Places

Hosting = Literal["on_premises", "government_cloud", "private_cloud", "other_cloud", "external"]
Zone = Literal["core", "information", "lgwan", "internet"]
Stage = Literal["production", "verification"]
Scope = Literal["standard", "out_of_scope", "common_function", "external"]
Criticality = Literal["low", "normal", "high"]
Confidence = Literal["surveyed", "documented", "assumed", "unknown"]
BridgeKind = Literal[
    "keep_legacy",
    "early_standard",
    "write_back",
    "read_through",
    "convert",
    "manual",
    "relay",
]
BRIDGE_KINDS: tuple[BridgeKind, ...] = (
    "keep_legacy",
    "early_standard",
    "write_back",
    "read_through",
    "convert",
    "manual",
    "relay",
)
SIDED_KINDS: tuple[BridgeKind, ...] = (
    "keep_legacy",
    "early_standard",
    "write_back",
    "read_through",
)
"""Kinds that stand at one end of the links they serve (N or O)."""


def pair(a: str, b: str) -> tuple[str, str]:
    """An unordered pair of environments, as `between` names it."""
    return (a, b) if a <= b else (b, a)


class MoveRef(NamedTuple):
    """A move by its system and its own id, written ``jumin.shift``."""

    system: str
    move: str

    def __str__(self) -> str:
        return f"{self.system}.{self.move}"


class IntegrationKey(NamedTuple):
    """(連携ID, 枝番, source, target); an unknown partner is None and is written ``?``."""

    id: str
    branch: str
    source: str | None
    target: str | None

    def __str__(self) -> str:
        return f"{self.id}/{self.branch}/{self.source or '?'}/{self.target or '?'}"


@dataclass(frozen=True, slots=True)
class Remarks:
    """`note` and `attributes`: kept, shown, exported; they never change a figure."""

    note: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


NO_REMARKS = Remarks()


@dataclass(frozen=True, slots=True)
class Extension:
    """An offered relaxation of an `until` (or of a contract end)."""

    until: Month
    remarks: Remarks = NO_REMARKS


@dataclass(frozen=True, slots=True)
class Slip:
    """By how many months a vendor's moves slip: (min, mode, max), or months → weight."""

    triangular: tuple[int, int, int] | None = None
    table: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Vendor:
    id: str
    name: str
    cutovers_per_month: int | None = None
    unavailable: frozenset[Month] = frozenset()
    bridges_until: Month | None = None
    """Last month in which a new bridge of this vendor serves; existing bridges stand."""
    slip: Slip | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Environment:
    id: str
    name: str
    hosting: Hosting
    zone: Zone | None = None
    provider: str | None = None
    available: Availability = Availability()
    extensions: tuple[Extension, ...] = ()
    stage: Stage = "production"
    monthly_cost: int = 0
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A network line that joins two environments, in either direction."""

    id: str
    between: tuple[str, str]
    kind: str | None = None
    available: Availability = Availability()
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Hub:
    """A common platform that integrations go via (連携用マスタ, 統合DB, object storage)."""

    id: str
    name: str
    environment: str
    vendor: str
    write_back: bool = False
    read_through: bool = False
    converts: bool = False
    available: Availability = Availability()
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Package:
    id: str
    name: str
    vendor: str | None = None
    available: Availability = Availability()
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What a system is at a time: place, interface generation, vendor, package."""

    environment: str
    generation: str
    vendor: str
    package: str | None = None


@dataclass(frozen=True, slots=True)
class NeedsLine:
    """A line that must be open in each of the months before a move."""

    between: tuple[str, str]
    months_before: int = 1


@dataclass(frozen=True, slots=True)
class Move:
    """The j-th move of a system leads from form j − 1 to form j (`to`, complete)."""

    id: str
    to: Form
    earliest: Month | None = None
    latest: Month | None = None
    fixed: Month | None = None
    deadline: Month | None = None
    blackout: frozenset[Month] = frozenset()
    not_with_previous: bool = False
    day: str | None = None
    needs_line: NeedsLine | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class System:
    """`forms[0]` is today; `forms[j]` is reached by `moves[j - 1]`."""

    id: str
    name: str
    scope: Scope
    forms: tuple[Form, ...]
    moves: tuple[Move, ...] = ()
    block: str | None = None
    businesses: tuple[str, ...] = ()
    owner: str | None = None
    contract_end: Month | None = None
    contract_extensions: tuple[Extension, ...] = ()
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


class Realization(NamedTuple):
    """How an integration is carried, as written at one generation.

    Two realizations are the same one only if they are written at the same generation
    (`same_as` leads there): equal content does not make two of them one.
    """

    generation: str
    via: str | None = None
    method: str | None = None
    interval: str | None = None
    send: str | None = None
    receive: str | None = None
    remarks: Remarks = NO_REMARKS


@dataclass(frozen=True, slots=True)
class Integration:
    """`realizations` maps each generation that has one to it, `same_as` followed."""

    key: IntegrationKey
    name: str
    realizations: Mapping[str, Realization]
    criticality: Criticality = "normal"
    main_route: bool = False
    suspendable: int | None = None
    ends: bool = False
    confidence: Confidence | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)

    @property
    def known(self) -> bool:
        """False where a partner is unknown: then the link has no state and no figure."""
        return self.key.source is not None and self.key.target is not None


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An offer: what a bridge of a kind costs where all that the entry names fits."""

    kind: BridgeKind
    system: str | None = None
    vendor: str | None = None
    hub: str | None = None
    between: tuple[str, str] | None = None
    per: Literal["system", "vendor"] = "system"
    setup: int = 0
    per_link: int = 0
    per_month: int = 0
    lead_months: int = 0
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class PartnerAnswer:
    """An answer of the survey of intent (意向調査): is a kind offered for links to a partner?"""

    kind: BridgeKind
    offered: bool
    partner_system: str | None = None
    partner_vendor: str | None = None
    system: str | None = None
    vendor: str | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ExistingBridge:
    """A bridge that stands (or, with `first`, is ordered) when the horizon begins.

    An order may stand beside a bridge at its place (an extension by further links); of a vendor that its
    end will only have later it names that vendor too.
    """

    kind: BridgeKind
    system: str | None = None
    vendor: str | None = None
    hub: str | None = None
    integration: IntegrationKey | None = None
    between: tuple[str, str] | None = None
    serves: tuple[IntegrationKey, ...] = ()
    first: Month | None = None
    until: Month | None = None
    method: str | None = None
    interval: str | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)

    @property
    def place(self) -> tuple[object, ...]:
        """Equal for what stands at one place: a bridge, and the orders that extend it."""
        return (self.kind, self.system, self.vendor, self.hub, self.integration, self.between)


@dataclass(frozen=True, slots=True)
class SystemSelector:
    """Which systems a rule or a law change speaks of; all that is named must hold."""

    ids: frozenset[str] | None = None
    block: str | None = None
    scope: Scope | None = None
    owner: str | None = None
    vendor: str | None = None

    def matches(self, system: System, form: Form) -> bool:
        """`form` is the one that the system has then (for a cutover: the one it reaches)."""
        return (
            (self.ids is None or system.id in self.ids)
            and (self.block is None or system.block == self.block)
            and (self.scope is None or system.scope == self.scope)
            and (self.owner is None or system.owner == self.owner)
            and (self.vendor is None or form.vendor == self.vendor)
        )


EVERY_SYSTEM = SystemSelector()


@dataclass(frozen=True, slots=True)
class LawChange:
    """Costs `cost[environment or generation id]` for each system that it touches."""

    month: Month
    name: str
    cost: Mapping[str, int]
    systems: SystemSelector = EVERY_SYSTEM
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)

    def cost_for(self, system: System, form: Form) -> int:
        """What it costs a system that then has the form: the larger where environment and generation are both named."""
        if not self.systems.matches(system, form):
            return 0
        return max(self.cost.get(form.environment, 0), self.cost.get(form.generation, 0))


@dataclass(frozen=True, slots=True)
class Together:
    moves: tuple[MoveRef, ...]
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Before:
    """month(after) − month(before) ≥ gap; a gap of 0 allows the same month."""

    before: MoveRef
    after: MoveRef
    gap: int = 1
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Blackout:
    months: frozenset[Month]
    systems: SystemSelector = EVERY_SYSTEM
    reason: str | None = None
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Fixed:
    months: tuple[tuple[MoveRef, Month], ...]
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


Rule = Together | Before | Blackout | Fixed


@dataclass(frozen=True, slots=True)
class Pattern:
    """An order of the final moves of blocks: `groups` in order, each a set of blocks."""

    id: str
    name: str
    groups: tuple[tuple[str, ...], ...]
    together: bool = True
    remarks: Remarks = NO_REMARKS
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Landscape:
    """A whole landscape. Mappings are keyed by id and iterate in sorted order of the ids."""

    id: str
    name: str
    horizon: Horizon
    generations: tuple[str, ...]
    vendors: Mapping[str, Vendor]
    environments: Mapping[str, Environment]
    lines: tuple[Line, ...] | None
    """None where the file declares no lines: then transport is not checked."""
    hubs: Mapping[str, Hub]
    packages: Mapping[str, Package]
    systems: Mapping[str, System]
    integrations: Mapping[IntegrationKey, Integration]
    catalogue: tuple[CatalogueEntry, ...] | None
    """None where the file has no `bridges`: then every kind but manual is on offer at setup 1."""
    partner_answers: tuple[PartnerAnswer, ...]
    existing_bridges: tuple[ExistingBridge, ...]
    law_changes: tuple[LawChange, ...]
    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    municipality_code: str | None = None
    as_of: Month | None = None
    deadline: Month | None = None
    lateness_per_month: int | None = None
    cost_unit: str | None = None
    test_case_cost: int = 1
    session_cost: int = 0
    cutovers_per_month: int | None = None
    main_routes: int = 0
    remarks: Remarks = NO_REMARKS
    known_hash: str = field(default="", compare=False, repr=False)
    """The `content_hash` where it is known. Whoever replaces anything else must empty it (`changed`)."""
    places: Places = field(default=Places(), compare=False, repr=False)

    @property
    def content_hash(self) -> str:
        """``sha256:…`` of the canonical form: order, comments and defaults do not matter.

        Of a changed landscape it is computed when somebody asks: that takes longer than most changes.
        """
        if not self.known_hash:
            from analyzer.landscape import dumping  # noqa: PLC0415 - the canonical form reads the model

            found = dumping.content_hash(dumping.landscape_document(self))
            object.__setattr__(self, "known_hash", found)
        return self.known_hash

    def changed(self, **fields: Any) -> Landscape:
        """The landscape with other values of these fields."""
        return replace(self, known_hash="", **fields)

    def generation_index(self, generation: str) -> int:
        return self.generations.index(generation)
