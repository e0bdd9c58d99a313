"""The pages of the API: read it and try it out in a browser, with files of this installation only.

They are no part of the API (they are not in its document). Scripts come from this server and nowhere else; nothing inline runs.
"""

from __future__ import annotations

from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.answers import answer, hash_of
from api.conditions import etag
from api.problems import ProblemError
from api.security.roles import needs

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""`unsafe-inline` for styles alone: the packaged page sets styles on its elements."""

_PAGE = b"""<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kakehashi API</title>
<link rel="icon" href="pages/favicon.png">
<link rel="stylesheet" href="pages/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="pages/swagger-ui-bundle.js"></script>
<script src="pages/start.js"></script>
</body>
</html>
"""
# Whoever logged in through the issuer changes things with a cookie, and then shows the session's token too.
_START = b"""'use strict';
const session = fetch('api/v1/session').then(answer => answer.ok ? answer.json() : {}).catch(() => ({}));
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#page',
  deepLinking: true,
  displayOperationId: true,
  docExpansion: 'none',
  validatorUrl: null,
  requestInterceptor: async request => {
    const {csrf} = await session;
    if (csrf && request.method && !safe.has(request.method.toUpperCase())) request.headers['X-CSRF-Token'] = csrf;
    return request;
  },
});
"""
_PACKAGED = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}


def add_pages(app: FastAPI) -> None:
    """``/docs`` and its files."""
    read: dict[str, bytes] = {}

    @app.get("/docs", include_in_schema=False, **needs("public"))
    def docs(request: Request) -> Response:
        return _answer(request, _PAGE, "text/html")

    @app.get("/pages/{name}", include_in_schema=False, **needs("public"))
    def page_file(request: Request, name: str) -> Response:
        if name == "start.js":
            return _answer(request, _START, "text/javascript")
        if name not in _PACKAGED:
            raise ProblemError(404, "not_found")
        if name not in read:
            read[name] = (files("fastapi_offline") / "static" / name).read_bytes()
        return _answer(request, read[name], _PACKAGED[name])


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    headers = {"Content-Security-Policy": POLICY}
    return answer(request, body, media_type, etag(hash_of(body)), headers=headers)
