"""The answer as a plan file: plain data with the names that the file format fixes.

docs/certificates.md says what every part means and how it is checked.
"""

from __future__ import annotations

from collections.abc import Sequence

import analyzer
from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands
from analyzer.bridges.reasons import reason_of as reason_of_bridge
from analyzer.bridges.shares import SCALE, share_tables
from analyzer.bridges.standing import StandingBridge
from analyzer.evaluation.assessment import Assessment, Peak
from analyzer.evaluation.bridges_alone import BridgesAlone
from analyzer.evaluation.evaluate import Evaluation
from analyzer.messages import Finding, Text
from analyzer.milp import SOLVER
from analyzer.testing.parties import owners_of
from analyzer.testing.reasons import reason_of as reason_of_test
from analyzer.testing.smallest import TestSet

Plain = dict[str, object]


def answer_document(evaluation: Evaluation) -> Plain:
    """The plan file of an evaluated plan, ready for JSON; same evaluation, same data."""
    landscape = evaluation.landscape
    assessment, alone = evaluation.assessment, evaluation.alone
    document: Plain = {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "pattern": None,
        "status": evaluation.status,
        "cost": None if assessment is None else assessment.cost.as_dict(),
        "bound": evaluation.bound,
        "bridge_cost_alone": None if alone is None else alone.value,
        "moves": {str(ref): str(month) for ref, month in sorted(evaluation.moves.items())},
        "bridges": [] if assessment is None else [_bridge(assessment, b) for b in assessment.bridges],
        "suspended": [] if assessment is None else _suspended(assessment),
        "tests": [] if assessment is None else _tests(assessment),
        "baselines": _baselines(assessment),
        "twice": _twice(assessment),
        "peaks": _peaks(assessment),
        "findings": [violation_document(finding) for finding in evaluation.findings],
        "violations": [violation_document(finding) for finding in evaluation.violations],
        "conflict": [],
        "certificate": _certificate(evaluation, assessment, alone),
        "made_by": {
            "version": analyzer.__version__,
            "options": {"time_limit": evaluation.time_limit},
            "seed": 0,
            "stopped_by": evaluation.stopped_by,
        },
    }
    return document


def violation_document(finding: Finding) -> Plain:
    """A finding or violation as an answer lists it, its place in one field."""
    place = finding.place
    return {
        "code": finding.code,
        "message": text_document(finding.message),
        "place": None if place is None else place._asdict(),
        **dict(finding.details),
    }


def text_document(text: Text) -> Plain:
    return {"ja": text.ja, "en": text.en}


def _bridge(assessment: Assessment, standing: StandingBridge) -> Plain:
    demands, bridge, place = assessment.carriage.demands, standing.bridge, standing.bridge.place
    months = _months(demands)
    document: Plain = {"kind": bridge.kind, "key": str(bridge.key)}
    if place.system is not None:
        document["system"] = place.system
    if place.hub is not None:
        document["hub"] = place.hub
    if place.integration is not None:
        document["integration"] = str(place.integration)
    if place.between is not None:
        document["between"] = list(place.between)
    document |= {
        "vendor": bridge.key.vendor or None,
        "serves": [
            {"integration": str(key), "months": [months[m] for m in served]}
            for key, served in standing.serves.items()
        ],
    }
    if bridge.kind == "relay":
        document["moves"] = [
            {"move": str(ref), "months": [months[m] for m in wanted]}
            for ref, wanted in standing.moves.items()
        ]
    return document | {
        "from": months[standing.months[0]],
        "until": months[standing.months[-1]],
        "permanent": standing.permanent,
        "existing": bridge.stands,
        "setup": bridge.setup,
        "per_link": bridge.per_link,
        "per_month": bridge.per_month,
        "paid": {
            "setup": standing.setup,
            "per_link": standing.per_link,
            "per_month": standing.per_month,
            "total": standing.cost,
        },
        "reason": text_document(reason_of_bridge(demands, standing)),
    }


def _suspended(assessment: Assessment) -> list[Plain]:
    months = _months(assessment.carriage.demands)
    return [
        {"integration": str(key), "months": [months[m] for m in out]}
        for key, out in assessment.suspended.items()
    ]


