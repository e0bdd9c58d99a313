"""`kakehashi serve` as processes of their own, on a free port of this machine."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 120.0
"""Two processes import everything; on a machine that is busy with other tests that takes its time."""
COMMAND = (sys.executable, "-c", "from analyzer.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Service:
    """A running service; `log` is its standard error."""

    port: int
    store: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | None = None, timeout: float = 60.0, **headers: str
    ) -> Answer:
        """One request on a connection of its own; header names with ``_`` for ``-``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def stop(self) -> int:
        """As an operator stops it; the code that it ends with."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self) -> None:
        """As a power cut stops it: all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def children(self) -> list[int]:
        """The processes that this one has started."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@contextmanager
def running(
    folder: Path, *, store: str | None = None, workers: int = 1, **settings: str
) -> Iterator[Service]:
    """A service that is ready; settings as ``serve_connections="10"``. Whatever is left of it at the end is killed."""
    port = free_port()
    url = store or f"sqlite:///{folder / 'kakehashi.db'}"
    log = folder / f"serve-{port}.log"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("KAKEHASHI_")},
        **{f"KAKEHASHI_{name.upper()}": value for name, value in settings.items()},
        "XDG_CONFIG_HOME": str(folder / "none"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    arguments = [*COMMAND, "serve", "--port", str(port), "--workers", str(workers), "--store", url]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            arguments, stdout=stream, stderr=stream, cwd=folder, env=environment, start_new_session=True
        )
    service = Service(port, url, process, log)
    try:
        _wait(service)
        yield service
    finally:
        service.kill()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait(service: Service) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if service.process.poll() is not None:
            break
        with suppress(OSError, http.client.HTTPException):
            if service.ask("GET", "/ready").status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(service.log.read_text(encoding="utf-8")[-3_000:])
