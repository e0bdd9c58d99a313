"""Every failure as a problem document: what routes raise, what frameworks raise, and faults of the program."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyzer.diagrams import DrawingError
from analyzer.errors import InputError, KakehashiError, MissingToolError, StoppedError
from analyzer.graph.subjects import UnknownSubjectError
from analyzer.messages import Finding, Text
from analyzer.stores.errors import ChangedError, NotFoundError, StoreUnavailableError
from analyzer.usecases import UnknownWorksheetError
from api.problems import TITLES, ProblemError, problem_response

log = logging.getLogger("kakehashi.service")

_CODES: Mapping[int, str] = {
    400: "bad_request", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    406: "not_acceptable", 413: "too_large", 415: "unsupported_media_type", 429: "too_many_requests",
}  # fmt: skip


def as_problem(error: Exception, request: HTTPConnection) -> ProblemError:
    """What the client is told of an exception; an unknown one is a fault of ours, told without details."""
    match error:
        case ProblemError():
            return error
        case NotFoundError() | UnknownSubjectError():
            missing = isinstance(error, NotFoundError) or error.name in request.path_params.values()
            return _of_findings(404 if missing else 422, error)
        case UnknownWorksheetError():
            return _of_findings(404, error)
        case InputError():
            return _of_findings(422, error)
        case ChangedError():
            return _changed(error, request)
        case StoreUnavailableError():
            return ProblemError(
                503,
                "store_unavailable",
                Text("保存先が応答しません。", "The store does not answer.")
                if error.hint is None
                else error.hint,
                headers={"Retry-After": "5"},
            )
        case MissingToolError():
            return ProblemError(
                501,
                "missing_tool",
                Text(
                    f"サーバに {error.tool} がないので描けません。",
                    f"The server has no {error.tool}, and cannot draw without it.",
                ),
            )
        case DrawingError():
            return ProblemError(
                422,
                "no_picture",
                Text(
                    "時間内に描けませんでした。範囲を絞るか、dot 形式で受け取ってください。",
                    "The picture was not drawn in time. Ask for less, or for the form `dot`.",
                ),
            )
        case StoppedError():
            return ProblemError(
                422,
                "stopped",
                Text(
                    "制限時間までに答えが見つかりませんでした。",
                    "The limit of time came before any answer was found.",
                ),
            )
        case RequestValidationError():
            findings = [_finding(entry) for entry in error.errors()]
            return ProblemError(422, "wrong_request", findings=findings)
        case HTTPException():
            if isinstance(error.__cause__, ProblemError):  # the framework's word for any failure of a body
                return error.__cause__
            return _http(error, request)
        case KakehashiError():
            return ProblemError(422, "refused", Text(str(error), str(error)))
    return ProblemError(
        500,
        "fault",
        Text(
            "プログラムの誤りです。request_id を添えてお知らせください。",
            "This is a fault of the program. Please report it with its request_id.",
        ),
    )


def _of_findings(status: int, error: InputError) -> ProblemError:
    first = error.findings[0] if error.findings else None
    return ProblemError(
        status,
        "wrong_input" if first is None else first.code,
        None if first is None else first.message,
        findings=error.findings,
        total=error.total,
    )


def _changed(error: ChangedError, request: HTTPConnection) -> ProblemError:
    """412 to who named what must be there, 428 to who did not."""
    asked = {"if-match", "if-none-match"} & set(request.headers.keys())
    found = {} if error.found is None else {"ETag": f'"{error.found}"'}
    if asked:
        return ProblemError(
            412,
            "changed",
            Text("ほかの人が先に変えています。", "Somebody else was faster: it is not what you expected."),
            headers=found,
        )
    return ProblemError(
        428,
        "precondition_required",
        Text(
            "既にあります。今の ETag を If-Match に付けてください(何でも置き換えるなら *)。",
            "It is there already: send its ETag as If-Match (or * to replace whatever is there).",
        ),
        headers=found,
    )


def _http(error: HTTPException, request: HTTPConnection) -> ProblemError:
    if error.status_code == 405:
        return ProblemError(405, _CODES[405], headers={"Allow": ", ".join(_allowed(request))})
    status = error.status_code if error.status_code in TITLES else 500 if error.status_code >= 500 else 400
    return ProblemError(status, _CODES.get(status, "refused"), headers=error.headers)


def _allowed(request: HTTPConnection) -> list[str]:
    """The methods of all routes of the path; the framework looks at the first one only."""
    routes: Iterable[BaseRoute] = request.app.state.routes
    methods: set[str] = set()
    for route in routes:
        if isinstance(route, Route) and route.path_regex.match(request.scope["path"]):
            methods |= route.methods or set()
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


_EXPECTED: Mapping[str, Text] = {
    "missing": Text("指定が必要です", "is required"),
    "int_parsing": Text("整数で指定してください", "must be a whole number"),
    "int_type": Text("整数で指定してください", "must be a whole number"),
    "float_parsing": Text("数で指定してください", "must be a number"),
    "float_type": Text("数で指定してください", "must be a number"),
    "bool_parsing": Text("true か false で指定してください", "must be true or false"),
    "string_type": Text("文字列で指定してください", "must be text"),
    "string_pattern_mismatch": Text("書き方が違います", "is not written as it must be"),
    "string_too_long": Text("長すぎます", "is too long"),
    "string_too_short": Text("短すぎます", "is too short"),
    "literal_error": Text("次のいずれかです", "must be one of"),
    "enum": Text("次のいずれかです", "must be one of"),
    "greater_than": Text("小さすぎます", "is too small"),
    "greater_than_equal": Text("小さすぎます", "is too small"),
    "less_than": Text("大きすぎます", "is too large"),
    "less_than_equal": Text("大きすぎます", "is too large"),
    "extra_forbidden": Text("知らない項目です", "is not known"),
    "finite_number": Text("有限の数で指定してください", "must be finite"),
}
_WHERE: Mapping[str, Text] = {
    "query": Text("クエリ", "query"), "path": Text("パス", "path"), "header": Text("ヘッダ", "header"),
    "body": Text("本文", "body"), "cookie": Text("クッキー", "cookie"),
}  # fmt: skip


def _finding(entry: Mapping[str, Any]) -> Finding:
    """What pydantic says of a parameter or of a body, in our words."""
    where, *steps = [str(step) for step in entry["loc"]]
    name = ".".join(steps)[:200]
    kind = str(entry["type"])
    expected = _EXPECTED.get(kind, Text("正しくありません", "is not valid"))
    wanted = (entry.get("ctx") or {}).get("expected")
    values = re.findall(r"'([^']*)'", str(wanted or ""))  # written "'a', 'b' or 'c'"
    ja, en = (f": {comma.join(values)}" if values else "" for comma in ("、", ", "))
    place = _WHERE.get(where, Text(where, where))
    return Finding(
        "missing_parameter" if kind == "missing" else "wrong_parameter",
        "error",
        Text(
            f"{place.ja}の {name}: {expected.ja}{ja}。".replace("の :", ":"),
            f"{place.en} {name}: {expected.en}{en}.",
        ),
        details=(("in", where), ("name", name)),
    )


Shown = Callable[[Request, ProblemError], Response]


def add_error_handlers(app: FastAPI, shown: Shown = problem_response) -> None:
    """All that routes and the framework raise, as `shown` tells it; faults of the program are caught by `Faults`."""

    async def handler(request: Request, error: Exception) -> Response:
        return shown(request, as_problem(error, request))

    for kind in (KakehashiError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, handler)


def log_fault(scope: Scope) -> None:
    """The exception that is being handled, with its traceback and the number that its sender is told."""
    log.exception("fault", extra={"request_id": scope.get("state", {}).get("request_id")})


class Faults:
    """The outermost layer: whatever was not expected becomes a 500 that tells nothing but its request id.

    The log has the traceback. Nothing is sent where an answer has begun already; the connection is then closed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            connection = HTTPConnection(scope)
            problem = as_problem(error, connection)
            if problem.status == 500:
                log_fault(scope)
            if begun:
                raise
            await problem_response(connection, problem)(scope, receive, send)
