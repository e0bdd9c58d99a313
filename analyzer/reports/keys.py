"""API keys and grants as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from analyzer.access.grants import Grant
from analyzer.access.keys import Key
from analyzer.access.roles import Role
from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns

State = Literal["valid", "expired", "revoked"]
_STATES = {
    "valid": Text("有効", "valid"),
    "expired": Text("期限切れ", "expired"),
    "revoked": Text("取り消し済み", "revoked"),
}
_ROLES: dict[Role, Text] = {
    "viewer": Text("閲覧(viewer)", "viewer"),
    "editor": Text("編集(editor)", "editor"),
    "admin": Text("管理(admin)", "admin"),
}


def key_state(key: Key, now: datetime) -> State:
    if key.revoked is not None:
        return "revoked"
    return "valid" if key.holds(now) else "expired"


def keys_report(keys: Sequence[Key], now: datetime) -> Report:
    table = Table(
        columns(
            ("ID", "id"), ("名前", "name"), ("権限", "scopes"), ("状態", "state"), ("発行(UTC)", "made (UTC)"),
            ("期限", "expires"), ("取り消し", "revoked"), ("最後の使用", "last used"),
        ),
        tuple(
            (
                key.id, key.name, " ".join(key.scopes), _STATES[key_state(key, now)],
                _minute(key.made), _minute(key.expires), _minute(key.revoked), _minute(key.used),
            )
            for key in keys
        ),
    )  # fmt: skip
    return Report(
        (Section(Text(f"API キー({len(keys)} 件)", f"API keys ({len(keys)})"), table=table),), table
    )


def grants_table(grants: Iterable[Grant]) -> Table:
    return Table(
        columns(("だれに", "subject"), ("役割", "role"), ("日時", "made"), ("だれが", "actor")),
        tuple((grant.subject, _ROLES[grant.role], grant.made, grant.actor) for grant in grants),
    )


def _minute(instant: str | None) -> str | None:
    """For people, and for tables on a screen."""
    return None if instant is None else instant[:16].replace("T", " ")
