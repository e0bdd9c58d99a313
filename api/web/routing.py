"""How the page's routes are asked: forms are bounded and come from our own pages, failures are told as pages.

A browser shows its cookie whoever makes it ask, so every change needs both: that the browser says our own page sent it,
and the session's token, which only our own pages know.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from analyzer.errors import KakehashiError
from analyzer.messages import Text
from api.bodies import FILES, FormRequest
from api.errors import as_problem, log_fault
from api.problems import TITLES, ProblemError, problem_response
from api.security.guard import Guard
from api.security.requests import UNSAFE_METHODS
from api.security.roles import declared, principal_of
from api.service import Service
from api.web.rendering import page, root_of

SIGN_IN = "sign-in"
API = "/api/"
FIELDS = 20_000


class PageRoute(APIRoute):
    """For routers of the page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        usual = super().get_route_handler()

        async def handle(request: Request) -> Response:
            asked = FormRequest(request.scope, request.receive)
            try:
                if asked.method not in UNSAFE_METHODS:
                    return await usual(asked)
                await _admit(asked, self)
                async with asked.form(max_files=FILES, max_fields=FIELDS) as form:
                    _guard(asked).require_token(principal_of(asked), field(form, "csrf"))
                    return await usual(asked)
            except (KakehashiError, RequestValidationError, HTTPException) as error:
                return told(asked, as_problem(error, asked))
            except Exception as error:  # whatever it is: who looks at a page is told so by a page
                log_fault(asked.scope)
                return told(asked, as_problem(error, asked))

        return handle


def field(form: FormData, name: str) -> str:
    """A field of a form as text; empty where it is not there, or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def moved(request: Request, below: str) -> Response:
    """To a view, by its address below the service, after a change."""
    return RedirectResponse(root_of(request) + below, 303)


def told(request: Request, problem: ProblemError) -> Response:
    """A failure as a page; whoever is nobody yet is asked to sign in, and comes back."""
    if problem.status == 401 and problem.code == "unauthenticated":
        query = urlencode({"next": _asked_for(request)})
        return moved(request, f"{SIGN_IN}?{query}")
    title = TITLES.get(problem.status, TITLES[500 if problem.status >= 500 else 400])
    request_id = request.scope.get("state", {}).get("request_id")
    return page(
        request,
        "problem.html",
        {"title": title, "problem": problem, "request_id": request_id},
        status_code=problem.status,
        headers=problem.headers,
    )


def shown_to_asker(request: Request, problem: ProblemError) -> Response:
    """A failure outside of the page's routes: a browser that asks for a view that there is not gets a page."""
    views = not request.scope["path"].startswith(API)
    if views and "text/html" in request.headers.get("accept", ""):
        return told(request, problem)
    return problem_response(request, problem)


def _asked_for(request: Request) -> str:
    """The view to come back to, below the service; the first one where a form was sent."""
    if request.method in UNSAFE_METHODS:
        return ""
    path, query = str(request.scope["path"]).lstrip("/"), request.url.query
    return f"{path}?{query}" if query else path


async def _admit(request: Request, route: APIRoute) -> None:
    """As `checked`, but that the session's token is in the form, which is read once it is known who sends it."""
    guard = _guard(request)
    if not guard.is_from_own_page(request):
        raise ProblemError(403, "cross_origin", Text(
            "ほかのサイトのページからの変更は受け付けません。",
            "Changes that pages of other sites send are refused.",
        ))  # fmt: skip
    landscape = request.path_params.get("landscape")
    request.state.principal = await guard.admit(request, declared(route), landscape, form=True)


def _guard(request: Request) -> Guard:
    service: Service = request.app.state.service
    return service.guard
