"""The ways in which a link can be carried between two given forms of its ends.

Semantics, section 4, the table of kinds, one function a kind. Whether a way is open in a
span (hub, lines, lead time, until) is decided in `analyzer.bridges.demands`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.bridges.routes import (
    Component,
    FormOf,
    HubOf,
    Leg,
    Route,
    converted_route,
    realized_route,
    receiving,
    sending,
)
from analyzer.bridges.yard import Bridge, Yard
from analyzer.graph.states import LinkState
from analyzer.landscape.model import (
    BridgeKind,
    Form,
    Integration,
    Landscape,
    Realization,
    pair,
)
from analyzer.plan.catalogue import Catalogue


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way to carry a link between two forms.

    `bridge` is None for native and suspended; `name` is the bridge's name, ``native`` or
    ``suspended``; `per_month` is the suspension cost a month, 0 otherwise; `pairs` are the
    environments (sorted pairs) between which its legs run, where they differ.
    """

    name: str
    bridge: Bridge | None
    route: Route
    legs: tuple[int, ...] = ()
    """The numbers of the route's legs in `Ways.legs`: numbers hash fast, legs do not."""
    hub: str | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    per_month: int = 0


class Ways:
    """Enumerates the ways of links in a landscape."""

    def __init__(self, landscape: Landscape, catalogue: Catalogue, yard: Yard) -> None:
        self._landscape = landscape
        self._catalogue = catalogue
        self._yard = yard
        self.legs: list[Leg] = []
        self._leg_numbers: dict[Leg, int] = {}
        self._standing = {
            key
            for bridge in landscape.existing_bridges
            if bridge.kind != "relay" and bridge.first is None
            for key in bridge.serves
        }

    def native(self, integration: Integration, state: LinkState, source: FormOf, target: FormOf) -> Way:
        assert state.realization is not None
        route = realized_route(integration, state.realization, source, target)
        return self._way("native", None, route, state.realization.via)

    def mixed(
        self, integration: Integration, state: LinkState, source: FormOf, target: FormOf
    ) -> tuple[Way, ...]:
        """Every way on offer at these forms, the survey of intent heard; sorted by name."""
        key = integration.key
        if source.form == 0 and target.form == 0 and key not in self._standing:
            bridge = self._yard.as_is(key)
            return (Way(str(bridge.key), bridge, ()),)
        ways = [
            *self._keep_legacy(integration, state, source, target),
            *self._early_standard(integration, state, source, target),
            *self._through_hub(integration, state, source, target),
            *self._convert(integration, state, source, target),
            *self._manual(integration),
        ]
        if integration.suspendable is not None:
            ways.append(Way("suspended", None, (), per_month=integration.suspendable))
        return tuple(sorted(ways, key=lambda way: way.name))

    def _keep_legacy(
        self, integration: Integration, state: LinkState, source: FormOf, target: FormOf
    ) -> Iterator[Way]:
        """N goes on in the older realization."""
        assert state.realization is not None
        n_is_source = state.newer == "source"
        bridge = self._sided("keep_legacy", integration, source, target, n_is_source)
        if bridge is not None:
            yield self._realized(bridge, integration, state.realization, source, target, n_is_source)

    def _early_standard(
        self, integration: Integration, state: LinkState, source: FormOf, target: FormOf
    ) -> Iterator[Way]:
        """O takes part in the newer realization, where there is one."""
        if state.successor is None:
            return
        o_is_source = state.older == "source"
        bridge = self._sided("early_standard", integration, source, target, o_is_source)
        if bridge is not None:
            yield self._realized(bridge, integration, state.successor, source, target, o_is_source)

    def _through_hub(
        self, integration: Integration, state: LinkState, source: FormOf, target: FormOf
    ) -> Iterator[Way]:
        """write_back: N sends into the old hub as before; read_through: N reads from it."""
        realization = state.realization
        assert realization is not None
        if realization.via is None:
            return
        hub = self._landscape.hubs[realization.via]
        send, receive = sending(integration, realization), receiving(integration, realization)
        if state.newer == "source" and hub.write_back:
            bridge = self._sided("write_back", integration, source, target, True, hub.id)
            if bridge is not None:
                written = Leg(source._replace(bridge="write_back"), HubOf(hub.id), (send,))
                route = (written, Leg(HubOf(hub.id), target, (receive,)))
                yield self._way(str(bridge.key), bridge, route, hub.id)
        if state.newer == "target" and hub.read_through:
            bridge = self._sided("read_through", integration, source, target, False, hub.id)
            if bridge is not None:
                read = Leg(HubOf(hub.id), target._replace(bridge="read_through"), (receive,))
                route = (Leg(source, HubOf(hub.id), (send,)), read)
                yield self._way(str(bridge.key), bridge, route, hub.id)

    def _convert(
        self, integration: Integration, state: LinkState, source: FormOf, target: FormOf
    ) -> Iterator[Way]:
        """Either realization goes via a hub that converts."""
        hubs = {r.via for r in (state.realization, state.successor) if r is not None and r.via}
        for hub in sorted(hubs):
            if self._landscape.hubs[hub].converts:
                bridge = self._yard.convert(integration.key, hub)
                if bridge is not None:
                    route = converted_route(integration, hub, source, target)
                    yield self._way(str(bridge.key), bridge, route, hub)

    def _manual(self, integration: Integration) -> Iterator[Way]:
        if integration.criticality != "high":
            bridge = self._yard.manual(integration.key)
            if bridge is not None:
                yield Way(str(bridge.key), bridge, ())

    def _sided(
        self,
        kind: BridgeKind,
        integration: Integration,
        source: FormOf,
        target: FormOf,
        at_source: bool,
        hub: str | None = None,
    ) -> Bridge | None:
        """The bridge at that end, unless its vendor does not offer it to the partner."""
        end, partner = (source, target) if at_source else (target, source)
        vendor = self._form(end).vendor
        bridge = self._yard.sided(kind, end.system, vendor, hub)
        if bridge is None or integration.key in bridge.listed:
            return bridge
        refused = self._catalogue.refused(
            kind,
            system=end.system,
            vendor=vendor,
            partner_system=partner.system,
            partner_vendor=self._form(partner).vendor,
        )
        return None if refused else bridge

    def _realized(
        self,
        bridge: Bridge,
        integration: Integration,
        realization: Realization,
        source: FormOf,
        target: FormOf,
        at_source: bool,
    ) -> Way:
        """The realization's own route with the bridged end marked."""
        if at_source:
            source = source._replace(bridge=bridge.kind)
        else:
            target = target._replace(bridge=bridge.kind)
        route = realized_route(integration, realization, source, target)
        return self._way(str(bridge.key), bridge, route, realization.via)

    def _way(self, name: str, bridge: Bridge | None, route: Route, hub: str | None) -> Way:
        return Way(name, bridge, route, tuple(self._number(leg) for leg in route), hub, self._pairs(route))

    def _number(self, leg: Leg) -> int:
        number = self._leg_numbers.setdefault(leg, len(self.legs))
        if number == len(self.legs):
            self.legs.append(leg)
        return number

    def _pairs(self, route: Route) -> tuple[tuple[str, str], ...]:
        pairs = set()
        for leg in route:
            start, end = self._environment(leg.start), self._environment(leg.end)
            if start != end:
                pairs.add(pair(start, end))
        return tuple(sorted(pairs))

    def _environment(self, component: Component) -> str:
        if isinstance(component, FormOf):
            return self._landscape.systems[component.system].forms[component.form].environment
        return self._landscape.hubs[component.hub].environment

    def _form(self, end: FormOf) -> Form:
        return self._landscape.systems[end.system].forms[end.form]
