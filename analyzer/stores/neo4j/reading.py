"""What is read of one version: its parts, and the links that a question touches, found in the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

from analyzer.landscape.model import Landscape
from analyzer.stores.neo4j import rows, statements
from analyzer.stores.neo4j.connection import Connection


class Neo4jReader:
    """A `LinkReader`. A version never changes, so each question is one of its own; `version` is the key of its node."""

    def __init__(self, connection: Connection, version: str, parts: Landscape) -> None:
        self._connection = connection
        self._version = version
        self._parts = parts

    @property
    def parts(self) -> Landscape:
        return self._parts

    def of_systems(self, systems: Sequence[str]) -> Iterable[bytes]:
        return self._bodies(statements.LINKS_OF_SYSTEMS, systems=[self._key("system", id) for id in systems])

    def of_vendor(self, vendor: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        key = self._key("vendor", vendor)
        return self._bodies(statements.LINKS_OF_VENDOR, vendor=key, forms=dict(forms))

    def in_environment(self, environment: str, forms: Mapping[str, int]) -> Iterable[bytes]:
        key = self._key("environment", environment)
        return self._bodies(statements.LINKS_IN_ENVIRONMENT, environment=key, forms=dict(forms))

    def via_hub(self, hub: str) -> Iterable[bytes]:
        return self._bodies(statements.LINKS_VIA_HUB, hub=self._key("hub", hub))

    def called(self, id: str) -> Iterable[bytes]:
        return self._bodies(statements.LINKS_CALLED, links=rows.link_key(self._version, f"{id}/"))

    def all_links(self) -> Iterable[bytes]:
        return all_bodies(self._connection, self._version)

    def _key(self, kind: str, id: str) -> str:
        return rows.part_key(self._version, kind, id)

    def _bodies(self, statement: LiteralString, **parameters: Any) -> Iterable[bytes]:
        return [found["body"].encode() for found in self._connection.ask(statement, **parameters)]


def all_bodies(connection: Connection, version: str) -> list[bytes]:
    """In the order of the integrations' keys."""
    found = connection.ask(statements.ALL_LINKS, links=rows.link_key(version, ""))
    return [record["body"].encode() for record in found]


def frame_of(connection: Connection, version: str) -> bytes | None:
    """`Content.frame`, put together from the nodes; None where the version is not there."""
    found = connection.one(statements.PARTS, version=version)
    if found is None:
        return None
    return rows.put_together(found["frame"], ((kind, body) for kind, body in found["parts"]))
