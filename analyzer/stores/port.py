"""The store port: what every home of landscapes can do, and the values it speaks in.

A *landscape* has immutable *versions*, known by the content hash of what they say, and a pointer to the
*current* one. Putting the same content again makes no second version; it adds the source. Beside a version stand
its sources (the uploaded texts), and beside a landscape its plans. *Records* are small documents of other
parts (jobs, keys, grants, remembered answers), each with a revision to compare and set; the *audit log* only grows.

Every store answers the same question with the same values in the same order, whatever it keeps them in.
Lists are sorted by what identifies their entries, and paged by `after` (exclusive) and `limit`.
Every change is durable when the call returns, and either whole or not there at all.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal, Protocol

from analyzer.graph.affected import AffectedBy, AffectedLink
from analyzer.graph.landscape_graph import Direction
from analyzer.graph.links import Link
from analyzer.landscape.model import Landscape
from analyzer.stores.actor import origin_of
from analyzer.stores.content import Content
from analyzer.stores.sources import Source

if TYPE_CHECKING:
    from analyzer.stores.preparing import Prepared

Forms = Mapping[str, int]
"""System → index of the form that it has (not named: form 0), as `Schedule` gives it for a month."""

SearchKind = Literal["system", "vendor", "environment", "hub", "package", "integration"]


class Anything(Enum):
    """What a change expects to find, where it does not care."""

    ANYTHING = "anything"


ANYTHING = Anything.ANYTHING
Expected = str | None | Anything
"""The hash (or revision) that must be there before a change; None: nothing may be there."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A landscape in figures, for lists."""

    name: str
    municipality_code: str | None
    first: str | None
    last: str | None
    systems: int
    integrations: int


@dataclass(frozen=True, slots=True)
class Version:
    """`number` counts the versions of a landscape from 1; `made` is an instant (ISO 8601, UTC)."""

    landscape: str
    number: int
    hash: str
    made: str
    actor: str
    summary: Summary


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An uploaded text without the text; `hash` is that of its bytes."""

    hash: str
    name: str
    media_type: str
    size: int
    made: str
    actor: str


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan or answer kept beside a landscape: `version` is the content hash that it was made for."""

    landscape: str
    id: str
    version: str
    revision: str
    """Hash of `body`."""
    made: str
    actor: str
    body: bytes = field(repr=False)
    """The answer, or the plan in its short form, as JSON."""


@dataclass(frozen=True, slots=True)
class Record:
    """A small JSON document of a collection; `revision` changes with every change (`changes.next_revision`)."""

    collection: str
    key: str
    revision: str
    value: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who changed what, when; `number` counts from 1 without a gap."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Event:
    """An audit entry before the store has numbered it. Where the actor came from (`Actor`) is among its details."""

    actor: str
    action: str
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "details", {**self.details, **origin_of(self.actor)})


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a landscape's current version that a search found."""

    landscape: str
    kind: SearchKind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source with its text, and the places that `source_places` found in it (JSON)."""

    entry: SourceEntry
    text: bytes = field(repr=False)
    places: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version with all that is kept of it; `sources` the newest last.

    `newest`: the number of the landscape's newest version, also where that was deleted.
    """

    version: Version
    current: bool
    newest: int
    content: Content
    sources: tuple[KeptSource, ...]


Kept = KeptVersion | PlanEntry | Record | AuditEntry
"""What a store holds, piece by piece: for moving it into another."""


