"""What if over HTTP: the answers of the command line."""

from __future__ import annotations

import json

import pytest

from analyzer import usecases
from analyzer.landscape.loading import read_landscape
from analyzer.plan.reading import read_plan
from analyzer.reports.kept_document import kept_document
from analyzer.reports.slips_document import slips_document
from analyzer.whatif.scenarios import read_scenarios
from tests.api.asking import MOVES, City, code_of

PLAN = {"moves": MOVES}
SCENARIOS = """\
schema_version: 1
scenarios:
  - id: late
    name: 住民記録の遅れ
    changes: [{delay: {move: jumin.shift, months: 2}}]
  - id: dear
    name: テストが高くなる
    changes: [{costs: {test_case: 5}}]
""".encode()


@pytest.fixture
def planned(city: City) -> City:
    assert city.ask("PUT", "/plans/p", json=PLAN).status_code == 201
    return city


def test_a_kept_plan_under_scenarios_is_that_of_the_command_line(planned: City) -> None:
    landscape = read_landscape(planned.text(), "landscape.yaml").landscape
    assert landscape is not None
    kept = usecases.keep(
        landscape,
        read_plan(json.dumps(PLAN).encode(), "p"),
        read_scenarios(SCENARIOS, "scenarios.yaml"),
        20.0,
    )
    answer = planned.ask("POST", "/plans/p/what-if", content=SCENARIOS).json()
    assert answer == json.loads(json.dumps(kept_document(kept)))
    assert answer["scenarios"][0]["moves"][0]["after"] == "2025-04"
    (one,) = planned.ask("POST", "/plans/p/what-if?scenario=dear", content=SCENARIOS).json()["scenarios"]
    assert one["cost"]["difference"]["test"] > 0
    (both,) = planned.ask("POST", "/plans/p/what-if?combine=true", content=SCENARIOS).json()["scenarios"]
    assert both["id"] == "late+dear"


def test_a_changed_landscape_can_be_uploaded(planned: City) -> None:
    answer = planned.ask("POST", "/changed", content=SCENARIOS)
    assert answer.status_code == 200
    document = answer.json()
    (moved,) = (s["moves"] for s in document["systems"] if s["id"] == "jumin")
    assert moved[0]["earliest"] == "2025-03"  # two months after the horizon's first
    put = planned.ask("PUT", "", content=answer.content, headers={"If-Match": planned.etag})
    assert put.status_code in (200, 201)


