"""What the workers of a run compute: a plan kept under each scenario (`analyzer.whatif.keeping`), in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzer.errors import InputError
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import read_plan
from analyzer.whatif.keeping import Kept, keep_plan
from analyzer.whatif.many.tasks import Figures, Options, Outcome, Source, failed_by
from analyzer.whatif.scenarios import Scenario, apply, read_scenarios
from analyzer.whatif.ways import GivenWays, ways_given


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A plan as it is before any scenario, with the ways that it gives its links."""

    evaluation: Evaluation
    given: GivenWays
    figures: Figures


def keep_plans(
    landscape: Landscape, plan: Source, scenarios: Source, asked: Sequence[int], options: Options
) -> Iterator[tuple[int, Outcome]]:
    """`analyzer.whatif.many.working.Compute`."""
    read = _scenarios(scenarios)
    planned = _PLANNED.of(landscape, plan, options)
    for position in asked:
        yield position, _outcome(planned, read[position], options)


def _outcome(planned: Planned, scenario: Scenario, options: Options) -> Outcome:
    before = planned.evaluation
    if before.cost is None:  # nothing to keep: the plan itself is the failure
        return failed_by(before.violations)
    try:
        changed = apply(before.landscape, scenario)
    except InputError as error:
        told = failed_by(error.findings, error.total)
        return Outcome("inapplicable", planned.figures, code=told.code, reason=told.reason)
    return outcome_of_kept(planned.figures, keep_plan(before, changed, options.time_limit, planned.given))


def outcome_of_kept(before: Figures, kept: Kept) -> Outcome:
    """A kept plan in figures, beside those of the plan before."""
    broken = dict(sorted(Counter(finding.code for finding in kept.violations_new).items()))
    after = figures_of(kept.after)
    if after.cost is None:
        told = failed_by(kept.after.violations)
        return Outcome("unserved", before, after, broken, told.code, told.reason)
    return Outcome("broken" if kept.after.violations else "kept", before, after, broken)


def figures_of(evaluation: Evaluation) -> Figures:
    """What an evaluated plan comes to."""
    assessment = evaluation.assessment
    end = max(evaluation.moves.values(), default=None)
    bridges = () if assessment is None else assessment.bridges
    return Figures(
        None if assessment is None else assessment.cost.as_dict(),
        None if end is None else str(end),
        len(evaluation.violations),
        len(bridges),
        sum(len(bridge.months) for bridge in bridges),
        0 if assessment is None else assessment.cases,
    )


@lru_cache(maxsize=1)
def _scenarios(source: Source) -> tuple[Scenario, ...]:
    return read_scenarios(source.text, source.name)


class _LastPlanned:
    """The plan of the job before is still there for the next one of the same landscape."""

    def __init__(self) -> None:
        self._key: tuple[str, str, Options] | None = None
        self._planned: Planned | None = None

    def of(self, landscape: Landscape, plan: Source, options: Options) -> Planned:
        key = landscape.content_hash, plan.hash, options
        if self._planned is None or self._key != key:
            self._planned = None
            evaluation = evaluate_plan(landscape, read_plan(plan.text, plan.name).moves, options.time_limit)
            given = (
                GivenWays({}) if evaluation.assessment is None else ways_given(evaluation.assessment.carriage)
            )
            self._key, self._planned = key, Planned(evaluation, given, figures_of(evaluation))
        return self._planned


_PLANNED = _LastPlanned()
