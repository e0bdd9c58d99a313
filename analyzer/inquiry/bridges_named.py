"""An answer that names a bridge, ``write_back @ jumin @ master``, as an entry of `existing_bridges`."""

from __future__ import annotations

import unicodedata
from typing import Any

from analyzer.landscape.model import BRIDGE_KINDS, SIDED_KINDS, IntegrationKey, Landscape
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.tables.headings import ListName, normalise
from analyzer.tables.names import Names
from analyzer.tables.understanding import NotUnderstood

_KINDS = {
    normalise(word): kind
    for kind in BRIDGE_KINDS
    if kind != "relay"
    for word in (kind, KINDS[kind].ja, KINDS[kind].en, KINDS[kind].ja.split("・")[0])
}
_THROUGH_HUBS = ("write_back", "read_through")


def bridge_named(landscape: Landscape, names: Names, key: IntegrationKey, text: str) -> dict[str, Any]:
    """The entry, which serves the link; NotUnderstood where kind or place are not said, or not there."""
    parts = [part.strip() for part in unicodedata.normalize("NFKC", text).split("@")]
    kind = _KINDS.get(normalise(parts[0]))
    if kind is None:
        raise NotUnderstood(
            Text(f"「{_clip(parts[0])}」という種類はありません。", f"There is no kind {_clip(parts[0])!r}."),
            Text(f"次のいずれかです: {'、'.join(KINDS[k].ja for k in BRIDGE_KINDS if k != 'relay')}",
                 f"There are {', '.join(k for k in BRIDGE_KINDS if k != 'relay')}."),
        )  # fmt: skip
    entry: dict[str, Any] = {"kind": kind}
    wanted: list[ListName] = ["systems"] if kind in SIDED_KINDS else []
    wanted += ["hubs"] if kind in _THROUGH_HUBS or kind == "convert" else []
    if len(parts) - 1 != len(wanted):
        raise NotUnderstood(_places_wanted(kind, wanted), _example(kind, wanted))
    for target, part in zip(wanted, parts[1:], strict=True):
        found = names.resolve(target, part)
        if found is None:
            raise NotUnderstood(
                Text(f"「{_clip(part)}」は見つかりません。", f"There is no {_clip(part)!r}."),
                names.nearest(target, part),
            )
        entry[target.removesuffix("s")] = found
    if kind in SIDED_KINDS and entry["system"] not in (key.source, key.target):
        ends = "、".join(landscape.systems[end].name for end in (key.source, key.target) if end)
        raise NotUnderstood(
            Text(f"「{_clip(parts[1])}」はこの連携の端ではありません。", f"{_clip(parts[1])!r} is no end of this link."),
            Text(f"端は {ends} です。", f"Its ends are {key.source} and {key.target}."),
        )  # fmt: skip
    if kind in ("convert", "manual"):
        entry["integration"] = str(key)
    return {**entry, "serves": [str(key)]}


def _places_wanted(kind: str, wanted: list[ListName]) -> Text:
    ja = "と".join({"systems": "システム", "hubs": "ハブ"}[target] for target in wanted)
    en = " and ".join(target.removesuffix("s") for target in wanted)
    word = KINDS[kind]
    if not wanted:
        return Text(f"{word.ja}には場所を書きません。", f"{word.en} has no place beside the link.")
    return Text(f"{word.ja}には{ja}が要ります。", f"{word.en} needs its {en}.")


def _example(kind: str, wanted: list[ListName]) -> Text:
    ja = " @ ".join((KINDS[kind].ja, *({"systems": "システムのID", "hubs": "ハブのID"}[t] for t in wanted)))
    en = " @ ".join((kind, *(target.removesuffix("s") for target in wanted)))
    return Text(f"「{ja}」のように書いてください。", f"Write it like {en}.")


def _clip(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
