"""People through an issuer of OpenID Connect: authorization code with PKCE, state and nonce; bearer tokens.

Sources: OpenID Connect Core 1.0 section 3.1; RFC 7636 (PKCE); RFC 9207 (issuer in the answer); RFC 9700 (best
current practice). authlib makes and reads the messages; which answers hold is decided here.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from api.security.sessions import Person
from api.security.settings import OidcSettings

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""With a public key of the issuer's: never ``none``, never with a secret that we share with it."""
LEEWAY = 60
"""Seconds by which clocks may differ."""
KEYS_SECONDS = 30.0
"""Keys of the issuer are not fetched more often, whatever a token says it is signed with."""
SECONDS = 10.0
"""For an answer of the issuer."""


class IssuerUnavailableError(Exception):
    """The issuer does not answer, or not as an issuer does."""


class LoginFailedError(Exception):
    """What came back is not the answer to a login that this browser began. The reason is for the log."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A login that has begun: the address to send the browser to, and what its answer is held against."""

    url: str
    state: str
    nonce: str
    verifier: str


class Issuer:
    """The issuer that the settings name."""

    def __init__(
        self,
        settings: OidcSettings,
        redirect_uri: str,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._redirect_uri = redirect_uri
        self._clock = clock
        self._keys: tuple[float, KeySet] | None = None
        options: dict[str, Any] = {
            "scope": settings.scope,
            "code_challenge_method": "S256",
            "timeout": SECONDS,
            "follow_redirects": False,
        }
        if transport is not None:
            options["transport"] = transport
        self._client: Any = OAuth().register(
            "issuer",
            client_id=settings.client_id,
            client_secret=settings.client_secret or None,
            server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs=options,
        )

    async def begin(self) -> Flow:
        """IssuerUnavailableError where nobody answers."""
        await self._metadata()
        made = await self._client.create_authorization_url(self._redirect_uri)
        return Flow(made["url"], made["state"], made["nonce"], made["code_verifier"])

    async def finish(self, flow: Mapping[str, str], answer: Mapping[str, str]) -> Person:
        """Who logged in. `flow` is what was remembered, `answer` what the browser brought back.

        LoginFailedError where they do not belong together, or the issuer's token does not hold.
        """
        if not hmac.compare_digest(flow["state"].encode(), answer.get("state", "").encode()):
            raise LoginFailedError("state")
        if answer.get("iss", self._settings.issuer) != self._settings.issuer:
            raise LoginFailedError("iss")
        if "error" in answer or not answer.get("code"):
            raise LoginFailedError(answer.get("error", "no code"))
        metadata = await self._metadata()
        try:
            token = await self._client.fetch_access_token(
                redirect_uri=self._redirect_uri, code=answer["code"], code_verifier=flow["verifier"]
            )
            if not isinstance(token.get("id_token"), str):
                raise LoginFailedError("no id_token")
            claims = await self._client.parse_id_token(
                token,
                nonce=flow["nonce"],
                claims_options={
                    "iss": {"essential": True, "value": metadata["issuer"]},
                    "aud": {"essential": True, "value": self._settings.client_id},
                },
                leeway=LEEWAY,
            )
        except (AuthlibBaseError, JoseError, ValueError, TypeError, KeyError) as error:
            raise LoginFailedError(type(error).__name__) from error
        except httpx2.HTTPError as error:
            raise IssuerUnavailableError(str(error)) from error
        return self._person(claims)

    async def bearer(self, token: str) -> Person | None:
        """Who an access token is for; None where it does not hold, or is not meant for us."""
        audience = self._settings.audience
        if audience is None or len(token) > 16_384 or token.count(".") != 2:
            return None
        registry = JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        for fresh in (False, True):  # the issuer may have a new key
            keys = await self._key_set(fresh=fresh)
            try:
                read = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
                registry.validate(read.claims)
            except (JoseError, ValueError, TypeError, KeyError):
                continue
            return self._person(read.claims)
        return None

    async def logout_url(self) -> str | None:
        """Where the issuer ends its own session; None where it has no such page."""
        metadata = await self._metadata()
        url = metadata.get("end_session_endpoint")
        return url if isinstance(url, str) else None

    def _person(self, claims: Mapping[str, Any]) -> Person:
        sub = claims.get("sub")
        if not isinstance(sub, str) or not sub or len(sub) > 190 or not sub.isprintable():
            raise LoginFailedError("sub")
        named = claims.get("name") or claims.get("preferred_username") or claims.get("email") or sub
        groups = claims.get(self._settings.groups_claim, ())
        listed = groups if isinstance(groups, list | tuple) else ()
        return Person(
            sub,
            str(named)[:200],
            str(claims.get("email") or "")[:320],
            tuple(sorted({group for group in listed if isinstance(group, str) and group.isprintable()}))[
                :1000
            ],
        )

    async def _metadata(self) -> Mapping[str, Any]:
        """What the issuer says of itself, read once. Algorithms that do not hold are struck out."""
        try:
            metadata: dict[str, Any] = await self._client.load_server_metadata()
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise IssuerUnavailableError(str(error)) from error
        if metadata.get("issuer") != self._settings.issuer:
            self._client.server_metadata.pop("_loaded_at", None)
            raise IssuerUnavailableError(f"it calls itself {metadata.get('issuer')!r}")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
        return metadata

    async def _key_set(self, *, fresh: bool) -> KeySet:
        now = self._clock()
        if self._keys is not None and (not fresh or now - self._keys[0] < KEYS_SECONDS):
            return self._keys[1]
        await self._metadata()
        try:
            keys = KeySet.import_key_set(await self._client.fetch_jwk_set(force=True))
        except (httpx2.HTTPError, JoseError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise IssuerUnavailableError(str(error)) from error
        self._keys = (now, keys)
        return keys
