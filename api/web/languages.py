"""The language of the page: that of the address (``?lang=en``), else that of the last switch, else Japanese."""

from __future__ import annotations

from typing import cast, get_args

from starlette.requests import HTTPConnection
from starlette.responses import Response

from analyzer.messages import Language

COOKIE = "kakehashi-language"
_YEAR = 365 * 86_400


def page_language(request: HTTPConnection) -> Language:
    """Whoever is sent an address with a language in it sees what its sender saw."""
    for said in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if said in get_args(Language):
            return cast("Language", said)
    return "ja"


def remember_language(request: HTTPConnection, response: Response) -> None:
    """The switch holds for the views after it, too. It is no secret and opens nothing."""
    said = request.query_params.get("lang")
    if said in get_args(Language) and said != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, str(said), max_age=_YEAR, path="/", samesite="lax", httponly=True)
