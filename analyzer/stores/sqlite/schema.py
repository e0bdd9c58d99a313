"""The tables of a store's file, as SQLite is told them, and the steps from one version of them to the next.

A version and its links are written once and never changed; a landscape points to its current version.
Links stand in blocks, with lists of where each system's and each hub's are: a row and three entries of indices for
every link take three times as long to write (docs/benchmarks.md), and are read no faster.
Everything of a landscape goes when its row goes. Hashes are ``sha256:…``, instants ISO 8601 in UTC.
"""

from __future__ import annotations

APPLICATION_ID = 0x4B4B4853
"""``KKHS`` in the file's header: says that the file is a store of this program."""

LINKS_PER_BLOCK = 32
"""How many integrations stand in one row of `link_block`."""

_FIRST = (
    """
    CREATE TABLE landscape (
        id TEXT PRIMARY KEY,
        current INTEGER NOT NULL REFERENCES version DEFERRABLE INITIALLY DEFERRED,
        numbered INTEGER NOT NULL -- the number of the newest version, also where that was deleted
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE version (
        id INTEGER PRIMARY KEY,
        landscape TEXT NOT NULL REFERENCES landscape ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL,
        hash TEXT NOT NULL,
        made TEXT NOT NULL,
        actor TEXT NOT NULL,
        name TEXT NOT NULL,
        municipality_code TEXT,
        first TEXT,
        last TEXT,
        systems INTEGER NOT NULL,
        integrations INTEGER NOT NULL,
        frame BLOB NOT NULL, -- `Content.frame`; large ones last, for lists do not read them
        ids TEXT NOT NULL, -- a line for each 連携ID in the order of the keys: the id, a blank, the position of its first link
        UNIQUE (landscape, number),
        UNIQUE (landscape, hash)
    ) STRICT
    """,
    """
    CREATE TABLE link_block ( -- links in the order of their keys, LINKS_PER_BLOCK to a row
        key INTEGER PRIMARY KEY,
        version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
        number INTEGER NOT NULL,
        bodies BLOB NOT NULL, -- `LinkRow.body` of each, a line each
        UNIQUE (version, number)
    ) STRICT
    """,
    """
    CREATE TABLE link_at ( -- where the links of a part stand among those of the version
        version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
        kind TEXT NOT NULL, -- system: it is at an end; hub: a realization goes via it
        id TEXT NOT NULL,
        positions TEXT NOT NULL, -- JSON, from 0
        PRIMARY KEY (version, kind, id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE part ( -- what a search finds by name, of current versions only
        landscape TEXT NOT NULL REFERENCES landscape ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL, -- the name as it is compared (`searching.fold`)
        PRIMARY KEY (landscape, kind, id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE source (
        key INTEGER PRIMARY KEY, -- grows: the newest has the greatest
        version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE,
        hash TEXT NOT NULL, -- of the text
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        made TEXT NOT NULL,
        actor TEXT NOT NULL,
        text BLOB NOT NULL, -- zlib
        places BLOB NOT NULL, -- zlib of `source_places`
        UNIQUE (version, hash)
    ) STRICT
    """,
    """
    CREATE TABLE plan (
        key INTEGER PRIMARY KEY,
        landscape TEXT NOT NULL REFERENCES landscape ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        id TEXT NOT NULL,
        version TEXT NOT NULL, -- the content hash that it was made for; that version may be gone
        revision TEXT NOT NULL,
        made TEXT NOT NULL,
        actor TEXT NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (landscape, id)
    ) STRICT
    """,
    """
    CREATE TABLE record (
        collection TEXT NOT NULL,
        key TEXT NOT NULL,
        revision TEXT NOT NULL,
        value BLOB NOT NULL, -- JSON
        PRIMARY KEY (collection, key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        details BLOB NOT NULL -- JSON
    ) STRICT
    """,
    "CREATE INDEX audit_subject ON audit (subject, number)",
    "CREATE TABLE checked (only INTEGER PRIMARY KEY CHECK (only = 1), at TEXT NOT NULL) STRICT",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""Step i leads from version i of the tables to version i + 1. A step that was ever delivered is never changed."""

VERSION = len(STEPS)
"""What this program reads and writes; the file has its own in ``PRAGMA user_version``."""
