"""docs/service.md: the table of all operations, from the OpenAPI document as it is committed."""

from __future__ import annotations

import json
import re

from analyzer import resources
from tests.docs.pages import DOCS

PAGE = DOCS / "service.md"
_TABLE = re.compile(r"(<!-- operations -->\n).*?(<!-- end -->)", re.DOTALL)


def fresh_page(page: str) -> str:
    """The page with the operations as they are now, by tag."""
    document = json.loads((resources.schemas_folder() / "openapi.json").read_text(encoding="utf-8"))
    parts = []
    for tag in document["tags"]:
        rows = [
            _row(method, path, operation)
            for path, operations in document["paths"].items()
            for method, operation in operations.items()
            if operation["tags"] == [tag["name"]]
        ]
        head = f"### {tag['description'].replace(' / ', ' — ')}\n\n| | | 役割 role |\n|---|---|---|"
        parts.append("\n".join([head, *rows]))
    return _TABLE.sub(lambda match: f"{match[1]}\n" + "\n\n".join(parts) + f"\n\n{match[2]}", page)


def _row(method: str, path: str, operation: dict[str, str]) -> str:
    english = re.split(r"(?<=[.;:])\s", operation["description"].replace("\n", " "), maxsplit=1)[0].rstrip(
        ".;:"
    )
    english = english.replace("|", "\\|")
    short = path.replace("/api/v1", "…")
    return f"| `{method.upper()} {short}` | {operation['summary']}<br>{english} | {operation['x-role']} |"
