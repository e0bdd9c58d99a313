"""The difference between two plans: as plain data, as sections of a report, and in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS, KINDS, STATUSES
from analyzer.order.why import Difference, Item, PartDifference
from analyzer.order.why.items import (
    BridgeItem,
    CaseAt,
    EnvironmentItem,
    LatenessItem,
    LawItem,
    SessionItem,
    Side,
    SuspensionItem,
    TestItem,
)
from analyzer.reports.answer import Plain, text_document, violation_document
from analyzer.reports.causes import main_causes
from analyzer.reports.layout import (
    Report,
    Section,
    Table,
    both,
    columns,
    findings_section,
    join,
    month_or_none,
)
from analyzer.reports.naming import named, place_named, system_named, vendor_named, vendors_named

LISTED_LINKS = 8
"""Links that stand under an item of the text; all of them are in the data."""

CHANGES = {
    "new": Text("新規", "new"),
    "gone": Text("不要に", "gone"),
    "longer": Text("延長", "longer"),
    "shorter": Text("短縮", "shorter"),
    "moved": Text("移動", "moved"),
    "changed": Text("変更", "changed"),
}


def signed(amount: int) -> str:
    """``+12``, ``-3``, ``±0``."""
    return f"{amount:+,}" if amount else "±0"


def move_named(landscape: Landscape, ref: MoveRef) -> Text:
    """``介護（kaigo）の shift``, in English ``kaigo.shift``."""
    return Text(f"{system_named(landscape, ref.system).ja}の {ref.move}", str(ref))


def months_text(months: Sequence[Month]) -> Text:
    """Months in order, neighbours joined, and how many they are."""
    if not months:
        return Text("なし", "none")
    runs: list[list[Month]] = []
    for month in months:
        if runs and month - runs[-1][-1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    written = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    count = len(months)
    return Text(f"{'、'.join(written)}({count} か月)", f"{', '.join(written)} ({count})")


# --- the report ------------------------------------------------------------------------------


def difference_report(difference: Difference) -> Report:
    """What the change is, the rules that it breaks, and its difference part by part."""
    landscape = difference.landscape
    before, after = (STATUSES[side.status] for side in (difference.before, difference.after))
    lines = (
        named(landscape.name, landscape.id),
        *_changed_months(difference),
        Text(f"状態: {before.ja} → {after.ja}", f"Status: {before.en} → {after.en}"),
    )
    heading = Text("計画の変更", "A change of the plan")
    return Report((Section(heading, lines), *difference_sections(difference)))


def difference_sections(difference: Difference) -> tuple[Section, ...]:
    """Violations first, then cost by part, then the items of each part that differs."""
    return (
        *findings_section(
            Text("この変更で破られるルール", "Rules that the change breaks"), difference.caused
        ),
        *findings_section(
            Text("変更前の計画だけにある違反", "Violations of the plan before only"), difference.mended
        ),
        _costs(difference),
        *(
            Section(
                Text(
                    f"{COST_PARTS[part.part].ja}の差: {signed(part.difference)}",
                    f"Difference in {COST_PARTS[part.part].en}: {signed(part.difference)}",
                ),
                table=_items(difference.landscape, part),
            )
            for part in difference.parts
            if part.items
        ),
    )


def _changed_months(difference: Difference) -> list[Text]:
    if not difference.months:
        return [Text("どの移行の年月も変わりません。", "No move changes its month.")]
    lines = []
    for ref, (before, after) in difference.months.items():
        name = move_named(difference.landscape, ref)
        lines.append(
            Text(f"{name.ja}: {before or 'なし'} → {after or 'なし'}",
                 f"{name.en}: {before or 'none'} → {after or 'none'}")
        )  # fmt: skip
    return lines


def _outcome(difference: Difference) -> tuple[Text, ...]:
    """The total before and after, and the main causes; or why there is none."""
    before, after, total = difference.before.cost, difference.after.cost, difference.total
    if before is None or after is None or total is None:
        which = Text("変更後", "after the change") if before is not None else Text("変更前", "before it")
        return (
            Text(f"費用の差: なし({which.ja}の計画は、移行の年月が正しくないか、運べない連携があります)",
                 f"Difference in cost: none (the plan {which.en}: its moves are not in order, or a link cannot be carried)"),
        )  # fmt: skip
    proof, amount = _proof(difference), amount_text(difference.landscape, total)
    outcome = Text(f"費用: {before.total:,} → {after.total:,}、差 {amount}({proof.ja})",
                   f"Cost: {before.total:,} → {after.total:,}, difference {amount} ({proof.en})")  # fmt: skip
    causes = main_causes(difference)
    if not causes:
        return (outcome,)
    said = join(causes)
    return outcome, Text(f"主な理由: {said.ja}", f"Mainly: {said.en}")


def amount_text(landscape: Landscape, amount: int) -> str:
    """The difference with its sign and the landscape's unit."""
    return f"{signed(amount)} {landscape.cost_unit}" if landscape.cost_unit else signed(amount)


