"""Bridges as things that somebody builds: what each costs and when it may serve (semantics, section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.landscape.model import (
    BridgeKind,
    CatalogueEntry,
    ExistingBridge,
    Integration,
    IntegrationKey,
    Landscape,
    pair,
)
from analyzer.landscape.months import Horizon, Month
from analyzer.plan.catalogue import Catalogue
from analyzer.verification import names


@dataclass(frozen=True, slots=True)
class Bridge:
    """One bridge: its name, its place, the offer that holds for it, and what the file says stands there.

    Several entries at one place: one that stands, and orders by which further links join it.
    """

    key: str
    kind: str
    system: str | None = None
    hub: str | None = None
    vendor: str | None = None
    integration: str | None = None
    between: tuple[str, str] | None = None
    entry: CatalogueEntry | None = None
    standing: tuple[ExistingBridge, ...] = ()
    vendor_until: Month | None = None
    """The last month in which its vendor's new bridges serve."""

    @property
    def setup(self) -> int:
        """What it costs to build; one that exists has cost it already."""
        return 0 if self.standing or not self.entry else self.entry.setup

    @property
    def per_month(self) -> int:
        """What a month costs in which it serves."""
        return self.entry.per_month if self.entry else 0

    @property
    def link_price(self) -> int:
        """What joining a link costs."""
        return self.entry.per_link if self.entry else 0

    def per_link(self, link: IntegrationKey) -> int:
        """What joining this link costs; those listed with an existing bridge are joined."""
        return 0 if self.lists(link) else self.link_price

    def lists(self, link: IntegrationKey) -> bool:
        """Does an existing bridge name the link?"""
        return any(link in existing.serves for existing in self.standing)

    def lists_today(self, link: IntegrationKey) -> bool:
        """Does one that stands already name the link? An order carries nothing yet."""
        return any(existing.first is None and link in existing.serves for existing in self.standing)

    def window(self, link: IntegrationKey, horizon: Horizon) -> tuple[int, int] | None:
        """First and last month (counted from the first) in which it may serve the link, or None."""
        last = len(horizon) - 1
        lead = self.entry.lead_months if self.entry else 0
        if not self.standing:
            return lead, last if self.vendor_until is None else min(last, horizon.index(self.vendor_until))
        last = min([last, *(horizon.index(existing.until) for existing in self.standing if existing.until)])
        naming = [existing for existing in self.standing if link in existing.serves]
        begins = min(
            0 if existing.first is None else max(0, horizon.index(existing.first))
            for existing in naming or self.standing
        )
        if naming:
            return begins, last
        return (max(lead, begins), last) if self.entry else None


class Works:
    """Which bridge there is, or could be, at a place."""

    def __init__(self, landscape: Landscape, catalogue: Catalogue) -> None:
        self._landscape = landscape
        self._catalogue = catalogue
        self._standing: dict[str, tuple[ExistingBridge, ...]] = {}
        self._of_vendor: dict[tuple[str, str], tuple[ExistingBridge, ...]] = {}
        for existing in landscape.existing_bridges:
            if existing.vendor is not None and existing.system is None:
                of_vendor = (existing.kind, existing.vendor)
                self._of_vendor[of_vendor] = (*self._of_vendor.get(of_vendor, ()), existing)
            else:
                name = self._name_of(existing)
                self._standing[name] = (*self._standing.get(name, ()), existing)

    def sided(self, kind: BridgeKind, system: str, vendor: str, hub: str | None = None) -> Bridge | None:
        """A bridge at one end of its links; of its vendor, once, where the entry says so."""
        entry = self._catalogue.offer(kind, system=system, vendor=vendor, hub=hub)
        until = self._landscape.vendors[vendor].bridges_until
        if entry is not None and entry.per == "vendor":
            key = names.bridge(kind, names.vendor_place(entry, vendor), vendor)
            standing = self._of_vendor.get((kind, vendor), ())
            return Bridge(
                key, kind, entry.system, vendor=vendor, entry=entry, standing=standing, vendor_until=until
            )
        key = names.bridge(kind, f"{system}@{hub}" if hub else system, vendor)
        standing = self._standing.get(key, ())
        if not standing and entry is None:
            return None
        return Bridge(key, kind, system, hub, vendor, entry=entry, standing=standing, vendor_until=until)

    def converter(self, link: Integration, hub: str) -> Bridge | None:
        """The converter of a link in a hub."""
        vendor = self._landscape.hubs[hub].vendor
        entry = self._catalogue.offer("convert", vendor=vendor, hub=hub)
        key = names.bridge("convert", f"{link.key}@{hub}", vendor)
        standing = self._standing.get(key, ())
        if entry is None and not standing:
            return None
        return Bridge(
            key, "convert", hub=hub, vendor=vendor, integration=str(link.key), entry=entry, standing=standing,
            vendor_until=self._landscape.vendors[vendor].bridges_until,
        )  # fmt: skip

    def by_hand(self, link: Integration) -> Bridge | None:
        """Media and hands: `manual`."""
        entry = self._catalogue.offer("manual")
        key = names.bridge("manual", str(link.key), None)
        standing = self._standing.get(key, ())
        if entry is None and not standing:
            return None
        return Bridge(key, "manual", integration=str(link.key), entry=entry, standing=standing)

    def relay(self, between: tuple[str, str]) -> Bridge | None:
        """What stands in for a line between two environments."""
        between = pair(*between)
        entry = self._catalogue.offer("relay", between=between)
        key = names.bridge("relay", "~".join(between), None)
        standing = self._standing.get(key, ())
        if entry is None and not standing:
            return None
        return Bridge(key, "relay", between=between, entry=entry, standing=standing)

    @staticmethod
    def as_it_is(link: Integration) -> Bridge:
        """Carried today, nobody wrote down how; it costs nothing."""
        return Bridge(names.bridge("as_is", str(link.key), None), "as_is", integration=str(link.key))

    def _name_of(self, existing: ExistingBridge) -> str:
        if existing.kind == "relay":
            return names.bridge("relay", "~".join(pair(*existing.between)) if existing.between else "", None)
        if existing.kind == "manual":
            return names.bridge("manual", str(existing.integration), None)
        if existing.kind == "convert":
            hub = existing.hub or ""
            vendor = self._landscape.hubs[hub].vendor if hub in self._landscape.hubs else None
            return names.bridge("convert", f"{existing.integration}@{hub}", vendor)
        system = existing.system or ""
        place = f"{system}@{existing.hub}" if existing.hub else system
        vendor = existing.vendor or self._landscape.systems[system].forms[0].vendor
        return names.bridge(existing.kind, place, vendor)
