"""Every id leads to something that the file declares."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.landscape import documents as d
from analyzer.landscape.checks.context import Context
from analyzer.landscape.places import Path
from analyzer.landscape.references import parse_move
from analyzer.landscape.structure import Placed
from analyzer.landscape.yaml_events import KEY
from analyzer.messages import Text


def check(context: Context) -> None:
    _platforms(context)
    _systems(context)
    _packages(context)
    _integrations(context)
    _bridges(context)
    _law_changes(context)
    _rules(context)
    _patterns(context)


def _environments(context: Context, ids: Sequence[str] | None, path: Path) -> None:
    """Two environments, which must be different."""
    for i, id in enumerate(ids or ()):
        context.known("environments", id, (*path, i))
    if ids is not None and ids[0] == ids[1]:
        context.findings.add(
            "same_environment_twice",
            path,
            f"両端が同じ環境「{ids[0]}」です。",
            f"Both ends are the environment '{ids[0]}'.",
            Text("別の環境を書いてください。", "Name two environments."),
        )


def _platforms(context: Context) -> None:
    for path, line in context.parts.lines or []:
        _environments(context, line.between, (*path, "between"))
    for path, hub in context.parts.hubs:
        context.known("environments", hub.environment, (*path, "environment"))
        context.known("vendors", hub.vendor, (*path, "vendor"))
    for path, package in context.parts.packages:
        context.known("vendors", package.vendor, (*path, "vendor"))


def _forms(path: Path, system: d.SystemDocument) -> list[tuple[Path, d.FormDocument | d.TargetDocument]]:
    moves = [((*path, "moves", i, "to"), move.to) for i, move in enumerate(system.moves)]
    return [((*path, "current"), system.current), *moves]


def _systems(context: Context) -> None:
    for path, system in context.parts.systems:
        for at, form in _forms(path, system):
            context.known("environments", form.environment, (*at, "environment"))
            context.known("vendors", form.vendor, (*at, "vendor"))
            context.known_generation(form.generation, (*at, "generation"))
        for i, move in enumerate(system.moves):
            if move.needs_line is not None:
                _environments(context, move.needs_line.between, (*path, "moves", i, "needs_line", "between"))


def _packages(context: Context) -> None:
    """Said once per package: old packages are often not worth an entry."""
    known = set(context.parts.declared.get("packages", frozenset()))
    for path, system in context.parts.systems:
        for at, form in _forms(path, system):
            if form.package is not None and form.package not in known:
                known.add(form.package)
                context.findings.add(
                    "unlisted_package",
                    (*at, "package"),
                    f"パッケージ「{form.package}」は packages にありません。",
                    f"The package '{form.package}' is not listed in packages.",
                    Text(
                        "いつでも使えるものとして扱います。そうでなければ packages に加えてください。",
                        "It counts as always available; list it in packages if it is not.",
                    ),
                    id=form.package,
                )


def _integrations(context: Context) -> None:
    for path, link in context.parts.integrations:
        context.known("systems", link.source, (*path, "from"))
        context.known("systems", link.target, (*path, "to"))
        for generation, realization in link.realizations.items():
            at = (*path, "realizations", generation)
            context.known_generation(generation, (*at, KEY))
            context.known_generation(realization.same_as, (*at, "same_as"))
            context.known("hubs", realization.via, (*at, "via"))


def _bridges(context: Context) -> None:
    entries: list[Placed[d.BridgeDocument] | Placed[d.ExistingBridgeDocument]]
    entries = [*(context.parts.bridges or []), *context.parts.existing_bridges]
    for path, entry in entries:
        context.known("systems", entry.system, (*path, "system"))
        context.known("vendors", entry.vendor, (*path, "vendor"))
        context.known("hubs", entry.hub, (*path, "hub"))
        _environments(context, entry.between, (*path, "between"))
        if isinstance(entry, d.BridgeDocument):
            context.known("systems", entry.partner_system, (*path, "partner_system"))
            context.known("vendors", entry.partner_vendor, (*path, "partner_vendor"))
        else:
            if entry.integration is not None:
                known_integration(context, entry.integration, (*path, "integration"))
            for i, reference in enumerate(entry.serves):
                known_integration(context, reference, (*path, "serves", i))


def known_integration(context: Context, reference: str, path: Path) -> None:
    """Note a reference to no integration, or to several."""
    matches = context.index.matches(reference)
    if len(matches) > 1:
        names = "、".join(map(str, matches[:5])), ", ".join(map(str, matches[:5]))
        context.findings.add(
            "ambiguous_integration",
            path,
            f"「{reference}」に当たる連携が {len(matches)} 件あります。",
            f"'{reference}' means {len(matches)} integrations.",
            Text(f"どれかを書いてください: {names[0]}", f"Name one of them: {names[1]}"),
        )
    elif not matches and not _declared(context, reference):
        context.unknown(
            Text("連携", "integration"), reference, path, frozenset(str(key) for key in context.keys)
        )


def _declared(context: Context, reference: str) -> bool:
    """Whether an integration of that id was declared, though its entry is wrong."""
    id = reference.partition("/")[0]
    declared = context.parts.declared.get("integrations", frozenset())
    return id in declared and all(key.id != id for key in context.keys)


def _selector(context: Context, selector: d.SelectorDocument, path: Path) -> None:
    for i, id in enumerate(selector.ids or ()):
        context.known("systems", id, (*path, "ids", i))
    context.known("vendors", selector.vendor, (*path, "vendor"))
    systems = [placed.document for placed in context.parts.systems]
    if selector.block is not None and all(system.block != selector.block for system in systems):
        _nothing(context, "block", "ブロック", selector.block, (*path, "block"))
    if selector.owner is not None and all(system.owner != selector.owner for system in systems):
        _nothing(context, "owner", "主管課", selector.owner, (*path, "owner"))


def _nothing(context: Context, en: str, ja: str, name: str, path: Path) -> None:
    context.findings.add(
        "names_no_system",
        path,
        f"{ja}「{name}」のシステムがありません。",
        f"No system has the {en} '{name}'.",
        Text("綴りを確かめてください。", "Check the spelling."),
        name=name,
    )


def _law_changes(context: Context) -> None:
    environments = context.parts.declared.get("environments", frozenset())
    for path, change in context.parts.law_changes:
        _selector(context, change.systems, (*path, "systems"))
        for name in change.cost:
            if name not in environments and name not in context.generations:
                context.unknown(
                    Text("環境または世代", "environment or generation"),
                    name,
                    (*path, "cost", name, KEY),
                    environments | set(context.generations),
                )


def _rules(context: Context) -> None:
    for path, rule in context.parts.rules:
        if isinstance(rule, d.TogetherDocument):
            for i, text in enumerate(rule.together):
                known_move(context, text, (*path, "together", i))
            for i, text in enumerate(rule.together):
                if text in rule.together[:i]:
                    _with_itself(context, text, (*path, "together", i))
        elif isinstance(rule, d.BeforeDocument):
            known_move(context, rule.before, (*path, "before"))
            known_move(context, rule.after, (*path, "after"))
            if rule.before == rule.after:
                _with_itself(context, rule.before, (*path, "after"))
        elif isinstance(rule, d.FixedDocument):
            for text in rule.fixed:
                known_move(context, text, (*path, "fixed", text, KEY))
        else:
            _selector(context, rule.systems, (*path, "systems"))


def _with_itself(context: Context, text: str, path: Path) -> None:
    context.findings.add(
        "rule_with_itself",
        path,
        f"移行「{text}」とそれ自身との規則です。",
        f"The rule sets '{text}' against itself.",
        Text("別の移行を書いてください。", "Name another move."),
    )


def known_move(context: Context, text: str, path: Path) -> None:
    """Note a move that no system has."""
    system, move = parse_move(text)
    if system not in context.moves:
        context.known("systems", system, path)
    elif move not in context.moves[system]:
        names = ", ".join(f"{system}.{id}" for id in sorted(context.moves[system]))
        context.findings.add(
            "unknown_move",
            path,
            f"システム「{system}」に移行「{move}」はありません。",
            f"The system '{system}' has no move '{move}'.",
            Text(f"ある移行: {names or 'なし'}。", f"Its moves: {names or 'none'}."),
            id=text,
        )


def _patterns(context: Context) -> None:
    blocks = {placed.document.block for placed in context.parts.systems}
    for path, pattern in context.parts.patterns:
        seen = set()
        for i, group in enumerate(pattern.groups):
            for j, block in enumerate(group):
                at = (*path, "groups", i, j)
                if block in seen:
                    context.findings.add(
                        "duplicate_id",
                        at,
                        f"ブロック「{block}」が二度書かれています。",
                        f"The block '{block}' is named twice.",
                        Text("一つの組にだけ書いてください。", "Name it in one group."),
                    )
                elif block != "other" and block not in blocks:
                    _nothing(context, "block", "ブロック", block, at)
                seen.add(block)
