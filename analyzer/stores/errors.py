"""What goes wrong with a store."""

from __future__ import annotations

from analyzer.errors import InputError, KakehashiError
from analyzer.messages import Finding, Text


class NotFoundError(InputError):
    """Nothing is kept under this name; `kind` and `name` say what was asked for."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        super().__init__(
            (
                Finding(
                    f"not_kept_{kind}",
                    "error",
                    Text(
                        f"「{name}」は保存されていません({_WORDS[kind].ja})。",
                        f"No {_WORDS[kind].en} {name!r} is kept.",
                    ),
                    suggestion=_WHERE.get(kind, _STORED),
                    details=(("kind", kind), ("name", name)),
                ),
            )
        )


_WORDS = {
    "landscape": Text("ランドスケープ", "landscape"),
    "version": Text("版", "version"),
    "source": Text("元のファイル", "source"),
    "plan": Text("計画", "plan"),
    "record": Text("記録", "record"),
    "job": Text("ジョブ", "job"),
    "key": Text("API キー", "API key"),
    "grant": Text("役割", "role"),
}
_STORED = Text(
    "`kakehashi store list` で保存済みの一覧を確かめてください。",
    "`kakehashi store list` lists what is kept.",
)
_BESIDE = Text(
    "`kakehashi store show ID` でそのランドスケープの版・元のファイル・計画を確かめてください。",
    "`kakehashi store show ID` lists the versions, sources and plans of a landscape.",
)
_WHERE = {
    "version": _BESIDE,
    "source": _BESIDE,
    "plan": _BESIDE,
    "key": Text(
        "`kakehashi keys list` で発行済みの一覧を確かめてください。",
        "`kakehashi keys list` lists what was made.",
    ),
    "job": Text(
        "ランドスケープの jobs で一覧を確かめてください。", "The jobs of the landscape list what there is."
    ),
    "grant": Text(
        "ランドスケープの grants で一覧を確かめてください。", "The grants of the landscape list who has one."
    ),
}


class ChangedError(KakehashiError):
    """Somebody else was faster: what is there (`found`; None: nothing) is not what was expected."""

    exit_code = 2

    def __init__(self, subject: str, expected: str | None, found: str | None) -> None:
        self.subject = subject
        self.expected = expected
        self.found = found
        super().__init__(f"{subject}: expected {expected}, found {found}")


class StoreUnavailableError(KakehashiError):
    """The home of the landscapes cannot be reached, is full, or is held by somebody else for too long.

    `reason` is a sentence for users, `hint` what they can do about it.
    """

    exit_code = 2

    def __init__(self, url: str, reason: Text | str, hint: Text | None = None) -> None:
        self.url = url
        self.reason = reason if isinstance(reason, Text) else Text(reason, reason)
        self.hint = hint
        super().__init__(f"{url}: {self.reason.en}")
