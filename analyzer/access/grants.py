"""Grants: who has which role on a landscape. One record for each landscape, so that each change is whole.

The record outlives nothing: it goes with its landscape (`forget`), and one that was left behind, because the
server stopped between the two, opens nothing to whoever is named there once somebody makes a landscape of that
name anew (`begin`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from analyzer.access.records import Records, Value, all_records, change, read_instant
from analyzer.access.roles import Role, landscape_called, strongest, subject_called
from analyzer.stores.changes import Clock, instant, utc_now
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import Event

COLLECTION = "grants"
PATIENCE = timedelta(minutes=10)
"""So long a landscape that is being made is left to whoever makes it."""


@dataclass(frozen=True, slots=True)
class Grant:
    landscape: str
    subject: str
    role: Role
    made: str
    actor: str


class Grants:
    """The grants of a store."""

    def __init__(self, store: Records, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    def of(self, landscape: str) -> Mapping[str, Grant]:
        """By subject, sorted."""
        record = self._store.record(COLLECTION, landscape)
        return {} if record is None else _read(landscape, record.value)

    def roles(self, landscape: str) -> Mapping[str, Role]:
        """Subject → role."""
        return {subject: grant.role for subject, grant in self.of(landscape).items()}

    def visible(self, subjects: Iterable[str]) -> Mapping[str, Role]:
        """Landscape → the strongest role that these subjects have on it."""
        asked = frozenset(subjects)
        found = {}
        for record in all_records(self._store, COLLECTION):
            grants = _read(record.key, record.value)
            role = strongest(grant.role for subject, grant in grants.items() if subject in asked)
            if role is not None:
                found[record.key] = role
        return found

    def put(self, landscape: str, subject: str, role: Role, *, actor: str) -> tuple[Grant, bool]:
        """Gives a role in place of the one that the subject had; True beside it where there was none before."""
        subject_called(subject)
        grant = Grant(landscape_called(landscape), subject, role, instant(self._clock()), actor)
        before: Grant | None = None

        def put(grants: dict[str, Grant]) -> Event | None:
            nonlocal before
            before = grants.get(subject)
            if before is not None and before.role == role:
                return None
            grants[subject] = grant
            details = {"subject": subject, "role": role, "before": before.role if before else None}
            return Event(actor, "grant.put", _about(landscape, subject), details)

        self._change(landscape, put)
        return (grant if before is None or before.role != role else before), before is None

    def delete(self, landscape: str, subject: str, *, actor: str) -> None:
        """Takes the role away; NotFoundError where the subject had none."""

        def delete(grants: dict[str, Grant]) -> Event:
            before = grants.pop(subject, None)
            if before is None:
                raise NotFoundError("grant", subject)
            details = {"subject": subject, "before": before.role}
            return Event(actor, "grant.delete", _about(landscape, subject), details)

        self._change(landscape, delete)

    def begin(self, landscape: str, subject: str, *, actor: str, exists: Callable[[], bool]) -> str:
        """Before a landscape is made that is not there: its maker is its admin before anybody can see it.

        Nobody else is in the record, whatever was left there. The record's revision, for `give_up` where making it
        fails. ChangedError where somebody else is making it just now, or has made it.
        """
        found = self._store.record(COLLECTION, landscape)
        if found is not None:
            being_made = read_instant(str(found.value["made"])) > self._clock() - PATIENCE
            if being_made or exists():
                raise ChangedError(landscape, None, found.revision)
        grant = Grant(landscape_called(landscape), subject, "admin", instant(self._clock()), actor)
        details = {"subject": subject, "role": "admin", "before": None}
        record = self._store.put_record(
            COLLECTION,
            landscape,
            _value(grant.made, {subject: grant}),
            expect=None if found is None else found.revision,
            audit=Event(actor, "grant.put", _about(landscape, subject), details),
        )
        return record.revision

    def give_up(self, landscape: str, revision: str, *, actor: str) -> None:
        """After making it failed: what `begin` wrote, unless it has been changed since."""
        with suppress(ChangedError):
            self._store.delete_record(
                COLLECTION,
                landscape,
                expect=revision,
                audit=Event(actor, "grant.forget", f"{landscape}/grants"),
            )

    def forget(self, landscape: str, *, actor: str) -> None:
        """After a landscape is deleted: all its grants."""
        if self._store.record(COLLECTION, landscape) is not None:
            self._store.delete_record(
                COLLECTION, landscape, audit=Event(actor, "grant.forget", f"{landscape}/grants")
            )

    def _change(self, landscape: str, changed: Callable[[dict[str, Grant]], Event | None]) -> None:
        def value(before: Value | None) -> tuple[Value, Event] | None:
            grants = {} if before is None else _read(landscape, before)
            event = changed(grants)
            if event is None:
                return None
            made = instant(self._clock()) if before is None else str(before["made"])
            return _value(made, grants), event

        change(self._store, COLLECTION, landscape, value)


def _about(landscape: str, subject: str) -> str:
    """Under the landscape, so that its admins find it in the audit log."""
    return f"{landscape}/grants/{subject}"


def _value(made: str, grants: Mapping[str, Grant]) -> Value:
    entries = {
        subject: {"role": grant.role, "made": grant.made, "actor": grant.actor}
        for subject, grant in sorted(grants.items())
    }
    return {"made": made, "grants": entries}


def _read(landscape: str, value: Value) -> dict[str, Grant]:
    entries = cast("Mapping[str, Mapping[str, str]]", value["grants"])
    return {
        subject: Grant(landscape, subject, cast("Role", entry["role"]), entry["made"], entry["actor"])
        for subject, entry in sorted(entries.items())
    }
