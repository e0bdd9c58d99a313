"""JSON as stores and the service keep and send it: no blanks, Unicode as it is, quickly."""

from __future__ import annotations

import json
from typing import Any

import orjson


def compact(value: object) -> bytes:
    """UTF-8 JSON without blanks, mappings in their own order."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits among free attributes
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parsed(data: bytes | str) -> Any:
    """The value of JSON that `compact` wrote."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)
