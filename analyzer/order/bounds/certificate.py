"""What a bound rests on, in whole numbers: nothing but adding up is needed to check it.

Multipliers become whole numbers of 1/`scale` of the cost unit (shares rounded down, so that they never add up to more than
their thing costs), and the bound is added up anew from these. Floats hold them exactly: sums stay far below 2^53.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.order.bounds.arrays import Floats, sums
from analyzer.order.bounds.ascent import Capacities, Multipliers
from analyzer.order.bounds.compile import Compiled
from analyzer.order.bounds.costs import Costs
from analyzer.order.bounds.messages import Messages

SCALE = 1_000_000
"""Of large costs it is less: see `scale_of`."""

METHOD = "shares"


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """A bound with its multipliers as whole numbers (kept as floats); `total` is in 1/`scale` of the unit."""

    compiled: Compiled
    scale: int
    shares: Floats
    plain: Floats
    joined: Floats
    to_one: list[Floats]
    to_other: list[Floats]
    pairs: list[list[int]]
    """The numbers of the pairs that each part of the messages is about."""
    total: int

    @property
    def bound(self) -> int:
        """Costs are whole numbers: what is above a whole number is as good as the next."""
        return -(-self.total // self.scale)


def proof_of(
    compiled: Compiled, capacities: Capacities, messages: Messages, multipliers: Multipliers
) -> Proof:
    """The exact bound of multipliers that may be a little off."""
    scale = scale_of(compiled)
    shares = _within_prices(compiled, scale, np.floor(multipliers.shares * scale))
    plain = np.rint(multipliers.plain * scale)
    joined = np.rint(multipliers.joined * scale)
    to_one = [np.rint(part * scale) for part in multipliers.to_one]
    to_other = [np.rint(part * scale) for part in multipliers.to_other]
    entries = capacities.priced(Costs(compiled).of(shares, scale), plain, joined)
    free = int(capacities.limits @ plain)
    total = compiled.constant * scale - free + messages.value_of(entries, to_one, to_other, scale)
    pairs = [[int(number) for number in table.pairs] for table in messages.tables]
    return Proof(compiled, scale, shares, plain, joined, to_one, to_other, pairs, total)


MOST_DEAR = 2**53 / 10_000
"""Of a landscape that costs more, floats would not hold every sum exactly."""


def scale_of(compiled: Compiled) -> int:
    """The largest power of ten with which nothing that is added up leaves the whole numbers that floats hold exactly."""
    scale = SCALE
    while scale > 1 and compiled.dear * scale > MOST_DEAR:
        scale //= 10
    return scale


def _within_prices(compiled: Compiled, scale: int, shares: Floats) -> Floats:
    """Shares that rounding made a little too large together are made smaller; at worst they are dropped."""
    if len(shares):
        shares = np.maximum(0.0, shares - _excess(compiled, scale, shares)[compiled.share_thing])
        over = _excess(compiled, scale, shares) > 0
        shares = np.where(over[compiled.share_thing], 0.0, shares)
    return shares


def _excess(compiled: Compiled, scale: int, shares: Floats) -> Floats:
    """By thing: how much more is paid than it costs, or than the case that it shares with another leg."""
    paid = sums(compiled.share_thing, shares, len(compiled.prices))
    excess = np.maximum(0.0, paid - compiled.prices * float(scale))
    one, other = compiled.routes[:, 0], compiled.routes[:, 1]
    both = np.maximum(0.0, paid[one] + paid[other] - compiled.prices[one] * float(scale))
    np.maximum.at(excess, one, both)
    np.maximum.at(excess, other, both)
    return excess


def document_of(proof: Proof) -> dict[str, Any]:
    """Plain data for a file; `analyzer.order.bounds.check` reads it. All tables are sorted and leave zeros out.

    * `shares`: [kind, name, month or null, [[payer, level or null, n], …]]
    * `capacities`: [vendor or null, month, n]: what each cutover pays
    * `joined`: [vendor or null, month, [[system, months of its course, n], …]]: what others' cutovers pay together with a course
    * `messages`: [system, other system, n by course of the one, n by course of the other]; courses in the order of
      `OrderProblem.courses`.

    Months are counted from the horizon's first.
    """
    c = proof.compiled
    return {
        "method": METHOD,
        "scale": proof.scale,
        "bound": proof.bound,
        "shares": _share_rows(proof),
        "capacities": [
            [row.vendor, row.month, int(price)]
            for row, price in zip(c.loads, proof.plain, strict=True)
            if price > 0
        ],
        "joined": [
            [row.vendor, row.month, paid]
            for row, prices in zip(c.loads, proof.joined, strict=True)
            if (paid := _by_course(c, prices))
        ],
        "messages": _message_rows(proof),
    }


def _share_rows(proof: Proof) -> list[Any]:
    c = proof.compiled
    paid: dict[int, list[list[Any]]] = defaultdict(list)
    for number, amount in enumerate(proof.shares):
        if amount > 0:
            payer = c.payers[number]
            level = None if payer.level < 0 else payer.level
            paid[int(c.share_thing[number])].append([payer.name, level, int(amount)])
    rows = []
    starts = c.problem.borders
    for number, payers in paid.items():
        thing = c.things[number]
        month = None if thing.period < 0 else starts[thing.period]
        payers.sort(key=lambda row: (row[0], -1 if row[1] is None else row[1]))
        rows.append([thing.kind, thing.name, month, payers])
    return sorted(rows, key=lambda row: (row[0], row[1], -1 if row[2] is None else row[2]))


def _by_course(c: Compiled, prices: Floats) -> list[Any]:
    return [
        [id_, list(course), int(price)]
        for i, id_ in enumerate(c.systems)
        for course, price in zip(c.courses[i], prices[c.offsets[i] : c.offsets[i + 1]], strict=True)
        if price > 0
    ]


def _message_rows(proof: Proof) -> list[Any]:
    c = proof.compiled
    rows = []
    counts = np.diff(c.offsets)
    for numbers, to_one, to_other in zip(proof.pairs, proof.to_one, proof.to_other, strict=True):
        for number, one, other in zip(numbers, to_one, to_other, strict=True):
            i, j = (int(end) for end in c.pairs[number])
            first = [int(n) for n in one[: counts[i]]]
            second = [int(n) for n in other[: counts[j]]]
            if any(first) or any(second):
                rows.append([c.systems[i], c.systems[j], first, second])
    return sorted(rows, key=lambda row: (row[0], row[1]))
