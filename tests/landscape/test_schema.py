"""The JSON Schema: fresh, with hover text, and of one mind with the loader."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from analyzer.landscape.schema import FILE_NAME, landscape_schema, main, schema_text
from tests.builders import landscape_document
from tests.profiles import examples
from tests.strategies import landscape_documents

SCHEMAS = Path(__file__).parents[2] / "schemas"


def test_the_committed_schema_is_fresh(tmp_path: Path) -> None:
    main(str(tmp_path))
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == schema_text()
    assert (SCHEMAS / FILE_NAME).read_text(encoding="utf-8") == schema_text()


def test_every_field_has_hover_text_in_both_languages() -> None:
    schema: Any = landscape_schema()
    bare = [
        f"{kind}.{name}"
        for kind, definition in schema["$defs"].items()
        for name, field in definition.get("properties", {}).items()
        if name != "attributes" and not _both(field.get("description", schema["$defs"].get(
            field.get("$ref", "").rpartition("/")[2], {}).get("description", "")))
    ]  # fmt: skip
    assert bare == []


def _both(text: str) -> bool:
    return any(ord(letter) > 0x3000 for letter in text) and any(
        letter.isascii() and letter.isalpha() for letter in text
    )


def test_null_stands_only_for_unknown_partners() -> None:
    text = schema_text()
    assert text.count('"type": "null"') == 2


@settings(max_examples=examples(20), deadline=None)
@given(landscape_documents())
def test_files_that_load_fit_the_schema(document: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(landscape_schema()).validate(document)


def test_files_that_do_not_fit_the_schema_are_seen() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(landscape_schema())
    wrong: list[dict[str, Any]] = [deepcopy(landscape_document()) for _ in range(3)]
    wrong[0]["sytems"] = []
    wrong[1]["landscape"]["horizon"]["first"] = "2025-13"
    wrong[2]["systems"][0]["current"]["package"] = None
    assert all(not validator.is_valid(document) for document in wrong)
    assert validator.is_valid(landscape_document())
