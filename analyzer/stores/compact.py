"""JSON as stores and the service keep and send it: no blanks, Unicode as it is, quickly."""

from __future__ import annotations

import json
from typing import Any

import orjson

_MARK = b"\t"
"""Before JSON with integers of more than 64 bits, which orjson would read as floats. In JSON that orjson wrote no tab stands as it is."""


def compact(value: object) -> bytes:
    """UTF-8 JSON without blanks (but for a tab before what has very long integers), mappings in their own order."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits among free attributes
        return _MARK + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parsed(data: bytes | str) -> Any:
    """The value of JSON that `compact` wrote, or that was put together of such JSON; integers of any length whole."""
    written = data.encode() if isinstance(data, str) else data
    return json.loads(written) if _MARK in written else orjson.loads(written)
