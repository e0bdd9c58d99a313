"""The months of the horizon in periods, within which nothing begins or ceases whatever the plan."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.plan.schedule import standing_borders
from analyzer.verification.courses import Course
from analyzer.verification.order.faults import WrongProof

Stay = tuple[int, int, int]
"""A form, its first period, and the first one after it."""


class Periods:
    """Numbered from 0. `starts`: their first months; `lengths`: how many months each has.

    WrongProof unless one of `listed` begins wherever a span of some plan may (and perhaps elsewhere).
    """

    def __init__(self, landscape: Landscape, courses: Iterable[Course], listed: Iterable[str]) -> None:
        self.horizon = landscape.horizon
        months = len(self.horizon)
        self.starts = [self.horizon.index(Month.parse(text)) for text in listed]
        needed = {0, *(month for month in standing_borders(landscape) if 0 <= month < months)}
        needed.update(month for course in courses for month in course)
        good = self.starts == sorted(set(self.starts)) and needed <= set(self.starts)
        if not good or self.starts[0] != 0 or self.starts[-1] >= months:
            raise WrongProof(
                ("periods",), "期間の区切りが、計画の区切りうる月を尽くしていません。",
                "The periods do not begin wherever a span of a plan may.",
            )  # fmt: skip
        self.lengths = [stop - start for start, stop in pairwise([*self.starts, months])]

    def named(self, number: int) -> str:
        """By its first month."""
        return str(self.horizon.first + self.starts[number])

    def stays(self, course: Course) -> list[Stay]:
        """The forms that a course has in any period."""
        first = [0, *(bisect_left(self.starts, month) for month in course)]
        return [
            (form, start, stop)
            for form, (start, stop) in enumerate(pairwise([*first, len(self.starts)]))
            if start < stop
        ]
