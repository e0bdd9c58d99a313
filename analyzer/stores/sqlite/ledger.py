"""Rows of plans, records and the audit log; every function works within the transaction of its connection."""

from __future__ import annotations

import sqlite3

from analyzer.stores.compact import compact, parsed
from analyzer.stores.port import AuditEntry, Event, PlanEntry, Record

PLAN_COLUMNS = "landscape, id, version, revision, made, actor, body"


def put_audit(connection: sqlite3.Connection, event: Event, at: str) -> AuditEntry:
    details = compact(event.details)
    cursor = connection.execute(
        "INSERT INTO audit (at, actor, action, subject, details) VALUES (?, ?, ?, ?, ?)",
        (at, event.actor, event.action, event.subject, details),
    )
    assert cursor.lastrowid is not None, "a row that was inserted has a number"
    return AuditEntry(cursor.lastrowid, at, event.actor, event.action, event.subject, parsed(details))


def audit_log(connection: sqlite3.Connection, subject: str, after: int, limit: int) -> list[AuditEntry]:
    about = ""
    if subject:  # "0" comes after "/"
        about = "AND (subject = :subject OR (subject >= :subject || '/' AND subject < :subject || '0'))"
    rows = connection.execute(
        "SELECT number, at, actor, action, subject, details FROM audit"
        f" WHERE number > :after {about} ORDER BY number LIMIT :limit",
        {"after": after, "subject": subject, "limit": max(0, limit)},
    )
    return [
        AuditEntry(number, at, actor, action, about_what, parsed(details))
        for number, at, actor, action, about_what, details in rows
    ]


def plan(connection: sqlite3.Connection, landscape: str, id: str) -> PlanEntry | None:
    row = connection.execute(
        f"SELECT {PLAN_COLUMNS} FROM plan WHERE landscape = ? AND id = ?", (landscape, id)
    ).fetchone()
    return None if row is None else PlanEntry(*row)


def plans(connection: sqlite3.Connection, landscape: str, after: str, limit: int) -> list[PlanEntry]:
    rows = connection.execute(
        f"SELECT {PLAN_COLUMNS} FROM plan WHERE landscape = ? AND id > ? ORDER BY id LIMIT ?",
        (landscape, after, max(0, limit)),
    )
    return [PlanEntry(*row) for row in rows]


def put_plan(connection: sqlite3.Connection, entry: PlanEntry) -> None:
    connection.execute(
        f"INSERT INTO plan ({PLAN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (landscape, id) DO UPDATE SET version = excluded.version, revision = excluded.revision,"
        " made = excluded.made, actor = excluded.actor, body = excluded.body",
        (entry.landscape, entry.id, entry.version, entry.revision, entry.made, entry.actor, entry.body),
    )


def delete_plan(connection: sqlite3.Connection, landscape: str, id: str) -> None:
    connection.execute("DELETE FROM plan WHERE landscape = ? AND id = ?", (landscape, id))


def record(connection: sqlite3.Connection, collection: str, key: str) -> Record | None:
    row = connection.execute(
        "SELECT revision, value FROM record WHERE collection = ? AND key = ?", (collection, key)
    ).fetchone()
    return None if row is None else Record(collection, key, row[0], parsed(row[1]))


def records(
    connection: sqlite3.Connection, collection: str, prefix: str, after: str, limit: int
) -> list[Record]:
    beyond = _beyond(prefix)
    rows = connection.execute(
        "SELECT key, revision, value FROM record WHERE collection = :collection AND key > :after"
        f" AND key >= :prefix {'' if beyond is None else 'AND key < :beyond'} ORDER BY key LIMIT :limit",
        {
            "collection": collection, "after": after, "prefix": prefix, "beyond": beyond,
            "limit": max(0, limit),
        },
    )  # fmt: skip
    return [Record(collection, key, revision, parsed(value)) for key, revision, value in rows]


def put_record(connection: sqlite3.Connection, record: Record, value: bytes) -> None:
    connection.execute(
        "INSERT INTO record (collection, key, revision, value) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (collection, key) DO UPDATE SET revision = excluded.revision, value = excluded.value",
        (record.collection, record.key, record.revision, value),
    )


def delete_record(connection: sqlite3.Connection, collection: str, key: str) -> None:
    connection.execute("DELETE FROM record WHERE collection = ? AND key = ?", (collection, key))


def _beyond(prefix: str) -> str | None:
    """The first text after all that begin with `prefix`; None where there is none."""
    for end in range(len(prefix), 0, -1):
        last = ord(prefix[end - 1])
        if last < 0x10FFFF:
            following = 0xE000 if last == 0xD7FF else last + 1  # what lies between is no letter of any text
            return prefix[: end - 1] + chr(following)
    return None
