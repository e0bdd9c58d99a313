"""Who one is: the session, logging in through the issuer, logging out."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from analyzer.messages import Text
from analyzer.stores.actor import Actor
from api.documents.access import LogoutDocument, SessionDocument
from api.documents.problems import problems
from api.problems import ProblemError
from api.security.guard import CALLBACK, Guard, issuer_unavailable
from api.security.oidc import Issuer, IssuerUnavailableError, LoginFailedError
from api.security.principals import NOBODY, Principal
from api.security.roles import needs
from api.security.sessions import FLOW_MINUTES, Sessions
from api.service import Running

log = logging.getLogger("kakehashi.access")
router = APIRouter(prefix="/api/v1", tags=["access"])

LOGIN = "/api/v1/login"
HOME = "/"
_REDIRECT: dict[int | str, dict[str, Any]] = {302: {"description": "To the issuer, or back to where the login began.", "headers": {
    "Location": {"description": "Where to go.", "schema": {"type": "string"}}}}}  # fmt: skip


@router.get("/session", operation_id="get_session", responses=problems(), **needs("public"))
async def get_session(request: Request, service: Running) -> SessionDocument:
    """Who one is; nobody, too, where what one shows does not hold."""
    guard = service.guard
    try:
        principal = await guard.principal(request)
    except ProblemError as problem:
        if problem.status != 401:
            raise
        principal = NOBODY
    return _session_document(principal, guard)


@router.get(
    "/login",
    operation_id="begin_login",
    status_code=302,
    response_class=RedirectResponse,
    responses={**problems(404), **_REDIRECT},
    **needs("public"),
)
async def begin_login(
    service: Running,
    following: Annotated[
        str, Query(alias="next", max_length=2_000, description="Path to come back to.")
    ] = HOME,
) -> Response:
    """To the issuer's page, which sends the browser back."""
    guard = service.guard
    issuer, sessions = _people(guard)
    try:
        flow = await issuer.begin()
    except IssuerUnavailableError as error:
        log.warning("issuer unavailable: %s", error)
        raise issuer_unavailable() from error
    response = RedirectResponse(flow.url, 302)
    remembered = {
        "state": flow.state,
        "nonce": flow.nonce,
        "verifier": flow.verifier,
        "next": following if is_own_path(following) else HOME,
    }
    response.set_cookie(
        _flow_cookie(guard),
        sessions.flow_cookie(remembered),
        max_age=FLOW_MINUTES * 60,
        path="/",
        secure=guard.access.secure_cookies,
        httponly=True,
        samesite="lax",  # it has to come back with the issuer's redirect
    )
    return response


@router.get(
    CALLBACK.removeprefix("/api/v1"),
    operation_id="finish_login",
    status_code=302,
    response_class=RedirectResponse,
    responses={**problems(404), **_REDIRECT},
    **needs("public"),
)
async def finish_login(request: Request, service: Running) -> Response:
    """Where the issuer sends the browser back to, with its answer in the query."""
    guard = service.guard
    issuer, sessions = _people(guard)
    flow = sessions.flow(request.cookies.get(_flow_cookie(guard), ""))
    answer = dict(request.query_params)
    if flow is None or len(answer) < len(request.query_params.multi_items()):
        raise _login_failed()
    try:
        person = await issuer.finish(flow, answer)
    except LoginFailedError as error:
        log.warning("login failed: %s", error)
        raise _login_failed() from error
    except IssuerUnavailableError as error:
        log.warning("issuer unavailable: %s", error)
        raise issuer_unavailable() from error
    seen = guard.actor(request)
    actor = Actor(person.subject, request=seen.request, address=seen.address)
    cookie, _ = await run_in_threadpool(sessions.begin, person, actor=actor)
    response = RedirectResponse(flow["next"], 302)
    set_session_cookie(response, guard, cookie)
    delete_cookie(response, guard, _flow_cookie(guard))
    return response


@router.post("/logout", operation_id="log_out", responses=problems(404), **needs("viewer"))
async def log_out(request: Request, response: Response, service: Running) -> LogoutDocument:
    """Ends the session: its cookie opens nothing any more, wherever a copy of it may be."""
    guard = service.guard
    issuer, _ = _people(guard)
    await guard.sign_out(request)
    delete_cookie(response, guard, guard.cookie_name)
    try:
        return LogoutDocument(issuer=await issuer.logout_url())
    except IssuerUnavailableError:
        return LogoutDocument(issuer=None)


def is_own_path(path: str) -> bool:
    """False for what a browser would take for another site's address."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()


def _session_document(principal: Principal, guard: Guard) -> SessionDocument:
    known = principal.is_somebody
    return SessionDocument(
        principal=principal.id if known else None,
        name=principal.name if known else None,
        subjects=list(principal.subjects),
        scopes=sorted(principal.rights.scopes),
        login=LOGIN if guard.issuer is not None else None,
        csrf=principal.csrf,
    )


def _people(guard: Guard) -> tuple[Issuer, Sessions]:
    if guard.issuer is None or guard.sessions is None:
        raise ProblemError(404, "no_login", Text(
            "このサーバには OpenID Connect でのログインが設定されていません。",
            "Nobody logs in through OpenID Connect at this server.",
        ))  # fmt: skip
    return guard.issuer, guard.sessions


def _flow_cookie(guard: Guard) -> str:
    return f"{guard.cookie_name}-login"


def set_session_cookie(response: Response, guard: Guard, cookie: str) -> None:
    response.set_cookie(
        guard.cookie_name,
        cookie,
        max_age=int(guard.access.session_hours * 3600),
        path="/",
        secure=guard.access.secure_cookies,
        httponly=True,
        samesite="lax",  # a link from a mail opens what it names
    )


def delete_cookie(response: Response, guard: Guard, name: str) -> None:
    response.delete_cookie(name, path="/", secure=guard.access.secure_cookies, httponly=True, samesite="lax")


def _login_failed() -> ProblemError:
    return ProblemError(400, "login_failed", Text(
        f"ログインを確かめられませんでした。{FLOW_MINUTES} 分以内に、同じブラウザで初めからやり直してください。",
        f"The login does not hold. Begin again, in the same browser, and finish within {FLOW_MINUTES} minutes.",
    ))  # fmt: skip
