"""Which forms a sheet about links shows: those of a month of the plan, else those at the end of all moves."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.landscape.model import IntegrationKey
from analyzer.messages import Text
from analyzer.worksheets.worksheet import Asked


def involved(asked: Asked, key: IntegrationKey, forms: Mapping[str, int]) -> bool:
    """Whether the link is the vendor's that was asked for, by the form of an end; every link is, where none was."""
    if asked.vendor is None:
        return True
    systems = asked.landscape.systems
    ends = (end for end in (key.source, key.target) if end is not None)
    return any(systems[end].forms[forms[end]].vendor == asked.vendor for end in ends)


def forms_shown(asked: Asked) -> tuple[Mapping[str, int], Text]:
    """System → index of its form, and a line that says which forms these are."""
    systems = asked.landscape.systems
    schedule = None if asked.evaluation is None else asked.evaluation.schedule
    if schedule is not None and asked.month is not None:
        at = asked.landscape.horizon.index(asked.month)
        shown = asked.month_text(asked.month)
        assert shown is not None
        return {id: schedule.form_index(id, at) for id in systems}, Text(
            f"{shown.ja} の姿です。", f"As of {shown.en}."
        )
    return {id: len(system.moves) for id, system in systems.items()}, Text(
        "すべての移行が終わった後の姿です(途中の月は、計画と月を指定してください)。",
        "As it is after all moves (name a plan and a month for a time in between).",
    )
