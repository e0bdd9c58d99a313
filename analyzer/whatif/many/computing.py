"""What the workers of a run compute: a plan kept under each scenario (`analyzer.whatif.keeping`), in figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.plan.reading import read_plan
from analyzer.plan.rules import rule_violations
from analyzer.plan.schedule import Schedule
from analyzer.whatif.answered import evaluated
from analyzer.whatif.keeping import keep_plan
from analyzer.whatif.many.at_once import Delays, figures_of, only_delays, outcome_of
from analyzer.whatif.many.tasks import Options, Outcome, Source, failed_by
from analyzer.whatif.scenarios import Changed, Scenario, apply, read_scenarios
from analyzer.whatif.ways import GivenWays, same_openings, ways_given

AT_ONCE = 100
"""Delays that are computed together, at most."""


def keep_plans(
    landscape: Landscape, plan: Source, scenarios: Source, asked: Sequence[int], options: Options
) -> Iterator[tuple[int, Outcome]]:
    """`analyzer.whatif.many.working.Compute`."""
    read = _scenarios(scenarios)
    yield from _PLANNED.of(landscape, plan, options).outcomes(
        {position: read[position] for position in asked}
    )


class Planned:
    """A plan as it is before any scenario, in the ways that its answer gives its links (else the least ones)."""

    def __init__(self, landscape: Landscape, plan: Source, options: Options) -> None:
        self.evaluation = evaluated(landscape, read_plan(plan.text, plan.name), options.time_limit)
        self.options = options
        self.figures = figures_of(self.evaluation)
        assessment = self.evaluation.assessment
        self.given = GivenWays({}) if assessment is None else ways_given(assessment.carriage)
        self._delays = Delays(self.evaluation, self.given, self.figures, options.time_limit)

    def outcomes(self, asked: Mapping[int, Scenario]) -> Iterator[tuple[int, Outcome]]:
        """By position, each when it is known."""
        if self.evaluation.cost is None:  # nothing to keep: the plan itself is the failure
            failure = failed_by(self.evaluation.violations)
            yield from ((position, failure) for position in asked)
            return
        delays: dict[int, Mapping[MoveRef, int]] = {}
        for position, scenario in asked.items():
            try:
                changed = apply(self.evaluation.landscape, scenario)
            except InputError as error:
                told = failed_by(error.findings, error.total)
                yield position, Outcome("inapplicable", self.figures, code=told.code, reason=told.reason)
                continue
            if only_delays(scenario):
                delays[position] = changed.delays
            else:
                yield position, self._kept(changed)
        positions = list(delays)
        for start in range(0, len(positions), AT_ONCE):
            portion = positions[start : start + AT_ONCE]
            told_all = self._delays.outcomes([delays[position] for position in portion])
            yield from zip(portion, told_all, strict=True)

    def _kept(self, changed: Changed) -> Outcome:
        before, landscape = self.evaluation, changed.keeping
        if not changed.delays and _only_rules_differ(before.landscape, landscape):
            violations = rule_violations(Schedule(landscape, before.moves))
            after = replace(self.figures, violations=len(violations))
        else:
            evaluation = keep_plan(before, changed, self.options.time_limit, self.given).after
            violations, after = evaluation.violations, figures_of(evaluation)
        return outcome_of(self.figures, before.violations, after, violations)


_PRICES = ("test_case_cost", "session_cost", "main_routes", "lateness_per_month", "law_changes")


def _only_rules_differ(one: Landscape, other: Landscape) -> bool:
    """Whether a plan kept goes on in the same ways at the same prices, and lateness costs nothing: then nothing but what
    rules say of it can be another.
    """
    return (
        one.lateness_per_month is None
        and all(getattr(one, name) == getattr(other, name) for name in _PRICES)
        and same_openings(one, other)
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
            self._key = self._planned = None  # not two large ones at a time
            self._planned = Planned(landscape, plan, options)
            self._key = key
        return self._planned


_PLANNED = _LastPlanned()
