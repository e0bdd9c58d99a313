"""The least joint cost of a few demands whose ways share things: branch and bound, exact or not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

MOST_STEPS = 2_000
"""Of one search; what needs more is left to a solver."""
COUNTING_STEPS = 20
"""What it is worth to count test cases exactly."""

_COST, _BRIDGE = 10**12, 10**6

Key = tuple[int, int, int]
Picks = Sequence[tuple[Key, int]]
"""Which demand, which way."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is paid once, however many use it.

    `price` ranks (`price_of`); only that of test cases may be negative. `figures`: what it adds to the cost of bridges, to
    that of environments, to the months of service.
    """

    name: Hashable
    price: int
    case: int = 0
    figures: tuple[int, int, int] = (0, 0, 0)


def price_of(cost: int, bridges: int = 0, cases: int = 0) -> int:
    """Cost comes before bridges, bridges before test cases."""
    return cost * _COST + bridges * _BRIDGE + cases


@dataclass(frozen=True, slots=True)
class Way:
    """`tests`: what its items say of test cases is a lower bound only; `touches` are where that is decided."""

    number: int
    items: tuple[Item, ...]
    tests: bool
    touches: frozenset[object]


@dataclass(frozen=True, slots=True)
class Demand:
    key: Key
    ways: tuple[Way, ...]


def least_choice(demands: Sequence[Demand], tests: Callable[[Picks], int], case: int) -> Picks | None:
    """A way for each demand, of least cost, then fewest bridges, then fewest test cases.

    `tests` says how many cases some picks add in all, each at the cost `case`. None where a search is too long, or where the best choices differ in
    what they spend on bridges, environments, suspension or months of service.
    """
    picks: list[tuple[Key, int]] = []
    for together in _components(demands):
        found = _Search(together, tests, case).best()
        if found is None:
            return None
        picks.extend(found)
    return picks


def _components(demands: Sequence[Demand]) -> Iterator[list[Demand]]:
    """Demands that share an item, or a place where tests are decided, directly or through others."""
    parent = list(range(len(demands)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    first: dict[object, int] = {}
    for n, demand in enumerate(demands):
        for way in demand.ways:
            for thing in (*(item.name for item in way.items), *way.touches):
                parent[root(n)] = root(first.setdefault(thing, n))
    groups: dict[int, list[Demand]] = defaultdict(list)
    for n, demand in enumerate(demands):
        groups[root(n)].append(demand)
    yield from groups.values()


class _Search:
    """One component, depth first, the cheapest way first. Items and ways are numbered within it."""

    def __init__(self, demands: Sequence[Demand], tests: Callable[[Picks], int], case: int) -> None:
        self._tests = tests
        self._case = case
        ordered = sorted(demands, key=lambda demand: demand.key)
        users = Counter(
            name for demand in ordered for name in {item.name for way in demand.ways for item in way.items}
        )
        self._keys = [demand.key for demand in ordered]
        self._ways = [sorted(demand.ways, key=lambda way: (_whole(way), way.number)) for demand in ordered]
        self._shares = [[_share(way, users) for way in ways] for ways in self._ways]
        self._rest_own = _sums([min(_own(way, users) for way in ways) for ways in self._ways])
        self._rest_shares = _sums([min(shares) for shares in self._shares])
        number = {name: at for at, name in enumerate(users)}
        self._priced = [
            [[(number[item.name], item.price) for item in way.items] for way in ways] for ways in self._ways
        ]
        self._used = [0] * len(number)
        self._picked: list[Way] = []
        self._steps = 0
        self._least: int | None = None
        self._winners: dict[tuple[int, ...], list[int]] = {}

    def best(self) -> Picks | None:
        self._go(0, 0, 0)
        if self._steps > MOST_STEPS or len(self._winners) != 1:
            return None
        (numbers,) = self._winners.values()
        return list(zip(self._keys, numbers, strict=True))

    def _go(self, n: int, value: int, shares: int) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            return
        if n == len(self._ways):
            self._end(value)
            return
        used = self._used
        own, rest = self._rest_own[n + 1], self._rest_shares[n + 1] + shares
        for way, priced, share in zip(self._ways[n], self._priced[n], self._shares[n], strict=True):
            after = value
            for item, price in priced:
                if not used[item]:
                    after += price
            least = self._least
            if least is not None and (after + own > least or share + rest > least):
                continue
            for item, _ in priced:
                used[item] += 1
            self._picked.append(way)
            self._go(n + 1, after, shares + share)
            self._picked.pop()
            for item, _ in priced:
                used[item] -= 1
            if self._steps > MOST_STEPS:
                return

    def _end(self, value: int) -> None:
        items = {item.name: item for way in self._picked for item in way.items}
        numbers = [way.number for way in self._picked]
        if any(way.tests for way in self._picked):
            self._steps += COUNTING_STEPS
            cases = self._tests(list(zip(self._keys, numbers, strict=True)))
            value += (cases - sum(item.case for item in items.values())) * (self._case * _COST + 1)
        if self._least is not None and value > self._least:
            return
        if self._least is None or value < self._least:
            self._least, self._winners = value, {}
        figures = [item.figures for item in items.values()]
        self._winners.setdefault(tuple(map(sum, zip(*figures, strict=True))), numbers)


def _whole(way: Way) -> int:
    return sum(item.price for item in way.items)


def _own(way: Way, users: Counter[Hashable]) -> int:
    """What it adds at least, whatever the others choose: what may be spared may be spared by it."""
    return sum(item.price for item in way.items if item.price < 0 or users[item.name] == 1)


def _share(way: Way, users: Counter[Hashable]) -> int:
    """The same, where all who can use a thing pay for it together."""
    return sum(item.price if item.price < 0 else item.price // users[item.name] for item in way.items)


def _sums(values: Sequence[int]) -> list[int]:
    """What is left from each position on."""
    sums = [0]
    for value in reversed(values):
        sums.append(sums[-1] + value)
    return sums[::-1]
