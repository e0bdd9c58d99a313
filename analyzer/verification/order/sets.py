"""The least that systems of one move each pay, in whatever order they move, by trying every set of those that have moved.

What a pair pays is split among its two systems by which of them moves first (docs/certificates.md, *Turns*), so that after each month
nothing matters but who has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Amounts = Mapping[int, int]
"""By month."""
MOST_STEPS = 1_500_000
"""Steps from one set to another: some seconds."""


class TooManySets(Exception):
    """Trying them all would take too long."""


@dataclass
class Orders:
    """Systems numbered from 0. `costs`: by system, what its months cost it by themselves.

    `ahead[i, j]`: what i pays in its month where j is still to move; `behind[i, j]`: where j has moved before; `same[i, j]` and
    `same[j, i]`: what both pay where they move in one month. `limits`: of a month, how many of which systems (as bits) may move.
    """

    costs: list[Amounts]
    limits: Callable[[int], list[tuple[int, int]]]
    ahead: dict[tuple[int, int], Amounts] = field(default_factory=dict)
    behind: dict[tuple[int, int], Amounts] = field(default_factory=dict)
    same: dict[tuple[int, int], Amounts] = field(default_factory=dict)
    _steps: int = 0

    def least(self) -> int | None:
        """The cheapest order's total; None where no order fits."""
        best = {0: 0}
        months = sorted({month for amounts in self.costs for month in amounts})
        room = [self._most(month) for month in months]
        for number, month in enumerate(months):
            able = [i for i, amounts in enumerate(self.costs) if month in amounts]
            paying = {i: self._paying(i, month) for i in able}
            joint = {
                (i, j): self.same.get((i, j), {}).get(month, 0) - self._ahead(i, j, month) - self._ahead(j, i, month)
                for i in able for j in able if i != j
            }  # fmt: skip
            limits, most, after = self.limits(month), room[number], dict(best)
            for state, cost in best.items():
                paid = {i: own(state) for i, own in paying.items() if not state >> i & 1}
                for group, total in self._groups(limits, most, list(paid.items()), joint, [], cost):
                    moved = state | group
                    if moved not in after or total < after[moved]:
                        after[moved] = total
            due = sum(1 << i for i, amounts in enumerate(self.costs) if max(amounts) == month)
            late = len(self.costs) - sum(room[number + 1 :])
            best = {
                state: cost
                for state, cost in after.items()
                if state & due == due and state.bit_count() >= late
            }
        return best.get((1 << len(self.costs)) - 1)

    def _most(self, month: int) -> int:
        """How many can move in it, at most."""
        able = sum(1 << i for i, amounts in enumerate(self.costs) if month in amounts)
        return min(
            [able.bit_count(), *(most for most, counted in self.limits(month) if able & ~counted == 0)]
        )

    def _ahead(self, i: int, j: int, month: int) -> int:
        return self.ahead.get((i, j), {}).get(month, 0)

    def _paying(self, i: int, month: int) -> Callable[[int], int]:
        """What i pays for moving in the month as long as no other one does; a function of the set of those that have moved."""
        others = [j for j in range(len(self.costs)) if (i, j) in self.ahead]
        least = self.costs[i][month] + sum(self._ahead(i, j, month) for j in others)
        more = [(1 << j, self.behind[i, j].get(month, 0) - self._ahead(i, j, month)) for j in others]
        return lambda state: least + sum(amount for bit, amount in more if state & bit)

    def _groups(
        self, limits: list[tuple[int, int]], most: int, able: list[tuple[int, int]],
        joint: Mapping[tuple[int, int], int], chosen: list[int], cost: int,
    ) -> Iterator[tuple[int, int]]:  # fmt: skip
        """Those of the able that may move together (`most` of them), as bits, with what it costs up to there."""
        for place, (i, paid) in enumerate(able):
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise TooManySets
            group = [*chosen, i]
            bits = sum(1 << j for j in group)
            if all((bits & counted).bit_count() <= most for most, counted in limits):
                total = cost + paid + sum(joint[i, j] for j in chosen)
                yield bits, total
                if len(group) < most:
                    yield from self._groups(limits, most, able[place + 1 :], joint, group, total)