def _proof(difference: Difference) -> Text:
    if difference.exact:
        return Text("どちらも最少であることを証明済み", "both proven least for their months")
    range_ = difference.range
    assert range_ is not None
    least, most = (signed(end) for end in range_)
    return Text(f"最少とは未証明。差は {least} から {most} の間", f"not proven: between {least} and {most}")


def _costs(difference: Difference) -> Section:
    unit = difference.landscape.cost_unit
    heading = Text(
        f"費用の差({unit})" if unit else "費用の差",
        f"Difference by part ({unit})" if unit else "Difference by part",
    )
    rows = [
        (COST_PARTS[part.part], part.before, part.after, signed(part.difference)) for part in difference.parts
    ]
    before, after = difference.before.cost, difference.after.cost
    if before is None or after is None:
        return Section(heading, _outcome(difference))
    rows.append((COST_PARTS["total"], before.total, after.total, signed(after.total - before.total)))
    table = Table(
        columns(
            ("項目", "part"), ("変更前", "before", "number"), ("変更後", "after", "number"),
            ("差", "difference", "number"),
        ),
        tuple(rows),
    )  # fmt: skip
    return Section(heading, _outcome(difference), table)


def _items(landscape: Landscape, part: PartDifference) -> Table:
    rows = []
    for item in part.items:
        before, after = _sides(item)
        rows.append((
            signed(item.difference), CHANGES[item.change], subject_of(landscape, item), before, after,
            _cause(landscape, item),
        ))  # fmt: skip
    return Table(
        columns(
            ("差", "difference", "number"), ("変化", "change"), ("内容", "what"), ("変更前", "before"),
            ("変更後", "after"), ("原因", "cause", "below"),
        ),
        tuple(rows),
    )  # fmt: skip


def subject_of(landscape: Landscape, item: Item) -> Text:
    """What the item is: the bridge, the link, the session's vendors, the environment …."""
    match item:
        case BridgeItem():
            place = item.place
            where = place_named(
                landscape, place.system, item.key.vendor or None, place.hub, place.integration, place.between
            )
            whose = vendor_named(landscape, item.key.vendor)
            parts = [KINDS[item.key.kind], where, *([] if whose is None else [whose])]
            return join(parts, " ・ ", " · ")
        case SuspensionItem() | TestItem():
            return join((_link(landscape, link) for link in item.links), " / ", " / ")
        case SessionItem():
            return vendors_named(landscape, item.vendors)
        case EnvironmentItem():
            return named(landscape.environments[item.environment].name, item.environment)
        case LawItem():
            law, system = item.law, system_named(landscape, item.system)
            return Text(f"{law.month} {law.name} ・ {system.ja}", f"{law.month} {law.name} · {system.en}")
        case LatenessItem():
            return move_named(landscape, item.move)
        case _:
            return both(item.name)


def _link(landscape: Landscape, link: IntegrationKey) -> Text:
    return Text(f"{link} {landscape.integrations[link].name}", str(link))


