"""What follows from a choice of ways: the months of every bridge, and what they cost (section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.landscape.model import IntegrationKey
from analyzer.verification.works import Bridge
from analyzer.verification.world import Choice, World


@dataclass(slots=True)
class Account:
    """One bridge: which links and moves it serves, in which months (counted from the first)."""

    bridge: Bridge
    serves: dict[IntegrationKey, set[int]] = field(default_factory=dict)
    moves: dict[str, set[int]] = field(default_factory=dict)

    @property
    def months(self) -> set[int]:
        """Months in which it serves at least one link or move."""
        return set().union(*self.serves.values(), *self.moves.values())

    @property
    def per_link(self) -> int:
        return sum(self.bridge.per_link(link) for link in self.serves)

    @property
    def per_month(self) -> int:
        return self.bridge.per_month * len(self.months)

    @property
    def cost(self) -> int:
        return self.bridge.setup + self.per_link + self.per_month


def accounts_of_moves(world: World) -> dict[str, Account]:
    """Relays that moves need beforehand, whatever way the links go."""
    accounts: dict[str, Account] = {}
    for need in world.line_needs:
        relay = world.relay(need.between)
        if relay is not None:
            account = accounts.setdefault(relay.key, Account(relay))
            account.moves.setdefault(str(need.move), set()).add(need.month)
    return accounts


def accounts(world: World, choice: Choice) -> dict[str, Account]:
    """Every bridge that serves, by name."""
    book = accounts_of_moves(world)
    for (link, span), carried in choice.items():
        months = range(world.spans[span].start, world.spans[span].stop)
        for bridge in carried.bridges:
            account = book.setdefault(bridge.key, Account(bridge))
            account.serves.setdefault(link, set()).update(months)
    return dict(sorted(book.items()))


def suspension_cost(world: World, choice: Choice) -> int:
    """Suspension cost per month × months, over all links left out."""
    return sum(
        (world.landscape.integrations[link].suspendable or 0) * len(world.spans[span])
        for (link, span), carried in choice.items()
        if carried.way.name == "suspended"
    )


def bridge_and_suspension_cost(world: World, choice: Choice) -> int:
    """What the choice costs where tests and environments are left out of account."""
    return suspension_cost(world, choice) + sum(a.cost for a in accounts(world, choice).values())
