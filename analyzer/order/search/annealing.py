"""Simulated annealing over courses and ways together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from analyzer.order.search import carriers
from analyzer.order.search.ledger import NONE, Ledger
from analyzer.order.search.proposals import Proposals
from analyzer.order.search.relations import Relations

_BRIDGES = 0.15
"""Share of the trials that open or close a bridge instead of moving a system."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan with its ways: courses by system, ways by piece."""

    total: int
    months: int
    courses: tuple[int, ...]
    picks: tuple[int, ...]


class Annealing:
    """One walk; `best` is the best it has stood at since it began. Repeats exactly for the same calls."""

    def __init__(self, ledger: Ledger, relations: Relations, rng: Random, elite: int = 1) -> None:
        """`elite`: how many different plans are remembered, the cheapest."""
        self.ledger = ledger
        self.relations = relations
        self.rng = rng
        self.proposals = Proposals(ledger.sheet, relations, ledger.courses, rng)
        self.total = ledger.mark()
        self.bridges = list(ledger.sheet.bridge_pieces)
        self._months = [[sum(course) for course in courses] for courses in relations.courses]
        self.best = self.snapshot()
        self.elite: dict[tuple[int, ...], Snapshot] = {self.best.courses: self.best}
        self._elite = elite
        self._dearest = self.total

    @property
    def months(self) -> int:
        """Sum of the plan's months: of equal costs the least is wanted."""
        return sum(self._months[s][c] for s, c in enumerate(self.ledger.courses))

    def snapshot(self) -> Snapshot:
        return Snapshot(self.total, self.months, tuple(self.ledger.courses), tuple(self.ledger.pick))

    def rough(self, trials: int) -> float:
        """The median of what changes cost here: a temperature at which nearly everything is taken."""
        costs: list[int] = []
        for _ in range(trials):
            changed = self.proposals.draw()
            if changed is not None:
                self._apply(changed)
                costs.append(abs(self.ledger.total - self.total))
                self.ledger.back()
        costs.sort()
        return float(costs[len(costs) // 2]) if costs else 1.0

    def walk(self, trials: int, temperature: float) -> None:
        """So many trials at one temperature."""
        rng = self.rng
        for _ in range(trials):
            if self.bridges and (not self.proposals.free or rng.random() < _BRIDGES):
                self._try_bridge(temperature)
            elif self.proposals.free:
                self._try_courses(temperature)

    def _try_courses(self, temperature: float) -> None:
        changed = self.proposals.draw()
        if changed is None:
            return
        self._apply(changed)
        if self._settle(temperature):
            self.proposals.accept(changed)
            self._compare()

    def _try_bridge(self, temperature: float) -> None:
        bridge = self.rng.choice(self.bridges)
        if carriers.is_open(self.ledger, bridge) and self.rng.random() < 0.5:
            carriers.close(self.ledger, bridge)
        else:
            carriers.open_(self.ledger, bridge)
        if self._settle(temperature):
            self._compare()

    def _apply(self, changed: dict[int, int]) -> None:
        for system, course in changed.items():
            self.ledger.change(system, course)

    def _settle(self, temperature: float) -> bool:
        """Keeps what was done, or takes it back."""
        total = self.ledger.total
        worse = total - self.total
        if worse <= 0 or (temperature > 0 and self.rng.random() < math.exp(-worse / temperature)):
            self.total = self.ledger.mark()
            return True
        self.ledger.back()
        return False

    def _compare(self) -> None:
        if self.total < self.best.total or (self.total == self.best.total and self.months < self.best.months):
            self.best = self.snapshot()
        if self._elite > 1 and (self.total < self._dearest or len(self.elite) < self._elite):
            self._remember()

    def _remember(self) -> None:
        courses = tuple(self.ledger.courses)
        known = self.elite.get(courses)
        if known is not None and known.total <= self.total:
            return
        self.elite[courses] = self.snapshot()
        if len(self.elite) > self._elite:
            del self.elite[max(self.elite, key=lambda courses: (self.elite[courses].total, courses))]
        self._dearest = max(snapshot.total for snapshot in self.elite.values())

    def begin_here(self) -> None:
        """The best is from now on the best of a walk that begins here."""
        self.best = self.snapshot()

    def polish(self) -> None:
        """The ways of the plan improved as far as whole bridges improve them."""
        self.total = carriers.improve(self.ledger)
        self._compare()

    def stand_at(self, snapshot: Snapshot) -> None:
        """Takes up a plan and its ways."""
        self.go_to(snapshot.courses)
        ledger = self.ledger
        for piece, pick in enumerate(snapshot.picks):
            if pick not in (NONE, ledger.pick[piece]):
                ledger.put(piece, pick, ledger.first[piece], ledger.stop[piece])
        self.total = ledger.mark()

    def take_ways(self, courses: Sequence[int], ways: Mapping[int, int]) -> None:
        """Takes up a plan with these ways, by piece; those of the other pieces come to hand."""
        self.go_to(courses)
        ledger = self.ledger
        for piece, pick in sorted(ways.items()):
            if ledger.pick[piece] not in (NONE, pick):
                ledger.put(piece, pick, ledger.first[piece], ledger.stop[piece])
        self.total = ledger.mark()
        self._compare()

    def go_to(self, courses: Sequence[int]) -> None:
        """Takes up a plan that keeps the rules; its ways are those that come to hand."""
        changed = {
            system: course for system, course in enumerate(courses) if course != self.ledger.courses[system]
        }
        self._apply(changed)
        self.proposals.accept(changed)
        self.total = self.ledger.mark()
        self._compare()
