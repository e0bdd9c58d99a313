"""The service under load: ready answers, durable changes beside them, large uploads. Needs `wrk`."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import cities
from tests.benchmarks.measuring import Goal, Selection, Table, Theme, span
from tests.services import Service, running

CONNECTIONS = 200
SECONDS = 10
WORKERS = 2
UNLIMITED: dict[str, Any] = {
    "access_requests_per_second": "1000000", "access_burst": "1000000", "log_requests": "false",
}  # fmt: skip
"""All requests come from one address; a line of the log for each would measure the disk."""
BIG = 50_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk tells: answers per second, the 99th percentile in seconds, what was no 2xx or 3xx, or did not come."""

    rate: float
    p99: float
    failed: int
    answers: int


def run(selection: Selection) -> Theme:
    theme = Theme()
    if shutil.which("wrk") is None:
        theme.tables.append(Table("The service: not measured, `wrk` is not installed", ("",)))
        return theme
    city = cities.City(300, 3_000, 36, 12, 20, 1)
    rows = [row for row in ("service/get", "service/mixed", "service/upload") if row in selection]
    if not rows:
        return theme
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), workers=WORKERS, **UNLIMITED) as service,
    ):
        put = service.ask(
            "PUT",
            "/api/v1/landscapes/city?file=city.yaml",
            renamed(city.text),
            content_type="application/yaml",
        )
        assert put.status == 201, put.body[:1_000]
        if "service/get" in rows:
            theme.tables.append(_reads(service, theme))
        if "service/mixed" in rows:
            theme.tables.append(
                _changes_beside(service, theme, {str(m): str(month) for m, month in city.moves.items()})
            )
    if "service/upload" in rows:
        theme.tables.append(_upload(theme))
    return theme


def renamed(text: str) -> bytes:
    """The generated landscape by the id of its path."""
    return re.sub(r"(?m)^  id: .*$", "  id: city", text, count=1).encode()


def _reads(service: Service, theme: Theme) -> Table:
    path = "/api/v1/landscapes/city"
    tag = service.ask("GET", path).headers["etag"]
    asked = (
        ("landscape 300 / 3,000", path, None, 1_500),
        ("its summary", f"{path}/summary", None, 2_500),
        ("the landscape, known already (304)", path, tag, 2_500),
    )
    table = Table(
        f"Ready answers at {CONNECTIONS} connections ({WORKERS} processes and wrk on the same cores)",
        ("GET", "bytes", "answers/s", "p99", "failed", "CPU of the service for one"),
    )
    for what, url, known, wanted in asked:
        size = len(service.ask("GET", url).body) if known is None else 0
        before = cpu_seconds(service)
        load = wrk(service.address + url, *([] if known is None else ["-H", f"If-None-Match: {known}"]))
        spent = (cpu_seconds(service) - before) / load.answers
        table.add(what, f"{size:,}", f"{load.rate:,.0f}", span(load.p99), str(load.failed), span(spent))
        ok = load.rate >= wanted and load.p99 < 0.25 and not load.failed
        theme.targets.append(Goal(
            f"GET {what}", f"at least {wanted:,}/s, p99 below 250 ms at {CONNECTIONS} connections", ok,
            f"{'reached' if ok else 'not reached'}: {load.rate:,.0f}/s, p99 {span(load.p99)}",
        ))  # fmt: skip
    return table


def wrk(url: str, *options: str, connections: int = CONNECTIONS, seconds: int = SECONDS) -> Load:
    arguments = [
        "wrk",
        "-t2",
        f"-c{connections}",
        f"-d{seconds}s",
        "--latency",
        "--timeout",
        "10s",
        *options,
        url,
    ]
    told = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", told)
    percentile = re.search(r"99%\s+([0-9.]+)(us|ms|s|m)", told)
    assert rate is not None, told
    assert percentile is not None, told
    unit = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}[percentile[2]]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    failed = int(refused[1]) if refused else 0
    answers = re.search(r"(\d+) requests in", told)
    assert answers is not None, told
    failed += sum(map(int, broken.groups() if broken else ()))
    return Load(float(rate[1]), float(percentile[1]) * unit, failed, int(answers[1]))


