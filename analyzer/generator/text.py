"""Writes a plain document as YAML: one entry a line, the same bytes on every machine.

A YAML library's own layout may change with its version, and ten thousand links would take it
many seconds; a generated file needs neither anchors nor multi-line scalars.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_WORD = r"[A-Za-z\u3041-\u30fe\u4e00-\u9fff][\w.・（）→-]*"
_PLAIN = re.compile(rf"({_WORD}|[0-9]{{4}}-[0-9]{{2}}|[0-9]{{3}}o[0-9]{{3}})\Z")
_RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def to_yaml(document: dict[str, object], heading: str) -> str:
    """YAML text of a document: mappings at the top in block style, entries below in flow style."""
    return "".join(f"{line}\n" for line in _lines(document, heading))


def _lines(document: dict[str, object], heading: str) -> Iterator[str]:
    yield f"# {heading}"
    for key, value in document.items():
        if isinstance(value, list) and value:
            yield f"{key}:"
            yield from (f"  - {_flow(entry)}" for entry in value)
        elif isinstance(value, dict) and value:
            yield f"{key}:"
            yield from (f"  {name}: {_flow(entry)}" for name, entry in value.items())
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(name)}: {_flow(entry)}" for name, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.match(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)
