"""Nothing is lost and nothing is half there, whoever is killed in the midst of a load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from analyzer.generator import generate_yaml
from analyzer.landscape.model import Landscape
from analyzer.stores.errors import StoreUnavailableError
from analyzer.stores.neo4j import loading, rows, statements
from analyzer.stores.neo4j.address import read_address
from analyzer.stores.neo4j.connection import Transaction
from analyzer.stores.neo4j.store import Neo4jStore
from analyzer.stores.port import Store
from tests.profiles import LONG
from tests.stores.landscapes import city, loaded
from tests.stores.neo4j_server import NEO4J, Neo4jServer, emptied

pytestmark = NEO4J

BATCHES = 8
"""At least as many transactions has the load of `large` with batches of `SMALL` rows."""
SMALL = 40


def large() -> Landscape:
    return loaded(generate_yaml(40, 300, 12, 4, 3, 1).encode(), "generated.yaml")


def nodes(store: Neo4jStore) -> dict[str, int]:
    """How many there are of each label."""
    count: Any = "MATCH (n) WHERE NOT n:OnlyForTests UNWIND labels(n) AS label RETURN label, count(*) AS n"
    return {record["label"]: record["n"] for record in store._connection.ask(count)}


def striking(blow: Callable[[], None], at: int) -> Callable[..., bool]:
    """In place of `loading._go_on`: strikes in the midst of that transaction of a load."""
    step = iter(range(1_000))
    real = loading._go_on

    def go_on(transaction: Transaction, **further: Any) -> bool:
        done = real(transaction, **further)
        if next(step) == at:
            blow()
        return done

    return go_on


def assert_untouched(store: Store, kept: Landscape) -> None:
    assert [(version.landscape, version.number) for version in store.landscapes()] == [(kept.id, 1)]
    assert store.landscape(kept.id) == kept
    assert [entry.action for entry in store.audit_log()] == ["landscape.put"]
    assert {hit.landscape for hit in store.search("")} == {kept.id}


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS", SMALL)


@pytest.fixture
def store(neo4j_url: str) -> Iterator[Neo4jStore]:
    store = emptied(neo4j_url)
    yield store
    store.close()


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("at", range(BATCHES) if LONG else (0, 3))
def test_a_process_killed_in_the_midst_of_a_load_leaves_nothing_that_anybody_sees(
    store: Neo4jStore, neo4j_url: str, at: int
) -> None:
    kept = city()
    store.put_version(kept)
    before = nodes(store)
    code = f"""
        import os, signal
        from analyzer.stores.neo4j import loading, rows
        from analyzer.stores.opening import open_store
        from tests.stores.test_neo4j_killed import large, striking
        rows.ROWS = {SMALL}
        loading._go_on = striking(lambda: os.kill(os.getpid(), signal.SIGKILL), {at})
        open_store({neo4j_url!r}).put_version(large())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert_untouched(store, kept)
    assert store.tidy() == (1 if at else 0), "what a transaction did that was never committed is not there"
    assert nodes(store) == before
    version = store.put_version(large())
    assert store.landscape(version.landscape) == large()


@pytest.mark.usefixtures("small_batches")
def test_a_load_that_fails_is_cleared_away_at_once(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put_version(city())
    before = nodes(store)

    def blow() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "_go_on", striking(blow, 4))
        with pytest.raises(KeyboardInterrupt):
            store.put_version(large())
    assert_untouched(store, city())
    assert store.tidy() == 1
    assert nodes(store) == before


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("at", [*range(BATCHES), None] if LONG else [3, None])
def test_a_server_killed_in_the_midst_of_a_load_has_all_that_was_kept_and_nothing_of_the_load(
    neo4j_process: Neo4jServer, monkeypatch: pytest.MonkeyPatch, at: int | None
) -> None:
    """`at`: the transaction of the load in which it is killed; None: the one that would keep it."""
    store = emptied(neo4j_process.url)
    kept = city()
    store.put_version(kept)
    before = nodes(store)
    with monkeypatch.context() as patch:
        if at is None:
            patch.setattr(statements, "KEEP", _Blow(neo4j_process.kill, statements.KEEP))
            patch.setattr(Transaction, "one", _striking_one)
        else:
            patch.setattr(loading, "_go_on", striking(neo4j_process.kill, at))
        with pytest.raises(StoreUnavailableError):
            store.put_version(large())
    neo4j_process.start()
    assert_untouched(store, kept)
    assert store.tidy() == (at != 0)  # in the first transaction nothing has been begun yet
    assert nodes(store) == before
    version = store.put_version(large())
    assert store.landscape(version.landscape) == large()
    store.close()


class _Blow(str):
    """A statement before which something happens."""

    blow: Callable[[], None]

    def __new__(cls, blow: Callable[[], None], text: str) -> _Blow:
        self = super().__new__(cls, text)
        self.blow = blow
        return self


def _striking_one(self: Transaction, statement: str, **parameters: Any) -> Any:
    answer = self.run(str(statement), **parameters)
    if isinstance(statement, _Blow):
        statement.blow()
    return answer[0] if answer else None


def test_who_gives_the_wrong_password_is_told_so_and_no_password_is_shown(neo4j_process: Neo4jServer) -> None:
    address = read_address(neo4j_process.url)
    assert address.password == neo4j_process.password
    store = Neo4jStore(address)
    assert neo4j_process.password not in store.url + repr(address)
    assert store.url == f"bolt://neo4j@127.0.0.1:{neo4j_process.port}"
    store.close()
    wrong = read_address(f"bolt://neo4j:wrong-password@127.0.0.1:{neo4j_process.port}")
    with pytest.raises(StoreUnavailableError, match="lets nobody in") as raised:
        Neo4jStore(wrong)
    assert "wrong-password" not in str(raised.value)
