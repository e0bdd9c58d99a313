"""kakehashi keys: the first admin of a service, on the server's own shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from analyzer.access.grants import Grants
from analyzer.stores.opening import open_store
from api.app import create_app
from api.security.settings import AccessSettings
from api.settings import Settings
from tests.builders import landscape
from tests.cli.command import kakehashi


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kept.db'}"


def test_a_key_that_is_made_on_the_shell_opens_the_service_until_it_is_revoked(store: str) -> None:
    made = kakehashi("keys", "create", "--name", "管理者", "--scope", "admin", "--store", store)
    assert made.code == 0
    key = made.text.strip()
    assert key.startswith("kakehashi_")
    assert key not in made.err  # what is said beside it may be logged

    app = create_app(Settings(store=store, access=AccessSettings(login="keys")))
    with TestClient(
        app, base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {key}"}
    ) as client:
        first = client.post("/api/v1/keys", json={"name": "夜間バッチ", "scopes": ["create"]})
        assert first.status_code == 201
        listed = kakehashi("keys", "list", "--store", store, "--format", "json").json["keys"]
        assert [(entry["name"], entry["state"]) for entry in listed] == [
            ("管理者", "valid"),
            ("夜間バッチ", "valid"),
        ]

        id = key.split("_")[1]
        assert kakehashi("keys", "revoke", id, "--store", store).code == 0
        client.app.state.service.guard.forget_key(id)  # type: ignore[attr-defined] # as a second later
        assert client.get("/api/v1/keys").status_code == 401
    listed = kakehashi("keys", "list", "--store", store, "--format", "json").json["keys"]
    assert [entry["state"] for entry in listed] == ["revoked", "valid"]
    rows = kakehashi("keys", "list", "--store", store).text
    assert key.split("_", 2)[2] not in rows


def test_a_key_is_made_with_roles_on_stored_landscapes(store: str) -> None:
    kept = open_store(store)
    kept.put_version(landscape(landscape={"id": "city"}))
    made = kakehashi(
        "keys", "create", "--name", "x", "--role", "city=editor", "--store", store, "--format", "json"
    ).json
    assert made["roles"] == {"city": "editor"}
    assert Grants(kept).roles("city") == {made["subject"]: "editor"}
    actors = {entry.actor.partition(":")[0] for entry in kept.audit_log()[1:]}
    assert actors == {"local"}
    kept.close()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("create", "--name", "x", "--role", "city=editor"), "not_kept_landscape"),
        (("create", "--name", "x", "--role", "city"), "bad_role"),
        (("create", "--name", "x", "--role", "city=owner"), "unknown_role"),
        (("create", "--name", "x", "--scope", "root"), "unknown_scope"),
        (("create", "--name", ""), "bad_key_name"),
        (("create", "--name", "x", "--days", "0"), "key_ends_at_once"),
        (("revoke", "000000000000"), "not_kept_key"),
    ],
)
def test_what_is_asked_wrongly_makes_and_revokes_nothing(
    store: str, arguments: tuple[str, ...], code: str
) -> None:
    done = kakehashi("keys", *arguments, "--store", store)
    assert done.code == 2
    assert f"[{code}]" in done.err
    assert done.out == b""
    assert kakehashi("keys", "list", "--store", store, "--format", "json").json == {"keys": []}


def test_a_key_in_the_memory_of_a_command_would_open_nothing() -> None:
    assert "[store_does_not_last]" in kakehashi("keys", "create", "--name", "x", "--store", "memory:").err


def test_a_deleted_landscapes_grants_are_forgotten(store: str) -> None:
    kept = open_store(store)
    kept.put_version(landscape(landscape={"id": "city"}))
    Grants(kept).put("city", "user:a", "admin", actor="x")
    assert kakehashi("store", "delete", "city", "--yes", "--store", store).code == 0
    assert Grants(kept).of("city") == {}
    kept.close()
