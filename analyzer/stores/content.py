"""A landscape cut up for keeping, and put together again from what is kept.

The *frame* is everything but the integrations: small, and read whole. Each integration is a *link row* of
its own with what links are looked for by, so that a question about ten links reads ten rows. What is put together again is
checked as any file is: a store that was tampered with, or was written by a program with other rules, gives
findings, not wrong figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.collection import paused_collection
from analyzer.errors import InputError
from analyzer.landscape.dumping import integration_entry, landscape_document
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import (
    NO_REMARKS,
    Integration,
    IntegrationKey,
    Landscape,
    Realization,
    Remarks,
)
from analyzer.landscape.places import Places
from analyzer.stores.compact import compact, parsed


@dataclass(frozen=True, slots=True)
class LinkRow:
    """An integration: its key, the hubs of its realizations (sorted), and its entry as JSON."""

    key: IntegrationKey
    hubs: tuple[str, ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """`frame`: the canonical document without its integrations, as JSON; `links` in the order of their keys as written."""

    hash: str
    frame: bytes = field(repr=False)
    links: tuple[LinkRow, ...] = field(repr=False)


def content_of(landscape: Landscape) -> Content:
    """What a store keeps of a landscape."""
    with paused_collection():
        frame = compact(landscape_document(replace(landscape, integrations={})))
        bodies = _bodies(integration_entry(i) for i in landscape.integrations.values())
        rows = [
            LinkRow(key, _hubs(integration), body)
            for (key, integration), body in zip(landscape.integrations.items(), bodies, strict=True)
        ]
    return Content(landscape.content_hash, frame, tuple(rows))


def landscape_of(frame: bytes, bodies: Iterable[bytes], places: Places) -> Landscape:
    """The landscape that a frame and the entries of its integrations say; InputError where they are no landscape."""
    result = read_document(document_of(frame, bodies), places)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return result.landscape


def document_of(frame: bytes, bodies: Iterable[bytes]) -> dict[str, object]:
    """The canonical document, its sections in the file's order."""
    document: dict[str, object] = parsed(frame)
    after = [name for name in _AFTER_INTEGRATIONS if name in document]
    tail = {name: document.pop(name) for name in after}
    entries = parsed(b"[" + b",".join(bodies) + b"]")
    return {**document, **({"integrations": entries} if entries else {}), **tail}


_AFTER_INTEGRATIONS = ("bridges", "existing_bridges", "law_changes", "rules", "patterns")


def integration_of(body: bytes) -> Integration:
    """The integration of a link row."""
    return integrations_of([body])[0]


def integrations_of(bodies: Iterable[bytes]) -> list[Integration]:
    """The integrations of link rows, without the checks of a file: questions read thousands of them."""
    entries: list[dict[str, Any]] = parsed(b"[" + b",".join(bodies) + b"]")
    return [_integration(entry) for entry in entries]


def _integration(entry: dict[str, Any]) -> Integration:
    """What `integration_entry` wrote."""
    written: dict[str, dict[str, Any]] = entry.get("realizations", {})
    realizations = {}
    for generation, r in written.items():
        if "same_as" not in r:
            get = r.get
            realizations[generation] = Realization(
                generation,
                get("via"),
                get("method"),
                get("interval"),
                get("send"),
                get("receive"),
                _remarks(r),
            )
    if len(realizations) < len(written):
        realizations = {g: realizations[r.get("same_as", g)] for g, r in written.items()}
    return Integration(
        IntegrationKey(entry["id"], entry.get("branch", "00"), entry["from"], entry["to"]),
        entry["name"],
        realizations,
        entry.get("criticality", "normal"),
        entry.get("main_route", False),
        entry.get("suspendable"),
        entry.get("ends", False),
        entry.get("confidence"),
        _remarks(entry),
    )


def _remarks(entry: dict[str, Any]) -> Remarks:
    if "note" not in entry and "attributes" not in entry:
        return NO_REMARKS
    return Remarks(entry.get("note"), entry.get("attributes", {}))


_BETWEEN = "\0"


def _bodies(entries: Iterable[dict[str, object]]) -> list[bytes]:
    """Each entry as JSON, all written at once, which takes half as long as one by one."""
    found: list[object] = []
    for entry in entries:
        found += (entry, _BETWEEN)
    if not found:
        return []
    bodies = compact(found[:-1])[1:-1].split(b"," + compact(_BETWEEN) + b",")
    if 2 * len(bodies) == len(found) and bodies[0][:1] == b"{":
        return bodies
    # Somebody has it among free attributes too, or an integer that is too long for this.
    return [compact(entry) for entry in found[::2]]


def _hubs(integration: Integration) -> tuple[str, ...]:
    hubs = {r.via for r in integration.realizations.values()}
    hubs.discard(None)
    return tuple(sorted(hubs)) if len(hubs) > 1 else tuple(hubs)  # type: ignore[arg-type]
