"""What SQLite reports when it cannot go on, as sentences for whoever runs the store."""

from __future__ import annotations

import sqlite3

from analyzer.messages import Text
from analyzer.stores.errors import StoreUnavailableError

_PRIMARY = 0xFF
"""The low byte of a result code says what kind it is."""

_SENTENCES: dict[int, tuple[Text, Text]] = {
    sqlite3.SQLITE_FULL: (
        Text("ディスクに空きがなく、保存できませんでした。", "The disk is full; nothing was kept."),
        Text("空き容量を増やしてから、もう一度実行してください。", "Make room, then try again."),
    ),
    sqlite3.SQLITE_IOERR: (
        Text("保存先のディスクを読み書きできません。", "The disk cannot be read or written."),
        Text(
            "ディスクの空き容量と状態、ファイルの大きさの制限を確かめてください。",
            "Check the disk, the room on it, and limits to the size of files.",
        ),
    ),
    sqlite3.SQLITE_READONLY: (
        Text("保存先に書き込めません(読み取り専用です)。", "The file cannot be written; it is read-only."),
        Text(
            "ファイルとフォルダーの書き込みの権限を確かめてください。",
            "Check who may write the file and its folder.",
        ),
    ),
    sqlite3.SQLITE_BUSY: (
        Text(
            "ほかの処理が長く書き込んでいるため、使えません。", "Somebody else has been writing for too long."
        ),
        Text("しばらく待ってから、もう一度実行してください。", "Wait a little, then try again."),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        Text("保存先のファイルを開けません。", "The file cannot be opened."),
        Text(
            "フォルダーがあるか、読み書きの権限があるかを確かめてください。",
            "Check that its folder is there, and that you may read and write it.",
        ),
    ),
    sqlite3.SQLITE_CORRUPT: (
        Text("保存先のファイルが壊れています。", "The file is damaged."),
        Text(
            "サービスを止め、バックアップから復元してください。",
            "Stop the service and restore the file from a backup.",
        ),
    ),
    sqlite3.SQLITE_NOTADB: (
        Text("保存先のファイルは SQLite のデータベースではありません。", "The file is no SQLite database."),
        Text("場所を確かめてください。", "Check the address of the store."),
    ),
}
_SAME = {
    sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PROTOCOL: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM: sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_AUTH: sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOLFS: sqlite3.SQLITE_IOERR,
}

_OTHER_HINT = Text("場所を確かめてください。", "Check the address of the store.")


def unavailable(url: str, error: sqlite3.Error) -> StoreUnavailableError | None:
    """The error to raise instead; None where the fault is this program's."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    sentences = _SENTENCES.get(_SAME.get(code, code))
    return None if sentences is None else StoreUnavailableError(url, *sentences)


def held_too_long(url: str) -> StoreUnavailableError:
    return StoreUnavailableError(url, *_SENTENCES[sqlite3.SQLITE_BUSY])


def closed(url: str) -> StoreUnavailableError:
    return StoreUnavailableError(url, Text("保存先は閉じられています。", "The store has been closed."))


def no_store(url: str) -> StoreUnavailableError:
    return StoreUnavailableError(
        url,
        Text(
            "このファイルは別のプログラムのデータベースです。",
            "The file is a database of another program.",
        ),
        _OTHER_HINT,
    )


def too_new(url: str, version: int, known: int) -> StoreUnavailableError:
    return StoreUnavailableError(
        url,
        Text(
            f"このファイルは新しい版の Kakehashi で作られています(形式 {version}。この版が扱えるのは {known} まで)。",
            f"The file was made by a newer Kakehashi (format {version}; this one knows up to {known}).",
        ),
        Text("Kakehashi を新しい版にしてください。", "Use a newer Kakehashi."),
    )
