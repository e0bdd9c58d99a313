"""川崎市's classes of links, their twins for verification, notices to sections, and character sets.

Case book of municipal standardization, 2nd edition, 「システム移行時の設定(神奈川県川崎市)」. The classes themselves: `link_classes`. That a link
of ① or ⑥ has a twin in the verification environments is our inference, and the sheet says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.graph.subjects import find_integration
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Section, Table, both, columns, join
from analyzer.reports.naming import system_named
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.forms_shown import forms_shown, involved
from analyzer.worksheets.link_classes import CLASSES, REASONS, WITH_TWIN, Reason, class_of, end_of
from analyzer.worksheets.worksheet import Asked, Content, Sheet

VERIFIES = "検証する連携"
"""Attribute of a link in verification: the production link that it verifies."""
CHARACTERS = "文字セット"
"""Attribute of a system, and of a move that changes it."""

Classes = Mapping[IntegrationKey, int | Reason]


def _content(asked: Asked) -> Content:
    landscape, attributes = asked.landscape, Attributes(asked.landscape)
    forms, shown = forms_shown(asked)
    every = _classes(landscape, forms)
    classes = {key: found for key, found in every.items() if involved(asked, key, forms)}
    twins = _twins(attributes, every, classes)
    notices = _notices(landscape, classes, forms)
    letters = {key: pair for key, pair in _letters(attributes, forms).items() if key in classes}
    findings = (*_unclassified(landscape, classes), *twins.findings, *attributes.findings)
    answer = _table(landscape, classes, twins.of, letters)
    return Content(
        (
            Section(Text("連携パターン別", "By class"), (shown,), _counts(classes)),
            Section(Text("連携", "Links"), table=answer),
            Section(
                Text("検証の連携がないもの", "Without a twin for verification"),
                (Text("①と⑥の連携それぞれに検証環境の連携が要るというのは、事例集の並びからの推定です。",
                      "That each link of 1 and 6 needs a twin is inferred from the order of the list, not written there."),),
                entries=tuple(_named(landscape.integrations[key]) for key in twins.missing),
            ),
            Section(Text("標準化対象外システムの所管課への連絡", "Notices to sections of out-of-scope systems"), table=_notice_table(landscape, notices)),
            Section(
                Text("文字の変換", "Character sets"),
                (_letter_line(letters),),
            ),
        ),
        answer,
        {
            "classes": [{"class": number, "links": [str(key) for key, found in classes.items() if found == number]} for number in CLASSES],
            "unclassified": [{"integration": str(key), "reason": found} for key, found in classes.items() if not isinstance(found, int)],
            "twins": [{"integration": str(key), "verified_by": [str(twin) for twin in found]} for key, found in twins.of.items()],
            "twins_missing": [str(key) for key in twins.missing],
            "notices": [{"system": system, "owner": landscape.systems[system].owner, "integrations": [str(key) for key in keys]} for system, keys in notices.items()],
            "characters": [{"integration": str(key), "source": pair[0], "target": pair[1], "convert": _convert(pair)} for key, pair in letters.items()],
        },
        findings,
    )  # fmt: skip


def _classes(landscape: Landscape, forms: Mapping[str, int]) -> Classes:
    classes: dict[IntegrationKey, int | Reason] = {}
    for key in landscape.integrations:
        if key.source is None or key.target is None:
            classes[key] = "unknown_partner"
        else:
            ends = (end_of(landscape, system, forms[system]) for system in (key.source, key.target))
            classes[key] = class_of(*ends)
    return classes


@dataclass(frozen=True, slots=True)
class _Twins:
    """Production link (of a class that needs one) → its twins; none: missing."""

    of: Mapping[IntegrationKey, tuple[IntegrationKey, ...]]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[IntegrationKey, ...]:
        return tuple(key for key, found in self.of.items() if not found)


def _twins(attributes: Attributes, classes: Classes, shown: Classes) -> _Twins:
    """Of the links that are shown; links in verification may verify any."""
    landscape = attributes.landscape
    found: dict[IntegrationKey, list[IntegrationKey]] = {
        key: [] for key, number in classes.items() if number in WITH_TWIN
    }
    findings: list[Finding] = []
    for key, integration in landscape.integrations.items():
        named = attributes.text(integration, VERIFIES)
        if named is None or key not in shown:
            continue
        try:
            verified = find_integration(landscape, named)
        except InputError as error:
            findings.extend(_at(integration, finding, landscape) for finding in error.findings)
            continue
        number = classes[verified]
        if verified not in found or not isinstance(number, int):
            findings.append(_twin_finding(landscape, integration, verified, "twin_not_needed"))
        elif classes[key] not in WITH_TWIN[number]:
            findings.append(_twin_finding(landscape, integration, verified, "twin_of_other_class"))
        else:
            found[verified].append(key)
    of = {key: tuple(twins) for key, twins in found.items() if key in shown}
    missing = [
        Finding(
            "twin_missing", "warning",
            Text(f"連携 {key}「{landscape.integrations[key].name}」を検証する連携がありません(推定による確認)。",
                 f"No link in verification verifies {key} (an inferred need)."),
            landscape.places.at(landscape.integrations[key].path),
            Text(f"検証環境の連携を書き、attributes の「{VERIFIES}」でこの連携を示してください。",
                 f"Write the link of the verification environments with the attribute {VERIFIES!r}."),
            (("integration", str(key)),),
        )
        for key, twins in of.items() if not twins
    ]  # fmt: skip
    return _Twins(of, (*findings, *missing))


def _at(integration: Integration, finding: Finding, landscape: Landscape) -> Finding:
    """What is wrong with a name, where it is written; the sheet is made all the same."""
    place = landscape.places.at((*integration.path, "attributes", VERIFIES))
    return Finding(finding.code, "warning", finding.message, place, finding.suggestion, finding.details)


def _twin_finding(
    landscape: Landscape, integration: Integration, verified: IntegrationKey, code: str
) -> Finding:
    what = {
        "twin_not_needed": Text("①か⑥の連携ではありません", "is not a link of class 1 or 6"),
        "twin_of_other_class": Text("対応する検証環境のパターンではありません", "has another class than its twin should have"),
    }[code]  # fmt: skip
    return Finding(
        code, "warning",
        Text(f"連携 {integration.key} が検証するという {verified} は、{what.ja}。", f"{verified}, which {integration.key} verifies, {what.en}."),
        landscape.places.at((*integration.path, "attributes", VERIFIES)),
        details=(("integration", str(integration.key)), ("verifies", str(verified))),
    )  # fmt: skip


def _notices(
    landscape: Landscape, shown: Classes, forms: Mapping[str, int]
) -> Mapping[str, tuple[IntegrationKey, ...]]:
    """Out-of-scope system in production → its links with standard-compliant systems."""
    found: dict[str, list[IntegrationKey]] = defaultdict(list)
    for key in shown:
        if key.source is None or key.target is None:
            continue
        ends = [end_of(landscape, system, forms[system]) for system in (key.source, key.target)]
        if not any(end.standard for end in ends):
            continue
        for end in ends:
            if end.system.scope == "out_of_scope" and end.environment.stage == "production":
                found[end.system.id].append(key)
    return {system: tuple(found[system]) for system in sorted(found)}


def _letters(
    attributes: Attributes, forms: Mapping[str, int]
) -> Mapping[IntegrationKey, tuple[str | None, str | None]]:
    """Link → character sets of its two ends' forms; None: nobody wrote it down."""
    landscape = attributes.landscape
    of_system = {}
    for id, system in landscape.systems.items():
        moved = [attributes.text(move, CHARACTERS) for move in system.moves[: forms[id]]]
        known = [value for value in (attributes.text(system, CHARACTERS), *moved) if value is not None]
        of_system[id] = known[-1] if known else None
    return {
        key: (of_system[key.source], of_system[key.target])
        for key in landscape.integrations
        if key.source is not None and key.target is not None
    }


