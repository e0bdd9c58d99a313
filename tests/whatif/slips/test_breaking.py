"""Rules that slips break, all samples at once, against the checker of plans."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from analyzer.evaluation import Evaluation
from analyzer.plan.rules import lateness_months, rule_violations
from analyzer.plan.schedule import Schedule
from analyzer.whatif.slipping import lengthened
from analyzer.whatif.slips.breaking import breaking
from analyzer.whatif.slips.costing import cost_samples, horizon_lengths, months_by_system
from analyzer.whatif.slips.pushing import Months
from tests.profiles import examples
from tests.whatif.slips.test_costing import moves_of, slipped_plans


@settings(max_examples=examples(30))
@given(slipped_plans())
def test_the_rules_broken_are_those_that_the_checker_names(case: tuple[Evaluation, Months]) -> None:
    evaluation, months = case
    if evaluation.assessment is None:
        return
    landscape = evaluation.landscape
    found = breaking(
        cost_samples(evaluation, months).sheet,
        months_by_system(landscape, months),
        horizon_lengths(landscape, months),
    )
    slowly: Counter[str] = Counter()
    for sample in range(months.shape[1]):
        moves = moves_of(landscape, months[:, sample])
        schedule = Schedule(lengthened(landscape, moves), moves)
        codes = {violation.code for violation in rule_violations(schedule)}
        slowly.update(codes)
        assert found.unbroken[sample] == (not codes)
        if found.in_time is not None:
            assert found.in_time[sample] == (not lateness_months(schedule))
        else:
            assert not lateness_months(schedule)
    assert {rule.code for rule in found.rules} == set(slowly)
    for code, number in slowly.items():
        own = [rule.samples for rule in found.rules if rule.code == code]
        assert max(own) <= number <= sum(own)
