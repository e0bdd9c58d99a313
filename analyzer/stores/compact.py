"""JSON as stores and the service keep and send it: no blanks, Unicode as it is, quickly."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson


def compact(value: object) -> bytes:
    """UTF-8 JSON without blanks, mappings in their own order."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits among free attributes
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parsed(data: bytes | str) -> Any:
    """The value of JSON that `compact` wrote, integers of any length whole."""
    written = data.encode() if isinstance(data, str) else data
    return json.loads(written) if _MANY_DIGITS.search(written) else orjson.loads(written)


_MANY_DIGITS = re.compile(rb"[0-9]{19}")
"""Where an integer may have more than 64 bits, which orjson would read as a float. (In texts too: then it is only slower.)"""
