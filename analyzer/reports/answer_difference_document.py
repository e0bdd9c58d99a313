"""The difference of two answers as plain data (schemas/answer-difference.schema.json)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.reports.answer import Plain, violation_document
from analyzer.reports.answer_difference import run_change
from analyzer.whatif.answers import (
    AnswerDifference,
    AnswerView,
    BridgeChange,
    BridgeView,
    CaseView,
    Figure,
    LinkChange,
    Way,
)
from analyzer.whatif.answers.view import Peak


def answer_difference_document(difference: AnswerDifference) -> Plain:
    """Ready for JSON; the same answers give the same data."""
    return {
        "schema_version": 1,
        "before": _side(difference.before),
        "after": _side(difference.after),
        "same": difference.is_empty,
        "counts": {
            part: dict(sorted(Counter(entry.change for entry in getattr(difference, part)).items()))
            for part in ("moves", "bridges", "suspended", "tests")
        } | {"links": len(difference.links)},
        "costs": {figure.name: _figure(figure) for figure in difference.costs},
        "figures": {figure.name: _figure(figure) for figure in difference.figures},
        "moves": [
            {"move": str(m.move), "change": m.change, "before": _plain(m.before), "after": _plain(m.after)}
            for m in difference.moves
        ],
        "bridges": [_bridge(bridge) for bridge in difference.bridges],
        "suspended": [
            {"integration": s.link, "change": s.change, "before": _months(s.before), "after": _months(s.after)}
            for s in difference.suspended
        ],
        "tests": [
            {"change": test.change, "before": _case(test.before), "after": _case(test.after)}
            for test in difference.tests
        ],
        "links": [_link(link) for link in difference.links],
        "peaks": [
            {"of": of.of or None, "name": of.name or None, "what": of.what, "before": _peak(one), "after": _peak(other)}
            for of, one, other in difference.peaks
        ],
        "violations": _findings(difference.violations_new, difference.violations_gone),
        "findings": _findings(difference.findings_new, difference.findings_gone),
    }  # fmt: skip


def _side(answer: AnswerView) -> Plain:
    return {
        "landscape": {"id": answer.landscape_id, "hash": answer.landscape_hash or None},
        "known": answer.known,
        "status": answer.status,
    }


def _figure(figure: Figure) -> Plain:
    return {
        "before": _plain(figure.before),
        "after": _plain(figure.after),
        "difference": figure.difference,
    }


def _bridge(bridge: BridgeChange) -> Plain:
    shown = bridge.shown
    return {
        "key": bridge.key,
        "change": bridge.change,
        "kind": shown.kind,
        "system": shown.system,
        "hub": shown.hub,
        "integration": shown.integration,
        "between": None if shown.between is None else list(shown.between),
        "vendor": shown.vendor,
        "before": _life(bridge.before),
        "after": _life(bridge.after),
    }


def _life(bridge: BridgeView | None) -> Plain | None:
    if bridge is None:
        return None
    return {
        "months": _months(bridge.months),
        "serves": [{"integration": link, "months": _months(served)} for link, served in bridge.serves],
        "moves": [{"move": str(ref), "months": _months(wanted)} for ref, wanted in bridge.moves],
        "permanent": bridge.permanent,
        "existing": bridge.existing,
        "setup": bridge.setup,
        "per_link": bridge.per_link,
        "per_month": bridge.per_month,
        "paid": bridge.paid,
    }


def _case(case: CaseView | None) -> Plain | None:
    if case is None:
        return None
    return {
        "month": str(case.month),
        "integration": case.link,
        "covers": list(case.covers),
        "vendors": list(case.vendors),
        "owners": list(case.owners),
    }


def _link(link: LinkChange) -> Plain:
    return {
        "integration": link.link,
        "runs": [
            {
                "from": str(run.first),
                "until": str(run.last),
                "change": run_change(run),
                "before": _way(run.before),
                "after": _way(run.after),
            }
            for run in link.runs
        ],
    }


def _way(way: Way | None) -> Plain | None:
    return (
        None
        if way is None
        else {"way": way.name, "bridge": way.bridge or None, "hub": way.hub or None, "end": way.end or None}
    )


def _peak(peak: Peak | None) -> Plain | None:
    return None if peak is None else {"month": _plain(peak.month), "count": peak.height}


def _findings(new: Iterable[Finding], gone: Iterable[Finding]) -> Plain:
    return {"new": [violation_document(f) for f in new], "gone": [violation_document(f) for f in gone]}


def _months(months: Iterable[Month]) -> list[str]:
    return [str(month) for month in months]


def _plain(value: int | Month | None) -> int | str | None:
    return str(value) if isinstance(value, Month) else value
