"""Questions about what is kept, answered from the links that they touch: the same answers from every store.

A store finds *candidates*, all links that may belong to the answer; the graph of just these gives the answer,
by the code that answers for a landscape in memory. So no store has a second reading of what a link touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from analyzer.errors import InputError
from analyzer.graph.landscape_graph import Direction, LandscapeGraph, build_graph
from analyzer.graph.links import Link
from analyzer.graph.subjects import find_integration, find_line, require
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.landscape.places import Places
from analyzer.stores.compact import parsed
from analyzer.stores.content import integration_of

Body = bytes
"""The entry of an integration, as `LinkRow.body`."""

_PARTS = (
    "schema_version", "landscape", "vendors", "environments", "lines", "hubs", "packages", "systems",
)  # fmt: skip


class LinkReader(Protocol):
    """What a store reads of one version to answer; candidates may be too many, never too few."""

    @property
    def parts(self) -> Landscape:
        """The version without integrations and all that speaks of them (`parts_of`)."""

    def of_systems(self, systems: Sequence[str]) -> Iterable[Body]:
        """Links with one of these systems at an end."""

    def of_vendor(self, vendor: str, forms: Mapping[str, int]) -> Iterable[Body]:
        """Links with an end whose form is of the vendor, or with a realization via a hub of it."""

    def in_environment(self, environment: str, forms: Mapping[str, int]) -> Iterable[Body]:
        """Links with an end whose form, or with a realization whose hub, is in the environment."""

    def via_hub(self, hub: str) -> Iterable[Body]:
        """Links with a realization via the hub."""

    def called(self, id: str) -> Iterable[Body]:
        """Links with this 連携ID."""

    def all_links(self) -> Iterable[Body]: ...


def parts_of(frame: bytes) -> Landscape:
    """The systems and what they stand on, from the frame of a version (`Content.frame`)."""
    document: dict[str, object] = parsed(frame)
    result = read_document({name: document[name] for name in _PARTS if name in document}, Places())
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return result.landscape


class StoredGraph:
    """A `LinkSource` over a store: a version at one time (`forms` of its systems), read as far as asked."""

    def __init__(self, reader: LinkReader, forms: Mapping[str, int] | None = None) -> None:
        self._reader = reader
        self._forms = forms or {}

    def find(self, integration: str) -> Link:
        graph = self._graph(self._reader.called(integration.partition("/")[0]))
        if not graph.links:  # nothing is called so: what is near stands among all
            graph = self._graph(self._reader.all_links())
        return graph.links[find_integration(graph.landscape, integration)]

    def links_at(self, systems: Sequence[str]) -> Mapping[str, Iterable[Link]]:
        for system in systems:
            require(self._reader.parts, "system", system)
        return self._graph(self._reader.of_systems(systems)).links_at(systems)

    def links_of_vendor(self, vendor: str) -> tuple[Link, ...]:
        require(self._reader.parts, "vendor", vendor)
        return self._graph(self._reader.of_vendor(vendor, self._forms)).links_of_vendor(vendor)

    def links_in_environment(self, environment: str) -> tuple[Link, ...]:
        require(self._reader.parts, "environment", environment)
        bodies = self._reader.in_environment(environment, self._forms)
        return self._graph(bodies).links_in_environment(environment)

    def links_over(self, line: str) -> tuple[Link, ...]:
        one, _ = find_line(self._reader.parts, line).between
        return self._graph(self._reader.in_environment(one, self._forms)).links_over(line)

    def links_via(self, hub: str) -> tuple[Link, ...]:
        require(self._reader.parts, "hub", hub)
        return self._graph(self._reader.via_hub(hub)).links_via(hub)

    def links_sharing_interface(self, key: IntegrationKey) -> tuple[tuple[str, Link], ...]:
        ends = sorted({end for end in (key.source, key.target) if end is not None})
        return self._graph(self._reader.of_systems(ends)).links_sharing_interface(key)

    def links_between(self, vendor: str, other: str) -> tuple[Link, ...]:
        require(self._reader.parts, "vendor", vendor)
        require(self._reader.parts, "vendor", other)
        return self._graph(self._reader.of_vendor(vendor, self._forms)).links_between(vendor, other)

    def neighbours(self, system: str, direction: Direction = "both") -> tuple[str, ...]:
        require(self._reader.parts, "system", system)
        return self._graph(self._reader.of_systems([system])).neighbours(system, direction)

    def systems_in(self, environment: str) -> tuple[str, ...]:
        return self._empty.systems_of(environment=environment)

    @cached_property
    def _empty(self) -> LandscapeGraph:
        return self._graph(())

    def _graph(self, bodies: Iterable[Body]) -> LandscapeGraph:
        integrations = [integration_of(body) for body in dict.fromkeys(bodies)]
        by_key = {integration.key: integration for integration in integrations}
        return build_graph(replace(self._reader.parts, integrations=by_key), self._forms)


def systems_holding(
    parts: Landscape, forms: Mapping[str, int], *, vendor: str | None = None, environment: str | None = None
) -> tuple[str, ...]:
    """Systems whose form is of the vendor, or in the environment: for readers that look links up by system."""
    return build_graph(parts, forms).systems_of(vendor=vendor, environment=environment)
