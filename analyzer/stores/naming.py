"""How people name what is kept: ``stored:asahikawa``, ``stored:asahikawa@3``, ``stored:asahikawa@1f3c``, ``stored:asahikawa/actual``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.messages import Finding, Text
from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import Store, Version

STORED = "stored:"
SHORTEST_PREFIX = 4
"""Digits of a hash that name a version; fewer (and up to six decimal ones) are a version's number."""

_NUMBER = re.compile(r"[1-9][0-9]{0,5}\Z")
_PREFIX = re.compile(rf"[0-9a-f]{{{SHORTEST_PREFIX},64}}\Z")
_PAGE = 500


@dataclass(frozen=True, slots=True)
class StoredName:
    """`version` as it was written (a number, or the beginning of a hash); None: the current one."""

    landscape: str
    version: str | None = None
    plan: str | None = None


def is_stored(source: str) -> bool:
    return source.startswith(STORED)


def landscape_name(source: str) -> StoredName:
    """``stored:ID`` or ``stored:ID@VERSION``, with or without the first word; InputError for anything else."""
    landscape, at, version = source.removeprefix(STORED).partition("@")
    if not landscape or "/" in source or (at and not version):
        raise _wrong(
            "not_a_stored_landscape", source,
            Text("stored:asahikawa または stored:asahikawa@3 のように書いてください。",
                 "Write it like stored:asahikawa or stored:asahikawa@3."),
        )  # fmt: skip
    return StoredName(landscape, version or None)


def plan_name(source: str) -> StoredName:
    """``stored:ID/PLAN``, with or without the first word; InputError for anything else."""
    landscape, _, plan = source.removeprefix(STORED).partition("/")
    if not landscape or not plan or "@" in landscape:
        raise _wrong(
            "not_a_stored_plan", source,
            Text("stored:asahikawa/actual のように、ランドスケープと計画の識別子を書いてください。",
                 "Write the ids of the landscape and of the plan, like stored:asahikawa/actual."),
        )  # fmt: skip
    return StoredName(landscape, None, plan)


def find_version(store: Store, landscape: str, version: str | None) -> Version:
    """The version of a number, a hash or the beginning of one; None: the current one.

    NotFoundError where there is none, InputError where several begin so.
    """
    if version is None:
        return store.current(landscape)
    prefix = version.removeprefix("sha256:")
    if _NUMBER.match(version):
        found = list(store.versions(landscape, after=int(version) - 1, limit=1))
        if found and found[0].number == int(version):
            return found[0]
    if _PREFIX.match(prefix) is None:
        store.current(landscape)  # where there is no such landscape, that is what is wrong
        raise NotFoundError("version", version[:100])
    if len(prefix) == 64:
        return store.version(landscape, f"sha256:{prefix}")
    near = [each for each in all_versions(store, landscape) if each.hash.startswith(f"sha256:{prefix}")]
    if not near:
        raise NotFoundError("version", version)
    if len(near) > 1:
        listed = "、".join(f"{each.number} ({each.hash[7:19]})" for each in near[:5])
        raise InputError((Finding(
            "ambiguous_version", "error",
            Text(f"「{version}」で始まる版がいくつもあります。", f"Several versions begin with {version!r}."),
            None,
            Text(f"番号で指定してください: {listed}", f"Give a number: {listed.replace('、', ', ')}"),
        ),))  # fmt: skip
    return near[0]


def all_versions(store: Store, landscape: str) -> Iterator[Version]:
    """Every version, the oldest first."""
    after = 0
    while page := store.versions(landscape, after=after, limit=_PAGE):
        yield from page
        after = page[-1].number


def _wrong(code: str, source: str, suggestion: Text) -> InputError:
    said = source[:100]
    return InputError((Finding(
        code, "error",
        Text(f"「{said}」は保存されたものの指定ではありません。", f"{said!r} names nothing that is kept."),
        None, suggestion,
    ),))  # fmt: skip
