"""The JSON Schemas of the files that people write: for editors (hover text, completion) and other programs.

``python -m analyzer.landscape.schema DIRECTORY`` writes ``landscape.schema.json``, ``scenarios.schema.json`` and
``record.schema.json`` there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from analyzer.landscape.documents import LandscapeFile, ScenariosFile
from analyzer.landscape.documents.record import RecordFile

FILE_NAME = "landscape.schema.json"
SCENARIOS_NAME = "scenarios.schema.json"
RECORD_NAME = "record.schema.json"
_PARTNERS = {"IntegrationDocument": ("from", "to")}
_NULLS = {
    **_PARTNERS,
    "AvailableChangeDocument": ("from", "until"),
    "CapacityChangeDocument": ("cutovers_per_month",),
    "ContractEndDocument": ("until",),
    "DeadlineDocument": ("month", "lateness_per_month"),
}
"""Where null has a meaning: a partner that is unknown, an end that is open, a limit that is none."""


def landscape_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) with a description of every field, in Japanese and English."""
    return _schema(LandscapeFile, "Kakehashi landscape file, version 1", _PARTNERS)


def scenarios_schema() -> dict[str, object]:
    """The same of a file of scenarios."""
    return _schema(ScenariosFile, "Kakehashi scenarios file, version 1", _NULLS)


def record_schema() -> dict[str, object]:
    """The same of a record of planned and actual months."""
    return _schema(RecordFile, "Kakehashi record file, version 1", {})


def schema_text(schema: Mapping[str, object] | None = None) -> str:
    """A schema (that of the landscape file) as it is committed: the same bytes each time."""
    return json.dumps(landscape_schema() if schema is None else schema, ensure_ascii=False, indent=2) + "\n"


def _schema(model: type[BaseModel], title: str, nulls: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    schema = model.model_json_schema(by_alias=True)
    tidy: dict[str, Any] = _tidy(schema)
    for document, names in nulls.items():
        written = schema["$defs"][document]["properties"]
        dropped = ("title",) if document in _PARTNERS else ("title", "default")  # left out is not null there
        tidy["$defs"][document]["properties"].update(
            {name: {k: v for k, v in written[name].items() if k not in dropped} for name in names}
        )
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**dialect, **{key: value for key, value in tidy.items() if key != "title"}}


def _tidy(node: Any) -> Any:
    """Without `null` (what may be left out is left out, never null) and without made-up titles."""
    if isinstance(node, list):
        return [_tidy(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    result = {
        key: _tidy(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and value is None)
    }
    arms = result.get("anyOf")
    if isinstance(arms, list) and {"type": "null"} in arms:
        kept = [arm for arm in arms if arm != {"type": "null"}]
        del result["anyOf"]
        result = {**kept[0], **result} if len(kept) == 1 else {**result, "anyOf": kept}
    return result


def main(directory: str) -> None:
    """Write the schemas into a directory."""
    schemas = (
        (FILE_NAME, landscape_schema()),
        (SCENARIOS_NAME, scenarios_schema()),
        (RECORD_NAME, record_schema()),
    )
    for name, schema in schemas:
        (Path(directory) / name).write_text(schema_text(schema), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "schemas")
