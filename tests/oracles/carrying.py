"""The ways to carry a link in a span, the bridges they are, and what they need (section 4)."""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analyzer.landscape.model import (
    BridgeKind,
    CatalogueEntry,
    ExistingBridge,
    Integration,
    IntegrationKey,
    PartnerAnswer,
)
from analyzer.landscape.months import Month

from .legs import Route, component_environment, route
from .world import LinkState, Span, World, ends

NO_CATALOGUE: tuple[CatalogueEntry, ...] = tuple(
    # "With no catalogue at all (…) every kind but `manual` is on offer at setup 1"
    CatalogueEntry(kind=kind, setup=1)
    for kind in ("keep_legacy", "early_standard", "write_back", "read_through", "convert", "relay")
)


class Way(NamedTuple):
    """How a link is carried: a kind of bridge, or ``native``, ``as_is``, ``suspended``; with its hub if the kind has one."""

    kind: str
    hub: str | None = None


@dataclass(frozen=True)
class Bridge:
    """One thing that somebody builds. `place` is what there is one of it for; `entry` prices it, if one holds."""

    kind: str
    place: tuple[object, ...]
    vendor: str | None
    entry: int | None


@dataclass(frozen=True)
class Option:
    """A possible way for one link in one span, with all that follows from it."""

    way: Way
    route: Route
    bridge: Bridge | None
    relays: frozenset[tuple[str, str]]


