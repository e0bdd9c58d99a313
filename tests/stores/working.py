"""A process that works on a store's file until it is done, fails or is killed.

``python -m tests.stores.working FILE NAME COUNT [LIMIT]`` puts COUNT versions of the landscape NAME, and counts a record
up with each; a line with the hash tells of each version that was acknowledged. LIMIT: no file may grow beyond so many bytes.
A store that cannot be used ends it with 3 and its sentence.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from analyzer.stores.errors import ChangedError, StoreUnavailableError
from analyzer.stores.port import Store
from analyzer.stores.sources import Source
from analyzer.stores.sqlite.store import SqliteStore
from tests.stores.landscapes import city, city_text

UNAVAILABLE = 3


def main(file: str, name: str, count: str, limit: str = "") -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    store = SqliteStore(Path(file), patience=60.0)
    for n in range(int(count)):
        text = city_text(name, f"{n}", links=40)
        version = store.put_version(city(name, f"{n}", links=40), Source(f"{n}.yaml", text), actor=name)
        count_up(store)
        sys.stdout.write(version.hash + "\n")
        sys.stdout.flush()
    store.close()


def count_up(store: Store) -> None:
    """One more in a record that everybody counts in."""
    while True:
        found = store.record("counts", "all")
        n = 0 if found is None else int(str(found.value["n"]))
        try:
            store.put_record("counts", "all", {"n": n + 1}, expect=None if found is None else found.revision)
        except ChangedError:
            continue
        return


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except StoreUnavailableError as error:
        sys.stderr.write(str(error))
        sys.exit(UNAVAILABLE)
