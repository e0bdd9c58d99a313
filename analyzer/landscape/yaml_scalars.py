"""The YAML 1.2 core schema: what an unquoted scalar means."""

from __future__ import annotations

import math
import re

MAX_DIGITS = 18

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_STARTS = frozenset("+-.0123456789")
"""With what else than these no number begins: most text is known by its first letter."""
_INT = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")


def plain_scalar(text: str) -> object:
    """The value of an unquoted scalar: None, bool, int, float or the text itself.

    ValueError for numbers that nobody should use: infinite, not a number, more than 18 digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _STARTS:
        return text
    if _INT.match(text):
        if len(text) > MAX_DIGITS:
            raise ValueError(text)
        return int(text)
    if _BASED.match(text):
        if len(text) > MAX_DIGITS:
            raise ValueError(text)
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.match(text):
        number = float(text) if len(text) < 400 else math.inf
        if not math.isfinite(number):
            raise ValueError(text)
        return number
    if _NOT_FINITE.match(text):
        raise ValueError(text)
    return text
