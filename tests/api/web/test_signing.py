"""Who may see the page: a key signs in to a cookie, and changes come from our own pages only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.security.settings import AccessSettings
from tests.api.security.serving import CITY, LOCAL_URL, Served, served

OWN = {"Origin": LOCAL_URL, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def service() -> Iterator[Served]:
    with served() as it:
        it.client.follow_redirects = False
        yield it


def sign_in(client: TestClient, key: str, following: str = "", **headers: str) -> Response:
    return client.post(f"/sign-in?next={following}", data={"key": key}, headers={**OWN, **headers})


def token(client: TestClient) -> str:
    found = re.search(r'<meta name="csrf" content="([0-9a-f]{64})">', client.get("/").text)
    assert found is not None
    return found[1]


def test_nobody_is_asked_to_sign_in_and_comes_back_to_the_view(service: Served) -> None:
    asked = service.client.get(f"/landscapes/{CITY}/today?month=2024-05")
    assert asked.status_code == 303
    form = service.client.get(f"/landscapes/{CITY}/{asked.headers['location']}")
    assert form.status_code == 200
    done = sign_in(service.client, service.keys["viewer"], f"landscapes/{CITY}/today")
    assert (done.status_code, done.headers["location"]) == (303, f"./landscapes/{CITY}/today")
    assert service.client.get(f"/landscapes/{CITY}/today").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(service: Served) -> None:
    cookie = sign_in(service.client, service.keys["viewer"]).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_over_https_the_cookie_is_of_this_host_only() -> None:
    with served(AccessSettings(login="keys", public_url="https://k.example")) as it:
        done = sign_in(it.client, it.keys["viewer"], Origin="https://k.example")
        assert done.status_code in (200, 303)
        cookie = (done.history or [done])[0].headers["set-cookie"]
        assert cookie.startswith("__Host-kakehashi=")
        assert "Secure" in cookie


def test_a_wrong_key_opens_nothing_and_is_told_in_the_form(service: Served) -> None:
    for wrong in ("", "x", service.keys["viewer"] + "x"):
        answer = sign_in(service.client, wrong)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert 'role="alert"' in answer.text


def test_whoever_guesses_keys_is_told_to_wait() -> None:
    with served(AccessSettings(login="keys", failures_per_minute=3)) as it:
        codes = [sign_in(it.client, "x").status_code for _ in range(5)]
        assert codes[0] == 401
        assert codes[-1] == 429


def test_a_revoked_key_and_one_at_its_end_close_their_sessions(service: Served) -> None:
    sign_in(service.client, service.keys["viewer"])
    assert service.client.get("/").status_code == 200
    service.app.state.service.guard.keys.revoke(service.keys["viewer"].split("_")[1], actor="x")
    service.app.state.service.guard.forget_key(service.keys["viewer"].split("_")[1])
    assert service.client.get("/").status_code == 303

    sign_in(service.client, service.keys["creator"])
    assert service.client.get("/").status_code == 200
    service.clock.now += timedelta(hours=9)
    assert service.client.get("/").status_code == 303


def test_whoever_signs_out_is_out_with_a_copied_cookie_too(service: Served) -> None:
    sign_in(service.client, service.keys["viewer"])
    copied = dict(service.client.cookies)
    done = service.client.post("/sign-out", data={"csrf": token(service.client)}, headers=OWN)
    assert done.status_code == 303
    service.client.cookies.update(copied)
    assert service.client.get("/").status_code == 303


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        (OWN, ""),
        (OWN, "0" * 64),
        ({"Origin": "http://evil.example"}, None),
        ({"Origin": "null"}, None),
        ({"Sec-Fetch-Site": "cross-site"}, None),
    ],
)
def test_a_change_without_the_token_or_from_another_site_is_refused(
    service: Served, headers: dict[str, str], sent: str | None
) -> None:
    sign_in(service.client, service.keys["creator"])
    form = {"csrf": token(service.client) if sent is None else sent, "sample": "miyake"}
    assert service.client.post("/samples", data=form, headers=headers).status_code == 403
    assert service.client.get("/landscapes/miyake/today").status_code == 404


def test_a_cookie_that_a_key_gave_changes_things_through_the_api_with_the_token_only(service: Served) -> None:
    sign_in(service.client, service.keys["editor"])
    csrf = service.client.get("/api/v1/session").json()["csrf"]
    plan: dict[str, dict[str, str]] = {"moves": {}}
    path = f"/api/v1/landscapes/{CITY}/plans/p"
    assert service.client.put(path, json=plan, headers=OWN).status_code == 403
    assert service.client.put(path, json=plan, headers={**OWN, "X-CSRF-Token": csrf}).status_code == 201


@pytest.mark.parametrize("following", ["//evil.example/", "https://evil.example/", "\\evil.example", "/x"])
def test_nobody_is_sent_to_another_site_after_signing_in(service: Served, following: str) -> None:
    location = sign_in(service.client, service.keys["viewer"], following).headers["location"]
    assert location.startswith("./")


def test_without_login_nobody_is_asked(client: TestClient) -> None:
    assert client.get("/sign-in?next=", follow_redirects=False).headers["location"] == "./"
    assert client.get("/").status_code == 200
