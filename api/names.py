"""The names of a version's parts, apart from all else that it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.landscape.model import IntegrationKey
from analyzer.stores.searching import fold


@dataclass(frozen=True, slots=True)
class Named:
    """What has a name for people."""

    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """Of a version what answers of the store show beside ids: small, and kept for many landscapes."""

    id: str
    content_hash: str
    systems: Mapping[str, Named]
    integrations: Mapping[IntegrationKey, Named]


def named_like(text: str, *names: str) -> bool:
    """Whether one of the names has these letters in it, however they are written."""
    return any(fold(text) in fold(name) for name in names)


def named_items(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Ids and names as documents have them."""
    return [{"id": id_, "name": name} for id_, name in named]
