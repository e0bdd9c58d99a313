"""What a client may do before there is a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from api import connections
from api.connections import BoundedProtocol

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]


def talk(say: Talk, **options: Any) -> bytes:
    """What a server that says yes to everything answers."""

    async def served() -> bytes:
        config = uvicorn.Config(PlainTextResponse("yes"), http=BoundedProtocol, log_config=None, **options)
        config.load()
        loop, state = asyncio.get_running_loop(), ServerState()
        server = await loop.create_server(lambda: BoundedProtocol(config, state, {}), "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            try:
                return await asyncio.wait_for(say(reader, writer), 60)
            finally:
                writer.close()

    return asyncio.run(served())


def problem_in(answer: bytes) -> Any:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head.lower()
    return json.loads(body)


async def the_rest(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    return await reader.read()


def test_headers_that_never_end_are_refused_at_their_limit() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(HEAD + b"X: ")
        answer = asyncio.create_task(reader.read())
        for _ in range(1_000):
            if answer.done():
                break
            writer.write(b"x" * 2_000)
            await asyncio.sleep(0.001)
        return await answer

    assert problem_in(talk(endless))["code"] == "headers_too_large"


def test_headers_below_the_limit_may_come_in_pieces_and_be_followed_by_more() -> None:
    async def in_pieces(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        for _ in range(3):  # on one connection: each request is counted from its beginning
            writer.write(HEAD + b"X: ")
            for _ in range(20):
                writer.write(b"x" * 2_000)
                await asyncio.sleep(0)
            writer.write(b"\r\n\r\n")
            assert (await reader.readuntil(b"yes")).startswith(b"HTTP/1.1 200")
        return b""

    talk(in_pieces)


def test_a_body_is_no_head() -> None:
    async def with_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200_000)
        return await reader.readuntil(b"yes")

    assert talk(with_body).startswith(b"HTTP/1.1 200")


def test_a_head_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        answer = asyncio.create_task(reader.read())
        for letter in HEAD * 100:
            if answer.done():
                break
            writer.write(bytes([letter]))
            await asyncio.sleep(0.01)
        return await answer

    assert problem_in(talk(trickle))["code"] == "too_slow"


def test_a_connection_on_which_nothing_is_asked_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.05)
    assert talk(the_rest) == b""


def test_what_is_no_http_is_a_problem_too() -> None:
    async def noise(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"\x16\x03\x01 hello\r\n\r\n")
        return await reader.read()

    assert problem_in(talk(noise))["code"] == "bad_request"


def test_one_connection_too_many_is_told_when_to_come_again() -> None:
    async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(HEAD + b"\r\n")
        return await reader.read()

    answer = talk(ask, limit_concurrency=1)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after: 2" in answer.lower()
    assert problem_in(answer)["code"] == "busy"
