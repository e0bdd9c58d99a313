"""What a choice of ways makes of the bridges: whom each serves, when, at what cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.yard import Bridge, BridgeKey
from analyzer.landscape.model import IntegrationKey, MoveRef


@dataclass(frozen=True, slots=True, eq=False)
class StandingBridge:
    """A bridge in use. Months count from the horizon's first and are sorted.

    `serves` maps each integration to its months, `moves` (relays) each move to the months
    that it needs; `permanent` where it still serves in the last month. `setup`, `per_link`
    and `per_month` are what is paid in all.
    """

    bridge: Bridge
    serves: dict[IntegrationKey, tuple[int, ...]]
    moves: dict[MoveRef, tuple[int, ...]]
    months: tuple[int, ...]
    permanent: bool

    @property
    def setup(self) -> int:
        return self.bridge.setup

    @property
    def per_link(self) -> int:
        return sum(self.bridge.link_cost(key) for key in self.serves)

    @property
    def per_month(self) -> int:
        return self.bridge.per_month * len(self.months)

    @property
    def cost(self) -> int:
        return self.setup + self.per_link + self.per_month


def standing_bridges(carriage: Carriage) -> tuple[StandingBridge, ...]:
    """Every bridge that serves at least one month, sorted by kind, place and vendor."""
    demands = carriage.demands
    schedule = demands.schedule
    serves: dict[Bridge, dict[IntegrationKey, list[int]]] = defaultdict(lambda: defaultdict(list))
    for stretch, span, option in carriage.bridged():
        for bridge in option.bridges:
            months = schedule.spans[span]
            serves[bridge][stretch.integration.key].extend(range(months.start, months.stop))
    moves: dict[Bridge, dict[MoveRef, list[int]]] = defaultdict(lambda: defaultdict(list))
    for need in demands.needs:
        relay = demands.yard.relay(need.between) if need.relay else None
        if relay is not None:
            moves[relay][need.move].append(need.month)
    standing = []
    for bridge in {**dict.fromkeys(serves), **dict.fromkeys(moves)}:
        links = {key: tuple(months) for key, months in sorted(serves.get(bridge, {}).items(), key=_written)}
        wanted = {ref: tuple(months) for ref, months in sorted(moves.get(bridge, {}).items())}
        busy = sorted({m for months in (*links.values(), *wanted.values()) for m in months})
        permanent = busy[-1] == schedule.length - 1
        standing.append(StandingBridge(bridge, links, wanted, tuple(busy), permanent))
    return tuple(sorted(standing, key=lambda s: bridge_order(s.bridge.key)))


def bridge_order(key: BridgeKey) -> tuple[str, str, str]:
    return (key.kind, key.place, key.vendor)


def suspended_months(carriage: Carriage) -> dict[IntegrationKey, tuple[int, ...]]:
    """The months in which each link is left out, sorted."""
    months: dict[IntegrationKey, list[int]] = defaultdict(list)
    for stretch, picks in zip(carriage.demands.stretches, carriage.picks, strict=True):
        if stretch.integration.suspendable is None:
            continue
        for span, option in zip(stretch.spans, picks, strict=True):
            if option is not None and option.way.name == "suspended":
                covered = carriage.demands.schedule.spans[span]
                months[stretch.integration.key].extend(range(covered.start, covered.stop))
    return {key: tuple(listed) for key, listed in sorted(months.items(), key=_written)}


def _written(item: tuple[IntegrationKey, list[int]]) -> str:
    """Integrations sort as their keys are written."""
    return str(item[0])
