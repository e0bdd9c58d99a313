"""The JSON Schema of the landscape file: for editors (hover text, completion) and other programs.

``python -m analyzer.landscape.schema DIRECTORY`` writes ``landscape.schema.json`` there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from analyzer.landscape.documents import LandscapeFile

FILE_NAME = "landscape.schema.json"


def landscape_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) with a description of every field, in Japanese and English."""
    schema = LandscapeFile.model_json_schema(by_alias=True)
    title = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Kakehashi landscape file, version 1",
    }
    links = schema["$defs"]["IntegrationDocument"]["properties"]
    unknown_partner = {name: dict(links[name]) for name in ("from", "to")}
    tidy: dict[str, Any] = _tidy(schema)
    tidy["$defs"]["IntegrationDocument"]["properties"].update(
        {name: {k: v for k, v in field.items() if k != "title"} for name, field in unknown_partner.items()}
    )
    return {**title, **{key: value for key, value in tidy.items() if key != "title"}}


def schema_text() -> str:
    """The schema as it is committed: the same bytes each time."""
    return json.dumps(landscape_schema(), ensure_ascii=False, indent=2) + "\n"


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
    """Write the schema into a directory."""
    (Path(directory) / FILE_NAME).write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "schemas")
