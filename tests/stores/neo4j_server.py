"""A Neo4j server for tests: a process of their own on a free port, or the one that ``NEO4J_URL`` names.

A test that needs one carries `NEO4J` (as marks, or on its parameter) and asks for the fixture `neo4j_url`, or, where it kills
the server, for `neo4j_process`. One server serves a session, emptied for each store that a test opens; under xdist the group keeps these tests on one worker.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

import neo4j
import pytest

from analyzer.stores.changes import Clock, utc_now
from analyzer.stores.neo4j.address import Address, read_address
from analyzer.stores.neo4j.store import Neo4jStore

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "neo4j.sh"
NEO4J = [pytest.mark.requires_neo4j, pytest.mark.xdist_group("neo4j")]
SHORT_LIVED = {
    "NEO4J_HEAP": "512m",
    "NEO4J_PAGECACHE": "128m",
    # A test's database is never the same for long: without this every statement is planned anew again and again.
    "NEO4J_SETTINGS": "dbms.cypher.min_replan_interval=1h",
    # Its life is too short for the second compiler to pay.
    "NEO4J_JVM": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
PASSWORD = "橋 @:/%1234"  # noqa: S105 - of a server that lives as long as its tests
_PATIENCE = 240.0
"""Seconds until a server has to answer: 5 on a machine at rest, the most on a busy one (or with all jars to fetch)."""


class Neo4jServer:
    """A server whose data is in the folder `home`; it may be killed and started again."""

    def __init__(self, home: Path, password: str = "", settings: Mapping[str, str] = SHORT_LIVED) -> None:
        self.home = home
        self.password = password
        self._settings = settings
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """With user and password, where nobody else is let in."""
        login = f"neo4j:{quote(self.password, safe='')}@" if self.password else ""
        return f"bolt://{login}127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        settings = {"NEO4J_HOME": self.home, "NEO4J_PORT": self.port, "NEO4J_PASSWORD": self.password}
        environment = {
            **os.environ,
            **self._settings,
            **{name: str(value) for name, value in settings.items()},
        }
        self.home.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(SCRIPT), "run"], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = time.monotonic() + _PATIENCE
        while not answers(self.url):
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                told = self._log.read_text(encoding="utf-8", errors="replace")
                pytest.fail(f"no Neo4j server could be started:\n{told[-2000:]}", pytrace=False)
            time.sleep(0.2)

    def stop(self) -> None:
        """As an operator does: it closes its files."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut does (kill -9)."""
        self._end(signal.SIGKILL)

    @property
    def _log(self) -> Path:
        return self.home / "server.log"

    def _end(self, by: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(by)
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def answers(url: str) -> bool:
    """Whether a server at the URL takes a statement now."""
    address = read_address(url)
    try:
        with _driver(address) as driver:
            driver.execute_query("RETURN 1", database_=address.database)
    except (OSError, neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError):
        return False
    return True


def _driver(address: Address) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        address.uri,
        auth=None if address.user is None else (address.user, address.password or ""),
        connection_timeout=5,
        max_transaction_retry_time=0,
        notifications_min_severity="OFF",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


_shared: list[Neo4jServer] = []


@cache
def shared_url() -> str:
    """The URL of the server that the session shares, started when first asked for (`stop_shared` ends it)."""
    given = os.environ.get("NEO4J_URL")
    if given:
        return given
    server = Neo4jServer(Path(tempfile.mkdtemp(prefix="kakehashi-neo4j-")))
    _shared.append(server)
    server.start()
    return server.url


def stop_shared() -> None:
    while _shared:
        server = _shared.pop()
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)


def emptied(url: str, clock: Clock = utc_now) -> Neo4jStore:
    """A store in a database from which everything is removed: never one that somebody else uses.

    A server that ``NEO4J_URL`` names must be empty when the tests first see it; they mark it as theirs then.
    """
    address = read_address(url)
    with _driver(address) as driver:
        found = driver.execute_query(
            "OPTIONAL MATCH (t:OnlyForTests) WITH count(t) AS ours OPTIONAL MATCH (n) RETURN ours, count(n) AS nodes",
            database_=address.database,
        ).records[0]
        if url == os.environ.get("NEO4J_URL") and found["nodes"] and not found["ours"]:
            pytest.fail("NEO4J_URL names a database that is not empty; tests would empty it", pytrace=False)
        with driver.session(database=address.database) as session:
            session.run(
                "MATCH (n) WHERE NOT n:OnlyForTests AND NOT n:Store"
                " CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
            ).consume()
        driver.execute_query("MATCH (s:Store) SET s.audited = 0", database_=address.database)
        driver.execute_query("MERGE (:OnlyForTests)", database_=address.database)
    return Neo4jStore(address, clock=clock, stale=0, grace=0)


@pytest.fixture
def neo4j_url() -> str:
    """The URL of a server that the session shares; what is in it before a test is not the test's business."""
    return shared_url()


@pytest.fixture(scope="module")
def neo4j_process() -> Iterator[Neo4jServer]:
    """A server of the module's own, which its tests may kill; it asks for a password."""
    server = Neo4jServer(Path(tempfile.mkdtemp(prefix="kakehashi-neo4j-")), password=PASSWORD)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(server.home, ignore_errors=True)
