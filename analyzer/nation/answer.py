"""The nation's answer: coverage, the bridges of today, and the load of the vendors, under stated assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.messages import Finding
from analyzer.nation.assumptions import Assumptions
from analyzer.nation.joining import Nation
from analyzer.nation.standing import (
    MunicipalityToday,
    PrefectureToday,
    bridges_today,
    by_prefecture,
    whole,
)
from analyzer.nation.workload import Workload, workload


@dataclass(frozen=True, slots=True)
class NationAnswer:
    nation: Nation
    assumptions: Assumptions
    municipalities: tuple[MunicipalityToday, ...]
    prefectures: tuple[PrefectureToday, ...]
    whole: PrefectureToday
    workload: Workload


def answer_nation(nation: Nation, assumptions: Assumptions) -> NationAnswer:
    """InputError where the assumptions cannot hold together."""
    if wrong := assumptions.wrong():
        raise InputError(tuple(Finding("wrong_assumption", "error", sentence) for sentence in wrong))
    rows = bridges_today(nation, assumptions)
    return NationAnswer(
        nation,
        assumptions,
        rows,
        by_prefecture(nation, rows),
        whole(nation, rows),
        workload(nation, assumptions),
    )