def _sides(item: Item) -> tuple[Text, Text]:
    """What it was and what it becomes: months, or figures."""
    match item:
        case BridgeItem() | SuspensionItem() | EnvironmentItem():
            return months_text(item.months_before), months_text(item.months_after)
        case TestItem():
            return _case_month(item.case_before), _case_month(item.case_after)
        case SessionItem():
            return month_or_none(item.month_before), month_or_none(item.month_after)
        case LatenessItem():
            return (
                Text(f"{item.late_before} か月遅れ", f"{item.late_before} month(s) late"),
                Text(f"{item.late_after} か月遅れ", f"{item.late_after} month(s) late"),
            )
        case _:
            return both(f"{item.before:,}"), both(f"{item.after:,}")


def _case_month(case: CaseAt | None) -> Text:
    return month_or_none(None if case is None else case.month)


def _cause(landscape: Landscape, item: Item) -> Text | None:
    match item:
        case BridgeItem():
            texts = [
                *(_moved_months(both(str(entry.link)), entry.before, entry.after) for entry in item.served),
                *(_moved_months(both(str(entry.move)), entry.before, entry.after) for entry in item.moves),
            ]
            listed = _listed(texts)
            return Text(f"{item.reason.ja} 連携: {listed.ja}", f"{item.reason.en} Links: {listed.en}")
        case TestItem():
            legs = _legs(item)
            case = item.case_after
            reason = Text("", "") if case is None else case.reason
            return Text(f"{reason.ja}{legs.ja}", f"{reason.en} {legs.en}".strip())
        case SessionItem():
            listed = _listed([both(str(link)) for link in item.links])
            return Text(f"テストする連携: {listed.ja}", f"Links tested: {listed.en}")
        case EnvironmentItem():
            return _users(landscape, item)
        case _:
            return None


def _moved_months(name: Text, before: Sequence[Month], after: Sequence[Month]) -> Text:
    one, other = months_text(before), months_text(after)
    return Text(f"{name.ja} {one.ja} → {other.ja}", f"{name.en} {one.en} → {other.en}")


def _listed(texts: Sequence[Text]) -> Text:
    """The first of them, and how many more there are."""
    shown, rest = join(texts[:LISTED_LINKS], "; ", "; "), len(texts) - LISTED_LINKS
    if rest <= 0:
        return shown
    return Text(f"{shown.ja}; ほか {rest} 件", f"{shown.en}; and {rest} more")


def _legs(item: TestItem) -> Text:
    """What becomes of the due legs that the case covers, counted."""
    fresh = [leg for leg in item.legs if leg.before is None]
    dropped = [leg for leg in item.legs if leg.after is None and leg.before is not None]
    kept = [leg for leg in item.legs if leg.before is not None and leg.after is not None]
    moved = [leg for leg in kept if leg.before != leg.after]
    same = len(kept) - len(moved)
    parts = []
    if fresh:
        parts.append(Text(f"新たに要る区間 {len(fresh)} 本", f"{len(fresh)} leg(s) newly due"))
    if dropped:
        parts.append(Text(f"要らなくなる区間 {len(dropped)} 本", f"{len(dropped)} leg(s) no longer due"))
    if moved:
        months = sorted({(str(leg.before), str(leg.after)) for leg in moved})
        shown = "、".join(f"{before} → {after}" for before, after in months)
        parts.append(
            Text(f"月が変わる区間 {len(moved)} 本({shown})",
                 f"{len(moved)} leg(s) due in another month ({shown.replace('、', ', ')})")
        )  # fmt: skip
    if same:
        parts.append(
            Text(f"同じ月に別のテストで確認できる区間 {same} 本" if item.case_after is None else f"変わらない区間 {same} 本",
                 f"{same} leg(s) due in the same month")
        )  # fmt: skip
    said = join(parts)
    return Text(f"{said.ja}。", f"{said.en}.") if parts else Text("", "")


