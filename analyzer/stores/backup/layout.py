"""What stands where in a backup, and how much of it is read at most."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

FORMAT = "kakehashi-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"

MAX_ENTRY = 256 * 1024 * 1024
"""Bytes of an entry: a landscape file of the largest size, as JSON with its places, is well below."""
MAX_ENTRIES = 2_000_000
MAX_RATIO = 100
"""What deflates better than this is written as it is, so whatever claims to have deflated better is a bomb."""
SMALL = 1024 * 1024
"""Entries below this may have any ratio."""
CHUNK_ROWS = 1_000
CHUNK_BYTES = 4 * 1024 * 1024
"""A list of plans, records or audit entries ends at either."""

LEFT_OUT = frozenset({"sessions"})
"""Records that no backup holds: whoever is logged in now shall not be so again when it is restored."""

ENTRY_NAME = re.compile(
    r"(?:versions/[a-z0-9][a-z0-9_-]*/[1-9][0-9]{0,8}\.json"
    r"|sources/[0-9a-f]{64}"
    r"|(?:plans|records|audit)/[0-9]{9}\.json)\Z"
)


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """`sha256`: hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything."""

    landscapes: int
    versions: int
    sources: int
    plans: int
    records: int
    audit: int

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def version_name(landscape: str, number: int) -> str:
    return f"versions/{landscape}/{number}.json"


def source_name(hash: str) -> str:
    return "sources/" + hash.removeprefix("sha256:")


def chunk_name(kind: str, number: int) -> str:
    return f"{kind}/{number:09}.json"
