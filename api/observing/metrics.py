"""The service's figures for Prometheus, of one process or of several together.

Where `kakehashi serve` starts several processes, it names a folder in ``PROMETHEUS_MULTIPROC_DIR``, in which each of them
keeps its figures; whichever is asked adds them up. Labels are operations, methods and codes: nothing that
landscapes or people are called.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

REQUESTS = Counter("kakehashi_requests", "Requests that were answered", ("method", "route", "status"))
SECONDS = Histogram(
    "kakehashi_request_seconds",
    "Time from the request to the end of its answer",
    ("method", "route"),
    buckets=_SECONDS,
)
WORKING = Gauge(
    "kakehashi_requests_in_progress", "Requests that are being answered", multiprocess_mode="livesum"
)
SENT = Counter("kakehashi_response_bytes", "Bytes of bodies that were sent", ("route",))
FAULTS = Counter("kakehashi_faults", "Answers of 500 and above", ("route",))


@cache
def _of_answer(method: str, route: str, status: int) -> Counter:
    return REQUESTS.labels(method, route, str(status))


@cache
def _of_route(method: str, route: str) -> tuple[Histogram, Counter, Counter]:
    return SECONDS.labels(method, route), SENT.labels(route), FAULTS.labels(route)


def count(method: str, route: str, status: int, seconds: float, size: int) -> None:
    """One answer."""
    _of_answer(method, route, status).inc()
    histogram, sent, faults = _of_route(method, route)
    histogram.observe(seconds)
    sent.inc(size)
    if status >= 500:
        faults.inc()


def exposition() -> bytes:
    """All figures in Prometheus' text format."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder is None:
        return generate_latest(REGISTRY)
    _bury_dead(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _bury_dead(folder: Path) -> None:
    """Forgets what processes that were killed had in progress; what they had counted stays."""
    for file in folder.glob("gauge_live*_*.db"):
        with suppress(ValueError, OSError):
            process = int(file.stem.rpartition("_")[2])
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                mark_process_dead(process, folder)  # type: ignore[no-untyped-call]
