"""Whether somebody may: one decision, without the web and without a store."""

from __future__ import annotations

from typing import Literal

from analyzer.access.roles import Role, at_least
from api.security.principals import Principal

Needed = Literal["public", "viewer", "editor", "admin", "creator", "server-admin"]
"""What an operation asks for.

On a path with a landscape `viewer`, `editor` and `admin` are roles on it. On a path without one they are for everybody
who is known, and the operation shows only what the principal may see. `creator` makes a landscape (or changes it, as
an `editor` may, where it is there); `server-admin` is the scope `admin`; `public` is for everybody.
"""

Verdict = Literal["allowed", "unknown", "forbidden", "hidden", "taken"]
"""`unknown`: say first who you are (401). `forbidden`: 403. `hidden`: as if it were not there (404).

`taken`: whoever may make landscapes, but may not see the one that has this id, is told to take another id (409):
making it would tell them as much.
"""


def decide(
    needed: Needed | None, principal: Principal, landscape: str | None, granted: Role | None, exists: bool
) -> Verdict:
    """`granted` is the strongest role that grants give the principal on the landscape.

    An operation that does not say what it needs (None) is nobody's.
    """
    if needed is None:
        return "forbidden"
    if needed == "public":
        return "allowed"
    if not principal.is_somebody:
        return "unknown"
    if needed == "server-admin":
        return "allowed" if principal.rights.may("admin") else "forbidden"
    if needed == "creator" and (landscape is None or not exists):
        if principal.rights.may("create"):
            return "allowed"
        return "forbidden" if landscape is None else "hidden"
    if landscape is None:
        return "allowed"
    held = max_role(principal, landscape, granted)
    if held is None:
        return "taken" if needed == "creator" and principal.rights.may("create") else "hidden"
    return "allowed" if at_least(held, "editor" if needed == "creator" else needed) else "forbidden"


def max_role(principal: Principal, landscape: str, granted: Role | None) -> Role | None:
    """The stronger of what is granted and what the principal may anyway."""
    own = principal.rights.role_on(landscape)
    if own is None or (granted is not None and at_least(granted, own)):
        return granted
    return own
