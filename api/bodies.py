"""Bodies as they come in: bounded while they stream, and JSON that means one thing only.

Python's reader takes the last of duplicate keys, NaN, and NUL; a client that sends such JSON means something else than what
would be read, so it is refused.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Sequence
from typing import Any, NoReturn

from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope

from analyzer.messages import Text
from api.problems import ProblemError
from api.security.brief import SECONDS
from api.security.roles import checked, checked_again

MAX_DEPTH = 64
FILES = 50
"""In one form."""
JSON_TYPE = "application/json"


def too_large(limit: int) -> ProblemError:
    return ProblemError(
        413,
        "too_large",
        Text(f"本文は {limit:,} バイトまでです。", f"A body has at most {limit:,} bytes."),
    )


async def chunks(request: Request, limit: int, seconds: float) -> AsyncIterator[bytes]:
    """The body in pieces; ProblemError 413 as soon as it is too large, 408 if it takes too long to arrive.

    After a slow one it is asked again whether its sender may: a key that is revoked meanwhile changes nothing any more.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large(limit)
    received = 0
    stream = request.stream()
    began = asyncio.get_running_loop().time()
    deadline = began + seconds
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(stream, None)
        except TimeoutError:
            raise ProblemError(408, "too_slow", headers={"Connection": "close"}) from None
        except ClientDisconnect:
            raise ProblemError(400, "cut_off") from None
        if chunk is None:
            if asyncio.get_running_loop().time() - began >= SECONDS:
                await checked_again(request)
            return
        received += len(chunk)
        if received > limit:
            raise too_large(limit)
        if chunk:
            yield chunk


class FormRequest(Request):
    """A request whose form is bounded while it streams in: files, and the fields beside them."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        settings = self.app.state.service.settings
        plain = Request(self.scope, self.receive)
        async for chunk in chunks(plain, settings.max_upload + settings.max_body, settings.upload_seconds):
            yield chunk
        yield b""


def sent_files(form: FormData, name: str) -> list[UploadFile]:
    """The files that were chosen; a browser sends a nameless one where none was."""
    return [value for value in form.getlist(name) if isinstance(value, UploadFile) and value.filename]


async def whole_body(request: Request) -> bytes:
    """A body within the limit of the settings."""
    settings = request.app.state.service.settings
    return b"".join([c async for c in chunks(request, settings.max_body, settings.upload_seconds)])


def strict_json(data: bytes) -> Any:
    """The value; ProblemError 400 for what is no JSON, or means two things, 422 for integers that nothing here counts to."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused(Text("UTF-8 ではありません。", "It is not UTF-8.")) from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _refused(
            Text(
                f"JSON として読めません({error.lineno} 行 {error.colno} 列)。",
                f"It is no JSON (line {error.lineno}, column {error.colno}).",
            )
        ) from None
    except RecursionError:
        raise _too_deep() from None
    _check(value, MAX_DEPTH)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)[:100]
        raise _refused(Text(f"「{twice}」が二度あります。", f"The key {twice!r} is there twice."))
    return value


def _constant(name: str) -> NoReturn:
    raise _refused(Text(f"{name} は JSON の値ではありません。", f"{name} is no value of JSON."))


def _integer(digits: str) -> int:
    if len(digits) > 20:
        raise ProblemError(
            422,
            "integer_too_long",
            Text("桁の多すぎる整数があります。", "There is an integer of too many digits."),
        )
    return int(digits)


def _check(value: object, depth: int) -> None:
    if depth < 0:
        raise _too_deep()
    match value:
        case str():
            _check_text(value)
        case float():
            if not math.isfinite(value):
                raise _refused(Text("大きすぎる数があります。", "There is a number that is too large."))
        case list():
            for entry in value:
                _check(entry, depth - 1)
        case dict():
            for key, entry in value.items():
                _check_text(key)
                _check(entry, depth - 1)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise _refused(Text("NUL 文字があります。", "There is a NUL character."))
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise _refused(Text("対になっていないサロゲートがあります。", "There is a lone surrogate."))


def _too_deep() -> ProblemError:
    return _refused(Text("入れ子が深すぎます。", "It is nested too deeply."))


def _refused(sentence: Text) -> ProblemError:
    return ProblemError(400, "not_strict_json", sentence)


class StrictRequest(Request):
    """A request whose body is bounded and whose JSON is strict."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await whole_body(self)
        return self._body

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = strict_json(await self.body())
        return self._json


class StrictRoute(APIRoute):
    """For routers whose bodies are pydantic models: anything but JSON is 415."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_json = self.body_field is not None

        async def strictly(request: Request) -> Response:
            scope: Scope = request.scope
            receive: Receive = request.receive
            strict = StrictRequest(scope, receive)
            await checked(strict)  # whoever may not is not read any further
            if takes_json:
                require_media_type(strict, JSON_TYPE)
            return await handle(strict)

        return strictly


def require_media_type(request: Request, *accepted: str) -> str:
    """The media type of the body, which is one of these; ProblemError 415 otherwise. Its charset can only be UTF-8."""
    return media_type_of(request, accepted)


def media_type_of(request: Request, accepted: Sequence[str], default: str | None = None) -> str:
    """The same, where a body without a media type has the default one."""
    header = request.headers.get("content-type")
    if header is None and default is not None:
        return default
    kind, _, parameters = (header or "").partition(";")
    kind = kind.strip().lower()
    if kind not in accepted or _charset(parameters) not in ("utf-8", "utf8", "us-ascii"):
        listed = ", ".join(accepted)
        raise ProblemError(
            415,
            "unsupported_media_type",
            Text(f"本文は {listed}(UTF-8)で送ってください。", f"Send a body as {listed}, in UTF-8."),
            headers={"Accept": listed},
        )
    return kind


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return "utf-8"
