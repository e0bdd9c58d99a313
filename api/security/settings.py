"""Settings of who may what, and what of them is unsafe together."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from analyzer.access.roles import Rights, read_rights, subject_called
from analyzer.errors import InputError
from analyzer.messages import Finding, Text

Login = Literal["none", "keys", "oidc"]
SECRET_LENGTH = 32
"""Characters of the session secret, at least."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The issuer of OpenID Connect, as whom it knows us, and which of its claims we read."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = "openid profile email"
    groups_claim: str = "groups"
    audience: str | None = None
    """`aud` of access tokens that programs may show as a bearer; None: none are taken."""


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Who may what. Without login everybody who reaches the server may everything: on loopback only."""

    login: Login = "none"
    """`keys`: API keys; `oidc`: API keys, and people through an issuer."""
    public_url: str | None = None
    """Where browsers find the server (``https://kakehashi.example.lg.jp``); needed for `oidc`."""
    trusted_proxies: tuple[str, ...] = ()
    """Networks (``10.0.0.0/8``) whose X-Forwarded-For is believed."""
    session_secret: str = field(default="", repr=False)
    """Signs the cookies of browsers; the same in every worker; needed for `oidc`."""
    session_hours: float = 8.0
    oidc: OidcSettings | None = None
    standing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Subject (``user:…``, ``group:…``, ``key:…``) → what it may without a grant: ``create``, ``admin``, ``viewer:*``, ``editor:ID``."""
    requests_per_second: float = 100.0
    """Of a principal (or an address, for those who are nobody), over time; in each worker."""
    burst: int = 400
    """Requests that may come at once before `requests_per_second` counts."""
    failures_per_minute: float = 30.0
    """Wrong keys, cookies and tokens from an address."""

    @property
    def secure_cookies(self) -> bool:
        return self.public_url is not None and self.public_url.startswith("https://")

    def standing_rights(self) -> Mapping[str, Rights]:
        """Subject → its rights; InputError where a word of the settings says nothing."""
        return {subject_called(subject): read_rights(words) for subject, words in self.standing.items()}


class UnsafeSettingsError(InputError):
    """The server would be open, or a login would not hold: it does not start."""


def is_loopback(host: str) -> bool:
    """True for addresses and names that only this machine reaches."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_safe(host: str, access: AccessSettings) -> None:
    """UnsafeSettingsError, with all that is wrong, unless a server may listen on `host` with these settings."""
    findings = tuple(_unsafe(host, access))
    if findings:
        raise UnsafeSettingsError(findings)


def _unsafe(host: str, access: AccessSettings) -> Iterator[Finding]:
    if access.login == "none" and not is_loopback(host):
        yield _finding(
            "login_needed",
            Text(f"認証を設定せずに {host} で待ち受けることはできません。誰でもすべてを読み書きできてしまいます。",
                 f"Without login the server does not listen on {host}: anybody could read and change everything."),
            Text("login を keys(API キー)か oidc にするか、127.0.0.1 で待ち受けてください。",
                 "Set login to keys (API keys) or oidc, or listen on 127.0.0.1."),
        )  # fmt: skip
    for network in access.trusted_proxies:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            yield _finding(
                "bad_network",
                Text(f"trusted_proxies の「{network}」はネットワークではありません。",
                     f"{network!r} in trusted_proxies is no network."),
                Text("10.0.0.0/8 や 192.0.2.7 のように書いてください。", "Write 10.0.0.0/8, or 192.0.2.7."),
            )  # fmt: skip
    if access.requests_per_second <= 0 or access.burst < 1 or access.failures_per_minute <= 0:
        yield _finding(
            "bad_limit",
            Text("回数の上限は正の数にしてください。", "Limits on requests have to be positive."),
            None,
        )
    if access.session_hours <= 0:
        yield _finding(
            "bad_session_hours",
            Text("session_hours は正の数にしてください。", "session_hours has to be positive."),
            None,
        )
    try:
        access.standing_rights()
    except InputError as error:
        yield from error.findings
    if access.login == "oidc":
        yield from _unsafe_oidc(access)


def _unsafe_oidc(access: AccessSettings) -> Iterator[Finding]:
    if access.oidc is None:
        yield _finding(
            "issuer_needed",
            Text("login が oidc のときは発行者(issuer)と client_id が要ります。",
                 "Login through oidc needs the issuer and a client_id."),
            None,
        )  # fmt: skip
    else:
        if not _secure_url(access.oidc.issuer):
            yield _insecure("issuer", access.oidc.issuer)
        if "openid" not in access.oidc.scope.split():
            yield _finding(
                "openid_needed",
                Text("scope には openid が要ります。", "The scope has to hold openid."),
                None,
            )
        if access.oidc.audience == access.oidc.client_id:
            yield _finding(
                "audience_is_client",
                Text("audience を client_id と同じにすると、ログイン用の ID トークンが API にも通ってしまいます。",
                     "An audience that is the client_id would let tokens of a login open the API."),
                Text("API の audience を発行者に別に登録してください。",
                     "Register an audience of its own for the API at the issuer."),
            )  # fmt: skip
    if access.public_url is None or not _secure_url(access.public_url):
        yield _insecure("public_url", access.public_url or "")
    elif urlsplit(access.public_url).path not in ("", "/"):
        yield _finding(
            "public_url_path",
            Text(
                "public_url にはパスを含められません。",
                "public_url is the address of the server, without a path.",
            ),
            None,
        )
    if len(access.session_secret) < SECRET_LENGTH:
        yield _finding(
            "session_secret_needed",
            Text(f"session_secret には {SECRET_LENGTH} 文字以上の乱数の文字列が要ります。",
                 f"session_secret has to be a random text of at least {SECRET_LENGTH} characters."),
            Text('python3 -c "import secrets; print(secrets.token_urlsafe(32))" で作れます。',
                 'python3 -c "import secrets; print(secrets.token_urlsafe(32))" makes one.'),
        )  # fmt: skip


def _secure_url(url: str) -> bool:
    """https, or http to this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def _insecure(name: str, url: str) -> Finding:
    return _finding(
        "insecure_url",
        Text(f"{name} には https:// で始まるアドレスが要ります(今は「{url}」)。http は自分の機械だけです。",
             f"{name} has to be an https address (it is {url!r}); http is for this machine only."),
        None,
    )  # fmt: skip


def _finding(code: str, message: Text, suggestion: Text | None) -> Finding:
    return Finding(code, "error", message, suggestion=suggestion)
