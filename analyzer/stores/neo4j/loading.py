"""Loading a version: everything first, in batches that nobody sees; then it is kept, in one small transaction of the store's.

A load has a key of its own (``landscape@load``). Interrupted, it leaves nodes that no question reaches; `clearing` removes them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import partial
from itertools import chain
from typing import Any

from analyzer.stores.content import Content
from analyzer.stores.errors import StoreUnavailableError
from analyzer.stores.neo4j import failures, rows, statements
from analyzer.stores.neo4j.connection import Connection, Transaction
from analyzer.stores.port import Summary, Version


def load(connection: Connection, version: Version, content: Content) -> str:
    """The key of the version's node, which waits to be kept; `version.number` and `made` are given then."""
    key = f"{version.landscape}@{content.hash.removeprefix('sha256:')[:12]}-{secrets.token_hex(4)}"
    first = {"properties": _properties(key, version, content)}
    try:
        for batches in _transactions(chain(rows.parts(key, content), rows.links(key, content.links))):
            if not connection.beside(partial(_go_on, key=key, batches=batches, begin=first)):
                raise failures.given_up(connection.url)
            first = {}
    except BaseException:
        with suppress(StoreUnavailableError):
            abandon(connection, key)
        raise
    return key


def abandon(connection: Connection, key: str) -> None:
    """What a load that is not needed has made may be cleared away at once."""
    connection.beside(lambda t: t.run(statements.ABANDON_LOAD, version=key))


def version_of(node: Mapping[str, Any]) -> Version:
    """From the properties of a version's node."""
    summary: list[Any] = [node.get(each.name) for each in fields(Summary)]
    return Version(
        node["landscape"], node["number"], node["hash"], node["made"], node["actor"], Summary(*summary)
    )


def _properties(key: str, version: Version, content: Content) -> dict[str, Any]:
    s = version.summary
    return {
        "key": key,
        "landscape": version.landscape,
        "hash": content.hash,
        "actor": str(version.actor),
        "name": s.name,
        "municipality_code": s.municipality_code,
        "first": s.first,
        "last": s.last,
        "systems": s.systems,
        "integrations": s.integrations,
        "frame": rows.cut(content.frame).frame,
    }


def _transactions(batches: Iterable[rows.Batch]) -> Iterator[list[rows.Batch]]:
    """Batches together while they are no more than one transaction is to do."""
    together: list[rows.Batch] = []
    for batch in batches:
        if together and sum(each.share for each in (*together, batch)) > 1:
            yield together
            together = []
        together.append(batch)
    if together:
        yield together


def _go_on(transaction: Transaction, key: str, batches: list[rows.Batch], begin: Mapping[str, Any]) -> bool:
    """One transaction of a load, the first of which makes the version's node; False where it was cleared away meanwhile."""
    if begin:
        transaction.run(statements.BEGIN_LOAD, **begin)
    elif not transaction.run(statements.GO_ON_LOADING, version=key):
        return False
    for batch in batches:
        transaction.run(batch.statement, rows=batch.rows)
    return True
