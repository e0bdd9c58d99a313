"""What a link pays while its ends keep two forms: the least over the choices that it has in each period."""

from __future__ import annotations

from itertools import combinations

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
        periods = self.each[start:stop]
        if not all(periods):
            return CLOSED
        if len(self.once) > MOST_CHOICES:
            once = min(sum(things.values()) for things in self.once.values())
            return once + sum(min(choices.values()) for choices in periods)
        choices = sorted({choice for period in periods for choice in period})
        best = CLOSED
        for size in range(1, len(choices) + 1):
            for subset in combinations(choices, size):
                if all(any(choice in period for choice in subset) for period in periods):
                    things = {thing: n for choice in subset for thing, n in self.once[choice].items()}
                    best = min(best, sum(things.values()) + sum(
                        min(period[choice] for choice in subset if choice in period) for period in periods
                    ))  # fmt: skip
        return best
