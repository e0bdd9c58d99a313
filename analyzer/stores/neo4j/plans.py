"""A plan or an answer as nodes: its moves, bridges and test cases, joined to the parts of the version that it was made for.

What is kept and given back is the body, byte by byte. The nodes are for questions in the server; a body that is no answer, or one
whose entries are not what an answer has, gets fewer of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import JSONDecodeError
from typing import Any

from analyzer.landscape.model import Landscape
from analyzer.stores.compact import parsed
from analyzer.stores.neo4j import schema as s
from analyzer.stores.neo4j.rows import Batch, Row, form_key, link_key, part_key, whole

Entry = Mapping[str, Any]

_MOVES = s.create_beside_plan(s.SETS, s.MOVE_TO)
_BRIDGES = s.create_beside_plan(s.BUILDS, s.BRIDGE_AT, s.BRIDGE_THROUGH, s.SERVES)
_TESTS = s.create_beside_plan(s.TESTS, s.TEST_OF)


def document_of(body: bytes) -> Entry:
    """What the body says, if it is JSON of a mapping; else nothing."""
    try:
        document = parsed(body)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def properties(document: Entry) -> dict[str, Any]:
    """What the plan's node says of the answer."""
    cost = document.get("cost")
    return {
        "status": _text(document.get("status")),
        "pattern": _text(document.get("pattern")),
        "cost": whole(cost.get("total")) if isinstance(cost, dict) else None,
    }


def batches(version: str, parts: Landscape, document: Entry) -> Iterator[Batch]:
    """`version` is the key of the version's node, `parts` what it says."""
    yield Batch(_MOVES, list(_moves(version, parts, document)))
    yield Batch(_BRIDGES, [_bridge(version, entry) for entry in _entries(document, "bridges")])
    yield Batch(_TESTS, [_test(version, entry) for entry in _entries(document, "tests")])


def _moves(version: str, parts: Landscape, document: Entry) -> Iterator[Row]:
    moves = document.get("moves")
    for name, month in moves.items() if isinstance(moves, dict) else ():
        system, _, move = name.partition(".")
        known = parts.systems.get(system)
        forms = [each.id for each in known.moves] if known else []
        to = [[form_key(version, system, forms.index(move) + 1)]] if move in forms else []
        yield [system, move, _text(month), to]


def _bridge(version: str, entry: Entry) -> Row:
    paid = entry.get("paid")
    return [
        _text(entry.get("kind")), _text(entry.get("key")), _text(entry.get("vendor")), _text(entry.get("from")),
        _text(entry.get("until")), _flag(entry.get("permanent")), _flag(entry.get("existing")),
        whole(paid.get("total")) if isinstance(paid, dict) else None,
        _to(version, "system", entry.get("system")), _to(version, "hub", entry.get("hub")),
        [
            [link_key(version, served["integration"]), _texts(served.get("months"))]
            for served in _entries(entry, "serves")
            if isinstance(served.get("integration"), str)
        ],
    ]  # fmt: skip


def _test(version: str, entry: Entry) -> Row:
    integration = _text(entry.get("integration"))
    return [
        _text(entry.get("month")), integration, _texts(entry.get("vendors")), _texts(entry.get("owners")),
        _flag(entry.get("tested_twice")), [] if integration is None else [[link_key(version, integration)]],
    ]  # fmt: skip


def _to(version: str, kind: str, id: object) -> list[Row]:
    return [[part_key(version, kind, id)]] if isinstance(id, str) else []


def _entries(document: Entry, section: str) -> list[Entry]:
    entries = document.get(section)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
