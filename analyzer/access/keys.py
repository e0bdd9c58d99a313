"""API keys: random, shown once, kept as a hash, with scopes, an end, and revoked for good.

A key reads ``kakehashi_ID_SECRET``. The secret has 256 random bits, so a plain hash of it can be neither
guessed nor looked up; slow hashes are for what people make up. Roles on landscapes are granted to the subject
``key:ID`` (`grants.py`), where the admins of the landscape see them beside all others.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from analyzer.access.records import Records, Value, all_records, change
from analyzer.access.roles import Scope
from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from analyzer.stores.changes import Clock, instant, utc_now
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import Event, Record

COLLECTION = "keys"
PREFIX = "kakehashi_"
"""By which programs that look for secrets in texts know one."""
LONGEST_NAME = 100
COARSE = timedelta(hours=1)
"""`Key.used` is not written more often than this."""

_NO_HASH = hashlib.sha256(secrets.token_bytes(32)).hexdigest()


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. Instants as text; `expires` and `revoked` are None where they do not hold."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made: str
    actor: str
    expires: str | None
    revoked: str | None
    used: str | None
    """About when it was used last: within `COARSE`."""
    hash: str = field(repr=False)

    @property
    def subject(self) -> str:
        """To whom grants are given."""
        return f"key:{self.id}"

    @property
    def told(self) -> dict[str, Any]:
        """What people and programs are told of it: never the hash."""
        return {
            "id": self.id,
            "name": self.name,
            "subject": self.subject,
            "scopes": list(self.scopes),
            "made": self.made,
            "actor": self.actor,
            "expires": self.expires,
            "revoked": self.revoked,
            "used": self.used,
        }

    def holds(self, now: datetime) -> bool:
        """False once it is revoked or at its end."""
        return self.revoked is None and (self.expires is None or instant(now) < self.expires)


@dataclass(frozen=True, slots=True)
class NewKey:
    key: Key
    text: str = field(repr=False)
    """The whole key. It is not kept: whoever does not write it down now makes another one."""


class Keys:
    """The keys of a store."""

    def __init__(self, store: Records, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    def create(
        self, name: str, *, scopes: Iterable[Scope] = (), lasts: timedelta | None = None, actor: str
    ) -> NewKey:
        """A new key; InputError where it has no proper name or would end at once."""
        _require_name(name)
        now = self._clock()
        if lasts is not None and lasts <= timedelta(0):
            raise _wrong(
                "key_ends_at_once",
                Text("期限は先の日時にしてください。", "The end of a key has to lie ahead."),
            )
        secret = secrets.token_urlsafe(32)
        key = Key(
            id=secrets.token_hex(6),
            name=name,
            scopes=tuple(sorted(set(scopes))),
            made=instant(now),
            actor=actor,
            expires=None if lasts is None else instant(now + lasts),
            revoked=None,
            used=None,
            hash=_hashed(secret),
        )
        event = Event(actor, "key.create", key.subject, {"name": name, "scopes": list(key.scopes)})
        self._store.put_record(COLLECTION, key.id, _value(key), expect=None, audit=event)
        return NewKey(key, f"{PREFIX}{key.id}_{secret}")

    def all(self) -> tuple[Key, ...]:
        """Also those that hold no longer; the oldest first."""
        keys = [_read(record) for record in all_records(self._store, COLLECTION)]
        return tuple(sorted(keys, key=lambda key: (key.made, key.id)))

    def key(self, id: str) -> Key:
        """NotFoundError where there is none."""
        record = self._store.record(COLLECTION, id)
        if record is None:
            raise NotFoundError("key", id)
        return _read(record)

    def revoke(self, id: str, *, actor: str) -> Key:
        """From now on it opens nothing. Revoking again changes nothing; NotFoundError where there is none."""
        now = instant(self._clock())

        def revoked(value: Value | None) -> tuple[Value, Event] | None:
            if value is None:
                raise NotFoundError("key", id)
            if value["revoked"] is not None:
                return None
            return {**value, "revoked": now}, Event(actor, "key.revoke", f"key:{id}", {"name": value["name"]})

        record = change(self._store, COLLECTION, id, revoked)
        assert record is not None
        return _read(record)

    def find(self, id: str) -> Key | None:
        """For those who check many keys and keep what they found for a moment."""
        record = self._store.record(COLLECTION, id)
        return None if record is None else _read(record)

    def authenticate(self, text: str) -> Key | None:
        """The key that a text is; None for one that is unknown, wrong, revoked or at its end."""
        parts = split_key(text)
        if parts is None:
            return None
        id, secret = parts
        return opens(self.find(id), secret, self._clock())

    def note_use(self, key: Key) -> None:
        """Writes down that it is used now, if nobody did within the hour. Not a change, so not in the audit log."""
        now = self._clock()
        if key.used is not None and key.used > instant(now - COARSE):
            return
        record = self._store.record(COLLECTION, key.id)
        if record is None:
            return
        value = {**record.value, "used": instant(now)}
        try:
            self._store.put_record(COLLECTION, key.id, value, expect=record.revision)
        except ChangedError:
            return  # somebody else wrote, this or something that matters more


def split_key(text: str) -> tuple[str, str] | None:
    """(id, secret) of what looks like a key."""
    if len(text) > 200 or not text.isascii() or not text.startswith(PREFIX):
        return None
    id, underscore, secret = text.removeprefix(PREFIX).partition("_")
    return (id, secret) if id and underscore and secret else None


def opens(key: Key | None, secret: str, now: datetime) -> Key | None:
    """The key if this is its secret and it holds. Takes as long for a key that is not there as for a wrong secret."""
    same = hmac.compare_digest(_hashed(secret), _NO_HASH if key is None else key.hash)
    return key if key is not None and same and key.holds(now) else None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _value(key: Key) -> Value:
    return {
        "name": key.name,
        "scopes": list(key.scopes),
        "made": key.made,
        "actor": key.actor,
        "expires": key.expires,
        "revoked": key.revoked,
        "used": key.used,
        "hash": key.hash,
    }


def _read(record: Record) -> Key:
    value = record.value
    return Key(
        id=record.key,
        name=str(value["name"]),
        scopes=tuple(cast("Iterable[Scope]", value["scopes"])),
        made=str(value["made"]),
        actor=str(value["actor"]),
        expires=cast("str | None", value["expires"]),
        revoked=cast("str | None", value["revoked"]),
        used=cast("str | None", value["used"]),
        hash=str(value["hash"]),
    )


def _require_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise _wrong(
            "bad_key_name",
            Text(f"鍵には名前を付けてください(1 行、{LONGEST_NAME} 文字まで。誰が何に使うか)。",
                 f"A key needs a name: one line of up to {LONGEST_NAME} characters, who uses it for what."),
        )  # fmt: skip


def _wrong(code: str, message: Text) -> InputError:
    return InputError((Finding(code, "error", message),))
