"""What a search over landscapes finds: one reading of "the same letters" for every store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, get_args
from unicodedata import normalize

from analyzer.landscape.model import Environment, Hub, Landscape, Package, System, Vendor
from analyzer.stores.port import Hit, SearchKind

SEARCH_KINDS: tuple[SearchKind, ...] = get_args(SearchKind)


class NamedPart(NamedTuple):
    """A part that has an id and a name; `folded` is the name as it is compared."""

    kind: SearchKind
    id: str
    name: str
    folded: str


def fold(text: str) -> str:
    """Width and case aside: ``ＡＢＣ``, ``abc`` and ``Abc`` are one; so are ``ｼｽﾃﾑ`` and ``システム``."""
    return normalize("NFKC", normalize("NFKC", text).casefold())


def named_parts(landscape: Landscape) -> Iterator[NamedPart]:
    """All but the integrations."""
    sections: dict[SearchKind, Mapping[str, System | Vendor | Environment | Hub | Package]] = {
        "environment": landscape.environments,
        "hub": landscape.hubs,
        "package": landscape.packages,
        "system": landscape.systems,
        "vendor": landscape.vendors,
    }
    for kind, parts in sections.items():
        for part in parts.values():
            yield NamedPart(kind, part.id, part.name, fold(part.name))


def found_among(
    landscape: str,
    parts: Iterable[NamedPart],
    integrations: Iterable[tuple[str, str]],
    text: str,
    kind: SearchKind | None,
) -> list[Hit]:
    """Hits of one landscape by (kind, id); `integrations` are 連携ID and name, in the order of their keys."""
    folded = fold(text)
    hits = [
        Hit(landscape, part.kind, part.id, part.name)
        for part in parts
        if kind in {None, part.kind} and (part.id.startswith(folded) or folded in part.folded)
    ]
    if kind in {None, "integration"}:
        first: dict[str, str] = {}
        for id_, name in integrations:
            if id_.startswith(folded):
                first.setdefault(id_, name)
        hits += [Hit(landscape, "integration", id_, name) for id_, name in first.items()]
    return sorted(hits, key=hit_order)


def hit_order(hit: Hit) -> tuple[str, str, str]:
    return hit.landscape, hit.kind, hit.id
