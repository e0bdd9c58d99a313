"""The difference between two plans as values: by cost part, each part as items that add up to it.

An item is one thing that costs more or less: a bridge, a suspended link, a test case, a session, an environment,
a law change met by a system, a late move. Months are calendar months, costs integers in the landscape's unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.yard import BridgeKey, Place
from analyzer.evaluation.assessment import Cost
from analyzer.landscape.model import IntegrationKey, Landscape, LawChange, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text

Change = Literal["new", "gone", "longer", "shorter", "moved", "changed"]
"""`moved`: as much as before, but in other months; `changed`: in the same months, otherwise than before."""

PARTS = ("bridge", "suspension", "test", "session", "environment", "law_change", "lateness")
"""The parts of a cost, in the order of answers."""

Months = tuple[Month, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that costs `before` in the one plan and `after` in the other.

    `name` is its own within the part, and sorts; `links` are the integrations that cause the difference.
    """

    name: str
    change: Change
    before: int
    after: int
    links: tuple[IntegrationKey, ...] = ()

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class LinkMonths:
    """The months in which a bridge serves a link in either plan; they differ."""

    link: IntegrationKey
    before: Months
    after: Months


@dataclass(frozen=True, slots=True)
class MoveMonths:
    """The months in which a relay stands in for the line that a move needs beforehand; they differ."""

    move: MoveRef
    before: Months
    after: Months


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeItem(Item):
    """A bridge, matched by its key. `served` and `moves` are those whose months differ.

    `reason` says why it is needed: in the later plan, or in the earlier one where it is gone.
    """

    key: BridgeKey
    place: Place
    months_before: Months
    months_after: Months
    served: tuple[LinkMonths, ...]
    moves: tuple[MoveMonths, ...]
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionItem(Item):
    months_before: Months
    months_after: Months


@dataclass(frozen=True, slots=True)
class CaseAt:
    """A test case of a plan: whose route is tested in which month, and why."""

    month: Month
    link: IntegrationKey
    legs: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class LegMonths:
    """The month in which a leg falls due in either plan; None: it never does."""

    leg: str
    before: Month | None
    after: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestItem(Item):
    """A test case that is new, gone, or moved to another month or another link.

    `legs` are the due legs that it covers, with the months in which they fall due in either plan.
    """

    __test__ = False

    case_before: CaseAt | None
    case_after: CaseAt | None
    legs: tuple[LegMonths, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionItem(Item):
    """A session (the cases of one month with the same vendors); `links` are those tested in it."""

    vendors: tuple[str, ...]
    month_before: Month | None
    month_after: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentItem(Item):
    """An environment. `systems` and `hubs` keep it in use in the months that differ, `links` need those hubs."""

    environment: str
    months_before: Months
    months_after: Months
    systems: tuple[str, ...]
    hubs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawItem(Item):
    """A law change that finds a system in another form."""

    law: LawChange
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatenessItem(Item):
    """A move and the months by which it misses its deadline."""

    move: MoveRef
    late_before: int
    late_after: int


@dataclass(frozen=True, slots=True)
class PartDifference:
    """A part of the cost in both plans. The differences of `items` add up to that of the part.

    Items are sorted by the size of their difference, then by name; some may cost the same and still differ.
    """

    part: str
    before: int
    after: int
    items: tuple[Item, ...]

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of the plans. `cost` is None where a plan has none (`Evaluation.assessment`)."""

    status: Literal["feasible", "infeasible"]
    cost: Cost | None
    bound: int | None

    @property
    def proven(self) -> bool:
        return self.cost is not None and self.bound == self.cost.total


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from one plan to another.

    `months` holds every move whose month differs (None: the plan has none for it), `caused` the violations that only
    the later plan has, `mended` those that only the earlier one has. `parts` is empty where either has no cost.
    """

    landscape: Landscape
    months: Mapping[MoveRef, tuple[Month | None, Month | None]]
    before: Side
    after: Side
    caused: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    parts: tuple[PartDifference, ...]

    @property
    def total(self) -> int | None:
        """The difference in total; None where either plan has no cost."""
        if self.before.cost is None or self.after.cost is None:
            return None
        return self.after.cost.total - self.before.cost.total

    @property
    def range(self) -> tuple[int, int] | None:
        """Least and most that the difference of the least costs can be: both are `total` where both are proven."""
        if self.before.cost is None or self.after.cost is None:
            return None
        before, after = self.before, self.after
        assert before.cost is not None and after.cost is not None
        least = 0 if after.bound is None else after.bound
        most = 0 if before.bound is None else before.bound
        return least - before.cost.total, after.cost.total - most

    @property
    def exact(self) -> bool:
        """True where the costs of both plans are proven least."""
        return self.before.proven and self.after.proven
