"""What typer says of a wrong value, in Japanese: it has no translations of its own."""

from __future__ import annotations

import re

_KNOWN = (
    (re.compile(r"'(?P<value>.*)' is not one of (?P<choices>.*?)\.?"), "「{value}」は使えません。使えるのは {choices} です。"),
    (re.compile(r"Input should be a valid integer.*"), "整数を指定してください。"),
    (re.compile(r"Input should be a valid number.*"), "数を指定してください。"),
    (re.compile(r"Input should be greater than or equal to (?P<limit>\S+)"), "{limit} 以上にしてください。"),
    (re.compile(r"Input should be less than or equal to (?P<limit>\S+)"), "{limit} 以下にしてください。"),
)  # fmt: skip


def in_japanese(said: str) -> str:
    """The sentence in Japanese where it is a known one, else as it is."""
    for pattern, sentence in _KNOWN:
        match = pattern.fullmatch(said)
        if match is not None:
            return sentence.format(**match.groupdict())
    return said
