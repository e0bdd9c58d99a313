"""Jobs in real servers: followed over a cut connection, cancelled, handed on by a stop, and lost with a killed worker."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from analyzer.stores.opening import open_store
from analyzer.stores.port import Store
from analyzer.verification import verify_answer
from api.jobs.ledger import Ledger
from api.jobs.model import Job
from api.settings import now
from tests.api.jobs.serving import PATIENCE, Server, serving
from tests.api.jobs.support import great

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="searches are forked and limited as on Linux")

CITY = great()
LONG = {"time_limit": 3_000}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kept.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """As another program at the same file has it."""
    opened = open_store(url)
    opened.put_version(CITY)
    yield opened
    opened.close()


class Asked:
    """A job of a server, seen through it and through the store."""

    def __init__(self, server: Server, store: Store, **question: Any) -> None:
        response = httpx2.post(f"{server.url}/landscapes/{CITY.id}/jobs", json=question, timeout=PATIENCE)
        assert response.status_code == 202, response.text
        self.id: str = response.json()["id"]
        self._ledger = Ledger(store, now)

    def at(self, server: Server, *more: str) -> str:
        return "/".join((server.url, "landscapes", CITY.id, "jobs", self.id, *more))

    @property
    def kept(self) -> Job:
        return self._ledger.get(CITY.id, self.id)

    def until(self, holds: Callable[[Job], bool]) -> Job:
        deadline = time.monotonic() + PATIENCE
        while not holds(job := self.kept):
            assert time.monotonic() < deadline, (job.state, job.standing, job.attempt, job.lost, job.reason)
            time.sleep(0.1)
        return job


def listen(url: str, after: int = 0) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(id, event, data) of each event, until the server ends the stream or nobody listens any more."""
    headers = {"Last-Event-ID": str(after)} if after else {}
    with httpx2.stream("GET", url, headers=headers, timeout=PATIENCE) as response:
        assert response.status_code == 200
        fields: dict[str, str] = {}
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            fields[name] = value
            if not line:
                if "data" in fields:
                    yield int(fields["id"]), fields["event"], json.loads(fields["data"])
                fields = {}


def result_of(asked: Asked, server: Server) -> dict[str, Any]:
    response = httpx2.get(asked.at(server, "result"), timeout=PATIENCE)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    assert not verify_answer(CITY, document).faults
    return document


def test_a_job_is_followed_over_a_cut_connection_and_cancelled_with_its_best_plan(
    url: str, store: Store
) -> None:
    with serving(url) as server:
        asked = Asked(server, store, **LONG)
        heard = []
        for event in listen(asked.at(server, "events")):
            heard.append(event)
            if event[2]["cost"] is not None:
                break  # the connection is cut
        last = heard[-1][0]
        assert [number for number, *_ in heard] == list(range(1, last + 1))
        asked.until(lambda job: job.told > last)
        for event in listen(asked.at(server, "events"), last):
            heard.append(event)
            if event[0] == last + 1:
                assert httpx2.post(asked.at(server, "cancel"), timeout=PATIENCE).status_code == 202
        assert [number for number, *_ in heard] == list(range(1, len(heard) + 1))
        assert [name for _, name, _ in heard[:-1]] == ["progress"] * (len(heard) - 1)
        assert heard[-1][1] == "cancelled"
        document = result_of(asked, server)
        assert document["status"] == "feasible"
        assert document["cost"]["total"] == heard[-1][2]["cost"]
        assert document["bound"] == heard[-1][2]["bound"]
        costs = [data["cost"] for *_, data in heard if data["cost"] is not None]
        assert costs == sorted(costs, reverse=True)
        again = httpx2.get(asked.at(server, "events"), headers={"Last-Event-ID": str(len(heard))})
        assert again.status_code == 204


def test_a_server_that_stops_hands_its_job_on_with_the_best_plan(url: str, store: Store) -> None:
    with serving(url) as server:
        asked = Asked(server, store, **LONG)
        asked.until(lambda job: job.best is not None)
        stream = listen(asked.at(server, "events"))
        next(stream)  # somebody follows: that must not keep the server
        assert server.stop() in (0, -signal.SIGTERM)  # uvicorn ends with the signal that it was stopped by
        assert {name for _, name, _ in stream} <= {"progress"}
    handed = asked.kept
    assert (handed.state, handed.lost, handed.lease) == ("queued", 0, None)
    assert handed.best is not None
    with serving(url) as server:
        asked.until(lambda job: job.state == "running" and job.standing.seconds > handed.standing.seconds)
        httpx2.post(asked.at(server, "cancel"), timeout=PATIENCE)
        ended = asked.until(lambda job: job.is_over)
        assert (ended.state, ended.attempt, ended.lost) == ("cancelled", 2, 0)
        assert result_of(asked, server)["cost"]["total"] <= handed.best.cost


def test_a_worker_that_is_killed_loses_its_job_to_another_once_and_the_second_time_it_has_failed(
    url: str, store: Store
) -> None:
    with serving(url, workers=2) as server:
        asked = Asked(server, store, **LONG)
        first = asked.until(lambda job: job.best is not None)
        _kill_owner(first)
        second = asked.until(lambda job: job.attempt == 2 and job.standing.seconds > first.standing.seconds)
        assert (second.state, second.lost) == ("running", 1)
        assert first.best is not None
        assert second.best is not None
        assert second.best.cost <= first.best.cost
        assert second.lease is not None
        assert first.lease is not None
        assert second.lease.owner != first.lease.owner
        _kill_owner(second)
        failed = asked.until(lambda job: job.is_over)
        assert (failed.state, failed.attempt) == ("failed", 2)
        assert failed.reason is not None
        assert failed.reason.code == "worker_lost"
        told = httpx2.get(asked.at(server), timeout=PATIENCE).json()
        assert told["reason"]["message"]["ja"] == failed.reason.message.ja
        assert told["best"]["cost"] <= first.best.cost
        assert httpx2.get(asked.at(server, "result"), timeout=PATIENCE).status_code == 409


def _kill_owner(job: Job) -> None:
    assert job.lease is not None
    _, pid, _ = job.lease.owner.split(":")
    os.kill(int(pid), signal.SIGKILL)
