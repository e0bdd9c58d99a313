"""Connections to a store's file: opened as the store needs them, used by one thread at a time, never half-way.

A change is one ``BEGIN IMMEDIATE`` … ``COMMIT``, a reading one snapshot. Whatever goes wrong inside leaves
nothing behind; the connection it went wrong on is not used again.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analyzer.stores.sqlite import failures
from analyzer.stores.sqlite.schema import APPLICATION_ID, STEPS, VERSION

PATIENCE = 15.0
"""Seconds that a change waits for others."""
CHECKPOINT_PAGES = 4_000
"""The log is written back to the file when it has grown by this (16 MB)."""


class Connections:
    """Makes the file where there is none, and brings its tables to the newest version."""

    def __init__(self, path: Path, url: str, patience: float = PATIENCE) -> None:
        self._path = path
        self._url = url
        self._patience = patience
        self._idle: list[sqlite3.Connection] = []
        self._inherited: list[sqlite3.Connection] = []
        self._process = os.getpid()
        self._closed = False
        self._guard = threading.Lock()
        # SQLite waits for other writers by trying again after longer and longer naps; in one process a lock is quick and fair.
        self._writing = threading.Lock()
        with self._failures_told():
            self._give_back(self._open())

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One snapshot: what others change meanwhile is not seen."""
        with self._failures_told(), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One change: durable when the block has been left, undone where it is left by an exception."""
        if not self._writing.acquire(timeout=self._patience):
            raise failures.held_too_long(self._url)
        try:
            with self._failures_told(), self._borrowed() as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
        finally:
            self._writing.release()

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """A connection without a transaction, for what SQLite does outside of one."""
        with self._failures_told(), self._borrowed() as connection:
            yield connection

    def close(self) -> None:
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        if self._process == os.getpid():
            for connection in idle:
                connection.close()

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            told = failures.unavailable(self._url, error)
            if told is None:
                raise
            raise told from error

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        connection = self._take() or self._open()
        try:
            yield connection
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                connection.close()
            raise
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _take(self) -> sqlite3.Connection | None:
        with self._guard:
            if self._closed:
                raise failures.closed(self._url)
            if self._process != os.getpid():
                # After a fork: what the parent has open is the parent's, and is not even closed here.
                self._inherited, self._idle, self._process = self._idle, [], os.getpid()
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            self._require_ours(connection)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA foreign_keys = ON")
            self._use_log(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            connection.execute("PRAGMA journal_size_limit = 67108864")
            connection.execute("PRAGMA cache_size = -16000")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _require_ours(self, connection: sqlite3.Connection) -> int:
        """The version of the file's tables (0: it is new); StoreUnavailableError for another program's file."""
        owner = _figure(connection, "PRAGMA application_id")
        if owner != APPLICATION_ID and _figure(connection, "SELECT count(*) FROM sqlite_schema"):
            raise failures.no_store(self._url)
        version = _figure(connection, "PRAGMA user_version") if owner == APPLICATION_ID else 0
        if version > VERSION:
            raise failures.too_new(self._url, version, VERSION)
        return version

    def _use_log(self, connection: sqlite3.Connection) -> None:
        """Write-ahead log: readers do not wait for a writer. SQLite itself does not wait here, where two begin at once."""
        until = time.monotonic() + self._patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
                if not busy or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if self._require_ours(connection) == VERSION:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in STEPS[self._require_ours(connection) :]:  # again: somebody may have been faster
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _figure(connection: sqlite3.Connection, question: str) -> int:
    (figure,) = connection.execute(question).fetchone()
    return int(figure)
