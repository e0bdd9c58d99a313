"""Every bridge that could stand, with its price and the months in which it may serve.

A bridge is known by its kind, its place and the vendor that it belongs to (semantics,
section 4). The yard makes each one once, from the catalogue or from the existing bridges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from analyzer.landscape.model import (
    BridgeKind,
    CatalogueEntry,
    ExistingBridge,
    IntegrationKey,
    Landscape,
    pair,
)
from analyzer.plan.catalogue import Catalogue

Kind = BridgeKind | Literal["as_is"]


class BridgeKey(NamedTuple):
    """`place` as docs/certificates.md names it; `vendor` is empty where the kind has none."""

    kind: Kind
    place: str
    vendor: str

    def __str__(self) -> str:
        return f"{self.kind}|{self.place}|{self.vendor}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bridge stands, in the fields of the file; unused ones are None."""

    system: str | None = None
    vendor: str | None = None
    hub: str | None = None
    integration: IntegrationKey | None = None
    between: tuple[str, str] | None = None


@dataclass(slots=True, eq=False)
class Bridge:
    """A bridge on offer or existing. Months count from the horizon's first; costs are integers.

    `first`, `last`: the months in which it is there (for a new one all months, or up to its vendor's
    `bridges_until`); `lead`: first month for integrations that are not listed with an existing bridge, None where
    they may not use it. `records`: what the file says of it, the one that stands before its orders; none for a new one.
    """

    key: BridgeKey
    place: Place
    entry: CatalogueEntry | None
    records: tuple[ExistingBridge, ...]
    setup: int
    per_link: int
    per_month: int
    first: int
    last: int
    lead: int | None
    listed: Mapping[IntegrationKey, tuple[int, ExistingBridge]] = field(default_factory=dict)
    """The integrations listed, each with the first month in which it may be served, and where it is listed."""

    @property
    def kind(self) -> Kind:
        return self.key.kind

    @property
    def stands(self) -> bool:
        """True where the file lists it as existing (ordered ones too)."""
        return bool(self.records)

    def carries_today(self, integration: IntegrationKey) -> bool:
        """True where it stands (is not only ordered) for this integration when the horizon begins."""
        listed = self.listed.get(integration)
        return listed is not None and listed[1].first is None

    def window(self, integration: IntegrationKey) -> tuple[int, int] | None:
        """First and last month in which it may serve the integration; None: never."""
        listed = self.listed.get(integration)
        if listed is not None:
            return listed[0], self.last
        if self.lead is None:
            return None
        return max(self.first, self.lead), self.last

    def link_cost(self, integration: IntegrationKey) -> int:
        """What it costs once that this bridge ever serves the integration."""
        return 0 if integration in self.listed else self.per_link


