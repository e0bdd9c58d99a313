"""Which kinds of bridge can carry a link under two forms of its ends (semantics, section 4's table).

Only what the file's checks need, months left out of account; the figures come from `bridges`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from analyzer.landscape.model import (
    BridgeKind,
    CatalogueEntry,
    ExistingBridge,
    Form,
    Integration,
    Landscape,
    Realization,
    pair,
)


class Carrier(NamedTuple):
    """A bridge that can serve the link: its place, the vendor it belongs to, the other end."""

    kind: BridgeKind
    system: str | None = None
    vendor: str | None = None
    hub: str | None = None
    partner_system: str | None = None
    partner_vendor: str | None = None


def mixed(
    link: Integration, source: Form, target: Form, order: dict[str, int]
) -> tuple[Realization, Realization | None] | None:
    """(r(o), r(n)) where the link is mixed under these forms, else None."""
    if source.package is not None and source.package == target.package:
        return None
    if source.generation == target.generation:
        return None
    old, new = sorted((source.generation, target.generation), key=lambda g: order.get(g, 0))
    older, newer = link.realizations.get(old), link.realizations.get(new)
    if older is None or (newer is not None and newer.generation == older.generation):
        return None
    return older, newer


def carriers(
    landscape: Landscape, link: Integration, source: Form, target: Form, order: dict[str, int]
) -> Iterable[Carrier]:
    """The kinds and places that serve the link where it is mixed under these forms (relays apart)."""
    found = mixed(link, source, target, order)
    if found is None:
        return
    older, newer = found
    source_is_newer = order.get(source.generation, 0) > order.get(target.generation, 0)
    new_system, old_system = (
        (link.key.source, link.key.target) if source_is_newer else (link.key.target, link.key.source)
    )
    new_form, old_form = (source, target) if source_is_newer else (target, source)
    at_new = (old_system, old_form.vendor)
    yield Carrier("keep_legacy", new_system, new_form.vendor, None, *at_new)
    if newer is not None:
        yield Carrier("early_standard", old_system, old_form.vendor, None, new_system, new_form.vendor)
    hub = landscape.hubs.get(older.via or "")
    if hub is not None and source_is_newer and hub.write_back:
        yield Carrier("write_back", new_system, new_form.vendor, hub.id, *at_new)
    if hub is not None and not source_is_newer and hub.read_through:
        yield Carrier("read_through", new_system, new_form.vendor, hub.id, *at_new)
    for via in sorted({r.via for r in (older, newer) if r is not None and r.via is not None}):
        converter = landscape.hubs.get(via)
        if converter is not None and converter.converts:
            yield Carrier("convert", None, converter.vendor, via)
    if link.criticality != "high":
        yield Carrier("manual")


def entry_that_holds(
    landscape: Landscape,
    kind: BridgeKind,
    system: str | None,
    vendor: str | None,
    hub: str | None = None,
) -> CatalogueEntry | None:
    """The most specific entry that fits; None: not on offer."""
    if landscape.catalogue is None:
        return None if kind == "manual" else CatalogueEntry(kind, setup=1)
    fitting = [
        entry
        for entry in landscape.catalogue
        if entry.kind == kind
        and entry.system in (None, system)
        and entry.vendor in (None, vendor)
        and entry.hub in (None, hub)
    ]
    return max(
        fitting,
        key=lambda e: (e.system is not None, e.vendor is not None, e.hub is not None),
        default=None,
    )


def is_offered(landscape: Landscape, carrier: Carrier) -> bool:
    """Whether an entry holds for the carrier and no answer of the survey refuses it."""
    if entry_that_holds(landscape, carrier.kind, carrier.system, carrier.vendor, carrier.hub) is None:
        return False
    answers = [
        answer
        for answer in landscape.partner_answers
        if answer.kind == carrier.kind
        and answer.partner_system in (None, carrier.partner_system)
        and answer.partner_vendor in (None, carrier.partner_vendor)
        and answer.system in (None, carrier.system)
        and answer.vendor in (None, carrier.vendor)
    ]
    if not answers or carrier.system is None:
        return True
    best = max(
        answers,
        key=lambda a: (
            a.partner_system is not None,
            a.partner_vendor is not None,
            a.system is not None,
            a.vendor is not None,
        ),
    )
    return best.offered


def vendor_today(landscape: Landscape, bridge: ExistingBridge) -> str | None:
    """The vendor that an existing bridge belongs to: the one that its end's form 0 has."""
    if bridge.vendor is not None:
        return bridge.vendor
    if bridge.kind == "convert":
        hub = landscape.hubs.get(bridge.hub or "")
        return None if hub is None else hub.vendor
    system = landscape.systems.get(bridge.system or "")
    return None if system is None else system.forms[0].vendor


def is_at(bridge: ExistingBridge, carrier: Carrier, vendor: str | None) -> bool:
    """Whether an existing bridge of `vendor` is the carrier."""
    if bridge.kind != carrier.kind or bridge.hub != carrier.hub:
        return False
    if bridge.kind in ("convert", "manual"):
        return True
    return carrier.vendor == vendor and (bridge.system is None or bridge.system == carrier.system)


def crosses(
    landscape: Landscape, link: Integration, source: Form, target: Form, between: tuple[str, str]
) -> bool:
    """Whether some way of carrying the live link has a leg between two environments."""
    if source.package is not None and source.package == target.package:
        return False
    order = {g: i for i, g in enumerate(landscape.generations)}
    if source.generation != target.generation:
        old = min(source.generation, target.generation, key=lambda g: order.get(g, 0))
    else:
        old = source.generation
    if old not in link.realizations:
        return False
    used = {
        r.via for g in (source.generation, target.generation) if (r := link.realizations.get(g)) is not None
    }
    legs: set[tuple[str, str]] = set()
    for via in used:
        hub = landscape.hubs.get(via or "")
        if hub is None:
            legs.add(pair(source.environment, target.environment))
        else:
            legs |= {pair(source.environment, hub.environment), pair(hub.environment, target.environment)}
    return between in legs
