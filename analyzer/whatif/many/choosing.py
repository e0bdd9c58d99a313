"""The ways that links choose anew under many delays at a time: for each sample the least joint cost, exactly.

What is kept is the same for all choices, so only what free links add to it counts: a bridge that does not stand yet, a
month in which it does not serve, an environment that is not in use, a leg that is not tested. Each free link takes one way
in each span. Those that can share something are a small search together (`analyzer.whatif.many.sharing`); where that is too long, a solver is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from analyzer.landscape.model import IntegrationKey
from analyzer.order.search.matching import largest_matching
from analyzer.whatif.many.sharing import Demand, Item, Way, least_choice, price_of
from analyzer.whatif.slips.bits import Mask
from analyzer.whatif.slips.sheet import Free, Uses
from analyzer.whatif.slips.using import InUse

Chosen = tuple[int, int, int, int]
"""A free link (by its number in `InUse.free`), its way (among its options), first month and stop."""
Named = Iterable[tuple[IntegrationKey, int, int, str]]
"""Link, first month and stop of a span, name of its way."""


def choose(
    used: InUse, spans: Mapping[int, Sequence[tuple[int, int]]], solve: Callable[[int], Named | None]
) -> set[int]:
    """Lets the free links of the samples (with their spans: first month, stop) take their ways in `used`.

    Where the search of a sample is too long, or its best choices differ in their figures, `solve` is asked for its ways.
    Gives the samples in which all have taken a way.
    """
    masks: dict[tuple[int, int], Mask] = {}
    done: set[int] = set()
    for column, own in spans.items():
        found = _Sample(used, column, own).best()
        if found is None:
            named = solve(column)
            found = None if named is None else _as_chosen(used, column, named)
        if found is None:
            continue
        done.add(column)
        for at, way, start, stop in found:
            mask = masks.setdefault((at, way), np.zeros_like(used.horizon))
            mask[:, column] |= used.calendar.range(start, stop)[:, 0]
    for (at, way), mask in sorted(masks.items()):
        used.use(used.free[at][0].options[way][1], mask)
    return done


def _as_chosen(used: InUse, column: int, named: Named) -> list[Chosen]:
    """Those of free links: in each month a link is one of them at most."""
    free: dict[IntegrationKey, list[tuple[int, int]]] = defaultdict(list)
    for at, (link, mask) in enumerate(used.free):
        months = _bits(mask, column)
        if months:
            free[link.key].append((at, months))
    found = []
    for key, start, stop, name in named:
        for at, months in free.get(key, ()):
            if months >> start & 1:
                names = [option for option, _ in used.free[at][0].options]
                found.append((at, names.index(name), start, stop))
    return found


class _Sample:
    """One column: its free links by span, and what is in use already."""

    def __init__(self, used: InUse, column: int, spans: Sequence[tuple[int, int]]) -> None:
        self._used = used
        self._column = column
        self._due: list[int] = used.due[:, column].tolist()
        self._covers: list[int] = used.covers[:, column].tolist()
        self._case = used.sheet.landscape.test_case_cost
        self._serves: dict[int, int] = {}
        self._alive: dict[int, int] = {}
        self._legs_in: dict[int, set[int]] | None = None
        self._edges_in: dict[int, set[int]] = defaultdict(set)
        self._cases_kept: dict[int, int] = {}
        self._demands: list[Demand] = []
        for at, (free, mask) in enumerate(used.free):
            months = _bits(mask, column)
            for start, stop in spans if months else ():
                if months >> start & 1:
                    ways = tuple(self._way(at, way, free, start, stop) for way in range(len(free.options)))
                    self._demands.append(Demand((at, start, stop), ways))

    def best(self) -> list[Chosen] | None:
        """(free link, way, first month, stop) of every span; None where it stays open which ways are best."""
        picked = least_choice(self._demands, self._tests, self._case)
        return None if picked is None else [(at, way, start, stop) for (at, start, stop), way in picked]

    def _way(self, at: int, way: int, free: Free, start: int, stop: int) -> Way:
        used, column = self._used, self._column
        landscape = used.sheet.landscape
        uses = free.options[way][1]
        span = (1 << stop) - (1 << start)
        items: list[Item] = []
        for number in uses.bridges:
            bridge, serves = used.sheet.bridges[number], self._serving(number)
            if not serves:
                items.append(Item(("built", number), price_of(bridge.setup, 1), figures=(bridge.setup, 0, 0)))
            months = (span & ~serves).bit_count()
            if months:
                cost = bridge.per_month * months
                items.append(Item(("serves", number, start), price_of(cost), figures=(cost, 0, months)))
        for number in uses.attached:
            if not used.attached[number, column]:
                cost = used.sheet.attachments[number]
                items.append(Item(("attached", number), price_of(cost), figures=(cost, 0, 0)))
        for number in uses.environments:
            missing = (span & ~self._living(number)).bit_count()
            if missing:
                cost = landscape.environments[used.sheet.environments[number]].monthly_cost * missing
                items.append(Item(("alive", number, start), price_of(cost), figures=(0, cost, 0)))
        if uses.suspension:
            cost = uses.suspension * (stop - start)
            items.append(Item(("suspended", at, start), price_of(cost)))
        tests, touches = self._tested(uses, start, items)
        return Way(way, tuple(items), tests, touches)

    def _tested(self, uses: Uses, start: int, items: list[Item]) -> tuple[bool, frozenset[object]]:
        """Adds the least that a way does to the number of cases: a case for each leg never due, less one for each
        pair of legs that one case may cover. Whether it may do more, and in which hubs and months that would be.
        """
        never, due = self._used.calendar.never, self._due
        for leg in uses.legs:
            if due[leg] == never:
                items.append(Item(("leg", leg), price_of(self._case, 0, 1), case=1))
        pairs = [
            edge
            for edge in uses.edges
            if start < self._covers[edge] and all(due[leg] >= start for leg in self._used.sheet.edges[edge])
        ]
        items.extend(Item(("edge", edge), -price_of(self._case, 0, 1), case=-1) for edge in pairs)
        # A leg of a hub that is tested earlier leaves the month in which a case may have tested it with another one.
        moved = [
            leg for leg in uses.legs if start < due[leg] < never and self._used.sheet.legs[leg] is not None
        ]
        if not pairs and not moved:
            return False, frozenset()
        hubs = {self._used.sheet.legs[leg] for leg in uses.legs}
        months = {start, *(due[leg] for leg in moved)}
        return True, frozenset((hub, month) for hub in hubs for month in months)

    # --- tests ---

    def _tests(self, picks: Sequence[tuple[tuple[int, int, int], int]]) -> int:
        """What the picks change in the number of cases."""
        legs: dict[int, int] = {}
        edges: dict[int, int] = {}
        for (at, start, _), way in picks:
            uses = self._used.free[at][0].options[way][1]
            for changed, numbers, before in ((legs, uses.legs, self._due), (edges, uses.edges, self._covers)):
                for number in numbers:
                    if start < before[number]:
                        changed[number] = min(start, changed.get(number, start))
        months = {*legs.values(), *edges.values(), *(self._due[leg] for leg in legs)}
        months.discard(self._used.calendar.never)
        return sum(self._cases(month, legs, edges) - self._kept_cases(month) for month in months)

    def _kept_cases(self, month: int) -> int:
        if month not in self._cases_kept:
            self._cases_kept[month] = self._cases(month, {}, {})
        return self._cases_kept[month]

    def _cases(self, month: int, legs: Mapping[int, int], edges: Mapping[int, int]) -> int:
        """The test cases of a month, where these legs and edges are first used in other months than before."""
        if self._legs_in is None:
            self._legs_in = defaultdict(set)
            for table, found in ((self._due, self._legs_in), (self._covers, self._edges_in)):
                for number, first in enumerate(table):
                    found[first].add(number)
        due = self._legs_in[month] - legs.keys() | {leg for leg, first in legs.items() if first == month}
        gone = self._edges_in[month] - edges.keys() | {
            edge for edge, first in edges.items() if first == month
        }
        ends = (self._used.sheet.edges[edge] for edge in gone)
        return len(due) - largest_matching((a, b) for a, b in ends if a in due and b in due)

    def _serving(self, number: int) -> int:
        if number not in self._serves:
            self._serves[number] = _bits(self._used.serves[number], self._column)
        return self._serves[number]

    def _living(self, number: int) -> int:
        if number not in self._alive:
            self._alive[number] = _bits(self._used.alive[number], self._column)
        return self._alive[number]


def _bits(mask: Mask, column: int) -> int:
    """The months of one sample as the bits of a number."""
    return sum(int(word) << 64 * at for at, word in enumerate(mask[:, column].tolist()))
