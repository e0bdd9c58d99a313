"""What is on offer for a link between two forms in given months, whatever the schedule: ways with their relays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analyzer.graph.states import realization_state
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.transport import Network
from analyzer.verification.ways import SUSPENDED, Carriers, Ends, Way
from analyzer.verification.works import Bridge


@dataclass(frozen=True, slots=True)
class Carried:
    """A link is carried in this way in a span, over these relays where no line is open."""

    way: Way
    relays: tuple[Bridge, ...] = ()

    @property
    def bridges(self) -> tuple[Bridge, ...]:
        """All bridges that it uses, its own first."""
        return (self.way.bridge, *self.relays) if self.way.bridge is not None else self.relays


class Offers:
    """Answers questions about the links of one landscape. Months count from the horizon's first.

    Nothing begins or ceases within the months that are asked for (semantics, section 4, *Spans*).
    """

    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.network = Network(landscape)
        self.catalogue = Catalogue(landscape)
        self._carriers = Carriers(landscape, self.catalogue)
        self._candidates: dict[tuple[IntegrationKey, int, int], tuple[Ends, tuple[Way, ...]]] = {}
        self._relays: dict[tuple[str, str], Bridge | None] = {}
        self._listed_today = {
            key
            for bridge in landscape.existing_bridges
            if bridge.kind != "relay" and bridge.first is None
            for key in bridge.serves
        }

    @cached_property
    def links(self) -> tuple[Integration, ...]:
        """Links with two known partners, sorted by key."""
        return tuple(link for _, link in sorted(self.landscape.integrations.items()) if link.known)

    def ends(self, link: Integration, source: int, target: int) -> Ends:
        """The link with its ends in these forms."""
        return self._at_forms(link, source, target)[0]

    def possible(
        self, link: Integration, source: int, target: int, start: int, stop: int
    ) -> dict[str, Carried]:
        """Every way that may carry the link in the months `start` to `stop` − 1, by name.

        Empty: nothing can, or nothing needs to (`ends` says which).
        """
        ends, candidates = self._at_forms(link, source, target)
        mixed = ends.state.state == "mixed"
        if mixed and (source, target) == (0, 0) and link.key not in self._listed_today:
            # Carried, nobody wrote down how: no standing bridge lists it
            return {"as_is": Carried(self._carriers.as_it_is(ends))}
        found: dict[str, Carried] = {}
        for way in candidates:
            carried = self._carried(link, way, start, stop)
            if carried is not None:
                found[way.name] = carried
        if mixed and link.suspendable is not None:
            found["suspended"] = Carried(SUSPENDED)
        return found

    @cached_property
    def tested_before(self) -> frozenset[str]:
        """Legs of what is native at the forms 0, and of what standing bridges carry there."""
        legs: set[str] = set()
        for link in self.links:
            ends, candidates = self._at_forms(link, 0, 0)
            for way in candidates:
                given = way.bridge is not None and way.bridge.lists_today(link.key)
                if ends.state.state == "native" or given:
                    legs.update(way.legs)
        return frozenset(legs)

    def relay(self, between: tuple[str, str]) -> Bridge | None:
        """The relay of a pair, if there is one or one is on offer."""
        if between not in self._relays:
            self._relays[between] = self._carriers.works.relay(between)
        return self._relays[between]

    def _at_forms(self, link: Integration, source: int, target: int) -> tuple[Ends, tuple[Way, ...]]:
        key = (link.key, source, target)
        if key not in self._candidates:
            assert link.key.source is not None
            assert link.key.target is not None
            source_system = self.landscape.systems[link.key.source]
            target_system = self.landscape.systems[link.key.target]
            state = realization_state(
                link, source_system.forms[source], target_system.forms[target], self.landscape.generations
            )
            ends = Ends(link, source_system, target_system, source, target, state)
            if state.state == "native":
                ways: tuple[Way, ...] = (self._carriers.native(ends),)
            else:
                ways = tuple(self._carriers.mixed(ends)) if state.state == "mixed" else ()
            self._candidates[key] = ends, ways
        return self._candidates[key]

    def _carried(self, link: Integration, way: Way, start: int, stop: int) -> Carried | None:
        """The way with its relays, if all that it needs is there in all of the months."""
        if way.bridge is not None and not self._serves(way.bridge, link, start, stop):
            return None
        month = self.landscape.horizon.first + start
        if way.hub is not None and not self.network.hub_available(way.hub, month):
            return None
        relays: list[Bridge] = []
        for between in way.pairs:
            if self.network.joined(*between, month):
                continue
            relay = self.relay(between)
            if relay is None or not self._serves(relay, link, start, stop):
                return None
            relays.append(relay)
        return Carried(way, tuple(relays))

    def _serves(self, bridge: Bridge, link: Integration, start: int, stop: int) -> bool:
        window = bridge.window(link.key, self.landscape.horizon)
        return window is not None and window[0] <= start and stop - 1 <= window[1]
