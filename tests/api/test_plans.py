"""Plans over HTTP, and POSTs that are done once."""

from __future__ import annotations

import pytest

from analyzer.stores.memory import MemoryStore
from tests.api.asking import MOVES, City, code_of

PLAN = {"moves": MOVES}


def test_a_plan_is_kept_read_replaced_and_deleted(city: City) -> None:
    made = city.ask("PUT", "/plans/first", json=PLAN)
    assert made.status_code == 201
    entry = made.json()
    assert made.headers["etag"] == f'"{entry["revision"]}"'
    assert entry["version"] == city.etag.strip('"')
    assert city.get("/plans/first") == PLAN
    other = {"moves": {**MOVES, "zei.shift": "2025-04"}}
    assert code_of(city.ask("PUT", "/plans/first", json=other), 428) == "precondition_required"
    assert city.ask("PUT", "/plans/first", json=PLAN).status_code == 200  # the same again: an answer was lost
    replaced = city.ask("PUT", "/plans/first", json=other, headers={"If-Match": made.headers["etag"]})
    assert replaced.status_code == 200
    assert city.get("/plans/first") == other
    assert code_of(city.ask("DELETE", "/plans/first"), 428) == "precondition_required"
    old = city.ask("DELETE", "/plans/first", headers={"If-Match": made.headers["etag"]})
    assert code_of(old, 412) == "changed"
    now = {"If-Match": replaced.headers["etag"]}
    assert city.ask("DELETE", "/plans/first", headers=now).status_code == 204
    assert code_of(city.ask("GET", "/plans/first"), 404) == "not_kept_plan"


def test_a_plan_in_yaml_is_kept_as_json(city: City) -> None:
    yaml = "moves:\n  jumin.shift: 2025-02 # 二月\n  zei.shift: 2025-03\n".encode()
    assert city.ask("PUT", "/plans/y", content=yaml).status_code == 201
    assert city.get("/plans/y") == PLAN


def test_a_large_plan_is_read_elsewhere_and_kept_the_same(city: City) -> None:
    note = {"made_by": {"note": "x" * 300_000}}
    assert city.ask("PUT", "/plans/large", json={**PLAN, **note}).status_code == 201
    assert city.get("/plans/large") == {**PLAN, **note}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "empty_file"), (b"[]", "wrong_root"), (b"{}", "missing_field"), (b"{moves: {jumin: 2025-01}}", "not_a_move"),
        (b"{moves: {jumin.shift: soon}}", "not_a_month"), (b'{"moves": {}, "moves": {}}', "duplicate_key"),
        (b"{moves: {}, more: 1}", "unknown_key"), (b"a: &x [*x]", "yaml_anchor"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_its_place(city: City, text: bytes, code: str) -> None:
    answer = city.ask("PUT", "/plans/wrong?file=p.yaml", content=text)
    assert answer.status_code == 422
    assert code in {error["code"] for error in answer.json()["errors"]}
    assert {error["file"] for error in answer.json()["errors"]} <= {"p.yaml"}


def test_plans_are_listed_by_id_in_pages_and_as_a_table(city: City) -> None:
    for name in ("b", "a", "c"):
        city.ask("PUT", f"/plans/{name}", json=PLAN)
    page = city.get("/plans?limit=2")
    assert [entry["id"] for entry in page["items"]] == ["a", "b"]
    assert [entry["id"] for entry in city.get(f"/plans?limit=2&cursor={page['next']}")["items"]] == ["c"]
    assert [row[1] for row in city.table("/plans")[1:]] == ["a", "b", "c"]


def test_a_plan_stays_with_the_version_that_it_was_made_for(city: City) -> None:
    old = city.etag.strip('"')
    answer = city.ask("POST", "/evaluation", json=PLAN).json()
    city.put(landscape={"name": "B"})
    assert city.ask("PUT", "/plans/answer", json=answer).json()["version"] == old
    assert city.ask("PUT", "/plans/short", json=PLAN).json()["version"] == city.etag.strip('"')
    assert city.ask("PUT", "/plans/named?version=1", json=PLAN).json()["version"] == old
    assert city.get("/plans/answer/evaluation")["landscape"]["hash"] == old
    now = city.get("/plans/answer/evaluation?version=current")
    assert now["landscape"]["hash"] == city.etag.strip('"')


def test_a_plan_that_is_posted_gets_an_id_of_what_it_says(city: City) -> None:
    made = city.ask("POST", "/plans", json=PLAN)
    assert made.status_code == 201
    again = city.ask("POST", "/plans", json=PLAN)
    assert again.status_code == 200
    assert again.json()["id"] == made.json()["id"]
    assert city.ask("GET", made.headers["location"].partition(city.id)[2]).json() == PLAN


def test_the_same_key_is_done_once_and_answered_the_same(city: City) -> None:
    key = {"Idempotency-Key": "one"}
    first = city.ask("POST", "/plans", json=PLAN, headers=key)
    again = city.ask("POST", "/plans", json=PLAN, headers=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["etag"] == first.headers["etag"]
    other = city.ask("POST", "/plans", json={"moves": {}}, headers=key)
    assert code_of(other, 422) == "idempotency_key_reused"


def test_a_failure_is_not_remembered(city: City) -> None:
    key = {"Idempotency-Key": "two"}
    assert city.ask("POST", "/plans", content=b"[]", headers=key).status_code == 422
    assert city.ask("POST", "/plans?version=9", json=PLAN, headers=key).status_code == 404
    assert city.ask("POST", "/plans?version=9", json=PLAN, headers=key).status_code == 404
    assert city.ask("POST", "/plans", json=PLAN, headers=key).status_code == 201


def test_while_the_first_one_is_being_done_a_second_one_waits(city: City) -> None:
    service = city.client.app.state.service  # type: ignore[attr-defined]
    store: MemoryStore = service.store
    key = {"Idempotency-Key": "three"}
    city.ask("POST", "/plans", json=PLAN, headers=key)
    (record,) = [r for r in store.records("idempotency") if str(r.value["headers"]).count(f"/{city.id}/")]
    doing = {**record.value, "state": "doing"}
    store.put_record("idempotency", record.key, doing)
    assert code_of(city.ask("POST", "/plans", json=PLAN, headers=key), 409) == "under_way"
    store.put_record("idempotency", record.key, {**doing, "until": "2000-01-01T00:00:00.000Z"})
    assert city.ask("POST", "/plans", json=PLAN, headers=key).status_code == 200  # whoever did it has died


def test_a_key_has_letters_that_can_be_seen(city: City) -> None:
    for key in ("", "a b", "x" * 201):
        assert code_of(city.ask("POST", "/plans", json=PLAN, headers={"Idempotency-Key": key}), 422)
