"""Plans under random slips, and which of them bears them best."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.plan.reading import PlanFile
from analyzer.usecases.ordering import compare
from analyzer.usecases.problems import NoFormsError, require_moves

if TYPE_CHECKING:
    from analyzer.landscape.model import Pattern
    from analyzer.order.comparison import Announce
    from analyzer.order.desk import Listener
    from analyzer.whatif.slips.robust import Candidate, Robustness
    from analyzer.whatif.slips.simulation import Slipping


def slip(
    landscape: Landscape,
    plan: PlanFile,
    *,
    samples: int | None = None,
    seed: int | None = None,
    exact: int | None = None,
    time_limit: float | None = None,
) -> Slipping:
    """A plan under random slips; NoFormsError where it has no cost, InputError where nothing can slip.

    `time_limit` (seconds) bounds the evaluation of the plan and the samples that are solved anew together.
    """
    from analyzer.evaluation.clock import Clock
    from analyzer.whatif.answered import evaluated
    from analyzer.whatif.slips import simulation

    require_moves(landscape)
    clock = Clock(time_limit)
    evaluation = evaluated(landscape, plan, time_limit)
    if evaluation.assessment is None:
        raise NoFormsError(evaluation.violations)
    return simulation.simulate(
        evaluation,
        samples=simulation.SAMPLES if samples is None else samples,
        seed=simulation.SEED if seed is None else seed,
        exact=simulation.EXACT if exact is None else exact,
        time_limit=clock.left(),
    )


def robust_candidates(
    landscape: Landscape,
    plans: Sequence[tuple[str, PlanFile]] = (),
    patterns: Sequence[Pattern] = (),
    *,
    with_optimum: bool = False,
    time_limit: float | None = None,
    work_limit: int | None = None,
    announce: Announce | None = None,
    progress: Listener | None = None,
) -> tuple[list[Candidate], bool]:
    """Plans, patterns at their least cost and the optimum, to be compared under slips; True where that was interrupted.

    Limits as `compare`, for each plan.
    """
    from analyzer.order.comparison import answer_named
    from analyzer.whatif.answered import evaluated
    from analyzer.whatif.slips.robust import Candidate

    require_moves(landscape)
    candidates = [
        Candidate(source, Text(Path(source).name, Path(source).name), evaluated(landscape, plan, time_limit))
        for source, plan in plans
    ]
    if not patterns and not with_optimum:
        return candidates, False
    comparison = compare(
        landscape, patterns, with_optimum=with_optimum, time_limit=time_limit, work_limit=work_limit,
        announce=announce, progress=progress,
    )  # fmt: skip
    candidates += [
        Candidate(
            "optimum" if answer.pattern is None else answer.pattern.id,
            answer_named(answer),
            answer.evaluation,
        )
        for answer in comparison.all
    ]
    return candidates, comparison.interrupted


def robust(
    landscape: Landscape, candidates: Sequence[Candidate], samples: int | None = None, seed: int | None = None
) -> Robustness:
    """The candidates under the same slips."""
    from analyzer.whatif.slips import simulation
    from analyzer.whatif.slips.robust import compare_under_slips

    return compare_under_slips(
        landscape,
        candidates,
        samples=simulation.SAMPLES if samples is None else samples,
        seed=simulation.SEED if seed is None else seed,
    )
