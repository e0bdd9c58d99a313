"""The whole flow over the network, against an issuer that others wrote (oidc-provider-mock, a process of its own)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest
from starlette.testclient import TestClient

from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.security.settings import AccessSettings, OidcSettings
from api.settings import Settings
from tests.api.security.serving import LOCAL_URL

PATIENCE = 60.0


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port),
               "--require-registration", "--require-nonce",
               "--user-claims", '{"sub": "taro", "name": "東京太郎", "groups": ["kikan"]}']  # fmt: skip
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "PYTHONUTF8": "1"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, "the issuer ended"
            try:
                httpx2.get(f"{url}/.well-known/openid-configuration", trust_env=False).raise_for_status()
                break
            except httpx2.HTTPError:
                assert time.monotonic() < end, "the issuer does not answer"
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def test_somebody_logs_in_makes_a_change_and_logs_out(issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    callback = f"{LOCAL_URL}/api/v1/login/callback"
    with httpx2.Client(base_url=issuer, trust_env=False) as there:
        registered = there.post("/oauth2/clients", json={"redirect_uris": [callback]}).json()
        oidc = OidcSettings(issuer, registered["client_id"], registered["client_secret"])
        access = AccessSettings(
            login="oidc", public_url=LOCAL_URL, session_secret="x" * 32, oidc=oidc,
            standing={"user:taro": ("admin",)},
        )  # fmt: skip
        store = MemoryStore()
        with TestClient(create_app(replace(Settings(), access=access), store), base_url=LOCAL_URL) as here:
            to_issuer = here.get("/api/v1/login", params={"next": "/back"}, follow_redirects=False)
            page = to_issuer.headers["Location"]
            assert page.startswith(f"{issuer}/oauth2/authorize?")
            back = there.post(page, data={"sub": "taro"}, follow_redirects=False)
            assert back.status_code in (302, 303), back.text
            assert back.headers["Location"].startswith(f"{callback}?")

            done = here.get(back.headers["Location"], follow_redirects=False)
            assert (done.status_code, done.headers.get("Location")) == (302, "/back"), done.text
            session = here.get("/api/v1/session").json()
            assert (session["principal"], session["scopes"]) == ("user:taro", ["admin"])

            again = here.get(back.headers["Location"], follow_redirects=False)
            assert again.status_code == 400  # a code holds once

            change = {"X-CSRF-Token": session["csrf"], "Origin": LOCAL_URL}
            assert here.post("/api/v1/keys", json={"name": "x"}, headers=change).status_code == 201
            out = here.post("/api/v1/logout", headers=change).json()
            assert out["issuer"] == f"{issuer}/oauth2/end_session"
            assert here.get("/api/v1/session").json()["principal"] is None
            assert [entry.action for entry in store.audit_log()] == [
                "session.begin",
                "key.create",
                "session.end",
            ]
