"""Pages by cursor: opaque to clients, checked when they come back.

A cursor says after which entry the next page begins; it belongs to one question (`scope`), and one that was made up, cut
off or taken from another question is refused. It holds nothing that its page did not show.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query, Request

from analyzer.messages import Text
from analyzer.stores.compact import compact, parsed
from api.problems import ProblemError

DEFAULT_LIMIT = 100
MAX_LIMIT = 1_000

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Entries of a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=2_000, description="`next` of the page before; left out: the first page."),
]

T = TypeVar("T")


def question_of(request: Request) -> str:
    """The scope of a request's cursors: the path and all that is asked for, but the page."""
    asked = sorted((k, v) for k, v in request.query_params.multi_items() if k not in ("cursor", "limit"))
    return repr((request.scope["path"], asked))


def page_of(
    items: Sequence[T], keys: Sequence[str], scope: str, cursor: str | None, limit: int
) -> tuple[list[T], str | None]:
    """Of a list that is sorted by its keys: the page after the cursor, and the next cursor. ProblemError 422."""
    begin = 0
    if cursor is not None:
        after = str(read_cursor(scope, cursor, str)[0])
        begin = next((at for at, key in enumerate(keys) if key > after), len(keys))
    page = list(items[begin : begin + limit])
    following = cursor_after(scope, keys[begin + limit - 1]) if begin + limit < len(items) else None
    return page, following


def cursor_after(scope: str, *after: str | int) -> str:
    """The cursor of the page that begins after these values."""
    body = compact(list(after))
    return base64.urlsafe_b64encode(_check(scope, body) + body).decode().rstrip("=")


def read_cursor(scope: str, cursor: str, *kinds: type) -> tuple[str | int, ...]:
    """The values; ProblemError 422 unless `cursor_after` made it for this question."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        sum_, body = raw[:_SIZE], raw[_SIZE:]
        values = parsed(body) if sum_ == _check(scope, body) else None
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise ProblemError(
            422,
            "wrong_cursor",
            Text(
                "カーソルがこの質問のものではありません。最初のページから読み直してください。",
                "This cursor is not one of this question. Begin at the first page again.",
            ),
        )
    return tuple(values)


_SIZE = 9


def _check(scope: str, body: bytes) -> bytes:
    return hashlib.blake2b(scope.encode() + b"\0" + body, digest_size=_SIZE).digest()
