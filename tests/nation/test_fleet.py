"""A municipality as a landscape: what is published as it is, the rest assumed and marked so, through the full door."""

from __future__ import annotations

import pytest

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.nation.areas import AREA_IDS
from analyzer.nation.assumptions import Assumptions, Per, Unlisted
from analyzer.nation.fleet import as_landscape, fleet, landscape_id
from analyzer.nation.joining import Nation
from tests.nation.made_up import nation, package

STATE = dict.fromkeys(AREA_IDS[:15], 0.9) | {"jumin": 1.0, "inkan": 1.0, "koseki": 1.0}
PACKAGES = (package("1" * 13, *AREA_IDS), package("2" * 13, *AREA_IDS[::2]))


def two() -> Nation:
    """甲市 is in both files, 乙町 only in that of progress; 丙村 only in the other."""
    return nation({"甲市": STATE, "乙町": STATE}, {"甲市": ["kaigo", "jumin"], "丙村": ["kaigo"]}, PACKAGES)


@pytest.mark.parametrize("per", ["system", "vendor"])
def test_every_municipality_with_data_is_a_sound_landscape_whose_mixed_links_are_carried(per: Per) -> None:
    documents = list(fleet(two(), Assumptions(per=per)))
    assert [municipality.body.name for municipality, _ in documents] == ["北海道乙町", "北海道甲市"]
    for _, document in documents:
        result = read_document(document, Places("made"))
        assert result.landscape is not None, result.findings
        assert not result.findings
        landscape = result.landscape
        assert {s.id for s in landscape.systems.values() if not s.moves} == {"jumin", "inkan", "koseki"}
        assert all(link.confidence == "assumed" for link in landscape.integrations.values())
        plan = {
            MoveRef(s.id, m.id): landscape.horizon.first + 1
            for s in landscape.systems.values()
            for m in s.moves
        }
        evaluation = evaluate_plan(landscape, plan)
        assert evaluation.assessment is not None
        assert not evaluation.violations
        assert evaluation.assessment.cost.bridge == 0  # what stands today carries the first month
        assert all(standing.bridge.kind != "as_is" for standing in evaluation.assessment.bridges)


@pytest.mark.parametrize(
    ("unlisted", "deadline"), [("law", None), ("extended", "2031-03"), ("left-out", "2031-03")]
)
def test_a_deadline_is_extended_where_the_file_says_so(unlisted: Unlisted, deadline: str | None) -> None:
    landscapes = {m.body.city: as_landscape(d) for m, d in fleet(two(), Assumptions(unlisted=unlisted))}
    told = {city: dict.fromkeys(("kaigo", "senkyo")) for city in landscapes}
    for city, landscape in landscapes.items():
        assert landscape.deadline == Month.parse("2026-03")
        for area in ("kaigo", "senkyo"):
            own = landscape.systems[area].moves[0].deadline
            told[city][area] = None if own is None else str(own)
    assert told == {
        "甲市": {"kaigo": "2031-03", "senkyo": None}, "乙町": {"kaigo": deadline, "senkyo": deadline},
    }  # fmt: skip


def test_ids_are_codes_where_there_are_any_and_stay_the_same_otherwise() -> None:
    ids = {m.body.city: landscape_id(m) for m in two().municipalities}
    assert ids["丙村"] == "m-010001"  # as its entry says
    assert ids["乙町"] == landscape_id(nation({"乙町": {}}).municipalities[0])
    assert len(set(ids.values())) == 3
