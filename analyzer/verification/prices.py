"""A lower bound from prices that no choice can undercut (docs/certificates.md, *Certificate of the cost*).

Weak duality by adding up columns: what every demand pays towards shared things may not exceed
what those things cost, so the least payments of all demands are less than any choice costs.
All figures are in units of 1/`scale` of the cost unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analyzer.landscape.months import Month
from analyzer.verification.costs import lateness_cost, law_change_cost, systems_environments
from analyzer.verification.ledger import accounts_of_moves
from analyzer.verification.offers import Carried
from analyzer.verification.works import Bridge
from analyzer.verification.world import Demand, World

Thing = tuple[str, ...]
"""("build", bridge), ("run", bridge, span), ("link", bridge, integration), ("environment",
environment, span) or ("leg", leg); integrations by name, spans by their first month."""


@dataclass(slots=True)
class Shares:
    """What each demand's ways pay towards each thing, and the credits of cases."""

    scale: int
    paid: dict[tuple[Thing, str, str], int] = field(default_factory=dict)
    """(thing, integration, span) → share."""
    credits: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(integration, span, way) → credit."""


def read_shares(certificate: dict[str, Any], *, bridges_alone: bool = False) -> Shares:
    """The shares that a certificate lists; a line listed twice pays twice.

    Only the fields that the certificate of this kind has, whatever else stands beside them.
    """
    shares = Shares(certificate.get("scale", 1))
    listed = certificate.get("shares") or {}
    for kind in ("build", "run", "link") if bridges_alone else ("build", "run", "link", "environment", "leg"):
        for subject, integration, span, amount in listed.get(kind, ()):
            thing: Thing = (kind, subject)
            if kind in ("run", "environment"):
                thing = (kind, subject, span)
            elif kind == "link":
                thing = (kind, subject, integration)
            key = (thing, integration, span)
            shares.paid[key] = shares.paid.get(key, 0) + amount
    for integration, span, way, amount in () if bridges_alone else certificate.get("credits", ()):
        line = (integration, span, way)
        shares.credits[line] = shares.credits.get(line, 0) + amount
    return shares


def usable_lines(world: World) -> set[tuple[Thing, str, str]]:
    """(thing, integration, span) for all that some way of the link draws on in the span."""
    lines: set[tuple[Thing, str, str]] = set()
    for demand, possible in world.possibilities.items():
        integration, span = world.names[demand]
        for carried in possible.values():
            lines.update((thing, integration, span) for thing in _things(world, demand, carried))
    return lines


def unknown_subjects(world: World, shares: Shares) -> list[str]:
    """Lines that pay for nothing that their link could use in that span; a certificate holds none."""
    ways = {
        (*world.names[demand], name) for demand, possible in world.possibilities.items() for name in possible
    }
    lines = [
        (*thing, integration, span) for thing, integration, span in shares.paid.keys() - usable_lines(world)
    ]
    lines += [("credits", *line) for line in shares.credits.keys() - ways]
    return sorted(", ".join(line) for line in lines)


def proven_bound(world: World, shares: Shares, *, bridges_alone: bool = False) -> int:
    """The lower bound that the shares prove: of the total, or of bridge + suspension cost alone.

    Sound whatever the shares are: what is exceeded is subtracted, and a case that its shares
    overpay is given the credit that it lacks.
    """
    if shares.scale < 1:
        return 0
    scale = shares.scale
    lacking = {} if bridges_alone else _credits_needed(world, shares)
    prices = 0
    for demand, possible in world.possibilities.items():
        integration, span = world.names[demand]
        payments: list[int] = []
        for name, carried in possible.items():
            payment = _own_cost(world, demand, carried) * scale
            for thing in _things(world, demand, carried):
                if not (bridges_alone and thing[0] in ("environment", "leg")):
                    payment += shares.paid.get((thing, integration, span), 0)
            if not bridges_alone:
                line = (integration, span, name)
                payment -= max(shares.credits.get(line, 0), lacking.get(line, 0))
            payments.append(payment)
        prices += min(payments)
    variable = prices - _exceeded(world, shares)
    return constant_part(world, bridges_alone=bridges_alone) + -(-variable // scale)


def constant_part(world: World, *, bridges_alone: bool = False) -> int:
    """What the months cost whatever is chosen: relays of moves, and beside them the rest."""
    relays = sum(account.cost for account in accounts_of_moves(world).values())
    if bridges_alone:
        return relays
    environments = sum(
        world.landscape.environments[environment].monthly_cost * len(span)
        for span in world.spans
        for environment in systems_environments(world, span.index)
    )
    return relays + environments + law_change_cost(world.schedule) + lateness_cost(world.schedule)


def _own_cost(world: World, demand: Demand, carried: Carried) -> int:
    if carried.way.name != "suspended":
        return 0
    return (world.landscape.integrations[demand[0]].suspendable or 0) * len(world.spans[demand[1]])


def _things(world: World, demand: Demand, carried: Carried) -> Iterator[Thing]:
    """What a way of a demand draws on."""
    integration, span = world.names[demand]
    for bridge in carried.bridges:
        yield "build", bridge.key
        yield "run", bridge.key, span
        yield "link", bridge.key, integration
    if carried.way.hub is not None:
        yield "environment", world.landscape.hubs[carried.way.hub].environment, span
    for leg in carried.way.legs:
        if leg not in world.tested_before:
            yield "leg", leg


def _capacities(world: World) -> dict[Thing, int]:
    """What each thing costs at most once, in cost units."""
    capacities: dict[Thing, int] = {}
    moves = accounts_of_moves(world)

    def bridge_things(bridge: Bridge, demand: Demand) -> None:
        integration, first = world.names[demand]
        span = world.spans[demand[1]]
        paid = moves[bridge.key].months if bridge.key in moves else set()
        unpaid = sum(month not in paid for month in range(span.start, span.stop))
        capacities["build", bridge.key] = 0 if bridge.key in moves else bridge.setup
        capacities["run", bridge.key, first] = bridge.per_month * unpaid
        capacities["link", bridge.key, integration] = bridge.per_link(demand[0])

    standing = [systems_environments(world, span.index) for span in world.spans]
    for demand, possible in world.possibilities.items():
        span = demand[1]
        for carried in possible.values():
            for bridge in carried.bridges:
                bridge_things(bridge, demand)
            if carried.way.hub is not None:
                environment = world.landscape.environments[world.landscape.hubs[carried.way.hub].environment]
                months = 0 if environment.id in standing[span] else len(world.spans[span])
                key = ("environment", environment.id, world.month_text(world.spans[span].start))
                capacities[key] = environment.monthly_cost * months
    return capacities


def _exceeded(world: World, shares: Shares) -> int:
    """By how much the shares in things (legs aside) exceed what the things cost."""
    sums: dict[Thing, int] = {}
    for (thing, _, _), amount in shares.paid.items():
        if thing[0] != "leg":
            sums[thing] = sums.get(thing, 0) + amount
    capacities = _capacities(world)
    return sum(max(0, paid - capacities.get(thing, 0) * shares.scale) for thing, paid in sums.items())


def _credits_needed(world: World, shares: Shares) -> dict[tuple[str, str, str], int]:
    """For each possible case what its legs' shares exceed the unit cost by.

    A case in a span tests its legs there and later, so it counts their shares of that span on.
    """
    by_leg: dict[str, list[int]] = {}
    index_of = {world.month_text(span.start): span.index for span in world.spans}
    for (thing, _, span), amount in shares.paid.items():
        if thing[0] == "leg" and span in index_of:
            by_leg.setdefault(thing[1], [0] * len(world.spans))[index_of[span]] += amount
    for later in by_leg.values():
        for index in range(len(later) - 2, -1, -1):
            later[index] += later[index + 1]
    unit = world.landscape.test_case_cost * shares.scale
    needed: dict[tuple[str, str, str], int] = {}
    for demand, possible in world.possibilities.items():
        for name, carried in possible.items():
            paid = sum(
                by_leg[leg][demand[1]]
                for leg in carried.way.legs
                if leg in by_leg and leg not in world.tested_before
            )
            if paid > unit:
                needed[(*world.names[demand], name)] = paid - unit
    return needed


def month_index(world: World, text: str) -> int:
    """A month of an answer, counted from the first of the horizon."""
    return world.landscape.horizon.index(Month.parse(text))
