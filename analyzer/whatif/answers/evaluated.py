"""An evaluation as the answer that it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from analyzer.bridges.reasons import reason_of as reason_of_bridge
from analyzer.bridges.standing import StandingBridge
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.assessment import Peak as Counted
from analyzer.evaluation.evaluate import Evaluation
from analyzer.testing.parties import owners_of
from analyzer.testing.reasons import reason_of as reason_of_test
from analyzer.whatif.answers.view import AnswerView, BridgeView, CaseView, Months, Peak, PeakOf


def view_of(evaluation: Evaluation, status: str | None = None) -> AnswerView:
    """What the plan file of the evaluation says; `status` in place of its own (an optimum's)."""
    landscape, assessment, alone = evaluation.landscape, evaluation.assessment, evaluation.alone
    bridges: tuple[BridgeView, ...] = ()
    tests: tuple[CaseView, ...] = ()
    suspended: tuple[tuple[str, Months], ...] = ()
    counts: dict[str, int] = {}
    if assessment is not None:
        bridges = tuple(sorted((_bridge(assessment, b) for b in assessment.bridges), key=lambda b: b.key))
        suspended = tuple((str(key), _months(assessment, out)) for key, out in assessment.suspended.items())
        tests = tuple(sorted(_cases(assessment), key=lambda case: (case.month, case.link)))
        counts = {
            "changed_links": assessment.changed_links,
            "everything": assessment.everything,
            "changed_twice": assessment.changed_twice,
            "tested_twice": assessment.tested_twice,
        }
    return AnswerView(
        landscape=landscape,
        known=True,
        landscape_id=landscape.id,
        landscape_hash=landscape.content_hash,
        status=evaluation.status if status is None else status,
        cost=None if assessment is None else assessment.cost.as_dict(),
        bound=evaluation.bound,
        bridge_cost_alone=None if alone is None else alone.value,
        moves=dict(sorted(evaluation.moves.items())),
        bridges=bridges,
        suspended=tuple(sorted(suspended)),
        tests=tests,
        counts=counts,
        peaks={} if assessment is None else dict(sorted(_peaks(assessment))),
        findings=evaluation.findings,
        violations=evaluation.violations,
    )


def _months(assessment: Assessment, months: Iterable[int]) -> Months:
    return tuple(assessment.schedule.month(month) for month in months)


def _bridge(assessment: Assessment, standing: StandingBridge) -> BridgeView:
    bridge, place = standing.bridge, standing.bridge.place
    serves = ((str(key), _months(assessment, served)) for key, served in standing.serves.items())
    return BridgeView(
        key=str(bridge.key),
        kind=bridge.kind,
        vendor=bridge.key.vendor or None,
        system=place.system,
        hub=place.hub,
        integration=None if place.integration is None else str(place.integration),
        between=place.between,
        serves=tuple(sorted(serves)),
        moves=tuple(sorted((ref, _months(assessment, wanted)) for ref, wanted in standing.moves.items())),
        months=_months(assessment, standing.months),
        permanent=standing.permanent,
        existing=bridge.stands,
        setup=bridge.setup,
        per_link=bridge.per_link,
        per_month=bridge.per_month,
        paid=standing.cost,
        reason=reason_of_bridge(assessment.carriage.demands, standing),
    )


def _cases(assessment: Assessment) -> Iterator[CaseView]:
    demands = assessment.carriage.demands
    for test_set in assessment.test_sets:
        month = assessment.schedule.month(assessment.schedule.spans[test_set.month.span].start)
        for case in test_set.cases:
            stretch = case.route.stretch
            yield CaseView(
                month=month,
                link=str(stretch.integration.key),
                covers=tuple(sorted(str(demands.legs[leg]) for leg in case.route.due)),
                vendors=tuple(sorted(case.vendors)),
                owners=tuple(owners_of(assessment.landscape, stretch.source, stretch.target)),
                reason=reason_of_test(demands, test_set, case),
            )


def _peaks(assessment: Assessment) -> Iterator[tuple[PeakOf, Peak]]:
    def peak(counted: Counted) -> Peak:
        month = None if counted.month is None else assessment.schedule.month(counted.month)
        return Peak(month, counted.count)

    yield PeakOf("", "", "cutovers"), peak(assessment.cutover_peak)
    yield PeakOf("", "", "tests"), peak(assessment.test_peak)
    named: tuple[tuple[str, Any], ...] = (
        ("vendor", assessment.peaks_by_vendor),
        ("owner", assessment.peaks_by_owner),
    )
    for of, by_name in named:
        for name, (cutovers, tests) in by_name.items():
            yield PeakOf(of, name, "cutovers"), peak(cutovers)
            yield PeakOf(of, name, "tests"), peak(tests)
