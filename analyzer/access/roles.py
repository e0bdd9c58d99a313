"""Roles on a landscape, scopes on the whole server, and the subjects who hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from analyzer.errors import InputError
from analyzer.messages import Finding, Text

Role = Literal["viewer", "editor", "admin"]
"""On one landscape. A viewer reads; an editor also changes it; an admin also deletes it and says who else may."""

Scope = Literal["create", "admin"]
"""On the whole server. `create` makes landscapes; `admin` may everything, on every landscape too."""

ROLES: tuple[Role, ...] = get_args(Role)
SCOPES: tuple[Scope, ...] = get_args(Scope)
EVERY_LANDSCAPE = "*"

_RANK: Mapping[Role, int] = {role: rank for rank, role in enumerate(ROLES)}
_SUBJECT = re.compile(r"(?:user|group|key):[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,198}[^\s\x00-\x1f\x7f])?")
_LANDSCAPE = re.compile(r"[a-z0-9][a-z0-9_-]*")


def at_least(role: Role | None, needed: Role) -> bool:
    return role is not None and _RANK[role] >= _RANK[needed]


def strongest(roles: Iterable[Role | None]) -> Role | None:
    """The role that may most; None where there is none."""
    held = [role for role in roles if role is not None]
    return max(held, key=_RANK.__getitem__, default=None)


def role_called(text: str) -> Role:
    """InputError where no role is called so."""
    if text not in ROLES:
        raise _wrong("unknown_role", Text(f"「{text}」という役割はありません({'、'.join(ROLES)} のどれか)。",
                                          f"No role is called {text!r}: {', '.join(ROLES)}."))  # fmt: skip
    return text


def scope_called(text: str) -> Scope:
    """InputError where no scope is called so."""
    if text not in SCOPES:
        raise _wrong("unknown_scope", Text(f"「{text}」という権限はありません({'、'.join(SCOPES)} のどれか)。",
                                           f"No scope is called {text!r}: {', '.join(SCOPES)}."))  # fmt: skip
    return text


def subject_called(text: str) -> str:
    """A subject to whom roles are granted (``user:…``, ``group:…``, ``key:…``); InputError where it is none."""
    if _SUBJECT.fullmatch(text) is None:
        raise _wrong("bad_subject", Text(
            f"「{text}」には権限を与えられません。user:、group:、key: のいずれかに識別子を続けてください(200 文字まで)。",
            f"{text!r} cannot be granted anything: user:, group: or key: and an id (up to 200 characters).",
        ))  # fmt: skip
    return text


def landscape_called(text: str) -> str:
    """InputError where no landscape can have this id."""
    if len(text) > 200 or _LANDSCAPE.fullmatch(text) is None:
        raise _wrong("bad_landscape_id", Text(
            f"「{text}」はランドスケープの識別子になりません(英小文字・数字で始まり、英小文字・数字・_・- だけ)。",
            f"{text!r} is no id of a landscape: a-z, 0-9, _ and -, not beginning with _ or -.",
        ))  # fmt: skip
    return text


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may without asking the grants: scopes, and roles by landscape (``*``: every one)."""

    scopes: frozenset[Scope] = frozenset()
    roles: Mapping[str, Role] | None = None

    def role_on(self, landscape: str) -> Role | None:
        """An admin of the server is admin of every landscape."""
        if "admin" in self.scopes:
            return "admin"
        roles = self.roles or {}
        return strongest((roles.get(landscape), roles.get(EVERY_LANDSCAPE)))

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes or "admin" in self.scopes

    def __or__(self, other: Rights) -> Rights:
        mine, theirs = self.roles or {}, other.roles or {}
        roles: dict[str, Role] = {}
        for landscape in sorted({*mine, *theirs}):
            role = strongest((mine.get(landscape), theirs.get(landscape)))
            if role is not None:
                roles[landscape] = role
        return Rights(self.scopes | other.scopes, roles)


def read_rights(words: Iterable[str]) -> Rights:
    """From words as settings write them: ``create``, ``admin``, ``viewer:*``, ``editor:asahikawa``; InputError."""
    scopes: set[Scope] = set()
    rights = Rights()
    for word in words:
        role, colon, landscape = word.partition(":")
        if colon:
            at = landscape if landscape == EVERY_LANDSCAPE else landscape_called(landscape)
            rights |= Rights(roles={at: role_called(role)})
        else:
            scopes.add(scope_called(word))
    return rights | Rights(frozenset(scopes))


def _wrong(code: str, message: Text) -> InputError:
    return InputError((Finding(code, "error", message),))
