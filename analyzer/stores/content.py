"""A landscape cut up for keeping, and put together again from what is kept.

The *frame* is everything but the integrations: small, and read whole. Each integration is a *link row* of
its own with what links are looked for by, so that a question about ten links reads ten rows. What is put together again is
checked as any file is: a store that was tampered with, or was written by a program with other rules, gives
findings, not wrong figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from analyzer.errors import InputError
from analyzer.landscape.build import build_integration
from analyzer.landscape.documents import IntegrationDocument
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
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
    document = landscape_document(landscape)
    entries: list[dict[str, object]] = document.pop("integrations", [])  # type: ignore[assignment]
    rows = (
        LinkRow(integration.key, _hubs(integration), compact(entry))
        for integration, entry in zip(landscape.integrations.values(), entries, strict=True)
    )
    return Content(landscape.content_hash, compact(document), tuple(rows))


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
    return build_integration((), IntegrationDocument.model_validate(parsed(body)))


def _hubs(integration: Integration) -> tuple[str, ...]:
    return tuple(sorted({r.via for r in integration.realizations.values() if r.via is not None}))
