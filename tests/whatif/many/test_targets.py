"""Landscapes and the plans that belong to them, in files and in a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.targets import stored_names, stored_target
from analyzer.whatif.many.targets import file_target
from tests.stores.landscapes import city, city_text


@pytest.mark.parametrize(
    ("landscape", "plan", "options"),
    [
        ("a.yaml", "actual.json", {}),
        ("a.yaml", "plans/actual.yaml", {}),
        ("a.yaml", "plans/other.yml", {"plan": "other"}),
        ("a.yaml", "answers/a.json", {"plans": "answers"}),
        ("asahi/landscape.yaml", "answers/asahi.yaml", {"plans": "answers"}),
    ],
)
def test_a_plan_is_found_by_its_name_or_by_that_of_its_landscape(
    tmp_path: Path, landscape: str, plan: str, options: dict[str, str]
) -> None:
    for name, text in ((landscape, city_text()), (plan, b"{}")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text)
    plans = tmp_path / options["plans"] if "plans" in options else None
    found = file_target("it", tmp_path / landscape, options.get("plan", "actual"), plans)
    assert found.failure is None
    read, planned = found.sources()
    assert (read.name, read.text, planned.text) == ("it", city_text(), b"{}")
    assert (found.text, found.plan) == (read.hash, planned.hash)


def test_what_is_not_there_has_failed_with_where_it_was_looked_for(tmp_path: Path) -> None:
    gone = file_target("gone", tmp_path / "gone.yaml", "actual", None)
    (tmp_path / "a.yaml").write_bytes(city_text())
    planless = file_target("a", tmp_path / "a.yaml", "actual", None)
    assert gone.failure is not None
    assert gone.failure.code == "unreadable_file"
    assert planless.failure is not None
    assert str(tmp_path / "plans" / "actual") in str(planless.failure.reason)
    (tmp_path / "actual.json").write_bytes(b"{}")
    assert file_target("a", tmp_path / "a.yaml", "actual", None).failure is None


def test_a_kept_landscape_comes_with_the_plan_kept_beside_it() -> None:
    store = MemoryStore()
    version = store.put_version(city())
    store.put_plan("asahi", "actual", version.hash, b"{}")
    found = stored_target(store, "stored:asahi", "actual", None)
    landscape, plan = found.sources()
    assert (found.content, landscape.text, plan.text) == (version.hash, store.document("asahi"), b"{}")
    store.put_version(city(name="other"))
    assert found.sources()[0].text == landscape.text, "the version that was current when the run began"
    store.put_plan("asahi", "actual", version.hash, b"[]")
    with pytest.raises(InputError, match="changed_meanwhile"):
        found.sources()


def test_a_kept_landscape_without_a_plan_has_failed() -> None:
    store = MemoryStore()
    store.put_version(city())
    failures = [stored_target(store, f"stored:{name}", "actual", None).failure for name in ("asahi", "gone")]
    assert [failure and failure.code for failure in failures] == ["not_kept_plan", "not_kept_landscape"]


def test_a_pattern_means_all_kept_landscapes_that_match() -> None:
    store = MemoryStore()
    for name in ("b", "a", "ab"):
        store.put_version(city(name))
    assert stored_names(store, "stored:*") == ["stored:a", "stored:ab", "stored:b"]
    assert stored_names(store, "stored:a*") == ["stored:a", "stored:ab"]
    assert stored_names(store, "stored:a@1") == ["stored:a@1"]
