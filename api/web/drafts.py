"""What is about to be kept: a text that was sent and is shown to its sender first, for an hour at most.

Drafts stand in the store, so that any process of the service finds them. Only who sent one sees it.
"""

from __future__ import annotations

import base64
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from analyzer.access.records import all_records
from analyzer.messages import Text
from analyzer.stores.changes import instant
from analyzer.stores.port import Store
from api.problems import ProblemError

DRAFTS = "drafts"
TEXTS = "draft-texts"
HOURS = 1
MOST = 5
"""Of one sender: the oldest goes where there would be more."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`landscape` is the id of what it would become; `told` what was said of the lists that it was made of, in each
    language; `unread` which answers of the last ones could not be read.
    """

    file: str
    media_type: str
    landscape: str
    text: bytes = field(repr=False)
    plan: bytes | None = field(default=None, repr=False)
    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    unread: Mapping[str, str] = field(default_factory=dict, repr=False)


def keep_draft(store: Store, owner: str, draft: Draft, now: datetime, key: str | None = None) -> str:
    """Its key; `key` names one to put it in the place of."""
    _tidy(store, owner, now)
    key = key or secrets.token_urlsafe(18)
    body: dict[str, Any] = {
        "text": _packed(draft.text),
        "plan": None if draft.plan is None else _packed(draft.plan),
        "told": dict(draft.told),
        "unread": dict(draft.unread),
    }
    store.put_record(TEXTS, key, body)
    about: dict[str, Any] = {
        "owner": owner,
        "made": instant(now),
        "file": draft.file,
        "media_type": draft.media_type,
        "landscape": draft.landscape,
    }
    store.put_record(DRAFTS, key, about)
    return key


def find_draft(store: Store, owner: str, key: str, now: datetime) -> Draft:
    """ProblemError 404 where it is another's, over, or was never there."""
    about, body = store.record(DRAFTS, key), store.record(TEXTS, key)
    if about is None or body is None or about.value["owner"] != owner or _over(about.value, now):
        raise ProblemError(404, "no_draft", Text(
            f"この取込みはもうありません。確認の画面は、読み込んだ人に {HOURS} 時間だけ残ります。もう一度ファイルを選んでください。",
            f"This upload is gone: what was read is shown to its sender for {HOURS} hour. Choose the file again.",
        ))  # fmt: skip
    value, texts = about.value, body.value
    plan = texts["plan"]
    return Draft(
        str(value["file"]),
        str(value["media_type"]),
        str(value["landscape"]),
        _unpacked(str(texts["text"])),
        None if plan is None else _unpacked(str(plan)),
        cast("Mapping[str, str]", texts["told"]),
        cast("Mapping[str, str]", texts.get("unread", {})),
    )


def drop_draft(store: Store, key: str) -> None:
    for collection in (DRAFTS, TEXTS):
        store.delete_record(collection, key)


def _tidy(store: Store, owner: str, now: datetime) -> None:
    """Those that are over, and the oldest of the owner's."""
    own = []
    for record in list(all_records(store, DRAFTS)):
        if _over(record.value, now):
            drop_draft(store, record.key)
        elif record.value["owner"] == owner:
            own.append((str(record.value["made"]), record.key))
    for _, key in sorted(own)[: max(0, len(own) - MOST + 1)]:
        drop_draft(store, key)


def _over(value: Mapping[str, object], now: datetime) -> bool:
    return str(value["made"]) <= instant(now - timedelta(hours=HOURS))


def _packed(text: bytes) -> str:
    return base64.b64encode(zlib.compress(text, 6)).decode()


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
