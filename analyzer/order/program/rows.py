"""Rows and shares: what every part of the program writes with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.milp import LinearModel

Columns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A sum of columns that is 0 or 1 in every plan; `always` where it is 1 in all of them."""

    columns: Columns = ()
    always: bool = False

    @property
    def never(self) -> bool:
        return not self.always and not self.columns


ALWAYS = Share(always=True)
NEVER = Share()


def either(shares: Iterable[Share]) -> Share:
    """One of several that exclude each other."""
    columns: list[int] = []
    for share in shares:
        if share.always:
            return ALWAYS
        columns.extend(share.columns)
    return Share(tuple(columns))


class Rows:
    """A linear model, the part of its cost that no plan changes, and whether a row can hold at all."""

    def __init__(self) -> None:
        self.model = LinearModel()
        self.constant = 0
        self.infeasible = False

    def adds_up(self, columns: Sequence[int], share: Share) -> None:
        """Σ columns = share."""
        if share.always:
            self.model.equal(1, columns, [1] * len(columns))
        else:
            ones = [1] * len(columns) + [-1] * len(share.columns)
            self.model.equal(0, [*columns, *share.columns], ones)

    def holds_up(self, column: int, share: Share) -> None:
        """Column ≥ share."""
        if share.always:
            self.model.at_least(1, [column], [1])
        elif share.columns:
            self.model.at_least(0, [column, *share.columns], [1, *([-1] * len(share.columns))])

    def stays_below(self, column: int, share: Share) -> None:
        """Column ≤ share."""
        if not share.always:
            self.model.at_least(0, [*share.columns, column], [*([1] * len(share.columns)), -1])

    def implies(self, one: Share, other: Share) -> None:
        """One ≤ other."""
        if one.never or other.always:
            return
        if other.never:
            self.forbid(one)
        elif one.always:
            self.model.at_least(1, other.columns, [1] * len(other.columns))
        else:
            row: dict[int, int] = defaultdict(int)
            for column in other.columns:
                row[column] += 1
            for column in one.columns:
                row[column] -= 1
            left = {column: value for column, value in row.items() if value}
            if left:
                self.model.at_least(0, list(left), list(left.values()))

    def forbid(self, share: Share) -> None:
        if share.always:
            self.infeasible = True
        elif share.columns:
            self.model.at_most(0, share.columns, [1] * len(share.columns))

    def once(self, shares: Iterable[Share], cost: int, built: int | None = None) -> None:
        """Paid where any of the shares is 1; then what it belongs to is built too."""
        listed = list(dict.fromkeys(shares))
        if any(share.always for share in listed):
            self.constant += cost
            return
        if not cost and built is None:
            return
        column = self.model.column(cost, upper=1.0) if cost else built
        assert column is not None
        for share in listed:
            self.holds_up(column, share)
        if built is not None and column != built:
            self.model.at_least(0, [built, column], [1, -1])
