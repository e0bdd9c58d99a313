"""Calendar months as a value type: the unit of time of every figure (semantics, section 1).

No instants and no time zones: off-by-one days are the commonest bug of planning tools in
Japan, and months cannot have it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

_PATTERN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z")


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month. `ordinal` counts months from year 0, so differences are months."""

    ordinal: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """``YYYY-MM`` → Month; ValueError for anything else."""
        match = _PATTERN.match(text)
        if match is None:
            raise ValueError(f"not a month YYYY-MM: {text!r}")
        return cls(int(match[1]) * 12 + int(match[2]) - 1)

    @property
    def year(self) -> int:
        return self.ordinal // 12

    @property
    def number(self) -> int:
        """1 to 12."""
        return self.ordinal % 12 + 1

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def __add__(self, months: int) -> Month:
        return Month(self.ordinal + months)

    def __sub__(self, other: Month) -> int:
        return self.ordinal - other.ordinal

    def __lt__(self, other: Month) -> bool:
        return self.ordinal < other.ordinal


@dataclass(frozen=True, slots=True)
class Availability:
    """The months in which something may be used; both ends inclusive, either may be open."""

    first: Month | None = None
    last: Month | None = None

    def covers(self, month: Month) -> bool:
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The months that a plan speaks of, `first` to `last`, both inclusive."""

    first: Month
    last: Month

    def __len__(self) -> int:
        return max(0, self.last - self.first + 1)

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def months(self) -> tuple[Month, ...]:
        return tuple(self.first + i for i in range(len(self)))

    def nearest(self, month: Month | None) -> Month:
        """The month, drawn into the horizon; the first one for None. The horizon has months."""
        return min(max(month or self.first, self.first), self.last)

    def index(self, month: Month) -> int:
        """0 for the first month; negative before it."""
        return month - self.first
