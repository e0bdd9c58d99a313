"""Sessions of browsers: a signed cookie with a random number, and a record of who it is for: a person, or whoever has a key.

The record is kept under the number's hash, so whoever reads the store cannot act as anybody; a session that
ended is gone from the store, so a cookie that somebody copied is worth nothing after it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from itsdangerous import BadData, URLSafeSerializer

from analyzer.access.records import Records, all_records
from analyzer.stores.changes import Clock, instant, utc_now
from analyzer.stores.port import Event

COLLECTION = "sessions"
FLOW_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the issuer knows them. `sub` stays the same; name and address need not."""

    sub: str
    name: str
    email: str
    groups: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"user:{self.sub}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject, *(f"group:{group}" for group in self.groups))


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whoever showed an API key; may what the key may, for as long as it holds."""

    id: str

    @property
    def subject(self) -> str:
        return f"key:{self.id}"


@dataclass(frozen=True, slots=True)
class Session:
    key: str
    """Of its record."""
    who: Person | KeyHolder
    until: str
    csrf: str
    """What changes have to be sent with."""


class Sessions:
    """The sessions of a store, and the cookies for them.

    Numbers have 256 random bits, so without a `secret` sessions are as safe: it only spares the store the question for a
    number that nobody was given. Logins through an issuer do need one: what they remember in the browser is believed.
    """

    def __init__(self, store: Records, secret: str, *, hours: float, clock: Clock = utc_now) -> None:
        self._store = store
        self._hours = hours
        self._clock = clock
        self._secret = secret
        self._cookies = _serializer(secret, "session")
        self._flows = _serializer(secret, "login")

    def begin(self, who: Person | KeyHolder, *, actor: str) -> tuple[str, Session]:
        """A new session, and the value of its cookie. Sessions at their end are cleared away."""
        now = self._clock()
        for record in all_records(self._store, COLLECTION):
            if str(record.value["until"]) <= instant(now):
                self._store.delete_record(COLLECTION, record.key)
        number = secrets.token_urlsafe(32)
        until = instant(now + timedelta(hours=self._hours))
        event = Event(actor, "session.begin", f"session:{who.subject}")
        self._store.put_record(
            COLLECTION, _key(number), {**_told(who), "until": until}, expect=None, audit=event
        )
        cookie = self._cookies.dumps(number)
        return str(cookie), Session(_key(number), who, until, self._csrf(number))

    def number(self, cookie: str) -> str | None:
        """The number in a cookie that we signed; None for any other."""
        return _loaded(self._cookies, cookie)

    def find(self, number: str) -> Session | None:
        """The session of a number, also at its end (`holds`)."""
        record = self._store.record(COLLECTION, _key(number))
        if record is None:
            return None
        value = record.value
        return Session(record.key, _who(value), str(value["until"]), self._csrf(number))

    def holds(self, session: Session) -> bool:
        return instant(self._clock()) < session.until

    def end(self, session: Session, *, actor: str) -> None:
        """Its cookie opens nothing any more."""
        event = Event(actor, "session.end", f"session:{session.who.subject}")
        self._store.delete_record(COLLECTION, session.key, audit=event)

    def flow_cookie(self, flow: Mapping[str, str]) -> str:
        """What a login that begins has to remember in the browser that begins it."""
        until = instant(self._clock() + timedelta(minutes=FLOW_MINUTES))
        return str(self._flows.dumps({**flow, "until": until}))

    def flow(self, cookie: str) -> Mapping[str, str] | None:
        """What `flow_cookie` remembered; None for what we did not sign, or too long ago."""
        try:
            flow = cast("dict[str, str]", self._flows.loads(cookie))
        except BadData:
            return None
        return flow if instant(self._clock()) < flow["until"] else None

    def _csrf(self, number: str) -> str:
        """Bound to the session: one's own token opens nothing in another's."""
        return hmac.new(self._secret.encode(), f"csrf:{number}".encode(), hashlib.sha256).hexdigest()


def _told(who: Person | KeyHolder) -> dict[str, Any]:
    if isinstance(who, KeyHolder):
        return {"api_key": who.id}
    return {"sub": who.sub, "name": who.name, "email": who.email, "groups": list(who.groups)}


def _who(value: Mapping[str, object]) -> Person | KeyHolder:
    if "api_key" in value:
        return KeyHolder(str(value["api_key"]))
    groups = tuple(cast("Sequence[str]", value["groups"]))
    return Person(str(value["sub"]), str(value["name"]), str(value["email"]), groups)


def _serializer(secret: str, use: str) -> URLSafeSerializer:
    """A key of its own for each use: what is signed for one is nothing for another."""
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt=f"kakehashi.{use}", signer_kwargs=options)


def _loaded(serializer: URLSafeSerializer, cookie: str) -> str | None:
    try:
        value = serializer.loads(cookie)
    except BadData:
        return None
    return value if isinstance(value, str) else None


def _key(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
