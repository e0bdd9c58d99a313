"""The service as processes: started, watched, stopped, killed; several of them and the command line on one store."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analyzer.stores.checking import damaged_versions
from analyzer.stores.opening import open_store
from tests.builders import landscape_document
from tests.profiles import LONG
from tests.services import COMMAND, Service, running

UNLIMITED: dict[str, Any] = {"access_requests_per_second": "1000000", "access_burst": "1000000"}
JSON = "application/json"


def upload(id: str = "small", **header: Any) -> bytes:
    return json.dumps(landscape_document(landscape={"id": id, **header}), ensure_ascii=False).encode()


def large(id: str, links: int = 2_000, **header: Any) -> bytes:
    """Takes long enough to be read and kept that a kill comes into the middle of it."""
    link = landscape_document()["integrations"][0]
    integrations = [{**link, "id": f"l{number}"} for number in range(links)]
    return json.dumps(
        landscape_document(landscape={"id": id, **header}, integrations=integrations), ensure_ascii=False
    ).encode()


def put(service: Service, id: str, body: bytes, **headers: Any) -> int:
    return service.ask("PUT", f"/api/v1/landscapes/{id}", body, content_type=JSON, **headers).status


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two processes, for tests that leave them running."""
    with running(tmp_path_factory.mktemp("shared"), workers=2, **UNLIMITED) as service:
        yield service


def whole(url: str) -> int:
    """How many versions a store keeps, all of them undamaged."""
    store = open_store(url)
    count, findings = damaged_versions(store)
    numbers = [entry.number for entry in store.audit_log(limit=100_000)]
    store.close()
    assert findings == ()
    assert numbers == list(range(1, len(numbers) + 1))
    return count


def command_line(service: Service, *arguments: str) -> None:
    subprocess.run(
        [*COMMAND, *arguments, "--store", service.store], check=True, capture_output=True, cwd=service.log.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip


def test_requests_are_counted_over_all_processes(shared: Service) -> None:
    before = figure(shared, "kakehashi_requests_total", "/health")
    answers = [shared.ask("GET", "/health", x_request_id=f"r{n}") for n in range(20)]
    assert {answer.status for answer in answers} == {200}
    assert [answer.headers["x-request-id"] for answer in answers] == [f"r{n}" for n in range(20)]
    assert figure(shared, "kakehashi_requests_total", "/health") == before + 20


def test_it_starts_answers_logs_and_stops_when_told(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        service.ask(
            "GET", "/api/v1/landscapes?cursor=sesame", Authorization="Bearer sesame", x_request_id="mine"
        )
        assert service.stop() == 0
        assert [line["status"] for line in service.lines() if line.get("request_id") == "mine"] != []
        assert "sesame" not in service.log.read_text()
        assert "Traceback" not in service.log.read_text()


def figure(service: Service, name: str, route: str) -> float:
    text = service.ask("GET", "/metrics").body.decode()
    return sum(
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith(name) and f'route="{route}"' in line
    )


def workers_of(service: Service) -> list[int]:
    """Those that answer; beside them there is one that looks after shared memory."""
    found = []
    for pid in service.children():
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def test_a_process_that_dies_is_replaced_and_nobody_else_notices(shared: Service) -> None:
    before = workers_of(shared)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    until = time.monotonic() + 60
    while time.monotonic() < until and not (
        len(workers_of(shared)) == 2 and before[0] not in workers_of(shared)
    ):
        time.sleep(0.1)
    assert before[0] not in workers_of(shared)
    assert shared.ask("GET", "/ready").status == 200
    assert figure_in_progress(shared) == 1, "what the dead one had in progress is forgotten"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"serve_host": "0.0.0.0"}, "login_needed"),  # noqa: S104
        ({"access_login": "maybe"}, "wrong_setting"),
        ({"serve_workers": "x"}, "wrong_setting"),
        ({"store": "gopher://x"}, "wrong_store_url"),
        ({"store": "sqlite:////nowhere/at/all.db"}, ""),
    ],
)
def test_what_may_not_be_run_is_refused_with_a_sentence(
    settings: dict[str, str], code: str, tmp_path: Path
) -> None:
    environment = {f"KAKEHASHI_{name.upper()}": value for name, value in settings.items()}
    result = subprocess.run(
        [*COMMAND, "serve", "--lang", "en"], check=False, capture_output=True, text=True, cwd=tmp_path, timeout=120,
        env={"KAKEHASHI_STORE": "memory:", "HOME": str(tmp_path), "PATH": os.environ["PATH"],
             "PYTHONPATH": str(Path(__file__).parents[3]), **environment},
    )  # fmt: skip
    assert result.returncode == 2
    assert code in result.stderr
    assert "Traceback" not in result.stderr


