"""Parts of an answer as plain data: what `bridges` and `tests` give as JSON."""

from __future__ import annotations

from typing import Any

from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.months import Month
from analyzer.reports.answer import Plain, answer_document

_HEAD = ("schema_version", "landscape", "status")


def bridges_document(evaluation: Evaluation, vendor: str | None = None, month: Month | None = None) -> Plain:
    """The answer's bridges and suspended links, of a vendor or serving in a month where asked for."""
    answer: dict[str, Any] = answer_document(evaluation)
    at = None if month is None else str(month)
    bridges = [
        bridge
        for bridge in answer["bridges"]
        if vendor in (None, bridge["vendor"]) and (at is None or at in _months(bridge))
    ]
    suspended = [
        entry for entry in answer["suspended"] if vendor is None and (at is None or at in entry["months"])
    ]
    return {
        **{name: answer[name] for name in _HEAD},
        "vendor": vendor,
        "month": at,
        "bridges": bridges,
        "suspended": suspended,
        "violations": answer["violations"],
    }


def _months(bridge: dict[str, Any]) -> set[str]:
    served = (*bridge["serves"], *bridge.get("moves", ()))
    return {month for entry in served for month in entry["months"]}


def tests_document(evaluation: Evaluation, vendor: str | None = None, month: Month | None = None) -> Plain:
    """The answer's test cases, in a month or with a vendor as a party where asked for."""
    answer: dict[str, Any] = answer_document(evaluation)
    at = None if month is None else str(month)
    tests = [
        case
        for case in answer["tests"]
        if (vendor is None or vendor in case["vendors"]) and at in (None, case["month"])
    ]
    return {
        **{name: answer[name] for name in _HEAD},
        "vendor": vendor,
        "month": at,
        "tests": tests,
        "baselines": answer["baselines"],
        "twice": answer["twice"],
        "violations": answer["violations"],
    }