class Store(Protocol):
    """A home of landscapes. Safe to use from several threads, and several processes where it is not memory.

    `version` is a content hash, or None for the current one. Raises `NotFoundError` for what is not there,
    `ChangedError` where `expect` is not what is there, `StoreUnavailableError` where the home cannot answer.
    """

    @property
    def url(self) -> str:
        """Where it is, without a password."""

    # Versions

    def put_version(
        self,
        landscape: Landscape | Prepared,
        source: Source | None = None,
        *,
        expect: Expected = ANYTHING,
        actor: str = "",
    ) -> Version:
        """Keeps a landscape and makes it current; `expect` is the hash that is current before.

        It may come prepared (`analyzer.stores.preparing`), by a process that read an upload.

        A version that is there already stays as it is (its number, who made it and when). Numbers of deleted
        versions are not given again while the landscape is kept.
        Writes an audit entry (`landscape.put`) in the same change (`analyzer.stores.changes` has its words).
        """

    def make_current(self, landscape: str, version: str, *, expect: Expected, actor: str = "") -> Version:
        """Swings the pointer to a version that is kept; audit `landscape.current`."""

    def current(self, landscape: str) -> Version: ...

    def version(self, landscape: str, version: str) -> Version: ...

    def versions(self, landscape: str, *, after: int = 0, limit: int = 100) -> Sequence[Version]:
        """The oldest first, from the number after `after`."""

    def landscapes(self, *, after: str = "", limit: int = 100) -> Sequence[Version]:
        """The current version of every landscape, by landscape id."""

    def delete(self, landscape: str, *, expect: Expected, actor: str = "") -> None:
        """The landscape with its versions, sources and plans; audit `landscape.delete`."""

    def delete_version(self, landscape: str, version: str, *, actor: str = "") -> None:
        """A version that is not current (ChangedError otherwise), with its sources; audit `version.delete`."""

    # Content

    def landscape(self, landscape: str, version: str | None = None) -> Landscape:
        """What a version says, rebuilt from what the store holds, with the places of its newest source."""

    def document(self, landscape: str, version: str | None = None) -> bytes:
        """The canonical document of a version as compact JSON: the same bytes from every store."""

    def sources(self, landscape: str, version: str | None = None) -> Sequence[SourceEntry]:
        """The newest last. A text that comes again for the same version is one entry, the newest then."""

    def source(self, landscape: str, hash: str) -> bytes:
        """An uploaded text, byte by byte."""

    # Questions

    def affected(
        self,
        landscape: str,
        change: AffectedBy,
        *,
        direction: Direction = "both",
        depth: int = 1,
        forms: Forms | None = None,
        version: str | None = None,
    ) -> tuple[AffectedLink, ...]:
        """Semantics, section 8: the same links, states and paths in the same order from every store."""

    def neighbours(
        self, landscape: str, system: str, direction: Direction = "both", *, version: str | None = None
    ) -> tuple[str, ...]: ...

    def links_between(
        self,
        landscape: str,
        vendor: str,
        other: str,
        *,
        forms: Forms | None = None,
        version: str | None = None,
    ) -> tuple[Link, ...]:
        """Links whose ends' forms are of these vendors, in the order of their keys."""

    def systems_in(
        self, landscape: str, environment: str, *, forms: Forms | None = None, version: str | None = None
    ) -> tuple[str, ...]:
        """Systems whose form stands in the environment."""

    def search(
        self, text: str, *, kind: SearchKind | None = None, landscapes: Iterable[str] | None = None,
        after: tuple[str, str, str] | None = None, limit: int = 100,
    ) -> Sequence[Hit]:  # fmt: skip
        """Over the current versions of all (or these) landscapes: ids that begin with the text, and names that
        have it in them (width and case aside), by (landscape, kind, id). An integration is found by its 連携ID
        (once per id), not by its name.
        """

    # Plans

    def put_plan(
        self,
        landscape: str,
        id: str,
        version: str,
        body: bytes,
        *,
        expect: Expected = ANYTHING,
        actor: str = "",
    ) -> PlanEntry:
        """Keeps a plan under an id; `expect` is the revision there before; audit `plan.put`.

        The version must be kept; a plan outlives the version that it was made for.
        """

    def plan(self, landscape: str, id: str) -> PlanEntry: ...

    def plans(self, landscape: str, *, after: str = "", limit: int = 100) -> Sequence[PlanEntry]: ...

    def delete_plan(self, landscape: str, id: str, *, expect: Expected = ANYTHING, actor: str = "") -> None:
        """Audit `plan.delete`."""

    # Records and the audit log

    def record(self, collection: str, key: str) -> Record | None: ...

    def records(
        self, collection: str, *, prefix: str = "", after: str = "", limit: int = 100
    ) -> Sequence[Record]:
        """By key."""

    def put_record(
        self,
        collection: str,
        key: str,
        value: Mapping[str, object],
        *,
        expect: Expected = ANYTHING,
        audit: Event | None = None,
    ) -> Record:
        """Keeps a record if its revision is the expected one; the audit entry in the same change."""

    def delete_record(
        self, collection: str, key: str, *, expect: Expected = ANYTHING, audit: Event | None = None
    ) -> None:
        """No error where it is not there and nothing was expected."""

    def audit(self, event: Event) -> AuditEntry: ...

    def audit_log(self, *, subject: str = "", after: int = 0, limit: int = 100) -> Sequence[AuditEntry]:
        """The oldest first; of one subject (and what begins with ``subject/``) where it is given."""

    # The store itself

    def check(self) -> None:
        """StoreUnavailableError unless the store can be read and written now."""

    def tidy(self) -> int:
        """Removes what interrupted or deleted loads left behind; how many versions that were."""

    def dump(self) -> Generator[Kept, None, None]:
        """All that is kept, as it is at one moment: versions by (landscape, number), then plans by (landscape,
        id), records by (collection, key), the audit log by number.
        """

    def fill(self, kept: Iterable[Kept]) -> None:
        """Takes in what `dump` gave, with its numbers, instants and revisions, whole or (also where the iteration
        raises) not at all. The pieces come in the order of `dump`, and belong together: their source has checked them.

        ChangedError where anything is kept here already.
        """

    def close(self) -> None: ...
