"""The names of a version's parts, apart from all else that it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.landscape.model import IntegrationKey


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
