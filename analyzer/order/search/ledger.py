"""The ledger of a plan and a choice of ways: what it costs, changed by deltas, taken back at will.

`total` is at every moment the cost of the plan with these ways, counted as `analyzer.evaluation.assessment`
counts it, without what main routes and sessions add. `change` gives a system another course: pieces that live on keep
their way in other months, new ones take the way that seems cheapest. `back` undoes everything since `mark`.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.order.rules import Course
from analyzer.order.search.matching import largest_matching
from analyzer.order.search.sheet import ALONE, FORMS, Sheet

NONE = -1
"""The pick of a piece that does not occur."""

_AGAIN = 3
"""Of so many changes one chooses all its new ways again, now that the others are chosen: every time is slower, and no better."""

_REMEMBERED = 20_000
"""Sets of edges whose matching is remembered."""

Edge = tuple[int, int]
"""The sending and the receiving leg of a route: one test case covers both, where both are due."""

Change = tuple[int, int, int]
"""Forms, and the periods [first, stop) in which they are from now on; 0, 0 where they do not occur."""


class Ledger:
    """Counts of who uses which thing in which period, for one plan at a time."""

    def __init__(self, sheet: Sheet, courses: Sequence[int]) -> None:
        """`courses`: the number of a course for every system."""
        self.sheet = sheet
        self.courses = list(courses)
        pieces = sheet.pieces
        self.pick = [NONE] * len(pieces)
        """Piece → the way that carries it."""
        self.first = [0] * len(pieces)
        self.stop = [0] * len(pieces)
        self.habit = [NONE] * len(pieces)
        """Piece → the way that carried it when it last occurred: taken again."""
        self.once = [0] * len(sheet.once_cost)
        self.monthly = [[0] * sheet.count for _ in sheet.monthly_cost]
        self._changed = 0
        self._starts: dict[int, list[int]] = {leg: [0] * sheet.count for leg in sheet.hub_leg}
        """Leg → how many pieces that use it begin in each period."""
        self._due = [sheet.count] * len(sheet.once_cost)
        """Leg → the first period in which it is used."""
        self._routes: dict[int, dict[Edge, int]] = {}
        """Leg × periods + period → edges with that leg of pieces that begin there, and how many they are."""
        self._both_due: list[set[Edge]] = [set() for _ in range(sheet.count)]
        """Period → edges of which both legs are due in it."""
        self._pairs = [0] * sheet.count
        self._dirty: set[int] = set()
        self._matched: dict[frozenset[Edge], int] = {}
        self._changes: dict[tuple[int, int, int], tuple[Change, ...]] = {}
        self._journal: list[tuple[int, int, int, int]] = []
        self._turned: list[tuple[int, int]] = []
        self._kept: tuple[int, list[int], list[int]] = (0, [], [])
        self._cost = sheet.base
        self._uses = [
            tuple(
                (pick.once, pick.monthly, pick.starts, pick.edges, pick.per_month, pick.timed)
                for pick in piece.picks
            )
            for piece in pieces
        ]
        for piece in sheet.standing:
            self._occur(piece, pieces[piece].first, pieces[piece].stop)
        for system, course in enumerate(self.courses):
            self._take_up(system, course)
        for system in range(len(self.courses)):
            self._begin(system)
        self.mark()

    # --- the cost ---

    @property
    def total(self) -> int:
        if self._dirty:
            self._match()
        return self._cost - self.sheet.test * sum(self._pairs)

    def _match(self) -> None:
        matched = self._matched
        for period in self._dirty:
            edges = frozenset(self._both_due[period])
            size = matched.get(edges)
            if size is None:
                if len(matched) >= _REMEMBERED:
                    matched.clear()
                size = matched[edges] = largest_matching(edges)
            self._pairs[period] = size
        self._dirty.clear()

    # --- taking back ---

    def mark(self) -> int:
        """From here on `back` can undo; gives the total."""
        total = self.total
        self._journal.clear()
        self._turned.clear()
        self._kept = (total, self._pairs.copy(), self.courses.copy())
        return total

    def back(self) -> None:
        """Undoes everything since the last `mark`."""
        for system, course in reversed(self._turned):
            self._give_up(system, self.courses[system])
            self._take_up(system, course)
            self.courses[system] = course
        self._turned.clear()
        for piece, pick, first, stop in reversed(self._journal):
            self._set(piece, pick, first, stop)
        self._journal.clear()
        self._pairs[:] = self._kept[1]
        self._dirty.clear()

    # --- changes ---

    def change(self, system: int, course: int) -> None:
        """Gives the system another course."""
        sheet = self.sheet
        old = self.courses[system]
        if old == course:
            return
        self._turned.append((system, old))
        self._give_up(system, old)
        self._take_up(system, course)
        self.courses[system] = course
        steps = sheet.habits[system][old].steps, sheet.habits[system][course].steps
        new: list[int] = []
        for other, table in sheet.tables[system]:
            its = sheet.nothing if other == ALONE else sheet.habits[other][self.courses[other]].steps
            key = (*steps, its)
            changes = self._changes.get(key)
            if changes is None:
                changes = self._changes[key] = self._changes_of(*key)
            for forms, first, stop in changes:
                pieces = table.get(forms)
                if pieces is None:
                    continue
                for piece in pieces:
                    self._extend(piece, first, stop, new)
        self._changed += 1
        if self._changed % _AGAIN == 0:
            for piece in new:
                self.choose(piece)

    def _extend(self, piece: int, first: int, stop: int, new: list[int]) -> None:
        """The piece occurs in these periods as far as they are its own."""
        own = self.sheet.pieces[piece]
        first = max(first, own.first)
        stop = min(stop, own.stop)
        pick = self.pick[piece]
        if first >= stop:
            if pick != NONE:
                self.put(piece, NONE, 0, 0)
        elif pick != NONE:
            self.put(piece, pick, first, stop)
        else:
            self._occur(piece, first, stop)
            if len(own.picks) > 1:
                new.append(piece)

    def _occur(self, piece: int, first: int, stop: int) -> None:
        pick = self.habit[piece]
        if pick == NONE:
            pick = 0 if len(self.sheet.pieces[piece].picks) == 1 else self._cheapest(piece, first, stop)
        self.put(piece, pick, first, stop)

    def choose(self, piece: int) -> None:
        """The way that is cheapest beside all that the others use."""
        pick, first, stop = self.pick[piece], self.first[piece], self.stop[piece]
        self.put(piece, NONE, 0, 0)
        self.put(piece, self._cheapest(piece, first, stop, pick), first, stop)

    def _cheapest(self, piece: int, first: int, stop: int, before: int = 0) -> int:
        """The way that adds least; of equal ones the way from before."""
        best, least = before, self.price(piece, before, first, stop)
        for pick in range(len(self._uses[piece])):
            if pick != before:
                price = self.price(piece, pick, first, stop)
                if price < least:
                    best, least = pick, price
        return best

    def price(self, piece: int, pick: int, first: int, stop: int) -> int:
        """What the way would add to the cost, cases that two legs could share counted twice."""
        once, monthly, _, _, per_month, _ = self._uses[piece][pick]
        counts, costs = self.once, self.sheet.once_cost
        price = 0
        for thing in once:
            if not counts[thing]:
                price += costs[thing]
        for thing in monthly:
            used, cost = self.monthly[thing], self.sheet.monthly_cost[thing]
            for period in range(first, stop):
                if not used[period]:
                    price += cost[period]
        if per_month:
            months = self.sheet.cumulated
            price += per_month * (months[stop] - months[first])
        return price

    def put(self, piece: int, pick: int, first: int, stop: int) -> None:
        """The piece is carried in this way in these periods (NONE: it does not occur)."""
        self._journal.append((piece, self.pick[piece], self.first[piece], self.stop[piece]))
        self._set(piece, pick, first, stop)

    def _set(self, piece: int, pick: int, first: int, stop: int) -> None:
        old = self.pick[piece]
        if old != NONE:
            if old == pick:
                if self._uses[piece][pick][5]:
                    self._shift(piece, pick, first, stop)
                self.first[piece], self.stop[piece] = first, stop
                return
            self._drop(piece, old)
        self.pick[piece], self.first[piece], self.stop[piece] = pick, first, stop
        if pick != NONE:
            self.habit[piece] = pick
            self._add(piece, pick, first, stop)

    def _add(self, piece: int, pick: int, first: int, stop: int) -> None:
        once, monthly, starts, edges, per_month, _ = self._uses[piece][pick]
        counts, costs, cost = self.once, self.sheet.once_cost, self._cost
        for thing in once:
            if not counts[thing]:
                cost += costs[thing]
            counts[thing] += 1
        for thing in monthly:
            used, months = self.monthly[thing], self.sheet.monthly_cost[thing]
            for period in range(first, stop):
                if not used[period]:
                    cost += months[period]
                used[period] += 1
        if per_month:
            cost += per_month * (self.sheet.cumulated[stop] - self.sheet.cumulated[first])
        self._cost = cost
        if starts:
            self._start(starts, first)
            if edges:
                self._enter(edges, first)

    def _drop(self, piece: int, pick: int) -> None:
        once, monthly, starts, edges, per_month, _ = self._uses[piece][pick]
        first, stop = self.first[piece], self.stop[piece]
        counts, costs, cost = self.once, self.sheet.once_cost, self._cost
        for thing in once:
            counts[thing] -= 1
            if not counts[thing]:
                cost -= costs[thing]
        for thing in monthly:
            used, months = self.monthly[thing], self.sheet.monthly_cost[thing]
            for period in range(first, stop):
                used[period] -= 1
                if not used[period]:
                    cost -= months[period]
        if per_month:
            cost -= per_month * (self.sheet.cumulated[stop] - self.sheet.cumulated[first])
        self._cost = cost
        if starts:
            if edges:
                self._leave(edges, first)
            self._unstart(starts, first)

    def _shift(self, piece: int, pick: int, first: int, stop: int) -> None:
        """The same way in other periods."""
        _, monthly, starts, edges, per_month, _ = self._uses[piece][pick]
        was_first, was_stop = self.first[piece], self.stop[piece]
        cost = self._cost
        for thing in monthly:
            used, months = self.monthly[thing], self.sheet.monthly_cost[thing]
            for period in range(first, stop):
                if not was_first <= period < was_stop:
                    if not used[period]:
                        cost += months[period]
                    used[period] += 1
            for period in range(was_first, was_stop):
                if not first <= period < stop:
                    used[period] -= 1
                    if not used[period]:
                        cost -= months[period]
        if per_month:
            months_to = self.sheet.cumulated
            cost += per_month * (
                months_to[stop] - months_to[first] - months_to[was_stop] + months_to[was_first]
            )
        self._cost = cost
        if starts and first != was_first:
            if edges:
                self._leave(edges, was_first)
            self._unstart(starts, was_first)
            self._start(starts, first)
            if edges:
                self._enter(edges, first)

    def _start(self, legs: tuple[int, ...], period: int) -> None:
        for leg in legs:
            self._starts[leg][period] += 1
            if period < self._due[leg]:
                self._fall_due(leg, period)

    def _unstart(self, legs: tuple[int, ...], period: int) -> None:
        count = self.sheet.count
        for leg in legs:
            starts = self._starts[leg]
            starts[period] -= 1
            if not starts[period] and self._due[leg] == period:
                later = period + 1
                while later < count and not starts[later]:
                    later += 1
                self._fall_due(leg, later)

    def _fall_due(self, leg: int, period: int) -> None:
        """The leg is due in another period: so are edges of pieces that begin there, no longer those from before."""
        due, count, was = self._due, self.sheet.count, self._due[leg]
        due[leg] = period
        left = self._routes.get(leg * count + was) if was < count else None
        if left:
            self._both_due[was].difference_update(left)
            self._dirty.add(was)
        there = self._routes.get(leg * count + period) if period < count else None
        if there:
            for edge in there:
                if due[edge[0]] == period and due[edge[1]] == period:
                    self._both_due[period].add(edge)
                    self._dirty.add(period)

    def _enter(self, edges: tuple[Edge, ...], period: int) -> None:
        """A piece with these edges begins in the period."""
        routes, due, count = self._routes, self._due, self.sheet.count
        for edge in edges:
            for leg in edge:
                there = routes.setdefault(leg * count + period, {})
                there[edge] = there.get(edge, 0) + 1
            if due[edge[0]] == period and due[edge[1]] == period:
                self._both_due[period].add(edge)
                self._dirty.add(period)

    def _leave(self, edges: tuple[Edge, ...], period: int) -> None:
        routes, count = self._routes, self.sheet.count
        for edge in edges:
            for leg in edge:
                there = routes[leg * count + period]
                if there[edge] == 1:
                    del there[edge]
                    self._both_due[period].discard(edge)
                    self._dirty.add(period)
                else:
                    there[edge] -= 1

    # --- systems ---

    def _take_up(self, system: int, course: int) -> None:
        habit = self.sheet.habits[system][course]
        self._cost += habit.own
        for thing in habit.once:
            if not self.once[thing]:
                self._cost += self.sheet.once_cost[thing]
            self.once[thing] += 1
        for thing, first, stop in habit.monthly:
            used, months = self.monthly[thing], self.sheet.monthly_cost[thing]
            for period in range(first, stop):
                if not used[period]:
                    self._cost += months[period]
                used[period] += 1

    def _give_up(self, system: int, course: int) -> None:
        habit = self.sheet.habits[system][course]
        self._cost -= habit.own
        for thing in habit.once:
            self.once[thing] -= 1
            if not self.once[thing]:
                self._cost -= self.sheet.once_cost[thing]
        for thing, first, stop in habit.monthly:
            used, months = self.monthly[thing], self.sheet.monthly_cost[thing]
            for period in range(first, stop):
                used[period] -= 1
                if not used[period]:
                    self._cost -= months[period]

    def _begin(self, system: int) -> None:
        """All pieces of the system with those before it, and with those that have no moves."""
        sheet, new = self.sheet, list[int]()
        steps = sheet.habits[system][self.courses[system]].steps
        for other, table in sheet.tables[system]:
            if other > system:
                continue
            its = sheet.nothing if other == ALONE else sheet.habits[other][self.courses[other]].steps
            for forms, (first, stop) in self._runs(steps, its).items():
                for piece in table.get(forms, ()):
                    self._extend(piece, first, stop, new)

    def _changes_of(self, old: int, now: int, other: int) -> tuple[Change, ...]:
        was, will = self._runs(old, other), self._runs(now, other)
        return tuple(
            (forms, *will.get(forms, (0, 0)))
            for forms in {**was, **will}
            if was.get(forms) != will.get(forms)
        )

    def _runs(self, one: int, other: int) -> dict[int, tuple[int, int]]:
        """Forms of both ends → the periods in which they have them."""
        return runs(self.sheet.steps[one], self.sheet.steps[other], self.sheet.count)


def runs(one: Course, other: Course, count: int) -> dict[int, tuple[int, int]]:
    """Forms of two systems (one's × FORMS + the other's) → [first, stop) of the periods in which they have them."""
    found: dict[int, tuple[int, int]] = {}
    form = its = begin = 0
    while begin < count:
        while form < len(one) and one[form] <= begin:
            form += 1
        while its < len(other) and other[its] <= begin:
            its += 1
        stop = min(one[form] if form < len(one) else count, other[its] if its < len(other) else count)
        found[form * FORMS + its] = (begin, stop)
        begin = stop
    return found
