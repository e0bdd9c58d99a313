"""The ways to carry a link between two forms, whatever the month (semantics, sections 3 to 5).

A way is known by its bridge (or `native`, `as_is`, `suspended`); it has a route of legs, the
hub that the route goes through, and the pairs of environments that its legs join.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.graph.states import LinkState
from analyzer.landscape.model import BridgeKind, Form, Integration, Landscape, Realization, System, pair
from analyzer.plan.catalogue import Catalogue
from analyzer.verification import names
from analyzer.verification.works import Bridge, Works


@dataclass(frozen=True, slots=True)
class Way:
    """One way to carry a link while its ends have their forms."""

    name: str
    """The name of the bridge, or ``native``, ``as_is``, ``suspended``."""
    bridge: Bridge | None = None
    hub: str | None = None
    legs: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Different environments that a leg joins; sorted, each once."""


SUSPENDED = Way("suspended")


@dataclass(frozen=True, slots=True)
class Ends:
    """A link with both ends, the forms that they have, and its state under them."""

    link: Integration
    source: System
    target: System
    source_index: int
    target_index: int
    state: LinkState

    @property
    def source_form(self) -> Form:
        return self.source.forms[self.source_index]

    @property
    def target_form(self) -> Form:
        return self.target.forms[self.target_index]


class Carriers:
    """Enumerates ways; bridges come from `Works`, answers of partners from the catalogue."""

    def __init__(self, landscape: Landscape, catalogue: Catalogue) -> None:
        self._landscape = landscape
        self._catalogue = catalogue
        self.works = Works(landscape, catalogue)

    def native(self, ends: Ends) -> Way:
        """By the realization that both ends have."""
        assert ends.state.realization is not None
        return self._along("native", None, ends, ends.state.realization)

    def as_it_is(self, ends: Ends) -> Way:
        """As today, nobody wrote down how."""
        return Way("as_is", self.works.as_it_is(ends.link))

    def mixed(self, ends: Ends) -> Iterator[Way]:
        """Every way that a bridge of some kind could carry the mixed link, months left out of account."""
        older, newer = ends.state.realization, ends.state.successor
        assert older is not None
        assert ends.state.newer is not None
        n_end = ends.state.newer
        o_end = "target" if n_end == "source" else "source"

        if (bridge := self._at_end("keep_legacy", ends, n_end)) is not None:
            yield self._along(bridge.key, bridge, ends, older, marked=n_end)
        if newer is not None and (bridge := self._at_end("early_standard", ends, o_end)) is not None:
            yield self._along(bridge.key, bridge, ends, newer, marked=o_end)
        if older.via is not None:
            hub = self._landscape.hubs[older.via]
            via_hub: BridgeKind = "write_back" if n_end == "source" else "read_through"
            if hub.write_back if n_end == "source" else hub.read_through:
                bridge = self._at_end(via_hub, ends, n_end, hub.id)
                if bridge is not None:
                    yield self._along(bridge.key, bridge, ends, older, marked=n_end)
        hubs = {older.via, newer.via if newer is not None else None} - {None}
        for hub_id in sorted(hub for hub in hubs if hub is not None):
            if self._landscape.hubs[hub_id].converts:
                bridge = self.works.converter(ends.link, hub_id)
                if bridge is not None:
                    yield self._converted(bridge, ends, hub_id)
        if ends.link.criticality != "high" and (bridge := self.works.by_hand(ends.link)) is not None:
            yield Way(bridge.key, bridge)

    def _at_end(self, kind: BridgeKind, ends: Ends, end: str, hub: str | None = None) -> Bridge | None:
        """The bridge at one end, unless it is not offered to the partner at the other."""
        here, there = (ends.source, ends.target) if end == "source" else (ends.target, ends.source)
        form, other = (
            (ends.source_form, ends.target_form) if end == "source" else (ends.target_form, ends.source_form)
        )
        bridge = self.works.sided(kind, here.id, form.vendor, hub)
        if bridge is None or bridge.lists(ends.link.key):
            return bridge  # links listed with an existing bridge are not asked again
        refused = self._catalogue.refused(
            kind, system=here.id, vendor=form.vendor, partner_system=there.id, partner_vendor=other.vendor
        )
        return None if refused else bridge

    def _along(
        self,
        name: str,
        bridge: Bridge | None,
        ends: Ends,
        realization: Realization,
        marked: str | None = None,
    ) -> Way:
        """By a realization, one end marked as bridged where a bridge stands in for it."""
        mark = bridge.kind if bridge is not None else None
        source = names.component(ends.source.id, ends.source_index, mark if marked == "source" else None)
        target = names.component(ends.target.id, ends.target_index, mark if marked == "target" else None)
        sending = names.interface(ends.link, realization, realization.send)
        receiving = names.interface(ends.link, realization, realization.receive)
        if realization.via is None:
            legs: tuple[str, ...] = (names.leg(source, target, f"{sending} | {receiving}"),)
        else:
            hub = names.hub_component(realization.via)
            legs = (names.leg(source, hub, sending), names.leg(hub, target, receiving))
        return Way(name, bridge, realization.via, legs, self._pairs(ends, realization.via))

    def _converted(self, bridge: Bridge, ends: Ends, hub: str) -> Way:
        within = names.converter(ends.link, hub)
        source = names.component(ends.source.id, ends.source_index)
        target = names.component(ends.target.id, ends.target_index)
        legs = (names.leg(source, within, ""), names.leg(within, target, ""))
        return Way(bridge.key, bridge, hub, legs, self._pairs(ends, hub))

    def _pairs(self, ends: Ends, hub: str | None) -> tuple[tuple[str, str], ...]:
        source, target = ends.source_form.environment, ends.target_form.environment
        if hub is None:
            joined = [(source, target)]
        else:
            stands = self._landscape.hubs[hub].environment
            joined = [(source, stands), (stands, target)]
        return tuple(sorted({pair(a, b) for a, b in joined if a != b}))
