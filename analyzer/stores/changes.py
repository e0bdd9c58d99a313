"""What every store says of a change in the same words: instants, revisions, expectations, audit entries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from analyzer.landscape.model import Landscape
from analyzer.stores.errors import ChangedError
from analyzer.stores.port import ANYTHING, Event, Expected, PlanEntry, Summary, Version
from analyzer.stores.sources import Source

Clock = Callable[[], datetime]
"""Gives the instant of now, with its zone."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def instant(now: datetime) -> str:
    """UTC in ISO 8601 with milliseconds: ``2026-04-01T09:30:00.000Z``."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def hash_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def next_revision(before: str | None, value: bytes) -> str:
    """The revision of a record whose JSON is `value`, after the revision `before` (None: it was not there).

    The chain makes it another one each time, also where a value comes back to what it was: whoever
    compares does not take the later for the earlier. It needs no counter, and is the same in every store.
    """
    return hashlib.sha256(f"{before or ''}\n".encode() + value).hexdigest()[:32]


def require_expected(subject: str, expect: Expected, found: str | None) -> None:
    """ChangedError unless what is there is what the change expects."""
    if expect is not ANYTHING and expect != found:
        raise ChangedError(subject, expect, found)


def summary_of(landscape: Landscape) -> Summary:
    horizon = landscape.horizon
    first, last = (str(horizon.first), str(horizon.last)) if len(horizon) else (None, None)
    return Summary(
        landscape.name,
        landscape.municipality_code,
        first,
        last,
        len(landscape.systems),
        len(landscape.integrations),
    )


# Subjects of audit entries begin with the landscape that they are about.


def plan_subject(landscape: str, id: str) -> str:
    return f"{landscape}/plans/{id}"


def record_subject(collection: str, key: str) -> str:
    return f"{collection}/{key}"


def version_put(actor: str, version: Version, source: Source | None) -> Event:
    details: dict[str, object] = {"version": version.hash, "number": version.number}
    if source is not None:
        details |= {"source": source.hash, "file": source.name}
    return Event(actor, "landscape.put", version.landscape, details)


def version_made_current(actor: str, version: Version) -> Event:
    details = {"version": version.hash, "number": version.number}
    return Event(actor, "landscape.current", version.landscape, details)


def landscape_deleted(actor: str, landscape: str, current: str) -> Event:
    return Event(actor, "landscape.delete", landscape, {"version": current})


def version_deleted(actor: str, version: Version) -> Event:
    details = {"version": version.hash, "number": version.number}
    return Event(actor, "version.delete", version.landscape, details)


def plan_put(entry: PlanEntry) -> Event:
    details = {"version": entry.version, "revision": entry.revision}
    return Event(entry.actor, "plan.put", plan_subject(entry.landscape, entry.id), details)


def plan_deleted(actor: str, landscape: str, id: str, revision: str) -> Event:
    return Event(actor, "plan.delete", plan_subject(landscape, id), {"revision": revision})
