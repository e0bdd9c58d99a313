"""Plans compared under the same slips: which costs least on average, in bad cases, and at worst against the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analyzer.collection import paused_collection
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.whatif.slips.breaking import breaking
from analyzer.whatif.slips.costing import (
    cost_samples,
    horizon_lengths,
    months_by_system,
    planned_months,
)
from analyzer.whatif.slips.counting import Part, bounded_parts
from analyzer.whatif.slips.distributions import drawn_slips
from analyzer.whatif.slips.pushing import Pusher
from analyzer.whatif.slips.simulation import SAMPLES, SEED
from analyzer.whatif.slips.spread import Spread, share, spread


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A plan that is to be compared; `evaluation` is None (or has no cost) where there is no plan to slip."""

    id: str
    name: Text
    evaluation: Evaluation | None

    @property
    def can_slip(self) -> bool:
        return self.evaluation is not None and self.evaluation.assessment is not None


@dataclass(frozen=True, slots=True, eq=False)
class Slipped:
    """A plan under slips. Costs are of samples in which all its links can be carried (`served`).

    `regret` is what it costs above the cheapest plan of the same sample, over samples in which every plan has a
    cost; `cheapest` the share of these in which no plan costs less. `in_time`: every deadline is kept (None: there
    is none); `unbroken`: no rule is broken.
    """

    candidate: Candidate
    planned_cost: int
    end: Spread
    cost: Spread | None
    served: Fraction
    regret: Spread | None
    cheapest: Fraction
    in_time: Fraction | None
    unbroken: Fraction


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at, and the ids of the plans that are best by it."""

    code: str
    best: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """The plans in the order in which they were given; `compared` is the share of samples in which all have a cost."""

    landscape: Landscape
    samples: int
    seed: int
    plans: tuple[Slipped, ...]
    left_out: tuple[Candidate, ...]
    compared: Fraction
    criteria: tuple[Criterion, ...]
    bounded: tuple[Part, ...]

    def month(self, index: int) -> Month:
        return self.landscape.horizon.first + index


def compare_under_slips(
    landscape: Landscape, candidates: Sequence[Candidate], *, samples: int = SAMPLES, seed: int = SEED
) -> Robustness:
    """Every plan slips by the same draws; each sample has the horizon that its plan reaches."""
    with paused_collection():
        return _compared(landscape, candidates, samples, seed)


def _compared(landscape: Landscape, candidates: Sequence[Candidate], samples: int, seed: int) -> Robustness:
    slips = drawn_slips(landscape, samples, seed)
    pusher = Pusher(landscape)
    kept = [candidate for candidate in candidates if candidate.can_slip]
    totals, served, told = [], [], []
    for candidate in kept:
        evaluation = candidate.evaluation
        assert evaluation is not None
        planned = planned_months(landscape, evaluation.moves)
        months = pusher.push(planned, np.concatenate([slips, np.zeros_like(planned)[:, None]], axis=1))
        costed = cost_samples(evaluation, months)
        own = months[:, :samples]
        rules = breaking(costed.sheet, months_by_system(landscape, own), horizon_lengths(landscape, own))
        total = costed.counted.total
        totals.append(total[:samples])
        served.append(costed.counted.served[:samples])
        told.append((int(total[-1]), own.max(axis=0, initial=0), rules))
    everywhere = np.all(served, axis=0) if kept else np.zeros(samples, dtype=np.bool_)
    least = np.min(totals, axis=0) if kept else np.zeros(samples, dtype=np.int64)
    plans = []
    for candidate, total, own_served, (planned_cost, end, rules) in zip(
        kept, totals, served, told, strict=True
    ):
        regret = (total - least)[everywhere]
        ends = spread(end)
        assert ends is not None
        plans.append(
            Slipped(
                candidate,
                planned_cost,
                ends,
                spread(total[own_served]),
                share(own_served),
                spread(regret),
                share(regret == 0),
                None if rules.in_time is None else share(rules.in_time),
                share(rules.unbroken & own_served),
            )
        )
    left_out = tuple(candidate for candidate in candidates if not candidate.can_slip)
    return Robustness(
        landscape, samples, seed, tuple(plans), left_out,
        share(everywhere), _criteria(plans), bounded_parts(landscape),
    )  # fmt: skip


def _criteria(plans: list[Slipped]) -> tuple[Criterion, ...]:
    """Least is best; plans without a figure are out of it."""
    figures: dict[str, list[tuple[str, Fraction | int | None]]] = {
        "expected_cost": [(p.candidate.id, None if p.cost is None else p.cost.mean) for p in plans],
        "cost_90": [(p.candidate.id, None if p.cost is None else p.cost.high) for p in plans],
        "expected_regret": [(p.candidate.id, None if p.regret is None else p.regret.mean) for p in plans],
        "greatest_regret": [(p.candidate.id, None if p.regret is None else p.regret.most) for p in plans],
        "in_time": [(p.candidate.id, None if p.in_time is None else -p.in_time) for p in plans],
        "end_90": [(p.candidate.id, p.end.high) for p in plans],
    }
    found = []
    for code, listed in figures.items():
        known = [(id_, value) for id_, value in listed if value is not None]
        if known:
            best = min(value for _, value in known)
            found.append(Criterion(code, tuple(id_ for id_, value in known if value == best)))
    return tuple(found)
