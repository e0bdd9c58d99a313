"""How parts of a landscape are called in reports: the name for people, and the id."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.bridges.standing import StandingBridge
from analyzer.landscape.model import ExistingBridge, Integration, IntegrationKey, Landscape
from analyzer.messages import Text
from analyzer.messages.words import UNKNOWN_PARTNER
from analyzer.reports.layout import both, join


def named(name: str, id: str) -> Text:
    """``住民記録（jumin）`` in Japanese, the id alone in English; names are in the author's language."""
    return Text(name if name == id else f"{name}（{id}）", id)


def system_named(landscape: Landscape, system: str | None) -> Text:
    return UNKNOWN_PARTNER if system is None else named(landscape.systems[system].name, system)


def vendor_named(landscape: Landscape, vendor: str | None) -> Text | None:
    return None if not vendor else named(landscape.vendors[vendor].name, vendor)


def vendors_named(landscape: Landscape, vendors: Iterable[str]) -> Text:
    return join(Text(landscape.vendors[id].name, id) for id in sorted(vendors))


def environments_named(landscape: Landscape, pair: tuple[str, str]) -> Text:
    one, other = (named(landscape.environments[id].name, id) for id in pair)
    return Text(f"{one.ja}～{other.ja}", f"{one.en} – {other.en}")


def cost_heading(landscape: Landscape) -> Text:
    """Over a table of costs, with the unit that they are in."""
    unit = landscape.cost_unit
    return Text(f"費用({unit})", f"Cost ({unit})") if unit else Text("費用", "Cost")


def link_named(integration: Integration) -> Text:
    return both(integration.name)


def bridge_place(landscape: Landscape, standing: StandingBridge) -> Text:
    """Where a bridge stands: system, hub, integration, pair of environments, or a vendor's systems."""
    place = standing.bridge.place
    return place_named(
        landscape,
        place.system,
        standing.bridge.key.vendor or None,
        place.hub,
        place.integration,
        place.between,
    )


def existing_place(landscape: Landscape, bridge: ExistingBridge) -> Text:
    return place_named(
        landscape, bridge.system, bridge.vendor, bridge.hub, bridge.integration, bridge.between
    )


def place_named(
    landscape: Landscape,
    system: str | None,
    vendor: str | None,
    hub: str | None,
    integration: IntegrationKey | None,
    between: tuple[str, str] | None,
) -> Text:
    parts: list[Text] = []
    if system is not None:
        parts.append(system_named(landscape, system))
    if integration is not None:
        parts.append(both(str(integration)))
    if hub is not None:
        parts.append(named(landscape.hubs[hub].name, hub))
    if between is not None:
        parts.append(environments_named(landscape, between))
    if not parts and vendor is not None:
        owner = named(landscape.vendors[vendor].name, vendor)
        parts.append(Text(f"{owner.ja}の各システム", f"systems of {owner.en}"))
    return join(parts, " ・ ", " · ")
