"""Search over the current versions: parts by index, integrations landscape by landscape and no further than the page is full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from analyzer.stores.neo4j import statements
from analyzer.stores.neo4j.connection import Connection
from analyzer.stores.port import Hit, SearchKind
from analyzer.stores.searching import fold, hit_order

_TOGETHER = 50
"""Landscapes of one question for integrations."""


def search(
    connection: Connection,
    text: str,
    kind: SearchKind | None,
    landscapes: Iterable[str] | None,
    after: tuple[str, str, str] | None,
    limit: int,
) -> list[Hit]:
    """`analyzer.stores.port.Store.search`."""
    limit = max(0, limit)
    asked = {
        "text": fold(text),
        "landscapes": None if landscapes is None else sorted(set(landscapes)),
        "limit": limit,
    }
    last = after or ("", "", "")
    hits: list[Hit] = []
    if kind != "integration":
        found = connection.ask(statements.FIND_PARTS, **asked, kind=kind, after=list(last))
        hits += [Hit(*(record[name] for name in ("landscape", "kind", "id", "name"))) for record in found]
    if kind in {None, "integration"}:
        current = connection.ask(statements.CURRENT_KEYS, landscapes=asked["landscapes"], first=last[0])
        versions = [[record["landscape"], record["version"]] for record in current]
        hits += _integrations(connection, versions, asked["text"], last, limit)
    return sorted(hits, key=hit_order)[:limit]


def _integrations(
    connection: Connection,
    versions: Sequence[list[str]],
    text: object,
    after: tuple[str, str, str],
    limit: int,
) -> list[Hit]:
    landscape, kind, id_ = after
    if kind > "integration":  # the page before ended behind this landscape's integrations
        versions = [each for each in versions if each[0] != landscape]
    beyond = [landscape, kind, id_ if kind == "integration" else ""]
    hits: list[Hit] = []
    remaining = iter(versions)
    while len(hits) < limit and (some := list(islice(remaining, _TOGETHER))):
        found = connection.ask(
            statements.FIND_INTEGRATIONS, versions=some, text=text, after=beyond, limit=limit
        )
        hits += [Hit(record["landscape"], "integration", record["id"], record["name"]) for record in found]
    return hits[:limit]
