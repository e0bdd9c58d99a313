"""What systems and links pay of the things that several of them use: together never more than what a thing costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from analyzer.landscape.model import Integration
from analyzer.verification.offers import Carried, Offers
from analyzer.verification.order.cells import Thing
from analyzer.verification.order.faults import WrongProof
from analyzer.verification.order.periods import Periods

Payer = tuple[str, int]
"""A system or a link by its name; of what is paid once, at a level (otherwise −1)."""


class Shares:
    """Amounts in 1/`scale` of the cost unit. `anyway`: what every plan pays in full, so that nobody pays a share of it."""

    def __init__(self, offers: Offers, periods: Periods, listed: Mapping[str, Any], scale: int) -> None:
        self.offers, self.periods, self.scale = offers, periods, scale
        self.landscape = offers.landscape
        self._paid = _read(listed)
        self._prices: dict[Thing, int] = {}
        self._routes: set[tuple[Thing, Thing]] = set()
        self.anyway: dict[Thing, int] = {}
        self.anyway = self._paid_anyway()

    def of(self, thing: Thing, price: int, payer: Payer) -> int:
        """What is paid of a thing; nothing of what every plan pays in full."""
        if price <= 0 or thing in self.anyway:
            return 0
        self._prices[thing] = min(price, self._prices.get(thing, price))
        return self._paid.get((thing, payer), 0)

    def once(self, link: Integration, carried: Carried, level: int) -> dict[Thing, int]:
        """What the link pays for the way, however long."""
        things = [(thing, price) for thing, price in self._once(link, carried) if price > 0]
        # Legs of one way may be one test case: together they pay for no more than that
        legs = sorted({thing for thing, _ in things if thing[0] == "leg"})
        self._routes.update(combinations(legs, 2))
        return {thing: self.of(thing, price, (str(link.key), level)) for thing, price in things}

    def each(self, link: Integration, carried: Carried, period: int) -> int:
        """What the link pays for the way in the period."""
        return sum(self.of(thing, price, (str(link.key), -1)) for thing, price in self._each(carried, period))

    def alive(self, environment: str, period: int, system: str) -> int:
        """What the system pays for the environment of its form in the period."""
        return self.of(*self._alive(environment, period), (system, -1))

    def possible(self, link: Integration, f: int, g: int, period: int) -> dict[str, Carried]:
        """The ways that may carry the link through the period with its ends in these forms."""
        start = self.periods.starts[period]
        return self.offers.possible(link, f, g, start, start + self.periods.lengths[period])

    def check(self) -> None:
        """WrongProof where more is paid of a thing than it costs; to be asked when every share has been read."""
        paid: dict[Thing, int] = defaultdict(int)
        for (thing, _), amount in self._paid.items():
            paid[thing] += amount
        over = [thing for thing, price in self._prices.items() if paid[thing] > price * self.scale]
        unit = self.landscape.test_case_cost * self.scale
        over += [one for one, other in self._routes if paid[one] + paid[other] > unit]
        if over:
            named = " / ".join(min(over))[:200]
            raise WrongProof(
                ("shares",), f"{named} の分担額の合計が、その費用を超えています。",
                f"The shares of {named} add up to more than it costs.",
            )  # fmt: skip

    def _once(self, link: Integration, carried: Carried) -> Iterator[tuple[Thing, int]]:
        """Whoever takes the way draws on these, however long."""
        for bridge in carried.bridges:
            yield ("build", bridge.key), bridge.setup
            yield ("link", bridge.key, str(link.key)), bridge.per_link(link.key)
        for leg in carried.way.legs:
            if leg not in self.offers.tested_before:
                yield ("leg", leg), self.landscape.test_case_cost

    def _each(self, carried: Carried, period: int) -> Iterator[tuple[Thing, int]]:
        """Whoever takes the way in the period draws on these."""
        for bridge in carried.bridges:
            month = self.periods.named(period)
            yield ("run", bridge.key, month), bridge.per_month * self.periods.lengths[period]
        if carried.way.hub is not None:
            yield self._alive(self.landscape.hubs[carried.way.hub].environment, period)

    def _alive(self, environment: str, period: int) -> tuple[Thing, int]:
        monthly = self.landscape.environments[environment].monthly_cost
        return ("environment", environment, self.periods.named(period)), monthly * self.periods.lengths[
            period
        ]

    def _paid_anyway(self) -> dict[Thing, int]:
        """Environments of systems without moves; what links between such systems use where they have one way only."""
        anyway: dict[Thing, int] = {}
        every = range(len(self.periods.starts))
        for system in self.landscape.systems.values():
            if not system.moves:
                anyway.update(self._alive(system.forms[0].environment, period) for period in every)
        for link in self.offers.links:
            if not any(self.landscape.systems[str(end)].moves for end in link.key[2:]):
                for period in every:
                    ways = list(self.possible(link, 0, 0, period).values())
                    if len(ways) == 1:
                        # Legs may share a case: they stay with those who use them
                        anyway.update((t, n) for t, n in self._once(link, ways[0]) if t[0] != "leg")
                        anyway.update(self._each(ways[0], period))
        return anyway


def _read(listed: Mapping[str, Any]) -> dict[tuple[Thing, Payer], int]:
    paid: dict[tuple[Thing, Payer], int] = defaultdict(int)
    for kind in ("build", "link", "leg"):
        for subject, payer, level, amount in listed.get(kind, ()):
            thing: Thing = (kind, subject, payer) if kind == "link" else (kind, subject)
            paid[thing, (payer, level)] += amount
    for kind in ("run", "environment"):
        for subject, payer, month, amount in listed.get(kind, ()):
            paid[(kind, subject, month), (payer, -1)] += amount
    return paid
