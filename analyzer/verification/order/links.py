"""What links pay, into the tables of the systems at their ends."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import itemgetter

from analyzer.landscape.model import Integration
from analyzer.verification.courses import Course
from analyzer.verification.order.cells import Cell, Choice
from analyzer.verification.order.faults import TooLarge
from analyzer.verification.order.periods import Stay
from analyzer.verification.order.shares import Shares
from analyzer.verification.order.tables import Tables, add

MOST_ENTRIES = 4_000_000
"""Pairs of courses of the ends of links: some seconds."""


def add_links(tables: Tables, shares: Shares) -> None:
    """TooLarge above MOST_ENTRIES."""
    entries = 0
    for one, other, links in _by_ends(tables, shares.offers.links):
        entries += len(tables.alone[one]) * len(tables.alone[other])
        if entries > MOST_ENTRIES:
            raise TooLarge
        _add(tables, one, other, _Payments(shares, one, links))


def _by_ends(tables: Tables, links: tuple[Integration, ...]) -> list[tuple[str, str, list[Integration]]]:
    """Links by their ends: of one end that moves (which stands first) or none; then of two, in the order of their ids.

    Links that one course decides come first: a course that they forbid is in no pair.
    """
    moving = set(tables.moving)
    alone: dict[tuple[str, str], list[Integration]] = defaultdict(list)
    paired: dict[tuple[str, str], list[Integration]] = defaultdict(list)
    for link in links:
        one, other = sorted((str(link.key.source), str(link.key.target)))
        if one != other and one in moving and other in moving:
            paired[one, other].append(link)
        else:
            alone[(one, other) if one in moving else (other, one)].append(link)
    return [(*ends, listed) for group in (alone, paired) for ends, listed in group.items()]


def _add(tables: Tables, one: str, other: str, payments: _Payments) -> None:
    """To the table of both systems, or of the only one that moves."""
    met, stays_of = payments.met, payments.shares.periods.stays
    if one == other:
        table = tables.alone[one]
        add(table, {course: sum(met(stay, stay) for stay in stays_of(course)) for course in table})
    elif other not in tables.moving:
        (theirs,) = stays_of(())
        table = tables.alone[one]
        add(table, {course: sum(met(stay, theirs) for stay in stays_of(course)) for course in table})
    else:
        pairs = tables.pair(one, other)
        stays = {course: stays_of(course) for course in tables.alone[other]}
        every = {stay for listed in stays.values() for stay in listed}
        added: dict[tuple[Course, Course], int] = {}
        for course, listed in groupby(pairs, key=itemgetter(0)):
            mine = stays_of(course)
            # Many courses of the other system stay alike
            against = {theirs: sum([met(stay, theirs) for stay in mine]) for theirs in every}
            added.update((both, sum([against[theirs] for theirs in stays[both[1]]])) for both in listed)
        add(pairs, added)


class _Payments:
    """What the links between `one` and another system pay while the two keep their forms."""

    def __init__(self, shares: Shares, one: str, links: list[Integration]) -> None:
        self.shares = shares
        self._links = [(link, link.key.source != one) for link in links]
        self._cells: dict[tuple[int, int, int], Cell] = {}
        self._known: dict[tuple[int, int, int, int], int] = {}

    def met(self, mine: Stay, theirs: Stay) -> int:
        """In the periods in which both stay."""
        f, start, stop = mine
        g, begin, end = theirs
        meeting = f, g, max(start, begin), min(stop, end)
        if meeting[2] >= meeting[3]:
            return 0
        if meeting not in self._known:
            self._known[meeting] = self._paid(*meeting)
        return self._known[meeting]

    def _paid(self, f: int, g: int, start: int, stop: int) -> int:
        total = 0
        for number, (link, turned) in enumerate(self._links):
            if (number, f, g) not in self._cells:
                ends = (g, f) if turned else (f, g)
                self._cells[number, f, g] = _cell(self.shares, link, *ends)
            total += self._cells[number, f, g].cost(start, stop)
        return total


def _cell(shares: Shares, link: Integration, f: int, g: int) -> Cell:
    """The link with its ends in these forms: its choices, and what it pays for them."""
    cell = Cell()
    if shares.offers.ends(link, f, g).state.state not in ("native", "mixed"):
        cell.each = None
        return cell
    level = f if link.key.source == link.key.target else f + g
    cell.each = []
    for period, months in enumerate(shares.periods.lengths):
        choices: dict[Choice, int] = {}
        for way, carried in shares.possible(link, f, g, period).items():
            choice = way, tuple(relay.key for relay in carried.relays)
            own = (link.suspendable or 0) * months * shares.scale if way == "suspended" else 0
            choices[choice] = own + shares.each(link, carried, period)
            if choice not in cell.once:
                cell.once[choice] = shares.once(link, carried, level)
        cell.each.append(choices)
    return cell
