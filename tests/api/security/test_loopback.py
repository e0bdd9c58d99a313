"""Without login: this machine only, in its own name, not through anybody, and no page of somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from analyzer.errors import InputError
from api.app import create_app
from api.security.gate import refusal
from api.security.settings import AccessSettings, UnsafeSettingsError, is_loopback
from api.settings import Settings
from tests.api.security.serving import Served, served

NEW_KEY = {"name": "x"}
EVERYWHERE = "0.0.0.0"  # noqa: S104 - it is what is refused


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    with served(AccessSettings()) as it:
        yield it


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000", "[::1]", "LOCALHOST:8000", "127.0.0.1"],
)
def test_this_machine_is_served_in_each_of_its_names(service: Served, host: str) -> None:
    answer = service.client.get("/api/v1/session", headers={"Host": host})
    assert answer.json()["principal"] == "local"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.2", EVERYWHERE,
        "localhost:8000@evil.example", "evil.example#localhost", "[::1].evil.example", "[::2]:8000", "::1", "localhost:",
        "localhost:80a", "", "2130706433", "0x7f.1", "kakehashi",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/v1/session", "/openapi.json", "/nowhere", "/health"])
def test_no_other_name_is_answered_whatever_is_asked(service: Served, host: str, path: str) -> None:
    answer = service.client.get(path, headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")


def test_two_names_at_once_are_none(service: Served) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"localhost")] * 2,
    }
    problem = refusal(scope)
    assert problem is not None
    assert problem.code == "wrong_host"


@pytest.mark.parametrize(
    "header",
    [
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Real-IP",
        "x-forwarded-anything",
    ],
)
def test_what_was_passed_on_is_refused(service: Served, header: str) -> None:
    answer = service.client.get("/api/v1/session", headers={header: "127.0.0.1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forwarded")


@pytest.mark.parametrize(("address", "served_"), [("127.0.0.1", True), ("::1", True), ("127.8.9.1", True),
                                                  ("192.0.2.7", False), ("10.0.0.1", False), ("::ffff:192.0.2.7", False)])  # fmt: skip
def test_another_machine_is_refused_even_if_the_server_was_made_to_listen_to_it(
    address: str, served_: bool
) -> None:
    app = create_app(Settings())
    client = TestClient(app, base_url="http://localhost", client=(address, 50_000))
    assert (client.get("/api/v1/session").status_code == 200) == served_


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "https://127.0.0.1:8000"}, {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "http://localhost:8000"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://127.0.0.1:8000@evil"},
        {"Origin": "http://127.0.0.1:8000.evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"}, {"Origin": "http://127.0.0.1:99999"},
    ],
)  # fmt: skip
def test_a_change_from_another_sites_page_is_refused(service: Served, headers: dict[str, str]) -> None:
    before = len(service.store.audit_log())
    answer = service.client.post("/api/v1/keys", json=NEW_KEY, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_origin")
    assert len(service.store.audit_log()) == before


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://127.0.0.1:8000"}, {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
     {"Sec-Fetch-Site": "none"}],
)  # fmt: skip
def test_a_change_from_a_program_or_an_own_page_is_made(service: Served, headers: dict[str, str]) -> None:
    assert service.client.post("/api/v1/keys", json=NEW_KEY, headers=headers).status_code == 201


def test_a_key_that_is_shown_counts_also_where_none_is_needed(service: Served) -> None:
    assert service.call("viewer", "GET", "/api/v1/session").json()["name"] == "viewer"
    assert service.call("viewer", "GET", "/api/v1/keys").status_code == 403
    wrong = service.client.get("/api/v1/keys", headers={"Authorization": "Bearer kakehashi_0_x"})
    assert wrong.status_code == 401


@pytest.mark.parametrize(
    "host", [EVERYWHERE, "::", "192.0.2.7", "kakehashi.example", "", "127.0.0.1.example", "::ffff:0.0.0.0"]
)
def test_a_server_without_login_does_not_start_on_any_other_address(host: str) -> None:
    with pytest.raises(UnsafeSettingsError, match="login_needed"):
        create_app(Settings(host=host))
    create_app(Settings(host=host, access=AccessSettings(login="keys")))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3"])
def test_on_this_machine_it_starts(host: str) -> None:
    assert is_loopback(host)
    create_app(Settings(host=host))


@given(st.text())
def test_no_text_is_taken_for_this_machine_by_accident(host: str) -> None:
    try:
        create_app(Settings(host=host))
    except InputError:
        return
    assert is_loopback(host)
