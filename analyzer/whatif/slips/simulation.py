"""The slip simulation of a plan: months, costs, bridges, rules and drivers over many samples."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analyzer.bridges.yard import Bridge
from analyzer.collection import paused_collection
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.months import Month
from analyzer.whatif.slips.bits import Flags, Whole
from analyzer.whatif.slips.breaking import Breaking, breaking
from analyzer.whatif.slips.costing import (
    Costed,
    cost_samples,
    horizon_lengths,
    months_by_system,
    planned_months,
)
from analyzer.whatif.slips.counting import PARTS, Part, bounded_parts
from analyzer.whatif.slips.distributions import drawn_slips
from analyzer.whatif.slips.driving import Driving, driving
from analyzer.whatif.slips.pushing import Months, Pusher
from analyzer.whatif.slips.resolving import Resolved, resolve
from analyzer.whatif.slips.spread import Spread, band, counts, share, spread
from analyzer.whatif.slips.tornado import Swing, one_vendor_alone, tornado

SAMPLES, EXACT, SEED = 10_000, 50, 1
EXACT_SECONDS = 60.0
MAX_SAMPLES = 1_000_000


@dataclass(frozen=True, slots=True)
class BridgeLife:
    """`planned` months in the plan; `needed`: the share of samples in which it serves at all, `months` how long then."""

    bridge: Bridge
    planned: int
    needed: Fraction
    months: Spread | None


@dataclass(frozen=True, slots=True)
class Fan:
    """For each month: systems that have made their last move, and bridges that stand; the plan's, and quantiles.

    After a sample's last month its last state goes on.
    """

    months: tuple[Month, ...]
    systems: int
    moved_planned: tuple[int, ...]
    moved: tuple[tuple[int, int, int], ...]
    standing_planned: tuple[int, ...]
    standing: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Slipping:
    """The answer. Shares are of all samples; costs of those in which every link can be carried (`served`).

    `cost` has the parts and ``total``; `planned_cost` is what the same count says of the plan itself, which differs
    from the plan's evaluation only in the parts that are `bounded` from below. `chosen`: samples in which some link
    had to take a way that the plan does not say, with a choice among several.
    """

    evaluation: Evaluation
    samples: int
    seed: int
    end_planned: Month
    end: Spread
    ends: dict[Month, int]
    cost: dict[str, Spread]
    planned_cost: dict[str, int]
    bounded: tuple[Part, ...]
    served: Fraction
    unserved: dict[str, int]
    chosen: Fraction
    unbroken: Fraction
    in_time: Fraction | None
    breaking: Breaking
    bridges: tuple[BridgeLife, ...]
    driving: Driving
    tornado: tuple[Swing, ...]
    fan: Fan
    resolved: Resolved


def simulate(
    evaluation: Evaluation,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    exact: int = EXACT,
    time_limit: float | None = None,
) -> Slipping:
    """Slips of an evaluated plan that has a cost, at least one move and at least one sample.

    `exact` samples are solved anew under the time limit (seconds; `EXACT_SECONDS` if none is given).
    """
    with paused_collection():
        return _simulate(evaluation, samples, seed, exact, time_limit)


def _simulate(
    evaluation: Evaluation, samples: int, seed: int, exact: int, time_limit: float | None
) -> Slipping:
    landscape = evaluation.landscape
    pusher = Pusher(landscape)
    planned = planned_months(landscape, evaluation.moves)
    slips = drawn_slips(landscape, samples, seed)
    vendors, alone = one_vendor_alone(evaluation)
    everything = np.concatenate([slips, alone, np.zeros_like(planned)[:, None]], axis=1)
    months = pusher.push(planned, everything)
    costed = cost_samples(evaluation, months)
    drawn = months[:, :samples]
    by_system = months_by_system(landscape, drawn)
    lengths = horizon_lengths(landscape, drawn)
    rules = breaking(costed.sheet, by_system, lengths)
    counted = costed.counted
    served = counted.served[:samples]
    total = counted.total
    end = drawn.max(axis=0)
    first = landscape.horizon.first
    ends = spread(end)
    assert ends is not None
    return Slipping(
        evaluation,
        samples,
        seed,
        first + int(planned.max()),
        ends,
        {first + month: number for month, number in counts(end).items()},
        _costs(counted.parts, total, served),
        {**{part: int(counted.parts[part][-1]) for part in PARTS}, "total": int(total[-1])},
        bounded_parts(landscape),
        share(served),
        _unserved(costed, samples),
        share((counted.chosen[:samples] > 0) & served),
        share(rules.unbroken & served),
        None if rules.in_time is None else share(rules.in_time),
        rules,
        _lives(costed, served),
        driving(landscape, pusher, planned, slips, drawn),
        tornado(
            evaluation, vendors, months[:, samples:-1], total[samples:-1], counted.served[samples:-1], int(total[-1])
        ),
        _fan(evaluation, costed, months, samples),
        resolve(
            evaluation, drawn[:, :exact], total[: min(exact, samples)], served[:exact],
            EXACT_SECONDS if time_limit is None else time_limit,
        ),
    )  # fmt: skip


def _costs(parts: dict[str, Whole], total: Whole, served: Flags) -> dict[str, Spread]:
    """Of the samples that have a cost; nothing where there is none."""
    found = {}
    for part, values in (*((part, parts[part]) for part in PARTS), ("total", total)):
        own = spread(values[: served.size][served])
        if own is not None:
            found[part] = own
    return found


def _unserved(costed: Costed, samples: int) -> dict[str, int]:
    """Integration → samples in which it cannot be carried."""
    return {
        str(key): int(flags[:samples].sum())
        for key, flags in sorted(costed.counted.unserved.items(), key=lambda item: str(item[0]))
        if flags[:samples].any()
    }


def _lives(costed: Costed, served: Flags) -> tuple[BridgeLife, ...]:
    """Every bridge that serves in the plan or in a sample that has a cost; by kind, place and vendor."""
    found = []
    for bridge, lives in zip(costed.sheet.bridges, costed.counted.lives, strict=True):
        own = lives[: served.size][served]
        serving = own > 0
        planned = int(lives[-1])
        if planned or serving.any():
            needed = Fraction(int(serving.sum()), own.size) if own.size else Fraction(0)
            found.append(BridgeLife(bridge, planned, needed, spread(own[serving])))
    return tuple(sorted(found, key=lambda life: life.bridge.key))


def _fan(evaluation: Evaluation, costed: Costed, months: Months, samples: int) -> Fan:
    landscape = evaluation.landscape
    lengths = horizon_lengths(landscape, months)
    last = int(lengths[:samples].max(initial=len(landscape.horizon)))
    chosen = np.r_[0:samples, months.shape[1] - 1]
    finals = []
    at = 0
    for system in landscape.systems.values():
        at += len(system.moves)
        if system.moves:
            finals.append(months[at - 1, chosen])
    rows = []
    for month in range(last):
        moved = np.sum([own <= month for own in finals], axis=0)
        standing = costed.counted.standing.counts(np.minimum(month, lengths - 1))[chosen]
        rows.append((int(moved[-1]), band(moved[:-1]), int(standing[-1]), band(standing[:-1])))
    moved_planned, moved_bands, standing_planned, standing_bands = zip(*rows, strict=True)
    return Fan(
        tuple(landscape.horizon.first + month for month in range(last)),
        len(finals),
        moved_planned,
        moved_bands,
        standing_planned,
        standing_bands,
    )
