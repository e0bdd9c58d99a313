"""A plan as its answer says it is carried: what was ordered counts, not what a solver would choose now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option
from analyzer.collection import paused_collection
from analyzer.errors import InputError
from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.landscape.findings import MAX_LISTED
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.plan.reading import PlanFile
from analyzer.plan.rules import structural_violations
from analyzer.plan.schedule import Schedule
from analyzer.verification.faults import Faults
from analyzer.verification.shape import maybe, month, record, rows, text
from analyzer.whatif.ways import carry

_SERVED = record({"integration": text, "months": rows(month)})
_ANSWER = record(
    {
        "bridges": rows(
            record({"kind": text, "serves": rows(_SERVED)}, {"hub": maybe(text)}, open_ended=True)
        ),
        "suspended": rows(_SERVED),
    },
    open_ended=True,
)
_Way = tuple[str, str | None]
"""A kind of bridge (or ``suspended``) and its hub: at given forms of a link's ends there is one of each."""


def evaluated(landscape: Landscape, plan: PlanFile, time_limit: float | None = None) -> Evaluation:
    """A plan with its ways: those that its own answer lists, where it was made for this very landscape; else the least.

    Links that the answer does not list, or in a way that is not open, are carried at the least joint cost beside the
    others. InputError where the answer cannot be read. `time_limit` in seconds.
    """
    answer = plan.answer
    if (
        answer is None
        or answer.get("cost") is None
        or plan.landscape_hash != landscape.content_hash
        or structural_violations(landscape, plan.moves)
    ):
        return evaluate_plan(landscape, plan.moves, time_limit)
    faults = Faults(plan.places)
    if not _ANSWER(answer, (), faults):
        raise InputError(tuple(faults.found[:MAX_LISTED]), len(faults.found))
    listed = _listed(answer)
    with paused_collection():
        schedule = Schedule(landscape, plan.moves)

        def ordered(stretch: Stretch, span: int) -> Option | None:
            first = schedule.month(schedule.spans[span].start)
            asked = listed.get((str(stretch.integration.key), first))
            options = stretch.options[span - stretch.first]
            return next((option for option in options if asked is not None and _way(option) == asked), None)

        return carry(Demands(schedule).narrowed(ordered), time_limit)


def _listed(answer: Mapping[str, Any]) -> dict[tuple[str, Month], _Way]:
    """(link, month) → way, relays (which serve beside it) left out."""
    found: dict[tuple[str, Month], _Way] = {}
    for served in answer["suspended"]:
        found.update(((served["integration"], Month.parse(m)), ("suspended", None)) for m in served["months"])
    for bridge in answer["bridges"]:
        if bridge["kind"] == "relay":
            continue
        way = bridge["kind"], bridge.get("hub")
        for served in bridge["serves"]:
            found.update(((served["integration"], Month.parse(m)), way) for m in served["months"])
    return found


def _way(option: Option) -> _Way:
    bridge = option.way.bridge
    return (option.way.name, None) if bridge is None else (bridge.kind, bridge.place.hub)
