"""Headers of every answer, good or bad."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.responses import Response

from api.security.roles import needs
from api.security.settings import AccessSettings
from tests.api.security.serving import KEYS_ONLY, Served, served


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    with served() as it:

        @it.app.get("/page", **needs("public"))
        async def page() -> Response:
            headers = {
                "Content-Security-Policy": "script-src 'self'; frame-ancestors 'none'",
                "Cache-Control": "max-age=60",
            }
            return Response("x", headers=headers)

        @it.app.get("/tagged", **needs("public"))
        async def tagged() -> Response:
            return Response("x", headers={"ETag": '"x"'})

        @it.app.get("/fault", **needs("public"))
        async def fault() -> Response:
            raise RuntimeError("secret")

        yield it


@pytest.mark.parametrize(
    "path",
    ["/api/v1/session", "/api/v1/keys", "/nowhere", "/openapi.json", "/health", "/page", "/tagged", "/fault"],
)
def test_no_answer_may_be_framed_guessed_at_or_read_by_another_site(service: Served, path: str) -> None:
    headers = service.client.get(path, headers={"Origin": "http://evil.example"}).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert not [name for name in headers if name.lower().startswith("access-control-")]


def test_an_answer_is_data_unless_it_says_that_it_is_a_page(service: Served) -> None:
    data, page = (
        service.client.get(path).headers["Content-Security-Policy"] for path in ("/health", "/page")
    )
    assert data.startswith("default-src 'none'")
    assert page.startswith("script-src 'self'")


def test_nothing_is_left_behind_unless_it_can_be_asked_for_again(service: Served) -> None:
    kept = {
        path: service.client.get(path).headers["Cache-Control"]
        for path in ("/health", "/tagged", "/page", "/fault")
    }
    assert kept == {
        "/health": "no-store",
        "/tagged": "private, no-cache",
        "/page": "max-age=60",
        "/fault": "no-store",
    }


def test_a_fault_tells_nothing_of_itself(service: Served) -> None:
    answer = service.client.get("/fault")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text


@pytest.mark.parametrize(
    ("url", "strict"), [("https://kakehashi.example", True), ("http://localhost:8000", False), (None, False)]
)
def test_browsers_come_back_over_https_only_where_that_is_the_address(url: str | None, strict: bool) -> None:
    access = AccessSettings(login=KEYS_ONLY.login, public_url=url)
    with served(access) as it:
        assert ("Strict-Transport-Security" in it.client.get("/health").headers) == strict
