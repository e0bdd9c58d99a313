"""What a bound rests on, in whole numbers: nothing but adding up is needed to check it.

Multipliers become whole numbers of 1/`scale` of the cost unit (shares rounded down, so that they never add up to more than
their thing costs), and the bound is added up anew from these. Floats hold them exactly: sums stay far below 2^53.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.order.arrays import Floats, sums
from analyzer.order.bounds.ascent import Capacities, Multipliers
from analyzer.order.bounds.compile import Compiled
from analyzer.order.bounds.costs import Costs
from analyzer.order.bounds.messages import Messages
from analyzer.order.problem import OrderProblem

SCALE = 1_000_000
"""Of large costs it is less: see `scale_of`."""


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
    shares = whole_shares(compiled, scale, multipliers.shares)
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


def whole_shares(compiled: Compiled, scale: int, shares: Floats) -> Floats:
    """Shares in whole numbers of 1/`scale`; those that are a little too large together are made smaller, at worst dropped."""
    shares = np.floor(shares * scale)
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


MOST_ROWS = 200_000
"""Rows of shares up to which they are written into an answer (34 / 600: 40,000; each takes a line of some 80 letters)."""


def document_of(proof: Proof) -> dict[str, Any] | None:
    """The shares as docs/certificates.md has them, plain data; None where there are too many to be written down.

    All tables are sorted and leave zeros out. `analyzer.verification` adds them up.
    """
    if int((proof.shares > 0).sum()) > MOST_ROWS:
        return None
    c = proof.compiled
    month = _Months(c.problem)
    return {
        "scale": proof.scale,
        **_periods_and_courses(c.problem),
        "shares": _share_rows(c, proof.shares),
        "capacities": [
            [row.vendor, month(row.month), int(price)]
            for row, price in zip(c.loads, proof.plain, strict=True)
            if price > 0
        ],
        "joined": [
            [row.vendor, month(row.month), id_, number, int(price)]
            for row, prices in zip(c.loads, proof.joined, strict=True)
            for i, id_ in enumerate(c.systems)
            for number, price in enumerate(prices[c.offsets[i] : c.offsets[i + 1]])
            if price > 0
        ],
        "messages": _message_rows(proof),
    }


def plain_document(problem: OrderProblem) -> dict[str, Any]:
    """Of the bound that takes no time (`own_bound`): no shares, and each system's cheapest course."""
    return _bare(problem, 1)


def document_by_orders(
    compiled: Compiled, scale: int, shares: Floats, messages: list[Any], **amounts: list[Any]
) -> dict[str, Any] | None:
    """The same of a bound over the orders in which systems move: no prices of capacities; `amounts` are ``turns`` or ``circles``."""
    if int((shares > 0).sum()) > MOST_ROWS:
        return None
    rows = _share_rows(compiled, shares)
    return {**_bare(compiled.problem, scale), "shares": rows, "messages": messages, **amounts}


def _bare(problem: OrderProblem, scale: int) -> dict[str, Any]:
    """Without shares, prices and messages."""
    return {
        "scale": scale, **_periods_and_courses(problem), "shares": {}, "capacities": [], "joined": [], "messages": [],
    }  # fmt: skip


class _Months:
    """Months counted from the first as an answer names them."""

    def __init__(self, problem: OrderProblem) -> None:
        self._names = [str(month) for month in problem.landscape.horizon.months()]

    def __call__(self, at: int) -> str:
        return self._names[at]


def _periods_and_courses(problem: OrderProblem) -> dict[str, Any]:
    month = _Months(problem)
    return {
        "periods": [month(start) for start in problem.borders],
        "courses": {
            id_: [[month(at) for at in course] for course in courses]
            for id_, courses in problem.courses.items()
        },
    }


_KINDS = {"build": "build", "run": "run", "link": "link", "alive": "environment", "leg": "leg"}


def _share_rows(c: Compiled, shares: Floats) -> dict[str, list[Any]]:
    """By kind of thing: [its name, payer, month or level, n]."""
    month = _Months(c.problem)
    rows: dict[str, list[Any]] = {kind: [] for kind in _KINDS.values()}
    for number, amount in enumerate(shares):
        if amount > 0:
            payer, thing = c.payers[number], c.things[int(c.share_thing[number])]
            # A link that is attached pays for itself: the thing's name ends with the payer's
            name = thing.name.removesuffix(f" {payer.name}") if thing.kind == "link" else thing.name
            at = payer.level if thing.period < 0 else month(c.problem.borders[thing.period])
            rows[_KINDS[thing.kind]].append([name, payer.name, at, int(amount)])
    return {kind: sorted(listed) for kind, listed in rows.items()}


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
