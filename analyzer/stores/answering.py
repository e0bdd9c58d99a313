"""A store's questions about one landscape, answered over whatever reads its links."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from analyzer.collection import paused_collection
from analyzer.graph.affected import AffectedBy, AffectedLink, affected
from analyzer.graph.landscape_graph import Direction
from analyzer.graph.links import Link
from analyzer.stores.asking import LinkReader, StoredGraph
from analyzer.stores.port import Forms


class Answering(ABC):
    """The questions of `analyzer.stores.port.Store`, for stores that give a `LinkReader`."""

    @abstractmethod
    def _reading(self, landscape: str, version: str | None) -> AbstractContextManager[LinkReader]:
        """The version (None: the current one) as it is at one time, for as long as an answer takes."""

    def affected(
        self,
        landscape: str,
        change: AffectedBy,
        *,
        direction: Direction = "both",
        depth: int = 1,
        forms: Forms | None = None,
        version: str | None = None,
    ) -> tuple[AffectedLink, ...]:
        with paused_collection(), self._reading(landscape, version) as reader:
            return affected(StoredGraph(reader, forms), change, direction, depth)

    def neighbours(
        self, landscape: str, system: str, direction: Direction = "both", *, version: str | None = None
    ) -> tuple[str, ...]:
        with self._reading(landscape, version) as reader:
            return StoredGraph(reader).neighbours(system, direction)

    def links_between(
        self,
        landscape: str,
        vendor: str,
        other: str,
        *,
        forms: Forms | None = None,
        version: str | None = None,
    ) -> tuple[Link, ...]:
        with self._reading(landscape, version) as reader:
            return StoredGraph(reader, forms).links_between(vendor, other)

    def systems_in(
        self, landscape: str, environment: str, *, forms: Forms | None = None, version: str | None = None
    ) -> tuple[str, ...]:
        with self._reading(landscape, version) as reader:
            return StoredGraph(reader, forms).systems_in(environment)
