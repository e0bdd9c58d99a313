"""A link: an integration under given forms of its two ends, and what it touches there.

What a link touches follows its realizations (`LinkState.realizations`): native and internal
links have the one that holds, mixed links both, absent ones none, and a link with an unknown
partner the one at the generation of its known end.

Links are sorted by their keys as written (`str`), everywhere and as the landscape's own are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from analyzer.graph.states import LinkState, State
from analyzer.landscape.model import Form, Hub, Integration, IntegrationKey, pair

Interface = tuple[Literal["send", "receive"], str, str, str]
"""A named interface: side, system, name, and the generation that the realization is written at."""


class Link(NamedTuple):
    """`source` and `target` are the forms of the two ends; None where the partner is unknown."""

    integration: Integration
    source: Form | None
    target: Form | None
    status: LinkState

    @property
    def key(self) -> IntegrationKey:
        return self.integration.key

    @property
    def state(self) -> State:
        return self.status.state

    @property
    def ends(self) -> tuple[str, ...]:
        """The known systems at its ends, source first; one for a link of a system to itself."""
        _, _, source, target = self.key
        if source is None or source == target:
            return () if target is None else (target,)
        return (source,) if target is None else (source, target)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms of the known ends, source first."""
        return tuple(form for form in (self.source, self.target) if form is not None)

    @property
    def vendors(self) -> tuple[str, str] | None:
        """The vendors of the two ends' forms as a sorted pair; None with an unknown partner."""
        if self.source is None or self.target is None:
            return None
        return pair(self.source.vendor, self.target.vendor)

    @property
    def hubs(self) -> tuple[str, ...]:
        """The hubs that its realizations go via, sorted."""
        return tuple(sorted({r.via for r in self.status.realizations if r.via is not None}))


def vendors_touched(link: Link, hubs: Mapping[str, Hub]) -> set[str]:
    """Vendors of its ends' forms and of the hubs of its realizations."""
    return {form.vendor for form in link.forms} | {hubs[hub].vendor for hub in link.hubs}


def environments_touched(link: Link, hubs: Mapping[str, Hub]) -> set[str]:
    """Environments of its ends' forms and of the hubs of its realizations."""
    return {form.environment for form in link.forms} | {hubs[hub].environment for hub in link.hubs}


def pairs_crossed(link: Link, hubs: Mapping[str, Hub]) -> set[tuple[str, str]]:
    """Pairs of different environments that a leg of one of its realizations joins.

    Internal links have no legs. With an unknown partner only the leg between the known end
    and the hub is known.
    """
    if link.state == "internal":
        return set()
    source = link.source.environment if link.source else None
    target = link.target.environment if link.target else None
    legs: set[tuple[str | None, str | None]] = set()
    for realization in link.status.realizations:
        if realization.via is None:
            legs.add((source, target))
        else:
            hub = hubs[realization.via].environment
            legs |= {(source, hub), (hub, target)}
    return {pair(a, b) for a, b in legs if a is not None and b is not None and a != b}


def interfaces_named(link: Link) -> set[Interface]:
    """The named interfaces of its realizations; unnamed ones are its own and shared with nobody."""
    key = link.key
    named: set[Interface] = set()
    for realization in link.status.realizations:
        if realization.send is not None and key.source is not None:
            named.add(("send", key.source, realization.send, realization.generation))
        if realization.receive is not None and key.target is not None:
            named.add(("receive", key.target, realization.receive, realization.generation))
    return named
