"""Jobs over HTTP; nobody works at them here but the test."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.jobs.ledger import Held, Ledger
from api.jobs.part import jobs_of
from api.service import Service
from api.settings import Settings
from tests.api.jobs.support import MOVES, SMALL, best, standing

AT = "/api/v1/landscapes/small/jobs"
MOST = 4


class Desk:
    """A client, and what a worker has at hand."""

    def __init__(self, client: TestClient, service: Service) -> None:
        self.client = client
        self.store = service.store
        self.service = service
        self.ledger: Ledger = jobs_of(service).ledger

    def submit(self, **asked: Any) -> dict[str, Any]:
        response = self.client.post(AT, json=asked)
        assert response.status_code == 202, response.text
        document: dict[str, Any] = response.json()
        return document

    def take(self) -> Held:
        held = self.ledger.take("the test")
        assert held is not None
        return held

    def path(self, job: dict[str, Any], *more: str) -> str:
        return "/".join((AT, job["id"], *more))


@pytest.fixture
def desk() -> Iterator[Desk]:
    store = MemoryStore()
    store.put_version(SMALL)
    app = create_app(Settings(job_workers=0, job_queue=MOST), store)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield Desk(client, app.state.service)


def events(text: str) -> list[tuple[int, str, dict[str, Any]]]:
    """(id, event, data) of each event, as a browser reads them."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "data" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


def test_a_job_is_accepted_with_its_place_in_the_queue_and_found_where_it_says(desk: Desk) -> None:
    desk.submit()
    response = desk.client.post(AT, json={"pattern": "p1", "time_limit": 5, "start": {"moves": MOVES}})
    assert response.status_code == 202
    document = response.json()
    assert response.headers["location"] == desk.path(document)
    assert (document["state"], document["position"], document["kind"]) == ("queued", 2, "optimize")
    assert document["question"] == {
        "patterns": ["p1"], "with_optimum": True, "solver": "auto", "start": MOVES, "time_limit": 5.0, "work_limit": None,
    }  # fmt: skip
    assert document["version"] == SMALL.content_hash
    assert desk.client.get(response.headers["location"]).json() == document


def test_without_a_limit_a_search_has_a_minute_and_with_one_of_work_no_clock(desk: Desk) -> None:
    assert desk.submit()["question"]["time_limit"] == 60.0
    assert desk.submit(work_limit=5)["question"]["time_limit"] is None


def test_every_order_of_blocks_may_be_compared(desk: Desk) -> None:
    asked = desk.submit(kind="compare", weak_orders="resident,tax", patterns=["p1"], with_optimum=False)[
        "question"
    ]
    assert asked["patterns"][0] == "p1"
    assert len(asked["patterns"]) == 4  # p1, one before the other, the other way round, both at once
    assert asked["with_optimum"] is False


