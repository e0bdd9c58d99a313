"""Amounts by who of two systems moves first, taken from what their table keeps (docs/certificates.md, *Turns*)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from analyzer.verification.order.faults import TooLarge, WrongProof
from analyzer.verification.order.sets import Amounts, Orders, TooManySets
from analyzer.verification.order.tables import Tables


class Turns:
    """`movers`: the systems that any order of them decides: those that are named, and all that may choose; none where `rows` is None.

    WrongProof where one of them need not move all at once.
    """

    def __init__(self, tables: Tables, rows: list[Any] | None) -> None:
        self._tables = tables
        named = {id_ for one, other, *_ in rows or () for id_ in (one, other)}
        choosing = set() if rows is None else {id_ for id_ in tables.moving if len(tables.alone[id_]) > 1}
        self.movers = sorted(named | choosing)
        for id_ in self.movers:
            if id_ not in tables.moving or any(len(set(course)) != 1 for course in tables.alone[id_]):
                raise WrongProof(
                    ("turns",), f"{id_} は一度に移行するとは限らないので、順番だけでは決まりません。",
                    f"{id_} need not move all at once: more than turns decides.",
                )  # fmt: skip
        costs: list[Amounts] = [
            {course[0]: n for course, n in tables.alone[id_].items()} for id_ in self.movers
        ]
        self._orders = Orders(costs, cache(lambda month: list(self._limits_in(month))))
        seen: set[frozenset[str]] = set()
        for number, (one, other, *amounts) in enumerate(rows or ()):
            path = ("turns", number)
            if one == other or {one, other} in seen:
                raise WrongProof(path, "同じ組は一度だけ書きます。", "Each pair stands once.")
            seen.add(frozenset((one, other)))
            self._take(one, other, amounts, path)

    def least(self) -> int | None:
        """What the cheapest order of the movers pays; None where no order fits, TooLarge where there are too many."""
        if not self.movers:
            return 0
        try:
            return self._orders.least()
        except TooManySets:
            raise TooLarge from None

    def _take(self, one: str, other: str, amounts: list[list[int]], path: tuple[str | int, ...]) -> None:
        ahead, behind, late, early, same = (
            {course[0]: amount for course, amount in self._tables.by_course(id_, listed, path).items()}
            for id_, listed in zip((one, other, one, other, one), amounts, strict=True)
        )
        i, j = self.movers.index(one), self.movers.index(other)
        orders = self._orders
        orders.ahead[i, j], orders.behind[j, i] = ahead, behind
        orders.behind[i, j], orders.ahead[j, i] = late, early
        orders.same[i, j] = orders.same[j, i] = same
        table = self._tables.pair(one, other)
        for courses in table:
            (a, *_), (b, *_) = courses if one < other else courses[::-1]
            if a == b:
                table[courses] -= same.get(a, 0)
            elif a < b:
                table[courses] -= ahead.get(a, 0) + behind.get(b, 0)
            else:
                table[courses] -= late.get(a, 0) + early.get(b, 0)

    def _limits_in(self, month: int) -> Iterator[tuple[int, int]]:
        """How many of which systems (as bits) may move in it, beside those that have no choice."""
        tables = self._tables
        for vendor, most in tables.limits.items():
            moved = sum(
                tables.loads(id_, course, vendor, month)
                for id_ in tables.moving if id_ not in self.movers
                for course in tables.alone[id_]
            )  # fmt: skip
            counted = [
                any(tables.loads(id_, course, vendor, month) for course in tables.alone[id_])
                for id_ in self.movers
            ]
            yield max(0, most - moved), sum(1 << i for i, counts in enumerate(counted) if counts)
