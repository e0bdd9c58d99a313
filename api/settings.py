"""What a service is told when it starts: sizes, limits, addresses. Values only; where they come from is not decided here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from api.security.settings import AccessSettings

LogForm = Literal["json", "text"]
LogLevel = Literal["debug", "info", "warning", "error"]

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are bytes, times seconds.

    Limits hold for one server process; the queue of jobs is shared through the store.
    """

    store: str = "memory:"
    """URL of the home of the landscapes."""
    host: str = "127.0.0.1"
    port: int = 8000
    """Where the server listens; a loopback address needs no login."""
    access: AccessSettings = field(default_factory=AccessSettings)
    """Who may what."""

    max_upload: int = 50 * MB
    """A landscape file."""
    max_body: int = 16 * MB
    """Any other body: plans, answers, questions."""
    upload_seconds: float = 120.0
    """How long a client may take to send a body."""
    upload_workers: int = 1
    """Processes that read uploaded landscapes."""
    upload_queue: int = 8
    """Uploads that may wait for them; beyond it the service answers 503."""
    upload_memory: int = 2_000 * MB
    """Address space of a process that reads (a part of it is shared libraries)."""
    upload_cpu: float = 60.0
    """Seconds of CPU, and of waiting, for reading one file."""

    change_queue: int = 400
    """Changes that may wait for the store; beyond it the service answers 503."""

    work_workers: int = 2
    """Processes that evaluate, draw and verify."""
    work_queue: int = 32
    work_memory: int = 4_000 * MB
    work_seconds: float = 60.0
    """The longest that a question may be computed; longer searches are jobs."""

    job_workers: int = 1
    """Searches at once on this machine, over all processes of the service; 0: other servers do the work."""
    job_queue: int = 50
    """Jobs that may wait or run; beyond it the service answers 503."""
    job_lease: float = 30.0
    """After so long without a sign of its worker a job begins again elsewhere, but for the margin."""
    job_margin: float = 5.0
    """So long others wait beyond a lease: the clocks of servers that share a store may differ by less."""
    job_seconds: float = 3_600.0
    """The longest that a job may take."""
    job_memory: int = 4_000 * MB
    """Address space of a search."""
    job_streams: int = 200
    """Clients that may follow jobs at once."""

    cache: int = 256 * MB
    """Ready bytes of landscapes and of answers that are kept in memory."""

    retry_after: int = 2
    """Seconds that a client is asked to wait where the service is busy."""
    stop_seconds: float = 10.0
    """How long work that has begun may go on when the service stops."""

    log_form: LogForm = "json"
    log_level: LogLevel = "info"
    log_requests: bool = True
    """One line for every request."""


def now() -> datetime:
    """The clock of a service, unless a test brings its own."""
    return datetime.now(UTC)


def instant(at: datetime) -> str:
    """UTC, ISO 8601, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
