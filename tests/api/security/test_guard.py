"""Keys over REST: made, shown once, used, revoked; grants; how often; what the audit log knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from analyzer.messages import Text
from analyzer.stores.errors import NotFoundError, StoreUnavailableError
from api.app import create_app
from api.problems import ProblemError
from api.security.brief import SECONDS
from api.security.guard import Guard
from api.security.principals import Principal
from api.security.settings import AccessSettings
from api.settings import Settings
from tests.api.security.serving import CITY, KEYS_ONLY, LOCAL_URL, Served, served
from tests.builders import landscape


@pytest.fixture
def service() -> Iterator[Served]:
    with served() as it:
        yield it


class Stopwatch:
    """In place of the clock that only counts seconds."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def hold_still(service: Served) -> Stopwatch:
    """What the guard keeps for a moment, and how often one may ask, by a clock of the test's."""
    clock = Stopwatch()
    for part in vars(guard_of(service)).values():
        if hasattr(part, "_clock") and type(part).__name__ in ("Brief", "Buckets"):
            part._clock = clock
    return clock


def guard_of(service: Served) -> Guard:
    guard: Guard = service.app.state.service.guard
    return guard


# Keys


def test_a_key_is_shown_once_and_never_with_its_hash(service: Served) -> None:
    made = service.call(
        "server-admin", "POST", "/api/v1/keys", json={"name": "夜間バッチ", "scopes": ["create"], "days": 30}
    )
    assert made.status_code == 201
    document = made.json()
    assert made.headers["Location"] == f"/api/v1/keys/{document['id']}"
    assert made.headers["Cache-Control"] == "no-store"
    assert document["expires"] == "2026-05-01T09:00:00.000Z"
    secret = document.pop("key").split("_", 2)[2]
    again = service.call("server-admin", "GET", f"/api/v1/keys/{document['id']}")
    assert again.json() == document
    everything = service.call("server-admin", "GET", "/api/v1/keys").text
    everything += service.call("server-admin", "GET", "/api/v1/audit").text
    assert secret not in everything
    assert "hash" not in again.json()


def test_keys_grants_and_the_audit_log_are_tables_too_and_leave_no_copy_behind(service: Served) -> None:
    of_the_city = f"/api/v1/landscapes/{CITY}"
    for path, column, word in (
        ("/api/v1/keys", "状態", "有効"),
        (f"{of_the_city}/grants", "役割", "閲覧(viewer)"),
        ("/api/v1/audit", "操作", "key.create"),
        (f"{of_the_city}/audit", "操作", "grant.put"),
    ):
        answer = service.call("server-admin", "GET", f"{path}.csv")
        assert answer.headers["content-type"].startswith("text/csv"), path
        assert answer.headers["cache-control"] == "no-store"
        header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert word in [row[header.index(column)] for row in rows]
        assert len(rows) == len(service.call("server-admin", "GET", path).json()["items"])


def test_a_key_is_made_with_roles_on_landscapes_that_are_there(service: Served) -> None:
    asked = {"name": "x", "roles": {CITY: "editor"}}
    key = service.call("server-admin", "POST", "/api/v1/keys", json=asked).json()
    listed = service.call("admin", "GET", f"/api/v1/landscapes/{CITY}/grants").json()["items"]
    assert (key["subject"], "editor") in [(grant["subject"], grant["role"]) for grant in listed]
    count = len(guard_of(service).keys.all())
    missing = service.call(
        "server-admin", "POST", "/api/v1/keys", json={"name": "x", "roles": {"nowhere": "viewer"}}
    )
    assert missing.status_code == 404
    assert len(guard_of(service).keys.all()) == count


@pytest.mark.parametrize(
    "asked",
    [{}, {"name": ""}, {"name": "x", "scopes": ["root"]}, {"name": "x", "days": 0}, {"name": "x", "days": -1},
     {"name": "x", "roles": {"A B": "viewer"}}, {"name": "x", "roles": {CITY: "owner"}}, {"name": "x", "more": 1},
     {"name": "a\nb"}, {"name": "x" * 101}, {"name": 3}, [], "x", 7],
)  # fmt: skip
def test_a_key_that_is_asked_for_wrongly_is_not_made(service: Served, asked: Any) -> None:
    count = len(guard_of(service).keys.all())
    assert service.call("server-admin", "POST", "/api/v1/keys", json=asked).status_code == 422
    assert len(guard_of(service).keys.all()) == count


