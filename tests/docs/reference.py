"""docs/landscape-file.md: the table of all fields, from the schema's descriptions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.landscape.schema import landscape_schema
from tests.docs.pages import DOCS

PAGE = DOCS / "landscape-file.md"
_TABLE = re.compile(r"(<!-- fields -->\n).*?(<!-- end -->)", re.DOTALL)
_SHARED = ("note", "attributes")
"""Fields of every entry: the page explains them once."""

Node = Mapping[str, Any]


def fresh_page(page: str) -> str:
    """The page with the table of fields as the schema has them now."""
    table = "\n".join(_sections())
    return _TABLE.sub(lambda match: f"{match[1]}\n{table}\n{match[2]}", page)


def _sections() -> Iterator[str]:
    schema: Any = landscape_schema()
    yield from _section("ファイル全体 — the file", schema)
    seen: set[str] = set()
    waiting = [("", schema)]
    while waiting:
        path, node = waiting.pop(0)
        for name, field in node["properties"].items():
            for definition, many in _references(field):
                if definition not in seen:
                    seen.add(definition)
                    inner = schema["$defs"][definition]
                    named = "patternProperties" in field or isinstance(
                        field.get("additionalProperties"), Mapping
                    )
                    here = f"{path}{name}{'[]' if many else '.*' if named else ''}"
                    own = f" ({next(iter(inner['required']))})" if name == "rules" else ""
                    yield from _section(f"`{here}`{own}", inner)
                    waiting.append((f"{here}.", inner))


def _section(title: str, node: Node) -> Iterator[str]:
    yield f"### {title}\n"
    if node.get("description"):
        yield f"{_prose(node)}\n"
    yield "| 項目 field | 必須 | 値 value | 既定 default | 説明 meaning |\n|---|---|---|---|---|"
    required = node.get("required", ())
    for name, field in node["properties"].items():
        if name not in _SHARED:
            default = field.get("default")
            given = f"`{json.dumps(default)}`" if isinstance(default, int | str) else ""
            mark = "●" if name in required else ""
            yield f"| `{name}` | {mark} | {_kind(field)} | {given} | {_prose(field)} |"
    yield ""


def _prose(node: Node) -> str:
    return " ".join(str(node.get("description", "")).split()).replace("|", "\\|")


def _references(field: Node, *, many: bool = False) -> Iterator[tuple[str, bool]]:
    if "$ref" in field:
        yield field["$ref"].rsplit("/", 1)[1], many
    for arm in (*field.get("anyOf", ()), *field.get("oneOf", ())):
        yield from _references(arm, many=many)
    if "items" in field:
        yield from _references(field["items"], many=True)
    values = field.get("additionalProperties")
    for value in (values, *field.get("patternProperties", {}).values()):
        if isinstance(value, Mapping):
            yield from _references(value)


def _kind(field: Node) -> str:
    """What may stand there, in a word or two."""
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field or "oneOf" in field:
        return " / ".join(
            dict.fromkeys(_kind(arm) for arm in (*field.get("anyOf", ()), *field.get("oneOf", ())))
        )
    if "$ref" in field:
        return "項目の組 (fields)"
    if field.get("type") == "array":
        count = (
            f" × {field['minItems']}"
            if "minItems" in field and field.get("maxItems") == field["minItems"]
            else ""
        )
        return f"リスト: {_kind(field['items'])}{count}"
    if field.get("type") == "string":
        return _kind_of_text(str(field.get("pattern", "")))
    kinds = {
        "integer": "整数 integer",
        "boolean": "`true` `false`",
        "object": "名前: 値 (mapping)",
        "null": "`null`",
    }
    return kinds.get(str(field.get("type")), "値")


def _kind_of_text(pattern: str) -> str:
    if pattern.startswith("^(19|20|21)"):
        return "`YYYY-MM-DD`" if pattern.count("-(0[1-9]|") > 1 else "`YYYY-MM`"
    if pattern == r"^[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*$":
        return "`system.move`"
    return "id" if pattern == "^[a-z0-9][a-z0-9_-]*$" else "文字列 text"
