"""Amounts that no order escapes, for it goes round in no circle (docs/certificates.md, *Circles*)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from analyzer.verification.order.faults import WrongProof
from analyzer.verification.order.tables import Tables


def charge_circles(tables: Tables, rows: Sequence[Any]) -> int:
    """What every plan pays of the circles, together; taken out of the tables of the pairs that would pay it."""
    total = 0
    earlier: dict[tuple[str, str], int] = defaultdict(int)
    """By (one, other): what is taken where the other moves earlier than the one."""
    same: dict[frozenset[str], int] = defaultdict(int)
    for number, (names, amount) in enumerate(rows):
        if (
            amount < 0
            or len(names) < 2
            or len(set(names)) < len(names)
            or not set(names) <= set(tables.moving)
        ):
            raise WrongProof(
                ("circles", number), "移行する別々のシステムを二つ以上並べ、額は 0 以上にします。",
                "A circle has two different systems with moves at least, and an amount of at least 0.",
            )  # fmt: skip
        total += amount
        for one, other in zip(names, [*names[1:], names[0]], strict=True):
            earlier[one, other] += amount
        same[frozenset(names[:2])] += amount
    for one, other in sorted({(min(ends), max(ends)) for ends in earlier}):
        table = tables.pair(one, other)
        other_first, one_first = earlier[one, other], earlier[other, one]
        together = same[frozenset((one, other))]
        for courses in table:
            a, b = (course[-1] for course in courses)
            table[courses] -= together if a == b else other_first if b < a else one_first
    return total
