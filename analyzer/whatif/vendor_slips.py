"""A plan kept while all moves of one vendor are some months late: which bridges live longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.consequences import BridgeLife
from analyzer.whatif.keeping import Kept, keep_plan
from analyzer.whatif.scenarios import Scenario, apply
from analyzer.whatif.scenarios.changes import Delay
from analyzer.whatif.ways import ways_given

SLIP_MONTHS = 3
"""By how many months a vendor slips, where nobody says otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class VendorSlip:
    """`kept`: the plan kept while the vendor's moves are all so many months late."""

    vendor: str
    months: int
    kept: Kept

    @property
    def later(self) -> tuple[BridgeLife, ...]:
        """Bridges that serve in more months than planned, or until a later one."""
        return tuple(
            life for life in self.kept.bridges
            if life.change == "longer" or (life.change == "moved" and life.months_after[-1] > life.months_before[-1])
        )  # fmt: skip

    @property
    def new(self) -> tuple[BridgeLife, ...]:
        return tuple(life for life in self.kept.bridges if life.change == "new")


def vendors_with_moves(landscape: Landscape) -> tuple[str, ...]:
    """Vendors to whose forms a move leads; sorted."""
    return tuple(sorted({m.to.vendor for system in landscape.systems.values() for m in system.moves}))


def vendor_slips(
    before: Evaluation,
    vendors: Iterable[str],
    months: int = SLIP_MONTHS,
    now: Month | None = None,
    time_limit: float | None = None,
) -> tuple[VendorSlip, ...]:
    """For each vendor on its own; none where the plan has no cost. `time_limit` (seconds) bounds each search.

    Moves before the month `now` are done, and slip no more.
    """
    if before.assessment is None:
        return ()
    landscape = before.landscape
    given = ways_given(before.assessment.carriage)
    found = []
    for vendor in vendors:
        late = tuple(
            Delay(None, ref, months)
            for ref, month in sorted(before.moves.items())
            if _target(landscape, ref) == vendor and (now is None or month >= now)
        )
        scenario = Scenario(f"{vendor}-late", f"{landscape.vendors[vendor].name} +{months}", late, now)
        found.append(
            VendorSlip(vendor, months, keep_plan(before, apply(landscape, scenario), time_limit, given))
        )
    return tuple(found)


def _target(landscape: Landscape, ref: MoveRef) -> str:
    """The vendor of the form that a move leads to."""
    return next(move.to.vendor for move in landscape.systems[ref.system].moves if move.id == ref.move)