@dataclass(slots=True)
class Changes:
    """Durable changes at a steady rate on connections of their own: seconds of each answer, and how many failed."""

    port: int
    rate: float
    seconds: float
    body: Callable[[int], bytes]
    took: list[float] = field(default_factory=list)
    failed: int = 0

    async def run(self, connections: int = 10) -> None:
        begun = time.perf_counter()
        turns = iter(range(int(self.rate * self.seconds)))

        async def work() -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            for turn in turns:
                due = begun + turn / self.rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                await self._put(reader, writer, turn, due)
            writer.close()

        await asyncio.gather(*(work() for _ in range(connections)))

    async def _put(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, turn: int, due: float
    ) -> None:
        """One change; its time begins when it was due, not when a connection was free for it."""
        body = self.body(turn)
        writer.write(
            f"PUT /api/v1/landscapes/city/plans/p{turn} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        await reader.readexactly(int(length[1]) if length else 0)
        self.took.append(time.perf_counter() - due)
        self.failed += head.split(b" ", 2)[1] not in (b"200", b"201")


def _changes_beside(service: Service, theme: Theme, moves: dict[str, str]) -> Table:
    """One change for nineteen reads: at the rate at which landscapes have to be read."""
    plan = json.dumps({"moves": moves}).encode()
    rate = 1_500 / 19
    changes = Changes(service.port, rate, SECONDS, lambda _: plan)
    thread = threading.Thread(target=lambda: asyncio.run(changes.run()))
    thread.start()
    reads = wrk(service.address + "/api/v1/landscapes/city", connections=CONNECTIONS - 10)
    thread.join()
    p99 = statistics.quantiles(changes.took, n=100)[98]
    table = Table(
        f"Durable changes beside reads: PUT of a plan, {rate:.0f}/s, and GET of the landscape at {CONNECTIONS - 10} connections",
        ("", "answers/s", "p50", "p99", "failed"),
    )
    table.add(
        "PUT",
        f"{len(changes.took) / SECONDS:,.0f}",
        span(statistics.median(changes.took)),
        span(p99),
        str(changes.failed),
    )
    table.add("GET", f"{reads.rate:,.0f}", "", span(reads.p99), str(reads.failed))
    share = len(changes.took) / (len(changes.took) + reads.rate * SECONDS)
    ok = p99 < 1.0 and not changes.failed and not reads.failed
    theme.targets.append(Goal(
        "PUT of a plan at 95 : 5", "p99 below 1 s, none timed out", ok,
        f"{'reached' if ok else 'not reached'}: p99 {span(p99)}, {share:.0%} of all answers",
    ))  # fmt: skip
    return table


def _upload(theme: Theme) -> Table:
    """A file of nearly 50 MB: how soon it is taken, how long it is read, how much memory the whole service has at most."""
    text = big_landscape(BIG)
    table = Table("Upload of a file of 50 MB", ("", "measured"))
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), serve_upload_cpu="600", **UNLIMITED) as service,
    ):
        peak = Peak(service)
        begun = time.perf_counter()
        answer = service.ask(
            "PUT",
            "/api/v1/landscapes/city?file=city.yaml",
            text,
            timeout=300,
            content_type="application/yaml",
        )
        whole = time.perf_counter() - begun
        (memory, of_all), spent = peak.end(), cpu_seconds(service)
    assert answer.status == 201, answer.body[:2_000]
    timing = {
        n: float(v) / 1_000
        for n, v in re.findall(r"(\w+);dur=([0-9.]+)", answer.headers.get("server-timing", ""))
    }
    table.add("bytes", f"{len(text):,}")
    for name, seconds in timing.items():
        table.add(name, span(seconds))
    table.add("until the answer", span(whole))
    table.add("CPU of all processes, from their start", span(spent))
    table.add("memory of the process that reads, at most", f"{memory / 1e6:,.0f} MB")
    table.add("memory of all processes of the service, at most", f"{of_all / 1e6:,.0f} MB")
    for what, step, limit in (("accepted", "receive", 1.5), ("parsed", "read", 15.0)):
        reached = timing[step]
        theme.targets.append(Goal(
            f"upload of 50 MB, {what}", f"below {limit:g} s", reached < limit,
            f"{'reached' if reached < limit else 'not reached'}: {span(reached)}",
        ))  # fmt: skip
    theme.targets.append(Goal(
        "upload of 50 MB, memory of all processes", "below 1 GB", of_all < 1e9,
        f"{'reached' if of_all < 1e9 else 'not reached'}: {of_all / 1e6:,.0f} MB",
    ))  # fmt: skip
    return table


def big_landscape(size: int) -> bytes:
    """50,000 links, with remarks that bring the file to nearly `size` bytes."""
    lines = renamed(cities.City(1_000, 50_000, 36, 12, 40, 1).text).splitlines(keepends=True)
    links = [
        at for at, line in enumerate(lines) if line.startswith(b"  - {id: ") and b", realizations: " in line
    ]
    remark = b"x" * ((size - sum(map(len, lines))) // len(links) - len(', note: ""'))
    for at in links:
        lines[at] = lines[at].removesuffix(b"}\n") + b', note: "' + remark + b'"}\n'
    return b"".join(lines)


def cpu_seconds(service: Service) -> float:
    """Seconds of CPU that the processes of a service have used: less moved by a busy machine than the clock is."""
    ticks = 0
    for folder in processes(service.process.pid):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))  # its own, and what those used that it has seen end
    return ticks / os.sysconf("SC_CLK_TCK")


def processes(root: int) -> list[Path]:
    """The folders in /proc of a process and of all that it has started, directly or not."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    found = [root]
    for parent in found:
        found += [pid for pid, its in parents.items() if its == parent]
    return [Path("/proc") / str(pid) for pid in found]


class Peak:
    """The most memory (proportional set size) that one process of a service has, and all have together, asked often."""

    def __init__(self, service: Service) -> None:
        self._root = service.process.pid
        self._most = self._most_of_all = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> tuple[int, int]:
        self._ended.set()
        self._thread.join()
        return self._most, self._most_of_all

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            each = [_memory(folder) for folder in processes(self._root)]
            self._most = max(self._most, *each)
            self._most_of_all = max(self._most_of_all, sum(each))


def _memory(folder: Path) -> int:
    try:
        text = (folder / "smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"Pss:\s+(\d+) kB", text)
    return int(found[1]) * 1_024 if found else 0
