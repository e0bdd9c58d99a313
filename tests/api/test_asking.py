"""Small parts of the service: languages, representations, cursors, what is kept in memory, questions that are shared."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from analyzer.stores.errors import NotFoundError
from analyzer.stores.memory import MemoryStore
from api.answers import wanted
from api.caching import Recent
from api.changing import Changes
from api.conditions import tags
from api.currents import Currents
from api.languages import preferred_language
from api.paging import cursor_after, read_cursor
from api.problems import ProblemError
from tests.builders import landscape


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"), ("*", "ja"), ("en", "en"), ("EN-gb", "en"), ("ja,en", "ja"), ("en,ja;q=0.5", "en"), ("fr, en;q=0.1", "en"),
        ("fr", "ja"), ("en;q=0", "ja"), ("ja;q=0,*", "en"), ("en;q=bad", "ja"), ("en;q=0.5,ja;q=0.5", "ja"),
    ],
)  # fmt: skip
def test_the_language_is_japanese_unless_english_is_preferred(header: str, language: str) -> None:
    assert preferred_language(header) == language


def _request(**headers: str) -> Request:
    listed = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Request({"type": "http", "headers": listed})


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("text/csv", "text/csv"), ("*/*", "application/json"), ("text/*", "text/csv"), ("text/csv;q=0.1,*/*", "application/json"),
        ("application/json;q=0,*/*", "text/csv"), ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
    ],
)  # fmt: skip
def test_the_representation_is_the_one_that_is_preferred(accept: str, found: str) -> None:
    assert wanted(_request(accept=accept), ("application/json", "text/csv")) == found


def test_where_nothing_fits_it_is_406() -> None:
    with pytest.raises(ProblemError) as problem:
        wanted(_request(accept="image/png"), ("application/json",))
    assert problem.value.status == 406


@given(st.text(), st.lists(st.one_of(st.text(), st.integers(-(2**62), 2**62)), min_size=1, max_size=4))
def test_a_cursor_gives_back_what_it_was_made_of_for_its_question_only(
    scope: str, values: list[str | int]
) -> None:
    try:
        cursor = cursor_after(scope, *values)
    except UnicodeEncodeError:
        return
    kinds = [type(value) for value in values]
    assert list(read_cursor(scope, cursor, *kinds)) == values
    with pytest.raises(ProblemError):
        read_cursor(scope + "x", cursor, *kinds)
    with pytest.raises(ProblemError):
        read_cursor(scope, cursor, *kinds, str)


@given(st.text(max_size=60))
def test_no_text_that_was_made_up_is_a_cursor(text: str) -> None:
    with pytest.raises(ProblemError):
        read_cursor("scope", text, str)


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.text(st.characters(codec="ascii", exclude_characters='"', min_codepoint=33), max_size=9),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_etags_are_read_as_they_are_written(listed: list[tuple[bool, str]]) -> None:
    listed = [(weak, tag.replace("\x7f", "")) for weak, tag in listed]
    header = ", ".join(f'{"W/" if weak else ""}"{tag}"' for weak, tag in listed)
    assert tags(header) == listed


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6)), max_size=60))
def test_what_is_kept_in_memory_never_weighs_more_than_it_may(puts: list[tuple[int, int]]) -> None:
    kept: Recent[int] = Recent(10)
    for key, weight in puts:
        kept.put(key, key * 100 + weight, weight)
        assert kept.weight <= 10
        assert kept.get(key) == key * 100 + weight
    known = [(key, kept.get(key)) for key in range(10)]
    assert sum(value % 100 for _, value in known if value is not None) == kept.weight
    assert all(value is None or value // 100 == key for key, value in known)


def test_a_value_too_heavy_to_keep_is_not_kept() -> None:
    kept: Recent[str] = Recent(10)
    kept.put("a", "A", 5)
    assert kept.put("b", "B", 11) == "B"
    assert kept.get("b") is None
    assert kept.get("a") == "A"


class _Slow(MemoryStore):
    asked = 0

    def current(self, landscape: str):  # type: ignore[no-untyped-def]
        self.asked += 1
        time.sleep(0.05)
        return super().current(landscape)


def test_requests_that_come_together_share_a_question_that_begins_after_them() -> None:
    store = _Slow()
    first = store.put_version(landscape(landscape={"id": "a"}))

    async def ask() -> None:
        currents = Currents(store)
        early = asyncio.create_task(currents.current("a"))
        await asyncio.sleep(0.01)  # its question is under way
        second = store.put_version(landscape(landscape={"id": "a", "name": "B"}))
        late = [asyncio.create_task(currents.current("a")) for _ in range(50)]
        unknown = asyncio.create_task(currents.current("b"))
        assert (await early).hash in (first.hash, second.hash)
        assert {version.hash for version in await asyncio.gather(*late)} == {second.hash}
        with pytest.raises(NotFoundError):
            await unknown
        assert store.asked <= 4

    asyncio.run(ask())


def test_changes_are_made_one_after_the_other_and_those_beyond_the_queue_are_told_at_once() -> None:
    at_once, most = 0, 0
    lock = threading.Lock()

    def change() -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.01)
        with lock:
            at_once -= 1

    async def ask() -> list[BaseException | None]:
        changes = Changes(5, 2)
        return await asyncio.gather(*(changes.make(change) for _ in range(8)), return_exceptions=True)

    results = asyncio.run(ask())
    refused = [result for result in results if isinstance(result, ProblemError)]
    assert most == 1
    assert len(refused) == 3
    assert all(problem.status == 503 and problem.headers["Retry-After"] == "2" for problem in refused)