def test_a_revoked_key_is_refused_at_once_and_in_another_worker_within_a_second(service: Served) -> None:
    other_app = create_app(replace(Settings(), access=KEYS_ONLY), service.store)
    with TestClient(other_app, base_url=LOCAL_URL) as other:
        worker = Served(other_app, service.store, service.clock, other, service.keys)
        other_app.state.service.clock = service.clock
        clock = hold_still(worker)
        path = f"/api/v1/landscapes/{CITY}/grants"
        assert service.call("admin", "GET", path).status_code == 200
        assert worker.call("admin", "GET", path).status_code == 200
        id = service.keys["admin"].split("_")[1]
        assert service.call("server-admin", "DELETE", f"/api/v1/keys/{id}").json()["revoked"] is not None
        assert service.call("admin", "GET", path).status_code == 401
        clock.at += SECONDS
        assert worker.call("admin", "GET", path).status_code == 401


def test_a_key_that_is_revoked_while_its_body_arrives_changes_nothing_any_more(service: Served) -> None:
    guard, id = guard_of(service), service.keys["editor"].split("_")[1]
    parts = [b'{"moves": ', b"{}}"]

    async def receive() -> Message:
        if len(parts) == 1:
            guard.keys.revoke(id, actor="shell")
            guard.forget_key(id)
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    path = f"/api/v1/landscapes/{CITY}/plans/late"
    headers = {"host": "127.0.0.1:8000", "content-type": "application/json", **service.header("editor")}
    scope = {
        "type": "http", "method": "PUT", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "http_version": "1.1", "scheme": "http", "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8000),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    portal = service.client.portal
    assert portal is not None
    with patch("api.bodies.SECONDS", 0.0):
        portal.call(service.app, scope, receive, send)
    assert sent[0]["status"] == 401
    assert service.call("viewer", "GET", path).status_code == 404


def test_a_grant_that_is_taken_away_is_gone_at_once_and_in_another_worker_within_a_second(
    service: Served,
) -> None:
    other_app = create_app(replace(Settings(), access=KEYS_ONLY), service.store)
    with TestClient(other_app, base_url=LOCAL_URL) as other:
        worker = Served(other_app, service.store, service.clock, other, service.keys)
        other_app.state.service.clock = service.clock
        clock = hold_still(worker)
        path = f"/api/v1/landscapes/{CITY}/grants"
        subject = f"key:{service.keys['admin'].split('_')[1]}"
        assert worker.call("admin", "GET", path).status_code == 200
        assert service.call("server-admin", "DELETE", f"{path}/{subject}").status_code == 204
        assert service.call("admin", "GET", path).status_code == 404
        clock.at += SECONDS
        assert worker.call("admin", "GET", path).status_code == 404


def test_what_is_read_while_something_is_revoked_is_not_kept(service: Served) -> None:
    """The read began before the revocation and ends after it."""
    guard = guard_of(service)
    hold_still(service)
    find = guard.keys.find

    def slowly(id: str) -> Any:
        found = find(id)
        guard.keys.revoke(id, actor="x")
        guard.forget_key(id)
        return found

    with patch.object(guard.keys, "find", slowly):
        service.call("admin", "GET", "/api/v1/session")
    assert service.call("admin", "GET", f"/api/v1/landscapes/{CITY}/grants").status_code == 401


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer", "Bearer ", "Basic {key}", "{key}", "Bearer {key} x", "Bearer {key}x", "Bearer Bearer {key}", "Bearer a.b.c",
     "Bearer {key}, Bearer {key}", "Bearer \xff", "Bearer " + "a" * 5000],
)  # fmt: skip
def test_what_is_shown_wrongly_opens_nothing(service: Served, shown: str) -> None:
    shown = shown.replace("{key}", service.keys["server-admin"])
    answer = service.client.get("/api/v1/keys", headers={b"Authorization": shown.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="kakehashi"'


def test_two_keys_at_once_are_none(service: Served) -> None:
    headers = [("Authorization", f"Bearer {service.keys[who]}") for who in ("viewer", "server-admin")]
    assert service.client.get("/api/v1/keys", headers=headers).status_code == 401


def test_a_session_says_who_one_is_also_to_nobody_and_to_whom_shows_what_does_not_hold(
    service: Served,
) -> None:
    known = service.call("creator", "GET", "/api/v1/session").json()
    assert (known["name"], known["scopes"], known["csrf"]) == ("creator", ["create"], None)
    for headers in ({}, {"Authorization": "Bearer kakehashi_0_x"}):
        answer = service.client.get("/api/v1/session", headers=headers)
        assert answer.json() == {
            "principal": None, "name": None, "subjects": [], "scopes": [], "login": None, "csrf": None
        }  # fmt: skip


# Grants


def test_an_admin_of_a_landscape_says_who_else_may(service: Served) -> None:
    path = f"/api/v1/landscapes/{CITY}/grants/user:auth0|a%2Fb"
    assert service.call("admin", "PUT", path, json={"role": "viewer"}).status_code == 201
    changed = service.call("admin", "PUT", path, json={"role": "editor"})
    assert changed.status_code == 200
    assert (changed.json()["subject"], changed.json()["role"]) == ("user:auth0|a/b", "editor")
    assert service.call("admin", "DELETE", path).status_code == 204
    gone = service.call("admin", "DELETE", path)
    assert (gone.status_code, gone.json()["code"]) == (404, "not_kept_grant")


@pytest.mark.parametrize("subject", ["a", "user:", "local", "user:%0a", "nobody", "user:%20a"])
def test_what_is_nobodys_name_is_granted_nothing(service: Served, subject: str) -> None:
    path = f"/api/v1/landscapes/{CITY}/grants/{subject}"
    assert service.call("admin", "PUT", path, json={"role": "viewer"}).status_code == 422


def test_nothing_is_granted_on_what_is_not_there(service: Served) -> None:
    path = "/api/v1/landscapes/nowhere/grants"
    assert service.call("server-admin", "GET", path).status_code == 404
    assert service.call("server-admin", "PUT", f"{path}/user:a", json={"role": "viewer"}).status_code == 404
    assert service.store.record("grants", "nowhere") is None


def test_each_sees_the_landscapes_that_are_theirs(service: Served) -> None:
    service.store.put_version(landscape(landscape={"id": "other"}), actor="shell")

    def seen(who: str) -> list[str]:
        return [
            entry["landscape"] for entry in service.call(who, "GET", "/api/v1/landscapes").json()["items"]
        ]

    assert seen("viewer") == seen("editor") == seen("admin") == [CITY]
    assert seen("stranger") == seen("creator") == []
    assert seen("server-admin") == [CITY, "other"]


def test_rights_of_the_settings_count_like_grants() -> None:
    with served() as first:
        keys = dict(first.keys)
        stranger = f"key:{keys['stranger'].split('_')[1]}"
        access = replace(KEYS_ONLY, standing={stranger: ("viewer:*", "create")})
        app = create_app(replace(Settings(), access=access), first.store)
        app.state.service.clock = first.clock
        with TestClient(app, base_url=LOCAL_URL) as client:
            it = Served(app, first.store, first.clock, client, keys)
            assert it.call("stranger", "GET", "/api/v1/session").json()["scopes"] == ["create"]
            assert len(it.call("stranger", "GET", "/api/v1/landscapes").json()["items"]) == 1
            assert it.call("stranger", "GET", f"/api/v1/landscapes/{CITY}/audit").status_code == 403


# Landscapes that are made and deleted: the guard around what an upload does


def request_of(service: Served, who: str) -> Request:
    """A request of somebody who was admitted, as an operation gets it."""
    id = f"key:{service.keys[who].split('_')[1]}"
    scopes = {"creator": ["create"], "server-admin": ["admin"]}.get(who, [])
    from analyzer.access.roles import read_rights  # noqa: PLC0415

    principal = Principal("key", id, who, (id,), read_rights(scopes))
    state = {"principal": principal, "request_id": "r-1", "address": "192.0.2.7"}
    return Request(
        {"type": "http", "method": "PUT", "path": "/", "headers": [], "state": state, "app": service.app}
    )


def put(service: Served, who: str, id: str) -> None:
    request, guard = request_of(service, who), guard_of(service)
    with guard.putting(request, id):
        service.store.put_version(landscape(landscape={"id": id}), actor=guard.actor(request))


def test_whoever_makes_a_landscape_is_its_admin(service: Served) -> None:
    put(service, "creator", "new")
    listed = service.call("creator", "GET", "/api/v1/landscapes/new/grants").json()["items"]
    assert [(grant["role"], grant["subject"]) for grant in listed] == [
        ("admin", f"key:{service.keys['creator'].split('_')[1]}")
    ]
    entries = service.call("creator", "GET", "/api/v1/landscapes/new/audit").json()["items"]
    assert [entry["action"] for entry in entries] == ["grant.put", "landscape.put"]
    assert {(entry["details"]["request"], entry["details"]["address"]) for entry in entries} == {
        ("r-1", "192.0.2.7")
    }


def test_an_editor_changes_a_landscape_and_a_viewer_or_maker_of_others_does_not(service: Served) -> None:
    put(service, "editor", CITY)
    with pytest.raises(ProblemError, match="forbidden"):
        put(service, "viewer", CITY)
    with pytest.raises(NotFoundError):
        put(service, "stranger", CITY)
    with pytest.raises(ProblemError, match="id_taken"):  # it may make landscapes: of another id
        put(service, "creator", CITY)


def test_whoever_may_not_make_landscapes_makes_none(service: Served) -> None:
    for who in ("stranger", "viewer", "editor", "admin"):
        with pytest.raises(NotFoundError):
            put(service, who, "new")
    assert service.store.record("grants", "new") is None


def test_an_upload_that_fails_leaves_no_grant(service: Served) -> None:
    request, guard = request_of(service, "creator"), guard_of(service)
    with pytest.raises(OSError, match="disk full"), guard.putting(request, "new"):
        raise OSError("disk full")
    assert service.store.record("grants", "new") is None
    put(service, "creator", "new")


def test_while_one_makes_a_landscape_nobody_else_makes_it(service: Served) -> None:
    guard = guard_of(service)
    with (
        guard.putting(request_of(service, "creator"), "new"),
        pytest.raises(ProblemError, match="being_made"),
        guard.putting(request_of(service, "server-admin"), "new"),
    ):
        raise AssertionError("two at once")


def test_the_grants_of_a_deleted_landscape_are_nobodys_in_the_next_of_that_name(service: Served) -> None:
    guard = guard_of(service)
    put(service, "creator", "new")
    guard.grants.put("new", f"key:{service.keys['stranger'].split('_')[1]}", "viewer", actor="x")
    with guard.deleting(request_of(service, "creator"), "new"):
        service.store.delete("new", expect=service.store.current("new").hash)
    assert service.call("creator", "GET", "/api/v1/landscapes/new/grants").status_code == 404
    put(service, "server-admin", "new")
    assert service.call("stranger", "GET", "/api/v1/landscapes/new/audit").status_code == 404
    assert service.call("creator", "GET", "/api/v1/landscapes/new/audit").status_code == 404


# The audit log


def test_every_change_is_in_the_audit_log_with_who_and_from_where(service: Served) -> None:
    start = len(service.store.audit_log())
    key = service.call("server-admin", "POST", "/api/v1/keys", json={"name": "x"}).json()
    path = f"/api/v1/landscapes/{CITY}/grants/{key['subject']}"
    service.call("admin", "PUT", path, json={"role": "viewer"})
    service.call("admin", "DELETE", path)
    service.call("server-admin", "DELETE", f"/api/v1/keys/{key['id']}")
    entries = service.call("server-admin", "GET", "/api/v1/audit").json()["items"][start:]
    ids = {who: f"key:{text.split('_')[1]}" for who, text in service.keys.items()}
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("key.create", ids["server-admin"]),
        ("grant.put", ids["admin"]),
        ("grant.delete", ids["admin"]),
        ("key.revoke", ids["server-admin"]),
    ]
    assert {entry["details"]["address"] for entry in entries} == {"testclient"}


def test_reading_changes_nothing_in_the_audit_log(service: Served) -> None:
    start = len(service.store.audit_log())
    for path in (
        "/api/v1/session",
        "/api/v1/landscapes",
        f"/api/v1/landscapes/{CITY}/grants",
        "/api/v1/audit",
    ):
        service.call("server-admin", "GET", path)
    assert len(service.store.audit_log()) == start


def test_the_audit_log_comes_in_pages_and_of_a_landscape_only_its_own(service: Served) -> None:
    for number in range(5):
        service.call(
            "admin", "PUT", f"/api/v1/landscapes/{CITY}/grants/user:{number}", json={"role": "viewer"}
        )
    seen: list[int] = []
    cursor: str | None = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = service.call("admin", "GET", f"/api/v1/landscapes/{CITY}/audit", params=query).json()
        seen += [entry["number"] for entry in page["items"]]
        assert all(entry["subject"].split("/")[0] == CITY for entry in page["items"])
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == sorted(set(seen))
    assert len(seen) == 1 + 3 + 5  # the landscape, the grants of three keys, five more
    other = service.call("server-admin", "GET", "/api/v1/audit", params={"limit": 1}).json()["next"]
    assert (
        service.call("admin", "GET", f"/api/v1/landscapes/{CITY}/audit", params={"cursor": other}).status_code
        == 422
    )


# How often


def limited(**limits: Any) -> AccessSettings:
    return replace(KEYS_ONLY, **limits)


def test_each_may_ask_so_often_and_nobody_at_the_cost_of_others() -> None:
    with served(limited(requests_per_second=1.0, burst=3)) as service:
        clock = hold_still(service)
        for _ in range(3):
            assert service.call("viewer", "GET", "/api/v1/landscapes").status_code == 200
        refused = service.call("viewer", "GET", "/api/v1/landscapes")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert refused.headers["Retry-After"] == "1"
        assert service.call("editor", "GET", "/api/v1/landscapes").status_code == 200
        clock.at += 1.0
        assert service.call("viewer", "GET", "/api/v1/landscapes").status_code == 200
        assert service.call("viewer", "GET", "/api/v1/landscapes").status_code == 429


def test_an_address_that_guesses_is_told_to_wait_and_others_at_it_are_not() -> None:
    with served(limited(failures_per_minute=5.0)) as service:
        clock = hold_still(service)
        guess = {"Authorization": "Bearer kakehashi_000000000000_guess"}
        for _ in range(5):
            assert service.client.get("/api/v1/keys", headers=guess).status_code == 401
        refused = service.client.get("/api/v1/keys", headers=guess)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) == 12
        assert service.call("viewer", "GET", "/api/v1/landscapes").status_code == 200
        clock.at += 12.0
        assert service.client.get("/api/v1/keys", headers=guess).status_code == 401


