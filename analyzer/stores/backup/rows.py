"""The pieces of a backup as values: of the right types, with the hashes that they claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from analyzer.landscape.loading import read_document
from analyzer.landscape.places import Places
from analyzer.messages import Text
from analyzer.stores.changes import hash_of, summary_of
from analyzer.stores.compact import compact, parsed
from analyzer.stores.content import content_of
from analyzer.stores.port import (
    AuditEntry,
    KeptSource,
    KeptVersion,
    PlanEntry,
    Record,
    SourceEntry,
    Version,
)

Kind = TypeVar("Kind")

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")
_HASH = re.compile(r"sha256:[0-9a-f]{64}\Z")


class Damaged(Exception):
    """What is wrong with which entry of a backup (``""``: with all of it)."""

    def __init__(self, entry: str, reason: Text) -> None:
        self.entry = entry
        self.reason = reason
        super().__init__(f"{entry}: {reason.en}")


class Row:
    """A JSON object that somebody may have tampered with."""

    def __init__(self, values: Mapping[str, Any], entry: str) -> None:
        self._values = values
        self.entry = entry

    def get(self, name: str) -> Any:
        return self._values.get(name)

    def text(self, name: str) -> str:
        return self._of(name, str)

    def number(self, name: str) -> int:
        value = self._values.get(name)
        if type(value) is not int or value < 0:
            raise self.damaged(name)
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        return self._of(name, dict)

    def instant(self, name: str) -> str:
        return self._matching(name, _INSTANT)

    def hash(self, name: str) -> str:
        return self._matching(name, _HASH)

    def damaged(self, name: str) -> Damaged:
        return Damaged(self.entry, Text(f"{name} の値が正しくありません", f"the value of {name} is wrong"))

    def _of(self, name: str, kind: type[Kind]) -> Kind:
        value = self._values.get(name)
        if not isinstance(value, kind):
            raise self.damaged(name)
        return value

    def _matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.text(name)
        if pattern.match(value) is None:
            raise self.damaged(name)
        return value


def row(value: bytes | object, entry: str) -> Row:
    """A JSON object, or bytes that are one; Damaged for anything else."""
    read = _json(value, entry) if isinstance(value, bytes) else value
    if not isinstance(read, dict):
        raise Damaged(entry, _NO_JSON)
    return Row(read, entry)


def read_list(value: bytes | object, entry: str) -> Iterator[Row]:
    """A JSON list of objects, or bytes that are one; Damaged for anything else."""
    read = _json(value, entry) if isinstance(value, bytes) else value
    if not isinstance(read, list):
        raise Damaged(entry, _NO_JSON)
    for each in read:
        yield row(each, entry)


def read_version(values: Row, landscape: str, number: int, text_of: Callable[[str], bytes]) -> KeptVersion:
    """A version whose document is a landscape by this id and has the hash that it claims."""
    try:
        result = read_document(values.get("document"), Places())
    except RecursionError:
        raise values.damaged("document") from None
    if result.landscape is None:
        first = result.findings[0].message
        raise Damaged(
            values.entry,
            Text(f"ランドスケープに誤りがあります({first.ja})", f"its landscape has errors ({first.en})"),
        )
    content = content_of(result.landscape)
    if content.hash != values.hash("hash"):
        raise Damaged(
            values.entry, Text("内容とハッシュが合いません", "its hash is not that of what it says")
        )
    if (result.landscape.id, landscape, number) != (
        landscape,
        values.text("landscape"),
        values.number("number"),
    ):
        raise values.damaged("landscape")
    if not isinstance(values.get("current"), bool):
        raise values.damaged("current")
    sources = tuple(_source(source, text_of) for source in read_list(values.get("sources"), values.entry))
    if len({kept.entry.hash for kept in sources}) < len(sources):
        raise values.damaged("sources")
    version = Version(
        landscape, number, content.hash, values.instant("made"), values.text("actor"),
        summary_of(result.landscape),
    )  # fmt: skip
    newest = values.number("newest")
    if newest < number:
        raise values.damaged("newest")
    return KeptVersion(version, values.get("current"), newest, content, sources)


def read_plan(values: Row, versions: Mapping[str, set[str]]) -> PlanEntry:
    """A plan for a landscape that the backup has."""
    landscape, body = values.text("landscape"), values.text("body").encode("utf-8", errors="replace")
    if landscape not in versions:
        raise values.damaged("landscape")
    _json(body, values.entry)
    plan = PlanEntry(
        landscape, values.text("id"), values.hash("version"), values.text("revision"), values.instant("made"),
        values.text("actor"), body,
    )  # fmt: skip
    if plan.revision != hash_of(body):
        raise values.damaged("revision")
    return plan


def read_record(values: Row) -> Record:
    return Record(
        values.text("collection"), values.text("key"), values.text("revision"), values.mapping("value")
    )


def read_audit(values: Row) -> AuditEntry:
    return AuditEntry(
        values.number("number"), values.instant("at"), values.text("actor"), values.text("action"),
        values.text("subject"), values.mapping("details"),
    )  # fmt: skip


def _source(values: Row, text_of: Callable[[str], bytes]) -> KeptSource:
    entry = SourceEntry(
        values.hash("hash"), values.text("name"), values.text("media_type"), values.number("size"),
        values.instant("made"), values.text("actor"),
    )  # fmt: skip
    text = text_of(entry.hash)
    if hash_of(text) != entry.hash or len(text) != entry.size:
        raise values.damaged("hash")
    places = values.get("places")
    if not isinstance(places, list) or not all(map(_is_place, places)):
        raise values.damaged("places")
    return KeptSource(entry, text, compact(places))


def _is_place(value: object) -> bool:
    match value:
        case [list(path), int(), int()]:
            return all(isinstance(step, str | int) for step in path)
    return False


def _json(data: bytes, entry: str) -> Any:
    try:
        return parsed(data)
    except (ValueError, RecursionError):
        raise Damaged(entry, _NO_JSON) from None


_NO_JSON = Text("JSON として読めません", "not the JSON that it should be")
