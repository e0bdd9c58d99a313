"""What goes wrong, as RFC 9457 has it: one document for every failure, in the language that was asked for.

`code` is what programs look at. `errors` holds every finding with its place, as the command line lists them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from starlette.requests import HTTPConnection
from starlette.responses import Response

from analyzer.errors import KakehashiError
from analyzer.messages import Finding, Text
from analyzer.stores.compact import compact
from api.languages import language_of

MEDIA_TYPE = "application/problem+json"

TITLES: Mapping[int, Text] = {
    400: Text("要求を読み取れません", "The request cannot be read"),
    401: Text("ログインが必要です", "Authentication is needed"),
    403: Text("権限がありません", "This is not allowed"),
    404: Text("見つかりません", "Not found"),
    405: Text("この操作はできません", "This method is not available here"),
    406: Text("その形式では返せません", "There is no such representation"),
    408: Text("要求が時間内に届きませんでした", "The request did not arrive in time"),
    409: Text("今の状態と合いません", "This conflicts with what is there"),
    412: Text("前提が変わっています", "The precondition does not hold"),
    413: Text("本文が大きすぎます", "The body is too large"),
    415: Text("本文の形式が違います", "The body has an unsupported media type"),
    421: Text("この宛先では受け付けません", "This server does not answer for that host"),
    422: Text("内容に誤りがあります", "The content is wrong"),
    428: Text("If-Match が必要です", "If-Match is needed"),
    429: Text("要求が多すぎます", "Too many requests"),
    431: Text("ヘッダが大きすぎます", "The headers are too large"),
    500: Text("サービスの誤りです", "A fault of the service"),
    501: Text("このサーバではできません", "This server cannot do that"),
    503: Text("今は応じられません", "The service is busy or not available"),
}


class ProblemError(KakehashiError):
    """A failure that a route knows of; `code` is stable, `detail` a sentence (None: the title says all)."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: Text | None = None,
        *,
        findings: Sequence[Finding] = (),
        total: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.findings = tuple(findings)
        self.total = len(self.findings) if total is None else total
        self.headers = dict(headers or {})
        super().__init__(f"{status} {code}" + (f": {detail.en}" if detail else ""))


def busy(seconds: int, what: Text) -> ProblemError:
    """503 with the seconds after which it may be worth asking again."""
    return ProblemError(503, "busy", what, headers={"Retry-After": str(seconds)})


def problem_response(request: HTTPConnection, problem: ProblemError) -> Response:
    """The answer that tells of a problem."""
    language = language_of(request)
    title = TITLES.get(problem.status, TITLES[500 if problem.status >= 500 else 400])
    detail = title if problem.detail is None else problem.detail
    document: dict[str, object] = {
        "type": f"urn:kakehashi:problem:{problem.code}",
        "title": title.in_language(language),
        "status": problem.status,
        "detail": detail.in_language(language),
        "instance": request.scope.get("path", ""),
        "code": problem.code,
        "errors": [finding.as_dict() for finding in problem.findings],
        "total": problem.total,
        "request_id": request.scope.get("state", {}).get("request_id"),
    }
    headers = {
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
        **problem.headers,
    }
    return Response(_encoded(document), problem.status, headers, MEDIA_TYPE)


def _encoded(document: dict[str, object]) -> bytes:
    """Lone surrogates, which a hostile path or name may hold, are shown by their code."""
    try:
        return compact(document)
    except (TypeError, ValueError, UnicodeEncodeError):
        return json.dumps(document, ensure_ascii=True, default=str).encode()
