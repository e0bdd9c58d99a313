"""The samples and schemas are found where the program runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer import resources


def lay_samples(root: Path, *names: str) -> None:
    for name in names:
        folder = root / "sample_landscapes" / name
        folder.mkdir(parents=True)
        (folder / "landscape.yaml").write_text("schema_version: 1\n", encoding="utf-8")


def test_in_a_checkout_the_folders_beside_the_package_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_samples(tmp_path, "suita", "asahikawa")
    monkeypatch.setattr(resources, "_IN_CHECKOUT", tmp_path)
    monkeypatch.setattr(resources, "_IN_WHEEL", tmp_path / "analyzer" / "_data")

    assert resources.sample_names() == ("asahikawa", "suita")
    assert resources.sample("suita") == tmp_path / "sample_landscapes" / "suita" / "landscape.yaml"
    assert resources.schemas_folder() == tmp_path / "schemas"


def test_an_installed_wheel_uses_what_it_carries_even_where_other_folders_stand_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_samples(tmp_path, "stray")
    lay_samples(tmp_path / "analyzer" / "_data", "asahikawa")
    monkeypatch.setattr(resources, "_IN_CHECKOUT", tmp_path)
    monkeypatch.setattr(resources, "_IN_WHEEL", tmp_path / "analyzer" / "_data")

    assert resources.sample_names() == ("asahikawa",)


def test_a_folder_without_a_landscape_is_no_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_samples(tmp_path, "suita")
    (tmp_path / "sample_landscapes" / "notes").mkdir()
    monkeypatch.setattr(resources, "_IN_CHECKOUT", tmp_path)
    monkeypatch.setattr(resources, "_IN_WHEEL", tmp_path / "absent")

    assert resources.sample_names() == ("suita",)
    with pytest.raises(KeyError, match="no sample 'notes'; there are suita"):
        resources.sample("notes")
