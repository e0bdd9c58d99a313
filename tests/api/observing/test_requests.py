"""Each request has an id, stands in the log without its secrets, and is counted."""

from __future__ import annotations

import json
import logging
import logging.config
import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.observing.logs import JsonLines, PlainLines, log_config
from api.security.roles import needs
from api.settings import Settings

BASE = "http://127.0.0.1:8000"


def app_with_faults() -> FastAPI:
    app = create_app(Settings(), MemoryStore())
    router = APIRouter()

    @router.get("/broken/{what}", **needs("public"))
    def broken(what: str) -> None:
        raise RuntimeError(f"no {what}")

    app.include_router(router)
    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app_with_faults(), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the service logs, as the handler formats it."""
    caplog.handler.setFormatter(JsonLines())
    logger = logging.getLogger("kakehashi")
    logger.addHandler(caplog.handler)
    before, propagates = logger.level, logger.propagate
    logger.setLevel("INFO")
    logger.propagate = False
    yield caplog
    logger.removeHandler(caplog.handler)
    logger.setLevel(before)
    logger.propagate = propagates


def logged(lines: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.text.splitlines()]


def test_the_clients_own_id_comes_back_and_stands_in_problem_and_log(
    client: TestClient, lines: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/nothing", headers={"X-Request-ID": "batch-7.a_1"})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "batch-7.a_1"
    (line,) = logged(lines)
    assert line["request_id"] == "batch-7.a_1"
    assert (line["method"], line["status"], line["route"], line["level"]) == ("GET", 404, "unmatched", "info")


@pytest.mark.parametrize("id_", ["", "-", "a b", "x" * 65, "<script>", 'a"b'])
def test_an_id_that_is_no_plain_word_is_replaced_by_one_of_ours(client: TestClient, id_: str) -> None:
    one, other = (
        client.get("/health", headers={"X-Request-ID": id_}).headers["x-request-id"] for _ in range(2)
    )
    assert re.fullmatch("[0-9a-f]{24}", one)
    assert one != other


def test_no_query_header_or_cookie_is_logged(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get(
        "/api/v1/landscapes?cursor=sesame-query",
        headers={
            "Authorization": "Bearer sesame-key",
            "Cookie": "s=sesame-cookie",
            "User-Agent": "sesame-agent",
        },
    )
    client.get("/broken/egg?code=sesame-code", headers={"Authorization": "Bearer sesame-key"})
    assert len(logged(lines)) >= 3
    assert "sesame" not in lines.text


def test_a_fault_is_logged_with_its_traceback_and_told_without(
    client: TestClient, lines: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/broken/egg")
    assert answer.status_code == 500
    assert "egg" not in answer.json()["detail"]
    fault, request = logged(lines)
    assert "RuntimeError: no egg" in str(fault["exception"])
    assert fault["request_id"] == request["request_id"] == answer.json()["request_id"]
    assert request["level"] == "error"


def test_a_path_cannot_forge_a_line_of_the_log(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get('/a%0A{"level":"info","message":"all is well"}%1b%5b31m%ED%A0%80')
    assert len(lines.text.splitlines()) == 1
    plain = PlainLines().format(logging.makeLogRecord({"msg": "a\nb\x1b[31m", "levelname": "INFO"}))
    assert "\n" not in plain
    assert "\x1b" not in plain


def test_half_a_surrogate_pair_is_logged_too() -> None:
    line = JsonLines().format(logging.makeLogRecord({"msg": "a\ud800", "levelname": "INFO", "name": "x"}))
    assert "\\ud800" in json.loads(line)["message"]


def test_health_is_not_logged_while_all_is_well(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    for path in ("/health", "/ready", "/metrics"):
        assert client.get(path).status_code == 200
    assert lines.text == ""


def test_figures_count_operations_and_codes_and_name_nothing_else(client: TestClient) -> None:
    def figure(name: str) -> float:
        text = client.get("/metrics").text
        return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name))

    name = 'kakehashi_requests_total{method="GET",route="/broken/{what}",status="500"}'
    before = figure(name)
    client.get("/broken/asahikawa-secret")
    client.request("BREW", "/health")
    assert figure(name) == before + 1
    text = client.get("/metrics").text
    assert "asahikawa-secret" not in text
    assert 'method="OTHER"' in text
    assert figure("kakehashi_request_seconds_count") > 0
    assert figure("kakehashi_requests_in_progress") == 1, "this one"


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_log_can_be_configured_as_it_is_given(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    names = ("kakehashi", "uvicorn", "uvicorn.access", "")
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger.level, list(logger.handlers), logger.propagate) for logger in loggers]
    try:
        logging.config.dictConfig(log_config(form, "info"))
        logging.getLogger("kakehashi.request").info("GET /x 200", extra={"status": 200})
        logging.getLogger("uvicorn.access").info("GET /x?sesame")
    finally:
        for logger, (level, handlers, propagate) in zip(loggers, before, strict=True):
            logger.setLevel(level)
            logger.handlers[:] = handlers
            logger.propagate = propagate
    told = capfd.readouterr().err
    assert ('"status":200' if form == "json" else "status=200") in told
    assert "sesame" not in told
