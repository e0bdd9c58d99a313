"""Who asks: what a request was found to come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from analyzer.access.roles import Rights

Kind = Literal["nobody", "local", "key", "user"]


@dataclass(frozen=True, slots=True)
class Principal:
    """`subjects` are the names under which roles are granted: the principal's own, and those of its groups."""

    kind: Kind
    id: str
    """As the audit log knows it: ``local``, ``key:…``, ``user:…``."""
    name: str = ""
    """For people."""
    subjects: tuple[str, ...] = ()
    rights: Rights = field(default_factory=Rights)
    """What it may without a grant."""
    csrf: str | None = None
    """What changes have to be sent with (X-CSRF-Token): for browsers, which show their cookie unasked."""

    @property
    def is_somebody(self) -> bool:
        return self.kind != "nobody"


NOBODY = Principal("nobody", "nobody")
LOCAL = Principal("local", "local", "local", ("local",), Rights(frozenset({"create", "admin"})))
"""Whoever uses the machine on which the server runs, where there is no login."""
