"""Things: what costs something once, however many draw on it; who pays shares of it, and under which names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.bridges.openings import Openings, Option
from analyzer.landscape.model import Integration, IntegrationKey
from analyzer.order.problem import OrderProblem


class Thing(NamedTuple):
    """`kind` is build, run, link (bridges), alive (an environment) or leg (its test); `period` where it is paid by periods.

    Two things of one name would be one: then less is asked for than is paid, which a lower bound may.
    """

    kind: str
    name: str
    period: int = -1


class Payer(NamedTuple):
    """A system of its environment, or a link; of what is paid once, a link at a level.

    The level of a link is the sum of its ends' forms: of the forms that it has with the same sum, a plan takes one at most,
    so that each of them may pay the same share.
    """

    name: str
    level: int = -1


Priced = tuple[Thing, int]


class Things:
    """What an option draws on, with prices in the landscape's cost unit. Periods are `OrderProblem.borders`."""

    def __init__(self, problem: OrderProblem) -> None:
        self.landscape = problem.landscape
        self.openings: Openings = problem.openings
        self.starts = problem.borders
        stops = [*problem.borders[1:], problem.length]
        self.months = tuple(stop - start for start, stop in zip(problem.borders, stops, strict=True))

    def options(self, integration: Integration, source: int, target: int, period: int) -> tuple[Option, ...]:
        """The open ways of the link in the period."""
        start = self.starts[period]
        return self.openings.options(integration, source, target, start, start + self.months[period])

    def once(self, option: Option, key: IntegrationKey) -> list[Priced]:
        """Whoever takes the option draws on these, however long."""
        found: list[Priced] = []
        for bridge in option.bridges:
            if bridge.kind != "as_is":
                found.append((Thing("build", str(bridge.key)), bridge.setup))
                found.append((Thing("link", f"{bridge.key} {key}"), bridge.link_cost(key)))
        for leg in option.way.legs:
            if leg not in self.openings.tested_before:
                found.append((Thing("leg", str(self.openings.legs[leg])), self.landscape.test_case_cost))
        return [(thing, price) for thing, price in found if price > 0]

    def each(self, option: Option, period: int) -> list[Priced]:
        """Whoever takes the option in the period draws on these."""
        found: list[Priced] = []
        for bridge in option.bridges:
            if bridge.kind != "as_is":
                price = bridge.per_month * self.months[period]
                found.append((Thing("run", str(bridge.key), period), price))
        if option.way.hub is not None:
            found.append(self.alive(self.landscape.hubs[option.way.hub].environment, period))
        return [(thing, price) for thing, price in found if price > 0]

    def alive(self, environment: str, period: int) -> Priced:
        """The environment in use in the period."""
        monthly = self.landscape.environments[environment].monthly_cost
        return Thing("alive", environment, period), monthly * self.months[period]

    def paid_anyway(self) -> dict[Thing, int]:
        """What every plan pays in full, with its price: nobody needs to pay shares of it.

        The environments of systems without moves; what links between such systems draw on where they have no choice.
        """
        paid: dict[Thing, int] = {}
        periods = range(len(self.starts))
        for system in self.landscape.systems.values():
            if not system.moves:
                paid.update(self.alive(system.forms[0].environment, period) for period in periods)
        for integration in self.standing_links():
            for period in periods:
                options = self.options(integration, 0, 0, period)
                if len(options) == 1:
                    once = self.once(options[0], integration.key)
                    # Legs may share a case: they stay with those who use them
                    paid.update((thing, price) for thing, price in once if thing.kind != "leg")
                    paid.update(self.each(options[0], period))
        return {thing: price for thing, price in sorted(paid.items()) if price > 0}

    def standing_links(self) -> Iterator[Integration]:
        """Links of which no end moves."""
        for integration in self.landscape.integrations.values():
            ends = [self.landscape.systems[end] for end in integration.key[2:] if end is not None]
            if integration.known and not any(system.moves for system in ends):
                yield integration


def level_of(key: IntegrationKey, source: int, target: int) -> int:
    """A link of a system with itself has one form at both ends."""
    return source if key.source == key.target else source + target
