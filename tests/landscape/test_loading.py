"""Loading a file: valid ones to a landscape, wrong ones to every error with its place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analyzer.errors import InputError
from analyzer.landscape.loading import load_landscape, read_landscape
from analyzer.landscape.model import Form, IntegrationKey
from tests.builders import landscape_document


def as_yaml(document: object) -> bytes:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()


def test_a_valid_file_becomes_a_landscape(tmp_path: Path) -> None:
    file = tmp_path / "landscape.yaml"
    file.write_bytes(as_yaml(landscape_document()))
    landscape = load_landscape(str(file))
    assert landscape.name == "小さな市"
    assert list(landscape.systems) == ["jumin", "zeimu"]
    assert landscape.systems["jumin"].forms == (
        Form("office", "legacy", "va"),
        Form("cloud", "standard", "va"),
    )
    assert list(landscape.integrations) == [IntegrationKey("001o001", "00", "jumin", "zeimu")]
    assert landscape.catalogue is None
    assert landscape.lines is None


def test_json_is_read_like_yaml() -> None:
    document = landscape_document()
    document["landscape"]["name"] = "𠮷野町"
    from_json = read_landscape(json.dumps(document).encode(), "a.json").landscape
    from_yaml = read_landscape(as_yaml(document), "a.yaml").landscape
    assert from_json is not None
    assert from_json == from_yaml
    assert from_json.name == "𠮷野町"


def test_all_structural_errors_come_at_once_with_their_places() -> None:
    text = """\
schema_version: 1
landscape: {id: a, name: A, horizon: {first: 2025-01, last: 2025-13}}
systems:
  - {id: 001, name: x, scope: standard, current: {environment: e, generation: legacy, vendor: v}}
  - {id: y, nmae: y, scope: other, current: {environment: e, generation: legacy, vendor: v}}
"""
    result = read_landscape(text.encode(), "a.yaml")
    assert result.landscape is None
    assert [(f.code, str(f.place)) for f in result.findings] == [
        ("not_a_month", "a.yaml:2:61"),
        ("number_for_text", "a.yaml:4:10"),
        ("missing_field", "a.yaml:5:5"),
        ("unknown_key", "a.yaml:5:13"),
        ("not_one_of", "a.yaml:5:29"),
    ]
    assert result.findings[3].suggestion is not None
    assert "'name'" in result.findings[3].suggestion.en


def test_a_file_that_cannot_be_opened_is_an_input_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, "a\0b"):
        with pytest.raises(InputError) as error:
            load_landscape(str(path))
        assert [f.code for f in error.value.findings] == ["unreadable_file"]


def test_importing_the_package_does_not_import_the_door() -> None:
    code = "import sys, analyzer; sys.exit('pydantic' in sys.modules or 'yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
