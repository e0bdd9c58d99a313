"""Cutovers of one vendor: windows, a capacity per month, and the schedule with the fewest late ones.

A cutover takes one place in one month. Taking in each month those that are still in time by the earliest last month, and others
where places are left, is best twice: as few as possible are late (Glover 1967: a largest matching in a convex bipartite
graph), and the last one ends as early as possible (no place stays empty while something waits). `overload` proves the number of late
ones from the other side: disjoint stretches of months in which more has to happen than there are places (Hall's condition).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Window(NamedTuple):
    """Months by position, 0 the first; both inclusive. `last` before `first`: late whatever happens."""

    first: int
    last: int


class Stretch(NamedTuple):
    """Months `first` to `last`, and how many cutovers within them have no place in them."""

    first: int
    last: int
    excess: int


@dataclass(frozen=True, slots=True)
class Course:
    """`done` by month, as long as it takes; `late` of them after their window; `end`: position of the last month (None: nothing to do)."""

    done: tuple[int, ...]
    late: int

    @property
    def end(self) -> int | None:
        return len(self.done) - 1 if self.done else None


def schedule(windows: Mapping[Window, int], capacity: Sequence[int], beyond: int) -> Course:
    """The schedule; `capacity` by month, `beyond` in each month after those (at least 1)."""
    waiting: Counter[int] = Counter()
    overdue = late = 0
    coming = sorted((window, count) for window, count in windows.items() if count)
    left = sum(count for _, count in coming)
    done: list[int] = []
    while left:
        month = len(done)
        while coming and coming[0][0].first <= month:
            window, count = coming.pop(0)
            waiting[window.last] += count
        for last in [last for last in waiting if last < month]:
            overdue += waiting.pop(last)
        places = capacity[month] if month < len(capacity) else beyond
        used = 0
        for last in sorted(waiting):
            taken = min(waiting[last], places - used)
            used += taken
            waiting[last] -= taken
        after = min(overdue, places - used)
        overdue -= after
        late += after
        done.append(used + after)
        left -= used + after
    return Course(tuple(done), late)


def overload(windows: Mapping[Window, int], capacity: Sequence[int]) -> tuple[Stretch, ...]:
    """Disjoint stretches whose excesses add up to the number of late cutovers; those with an empty window aside.

    `capacity` covers every month of every window.
    """
    placed = {window: count for window, count in windows.items() if count and window.first <= window.last}
    starts = sorted({window.first for window in placed}, reverse=True)
    ends = sorted({window.last for window in placed})
    total = [0]
    for places in capacity:
        total.append(total[-1] + places)
    best: list[tuple[int, tuple[Stretch, ...]]] = [(0, ())]
    """For the ends so far: the most that can be shown, and by which stretches."""
    for number, end in enumerate(ends):
        value, shown = best[-1]
        inside = 0
        for start in starts:
            if start > end:
                continue
            inside += sum(count for w, count in placed.items() if w.first == start and w.last <= end)
            excess = inside - (total[end + 1] - total[start])
            before = max(at for at in range(number + 1) if at == 0 or ends[at - 1] < start)
            if excess > 0 and best[before][0] + excess > value:
                value = best[before][0] + excess
                shown = (*best[before][1], Stretch(start, end, excess))
        best.append((value, shown))
    return best[-1][1]


def needed(windows: Mapping[Window, int], is_open: Sequence[bool]) -> int | None:
    """The least capacity a month (the same in every open month) at which none is late; None where one is late at any.

    In every stretch of months there must be as many places as cutovers within it.
    """
    placed = {window: count for window, count in windows.items() if count}
    least = 0
    for first in {window.first for window in placed}:
        for last in {window.last for window in placed}:
            inside = sum(count for w, count in placed.items() if w.first >= first and w.last <= last)
            if not inside:
                continue
            months = sum(is_open[first : last + 1])
            if months == 0:
                return None
            least = max(least, -(-inside // months))
    return least