def _convert(pair: tuple[str | None, str | None]) -> bool | None:
    """None: unknown."""
    return None if None in pair else pair[0] != pair[1]


_CONVERT = {True: Text("要", "yes"), False: Text("不要", "no"), None: Text("不明", "unknown")}


def _letter_line(letters: Mapping[IntegrationKey, tuple[str | None, str | None]]) -> Text:
    asked = [_convert(pair) for pair in letters.values()]
    needed, unknown = asked.count(True), asked.count(None)
    return Text(
        f"両端の文字セットが異なり、変換の要る連携は {needed} 件、わからない連携は {unknown} 件です。",
        f"{needed} link(s) need conversion since the character sets of their ends differ; of {unknown} nobody knows.",
    )


def _counts(classes: Classes) -> Table:
    rows = [(name, sum(found == number for found in classes.values())) for number, name in CLASSES.items()]
    outside = sum(not isinstance(found, int) for found in classes.values())
    rows.append((Text("どれにもあたらない", "none of them"), outside))
    return Table(columns(("連携パターン", "class"), ("連携", "links", "number")), tuple(rows))


def _table(
    landscape: Landscape,
    classes: Classes,
    twins: Mapping[IntegrationKey, tuple[IntegrationKey, ...]],
    letters: Mapping[IntegrationKey, tuple[str | None, str | None]],
) -> Table:
    rows = []
    for key, found in classes.items():
        verified = None
        if key in twins:
            verified = join(both(str(twin)) for twin in twins[key]) if twins[key] else Text("なし", "none")
        source, target = letters.get(key, (None, None))
        rows.append((
            both("①②③④⑤⑥⑦⑧"[found - 1]) if isinstance(found, int) else REASONS[found], str(key), landscape.integrations[key].name,
            system_named(landscape, key.source), system_named(landscape, key.target), verified,
            source, target, _CONVERT[_convert((source, target))],
        ))  # fmt: skip
    order = {
        str(key): found if isinstance(found, int) else len(CLASSES) + 1 for key, found in classes.items()
    }
    rows.sort(key=lambda row: (order[row[1]], row[1]))
    return Table(
        columns(
            ("連携パターン", "class"), ("連携", "integration"), ("名前", "name"), ("送信", "source"), ("受信", "target"),
            ("検証の連携", "verified by"), ("送信側の文字", "source characters"), ("受信側の文字", "target characters"),
            ("文字の変換", "conversion"),
        ),
        tuple(rows),
    )  # fmt: skip


