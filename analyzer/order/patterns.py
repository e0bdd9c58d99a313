"""Patterns of the order of migration: the built-in ones, those of the file, and every weak order of blocks.

吹田市 compares four patterns (five orders) of three blocks: residents, taxes, all others. Three blocks have
13 weak orders (orders in which some may fall together), and all of them can be asked for. A pattern that is
made here, not by the file, has an id that tells its groups: ``resident+tax/other`` (blocks of one group joined by
``+``, groups by ``/``), which no id of the file can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import combinations
from unicodedata import normalize

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, Pattern
from analyzer.messages import Finding, Text

OTHER = "other"
"""Stands for every block that the pattern does not name."""

MOST_BLOCKS = 5
"""Of weak orders: 5 blocks have 541, 6 would have 4,683."""

_BUILT_IN: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = (
    ("p1", "①", (("resident", "tax"), (OTHER,))),
    ("p2", "②", ((OTHER,), ("resident", "tax"))),
    ("p3a", "③a", (("resident",), ("tax",), (OTHER,))),
    ("p3b", "③b", (("tax",), ("resident",), (OTHER,))),
    ("p4", "④", ((OTHER, "resident", "tax"),)),
)
_WORDS = {
    "resident": Text("住民記録", "resident"),
    "tax": Text("税", "tax"),
    OTHER: Text("その他", "other"),
}
_ORDER = ("resident", "tax", OTHER)


def built_in_patterns() -> tuple[Pattern, ...]:
    """吹田's ① ② ③a ③b ④, in this order."""
    return tuple(Pattern(id_, f"{mark} {_arrows(groups).ja}", groups) for id_, mark, groups in _BUILT_IN)


def patterns_of(landscape: Landscape) -> tuple[Pattern, ...]:
    """Those that everybody has, then the file's own."""
    return (*built_in_patterns(), *landscape.patterns)


def pattern_named(pattern: Pattern) -> Text:
    """How people call it: a built-in one in both languages, one of the file as its author does."""
    for id_, mark, groups in _BUILT_IN:
        if pattern.id == id_:
            arrows = _arrows(groups)
            return Text(f"{mark} {arrows.ja}", f"{mark} {arrows.en}")
        if _is_made(pattern.id) and _alike(pattern.groups, groups):
            arrows = _arrows(pattern.groups)
            return Text(f"{arrows.ja}（{mark}）", f"{arrows.en} ({mark})")
    return _arrows(pattern.groups) if _is_made(pattern.id) else Text(pattern.name, pattern.name)


def weak_orders(blocks: Sequence[str]) -> tuple[Pattern, ...]:
    """Every order of the blocks in which some may fall together: 1, 3, 13, 75, 541 of 1 to 5 blocks.

    Sorted by the number of groups, then by their blocks as given; ids as the module says.
    """
    listed = tuple(dict.fromkeys(blocks))
    found = sorted(_partitions(tuple(range(len(listed)))), key=lambda groups: (len(groups), groups))
    return tuple(_made(tuple(tuple(listed[at] for at in group) for group in groups)) for groups in found)


def asked_weak_orders(landscape: Landscape, text: str) -> tuple[Pattern, ...]:
    """The weak orders of ``resident,tax,other``; InputError for unknown blocks, or too few or many."""
    blocks = [block.strip() for block in text.split(",") if block.strip()]
    _check_blocks(landscape, blocks)
    if not 2 <= len(set(blocks)) <= MOST_BLOCKS:
        raise InputError((Finding("weak_orders_of", "error", Text(
            f"順序の全列挙には、2 ～ {MOST_BLOCKS} 個のブロックをコンマで区切って指定してください({len(set(blocks))} 個あります)。",
            f"Weak orders need 2 to {MOST_BLOCKS} blocks, separated by commas (there are {len(set(blocks))}).",
        )),))  # fmt: skip
    return weak_orders(blocks)


def find_pattern(landscape: Landscape, text: str) -> Pattern:
    """The pattern by its id (or its name for people); InputError with what may be meant."""
    known = patterns_of(landscape)
    for pattern in known:
        if pattern.id == text:
            return pattern
    if _is_made(text):
        groups = tuple(tuple(part.strip() for part in group.split("+")) for group in text.split("/"))
        blocks = [block for group in groups for block in group]
        _check_blocks(landscape, blocks)
        if len(set(blocks)) == len(blocks):
            return _made(groups)
        raise InputError((Finding("duplicate_block", "error", Text(
            f"順序「{text[:100]}」に同じブロックが二度書かれています。", f"The order {text[:100]!r} names a block twice.",
        )),))  # fmt: skip
    raise InputError((Finding(
        "unknown_pattern", "error",
        Text(f"「{text[:100]}」という順序のパターンはありません。", f"There is no pattern {text[:100]!r}."),
        suggestion=_suggestion(text, known),
    ),))  # fmt: skip


