"""Questions about plans over HTTP: the answers of the command line, from guarded processes."""

from __future__ import annotations

import json

import pytest

from analyzer import usecases
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import read_plan
from analyzer.reports import parts
from analyzer.reports.answer import answer_document
from analyzer.reports.overview import overview, overview_document
from analyzer.reports.status import status_document
from tests.api.asking import MOVES, City, code_of

PLAN = {"moves": MOVES}
TEXT = json.dumps(PLAN).encode()


@pytest.fixture
def planned(city: City) -> City:
    assert city.ask("PUT", "/plans/p", json=PLAN).status_code == 201
    return city


def _landscape(city: City) -> Landscape:
    found = read_landscape(city.text(), "landscape.yaml").landscape
    assert found is not None
    return found


def test_an_evaluation_is_that_of_the_command_line_for_a_kept_plan_and_a_sent_one(planned: City) -> None:
    evaluation = usecases.evaluate(_landscape(planned), read_plan(TEXT, "p"), 20.0)
    expected = json.loads(json.dumps(answer_document(evaluation)))
    kept, sent = planned.get("/plans/p/evaluation"), planned.ask("POST", "/evaluation", content=TEXT).json()
    assert kept == sent == expected
    assert kept["cost"]["total"] > 0


def test_bridges_and_tests_are_parts_of_it(planned: City) -> None:
    evaluation = usecases.evaluate(_landscape(planned), read_plan(TEXT, "p"), 20.0)
    month = usecases.month_named("2025-02")
    assert planned.get("/plans/p/bridges") == parts.bridges_document(evaluation)
    assert planned.get("/plans/p/bridges?vendor=va&month=2025-02") == parts.bridges_document(
        evaluation, "va", month
    )
    assert planned.get("/plans/p/tests") == parts.tests_document(evaluation)
    assert planned.ask("POST", "/tests?month=2025-02", content=TEXT).json() == parts.tests_document(
        evaluation, None, month
    )
    assert planned.table("/plans/p/tests")[0][:2] == ["month", "integration"]
    assert planned.table("/plans/p/bridges.csv", "ja")[0][0] == "種類"
    assert code_of(planned.ask("GET", "/plans/p/tests?vendor=nobody"), 422) == "unknown_vendor"
    assert code_of(planned.ask("GET", "/plans/p/tests?month=2031-01"), 422) == "outside_horizon"


def test_the_status_of_a_month_with_a_plan_and_without(planned: City) -> None:
    landscape = _landscape(planned)
    plan = read_plan(TEXT, "p")
    today = json.loads(json.dumps(status_document(usecases.status(landscape))))
    then = json.loads(json.dumps(status_document(usecases.status(landscape, "2025-02", plan, 20.0))))
    assert {**planned.get("/status"), "questions": []} == {**today, "questions": []}
    assert {**planned.get("/plans/p/status?month=2025-02"), "questions": []} == {**then, "questions": []}
    assert planned.ask("POST", "/status?month=2025-02", content=TEXT).json()["month"] == "2025-02"
    assert planned.table("/plans/p/status?month=2025-02")[0][0] == "integration"


def test_questions_name_the_line_of_the_file_that_was_uploaded(city: City) -> None:
    text = json.dumps(city.document(), ensure_ascii=False, indent=1)
    city.ask("PUT", "?file=city.json", content=text.encode(), headers={"If-Match": city.etag})
    (question,) = [q for q in city.get("/overview")["questions"] if q["code"] == "unknown_partner"]
    assert question["file"] == "city.json"
    lines = text.splitlines()
    assert any('"id": "c"' in line for line in lines[question["line"] - 2 : question["line"] + 2])


def test_an_overview_is_that_of_show(city: City) -> None:
    expected = json.loads(json.dumps(overview_document(overview(_landscape(city)))))
    found = city.get("/overview")
    assert {**found, "questions": []} == {**expected, "questions": []}


def test_an_answer_that_is_true_is_verified_and_a_changed_one_is_not(planned: City) -> None:
    answer = planned.get("/plans/p/evaluation")
    assert planned.ask("POST", "/verification", json=answer).json()["ok"]
    answer["cost"]["total"] += 1
    wrong = planned.ask("POST", "/verification", json=answer).json()
    assert not wrong["ok"]
    assert wrong["faults"]
    planned.ask("PUT", "/plans/wrong", json=answer)
    assert planned.get("/plans/wrong/verification")["ok"] is False
    assert planned.ask("POST", "/verification", json={"moves": 3}).status_code == 422


@pytest.mark.requires_dot
def test_pictures_come_in_every_form(planned: City) -> None:
    begins = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "dot": b"digraph"}
    types = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "dot": "text/vnd.graphviz"}
    for form, beginning in begins.items():
        for path in (f"/diagram.{form}", f"/plans/p/diagram.{form}?month=2025-02"):
            picture = planned.ask("GET", path)
            assert picture.content.lstrip().startswith(beginning), path
            assert picture.headers["content-type"].startswith(types[form])
        by_header = planned.ask("POST", "/diagram", content=TEXT, headers={"Accept": types[form]})
        assert by_header.content.lstrip().startswith(beginning)
    svg = planned.ask("GET", "/diagram.svg")
    assert "sandbox" in svg.headers["content-security-policy"]
    assert svg.headers["x-content-type-options"] == "nosniff"


def test_a_picture_is_no_table(city: City) -> None:
    assert code_of(city.ask("GET", "/diagram.csv"), 406) == "not_acceptable"
    assert code_of(city.ask("GET", "/overview.csv"), 406) == "not_acceptable"
    assert code_of(city.ask("GET", "/systems", headers={"Accept": "image/png"}), 406) == "not_acceptable"


def test_patterns_are_listed_with_what_speaks_against_them(city: City) -> None:
    listed = city.get("/patterns")["items"]
    assert [pattern["id"] for pattern in listed] == ["p1", "p2", "p3a", "p3b", "p4"]
    header, *rows = city.table("/patterns.csv")
    assert header == ["id", "name", "order", "together", "why not"]
    assert [row[0] for row in rows] == [pattern["id"] for pattern in listed]
    assert rows[0][2] == "resident, tax → other"
    assert all(pattern["why_not"] is None for pattern in listed)


def test_patterns_are_compared_within_a_time(city: City) -> None:
    answer = city.ask("POST", "/comparison", json={"patterns": ["p1", "p4"], "time_limit": 20})
    found = answer.json()
    assert [plan["pattern"] for plan in found["answers"]] == ["p1", "p4"]
    assert found["optimum"]["cost"]["total"] <= min(plan["cost"]["total"] for plan in found["answers"])
    unknown = city.ask("POST", "/comparison", json={"patterns": ["p9"]})
    assert code_of(unknown, 422) == "unknown_pattern"
    assert code_of(city.ask("POST", "/comparison", json={"time_limit": 0}), 422) == "wrong_request"


def test_the_same_question_has_the_same_bytes_and_etag(planned: City) -> None:
    first, second = (planned.ask("GET", "/plans/p/evaluation") for _ in range(2))
    assert first.content == second.content
    known = {"If-None-Match": first.headers["etag"]}
    assert planned.ask("GET", "/plans/p/evaluation", headers=known).status_code == 304
    # A POST is never "not modified": its body is the question.
    assert planned.ask("POST", "/evaluation", content=TEXT, headers=known).status_code == 200
