"""What comes of advancing a landscape by one month or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.yard import BridgeKey, Place
from analyzer.evaluation.assessment import Cost
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding

Moves = Mapping[MoveRef, Month]
Outcome = Literal["on_time", "early", "late", "overdue", "moved"]


@dataclass(frozen=True, slots=True)
class MoveNews:
    """A move that was done, or one that is no longer in its planned month.

    `planned` is the month of the plan that was given, `first_planned` the one before anything slipped; `month` the
    month in which it was done, or is to be done now.
    """

    move: MoveRef
    first_planned: Month
    planned: Month
    month: Month
    outcome: Outcome
    """Done on time, early or late; overdue: should be done and is not; moved: pushed on by what is late."""

    @property
    def done(self) -> bool:
        return self.outcome in ("on_time", "early", "late")

    @property
    def slip(self) -> int:
        """Months later than first planned; negative where earlier."""
        return self.month - self.first_planned


@dataclass(frozen=True, slots=True)
class BridgeNews:
    """A bridge that served, or was to serve, before the new month: in which months, sorted."""

    bridge: BridgeKey
    place: Place
    planned: tuple[Month, ...]
    actual: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Spending:
    """Cost in the landscape's unit. `planned` and `now`: of the whole horizon, by the plan and by what is known now.

    `planned_before` and `paid`: what of it falls before the new month (orders begun included).
    """

    planned: Cost
    planned_before: Cost
    now: Cost
    paid: Cost

    @property
    def ahead(self) -> Mapping[str, int]:
        """What is still to pay, by part."""
        paid = self.paid.as_dict()
        return {part: cost - paid[part] for part, cost in self.now.as_dict().items()}


@dataclass(frozen=True, slots=True, eq=False)
class Advanced:
    """`landscape` is as of the month `to`; `rest` gives its moves, all that is ahead, a month each.

    `moves`: finished ones first, then those ahead whose month changed; each sorted. `bridges` sorted by key.
    """

    before: Landscape
    landscape: Landscape
    to: Month
    planned: Moves
    rest: Moves
    moves: tuple[MoveNews, ...]
    bridges: tuple[BridgeNews, ...]
    spending: Spending
    findings: tuple[Finding, ...]
