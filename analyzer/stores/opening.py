"""A store by its URL: ``memory:``, ``sqlite:///data/kakehashi.db``, ``neo4j://host``, ``bolt://host``."""

from __future__ import annotations

from pathlib import Path

from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from analyzer.stores.changes import Clock, utc_now
from analyzer.stores.port import Store

_SQLITE = "sqlite:///"
_NEO4J = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str, clock: Clock = utc_now) -> Store:
    """The store at `url`; InputError for what is no URL of a store, StoreUnavailableError where it cannot be used.

    ``sqlite:///relative.db`` is taken from the working folder, ``sqlite:////absolute.db`` from the root.
    """
    if url == "memory:":
        from analyzer.stores.memory import MemoryStore  # noqa: PLC0415 - each home is loaded when it is used

        return MemoryStore(clock)
    if url.startswith(_SQLITE) and _is_file(url.removeprefix(_SQLITE)):
        from analyzer.stores.sqlite.store import SqliteStore  # noqa: PLC0415

        return SqliteStore(Path(url.removeprefix(_SQLITE)), clock=clock)
    scheme, separator, rest = url.partition("://")
    if separator and scheme in _NEO4J and rest:
        from analyzer.stores.neo4j.address import read_address  # noqa: PLC0415
        from analyzer.stores.neo4j.store import Neo4jStore  # noqa: PLC0415

        try:
            address = read_address(url)
        except ValueError:
            raise InputError((_no_store(url),)) from None
        return Neo4jStore(address, clock=clock)
    raise InputError((_no_store(url),))


def _is_file(path: str) -> bool:
    """Whether it can name a file; ``:memory:`` is SQLite's word for one that each connection has of its own."""
    return path not in {"", ":memory:"} and "\0" not in path and not path.endswith("/")


def _no_store(url: str) -> Finding:
    return Finding(
        "wrong_store_url",
        "error",
        Text(f"保存先の URL「{_shown(url)}」は使えません。", f"{_shown(url)!r} is no URL of a store."),
        suggestion=Text(
            "memory:、sqlite:///ファイル名、neo4j://ホスト、bolt://ホスト のいずれかを書いてください(絶対パスは sqlite:////…)。",
            "Write memory:, sqlite:///file, neo4j://host or bolt://host (an absolute path: sqlite:////…).",
        ),
    )


def _shown(url: str) -> str:
    """Without a password."""
    before, at, after = url.rpartition("@")
    scheme, separator, credentials = before.partition("://")
    return f"{scheme}{separator}{credentials.partition(':')[0]}:…@{after}" if at else url
