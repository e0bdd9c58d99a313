"""How versions and plans are named."""

from __future__ import annotations

import pytest

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.stores.errors import NotFoundError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.naming import StoredName, all_versions, find_version, landscape_name, plan_name
from tests.builders import landscape


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("stored:a", StoredName("a")), ("a", StoredName("a")), ("stored:a@3", StoredName("a", "3")),
        ("a@sha256:1f", StoredName("a", "sha256:1f")),
    ],
)  # fmt: skip
def test_a_landscape_is_named_with_or_without_a_version(text: str, name: StoredName) -> None:
    assert landscape_name(text) == name


def test_a_plan_is_named_with_its_landscape() -> None:
    assert plan_name("stored:a/b/c") == StoredName("a", None, "b/c")


@pytest.mark.parametrize("text", ["stored:", "@3", "a@", "a/b", ""])
def test_what_names_no_landscape_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="names nothing"):
        landscape_name(text)


@pytest.mark.parametrize("text", ["stored:a", "a/", "/b", "a@1/b"])
def test_what_names_no_plan_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="names nothing"):
        plan_name(text)


def twins() -> tuple[Landscape, Landscape]:
    """Two versions whose hashes begin alike: by the birthday paradox among a few hundred."""
    seen: dict[str, Landscape] = {}
    for turn in range(5_000):
        made = landscape(landscape={"note": str(turn)})
        begins = made.content_hash[7:11]
        if begins in seen and not begins.isdigit():
            return seen[begins], made
        seen[begins] = made
    raise AssertionError("hashes of four digits that do not meet in five thousand")


def test_a_beginning_that_two_versions_have_names_neither() -> None:
    one, other = twins()
    store = MemoryStore()
    for made in (one, other):
        store.put_version(made)
    begins = one.content_hash[7:11]
    with pytest.raises(InputError) as caught:
        find_version(store, "small", begins)
    (finding,) = caught.value.findings
    assert finding.code == "ambiguous_version"
    assert finding.suggestion is not None
    assert f"1 ({one.content_hash[7:19]})" in finding.suggestion.en
    for made in (one, other):
        assert find_version(store, "small", made.content_hash[7:]).hash == made.content_hash


def test_a_number_is_a_number_also_where_a_hash_begins_so() -> None:
    store = MemoryStore()
    for turn in range(30):
        store.put_version(landscape(landscape={"note": str(turn)}))
    assert [version.number for version in all_versions(store, "small")] == list(range(1, 31))
    assert find_version(store, "small", "12").number == 12
    for missing in ("31", "0", "-1", "1.5", "abc", "zzzz"):
        with pytest.raises(NotFoundError):
            find_version(store, "small", missing)


@pytest.mark.parametrize(("kind", "command"), [("landscape", "list"), ("plan", "show"), ("version", "show")])
def test_whoever_names_what_is_not_kept_is_told_the_command_that_lists_it(kind: str, command: str) -> None:
    suggestion = NotFoundError(kind, "nothing").findings[0].suggestion
    assert suggestion is not None
    assert f"kakehashi store {command}" in suggestion.ja
    assert f"kakehashi store {command}" in suggestion.en