def test_behind_a_trusted_proxy_each_client_counts_and_is_known_by_its_own_address() -> None:
    access = limited(trusted_proxies=("10.0.0.0/8",), failures_per_minute=1.0)
    with served(access) as service:
        client = TestClient(service.app, base_url=LOCAL_URL, client=("10.0.0.1", 1))
        guess = {"Authorization": "Bearer kakehashi_000000000000_guess"}

        def status(forwarded: str) -> int:
            return client.get("/api/v1/keys", headers={**guess, "X-Forwarded-For": forwarded}).status_code

        assert status("192.0.2.1") == 401
        assert status("192.0.2.1") == 429
        assert status("192.0.2.2") == 401
        assert (
            status("192.0.2.1, 192.0.2.3") == 401
        )  # the last one is what the proxy saw; the rest anybody can write
        assert status("192.0.2.9, 192.0.2.3, 10.0.0.7") == 429
        stranger = TestClient(service.app, base_url=LOCAL_URL, client=("198.51.100.1", 1))
        for number in range(2):  # no trusted proxy: what it writes is not believed
            answer = stranger.get("/api/v1/keys", headers={**guess, "X-Forwarded-For": f"192.0.2.{number}"})
            assert answer.status_code == (401 if number == 0 else 429)


def test_a_store_that_is_gone_opens_nothing(service: Served) -> None:
    gone = StoreUnavailableError("memory:", Text("ない", "gone"))
    with patch.object(service.store, "record", side_effect=gone):
        assert service.call("server-admin", "GET", "/api/v1/keys").status_code == 503


def test_a_worksheet_of_several_landscapes_shows_none_that_one_may_not_see(service: Served) -> None:
    service.store.put_version(landscape(landscape={"id": "others"}), actor="shell")
    joint = f"/api/v1/landscapes/{CITY}/joint-worksheets/shared?with="
    refused, missing = (service.call("viewer", "GET", joint + other) for other in ("others", "nowhere"))
    assert refused.status_code == missing.status_code == 404
    for key in ("code", "title", "type"):
        assert refused.json()[key] == missing.json()[key]
    assert service.call("server-admin", "GET", joint + "others").status_code == 200