def why_not(landscape: Landscape, pattern: Pattern) -> Text | None:
    """Why a built-in pattern does not speak of this landscape at all; None where it does, and of others.

    The patterns of 吹田 order residents and taxes: where no system has either block there is nothing to order.
    """
    if pattern.id not in {id_ for id_, _, _ in _BUILT_IN}:
        return None
    if any(system.block in ("resident", "tax") for system in landscape.systems.values()):
        return None
    return Text(
        "ブロック(block)が resident(住民記録)または tax(税)のシステムがないので、この順序を当てはめられません。",
        "No system has the block `resident` or `tax`, so this order does not apply.",
    )


def block_named(block: str | None) -> Text:
    """A block as people read it; None for systems without one."""
    if block is None:
        return Text("ブロックなし", "no block")
    return _WORDS.get(block, Text(block, block))


# --- inside ---


def _made(given: tuple[tuple[str, ...], ...]) -> Pattern:
    groups = tuple(tuple(sorted(group)) for group in given)
    return Pattern("/".join("+".join(group) for group in groups), _arrows(groups).ja, groups)


def _is_made(id_: str) -> bool:
    """No id of a file has such a letter."""
    return "+" in id_ or "/" in id_


def _alike(some: tuple[tuple[str, ...], ...], others: tuple[tuple[str, ...], ...]) -> bool:
    return [set(group) for group in some] == [set(group) for group in others]


def _arrows(groups: tuple[tuple[str, ...], ...]) -> Text:
    """``住民記録・税 → その他``; the words that everybody knows first, in their usual order."""

    def known_first(group: tuple[str, ...]) -> list[Text]:
        places = {block: place for place, block in enumerate(_ORDER)}
        return [block_named(block) for block in sorted(group, key=lambda b: places.get(b, len(places)))]

    listed = [known_first(group) for group in groups]
    return Text(
        " → ".join("・".join(word.ja for word in words) for words in listed),
        " → ".join(", ".join(word.en for word in words) for words in listed),
    )


def _partitions(items: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every sequence of non-empty groups that hold each item once."""
    if not items:
        yield ()
    for size in range(1, len(items) + 1):
        for group in combinations(items, size):
            rest = tuple(item for item in items if item not in group)
            yield from ((group, *groups) for groups in _partitions(rest))


def _check_blocks(landscape: Landscape, blocks: Sequence[str]) -> None:
    known = sorted({system.block for system in landscape.systems.values() if system.block} | {OTHER})
    findings = []
    for block in dict.fromkeys(blocks):
        if _is_made(block):
            findings.append(Finding("unknown_block", "error", Text(
                f"ブロック「{block[:100]}」は名前に + か / を含むので、ファイルの patterns に書いてください。",
                f"The block {block[:100]!r} has a + or / in its name: write the order into the file's `patterns`.",
            )))  # fmt: skip
            continue
        if block in known:
            continue
        near = get_close_matches(block, known, n=1)
        listed = ", ".join(known)
        findings.append(Finding(
            "unknown_block", "error",
            Text(f"「{block[:100]}」というブロックのシステムはありません。", f"No system has the block {block[:100]!r}."),
            suggestion=Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?") if near else
            Text(f"あるブロック: {listed}", f"There are {listed}."),
        ))  # fmt: skip
    if findings:
        raise InputError(tuple(findings))


def _suggestion(text: str, known: tuple[Pattern, ...]) -> Text:
    plain = normalize("NFKC", text).strip().lower()
    ids = {pattern.id: pattern.id for pattern in known}
    marks = {normalize("NFKC", mark): id_ for id_, mark, _ in _BUILT_IN}
    names = {normalize("NFKC", pattern.name): pattern.id for pattern in known}
    exact = {**names, **marks, **ids}.get(plain)
    near = [exact] if exact else get_close_matches(plain, list(ids), n=1)
    if near:
        return Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?")
    listed = ", ".join(ids)
    return Text(f"ある順序: {listed}", f"There are {listed}.")
