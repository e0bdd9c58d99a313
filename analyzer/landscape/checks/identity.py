"""Nothing is declared twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from analyzer.landscape.build import integration_key
from analyzer.landscape.checks.context import Context
from analyzer.landscape.places import Path
from analyzer.messages import Text

BUILT_IN_PATTERNS = ("p1", "p2", "p3a", "p3b", "p4")


def check(context: Context) -> None:
    """Ids within their section, moves within their system, integrations by their whole key."""
    parts = context.parts
    for path, pattern in parts.patterns:
        if pattern.id in BUILT_IN_PATTERNS:
            context.findings.add(
                "duplicate_id",
                (*path, "id"),
                f"「{pattern.id}」は組み込みのパターンの識別子です。",
                f"'{pattern.id}' is the id of a built-in pattern.",
                Text("別の識別子にしてください。", "Give it another id."),
                id=pattern.id,
            )
    for section in (
        parts.vendors, parts.environments, parts.lines or [], parts.hubs, parts.packages, parts.systems, parts.patterns,
    ):  # fmt: skip
        _twice(
            context, (((*path, "id"), entry.id) for path, entry in section), "duplicate_id", "識別子", "id"
        )
    for path, system in parts.systems:
        moves = (((*path, "moves", i, "id"), move.id) for i, move in enumerate(system.moves))
        _twice(context, moves, "duplicate_id", "移行の識別子", "move id")
    generations = ((("landscape", "generations", i), g) for i, g in enumerate(context.header.generations))
    _twice(context, generations, "duplicate_id", "世代", "generation")
    links = (((*path, "id"), integration_key(entry)) for path, entry in parts.integrations)
    _twice(context, links, "duplicate_integration", "連携", "integration")
    _ambiguous_costs(context)


def _twice(context: Context, named: Iterable[tuple[Path, Hashable]], code: str, ja: str, en: str) -> None:
    seen = set()
    for path, name in named:
        if name in seen:
            context.findings.add(
                code,
                path,
                f"{ja}「{name}」が二度定義されています。",
                f"The {en} '{name}' is declared twice.",
                Text(
                    "どちらかを取り除くか、別の名前にしてください。",
                    "Remove one of them, or give it another name.",
                ),
                id=str(name),
            )
        seen.add(name)


def _ambiguous_costs(context: Context) -> None:
    """A law change names environments and generations side by side: an id must not be both."""
    both = context.parts.declared.get("environments", frozenset()) & set(context.generations)
    for path, change in context.parts.law_changes:
        for name in sorted(both & set(change.cost)):
            context.findings.add(
                "ambiguous_id",
                (*path, "cost", name),
                f"「{name}」は環境でも世代でもあり、どちらの費用かわかりません。",
                f"'{name}' is both an environment and a generation: it cannot be told whose cost this is.",
                Text("環境の識別子を変えてください。", "Give the environment another id."),
            )
