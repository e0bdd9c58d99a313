"""What the register of issues and risks has entries for: mixed links, bridges, broken rules, what nobody knows.

What a section settles alone gives none. Where each kind comes from and how important it is: docs/worksheets.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.evaluation.assessment import Assessment
from analyzer.graph.landscape_graph import build_graph
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.messages.words import KINDS
from analyzer.reports.naming import bridge_place
from analyzer.reports.questions import open_questions
from analyzer.worksheets.worksheet import Asked

Layout = tuple[str | None, str | None]
"""Was the survey of differing layouts done (済, 未), can they be converted (可, 否); None: nobody wrote it down."""
Layouts = Mapping[IntegrationKey, Layout]

Kind = Literal["issue", "risk"]
Importance = Literal["high", "middle", "low"]
KIND: Mapping[Kind, Text] = {"issue": Text("課題", "issue"), "risk": Text("リスク", "risk")}
IMPORTANCE: Mapping[Importance, Text] = {
    "high": Text("高", "high"),
    "middle": Text("中", "middle"),
    "low": Text("低", "low"),
}
ORDER: tuple[Importance, ...] = ("high", "middle", "low")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row. `code` says where it comes from; `sections` are owner sections, `vendors` ids; both sorted."""

    code: str
    work: Text
    kind: Kind
    importance: Importance
    content: Text
    reason: Text
    wanted: Month | None
    wanted_for: Text | None
    sections: tuple[str, ...]
    vendors: tuple[str, ...]
    subject: str


def entries_of(
    asked: Asked, assessment: Assessment, mixed: Mapping[IntegrationKey, Month], layouts: Layouts
) -> list[Entry]:
    """All of them (of the vendor asked for, those that name it), the most important first, then issues before risks, then by the month in which they are wanted."""
    last = asked.landscape.horizon.last
    found = (
        *_links(asked, assessment, mixed, layouts),
        *_bridges(asked, assessment),
        *_broken(asked),
        *_unknown(asked),
    )
    return sorted(
        (entry for entry in found if asked.vendor is None or asked.vendor in entry.vendors),
        key=lambda e: (ORDER.index(e.importance), e.kind, e.wanted or last, e.code, e.subject),
    )  # fmt: skip


def mixed_from(assessment: Assessment) -> dict[IntegrationKey, Month]:
    """Link → the first month in which it is mixed."""
    schedule = assessment.schedule
    first: dict[IntegrationKey, Month] = {}
    for stretch in assessment.carriage.demands.stretches:
        if stretch.state.state == "mixed":
            month = schedule.month(schedule.spans[stretch.first].start)
            key = stretch.integration.key
            first[key] = min(month, first.get(key, month))
    return dict(sorted(first.items(), key=lambda item: str(item[0])))


def _sections(landscape: Landscape, keys: tuple[IntegrationKey, ...]) -> tuple[str, ...]:
    owners = {
        landscape.systems[end].owner for key in keys for end in (key.source, key.target) if end is not None
    }
    return tuple(sorted(owner for owner in owners if owner is not None))


def inside(landscape: Landscape, key: IntegrationKey) -> bool:
    """Whether both ends belong to one section, and somebody wrote down which."""
    if key.source is None or key.target is None:
        return False
    owners = {landscape.systems[key.source].owner, landscape.systems[key.target].owner}
    return len(owners) == 1 and None not in owners


def layout_code(layout: Layout) -> str | None:
    """What is wrong with the layouts of a link; None where they were compared and can be converted."""
    survey, convertible = layout
    if convertible == "否":
        return "layout_not_convertible"
    return None if survey == "済" else "layout_not_surveyed"


def _links(
    asked: Asked, assessment: Assessment, mixed: Mapping[IntegrationKey, Month], layouts: Layouts
) -> Iterator[Entry]:
    landscape, schedule = asked.landscape, assessment.schedule
    for key, month in mixed.items():
        code = layout_code(layouts[key])
        if code is None or inside(landscape, key):
            continue
        at = landscape.horizon.index(month)
        vendors = {schedule.form(end, at).vendor for end in (key.source, key.target) if end is not None}
        name = landscape.integrations[key].name
        blocked = code == "layout_not_convertible"
        yield Entry(
            code, Text("移行過渡期対応", "transition"), "issue", "high" if blocked else "middle",
            Text(f"連携 {key}「{name}」はデータレイアウトの差異を変換できない。" if blocked
                 else f"連携 {key}「{name}」のデータレイアウト差異調査が済んでいない。",
                 f"The layouts of {key} cannot be converted." if blocked else f"The layouts of {key} were not compared."),
            Text("両端の移行年月が違い、新旧が混在する。", "Its ends move in different months, so that it is mixed."),
            month, Text("混在が始まるため。", "It is mixed from then on."), _sections(landscape, (key,)), tuple(sorted(vendors)), str(key),
        )  # fmt: skip


