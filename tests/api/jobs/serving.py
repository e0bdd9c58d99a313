"""A service in processes of its own: ``python -m tests.api.jobs.serving PORT STORE WORKERS``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import httpx2
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings

LEASE, MARGIN = 8.0, 1.0
PATIENCE = 300.0
HEALTHY = 30
"""A busy machine takes its time to import what there is; but while the parent waits for one worker that was killed it starts no other."""
_STORE, _PORT = "TEST_JOBS_STORE", "TEST_JOBS_PORT"


def app() -> FastAPI:
    """What each worker serves."""
    settings = Settings(
        store=os.environ[_STORE],
        port=int(os.environ[_PORT]),
        job_lease=LEASE,
        job_margin=MARGIN,
        stop_seconds=5.0,
    )
    return create_app(settings)


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def stop(self) -> int:
        """As an operator would; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(store: str, workers: int = 1) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.api.jobs.serving", str(port), store, str(workers)],
        start_new_session=True,
    )
    server = Server(port, process)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, "the server has ended"
            assert time.monotonic() < deadline
            with suppress(httpx2.TransportError):
                if httpx2.get(f"http://127.0.0.1:{port}/ready").status_code == 200:
                    break
            time.sleep(0.1)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    os.environ[_PORT], os.environ[_STORE] = sys.argv[1], sys.argv[2]
    uvicorn.run(
        "tests.api.jobs.serving:app", factory=True, host="127.0.0.1", port=int(sys.argv[1]),
        workers=int(sys.argv[3]), log_level="warning", timeout_graceful_shutdown=30,
        timeout_worker_healthcheck=HEALTHY,
    )  # fmt: skip
