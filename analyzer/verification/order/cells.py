"""What a link pays while its ends keep two forms: the least over the choices that it has in each period."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, combinations
from typing import NamedTuple

Thing = tuple[str, ...]
"""("build", bridge), ("run", bridge, period), ("link", bridge, integration), ("environment", environment, period) or
("leg", leg); periods by their first month."""
Choice = tuple[str, tuple[str, ...]]
"""A way by its name, with the relays that it needs."""


MOST_CHOICES = 6
"""Of links with more choices a simpler and lower bound is added up."""
CLOSED = 10**30
"""What a link costs that nothing can carry: no plan that keeps the rules leaves it so."""


class Cell:
    """`once`: by choice what is paid however long; `each`: by period and choice; None: nothing is carried, nothing paid."""

    def __init__(self) -> None:
        self.once: dict[Choice, dict[Thing, int]] = {}
        self.each: list[dict[Choice, int]] | None = None

    def cost(self, start: int, stop: int) -> int:
        """The least that the link pays in the periods `start` to `stop` − 1, whatever its choices in each."""
        if self.each is None:
            return 0
        return min(
            (
                some.once + some.paid[stop] - some.paid[start]
                for some in self._subsets
                if some.closed[stop] == some.closed[start]
            ),
            default=CLOSED,
        )

    @cached_property
    def _subsets(self) -> list[_Subset]:
        """Of choices that the link may keep to; to be asked for when the cell is complete."""
        assert self.each is not None
        if len(self.once) > MOST_CHOICES:
            once = min(sum(things.values()) for things in self.once.values())
            return [_subset(once, [min(choices.values(), default=None) for choices in self.each])]
        found = []
        for size in range(1, len(self.once) + 1):
            for subset in combinations(sorted(self.once), size):
                things = {thing: n for choice in subset for thing, n in self.once[choice].items()}
                each = [
                    min((period[choice] for choice in subset if choice in period), default=None)
                    for period in self.each
                ]
                found.append(_subset(sum(things.values()), each))
        return found


class _Subset(NamedTuple):
    """`paid`, `closed`: what is paid in all periods before this one, and how many of them have none of these choices."""

    once: int
    paid: list[int]
    closed: list[int]


def _subset(once: int, each: list[int | None]) -> _Subset:
    paid = [0, *accumulate(amount or 0 for amount in each)]
    return _Subset(once, paid, [0, *accumulate(amount is None for amount in each)])
