"""What the driver reports when the server cannot go on, as sentences for whoever runs the store."""

from __future__ import annotations

from neo4j import exceptions

from analyzer.messages import Text
from analyzer.stores.errors import StoreUnavailableError

_LOGIN = (
    Text("Neo4j にログインできません。", "Neo4j lets nobody in by this user and password."),
    Text(
        "URL か NEO4J_USER・NEO4J_PASSWORD の利用者名とパスワードを確かめてください。",
        "Check the user and password in the URL, or in NEO4J_USER and NEO4J_PASSWORD.",
    ),
)
_UNKNOWN_OUTCOME = (
    Text(
        "保存の途中で Neo4j との接続が切れ、保存できたかどうか分かりません。",
        "The connection to Neo4j broke while it was keeping this: nobody knows whether it is kept.",
    ),
    Text(
        "保存されているかを確かめてから、もう一度実行してください。",
        "Look whether it is kept, then try again.",
    ),
)
_AWAY = (
    Text("Neo4j のサーバーにつながりません。", "The Neo4j server cannot be reached."),
    Text(
        "サーバーが動いているか、URL のホストとポートを確かめてください。",
        "Check that the server runs, and the host and port of the URL.",
    ),
)
_BUSY = (
    Text(
        "Neo4j のサーバーが混み合っているか、資源が足りません。",
        "The Neo4j server is busy, or short of memory or disk.",
    ),
    Text(
        "しばらく待ってから、もう一度実行してください。続くときはサーバーのログを見てください。",
        "Wait a little, then try again; if it goes on, look into the server's log.",
    ),
)
_NO_DATABASE = (
    Text("Neo4j にそのデータベースがありません。", "Neo4j has no database by this name."),
    Text("URL の最後のデータベース名を確かめてください。", "Check the name at the end of the URL."),
)
_FORBIDDEN = (
    Text("Neo4j で読み書きする権限がありません。", "Neo4j does not allow this user to read and write."),
    _LOGIN[1],
)
_DAMAGED = (
    Text("Neo4j のサーバーに異常があります。", "Something is wrong with the Neo4j server."),
    Text(
        "サーバーのログとディスクの空き容量を確かめてください。",
        "Look into the server's log, and at the room on its disk.",
    ),
)


def unavailable(url: str, error: Exception) -> StoreUnavailableError | None:
    """The error to raise instead; None where the fault is this program's."""
    sentences: tuple[Text, Text] | None = None
    match error:
        case exceptions.Forbidden():
            sentences = _FORBIDDEN
        case exceptions.AuthError():
            sentences = _LOGIN
        case exceptions.IncompleteCommit():
            sentences = _UNKNOWN_OUTCOME
        case (
            exceptions.ServiceUnavailable()
            | exceptions.SessionExpired()
            | exceptions.ConnectionAcquisitionTimeoutError()
            | OSError()
        ):
            sentences = _AWAY
        case exceptions.TransientError():
            sentences = _BUSY
        case exceptions.ClientError() if ".Database." in (error.code or ""):
            sentences = _NO_DATABASE
        case exceptions.ClientError() if ".Security." in (error.code or ""):
            sentences = _FORBIDDEN
        case exceptions.DatabaseError():
            sentences = _DAMAGED
    return None if sentences is None else StoreUnavailableError(url, *sentences)


def closed(url: str) -> StoreUnavailableError:
    return StoreUnavailableError(url, Text("保存先は閉じられています。", "The store has been closed."))


def given_up(url: str) -> StoreUnavailableError:
    """A load stood still for so long that it was cleared away."""
    return StoreUnavailableError(
        url,
        Text(
            "読み込みに時間がかかりすぎ、途中で片付けられました。",
            "Loading took so long that it was cleared away.",
        ),
        Text("もう一度実行してください。", "Try again."),
    )


def damaged(url: str, landscape: str) -> StoreUnavailableError:
    """A version has lost parts that were kept."""
    return StoreUnavailableError(
        url,
        Text(
            f"「{landscape}」の一部が Neo4j から失われています。",
            f"Parts of {landscape!r} are missing in Neo4j.",
        ),
        Text("バックアップから復元してください。", "Restore it from a backup."),
    )


def too_new(url: str, found: int, known: int) -> StoreUnavailableError:
    return StoreUnavailableError(
        url,
        Text(
            f"このデータベースは新しい版の Kakehashi で作られています(形式 {found}。この版が扱えるのは {known} まで)。",
            f"The database was made by a newer Kakehashi (format {found}; this one knows up to {known}).",
        ),
        Text("Kakehashi を新しい版にしてください。", "Use a newer Kakehashi."),
    )