def _notice_table(landscape: Landscape, notices: Mapping[str, tuple[IntegrationKey, ...]]) -> Table:
    return Table(
        columns(("所管課", "section"), ("システム", "system"), ("連携", "links", "number"), ("内訳", "which", "below")),
        tuple(
            (landscape.systems[system].owner, system_named(landscape, system), len(keys), join(both(str(key)) for key in keys))
            for system, keys in notices.items()
        ),
    )  # fmt: skip


def _named(integration: Integration) -> Text:
    return both(f"{integration.key} {integration.name}")


def _unclassified(landscape: Landscape, classes: Classes) -> tuple[Finding, ...]:
    """A link between two systems that are not standard-compliant is no mistake; anything else must have a class."""
    return tuple(
        Finding(
            "unclassified_link", "warning" if found == "no_standard_end" else "error",
            Text(f"連携 {key}「{landscape.integrations[key].name}」は①～⑧のどれにもあたりません: {REASONS[found].ja}。",
                 f"{key} falls in none of the eight classes: {REASONS[found].en}."),
            landscape.places.at(landscape.integrations[key].path), details=(("integration", str(key)), ("reason", found)),
        )
        for key, found in classes.items() if not isinstance(found, int)
    )  # fmt: skip


SHEET = Sheet(
    "classes",
    Text("連携パターン(①～⑧)", "Classes of links"),
    Text(
        "両端の設置形態・パッケージ・環境による連携の分類と、検証の連携・所管課への連絡・文字の変換の漏れ。",
        "Links by hosting, package and environment of their ends; twins for verification, notices, character sets.",
    ),
    "optional",
    _content,
)
