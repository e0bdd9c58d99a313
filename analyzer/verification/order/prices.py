"""What months whose cutovers are limited cost those that move in them, and amounts that pairs of courses give to single ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.landscape.months import Month
from analyzer.verification.order.faults import WrongProof
from analyzer.verification.order.tables import Tables


def price_capacities(tables: Tables, rows: Sequence[Any]) -> int:
    """Each cutover in the month of a row pays the row's price; what a full month would pay is returned, to be taken from the whole."""
    index = tables.landscape.horizon.index
    full = 0
    for number, (vendor, text, price) in enumerate(rows):
        month = index(Month.parse(text))
        full += tables.limit(vendor, ("capacities", number)) * price
        for id_ in tables.moving:
            for course in tables.alone[id_]:
                tables.alone[id_][course] += price * tables.loads(id_, course, vendor, month)
    return full


def price_joined(tables: Tables, rows: Sequence[Any]) -> None:
    """Each cutover in the month of a row pays the row's price where the row's system takes the row's course.

    That course is given what a full month would pay.
    """
    index = tables.landscape.horizon.index
    for number, (vendor, text, id_, at, price) in enumerate(rows):
        path = ("joined", number)
        limit, month = tables.limit(vendor, path), index(Month.parse(text))
        course = tables.numbered(id_, at, path)
        if course not in tables.alone[id_]:
            continue  # no plan takes it
        tables.alone[id_][course] -= price * (limit - tables.loads(id_, course, vendor, month))
        for other in tables.moving:
            loaded = [d for d in tables.alone[other] if tables.loads(other, d, vendor, month)]
            if other == id_ or not loaded:
                continue
            pairs = tables.pair(id_, other)
            for d in loaded:
                both = (course, d) if id_ < other else (d, course)
                if both in pairs:
                    pairs[both] += price


def pass_messages(tables: Tables, rows: Sequence[Any]) -> None:
    """Amounts that a pair's table gives to the courses of its ends."""
    for number, (one, other, to_one, to_other) in enumerate(rows):
        path = ("messages", number)
        if one == other:
            raise WrongProof(path, "系列の数が合いません。", "There are not so many courses.")
        first, second = tables.by_course(one, to_one, path), tables.by_course(other, to_other, path)
        for id_, amounts in ((one, first), (other, second)):
            for course, amount in amounts.items():
                if course in tables.alone[id_]:
                    tables.alone[id_][course] += amount
        if one > other:
            first, second = second, first
        pairs = tables.pair(one, other)
        for a, b in pairs:
            pairs[a, b] -= first.get(a, 0) + second.get(b, 0)