def test_two_processes_and_the_command_line_write_together_and_nothing_is_lost(tmp_path: Path) -> None:
    rounds = 40 if LONG else 6
    with running(tmp_path, workers=2, **UNLIMITED) as service:
        put(service, "shared", upload("shared"))
        file = tmp_path / "cli.json"
        acknowledged: list[str] = []

        def over_http(worker: int) -> None:
            for turn in range(rounds):
                id_ = f"http-{worker}-{turn}"
                assert put(service, id_, upload(id_)) == 201
                acknowledged.append(id_)
                while (
                    put(service, "shared", upload("shared", note=f"{worker} {turn}"), If_Match=tag(service))
                    == 412
                ):
                    pass

        def over_the_command_line() -> None:
            for turn in range(rounds // 2):
                file.write_bytes(upload(f"cli-{turn}"))
                command_line(service, "store", "put", str(file))
                acknowledged.append(f"cli-{turn}")

        works: list[Callable[[], None]] = [lambda: over_http(1), lambda: over_http(2), over_the_command_line]
        failures = in_threads(works)
        assert failures == []
        assert service.stop() == 0
    store = open_store(service.store)
    kept = {version.landscape for version in store.landscapes(limit=10_000)}
    assert kept == {*acknowledged, "shared"}
    versions = store.versions("shared", limit=10_000)
    assert [v.number for v in versions] == list(range(1, 2 * rounds + 2)), (
        "each change came after another, none over it"
    )
    store.close()
    whole(service.store)


def tag(service: Service) -> str:
    summary = service.ask("GET", "/api/v1/landscapes/shared/summary").json
    return f'"{summary["hash"]}"'


def in_threads(works: list[Callable[[], None]]) -> list[BaseException]:
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_what_was_acknowledged_before_a_kill_is_there_and_nothing_by_half(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for kill in range(12 if LONG else 2):
        with running(tmp_path, workers=2 if kill % 2 else 1, **UNLIMITED) as service:
            sending = threading.Event()

            def send(
                worker: int, kill: int = kill, service: Service = service, sending: threading.Event = sending
            ) -> None:
                with suppress(OSError, http.client.HTTPException):
                    for turn in range(1_000):
                        id_ = f"k{kill}-{worker}-{turn}"
                        if put(service, id_, large(id_)) == 201:
                            acknowledged.add(id_)
                        sending.set()

            threads = [threading.Thread(target=send, args=(worker,)) for worker in range(3)]
            for thread in threads:
                thread.start()
            sending.wait(60)
            time.sleep(0.3 + 0.2 * kill)
            service.kill()
            for thread in threads:
                thread.join()
        store = open_store(service.store)
        kept = {version.landscape for version in store.landscapes(limit=100_000)}
        assert acknowledged <= kept
        assert all(len(store.landscape(id_).integrations) == 2_000 for id_ in kept)
        store.close()
        assert whole(service.store) == len(kept)
    assert acknowledged


def test_a_service_that_is_told_to_stop_answers_what_it_has_begun(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        codes: list[int] = []
        thread = threading.Thread(target=lambda: codes.append(put(service, "late", large("late", 6_000))))
        thread.start()
        until = time.monotonic() + 30
        while time.monotonic() < until and figure_in_progress(service) < 2:
            time.sleep(0.02)
        assert service.stop() == 0
        thread.join()
    assert codes == [201]
    assert whole(service.store) == 1


def figure_in_progress(service: Service) -> float:
    text = service.ask("GET", "/metrics").body.decode()
    return next(
        float(line.split()[1])
        for line in text.splitlines()
        if line.startswith("kakehashi_requests_in_progress ")
    )


def test_two_hundred_clients_are_all_answered(shared: Service) -> None:
    clients, turns = 200, 20 if LONG else 3
    put(shared, "small", upload())
    answered: list[int] = []

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", shared.port, timeout=60)
        for turn in range(turns):
            path = "/api/v1/landscapes/small"
            if client % 20 == turn % 20:
                plan = b'{"moves":{"jumin.shift":"2025-02","zeimu.shift":"2025-04"}}'
                connection.request("PUT", f"{path}/plans/p{client}-{turn}", plan, {"Content-Type": JSON})
            else:
                connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            answered.append(response.status)
        connection.close()

    assert in_threads([partial(ask, client) for client in range(clients)]) == []
    assert len(answered) == clients * turns
    assert set(answered) <= {200, 201}


def test_more_connections_than_are_allowed_are_told_so(tmp_path: Path) -> None:
    with running(tmp_path, serve_connections="5") as service:
        idle = [http.client.HTTPConnection("127.0.0.1", service.port, timeout=60) for _ in range(5)]
        for connection in idle:
            connection.connect()
        time.sleep(0.5)
        assert service.ask("GET", "/health").status == 503
        for connection in idle:
            connection.close()
        time.sleep(0.5)
        assert service.ask("GET", "/health").status == 200