class Yard:
    """Makes bridges on demand; the same place and vendor always give the same object."""

    def __init__(self, landscape: Landscape, catalogue: Catalogue) -> None:
        self._landscape = landscape
        self._catalogue = catalogue
        self._length = len(landscape.horizon)
        self._new_until = {
            vendor.id: landscape.horizon.index(vendor.bridges_until)
            for vendor in landscape.vendors.values()
            if vendor.bridges_until is not None
        }
        self._bridges: dict[BridgeKey, Bridge | None] = {}
        self._at: dict[tuple[str, ...], Bridge | None] = {}
        self._existing: dict[BridgeKey, list[ExistingBridge]] = defaultdict(list)
        self._of_vendor: dict[tuple[Kind, str], list[ExistingBridge]] = defaultdict(list)
        for bridge in sorted(landscape.existing_bridges, key=_standing_before_ordered):
            if bridge.vendor is not None and bridge.system is None:
                self._of_vendor[bridge.kind, bridge.vendor].append(bridge)
            else:
                self._existing[self._existing_key(bridge)].append(bridge)

    def sided(self, kind: BridgeKind, system: str, vendor: str, hub: str | None = None) -> Bridge | None:
        """keep_legacy, early_standard, write_back, read_through at a system of this vendor."""
        cached = (kind, system, vendor, hub or "")
        if cached not in self._at:
            entry = self._catalogue.offer(kind, system=system, vendor=vendor, hub=hub)
            key, place = _sided_key(kind, system, vendor, hub, entry)
            self._at[cached] = self._make(key, place, entry)
        return self._at[cached]

    def convert(self, integration: IntegrationKey, hub: str) -> Bridge | None:
        vendor = self._landscape.hubs[hub].vendor
        entry = self._catalogue.offer("convert", vendor=vendor, hub=hub)
        key = BridgeKey("convert", f"{integration}@{hub}", vendor)
        return self._make(key, Place(vendor=vendor, hub=hub, integration=integration), entry)

    def manual(self, integration: IntegrationKey) -> Bridge | None:
        entry = self._catalogue.offer("manual")
        return self._make(BridgeKey("manual", str(integration), ""), Place(integration=integration), entry)

    def relay(self, between: tuple[str, str]) -> Bridge | None:
        a, b = pair(*between)
        entry = self._catalogue.offer("relay", between=(a, b))
        return self._make(BridgeKey("relay", f"{a}~{b}", ""), Place(between=(a, b)), entry)

    def as_is(self, integration: IntegrationKey) -> Bridge:
        """What is mixed today and nobody wrote down: it costs nothing."""
        key = BridgeKey("as_is", str(integration), "")
        bridge = self._bridges.get(key)
        if bridge is None:
            place = Place(integration=integration)
            bridge = Bridge(key, place, None, (), 0, 0, 0, 0, self._length - 1, 0)
            self._bridges[key] = bridge
        return bridge

    def _make(self, key: BridgeKey, place: Place, entry: CatalogueEntry | None) -> Bridge | None:
        if key not in self._bridges:
            records = self._existing.get(key, [])
            if entry is not None and entry.per == "vendor":
                records = self._of_vendor.get((key.kind, key.vendor), [])
            if not records and entry is None:
                self._bridges[key] = None
            else:
                self._bridges[key] = self._build(key, place, entry, tuple(records))
        return self._bridges[key]

    def _build(
        self, key: BridgeKey, place: Place, entry: CatalogueEntry | None, records: tuple[ExistingBridge, ...]
    ) -> Bridge:
        index = self._landscape.horizon.index
        last = self._length - 1
        if not records:
            last = min(last, self._new_until.get(key.vendor, last))
        listed: dict[IntegrationKey, tuple[int, ExistingBridge]] = {}
        beginnings = []
        for record in records:
            beginnings.append(0 if record.first is None else max(0, index(record.first)))
            if record.until is not None:
                last = min(last, index(record.until))
            for integration in record.serves:
                listed.setdefault(integration, (beginnings[-1], record))
        return Bridge(
            key=key,
            place=place,
            entry=entry,
            records=records,
            setup=0 if records or entry is None else entry.setup,
            per_link=0 if entry is None else entry.per_link,
            per_month=0 if entry is None else entry.per_month,
            first=min(beginnings, default=0),
            last=last,
            lead=None if entry is None else entry.lead_months,
            listed=listed,
        )

    def _existing_key(self, bridge: ExistingBridge) -> BridgeKey:
        """The identity of a bridge that the file lists at a system, hub, link or pair.

        It exists for the vendor of form 0, an order for a later vendor where it names one beside the system.
        (One that names a vendor alone stands for every `per: vendor` entry of its kind that holds for that vendor.)
        """
        kind = bridge.kind
        if kind == "relay":
            a, b = pair(*bridge.between) if bridge.between else ("", "")
            return BridgeKey("relay", f"{a}~{b}", "")
        if kind == "manual":
            return BridgeKey("manual", str(bridge.integration), "")
        if kind == "convert":
            hub = bridge.hub or ""
            return BridgeKey("convert", f"{bridge.integration}@{hub}", self._landscape.hubs[hub].vendor)
        system = bridge.system or ""
        place = system if bridge.hub is None else f"{system}@{bridge.hub}"
        return BridgeKey(kind, place, bridge.vendor or self._landscape.systems[system].forms[0].vendor)


def _standing_before_ordered(bridge: ExistingBridge) -> int:
    return -1 if bridge.first is None else bridge.first.ordinal


def _sided_key(
    kind: BridgeKind, system: str, vendor: str, hub: str | None, entry: CatalogueEntry | None
) -> tuple[BridgeKey, Place]:
    if entry is not None and entry.per == "vendor":
        names = [
            f"{name}={value}"
            for name, value in (("system", entry.system), ("vendor", entry.vendor))
            if value is not None
        ]
        return BridgeKey(kind, "vendor:" + ",".join(names), vendor), Place(system=entry.system, vendor=vendor)
    place = system if hub is None else f"{system}@{hub}"
    return BridgeKey(kind, place, vendor), Place(system=system, vendor=vendor, hub=hub)