class Carrying:
    """What can carry which link when."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.landscape = world.landscape
        catalogue = self.landscape.catalogue
        self.entries = NO_CATALOGUE if catalogue is None else catalogue

    # ---- the ways of a link in a span

    def options(self, integration: Integration, span: Span) -> list[Option]:
        """Every possible way of a live link; empty if there is none."""
        state = self.world.state(integration, span.first)
        if state.name == "native":
            ways = [Way("native")]
        elif self._goes_as_is(integration, span):
            ways = [Way("as_is")]
        else:
            ways = self.kinds(integration, state)
        found = (self._option(integration, state, way, span) for way in ways)
        return [option for option in found if option is not None]

    def _goes_as_is(self, integration: Integration, span: Span) -> bool:
        # "A link mixed at the forms 0 that no standing bridge (relays and ordered ones aside) lists goes on
        # `as_is`, and in no other way, until an end takes a new form"
        listed = any(
            integration.key in record.serves
            for record in self.landscape.existing_bridges
            if record.kind != "relay" and record.first is None
        )
        return self.world.at_form_0(integration, span.first) and not listed

    def kinds(self, integration: Integration, state: LinkState) -> list[Way]:
        """The table of kinds: which of them serve such a demand at all."""
        old, new = state.older_realization, state.newer_realization
        assert old is not None
        source, target = ends(integration)
        # keep_legacy: "that system is N; the link goes on in its older realization"
        ways = [Way("keep_legacy")]
        # early_standard: "that system is O and the newer realization exists"
        if new is not None:
            ways.append(Way("early_standard"))
        if old.via is not None:
            hub = self.landscape.hubs[old.via]
            # write_back: "N is the source and the older realization goes via that hub, which accepts write-back"
            if state.newer == source and hub.write_back:
                ways.append(Way("write_back", hub.id))
            # read_through: "N is the target and the older realization goes via that hub, which serves read-through"
            if state.newer == target and hub.read_through:
                ways.append(Way("read_through", hub.id))
        # convert: "either realization goes via that hub, which converts"
        for via in sorted({r.via for r in (old, new) if r is not None and r.via is not None}):
            if self.landscape.hubs[via].converts:
                ways.append(Way("convert", via))
        # manual: "criticality is not high"
        if integration.criticality != "high":
            ways.append(Way("manual"))
        # "Marked `suspendable`, it may be left out instead"
        if integration.suspendable is not None:
            ways.append(Way("suspended"))
        return ways

    def _option(self, integration: Integration, state: LinkState, way: Way, span: Span) -> Option | None:
        """The way with its consequences, or None where it is not possible in that span."""
        bridge = None
        if way.kind not in ("native", "as_is", "suspended"):
            bridge = self.bridge_of(integration, state, way, span.first)
            if not self._serves(bridge, integration, state, span.first):
                return None
        path = route(self.world, integration, state, way.kind, way.hub, bridge, span.first)
        # "A hub may be used only while it and its environment are available."
        if path.hub is not None and not self.world.hub_usable(path.hub, span.first):
            return None
        relays = self._relays_needed(path, span.first)
        if not all(self.relay_serves(pair, integration.key, span.first) for pair in relays):
            # "With no relay on offer that way of carrying the link is not possible in that month."
            return None
        return Option(way, path, bridge, relays)

    # ---- bridges and their identity

    def bridge_of(self, integration: Integration, state: LinkState, way: Way, month: Month) -> Bridge:
        if way.kind == "manual":
            return Bridge("manual", (integration.key,), None, self._holding("manual"))
        if way.kind == "convert":
            assert way.hub is not None
            # "to the hub's vendor for `convert`"
            vendor = self.landscape.hubs[way.hub].vendor
            entry = self._holding("convert", vendor=vendor, hub=way.hub)
            return Bridge("convert", (integration.key, way.hub), vendor, entry)
        # "A bridge belongs to the vendor of the form of the end that it stands at (N for `keep_legacy`,
        # `write_back`, `read_through`; O for `early_standard`)"
        end = state.older if way.kind == "early_standard" else state.newer
        return self._sided(way.kind, end, self.world.form(end, month).vendor, way.hub)

    def _sided(self, kind: str, system: str, vendor: str, hub: str | None) -> Bridge:
        entry = self._holding(kind, system=system, vendor=vendor, hub=hub)
        if entry is not None and self.entries[entry].per == "vendor":
            # "the bridge is then one per vendor and entry, wherever that entry is the one that holds"
            return Bridge(kind, ("entry", entry), vendor, entry)
        # "a change of that vendor makes it another bridge"
        return Bridge(kind, (system, hub), vendor, entry)

    def relay(self, pair: tuple[str, str]) -> Bridge:
        ordered = (min(pair), max(pair))
        # "`manual` and `relay` have none [no vendor]."
        return Bridge("relay", ordered, None, self._holding("relay", pair=ordered))

    def is_of(self, record: ExistingBridge, bridge: Bridge) -> bool:
        """Does the file speak of this bridge there?"""
        if record.kind != bridge.kind:
            return False
        if record.kind == "relay":
            return record.between is not None and bridge.place == (min(record.between), max(record.between))
        if record.kind == "manual":
            return bridge.place == (record.integration,)
        if record.kind == "convert":
            return bridge.place == (record.integration, record.hub)
        if record.system is None:
            # "It names its place as the entry that holds does (`system`, or `vendor` where that is `per: vendor`)";
            # the file cannot tell two such entries of one vendor apart
            return bridge.place == ("entry", bridge.entry) and bridge.vendor == record.vendor
        # "It exists for the vendor that its end's form 0 has."
        # (docs/decisions.md: an order may name the vendor that its end will have)
        vendor = record.vendor or self.landscape.systems[record.system].forms[0].vendor
        return bridge.place == (record.system, record.hub) and bridge.vendor == vendor

    def records(self, bridge: Bridge) -> list[ExistingBridge]:
        """What the file says of this bridge if it exists (or is ordered): "No second one is built where one stands." """
        return [record for record in self.landscape.existing_bridges if self.is_of(record, bridge)]

    # ---- the catalogue

    def _holding(
        self,
        kind: str,
        system: str | None = None,
        vendor: str | None = None,
        hub: str | None = None,
        pair: tuple[str, str] | None = None,
    ) -> int | None:
        """The number of the entry that holds for such a place. What a kind does not have, no entry can name."""

        def fits(entry: CatalogueEntry) -> bool:
            # "it holds where all that it names fits"
            between = None if entry.between is None else (min(entry.between), max(entry.between))
            return (
                entry.kind == kind
                and entry.system in (None, system)
                and entry.vendor in (None, vendor)
                and entry.hub in (None, hub)
                and between in (None, pair)
            )

        def named(number: int) -> tuple[bool, bool, bool]:
            # "The most specific holds: compared by naming a system, then a vendor, then a hub or pair"
            entry = self.entries[number]
            return (
                entry.system is not None,
                entry.vendor is not None,
                entry.hub is not None or entry.between is not None,
            )

        fitting = sorted((n for n, entry in enumerate(self.entries) if fits(entry)), key=named)
        if len(fitting) > 1 and named(fitting[-1]) == named(fitting[-2]):
            raise ValueError("not a valid landscape: two entries of the catalogue name exactly the same")
        return fitting[-1] if fitting else None

    def _serves(self, bridge: Bridge, integration: Integration, state: LinkState, month: Month) -> bool:
        """Can the bridge serve the link in that month, hubs and transport aside?"""
        offered = bridge.entry is not None and self._partner_agrees(bridge.kind, state, month)
        return self._in_time(bridge, integration.key, month, offered)

    def _in_time(self, bridge: Bridge, key: IntegrationKey, month: Month, offered: bool) -> bool:
        # "it cannot serve before first + lead"
        lead = 0 if bridge.entry is None else self.entries[bridge.entry].lead_months
        built = offered and month >= self.world.first + lead
        records = self.records(bridge)
        if not records:
            # "A kind without a fitting entry is not on offer."; "new bridges of this vendor serve up to this month"
            until = None if bridge.vendor is None else self.landscape.vendors[bridge.vendor].bridges_until
            return built and (until is None or month <= until)
        return any(
            # "With `from` (…) serves only from that month on"; "it cannot serve after its `until`"
            (record.first is None or record.first <= month)
            and (record.until is None or month <= record.until)
            # "(…) has no lead time for them; others that it is to serve wait for the entry's lead time";
            # "It needs no entry (…): without one (…) it serves only the integrations listed";
            # "Links listed with an existing bridge are not asked again."
            and (key in record.serves or built)
            # (docs/decisions.md: an order beside a bridge: what an entry lists is served as that entry says)
            for record in [record for record in records if key in record.serves] or records
        )

    def _partner_agrees(self, kind: str, state: LinkState, month: Month) -> bool:
        # "says only `offered: true` or `false` for links to that partner (of keep_legacy, early_standard,
        # write_back, read_through; it may name system and vendor of the bridge's end too)"
        if kind not in ("keep_legacy", "early_standard", "write_back", "read_through"):
            return True
        end, partner = state.newer, state.older
        if kind == "early_standard":
            end, partner = partner, end
        vendor, partner_vendor = self.world.form(end, month).vendor, self.world.form(partner, month).vendor

        def named(answer: PartnerAnswer) -> tuple[bool, bool, bool, bool]:
            # "compared by partner system, partner vendor, system, vendor"
            return (
                answer.partner_system is not None,
                answer.partner_vendor is not None,
                answer.system is not None,
                answer.vendor is not None,
            )

        fitting = [
            answer
            for answer in self.landscape.partner_answers
            if answer.kind == kind
            and answer.partner_system in (None, partner)
            and answer.partner_vendor in (None, partner_vendor)
            and answer.system in (None, end)
            and answer.vendor in (None, vendor)
        ]
        fitting.sort(key=named)
        if len(fitting) > 1 and named(fitting[-1]) == named(fitting[-2]):
            raise ValueError("not a valid landscape: two answers of a partner name exactly the same")
        return fitting[-1].offered if fitting else True

    # ---- transport

    def _relays_needed(self, path: Route, month: Month) -> frozenset[tuple[str, str]]:
        # "Where no lines are declared (…), transport and lines needed by moves are not checked"
        if self.landscape.lines is None:
            return frozenset()
        pairs = set()
        for leg in path.legs:
            a = component_environment(self.world, leg.leaves, month)
            b = component_environment(self.world, leg.reaches, month)
            # "each leg between two different environments needs a line that joins them (…);
            # in a month without one it needs the `relay` of that pair"
            if a != b and not self.world.line_open((a, b), month):
                pairs.add((min(a, b), max(a, b)))
        return frozenset(pairs)

    def relay_serves(self, pair: tuple[str, str], key: IntegrationKey, month: Month) -> bool:
        relay = self.relay(pair)
        return self._in_time(relay, key, month, offered=relay.entry is not None)

    def relay_serves_moves(self, pair: tuple[str, str], month: Month) -> bool:
        relay = self.relay(pair)
        records = self.records(relay)
        if not records:
            return (
                relay.entry is not None and month >= self.world.first + self.entries[relay.entry].lead_months
            )
        # "An existing relay serves moves from the first month." (an ordered one from its `from`, none after `until`)
        return any(
            (record.first is None or record.first <= month)
            and (record.until is None or month <= record.until)
            for record in records
        )

    # ---- prices

    def cost(self, bridge: Bridge, links: set[IntegrationKey], months: int) -> int:
        """Of a bridge that serves these links at some time, and at least one link (or move) in so many months."""
        if bridge.entry is None:
            # "without one [an entry] its months cost nothing"
            return 0
        entry, records = self.entries[bridge.entry], self.records(bridge)
        # "`setup` once per bridge used, `per_link` once per integration that it ever serves, `per_month` per
        # month in which it serves at least one integration"; an existing one "has cost its setup, and its
        # per_link for the integrations listed with it, already"
        setup = 0 if records else entry.setup
        paid = {key for record in records for key in record.serves}
        return setup + entry.per_link * len(links - paid) + entry.per_month * months


def existing_way(record: ExistingBridge) -> Way:
    """The way in which a standing bridge carries the links that it lists."""
    kind: BridgeKind = record.kind
    return Way(kind, record.hub)
