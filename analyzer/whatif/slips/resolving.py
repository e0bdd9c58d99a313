"""Samples that are solved exactly: what choosing the bridges anew would save, and how well ways were kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.bridges.demands import Demands
from analyzer.evaluation.clock import Clock
from analyzer.evaluation.evaluate import Evaluation, least_joint_cost
from analyzer.plan.schedule import Schedule
from analyzer.whatif.slipping import lengthened
from analyzer.whatif.slips.bits import Flags, Whole
from analyzer.whatif.slips.distributions import move_refs
from analyzer.whatif.slips.pushing import Months
from analyzer.whatif.slips.spread import Spread, spread
from analyzer.whatif.ways import GivenWays, carried_on, ways_given


@dataclass(frozen=True, slots=True)
class Resolved:
    """`solved` of the samples `asked` for; the spreads are of these.

    `counted`: what the simulation says; `kept`: the plan's ways kept, the others chosen at least joint cost, main
    routes and sessions counted in full; `least`: every way chosen anew; `saved`: `kept` less `least`. `stopped`: the
    limit of time came before the rest. `unserved` samples have no cost.
    """

    asked: int
    solved: int
    unserved: int
    stopped: bool
    counted: Spread | None
    kept: Spread | None
    least: Spread | None
    saved: Spread | None


def resolve(
    evaluation: Evaluation, months: Months, counted: Whole, served: Flags, time_limit: float
) -> Resolved:
    """The least joint cost of slipped months [move, sample], the first samples first; equal months are solved once.

    `counted` is what the simulation says that the samples cost; `time_limit` in seconds for all of them.
    """
    clock = Clock(time_limit)
    assert evaluation.assessment is not None
    given = ways_given(evaluation.assessment.carriage) if months.shape[1] else GivenWays({})
    known: dict[bytes, tuple[int, int] | None] = {}
    rows: list[tuple[int, int, int]] = []
    stopped = False
    for sample in range(months.shape[1]):
        if not served[sample]:
            continue
        own = np.ascontiguousarray(months[:, sample])
        name = own.tobytes()
        if name not in known and clock.is_over:
            stopped = True
            break
        if name not in known:
            known[name] = _solved(evaluation, given, own, clock)
        costs = known[name]
        if costs is None:
            stopped = True
        else:
            rows.append((int(counted[sample]), *costs))
    one, kept, least = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    unserved = int((~served[: months.shape[1]]).sum())
    return Resolved(
        months.shape[1], len(rows), unserved, stopped,
        spread(one), spread(kept), spread(least), spread(kept - least),
    )  # fmt: skip


def _solved(evaluation: Evaluation, given: GivenWays, months: Months, clock: Clock) -> tuple[int, int] | None:
    """(cost with the ways kept, least cost); None where the clock came before the proof."""
    first = evaluation.landscape.horizon.first
    moves = {
        ref: first + int(month) for ref, month in zip(move_refs(evaluation.landscape), months, strict=True)
    }
    landscape = lengthened(evaluation.landscape, moves)
    least = least_joint_cost(Demands(Schedule(landscape, moves)), clock.left())
    kept = carried_on(landscape, moves, given, clock.left())
    if least.stopped or kept.stopped_by is not None or kept.cost is None:
        return None
    return kept.cost.total, least.assessment.cost.total
