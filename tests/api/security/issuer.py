"""An issuer of OpenID Connect inside the test process, which can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ISSUER = "https://issuer.example"
CLIENT = "kakehashi"
SECRET = "the-secret-that-the-client-has-with-the-issuer"  # noqa: S105
REDIRECT = "http://127.0.0.1:8000/api/v1/login/callback"


@dataclass
class FakeIssuer:
    """`changes` are laid over the claims of the next token; a None takes a claim away."""

    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "hanako", "name": "山田花子", "groups": ["kikan"]}
    )
    changes: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signing: Any = None
    """A key to sign with in place of the issuer's own."""
    without_id_token: bool = False
    down: bool = False
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = rsa_key("one")
        self.public = [self.key]
        self.codes: dict[str, Mapping[str, str]] = {}
        routes = [
            Route("/.well-known/openid-configuration", self._configuration),
            Route("/jwks", self._jwks),
            Route("/token", self._token, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes)

    @property
    def transport(self) -> httpx2.AsyncBaseTransport:
        issuer = self

        class Transport(httpx2.ASGITransport):
            async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
                issuer.fetched.append(request.url.path)
                if issuer.down:
                    raise httpx2.ConnectError("no answer")
                return await super().handle_async_request(request)

        return Transport(self.app)

    def authorize(self, url: str) -> dict[str, str]:
        """What the browser brings back from the page at `url`, after somebody logged in there."""
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": ISSUER}

    def token(self, **claims: Any) -> str:
        """A signed token, as `changes`, `header` and `signing` have it."""
        now = int(time.time())
        whole = {
            "iss": ISSUER,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            **self.claims,
            **claims,
            **self.changes,
        }
        whole = {name: value for name, value in whole.items() if value is not None}
        key = self.signing or self.key
        header = {"alg": "RS256", "kid": "one", **self.header}
        if header["alg"] == "none":
            return ".".join([_encoded(header), _encoded(whole), ""])
        return jwt.encode(header, whole, key, algorithms=[header["alg"]])

    async def _configuration(self, request: Request) -> JSONResponse:
        return JSONResponse({
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "end_session_endpoint": f"{ISSUER}/logout",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.metadata,
        })  # fmt: skip

    async def _jwks(self, request: Request) -> JSONResponse:
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.public]})

    async def _token(self, request: Request) -> JSONResponse:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or base64.urlsafe_b64encode(proof).decode().rstrip("=") != asked["code_challenge"]
            or given.get("redirect_uri") != asked["redirect_uri"]
            or request.headers.get("authorization") != f"Basic {basic}"
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300}
        if not self.without_id_token:
            answer["id_token"] = self.token(nonce=asked["nonce"])
        return JSONResponse(answer)


@cache
def rsa_key(kid: str, another: int = 0) -> RSAKey:
    """Making one is slow; each (`kid`, `another`) is made once."""
    return RSAKey.generate_key(2048, {"kid": kid})


def shared_secret() -> OctKey:
    """What a token signed with the client's secret is signed with."""
    return OctKey.import_key(SECRET)


def _encoded(value: Any) -> str:
    import json  # noqa: PLC0415

    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
