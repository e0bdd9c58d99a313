"""A plan that is kept under scenarios, as plain data; docs/what-if.md says what every field means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.months import Month
from analyzer.reports.answer import Plain, answer_document, text_document, violation_document
from analyzer.reports.keeping import push_text
from analyzer.whatif.consequences import BridgeLife, CaseMove
from analyzer.whatif.keeping import Kept


def kept_document(plans: Sequence[Kept]) -> Plain:
    """All of them in order; there is at least one."""
    landscape = plans[0].changed.before
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "moves": {str(ref): str(month) for ref, month in sorted(plans[0].before.moves.items())},
        "scenarios": [_kept(kept) for kept in plans],
    }


def _kept(kept: Kept) -> Plain:
    scenario, after = kept.changed.scenario, kept.after
    return {
        "id": scenario.id,
        "name": scenario.name,
        "as_of": str(kept.as_of),
        "landscape": {"id": after.landscape.id, "hash": after.landscape.content_hash},
        "horizon": {"first": str(after.landscape.horizon.first), "last": str(after.landscape.horizon.last)},
        "delays": {str(ref): months for ref, months in kept.changed.delays.items()},
        **figures(kept),
        "moves": [
            {
                "move": str(moved.move),
                "before": str(moved.before),
                "after": str(moved.after),
                "delay": moved.delay,
                "pushed": [
                    {
                        "kind": push.kind,
                        "by": None if push.by is None else str(push.by),
                        "month": _month(push.month),
                        "reason": text_document(push_text(after.landscape, push)),
                    }
                    for push in moved.pushes
                ],
            }
            for moved in kept.moves
        ],
        "bridges": [bridge_life(life) for life in kept.bridges],
        "tests": [case_document(case) for case in kept.tests],
        "plan": answer_document(after),
    }


def figures(kept: Kept) -> Plain:
    """Status, cost by part, end and rules, before and after."""
    before_cost, after_cost = kept.before.cost, kept.after.cost
    difference = None
    if before_cost is not None and after_cost is not None:
        pairs = zip(before_cost.as_dict().items(), after_cost.as_dict().values(), strict=True)
        difference = {part: other - one for (part, one), other in pairs}
    return {
        "status": {"before": kept.before.status, "after": kept.after.status},
        "cost": {"before": _cost(kept.before), "after": _cost(kept.after), "difference": difference},
        "end": {"before": _month(kept.ends[0]), "after": _month(kept.ends[1])},
        "violations": {
            "new": [violation_document(finding) for finding in kept.violations_new],
            "gone": [violation_document(finding) for finding in kept.violations_gone],
        },
    }


def case_document(case: CaseMove) -> Plain:
    return {
        "change": case.change,
        "integration": str(case.link),
        "before": _month(case.before),
        "after": _month(case.after),
    }


def bridge_life(life: BridgeLife) -> Plain:
    return {
        "key": str(life.key),
        "kind": life.key.kind,
        "vendor": life.key.vendor or None,
        "change": life.change,
        "months": {"before": _months(life.months_before), "after": _months(life.months_after)},
        "links": {
            "before": [] if life.before is None else [str(key) for key in life.before.serves],
            "after": [] if life.after is None else [str(key) for key in life.after.serves],
        },
        "cost": {
            "before": 0 if life.before is None else life.before.cost,
            "after": 0 if life.after is None else life.after.cost,
        },
        "order_by": {"before": _month(life.planned_order), "after": _month(life.order_by)},
        "late": life.late,
    }


def _cost(evaluation: Evaluation) -> dict[str, int] | None:
    return None if evaluation.cost is None else evaluation.cost.as_dict()


def _months(months: Iterable[Month]) -> list[str]:
    return [str(month) for month in months]


def _month(month: Month | None) -> str | None:
    return None if month is None else str(month)
