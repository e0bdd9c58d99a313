"""What a scenario does to a plan that is kept, as values: moves, bridges and tests before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.standing import StandingBridge, bridge_order
from analyzer.bridges.yard import BridgeKey
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import IntegrationKey, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.order.why.comparing import take_pairs
from analyzer.whatif.slipping import Push

Months = tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class MovedMove:
    """A move in another month than planned: by its own `delay` (months, 0: none), and by what pushed it."""

    move: MoveRef
    before: Month
    after: Month
    delay: int
    pushes: tuple[Push, ...]


BridgeChange = Literal["new", "gone", "longer", "shorter", "moved", "same"]


@dataclass(frozen=True, slots=True, eq=False)
class BridgeLife:
    """A bridge before and after: the months in which it serves, and when it has to be ordered.

    `moved`: as many months as before, but others. `order_by` is the last month in which it can be ordered for its
    first month (None: it exists, is gone, or is nothing that one orders); `planned_order` the same of the plan before.
    `late`: it had to be ordered before the scenario's month, and the plan did not say so.
    """

    key: BridgeKey
    change: BridgeChange
    before: StandingBridge | None
    after: StandingBridge | None
    months_before: Months
    months_after: Months
    planned_order: Month | None
    order_by: Month | None
    late: bool

    @property
    def standing(self) -> StandingBridge:
        """As it is after, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found


CaseChange = Literal["new", "repeated", "moved", "void"]


@dataclass(frozen=True, slots=True)
class CaseMove:
    """A test case that the plan did not have, or does not need any more.

    `new`: of a link that the plan did not test; `repeated`: of one that it tested too, in another month beside those
    that stay; `moved`: in another month instead; `void`: no longer needed. Months are those before and after.
    """

    change: CaseChange
    link: IntegrationKey
    before: Month | None
    after: Month | None


def new_violations(old: tuple[Finding, ...], new: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that are not among the old ones in the same words, in their order; wherever they are written."""
    known = {(finding.code, finding.message) for finding in old}
    return tuple(finding for finding in new if (finding.code, finding.message) not in known)


def bridge_lives(before: Assessment | None, after: Assessment | None, as_of: Month) -> tuple[BridgeLife, ...]:
    """Every bridge of either, sorted by kind, place and vendor; `as_of` is the month in which this is considered."""
    old, new = _by_key(before), _by_key(after)
    return tuple(
        _life(old.get(key), new.get(key), before, after, as_of)
        for key in sorted({*old, *new}, key=bridge_order)
    )


def _by_key(assessment: Assessment | None) -> dict[BridgeKey, StandingBridge]:
    return {} if assessment is None else {standing.bridge.key: standing for standing in assessment.bridges}


def _life(
    old: StandingBridge | None,
    new: StandingBridge | None,
    before: Assessment | None,
    after: Assessment | None,
    as_of: Month,
) -> BridgeLife:
    months_before, months_after = _months(before, old), _months(after, new)
    planned, order_by = _order(old, months_before), _order(new, months_after)
    late = order_by is not None and order_by < as_of and (planned is None or order_by < planned)
    standing = new or old
    assert standing is not None
    change = _change(months_before, months_after)
    return BridgeLife(
        standing.bridge.key, change, old, new, months_before, months_after, planned, order_by, late
    )


def _months(assessment: Assessment | None, standing: StandingBridge | None) -> Months:
    if assessment is None or standing is None:
        return ()
    return tuple(assessment.schedule.month(month) for month in standing.months)


def _order(standing: StandingBridge | None, months: Months) -> Month | None:
    """The month in which building it begins: its lead time before the first in which it serves."""
    if standing is None or standing.bridge.stands or standing.bridge.kind == "as_is":
        return None
    entry = standing.bridge.entry
    return months[0] + -(entry.lead_months if entry is not None else 0)


def _change(before: Months, after: Months) -> BridgeChange:
    if not before or not after:
        return "new" if not before else "gone"
    if len(before) != len(after):
        return "longer" if len(after) > len(before) else "shorter"
    return "same" if before == after else "moved"


def case_moves(before: Assessment | None, after: Assessment | None) -> tuple[CaseMove, ...]:
    """Cases that are not the same before and after; by link, then month.

    A test set may take any of several links for the same legs: a case whose legs another link's case tests in the same
    month stays what it was. Cases are matched by link and month, by month and legs, by link, and by legs.
    """
    old, new = list(_cases(before)), list(_cases(after))
    tested = {case.link for case in old}
    take_pairs(old, new, lambda case: (case.link, case.month))
    take_pairs(old, new, lambda case: (case.month, case.legs))
    pairs = [*take_pairs(old, new, lambda c: c.link), *take_pairs(old, new, lambda c: c.legs)]
    found = [CaseMove("moved", other.link, one.month, other.month) for one, other in pairs]
    found += [CaseMove("void", case.link, case.month, None) for case in old]
    found += [
        CaseMove("repeated" if case.link in tested else "new", case.link, None, case.month) for case in new
    ]
    return tuple(sorted(found, key=lambda move: (str(move.link), move.after or move.before, move.change)))


@dataclass(frozen=True, slots=True)
class _Case:
    link: IntegrationKey
    month: Month
    legs: frozenset[object]


def _cases(assessment: Assessment | None) -> Iterator[_Case]:
    if assessment is None:
        return
    schedule, legs = assessment.schedule, assessment.carriage.demands.legs
    for test_set in assessment.test_sets:
        month = schedule.month(schedule.spans[test_set.month.span].start)
        for case in test_set.cases:
            yield _Case(case.route.integration.key, month, frozenset(legs[leg] for leg in case.route.due))