def test_everything_that_is_wrong_with_scenarios_is_said_with_its_place(planned: City) -> None:
    wrong = b"scenarios:\n  - {id: a, name: a, changes: [{delay: {vendor: nobody, months: 0}}, {dely: {}}]}\n"
    answer = planned.ask("POST", "/plans/p/what-if?file=s.yaml", content=wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert len(errors) >= 2
    assert all(error["file"] == "s.yaml" and error["line"] in (1, 2) for error in errors)
    unknown = SCENARIOS.replace(b"jumin.shift", b"jumin.shuft")
    assert code_of(planned.ask("POST", "/changed", content=unknown), 422)
    assert code_of(planned.ask("POST", "/changed?scenario=no", content=SCENARIOS), 422) == "unknown_id"
    assert code_of(planned.ask("POST", "/plans/q/what-if", content=SCENARIOS), 404)


def test_a_plan_is_made_again_under_one_scenario(planned: City) -> None:
    answer = planned.ask("POST", "/plans/p/again?scenario=late", content=SCENARIOS).json()
    assert answer["status"] == "optimal"
    assert answer["moves"]["jumin.shift"] >= "2025-03"
    kept = planned.ask("POST", "/plans/p/again?scenario=dear&keep=0", content=SCENARIOS).json()
    assert kept["moves"] == MOVES
    assert code_of(planned.ask("POST", "/plans/p/again", content=SCENARIOS), 422) == "one_scenario"
    assert code_of(planned.ask("POST", "/plans/p/again?keep=-1", content=SCENARIOS), 422)


def test_slips_of_a_kept_plan_are_those_of_the_command_line_and_a_picture(city: City) -> None:
    city.put(
        vendors=[{"id": "va", "name": "A", "slip": {"table": {"0": 1, "2": 1}}}, {"id": "vb", "name": "B"}]
    )
    assert city.ask("PUT", "/plans/p", json=PLAN).status_code in (200, 201)
    landscape = read_landscape(json.dumps(city.get()).encode(), "landscape.yaml").landscape
    assert landscape is not None
    slipping = usecases.slip(
        landscape, read_plan(json.dumps(PLAN).encode(), "p"), samples=200, seed=3, exact=0, time_limit=20.0
    )
    assert city.get("/plans/p/slips?samples=200&seed=3") == json.loads(json.dumps(slips_document(slipping)))
    picture = city.ask("GET", "/plans/p/slips?samples=50", headers={"Accept": "image/svg+xml"})
    assert picture.status_code == 200
    assert picture.text.lstrip().startswith("<")
    assert code_of(city.ask("GET", "/plans/p/slips?samples=0"), 422)


def test_the_next_month_is_a_landscape_to_upload_and_a_plan_for_the_rest(planned: City) -> None:
    asked = {"to": "2025-03", "done": ["jumin.shift"]}
    answer = planned.ask("POST", "/plans/p/advance", json=asked).json()
    assert answer["plan_file"]["moves"] == {"zei.shift": "2025-03"}
    put = planned.ask("PUT", "", json=answer["landscape_file"], headers={"If-Match": planned.etag})
    assert put.status_code in (200, 201), put.text
    assert planned.ask("POST", "/evaluation", json=answer["plan_file"]).json()["status"] == "feasible"
    for wrong in (
        {"to": "2025-03", "done": ["jumin.shuft"]},
        {"to": "2031-13"},
        {"to": "2025-03", "dne": []},
    ):
        assert planned.ask("POST", "/plans/p/advance", json=wrong).status_code == 422


def test_two_kept_plans_are_compared_as_data_table_and_picture(planned: City) -> None:
    later = {"moves": {**MOVES, "zei.shift": "2025-04"}}
    assert planned.ask("PUT", "/plans/q", json=later).status_code == 201
    answer = planned.get("/plans/p/difference?other=q")
    assert [moved["move"] for moved in answer["moves"]] == ["zei.shift"]
    assert planned.get("/plans/p/difference?other=p")["moves"] == []
    assert len(planned.table("/plans/p/difference?other=q")) > 1
    picture = planned.ask("GET", "/plans/p/difference?other=q", headers={"Accept": "image/svg+xml"})
    assert "<svg" in picture.text
    assert code_of(planned.ask("GET", "/plans/p/difference?other=none"), 404)
    assert code_of(planned.ask("GET", "/plans/p/difference"), 422)


def test_an_edit_is_answered_in_the_ways_of_the_plan_then_at_the_least_cost(planned: City) -> None:
    moves = {"moves": {"jumin.shift": "2025-03"}}
    kept = planned.ask("POST", "/plans/p/edit", json=moves).json()
    assert kept["ways"] == "kept"
    assert [(moved["before"], moved["after"]) for moved in kept["moves"]] == [
        (MOVES["jumin.shift"], "2025-03")
    ]
    chosen = planned.ask("POST", "/plans/p/edit", json={**moves, "exact": True}).json()
    assert chosen["ways"] == "chosen"
    assert (
        kept["bound"] <= chosen["bound"] == chosen["cost"]["after"]["total"] <= kept["cost"]["after"]["total"]
    )
    assert planned.ask("POST", "/plans/p/edit", json=moves).json() == kept


def test_an_edit_of_no_move_or_no_month_is_refused(planned: City) -> None:
    wrong = planned.ask("POST", "/plans/p/edit", json={"moves": {"nobody.shift": "2025-03"}})
    assert code_of(wrong, 422)
    assert code_of(planned.ask("POST", "/plans/p/edit", json={"moves": {"jumin.shift": "soon"}}), 422)
