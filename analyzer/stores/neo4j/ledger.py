"""Plans, records and the audit log as nodes; every change of them is part of its caller's transaction."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from analyzer.stores.compact import compact, parsed
from analyzer.stores.neo4j import plans as plan_nodes
from analyzer.stores.neo4j import statements
from analyzer.stores.neo4j.connection import Transaction
from analyzer.stores.neo4j.rows import Batch
from analyzer.stores.port import AuditEntry, Event, PlanEntry, Record

# Plans


def plan_key(landscape: str, id: str) -> str:
    return f"{landscape}|plan|{id}"


def plan_of(node: Mapping[str, Any]) -> PlanEntry:
    return PlanEntry(
        node["landscape"], node["id"], node["version"], node["revision"], node["made"], node["actor"],
        zlib.decompress(node["body"]),
    )  # fmt: skip


def find_plan(transaction: Transaction, landscape: str, id: str) -> PlanEntry | None:
    found = transaction.one(statements.PLAN, plan=plan_key(landscape, id))
    return None if found is None else plan_of(found["plan"])


def put_plan(transaction: Transaction, entry: PlanEntry, batches: Iterable[Batch]) -> None:
    """In place of the one that is there; `batches` are the nodes of what it says."""
    key = plan_key(entry.landscape, entry.id)
    properties = {
        "id": entry.id,
        "landscape": entry.landscape,
        "version": entry.version,
        "revision": entry.revision,
        "made": entry.made,
        "actor": str(entry.actor),
        "body": zlib.compress(entry.body, 1),
        **plan_nodes.properties(plan_nodes.document_of(entry.body)),
    }
    transaction.run(statements.PUT_PLAN, landscape=entry.landscape, plan=key, properties=properties)
    for batch in batches:
        if batch.rows:
            transaction.run(batch.statement, plan=key, rows=batch.rows)


def delete_plan(transaction: Transaction, landscape: str, id: str) -> None:
    transaction.run(statements.DELETE_PLAN, plan=plan_key(landscape, id))


# Records


def record_key(collection: str, key: str) -> str:
    """No other collection and key have the same; keys of a collection sort as they do without it."""
    return f"{collection.replace('%', '%25').replace('|', '%7C')}|{key}"


def record_of(node: Mapping[str, Any]) -> Record:
    return Record(node["collection"], node["name"], node["revision"], parsed(node["value"]))


def find_record(transaction: Transaction, collection: str, key: str) -> Record | None:
    found = transaction.one(statements.RECORD, key=record_key(collection, key))
    return None if found is None else record_of(found["record"])


def put_record(transaction: Transaction, record: Record, value: bytes) -> None:
    properties = {
        "key": record_key(record.collection, record.key),
        "collection": record.collection,
        "name": record.key,
        "revision": record.revision,
        "value": value.decode(),
    }
    transaction.run(statements.PUT_RECORD, properties=properties)


def delete_record(transaction: Transaction, collection: str, key: str) -> None:
    transaction.run(statements.DELETE_RECORD, key=record_key(collection, key))


# Audit


def audit_of(node: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        node["number"], node["at"], node["actor"], node["action"], node["subject"], parsed(node["details"])
    )


def put_audit(transaction: Transaction, event: Event, at: str) -> AuditEntry:
    """Numbered under the lock that every change holds: without a gap."""
    found = transaction.one(statements.LOCK)
    assert found is not None, "the store's node is there as long as the store"
    details = compact(event.details)
    entry = AuditEntry(
        found["audited"] + 1, at, str(event.actor), event.action, event.subject, parsed(details)
    )
    put_audit_entry(transaction, entry, details)
    return entry


def put_audit_entry(transaction: Transaction, entry: AuditEntry, details: bytes) -> None:
    properties = {
        "number": entry.number,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "details": details.decode(),
    }
    transaction.run(statements.PUT_AUDIT, properties=properties)
