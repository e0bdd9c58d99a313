"""The page's own style sheets and modules, under an address that names what they say: kept for ever by browsers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import FOREVER, answer, hash_of
from api.conditions import etag
from api.problems import ProblemError
from api.security.roles import needs

_TYPES: Mapping[str, str] = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def _read() -> dict[str, bytes]:
    folder = files("api.web") / "static"
    listed = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: file.read_bytes() for file in listed if file.name.rpartition(".")[2] in _TYPES}


def _tag(assets: Mapping[str, bytes]) -> str:
    """One for all of them: modules import each other by relative addresses."""
    said = hashlib.sha256()
    for name, body in assets.items():
        said.update(f"{name}\0{len(body)}\0".encode() + body)
    return said.hexdigest()[:16]


ASSETS: Mapping[str, bytes] = _read()
TAG = _tag(ASSETS)

router = APIRouter()


@router.get("/static/{tag}/{name}", include_in_schema=False, **needs("public"))
def asset(request: Request, tag: str, name: str) -> Response:
    body = ASSETS.get(name)
    if body is None or tag != TAG:
        raise ProblemError(404, "not_found")
    return answer(request, body, _TYPES[name.rpartition(".")[2]], etag(hash_of(body)), cache=FOREVER)
