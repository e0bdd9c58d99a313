"""Conditional requests (RFC 9110, section 13): ETags, `If-None-Match` of readers, `If-Match` of writers.

An ETag is the hash of what a resource says (of a text, of its bytes), so that it is the same from every server and every
store. Another representation of the same (CSV, another language) has a suffix.

Whoever replaces or deletes names what they saw (`If-Match`), else 428: two people who edit the same landscape notice each other.
`If-Match: *` replaces whatever is there. Creating needs no condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.requests import Request

from analyzer.messages import Text
from analyzer.stores.port import ANYTHING, Expected
from api.problems import ProblemError

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')
MOST_TAGS = 20


def etag(tag: str, *variant: str) -> str:
    """The header's value: quoted, with a suffix for another representation."""
    return '"' + ".".join((tag, *variant)) + '"'


def tags(header: str) -> list[tuple[bool, str]]:
    """``W/"a", "b"`` → (weak?, tag) each; ProblemError 400 for what is no list of tags."""
    found: list[tuple[bool, str]] = []
    at = 0
    while at < len(header):
        match = _TAG.match(header, at)
        if match is None or len(found) == MOST_TAGS:
            raise ProblemError(
                400,
                "wrong_etag",
                Text(
                    'ETag は "…" の形で、二重引用符ごと書いてください。',
                    'Write an ETag with its double quotes: "…".',
                ),
            )
        found.append((match[1] is not None, match[2]))
        at = match.end()
    return found


def is_known(request: Request, quoted: str) -> bool:
    """Whether the client has this representation already: then the answer is 304."""
    header = request.headers.get("if-none-match")
    if header is None:
        return False
    if header == quoted:  # the usual case, quickly
        return True
    return header.strip() == "*" or quoted.strip('"') in (tag for _, tag in tags(header))


def expectation(request: Request, current: Callable[[], str | None]) -> Expected:
    """What a change expects to find, for the store to compare and set.

    Without a condition: nothing (a creation), which the store answers with ChangedError where something is there.
    `current` is asked only where the header leaves a choice. ProblemError 412 where the condition does not hold now.
    """
    header = request.headers.get("if-match")
    if header is None:
        unless = request.headers.get("if-none-match")
        if unless is not None and unless.strip() != "*":
            tags(unless)
            raise ProblemError(
                400,
                "wrong_condition",
                Text("変更に使える If-None-Match は * だけです。", "A change takes no If-None-Match but *."),
            )
        return None
    if header.strip() == "*":
        if current() is None:
            raise _gone()
        return ANYTHING
    strong = [tag for weak, tag in tags(header) if not weak]
    if len(strong) == 1:
        return strong[0]
    found = current()
    if found is None or found not in strong:
        raise _gone()
    return found


def required(request: Request, current: Callable[[], str | None]) -> Expected:
    """The same for a change of what is there already: without a condition it is 428."""
    if "if-match" not in request.headers:
        raise ProblemError(
            428,
            "precondition_required",
            Text(
                "今の ETag を If-Match に付けてください(何でもよければ *)。",
                "Send the ETag that you saw as If-Match (or * for whatever is there).",
            ),
        )
    return expectation(request, current)


def _gone() -> ProblemError:
    return ProblemError(
        412,
        "changed",
        Text("If-Match の版ではありません。", "It is not what If-Match names."),
    )
