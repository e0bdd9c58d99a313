"""The settings of a service from the configuration that the command line reads too."""

from __future__ import annotations

from typing import Any, get_args

from analyzer.configuration import Configuration
from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from api.security.settings import AccessSettings, Login, OidcSettings
from api.settings import LogForm, LogLevel, Settings

SERVER = frozenset({"workers", "backlog", "connections", "keep_alive"})
"""What the server is told, not the service."""


def settings_of(configuration: Configuration) -> Settings:
    """InputError where a word is none of those that a setting knows."""
    served = {k: v for k, v in configuration.section("serve").items() if k not in SERVER}
    access: dict[str, Any] = configuration.section("access")
    oidc: dict[str, Any] = configuration.section("access.oidc")
    log = configuration.section("log")
    _require_word("access.login", access["login"], get_args(Login))
    _require_word("log.form", log["form"], get_args(LogForm))
    _require_word("log.level", log["level"], get_args(LogLevel))
    known = oidc["issuer"] is not None or oidc["client_id"] is not None
    for name in ("issuer", "client_id"):
        oidc[name] = oidc[name] or ""
    whole: dict[str, Any] = {**served, **{f"log_{name}": value for name, value in log.items()}}
    return Settings(
        store=configuration.store,
        access=AccessSettings(**access, oidc=OidcSettings(**oidc) if known else None),
        **whole,
    )


def _require_word(name: str, value: object, words: tuple[str, ...]) -> None:
    if value not in words:
        listed = ", ".join(words)
        raise InputError((
            Finding(
                "wrong_setting", "error",
                Text(f"{name} の値「{value}」は使えません。", f"{value!r} is no value of {name}."),
                None,
                Text(f"次のいずれかです: {listed}", f"There are {listed}."),
            ),
        ))  # fmt: skip