def _users(landscape: Landscape, item: EnvironmentItem) -> Text:
    """Who uses the environment in the months that differ."""
    users = [
        *(system_named(landscape, system) for system in item.systems),
        *(named(landscape.hubs[hub].name, hub) for hub in item.hubs),
    ]
    said = _listed(users)
    links = _listed([both(str(link)) for link in item.links])
    via = Text(f"。ハブを通る連携: {links.ja}", f". Links through the hubs: {links.en}")
    return Text(
        f"違いのある月に使うもの: {said.ja}{via.ja if item.links else ''}",
        f"In use in the months that differ by: {said.en}{via.en if item.links else ''}",
    )


# --- plain data ------------------------------------------------------------------------------


def difference_document(difference: Difference) -> Plain:
    """The difference as data: moves, violations, cost by part, items with all their links."""
    landscape = difference.landscape
    range_ = difference.range
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "changes": {
            str(ref): {"before": _plain(before), "after": _plain(after)}
            for ref, (before, after) in difference.months.items()
        },
        "violations": [violation_document(finding) for finding in difference.caused],
        "violations_before_only": [violation_document(finding) for finding in difference.mended],
        "before": _side(difference.before),
        "after": _side(difference.after),
        "difference": None if difference.total is None else {
            **{part.part: part.difference for part in difference.parts}, "total": difference.total,
        },
        "proven": difference.exact,
        "range": None if range_ is None else list(range_),
        "causes": [text_document(cause) for cause in main_causes(difference)],
        "items": {
            part.part: [_item(landscape, item) for item in part.items]
            for part in difference.parts
            if part.items
        },
    }  # fmt: skip


def _side(side: Side) -> Plain:
    return {
        "status": side.status,
        "cost": None if side.cost is None else side.cost.as_dict(),
        "bound": side.bound,
    }


def _item(landscape: Landscape, item: Item) -> Plain:
    return {
        "what": text_document(subject_of(landscape, item)),
        "change": item.change,
        "before": item.before,
        "after": item.after,
        "difference": item.difference,
        "links": [str(link) for link in item.links],
        **_details(item),
    }


def _details(item: Item) -> Plain:
    match item:
        case BridgeItem():
            return {
                "bridge": str(item.key),
                "months": _months(item.months_before, item.months_after),
                "serves": [
                    {"integration": str(entry.link), **_months(entry.before, entry.after)}
                    for entry in item.served
                ],
                "moves": [
                    {"move": str(entry.move), **_months(entry.before, entry.after)} for entry in item.moves
                ],
                "reason": text_document(item.reason),
            }
        case SuspensionItem():
            return {"months": _months(item.months_before, item.months_after)}
        case TestItem():
            return {
                "tests": {"before": _case(item.case_before), "after": _case(item.case_after)},
                "legs": [
                    {"leg": leg.leg, "due_before": _plain(leg.before), "due_after": _plain(leg.after)}
                    for leg in item.legs
                ],
            }
        case SessionItem():
            return {
                "vendors": list(item.vendors),
                "month": {"before": _plain(item.month_before), "after": _plain(item.month_after)},
            }
        case EnvironmentItem():
            return {
                "environment": item.environment,
                "months": _months(item.months_before, item.months_after),
                "systems": list(item.systems),
                "hubs": list(item.hubs),
            }
        case LawItem():
            return {"month": str(item.law.month), "name": item.law.name, "system": item.system}
        case LatenessItem():
            return {"move": str(item.move), "months": {"before": item.late_before, "after": item.late_after}}
        case _:
            return {}


def _case(case: CaseAt | None) -> Plain | None:
    if case is None:
        return None
    return {
        "month": str(case.month),
        "integration": str(case.link),
        "covers": list(case.legs),
        "reason": text_document(case.reason),
    }


def _months(before: Iterable[Month], after: Iterable[Month]) -> Plain:
    return {"before": [str(month) for month in before], "after": [str(month) for month in after]}


def _plain(month: Month | None) -> str | None:
    return None if month is None else str(month)
