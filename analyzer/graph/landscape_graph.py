"""`LandscapeGraph`: the vocabulary of every analysis (which links, between whom, via what).

A networkx MultiDiGraph is inside (systems are nodes, integrations are edges) and never shows:
questions take and give ids, keys and `Link` values, sorted by id or by key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Literal

import networkx as nx

from analyzer.graph.cycles import Cycle, named_cycles
from analyzer.graph.links import (
    Link,
    environments_touched,
    interfaces_named,
    pairs_crossed,
    vendors_touched,
)
from analyzer.graph.states import realization_state
from analyzer.graph.subjects import find_integration, find_line, require
from analyzer.landscape.model import Form, IntegrationKey, Landscape, pair

Direction = Literal["out", "in", "both"]


def build_graph(landscape: Landscape, forms: Mapping[str, int] | None = None) -> LandscapeGraph:
    """The landscape where each system has the form of this index (not named: form 0).

    Raises UnknownSubjectError for a system that the landscape does not have.
    """
    indices = forms or {}
    for system in sorted(indices):
        require(landscape, "system", system)
    held = {id_: system.forms[indices.get(id_, 0)] for id_, system in landscape.systems.items()}
    links = {}
    for key in sorted(landscape.integrations, key=str):
        integration = landscape.integrations[key]
        source = None if key.source is None else held[key.source]
        target = None if key.target is None else held[key.target]
        status = realization_state(integration, source, target, landscape.generations)
        links[key] = Link(integration, source, target, status)
    return LandscapeGraph(landscape, held, links)


class LandscapeGraph:
    """A landscape at one time: `forms` of the systems, `links` in the order of their keys.

    Every question about a part that the landscape does not have is an UnknownSubjectError.
    """

    def __init__(
        self, landscape: Landscape, forms: Mapping[str, Form], links: Mapping[IntegrationKey, Link]
    ) -> None:
        self.landscape = landscape
        self.forms = forms
        self.links = links
        self._unknown = tuple(link for link in links.values() if link.state == "unknown")
        self._graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._graph.add_nodes_from(sorted(forms))
        for key in links:
            if key.source is not None and key.target is not None:
                self._graph.add_edge(key.source, key.target, key)
        self._indices: dict[str, dict[Hashable, list[Link]]] = {}

    # Links

    def links_of(self, system: str) -> tuple[Link, ...]:
        """Links with the system at an end, unknown partners included."""
        require(self.landscape, "system", system)
        return self._indexed("system", lambda link: link.ends, system)

    def links_at(self, systems: Sequence[str]) -> dict[str, tuple[Link, ...]]:
        """The links of each of these systems."""
        return {system: self.links_of(system) for system in systems}

    def find(self, integration: str) -> Link:
        """The link of a key, as written or shorter; AmbiguousIntegrationError where it means several."""
        return self.links[find_integration(self.landscape, integration)]

    def links_between(self, vendor: str, other: str) -> tuple[Link, ...]:
        """Links, in either direction, whose ends' forms are of these vendors (or of one, twice)."""
        require(self.landscape, "vendor", vendor)
        require(self.landscape, "vendor", other)
        return self._indexed("vendors", lambda link: (link.vendors,), pair(vendor, other))

    def links_via(self, hub: str) -> tuple[Link, ...]:
        """Links one of whose realizations goes via the hub."""
        require(self.landscape, "hub", hub)
        return self._indexed("hub", lambda link: link.hubs, hub)

    def links_in_environment(self, environment: str) -> tuple[Link, ...]:
        """Links with an end's form, or the hub of a realization, in the environment."""
        require(self.landscape, "environment", environment)
        return self._indexed(
            "environment", lambda link: environments_touched(link, self.landscape.hubs), environment
        )

    def links_of_vendor(self, vendor: str) -> tuple[Link, ...]:
        """Links with an end's form, or the hub of a realization, of the vendor."""
        require(self.landscape, "vendor", vendor)
        return self._indexed("vendor", lambda link: vendors_touched(link, self.landscape.hubs), vendor)

    def links_over(self, line: str) -> tuple[Link, ...]:
        """Links with a leg between the two environments that the line joins."""
        between = pair(*find_line(self.landscape, line).between)
        return self._indexed("line", lambda link: pairs_crossed(link, self.landscape.hubs), between)

    def links_sharing_interface(self, key: IntegrationKey) -> tuple[tuple[str, Link], ...]:
        """Other links that share a sending or receiving interface with this one.

        Each with the system at which it does (the first by id where at both), in order of keys.
        """
        if key not in self.links:
            find_integration(self.landscape, str(key))
        shared: dict[IntegrationKey, str] = {}
        for interface in interfaces_named(self.links[key]):
            for link in self._indexed("interface", interfaces_named, interface):
                at = interface[1]
                shared[link.key] = min(shared.get(link.key, at), at)
        return tuple((shared[k], self.links[k]) for k in sorted(shared, key=str) if k != key)

    def mixed_links(self) -> tuple[Link, ...]:
        """Links that need a bridge."""
        return tuple(link for link in self.links.values() if link.state == "mixed")

    def unknown_partners(self) -> tuple[Link, ...]:
        """Links of which nobody wrote down who is at the other end."""
        return self._unknown

    def vendor_matrix(self) -> dict[tuple[str, str], tuple[Link, ...]]:
        """Sorted pair of vendors → links between systems of these vendors, by sorted pair."""
        matrix: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for link in self.links.values():
            if link.vendors is not None:
                matrix[link.vendors].append(link)
        return {vendors: tuple(matrix[vendors]) for vendors in sorted(matrix)}

    # Systems

    def systems_of(
        self,
        *,
        vendor: str | None = None,
        environment: str | None = None,
        block: str | None = None,
        owner: str | None = None,
    ) -> tuple[str, ...]:
        """Systems with all that is named: vendor and environment of the form, block, owner section."""
        if vendor is not None:
            require(self.landscape, "vendor", vendor)
        if environment is not None:
            require(self.landscape, "environment", environment)
        return tuple(
            id_
            for id_, form in sorted(self.forms.items())
            if vendor in {None, form.vendor}
            and environment in {None, form.environment}
            and block in {None, self.landscape.systems[id_].block}
            and owner in {None, self.landscape.systems[id_].owner}
        )

    def neighbours(self, system: str, direction: Direction = "both") -> tuple[str, ...]:
        """Systems that a link joins to this one, whatever its state; `out`: those it sends to."""
        require(self.landscape, "system", system)
        found: set[str] = set()
        if direction != "in":
            found.update(self._graph.successors(system))
        if direction != "out":
            found.update(self._graph.predecessors(system))
        return tuple(sorted(found - {system}))

    def isolated_systems(self) -> tuple[str, ...]:
        """Systems with no link at all, not even one to an unknown partner: forgotten in a survey?"""
        linked = {end for link in self._unknown for end in link.ends}
        return tuple(sorted(set(nx.isolates(self._graph)) - linked))

    def cycles(self) -> tuple[Cycle, ...]:
        """Groups of systems whose data comes back to them, over links that are not absent.

        A link of a system to itself goes round nothing and is left out.
        """
        flow: dict[tuple[str, str], IntegrationKey] = {}
        for key, link in self.links.items():
            if (
                key.source is not None
                and key.target is not None
                and key.source != key.target
                and link.state != "absent"
            ):
                flow.setdefault((key.source, key.target), key)
        return named_cycles(flow)

    # Indices are made when first asked for: most questions need one of them only.

    def _indexed(
        self, name: str, touched: Callable[[Link], Iterable[Hashable]], what: Hashable
    ) -> tuple[Link, ...]:
        return tuple(self._index(name, touched).get(what, ()))

    def _index(self, name: str, touched: Callable[[Link], Iterable[Hashable]]) -> dict[Hashable, list[Link]]:
        if name not in self._indices:
            index: dict[Hashable, list[Link]] = defaultdict(list)
            for link in self.links.values():
                for what in touched(link):
                    index[what].append(link)
            self._indices[name] = dict(index)
        return self._indices[name]
