"""Routes and legs: what an integration passes on its way (semantics, section 5).

A leg is known by the component and form that it leaves, the component and form that it
reaches, and the interface used. Two integrations that share a leg share its test.
"""

from __future__ import annotations

from typing import NamedTuple

from analyzer.landscape.model import Integration, IntegrationKey, Realization


class FormOf(NamedTuple):
    """A system in one of its forms; `bridge` marks an end that a bridge stands at."""

    system: str
    form: int
    bridge: str = ""

    def __str__(self) -> str:
        return f"{self.system}#{self.form}" + (f"+{self.bridge}" if self.bridge else "")


class HubOf(NamedTuple):
    hub: str

    def __str__(self) -> str:
        return f"hub:{self.hub}"


class ConverterOf(NamedTuple):
    """The converter of one integration; it stands in its hub."""

    integration: IntegrationKey
    hub: str

    def __str__(self) -> str:
        return f"convert:{self.integration}@{self.hub}"


Component = FormOf | HubOf | ConverterOf


class Interface(NamedTuple):
    """Known by its name and the generation it is written at; unnamed, by its integration."""

    name: str
    generation: str
    integration: IntegrationKey | None = None

    def __str__(self) -> str:
        return f"{self.name or f'({self.integration})'}@{self.generation}"


class Leg(NamedTuple):
    """`interfaces` has one entry to or from a hub, two on a direct leg, none at a converter."""

    start: Component
    end: Component
    interfaces: tuple[Interface, ...] = ()

    def __str__(self) -> str:
        return f"{self.start} -> {self.end} [{' | '.join(str(i) for i in self.interfaces)}]"

    @property
    def hub(self) -> str | None:
        """The hub that the leg leaves or reaches, also through a converter."""
        for component in (self.start, self.end):
            if isinstance(component, HubOf | ConverterOf):
                return component.hub
        return None


Route = tuple[Leg, ...]


def sending(integration: Integration, realization: Realization) -> Interface:
    """The interface at which the source sends."""
    return _interface(integration, realization, realization.send)


def receiving(integration: Integration, realization: Realization) -> Interface:
    """The interface at which the target receives."""
    return _interface(integration, realization, realization.receive)


def realized_route(
    integration: Integration, realization: Realization, source: FormOf, target: FormOf
) -> Route:
    """The legs of a realization between two forms (an end may be marked as bridged)."""
    send, receive = sending(integration, realization), receiving(integration, realization)
    if realization.via is None:
        return (Leg(source, target, (send, receive)),)
    hub = HubOf(realization.via)
    return (Leg(source, hub, (send,)), Leg(hub, target, (receive,)))


def converted_route(integration: Integration, hub: str, source: FormOf, target: FormOf) -> Route:
    """The legs through the converter of this integration in the hub."""
    converter = ConverterOf(integration.key, hub)
    return (Leg(source, converter), Leg(converter, target))


def _interface(integration: Integration, realization: Realization, name: str | None) -> Interface:
    if name is None:
        return Interface("", realization.generation, integration.key)
    return Interface(name, realization.generation)