def _tests(assessment: Assessment) -> list[Plain]:
    demands = assessment.carriage.demands
    counts = assessment.case_counts
    rows: list[Plain] = []
    for test_set in assessment.test_sets:
        for case in test_set.cases:
            stretch = case.route.stretch
            rows.append({
                "month": _month(demands, test_set.month.span),
                "integration": str(stretch.integration.key),
                "covers": sorted(str(demands.legs[leg]) for leg in case.route.due),
                "vendors": sorted(case.vendors),
                "owners": list(owners_of(demands.schedule.landscape, stretch.source, stretch.target)),
                "tested_twice": counts[stretch.integration.key] >= 2,
                "reason": text_document(reason_of_test(demands, test_set, case)),
            })  # fmt: skip
    return rows


def _baselines(assessment: Assessment | None) -> Plain | None:
    if assessment is None:
        return None
    return {"changed_links": assessment.changed_links, "everything": assessment.everything}


def _twice(assessment: Assessment | None) -> Plain | None:
    if assessment is None:
        return None
    return {"changed": assessment.changed_twice, "tested": assessment.tested_twice}


def _peaks(assessment: Assessment | None) -> Plain | None:
    if assessment is None:
        return None

    def document(peak: Peak) -> Plain:
        month = None if peak.month is None else str(assessment.schedule.month(peak.month))
        return {"month": month, "count": peak.count}

    def by_name(peaks: dict[str, tuple[Peak, Peak]]) -> Plain:
        return {
            name: {"cutovers": document(cutovers), "tests": document(tests)}
            for name, (cutovers, tests) in peaks.items()
        }

    return {
        "cutovers": document(assessment.cutover_peak),
        "tests": document(assessment.test_peak),
        "by_vendor": by_name(assessment.peaks_by_vendor),
        "by_owner": by_name(assessment.peaks_by_owner),
    }


def _certificate(
    evaluation: Evaluation, assessment: Assessment | None, alone: BridgesAlone | None
) -> Plain | None:
    if assessment is None or alone is None:
        return None
    demands = assessment.carriage.demands
    return {
        "transport_checked": demands.network.checked,
        "tests": [_test_proof(demands, test_set) for test_set in assessment.test_sets],
        "cost": _cost_proof(evaluation, assessment),
        "bridge_cost_alone": {
            "proof": alone.proof,
            **({"solver": SOLVER} if alone.proof == "branch_and_bound" else {}),
            "value": alone.value,
            "bound": alone.bound,
            "shares_bound": alone.shares_bound,
            "scale": SCALE,
            "shares": share_tables(demands, list(alone.draws), SCALE),
            "ways": _ways(alone.carriage),
        },
    }


def _cost_proof(evaluation: Evaluation, assessment: Assessment) -> Plain:
    """Shares where they reach the bound; else the solver's word, and how far shares reach."""
    certificate = evaluation.certificate
    assert certificate is not None
    shares = certificate.shares(assessment.test_sets)
    reached = evaluation.bound is not None and certificate.bound >= evaluation.bound
    return {
        "proof": "shares" if reached else "branch_and_bound",
        **({} if reached else {"solver": SOLVER}),
        "bound": evaluation.bound,
        "shares_bound": certificate.bound,
        "scale": SCALE,
        "shares": shares.tables,
        "credits": shares.credits,
    }


def _test_proof(demands: Demands, test_set: TestSet) -> Plain:
    return {
        "month": _month(demands, test_set.month.span),
        "cases": len(test_set.cases),
        "due": len(test_set.month.due),
        "proof": test_set.proof,
        "independent_legs": sorted(str(demands.legs[leg]) for leg in test_set.independent),
    }


def _ways(carriage: Carriage) -> list[list[str]]:
    """[integration, way, from, until] of every mixed demand, months of one way joined."""
    demands, months = carriage.demands, _months(carriage.demands)
    rows: list[list[str]] = []
    last_span = -1
    for stretch, span, option in carriage:
        if stretch.state.state != "mixed":
            continue
        covered = demands.schedule.spans[span]
        key, until = str(stretch.integration.key), months[covered.stop - 1]
        if rows and rows[-1][:2] == [key, option.way.name] and last_span == span - 1:
            rows[-1][3] = until
        else:
            rows.append([key, option.way.name, months[covered.start], until])
        last_span = span
    return rows


def _month(demands: Demands, span: int) -> str:
    return str(demands.schedule.month(demands.schedule.spans[span].start))


def _months(demands: Demands) -> Sequence[str]:
    return [str(month) for month in demands.schedule.landscape.horizon.months()]
