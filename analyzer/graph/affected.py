"""Which links does a change touch? (semantics, section 8; docs/decisions.md, *Affected links*)

At depth 1 every link of what changes is listed, whatever the direction. The direction says
which ends of listed links are followed: `out` their targets, `in` their sources, `both`
either; at the next depth every link of the systems reached is listed. Internal links and links
with an unknown partner are listed and marked, never followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from analyzer.graph.landscape_graph import Direction
from analyzer.graph.links import Link
from analyzer.graph.states import State
from analyzer.graph.subjects import SubjectKind
from analyzer.landscape.model import IntegrationKey

Mark = Literal["internal", "unknown_partner"]
Way = tuple[str | IntegrationKey, ...]
Found = tuple[Link, Way]


@dataclass(frozen=True, slots=True)
class AffectedBy:
    """What changes; an integration is named by its key as written, or shorter where it means one."""

    kind: SubjectKind
    id: str


class AffectedLink(NamedTuple):
    """A link that a change touches.

    `path` is the evidence: one shortest way from the change to the link, system ids and
    integration keys in turn; it begins with a system where a system changes, else with a link
    of depth 1, and ends with this link. Ties are decided by the keys, then by the systems.
    """

    key: IntegrationKey
    depth: int
    state: State
    path: Way

    @property
    def mark(self) -> Mark | None:
        """Why the link is listed, but not followed; None where it is followed."""
        if self.state == "internal":
            return "internal"
        return "unknown_partner" if self.state == "unknown" else None


class LinkSource(Protocol):
    """What is asked of a landscape at one time: a `LandscapeGraph` in memory, or a store.

    Every answer is in the order of the links' keys; what is not there is an UnknownSubjectError.
    """

    def find(self, integration: str) -> Link:
        """The link of a key, as written or shorter; AmbiguousIntegrationError where it means several."""

    def links_at(self, systems: Sequence[str]) -> Mapping[str, Iterable[Link]]:
        """The links of each of these systems, in one question."""

    def links_of_vendor(self, vendor: str) -> Iterable[Link]: ...
    def links_in_environment(self, environment: str) -> Iterable[Link]: ...
    def links_over(self, line: str) -> Iterable[Link]: ...
    def links_via(self, hub: str) -> Iterable[Link]: ...
    def links_sharing_interface(self, key: IntegrationKey) -> Iterable[tuple[str, Link]]: ...


def affected(
    graph: LinkSource, change: AffectedBy, direction: Direction = "both", depth: int = 1
) -> tuple[AffectedLink, ...]:
    """Every link that the change touches within `depth` steps (at least 1), by (depth, key).

    Forms are those that the graph was built with. Raises UnknownSubjectError, or
    AmbiguousIntegrationError for a short name of several integrations.
    """
    if depth < 1:
        raise ValueError(f"depth is at least 1, not {depth}")
    found = {link.key: (link, way) for link, way in _touched(graph, change)}
    listed: dict[IntegrationKey, AffectedLink] = {}
    reached = {change.id} if change.kind == "system" else set()
    level = 1
    while found:
        for key, (link, way) in found.items():
            listed[key] = AffectedLink(key, level, link.state, way)
        if level == depth:
            break
        found = _next(graph, found, listed, reached, direction)
        level += 1
    return tuple(sorted(listed.values(), key=lambda link: (link.depth, str(link.key))))


def _touched(graph: LinkSource, change: AffectedBy) -> Iterator[Found]:
    """The links of depth 1, each with its way, in the order of the ways' length, then of the links' keys."""
    if change.kind == "system":
        for link in graph.links_at([change.id])[change.id]:
            yield link, (change.id, link.key)
        return
    if change.kind == "integration":
        link = graph.find(change.id)
        key = link.key
        yield link, (key,)
        for system, link in graph.links_sharing_interface(key):
            yield link, (key, system, link.key)
        return
    questions = {
        "vendor": graph.links_of_vendor,
        "environment": graph.links_in_environment,
        "line": graph.links_over,
        "hub": graph.links_via,
    }
    for link in questions[change.kind](change.id):
        yield link, (link.key,)


def _next(
    graph: LinkSource,
    found: Mapping[IntegrationKey, Found],
    listed: Mapping[IntegrationKey, AffectedLink],
    reached: set[str],
    direction: Direction,
) -> dict[IntegrationKey, Found]:
    """The links one step on that are not listed yet, in the order of their ways.

    `found` is in the order of the ways' length, then of their keys. So the first link that leads
    to a system gives the first way there, and the first system that has a link the first way
    to it; what follows is ordered by the way it goes on from, then by its own key.
    """
    steps: list[tuple[int, Way, str]] = []
    for rank, (key, (_, way)) in enumerate(found.items()):
        if listed[key].mark is not None:
            continue
        for system in sorted(_followed(key, direction) - reached):
            reached.add(system)
            steps.append((rank, way, system))
    links = graph.links_at([system for _, _, system in steps])
    further: dict[IntegrationKey, tuple[int, str, Found]] = {}
    for rank, way, system in steps:
        for link in links[system]:
            if link.key not in listed and link.key not in further:
                further[link.key] = (rank, str(link.key), (link, (*way, system, link.key)))
    return {key: longer for key, (_, _, longer) in sorted(further.items(), key=lambda item: item[1][:2])}


def _followed(key: IntegrationKey, direction: Direction) -> set[str]:
    ends = {"out": {key.target}, "in": {key.source}, "both": {key.source, key.target}}[direction]
    return {end for end in ends if end is not None}
