"""Questions about what is kept, answered from the links that they touch: the same answers from every store.

A store finds *candidates*, all links that may belong to the answer. Which of them do is asked of `analyzer.graph`,
as for a landscape in memory: so no store has a second reading of a link's state, and of what it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from analyzer.collection import paused_collection
from analyzer.errors import InputError
from analyzer.graph.landscape_graph import Direction
from analyzer.graph.links import (
    Link,
    environments_touched,
    interfaces_named,
    pairs_crossed,
    vendors_touched,
)
from analyzer.graph.states import realization_state
from analyzer.graph.subjects import find_integration, find_line, require
from analyzer.landscape.build import build_unhashed
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import Form, IntegrationKey, Landscape, pair
from analyzer.landscape.places import Places
from analyzer.landscape.structure import read_parts
from analyzer.stores.compact import parsed
from analyzer.stores.content import integrations_of

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
    findings = Findings(Places())
    with paused_collection():
        parts = read_parts({name: document[name] for name in _PARTS if name in document}, findings)
        if findings.errors:
            raise InputError(*findings.result())
        return build_unhashed(parts, Places())


class StoredGraph:
    """A `LinkSource` over a store: a version at one time (`forms` of its systems), read as far as asked.

    Each link is read and judged once, however often it is met. UnknownSubjectError for forms of systems that
    the version does not have.
    """

    def __init__(self, reader: LinkReader, forms: Mapping[str, int] | None = None) -> None:
        self._reader = reader
        self._forms = forms or {}
        self._held = forms_held(reader.parts, self._forms)
        self._known: dict[Body, tuple[str, Link]] = {}
        """With the key as it is written, for sorting."""

    def find(self, integration: str) -> Link:
        links = self._links(self._reader.called(integration.partition("/")[0]))
        if not links:  # nothing is called so: what is near stands among all
            links = self._links(self._reader.all_links())
        by_key = {link.key: link.integration for link in links}
        found = find_integration(replace(self._reader.parts, integrations=by_key), integration)
        return next(link for link in links if link.key == found)

    def links_at(self, systems: Sequence[str]) -> Mapping[str, Iterable[Link]]:
        for system in systems:
            require(self._reader.parts, "system", system)
        at: dict[str, list[Link]] = {system: [] for system in systems}
        for link in self._links(self._reader.of_systems(systems)):
            for end in link.ends:
                if end in at:
                    at[end].append(link)
        return at

    def links_of_vendor(self, vendor: str) -> tuple[Link, ...]:
        require(self._reader.parts, "vendor", vendor)
        hubs = self._reader.parts.hubs
        links = self._links(self._reader.of_vendor(vendor, self._forms))
        return tuple(link for link in links if vendor in vendors_touched(link, hubs))

    def links_in_environment(self, environment: str) -> tuple[Link, ...]:
        require(self._reader.parts, "environment", environment)
        hubs = self._reader.parts.hubs
        links = self._links(self._reader.in_environment(environment, self._forms))
        return tuple(link for link in links if environment in environments_touched(link, hubs))

    def links_over(self, line: str) -> tuple[Link, ...]:
        between = pair(*find_line(self._reader.parts, line).between)
        hubs = self._reader.parts.hubs
        links = self._links(self._reader.in_environment(between[0], self._forms))
        return tuple(link for link in links if between in pairs_crossed(link, hubs))

    def links_via(self, hub: str) -> tuple[Link, ...]:
        require(self._reader.parts, "hub", hub)
        return tuple(link for link in self._links(self._reader.via_hub(hub)) if hub in link.hubs)

    def links_sharing_interface(self, key: IntegrationKey) -> tuple[tuple[str, Link], ...]:
        ends = sorted({end for end in (key.source, key.target) if end is not None})
        links = self._links(self._reader.of_systems(ends))
        own = {interface for link in links if link.key == key for interface in interfaces_named(link)}
        shared = ((interfaces_named(link) & own, link) for link in links if link.key != key)
        return tuple((min(at for _, at, _, _ in named), link) for named, link in shared if named)

    def links_between(self, vendor: str, other: str) -> tuple[Link, ...]:
        require(self._reader.parts, "vendor", vendor)
        require(self._reader.parts, "vendor", other)
        links = self._links(self._reader.of_vendor(vendor, self._forms))
        return tuple(link for link in links if link.vendors == pair(vendor, other))

    def neighbours(self, system: str, direction: Direction = "both") -> tuple[str, ...]:
        require(self._reader.parts, "system", system)
        found: set[str] = set()
        for link in self._links(self._reader.of_systems([system])):
            _, _, source, target = link.key
            if source == system and target is not None and direction != "in":
                found.add(target)
            if target == system and source is not None and direction != "out":
                found.add(source)
        return tuple(sorted(found - {system}))

    def systems_in(self, environment: str) -> tuple[str, ...]:
        require(self._reader.parts, "environment", environment)
        return systems_holding(self._reader.parts, self._forms, environment=environment)

    def _links(self, bodies: Iterable[Body]) -> list[Link]:
        """In the order of their keys."""
        found = list(dict.fromkeys(bodies))
        new = [body for body in found if body not in self._known]
        if new:
            held = self._held
            generations = self._reader.parts.generations
            for body, integration in zip(new, integrations_of(new), strict=True):
                _, _, one, other = integration.key
                source = None if one is None else held[one]
                target = None if other is None else held[other]
                status = realization_state(integration, source, target, generations)
                self._known[body] = str(integration.key), Link(integration, source, target, status)
        return [link for _, link in sorted((self._known[body] for body in found), key=_key_as_written)]


def _key_as_written(known: tuple[str, Link]) -> str:
    return known[0]


def forms_held(parts: Landscape, forms: Mapping[str, int]) -> dict[str, Form]:
    """The form of each system, by its index (not named: form 0)."""
    for system in sorted(forms):
        require(parts, "system", system)
    return {id_: system.forms[forms.get(id_, 0)] for id_, system in parts.systems.items()}


def systems_holding(
    parts: Landscape, forms: Mapping[str, int], *, vendor: str | None = None, environment: str | None = None
) -> tuple[str, ...]:
    """Systems whose form is of the vendor, or in the environment: for readers that look links up by system."""
    return tuple(
        id_
        for id_, form in sorted(forms_held(parts, forms).items())
        if vendor in {None, form.vendor} and environment in {None, form.environment}
    )
