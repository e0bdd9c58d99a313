"""What access needs of a store: its records and its audit log, and changes that others may get in the way of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from analyzer.stores.errors import ChangedError
from analyzer.stores.port import ANYTHING, Event, Expected, Record

Value = Mapping[str, object]

_TRIES = 20
_PAGE = 500


class Records(Protocol):
    """The part of `Store` that is used here."""

    def record(self, collection: str, key: str) -> Record | None: ...

    def records(
        self, collection: str, *, prefix: str = "", after: str = "", limit: int = 100
    ) -> Sequence[Record]: ...

    def put_record(
        self,
        collection: str,
        key: str,
        value: Mapping[str, object],
        *,
        expect: Expected = ANYTHING,
        audit: Event | None = None,
    ) -> Record: ...

    def delete_record(
        self, collection: str, key: str, *, expect: Expected = ANYTHING, audit: Event | None = None
    ) -> None: ...


def read_instant(text: str) -> datetime:
    """ValueError where it is no instant."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def all_records(store: Records, collection: str) -> Iterator[Record]:
    """By key, read in pages."""
    after = ""
    while page := store.records(collection, after=after, limit=_PAGE):
        yield from page
        after = page[-1].key


def change(
    store: Records, collection: str, key: str, changed: Callable[[Value | None], tuple[Value, Event] | None]
) -> Record | None:
    """Sets a record to what `changed` makes of it (None: leave it), again where somebody else was faster.

    The record as it is afterwards. ChangedError where others are faster every time.
    """
    last: ChangedError | None = None
    for _ in range(_TRIES):
        found = store.record(collection, key)
        wanted = changed(None if found is None else found.value)
        if wanted is None:
            return found
        value, event = wanted
        try:
            expected = None if found is None else found.revision
            return store.put_record(collection, key, value, expect=expected, audit=event)
        except ChangedError as error:
            last = error
    assert last is not None
    raise last