def _bridges(asked: Asked, assessment: Assessment) -> Iterator[Entry]:
    """New bridges that serve links of more than one section (or of whom nobody wrote down the section)."""
    landscape = asked.landscape
    for standing in assessment.bridges:
        keys = tuple(key for key in standing.serves if not inside(landscape, key))
        if not keys or standing.bridge.stands or standing.bridge.kind == "as_is":
            continue
        first, last = (assessment.schedule.month(standing.months[at]) for at in (0, -1))
        place, kind = bridge_place(landscape, standing), KINDS[standing.bridge.kind]
        vendor = standing.bridge.key.vendor
        yield Entry(
            "bridge", Text("移行過渡期対応", "transition"), "risk", "middle",
            Text(f"過渡期連携「{kind.ja}」({place.ja})を {last} まで使う。対象の連携 {len(standing.serves)} 件。",
                 f"The bridge {kind.en} at {place.en} serves {len(standing.serves)} link(s) until {last}."),
            Text("遅れると、対象の連携が止まる。", "If it is late, these links stop."),
            first, Text("使い始めるため。", "It begins to serve then."), _sections(landscape, tuple(standing.serves)),
            (vendor,) if vendor else (), str(standing.bridge.key),
        )  # fmt: skip


def _broken(asked: Asked) -> Iterator[Entry]:
    """Rules of the plan that are broken, links that it lets go, homes that a system outlives."""
    assert asked.evaluation is not None
    rule = Text("計画が守るべき規則に反する。", "The plan breaks a rule that it must keep.")
    noted = Text("計画のままでは業務に支障が出る。", "As planned it will hinder the work.")
    grave = ("absent_high", "link_lost")
    found: list[tuple[Finding, Importance, Text]] = [
        *((finding, "high", rule) for finding in asked.evaluation.violations),
        *(
            (finding, "high" if finding.code in grave else "middle", noted)
            for finding in asked.evaluation.findings
        ),
    ]
    for finding, importance, reason in found:
        details = dict(finding.details)
        sections, vendors = _parties(asked.landscape, details)
        month = details.get("month")
        wanted = Month.parse(month) if isinstance(month, str) else None
        yield Entry(
            finding.code, Text("移行計画", "plan of the transition"), "issue", importance, finding.message, reason,
            wanted, None if wanted is None else Text("その月に起きるため。", "It happens then."), sections, vendors, finding.message.en,
        )  # fmt: skip


def _parties(landscape: Landscape, details: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Owner sections and vendors of what a finding of the plan speaks of."""
    key = next((key for key in landscape.integrations if str(key) == details.get("integration")), None)
    if key is not None:
        return _sections(landscape, (key,)), _vendors_today(landscape, key)
    system = landscape.systems.get(str(details.get("system")))
    vendor = str(details.get("vendor"))
    return (
        () if system is None or system.owner is None else (system.owner,),
        (vendor,) if vendor in landscape.vendors else (),
    )


def _vendors_today(landscape: Landscape, key: IntegrationKey) -> tuple[str, ...]:
    ends = [landscape.systems[end] for end in (key.source, key.target) if end is not None]
    return tuple(sorted({system.forms[0].vendor for system in ends}))


def _unknown(asked: Asked) -> Iterator[Entry]:
    """What nobody knows of links: partners, how they are carried, whether they were confirmed."""
    landscape = asked.landscape
    keys = {str(key): key for key in landscape.integrations}
    for question in open_questions(build_graph(landscape)):
        key = keys.get(str(dict(question.details).get("integration")))
        if key is None:
            continue
        yield Entry(
            question.code, Text("連携の調査", "survey of links"), "risk", "low", question.message,
            Text("わからないままでは、移行の対象から漏れる。", "Left unknown, it is forgotten in the transition."), None, None,
            _sections(landscape, (key,)), _vendors_today(landscape, key), str(key),
        )  # fmt: skip
