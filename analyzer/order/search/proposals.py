"""Changes of a plan that keep all rules: one system, those tied to it, and whoever has to make room."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from analyzer.order.search.relations import Months, Relations
from analyzer.order.search.sheet import ALONE, Sheet

_MOST = 10
"""Systems that one change may move; beside those that an exchange of months names itself."""
_EXCHANGES = 2.5
"""Exchanges of months are drawn as often as this, where other changes are drawn as often as an exchange moves systems."""

_TURNS, _FAR = 0.7, 0.25
"""Of the exchanges, how many let a month's cutovers go earlier or later while all between make room; and past which part of the
months at the mean."""


class Proposals:
    """Draws changes of the plan `courses` as {system: course}; `accept` makes one the plan."""

    def __init__(self, sheet: Sheet, relations: Relations, courses: Sequence[int], rng: Random) -> None:
        self._relations = relations
        self.courses = list(courses)
        self._rng = rng
        self.months = Months(relations, courses)
        self._neighbours = [
            [other for other, _ in tables if other != ALONE and len(relations.allowed[other]) > 1]
            for tables in sheet.tables
        ]
        self.free = [system for system, allowed in enumerate(relations.allowed) if len(allowed) > 1]
        """Systems that have more than one course."""
        self._may = [frozenset(allowed) for allowed in relations.allowed]
        self._cutovers = sorted(
            {
                month
                for system in self.free
                for c in self._may[system]
                for month in relations.courses[system][c]
            }
        )
        """Months that somebody may move in."""
        self._within: tuple[int, int] | None = None
        self._exchanges = self._share_of_exchanges()
        self._at: list[dict[tuple[int, int], list[int]]] = [
            self._by_cutover(system) for system in range(len(courses))
        ]
        self._of_course = [
            {course: number for number, course in enumerate(courses)} for courses in relations.courses
        ]
        self._bearers: list[list[int]] = [
            [
                system
                for system in self.free
                if any(c == capacity for loads in relations.loads[system] for c, _ in loads)
            ]
            for capacity in range(len(relations.limits))
        ]

    def _by_cutover(self, system: int) -> dict[tuple[int, int], list[int]]:
        """(place of a move, its month) → courses."""
        found: dict[tuple[int, int], list[int]] = {}
        for number in self._relations.allowed[system]:
            for place, month in enumerate(self._relations.courses[system][number]):
                found.setdefault((place, month), []).append(number)
        return found

    def squeeze(self) -> None:
        """From now on nobody leaves some of the middle months for the first or the last ones, how many is drawn.

        An environment that opens later, or closes sooner, is paid less only once nobody at all is there: no few changes show it.
        """
        months, half = self._cutovers, (len(self._cutovers) + 1) // 2
        if months:
            self._within = months[self._rng.randrange(half)], months[-1 - self._rng.randrange(half)]

    def release(self) -> None:
        """Everybody may go anywhere again."""
        self._within = None

    def draw(self) -> dict[int, int] | None:
        """A change that keeps the rules; None where the dice found none."""
        changed = self._drawn()
        if changed is None or self._within is None:
            return changed
        more = sum(self._out(s, course) - self._out(s, self.courses[s]) for s, course in changed.items())
        return None if more > 0 else changed

    def _out(self, system: int, course: int) -> int:
        """How many moves are not within the months."""
        assert self._within is not None
        first, last = self._within
        return sum(not first <= month <= last for month in self._relations.courses[system][course])

    def _drawn(self) -> dict[int, int] | None:
        if not self.free:
            return None
        if self._exchanges and self._rng.random() < self._exchanges:
            return self._exchange()
        system = self._rng.choice(self.free)
        course = self._course_for(system)
        if course is None or course == self.courses[system]:
            return None
        return self.complete({system: course})

    def _share_of_exchanges(self) -> float:
        """What part of the changes exchanges are: fewer where each moves many systems, so they take about half of the time.

        None where only so many months may change: an exchange changes more.
        """
        if len(self._cutovers) < 2 or self._relations.near:
            return 0.0
        moved = 2 * len(self.free) / len(self._cutovers)
        return _EXCHANGES / (_EXCHANGES + moved)

    def _exchange(self) -> dict[int, int] | None:
        """Months change places, for all systems or about half; who may not, stays.

        Systems of one month save together, so none leaves it alone: without this a plan whose groups stand in the wrong
        order is never left.
        """
        rng, courses = self._rng, self._relations.courses
        turned = self._turned()
        if turned is None:
            return None
        some = rng.random() < 0.4
        changed: dict[int, int] = {}
        for system in self.free:
            now = courses[system][self.courses[system]]
            if turned.keys().isdisjoint(now) or (some and rng.random() < 0.5):
                continue
            number = self._of_course[system].get(tuple(turned.get(month, month) for month in now))
            if number in self._may[system] and number != self.courses[system]:
                changed[system] = number
        return self.complete(changed, len(changed) + _MOST) if changed else None

    def _turned(self) -> dict[int, int] | None:
        """Where cutovers of which months go: two change places, or one goes over to the other; or it goes a little earlier
        or later, and all between make room.
        """
        rng, one = self._rng, self._used()
        dice = rng.random()
        if dice < _TURNS:
            place = self._cutovers.index(one)
            far = 1 + int(rng.expovariate(1 / (_FAR * len(self._cutovers))))
            if dice < _TURNS / 2:
                between = self._cutovers[place : place + far + 1]
            else:
                between = self._cutovers[max(0, place - far) : place + 1][::-1]
            if len(between) < 2:
                return None
            return {one: between[-1], **dict(zip(between[1:], between, strict=False))}
        other = self._used() if rng.random() < 0.5 else rng.choice(self._cutovers)
        if one == other:
            return None
        return {one: other} if rng.random() < 0.2 else {one: other, other: one}

    def _used(self) -> int:
        """The month of some cutover of the plan."""
        system = self._rng.choice(self.free)
        return self._rng.choice(self._relations.courses[system][self.courses[system]])

    def _course_for(self, system: int) -> int | None:
        """Any course, or one that has a move in the month of a neighbour's."""
        rng, courses = self._rng, self._relations.courses
        neighbours = self._neighbours[system]
        if neighbours and rng.random() < 0.4:
            other = rng.choice(neighbours)
            month = rng.choice(courses[other][self.courses[other]])
            mine = self._at[system].get((rng.randrange(len(courses[system][0])), month))
            if mine:
                return rng.choice(mine)
        return rng.choice(self._relations.allowed[system])

    def complete(self, changed: dict[int, int], most: int = _MOST) -> dict[int, int] | None:
        """Whoever the change ties along follows, whoever is in its way makes room; None where that fails.

        `most`: how many systems it may move in all. `months` is left as it was.
        """
        done: list[tuple[int, int, int]] = []
        try:
            return changed if self._resolve(changed, done, most) else None
        finally:
            for system, old, new in reversed(done):
                self.months.change(system, new, old)

    def _resolve(self, changed: dict[int, int], done: list[tuple[int, int, int]], most: int) -> bool:
        waiting = list(changed)
        for system in waiting:
            self._enter(system, changed[system], done)
        while True:
            while waiting:
                system = waiting.pop()
                for partner, masks in self._relations.partners[system]:
                    mask = masks[changed[system]]
                    its = changed.get(partner, self.courses[partner])
                    if mask >> its & 1:
                        continue
                    if partner in changed or len(changed) >= most:
                        return False
                    course = self._follow(partner, mask)
                    if course is None:
                        return False
                    changed[partner] = course
                    self._enter(partner, course, done)
                    waiting.append(partner)
            full = next(
                (over for system, course in changed.items() if (over := self.months.over(system, course))),
                None,
            )
            if full is None:
                return True
            if len(changed) >= most:
                return False
            moved = self._make_room(*full, changed)
            if moved is None:
                return False
            changed[moved[0]] = moved[1]
            self._enter(*moved, done)
            waiting.append(moved[0])

    def _enter(self, system: int, course: int, done: list[tuple[int, int, int]]) -> None:
        old = self.courses[system]
        self.months.change(system, old, course)
        done.append((system, old, course))

    def _follow(self, system: int, mask: int) -> int | None:
        """One of the courses in the mask, drawn among those nearest to what the system does now."""
        options = [course for course in self._relations.allowed[system] if mask >> course & 1]
        if not options:
            return None
        if self._rng.random() < 0.3:
            return self._rng.choice(options)
        now = self._relations.courses[system][self.courses[system]]
        courses = self._relations.courses[system]
        return min(options, key=lambda c: sum(abs(a - b) for a, b in zip(courses[c], now, strict=True)))

    def _make_room(self, capacity: int, month: int, changed: dict[int, int]) -> tuple[int, int] | None:
        """Somebody else leaves the full month, often for the months that the first of the change has left.

        Where too many months have changed somebody goes back to the plan before.
        """
        rng, relations = self._rng, self._relations
        there = [
            system
            for system in self._bearers[capacity]
            if system not in changed and (capacity, month) in relations.loads[system][self.courses[system]]
        ]
        if not there:
            return None
        leaver = rng.choice(there)
        now = self.courses[leaver]
        if capacity not in relations.near and rng.random() < 0.6:
            first = next(iter(changed))
            left = [m for m in relations.courses[first][self.courses[first]] if m != month]
            swapped = self._swapped(leaver, now, month, left)
            if swapped is not None:
                return leaver, swapped
        options = [
            course
            for course in relations.allowed[leaver]
            if (capacity, month) not in relations.loads[leaver][course]
        ]
        return (leaver, rng.choice(options)) if options else None

    def _swapped(self, system: int, now: int, month: int, left: Sequence[int]) -> int | None:
        """The system's course with the full month replaced by one that was left."""
        if not left:
            return None
        course = self._relations.courses[system][now]
        put = self._rng.choice(left)
        number = self._of_course[system].get(tuple(put if m == month else m for m in course))
        return number if number in self._relations.allowed[system] else None

    def accept(self, changed: dict[int, int]) -> None:
        """The plan takes the change."""
        for system, course in changed.items():
            self.months.change(system, self.courses[system], course)
            self.courses[system] = course
