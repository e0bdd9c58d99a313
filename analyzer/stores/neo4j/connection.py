"""The driver as the store uses it: one per process, short questions, changes one after the other, plain sentences for failures.

A change is one transaction that begins with the lock of the store's node. Its function may run again from the start (the driver
repeats transactions that met a transient fault), and is never repeated once its commit was sent.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString, TypeVar

import neo4j
from neo4j import exceptions

from analyzer.stores.neo4j import failures, schema, statements
from analyzer.stores.neo4j.address import Address

T = TypeVar("T")
# What the driver logs is for whoever sets logging up; without that, Python would write it into our answers' margins.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
Answer = list[neo4j.Record]

PATIENCE = 5.0
"""Seconds that the driver tries again while a server is away, or busy."""
POOL = 50
"""Connections at most: as many answers and changes at once."""


class Transaction:
    """A transaction of the server, as the ledger and the loading use it."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, statement: LiteralString, **parameters: Any) -> Answer:
        return list(self._transaction.run(statement, parameters))

    def one(self, statement: LiteralString, **parameters: Any) -> neo4j.Record | None:
        answer = self.run(statement, **parameters)
        return answer[0] if answer else None

    def deleted(self, statement: LiteralString, **parameters: Any) -> int:
        """How many nodes the statement deleted."""
        return self._transaction.run(statement, parameters).consume().counters.nodes_deleted


class Connection:
    """Opens the driver and brings the database to the newest format; StoreUnavailableError where that fails."""

    def __init__(self, address: Address, patience: float = PATIENCE) -> None:
        self._address = address
        self._closed = threading.Event()
        auth = None if address.user is None else neo4j.basic_auth(address.user, address.password or "")
        self._driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=auth,
            connection_timeout=patience,
            connection_write_timeout=patience,
            connection_acquisition_timeout=2 * patience,
            max_transaction_retry_time=patience,
            max_connection_pool_size=POOL,
            liveness_check_timeout=30,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="kakehashi",
        )
        try:
            self._prepare()
        except BaseException:
            self._driver.close()
            raise

    @property
    def url(self) -> str:
        return self._address.shown

    def ask(self, statement: LiteralString, **parameters: Any) -> Answer:
        """A question of one statement; another member of a cluster may answer it, and knows what this process changed."""
        with self._failures_told():
            return self._driver.execute_query(
                statement,
                parameters,
                database_=self._address.database,
                routing_=neo4j.RoutingControl.READ,
                result_transformer_=list,
            )

    def one(self, statement: LiteralString, **parameters: Any) -> neo4j.Record | None:
        answer = self.ask(statement, **parameters)
        return answer[0] if answer else None

    def change(self, work: Callable[[Transaction], T]) -> T:
        """One change, alone: durable when this returns, undone where `work` raises."""

        def alone(transaction: neo4j.ManagedTransaction) -> T:
            transaction.run(statements.LOCK).consume()
            return work(Transaction(transaction))

        with self._failures_told(), self._session() as session:
            return session.execute_write(alone)

    def beside(self, work: Callable[[Transaction], T]) -> T:
        """A transaction that takes no lock: for what nobody else sees (a load that goes on, what is cleared away)."""
        with self._failures_told(), self._session() as session:
            return session.execute_write(lambda transaction: work(Transaction(transaction)))

    def close(self) -> None:
        self._closed.set()
        self._driver.close()

    def _session(self) -> neo4j.Session:
        return self._driver.session(
            database=self._address.database, bookmark_manager=self._driver.execute_query_bookmark_manager
        )

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        if self._closed.is_set():
            raise failures.closed(self.url)
        try:
            yield
        except (exceptions.Neo4jError, exceptions.DriverError, OSError) as error:
            told = failures.unavailable(self.url, error)
            if told is None:
                raise
            raise told from error

    def _prepare(self) -> None:
        """Constraints and the store's node, where they are not there yet."""
        found = self.one(statements.FORMAT)
        if found is not None:
            if found["format"] > schema.FORMAT:
                raise failures.too_new(self.url, found["format"], schema.FORMAT)
            return
        for statement in schema.constraints():
            with self._failures_told():
                self._driver.execute_query(statement, database_=self._address.database)
        with self._failures_told():
            self._driver.execute_query(statements.AWAIT_INDEXES, database_=self._address.database)
        # Last: who finds the node finds the constraints.
        self.beside(lambda transaction: transaction.run(statements.FOUND, format=schema.FORMAT))
