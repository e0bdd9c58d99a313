"""A pair's table by whose turn it is first: amounts of single courses that add up to its entries, or to less.

What two systems of one move each pay for the links between them mostly depends on which of them moves first, and then on each
month by itself: a bridge that stands from one month to another costs as much more as it begins earlier, and as much more
as it ends later. Such a table is two sums of one function of each month, one for either order, and a price of each month that both
may share. `analyzer.order.bounds.sets` needs nothing else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analyzer.order.arrays import Flags, Floats, Ints


class Turns(NamedTuple):
    """Amounts by course, of the one and of the other system of a pair; `same`: where both move in one month, by the one's course."""

    one_first: tuple[Floats, Floats]
    other_first: tuple[Floats, Floats]
    same: Floats


def turns_of(table: Floats, one: Ints, other: Ints, most: float) -> Turns:
    """The amounts of a table [courses of one, courses of other] whose courses are the months `one` and `other`.

    Entries of `most` and more are closed: no plan takes them. No amounts add up to more than the entry that is open; to less only
    where no amounts would add up to all of them.
    """
    apart = other[None, :] - one[:, None]
    is_open = table < most
    same = np.where((apart == 0).any(axis=1), most, 0.0)
    rows, columns = np.nonzero((apart == 0) & is_open)
    same[rows] = table[rows, columns]
    return Turns(_split(table, is_open & (apart > 0), most), _split(table, is_open & (apart < 0), most), same)


def slack(table: Floats, turns: Turns, one: Ints, other: Ints, most: float) -> float:
    """What the amounts leave in every open entry at least; `most` where none is open."""
    apart = other[None, :] - one[:, None]
    sums = [of_one[:, None] + of_other[None, :] for of_one, of_other in turns[:2]]
    given = np.where(apart > 0, sums[0], np.where(apart < 0, sums[1], turns.same[:, None]))
    left = np.where(table < most, table - given, most)
    return float(left.min(initial=most))


def _split(table: Floats, is_open: Flags, most: float) -> tuple[Floats, Floats]:
    """By row and by column, from the first row that is open on: each is as much as those before it leave."""
    rows, columns = np.full(table.shape[0], np.nan), np.full(table.shape[1], np.nan)
    for start in np.flatnonzero(is_open.any(axis=1)):
        if np.isnan(rows[start]):
            rows[start] = 0.0
            while _reach(columns, rows, table.T, is_open.T) or _reach(rows, columns, table, is_open):
                pass
    return np.where(np.isnan(rows), most, rows), np.where(np.isnan(columns), most, columns)


def _reach(wanted: Floats, known: Floats, table: Floats, is_open: Flags) -> bool:
    """The wanted ones that a known one shares an open entry with; False where there is none."""
    met = is_open & ~np.isnan(known)[None, :]
    found = np.flatnonzero(met.any(axis=1) & np.isnan(wanted))
    left = np.where(met[found], table[found] - np.where(np.isnan(known), 0.0, known)[None, :], np.inf)
    wanted[found] = left.min(axis=1, initial=np.inf)
    return bool(len(found))
