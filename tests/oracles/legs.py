"""Routes and their legs (section 5)."""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from typing import NamedTuple

from analyzer.landscape.model import Integration, IntegrationKey, Realization
from analyzer.landscape.months import Month

from .world import LinkState, World, ends

Component = tuple[object, ...]
"""("system", id, number of its form), ("hub", id) or ("converter", hub, integration)."""


class Leg(NamedTuple):
    """ "A leg is known by: the component and form it leaves, the component and form it reaches, and the interface used." """

    leaves: Component
    reaches: Component
    interface: object
    bridged: object = None


class Route(NamedTuple):
    """The legs of a link in a month, and the hub that it goes through, if any."""

    legs: tuple[Leg, ...] = ()
    hub: str | None = None


NO_ROUTE = Route()


def interface(realization: Realization, name: str | None, key: IntegrationKey) -> tuple[object, ...]:
    # "Interfaces are known by their name and the generation that the realization is written at, an unnamed one
    # by its integration" (and that generation: docs/decisions.md)
    return (
        (realization.generation, "named", name) if name is not None else (realization.generation, "own", key)
    )


def route(
    world: World,
    integration: Integration,
    state: LinkState,
    kind: str,
    hub: str | None,
    bridge: object,
    month: Month,
) -> Route:
    """The table of section 5. `month` gives the forms; `hub` is that of write_back, read_through, convert."""
    source, target = (("system", end, world.form_index(end, month)) for end in ends(integration))
    if kind in ("manual", "as_is", "suspended"):
        # "internal, manual, as_is, absent, suspended | none"
        return NO_ROUTE
    if kind == "convert":
        # "source form → converter of that integration, converter → target form"; "A converter stands in its hub"
        converter = ("converter", hub, integration.key)
        return Route((Leg(source, converter, None), Leg(converter, target, None)), hub)

    realization = state.newer_realization if kind == "early_standard" else state.older_realization
    assert realization is not None
    send = interface(realization, realization.send, integration.key)
    receive = interface(realization, realization.receive, integration.key)
    if kind in ("write_back", "read_through"):
        at = ("hub", hub)
        # write_back: "N's form ⇒ hub (this bridge, for the sending interface of the older realization),
        # hub → target form as before"
        # read_through: "source form → hub as before, hub ⇒ N's form (this bridge, for the receiving interface of
        # the older realization)"
        return Route(
            (
                Leg(source, at, send, bridge if kind == "write_back" else None),
                Leg(at, target, receive, bridge if kind == "read_through" else None),
            ),
            hub,
        )
    # native, or "`keep_legacy`, `early_standard` | as the realization that it keeps or brings forward, the
    # bridged end marked as bridged"
    bridged = {"keep_legacy": state.newer, "early_standard": state.older}.get(kind)
    source_mark = "bridged" if bridged == source[1] else None
    target_mark = "bridged" if bridged == target[1] else None
    if realization.via is None:
        # "A direct leg is known by its sending and receiving interface together."
        return Route((Leg(source, target, (send, receive), (source_mark, target_mark)),))
    at = ("hub", realization.via)
    # "source form → hub (sending interface), hub → target form (receiving interface)"
    return Route((Leg(source, at, send, source_mark), Leg(at, target, receive, target_mark)), realization.via)


def component_environment(world: World, component: Component, month: Month) -> str:
    """Where it stands. A converter stands in its hub."""
    if component[0] == "system":
        return world.form(str(component[1]), month).environment
    return world.landscape.hubs[str(component[1])].environment


def hubs_of(leg: Leg) -> set[str]:
    # "A hub has a due leg if a due leg leaves or reaches it, or a converter that stands in it." (docs/decisions.md)
    return {str(c[1]) for c in (leg.leaves, leg.reaches) if c[0] in ("hub", "converter")}
