"""The URL of a server: where it is, who asks, which database."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

DATABASE = "neo4j"
"""The one that the Community edition has."""


@dataclass(frozen=True, slots=True)
class Address:
    """`uri` is for the driver: without user, password and database. The password is in no text of this object."""

    uri: str
    user: str | None
    password: str | None = field(repr=False)
    database: str = DATABASE

    @property
    def shown(self) -> str:
        """As people may see it, and logs: with the user, without the password."""
        scheme, _, host = self.uri.partition("://")
        user = "" if self.user is None else f"{quote(self.user)}@"
        database = "" if self.database == DATABASE else f"/{quote(self.database)}"
        return f"{scheme}://{user}{host}{database}"


def read_address(url: str) -> Address:
    """``neo4j://user:password@host:7687/database``: all but the host may be left out. ValueError for anything else.

    A user and password that the URL does not give come from ``NEO4J_USER`` (``neo4j`` where there is only a password) and
    ``NEO4J_PASSWORD``; where there is no password, nobody logs in.
    """
    split = urlsplit(url)
    if not split.hostname or split.query or split.fragment or split.path.count("/") > 1:
        raise ValueError("not the URL of a Neo4j server")
    host = f"[{split.hostname}]" if ":" in split.hostname else split.hostname
    port = "" if split.port is None else f":{split.port}"
    user = unquote(split.username) if split.username else os.environ.get("NEO4J_USER")
    password = unquote(split.password) if split.password else os.environ.get("NEO4J_PASSWORD")
    if password is None:
        user = None
    elif not user:
        user = "neo4j"
    database = unquote(split.path.removeprefix("/")) or DATABASE
    return Address(f"{split.scheme}://{host}{port}", user, password, database)