def test_a_plan_kept_beside_the_landscape_may_be_the_start(desk: Desk) -> None:
    desk.store.put_plan("small", "mine", SMALL.content_hash, json.dumps({"moves": MOVES}).encode())
    assert desk.submit(start_plan="mine")["question"]["start"] == MOVES


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"time_limit": 1e5}, 422, "limit_too_long"),
        ({"time_limit": -1}, 422, "wrong_request"),
        ({"time_limit": "5"}, 422, "wrong_request"),
        ({"work_limit": 1.5}, 422, "wrong_request"),
        ({"unheard": 1}, 422, "wrong_request"),
        ({"solver": "oracle"}, 422, "wrong_request"),
        ({"kind": "guess"}, 422, "wrong_request"),
        ({"patterns": ["p1"]}, 422, "not_of_this_kind"),
        ({"kind": "compare", "pattern": "p1"}, 422, "not_of_this_kind"),
        ({"kind": "compare", "start": {"moves": {}}}, 422, "not_of_this_kind"),
        ({"start": {"moves": {}}, "start_plan": "mine"}, 422, "two_starts"),
        ({"pattern": "p9"}, 422, "unknown_pattern"),
        ({"start": {"moves": {"jumin.shift": "soon"}}}, 422, "not_a_month"),
        ({"start": {"moves": {}, "no": "plan"}}, 422, "unknown_key"),
        ({"start_plan": "nobody-s"}, 404, "not_kept_plan"),
        ({"version": "sha256:" + "0" * 64}, 404, "not_kept_version"),
        ({"kind": "compare", "weak_orders": "resident,nobody"}, 422, "unknown_block"),
        ({"weak_orders": "resident,tax"}, 422, "not_of_this_kind"),
        ({"version": "latest"}, 422, "wrong_request"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem_and_no_job(
    desk: Desk, asked: dict[str, Any], status: int, code: str
) -> None:
    response = desk.client.post(AT, json=asked)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert desk.client.get(AT).json()["items"] == []
    assert not desk.store.records("job-queue")


def test_a_body_that_is_no_json_is_refused(desk: Desk) -> None:
    json_type = {"content-type": "application/json"}
    assert desk.client.post(AT, content=b"{", headers=json_type).status_code == 400
    assert (
        desk.client.post(AT, content=b'{"kind":"compare","kind":"optimize"}', headers=json_type).status_code
        == 400
    )
    assert (
        desk.client.post(AT, content=b"kind: compare", headers={"content-type": "text/yaml"}).status_code
        == 415
    )


def test_a_landscape_that_is_not_kept_has_no_jobs(desk: Desk) -> None:
    elsewhere = "/api/v1/landscapes/elsewhere/jobs"
    assert desk.client.get(elsewhere).status_code == 404
    assert desk.client.post(elsewhere, json={}).status_code == 404
    for path in ("", "/events", "/result"):
        assert desk.client.get(f"{AT}/{'0' * 20}{path}").status_code == 404
        assert desk.client.get(f"{AT}/no-id{path}").status_code == 422
    assert desk.client.post(f"{AT}/{'0' * 20}/cancel").status_code == 404
    assert desk.client.delete(f"{AT}/{'0' * 20}").status_code == 404


def test_a_full_queue_says_when_to_come_again(desk: Desk) -> None:
    for _ in range(MOST):
        desk.submit()
    response = desk.client.post(AT, json={})
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert int(response.headers["retry-after"]) > 0
    assert len(desk.client.get(AT).json()["items"]) == MOST


def test_the_same_key_makes_one_job(desk: Desk) -> None:
    answers = [desk.client.post(AT, json={}, headers={"Idempotency-Key": "once"}) for _ in range(3)]
    assert {answer.json()["id"] for answer in answers} == {answers[0].json()["id"]}
    assert {answer.headers["location"] for answer in answers} == {answers[0].headers["location"]}
    assert len(desk.client.get(AT).json()["items"]) == 1


def test_jobs_are_listed_page_by_page_and_by_their_state(desk: Desk) -> None:
    ids = [desk.submit()["id"] for _ in range(3)]
    desk.ledger.finish(desk.take(), b"{}", standing(1, 1))
    first = desk.client.get(AT, params={"limit": 2}).json()
    second = desk.client.get(AT, params={"limit": 2, "cursor": first["next"]}).json()
    assert [job["id"] for job in first["items"] + second["items"]] == sorted(ids)
    assert second["next"] is None
    waiting = desk.client.get(AT, params={"state": "queued"}).json()
    assert len(waiting["items"]) == 2
    assert desk.client.get(AT, params={"state": "queued", "cursor": first["next"]}).status_code == 422


def test_progress_is_told_with_the_gap_and_the_best_plan(desk: Desk) -> None:
    job = desk.submit()
    desk.ledger.save(desk.take(), standing(10, 4, 2.5), best(10))
    told = desk.client.get(desk.path(job)).json()
    assert told["state"] == "running"
    assert told["progress"] == {
        "seconds": 2.5, "cost": 10, "bound": 4, "gap": 0.6, "source": "search", "step": None,
    }  # fmt: skip
    assert told["best"] == {"plan": {"moves": MOVES}, "cost": 10}
    assert told["position"] is None


def test_a_job_that_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    job = desk.submit()
    first = desk.client.get(desk.path(job))
    again = desk.client.get(desk.path(job), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_result_is_the_answer_to_the_byte_and_never_changes(desk: Desk) -> None:
    job = desk.submit()
    waiting = desk.client.get(desk.path(job, "result"))
    assert (waiting.status_code, waiting.json()["code"]) == (409, "not_over")
    desk.ledger.finish(desk.take(), b'{"cost":  1}', standing(1, 1))
    told = desk.client.get(desk.path(job)).json()
    response = desk.client.get(told["result"]["href"])
    assert (response.status_code, response.content) == (200, b'{"cost":  1}')
    assert response.headers["etag"] == f'"{told["result"]["hash"]}"'
    assert "immutable" in response.headers["cache-control"]
    again = desk.client.get(told["result"]["href"], headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_a_job_without_an_answer_says_why(desk: Desk) -> None:
    failed, cancelled = desk.submit(), desk.submit()
    for _ in range(2):
        desk.ledger.died(desk.take(), standing(9), best(9))
    response = desk.client.get(desk.path(failed, "result"))
    assert (response.status_code, response.json()["code"]) == (409, "no_result")
    assert "2 回" in response.json()["detail"]
    assert desk.client.get(desk.path(failed)).json()["reason"]["code"] == "search_died"
    desk.client.post(desk.path(cancelled, "cancel"))
    assert desk.client.get(desk.path(cancelled, "result")).json()["code"] == "no_result"


def test_cancelling_is_asked_once_and_may_be_asked_again(desk: Desk) -> None:
    job = desk.submit()
    held = desk.take()
    response = desk.client.post(desk.path(job, "cancel"))
    assert (response.status_code, response.json()["state"], response.json()["cancelling"]) == (
        202,
        "running",
        True,
    )
    desk.ledger.finish(held, b"{}", standing(5, 4))
    response = desk.client.post(desk.path(job, "cancel"))
    assert (response.status_code, response.json()["state"]) == (200, "cancelled")


def test_only_a_job_that_is_over_can_be_deleted(desk: Desk) -> None:
    job = desk.submit()
    refused = desk.client.delete(desk.path(job))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_over")
    desk.client.post(desk.path(job, "cancel"))
    assert desk.client.delete(desk.path(job)).status_code == 204
    assert desk.client.get(desk.path(job)).status_code == 404


def test_the_events_of_a_job_that_is_over_are_its_way_and_its_end(desk: Desk) -> None:
    job = desk.submit()
    held = desk.ledger.save(desk.take(), standing(10, 4, 2.5), best(10))
    desk.ledger.finish(held, b"{}", standing(9, 9, 3.0))
    response = desk.client.get(desk.path(job, "events"))
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    heard = events(response.text)
    assert [(id_, event, data["cost"]) for id_, event, data in heard] == [
        (1, "progress", None), (2, "progress", None), (3, "progress", 10), (4, "done", 9),
    ]  # fmt: skip
    assert heard[-1][2]["gap"] == 0.0
    rest = desk.client.get(desk.path(job, "events"), headers={"Last-Event-ID": "3"})
    assert [id_ for id_, *_ in events(rest.text)] == [4]
    over = desk.client.get(desk.path(job, "events"), headers={"Last-Event-ID": "4"})
    assert (over.status_code, over.content) == (204, b"")
    assert desk.client.get(desk.path(job, "events"), headers={"Last-Event-ID": "x"}).status_code == 422


def test_a_stopping_service_takes_no_jobs_and_no_followers(desk: Desk) -> None:
    job = desk.submit()
    desk.service.stopping = True
    assert desk.client.post(AT, json={}).status_code == 503
    assert desk.client.get(desk.path(job, "events")).status_code == 503


def test_every_operation_says_who_may_and_what_it_answers(desk: Desk) -> None:
    document = desk.client.get("/openapi.json").json()
    prefix = "/api/v1/landscapes/{landscape}/jobs"
    roles = {
        operation["operationId"]: operation["x-role"]
        for path, operations in document["paths"].items() if path.startswith(prefix)
        for operation in operations.values()
    }  # fmt: skip
    assert roles == {
        "create_job": "editor", "list_jobs": "viewer", "get_job": "viewer", "follow_job": "viewer",
        "cancel_job": "editor", "get_job_result": "viewer", "delete_job": "editor",
    }  # fmt: skip


def test_jobs_are_listed_as_a_table_too(desk: Desk) -> None:
    job = desk.submit()
    desk.client.post(desk.path(job, "cancel"))
    text = desk.client.get(f"{AT}.csv").content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    told = dict(zip(header, row, strict=True))
    assert (told["ID"], told["種類"], told["状態"]) == (job["id"], "最適化", "取り消し")
