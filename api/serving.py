"""The service as processes: `kakehashi serve` comes here."""

from __future__ import annotations

import math
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI

from analyzer.configuration import Configuration, configure
from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from api.configured import settings_of
from api.connections import BoundedProtocol
from api.observing.logs import log_config
from api.security.settings import require_safe
from api.settings import Settings

APPLICATION = "api.serving:application"

_HEALTHY = 20
"""Seconds in which a process has to say that it lives, or it is started anew. While the parent waits for one that was killed it starts no other;
uvicorn's own 5 are too few for a process that a busy machine has not let read its modules yet."""

_MEMORY_OF_ONE = Finding(
    "memory_of_one",
    "error",
    Text("memory: はプロセスごとに別になります。", "memory: is another one in every process."),
    suggestion=Text(
        "--workers 1 にするか、ほかの保存先を使ってください。", "Give --workers 1, or use another store."
    ),
)


def serve(configuration: Configuration, tell: Callable[[Text], None] = lambda _: None) -> int:
    """Runs until it is told to stop; the code to exit with. InputError where it may not be run like this.

    `tell` is told where the page is, just before it is there.

    Several processes are started anew by name, so they are configured through the environment.
    """
    from analyzer.stores.opening import open_store  # noqa: PLC0415 - what the store needs

    settings = settings_of(configuration)
    require_safe(settings.host, settings.access)
    workers = max(1, int(str(configuration.values["serve.workers"])))
    if settings.store == "memory:" and workers > 1:
        raise InputError((_MEMORY_OF_ONE,))
    open_store(settings.store).close()  # what is wrong with it is said once, before there are processes
    os.environ.update(configuration.environment())
    figures = tempfile.mkdtemp(prefix="kakehashi-figures-") if workers > 1 else None
    if figures is not None:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
    if settings.port:
        at = settings.access.public_url or f"http://{_named(settings.host)}:{settings.port}"
        tell(Text(f"頁は {at}/ にあります(止めるには Ctrl-C)。", f"The page is at {at}/ (Ctrl-C stops it)."))
    # When it has stopped, uvicorn raises the signal again that it was stopped by: that is no failure.
    signal.signal(signal.SIGTERM, _end)
    try:
        uvicorn.run(APPLICATION, factory=True, workers=workers, **server_options(configuration, settings))
    finally:
        if figures is not None:
            shutil.rmtree(figures, ignore_errors=True)
    return 0


def _named(host: str) -> str:
    """In an address; whoever listens everywhere is there under its own name."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - it is looked at, not listened at
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def server_options(configuration: Configuration, settings: Settings) -> dict[str, Any]:
    """What uvicorn is told. Forwarded headers are not its affair: `api.security.gate` judges them."""
    server: dict[str, Any] = configuration.section("serve")
    return {
        "host": settings.host,
        "port": settings.port,
        "loop": "uvloop",
        "http": BoundedProtocol,
        "ws": "none",
        "lifespan": "on",
        "proxy_headers": False,
        "server_header": False,
        "access_log": False,
        "log_config": log_config(settings.log_form, settings.log_level),
        "backlog": server["backlog"],
        "limit_concurrency": server["connections"],
        "timeout_keep_alive": server["keep_alive"],
        "timeout_worker_healthcheck": _HEALTHY,
        "timeout_graceful_shutdown": math.ceil(settings.stop_seconds),
    }


def application() -> FastAPI:
    """The application of one process, as its environment says."""
    from api.app import create_app  # noqa: PLC0415 - the parent of several processes needs none

    return create_app(settings_of(configure()))
