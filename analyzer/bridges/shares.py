"""Shares: what each demand pays towards each thing that costs something once.

The certificate of a cost (docs/certificates.md). A ledger takes draws as the solver's prices
give them and makes tables of non-negative integers in which no thing is paid more than it
costs: draws on a running bridge, or on an attached link, pay that first and the building of
the bridge with what is left.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from analyzer.bridges.demands import Demands
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import IntegrationKey


class Thing(NamedTuple):
    """A bridge built, running in a span, or attached to a link."""

    kind: Literal["build", "run", "link"]
    bridge: Bridge
    span: int = -1
    key: IntegrationKey | None = None


SCALE = 1_000_000
"""Shares are whole numbers of this part of the cost unit."""


class Draw(NamedTuple):
    """A demand (link in a span) pays an amount, in cost units, towards a thing."""

    thing: Thing
    key: IntegrationKey
    span: int
    amount: float


def things_of(bridge: Bridge, key: IntegrationKey, span: int) -> list[Thing]:
    """What the demand needs of the bridge; whoever runs or is attached needs it built too."""
    things = []
    if bridge.per_month:
        things.append(Thing("run", bridge, span))
    if bridge.link_cost(key):
        things.append(Thing("link", bridge, key=key))
    return things or [Thing("build", bridge)]


def capacity(demands: Demands, thing: Thing) -> int:
    """What the thing costs at most once, without what moves pay anyway."""
    bridge = thing.bridge
    paid = demands.move_months.get(bridge, frozenset())
    if thing.kind == "build":
        return 0 if paid else bridge.setup
    if thing.kind == "run":
        span = demands.schedule.spans[thing.span]
        months = sum(1 for month in range(span.start, span.stop) if month not in paid)
        return bridge.per_month * months
    assert thing.key is not None
    return bridge.link_cost(thing.key)


Row = list[str | int]


def share_tables(demands: Demands, draws: list[Draw], scale: int) -> dict[str, list[Row]]:
    """`{build, run, link: [[bridge, integration, span, n], …]}`, n in 1/`scale` of the cost unit."""
    left: dict[Thing, int] = {}
    tables: dict[str, dict[tuple[str, str, str], int]] = {"build": {}, "run": {}, "link": {}}
    months = [str(demands.schedule.month(span.start)) for span in demands.schedule.spans]

    def pay(thing: Thing, draw: Draw, amount: int) -> int:
        """As much as the thing still takes; the rest is returned."""
        if thing not in left:
            left[thing] = capacity(demands, thing) * scale
        paid = min(amount, left[thing])
        if paid > 0:
            left[thing] -= paid
            row = (str(thing.bridge.key), str(draw.key), months[draw.span])
            table = tables[thing.kind]
            table[row] = table.get(row, 0) + paid
        return amount - paid

    for draw in draws:
        rest = pay(draw.thing, draw, math.floor(draw.amount * scale + 1e-6))
        if rest > 0 and draw.thing.kind != "build":
            pay(Thing("build", draw.thing.bridge), draw, rest)
    return {kind: [[*row, n] for row, n in sorted(table.items())] for kind, table in tables.items()}
