"""What interrupted and deleted loads left behind, removed in small transactions beside everything else."""

from __future__ import annotations

from typing import LiteralString

from analyzer.stores.neo4j import statements
from analyzer.stores.neo4j.connection import Connection

STALE = 30 * 60.0
"""Seconds after which a load that did not go on was interrupted: far more than one of its batches takes."""
GRACE = 5 * 60.0
"""Seconds for which what was deleted stays: an answer that had begun before reads it to its end."""
_NODES = 2_000
"""Nodes of one transaction, those that hang on them aside."""


def clear(connection: Connection, stale: float = STALE, grace: float = GRACE) -> int:
    """How many versions were removed."""
    claimed = connection.beside(
        lambda t: t.run(statements.CLAIM_RUBBISH, stale=round(stale * 1000), grace=round(grace * 1000))
    )
    for record in claimed:
        key = record["key"]
        prefix = f"{key}|"
        _repeat(connection, statements.CLEAR_LINKS, prefix=prefix)
        _repeat(connection, statements.CLEAR_PARTS, version=key)
        _repeat(connection, statements.CLEAR_UNJOINED_PARTS, prefix=prefix)
        _repeat(connection, statements.CLEAR_FORMS, prefix=prefix)
        _repeat(connection, statements.CLEAR_VERSION, version=key)
    _repeat(connection, statements.CLEAR_PLANS)
    connection.beside(lambda t: t.run(statements.CLEAR_EMPTY_PLANS))
    return len(claimed)


def _repeat(connection: Connection, statement: LiteralString, **parameters: str) -> None:
    """Until nothing is left."""
    while connection.beside(lambda t: t.deleted(statement, limit=_NODES, **parameters)):
        pass
