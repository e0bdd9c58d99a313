"""Templates to pages: everything that is shown is escaped, in the reader's language, and reads as it is written.

Addresses are relative to the view that names them, so that the page works behind any path prefix without being told it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from analyzer import __version__
from analyzer.messages import Text
from analyzer.reports.layout import SEVERITIES
from analyzer.reports.text import printable
from api.answers import answer, hash_of
from api.conditions import etag
from api.security.principals import NOBODY, Principal
from api.web.assets import TAG
from api.web.languages import page_language, remember_language

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # with `no-referrer` browsers call the origin of a form `null`
    "Vary": "Cookie",
}


@pass_context
def _shown(context: Context, value: object) -> object:
    match value:
        case None:
            return ""
        case Markup():
            return value
        case Text():
            return printable(value.in_language(context["lang"]))
        case _:
            return printable(str(value))


@pass_context
def _say(context: Context, ja: str, en: str) -> str:
    """``t("今日", "Today")``."""
    return Text(ja, en).in_language(context["lang"])


@pass_context
def _to(context: Context, *steps: str, **query: object) -> str:
    """``to("landscapes", id, "today", plan=None)`` → ``../../landscapes/asahikawa/today``; what is None is left out."""
    return address(context["root"], *steps, **query)


PAPERS = ("a4", "a3")
"""What a view can be asked to be printed on (``?paper=a3``)."""


def address(root: str, *steps: str, **query: object) -> str:
    return root + "/".join(quote(step, safe="") for step in steps) + query_text(**query)


def query_text(**query: object) -> str:
    """``?month=2025-04``; what is None is left out."""
    said = {name: str(value) for name, value in query.items() if value is not None}
    return f"?{urlencode(said)}" if said else ""


def _below(relative: str) -> str:
    """An address as people read it: without the way up."""
    return "/" + relative.removeprefix("./").replace("../", "")


def root_of(request: HTTPConnection) -> str:
    """From the address of a view up to that of the service: whatever stands before it stays."""
    path: str = request.scope["path"]
    return "../" * (path.count("/") - 1) or "./"


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(t=_say, to=_to, query=query_text, software=__version__, severities=SEVERITIES)
    made.filters["below"] = _below
    return made


def page(
    request: Request,
    template: str,
    context: Mapping[str, object],
    *,
    status_code: int = 200,
    twin: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A view. `twin` is the address, below the service, of the JSON that says the same."""
    principal: Principal = getattr(request.state, "principal", NOBODY)
    root, language = root_of(request), page_language(request)
    paper = request.query_params.get("paper")
    other = "en" if language == "ja" else "ja"
    shared: dict[str, object] = {
        "lang": language,
        "other_lang": other,
        "paper": paper if paper in PAPERS else None,
        "papers": {one: str(request.url.include_query_params(paper=one).query) for one in PAPERS},
        "switch": str(request.url.include_query_params(lang=other).query),
        "root": root,
        "assets": f"{root}static/{TAG}/",
        "twin": None if twin is None else root + twin,
        "who": principal if principal.kind in ("key", "user") else None,
        "csrf": principal.csrf or "",
        "landscape": None,
        "view": None,
    }
    body = (
        environment().get_template(template).render({**shared, **context}).encode(errors="backslashreplace")
    )
    listed = {**HEADERS, "Content-Language": language, **(headers or {})}
    if status_code == 200:
        response = answer(request, body, "text/html", etag(hash_of(body)), headers=listed)
    else:
        response = Response(body, status_code, {**listed, "Cache-Control": "no-store"}, "text/html")
    remember_language(request, response)
    return response
