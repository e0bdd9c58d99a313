"""Who one is, keys, grants, and the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from analyzer.access.grants import Grant
from analyzer.access.keys import LONGEST_NAME, Key
from analyzer.access.roles import Role, Scope
from analyzer.stores.port import AuditEntry


class SessionDocument(BaseModel):
    """Who one is to the service, and how one may become somebody else."""

    principal: str | None = Field(description="As the audit log says it; null for nobody.")
    name: str | None
    subjects: list[str] = Field(description="Names under which roles may be granted.")
    scopes: list[Scope]
    login: str | None = Field(description="Where a browser logs in; null where people cannot.")
    csrf: str | None = Field(description="To be sent with changes as `X-CSRF-Token`, by browsers.")


class LogoutDocument(BaseModel):
    """The session of this service is over."""

    issuer: str | None = Field(description="Where the issuer ends its own session; null where it cannot.")


class KeyDocument(BaseModel):
    """A key without its secret. Instants are UTC."""

    id: str
    name: str
    subject: str = Field(description="To whom roles are granted.")
    scopes: list[Scope]
    made: str
    actor: str
    expires: str | None
    revoked: str | None
    used: str | None = Field(description="About when it was used last, within an hour.")


class NewKeyDocument(KeyDocument):
    """A key that was just made."""

    key: str = Field(description="The whole key. It is shown this once.")


class KeyList(BaseModel):
    items: list[KeyDocument]


class KeyRequest(BaseModel):
    """A key to be made; roles are granted on landscapes that are there."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="Who uses it for what.")
    scopes: list[Scope] = Field(default=[], max_length=2)
    roles: dict[Annotated[str, Field(max_length=200)], Role] = Field(
        default={}, max_length=1_000, description="Landscape → role."
    )
    days: float | None = Field(
        default=None, gt=0, le=36_500, description="Until it ends; null: it holds until it is revoked."
    )


class GrantDocument(BaseModel):
    """A role that somebody has on a landscape."""

    subject: str
    role: Role
    made: str
    actor: str


class GrantList(BaseModel):
    items: list[GrantDocument]


class GrantRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Role


class AuditDocument(BaseModel):
    """A change: who made it, when, to what. `details` name the request and the address that it came from."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]


class AuditPage(BaseModel):
    """The oldest first; `next` is the cursor of the next page, null on the last one."""

    items: list[AuditDocument]
    next: str | None


def key_document(key: Key) -> KeyDocument:
    return KeyDocument(**key.told)


def new_key_document(key: Key, text: str) -> NewKeyDocument:
    return NewKeyDocument(**key.told, key=text)


def grant_document(grant: Grant) -> GrantDocument:
    return GrantDocument(subject=grant.subject, role=grant.role, made=grant.made, actor=grant.actor)


def audit_document(entry: AuditEntry) -> AuditDocument:
    return AuditDocument(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        details=entry.details,
    )
