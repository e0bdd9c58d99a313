"""Answers with an ETag, in the representation that was asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from analyzer.messages import Language, Text
from analyzer.stores.compact import compact
from api.conditions import etag, is_known
from api.languages import language_of
from api.problems import ProblemError

JSON = "application/json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP, ICS, HTML = "application/zip", "text/calendar", "text/html"
SVG, PNG, PDF, DOT = "image/svg+xml", "image/png", "application/pdf", "text/vnd.graphviz"

EXTENSIONS: Mapping[str, str] = {
    ".json": JSON, ".csv": CSV, ".xlsx": XLSX, ".svg": SVG, ".png": PNG, ".pdf": PDF, ".dot": DOT,
    ".zip": ZIP, ".ics": ICS, ".html": HTML,
}  # fmt: skip
"""What may stand at the end of a path instead of an `Accept` header (`api.extensions`)."""

REVALIDATE = "private, no-cache"
"""Keep it, but ask each time: what is current may have changed."""
UNKEPT = "no-store"
"""Of what tells who may what: browsers leave no copy behind."""
FOREVER = "private, max-age=31536000, immutable"
"""What has its hash in its address never changes."""


def hash_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def answer(
    request: Request,
    body: bytes,
    media_type: str,
    tag: str,
    *,
    headers: Mapping[str, str] | None = None,
    cache: str = REVALIDATE,
) -> Response:
    """200 with the body, or 304 for whoever has it; `tag` is a quoted ETag."""
    listed = {"ETag": tag, "Cache-Control": cache, "Vary": "Accept, Accept-Language", **(headers or {})}
    if request.method == "GET" and is_known(request, tag):
        return Response(None, 304, listed)
    return Response(body, 200, listed, media_type)


def json_answer(
    request: Request,
    document: object,
    *,
    headers: Mapping[str, str] | None = None,
    cache: str = REVALIDATE,
) -> Response:
    """A document with the hash of its bytes as ETag."""
    body = compact(document)
    return answer(request, body, JSON, etag(hash_of(body)), headers=headers, cache=cache)


def csv_answer(
    request: Request,
    body: bytes,
    language: Language,
    name: str,
    following: str | None = None,
    *,
    cache: str = REVALIDATE,
) -> Response:
    """A table; `name` is what a browser saves it as. The cursor of the next page is in `X-Next-Cursor`."""
    headers = {
        **({} if following is None else {"X-Next-Cursor": following}),
        "Content-Language": language,
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    return answer(request, body, CSV, etag(hash_of(body)), headers=headers, cache=cache)


def table_answer(
    request: Request,
    document: Callable[[], object],
    table: Callable[[Language], bytes],
    name: str,
    following: str | None = None,
    *,
    cache: str = REVALIDATE,
) -> Response:
    """The document, or its table where CSV is preferred; only what is asked for is made."""
    if wanted(request, (JSON, CSV)) == CSV:
        language = language_of(request)
        return csv_answer(request, table(language), language, name, following, cache=cache)
    return json_answer(request, document(), cache=cache)


def file_answer(
    request: Request,
    body: bytes,
    media_type: str,
    language: Language,
    name: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A file to keep; `name` is what a browser saves it as."""
    listed = {
        "Content-Language": language,
        "Content-Disposition": f'attachment; filename="{name}"',
        **(headers or {}),
    }
    return answer(request, body, media_type, etag(hash_of(body)), headers=listed)


def wanted(request: Request, offered: Sequence[str]) -> str:
    """The offered media type that `Accept` prefers (the first of equals); ProblemError 406 where it takes none."""
    header = request.headers.get("accept")
    if header is None or header == "*/*":
        return offered[0]
    ranges = [_range(part) for part in header[:2_000].split(",")]
    best, found = 0.0, None
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best:
            best, found = quality, media_type
    if found is None:
        listed = ", ".join(offered)
        raise ProblemError(
            406,
            "not_acceptable",
            Text(f"返せる形式は {listed} です。", f"There is {listed}."),
        )
    return found


def _range(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    quality = 1.0
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(1.0, max(0.0, float(value.strip())))
            except ValueError:
                quality = 0.0
    return name.strip().lower(), quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the most exact range that takes it."""
    major = media_type.partition("/")[0]
    for name in (media_type, f"{major}/*", "*/*"):
        qualities = [quality for listed, quality in ranges if listed == name]
        if qualities:
            return max(qualities)
    return 0.0


__all__ = [
    "CSV", "DOT", "EXTENSIONS", "FOREVER", "HTML", "ICS", "JSON", "PDF", "PNG", "REVALIDATE", "SVG", "UNKEPT", "XLSX", "ZIP",
    "answer", "csv_answer", "file_answer", "hash_of", "json_answer", "language_of", "table_answer", "wanted",
]  # fmt: skip
