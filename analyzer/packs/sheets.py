"""What one vendor gets as tables: what to do by month, its links, the bridges that concern it. No price, no remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from analyzer.bridges.reasons import ending_of
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.packs.dates import span_of
from analyzer.packs.gathering import seen_by
from analyzer.packs.items import ITEM_KINDS, Item
from analyzer.reports.layout import Report, Section, Table, both, columns, join
from analyzer.reports.naming import bridge_place, system_named, vendor_named, vendors_named

NO_DATE = Text("期日なし", "no date")
SECRETARIAT = Text("事務局", "secretariat")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a pack with its title; `id` is what files and addresses call it."""

    id: str
    title: Text
    report: Report


def titled(id_: str, title: Text, report: Report) -> Sheet:
    """The sheet with its title over all: printed, a page has nothing else to say it."""
    first, *rest = report.sections
    if first.heading is None:
        return Sheet(id_, title, replace(report, sections=(replace(first, heading=title), *rest)))
    return Sheet(id_, title, replace(report, sections=(Section(title), *report.sections)))


_ITEMS = columns(
    ("月", "month"), ("期日", "day"), ("種類", "kind"), ("すること", "what"), ("担当", "who does it"),
    ("関係ベンダ", "vendors"), ("所管課", "owner sections"), ("連携", "links"), ("内容", "details", "below"),
)  # fmt: skip


def items_sheet(landscape: Landscape, items: Sequence[Item]) -> Sheet:
    """Everything to do, a section for each month; the answer is one table of all."""
    rows = [(item.first, _row(landscape, item)) for item in items if item.kind != "answer"]
    sections = [
        Section(NO_DATE if month is None else both(str(month)), table=Table(_ITEMS[1:], tuple(row[1:] for _, row in group)))
        for month, group in groupby(rows, key=lambda pair: pair[0])
    ]  # fmt: skip
    counts = [
        Text(f"{word.ja} {count} 件", f"{word.en}: {count}")
        for kind, word in ITEM_KINDS.items()
        if (count := sum(item.count for item in items if item.kind == kind))
    ]
    head = Section(
        None, (join(counts),) if counts else (Text("することはありません。", "There is nothing to do."),)
    )
    table = Table(_ITEMS, tuple(row for _, row in rows))
    return titled("items", Text("月別のやること", "What to do, by month"), Report((head, *sections), table))


def _row(landscape: Landscape, item: Item) -> tuple[Text | str | None, ...]:
    span = span_of(item)
    return (
        _months(item), item.day or (None if span is None else span[1].isoformat()), ITEM_KINDS[item.kind], item.title,
        vendors_named(landscape, item.doers) if item.doers else SECRETARIAT,
        vendors_named(landscape, item.vendors - item.doers), join(both(owner) for owner in item.owners),
        join(both(str(key)) for key in item.links), item.detail,
    )  # fmt: skip


def _months(item: Item) -> Text:
    if item.first is None or item.last is None:
        return NO_DATE
    if item.first == item.last:
        return both(str(item.first))
    return Text(f"{item.first}～{item.last}", f"{item.first} – {item.last}")


_LINKS = columns(
    ("連携", "integration"), ("名前", "name"), ("送り側", "from"), ("受け側", "to"), ("相手のベンダ", "vendors at the other end"),
    ("今の経路・方式", "today"), ("移行後の経路・方式", "in the end"), ("混在する月", "mixed in"), ("過渡期連携", "bridge"),
)  # fmt: skip


def links_sheet(landscape: Landscape, evaluation: Evaluation | None, vendor: str) -> Sheet:
    """The links with an end, or a hub on their way, of the vendor, at any time."""
    mixed, carried = _bridged(evaluation)
    rows = []
    for key, integration in landscape.integrations.items():
        if vendor not in _vendors(landscape, integration):
            continue
        months = mixed.get(key, ())
        span = None
        if months:
            span = both(str(months[0])) if len(months) == 1 else Text(
                f"{months[0]}～{months[-1]}", f"{months[0]} – {months[-1]}")  # fmt: skip
        rows.append((
            str(key), integration.name, system_named(landscape, key.source), system_named(landscape, key.target),
            vendors_named(landscape, _vendors(landscape, integration) - {vendor}),
            _way(landscape, integration, landscape.generations[0]), _way(landscape, integration, landscape.generations[-1]),
            span, join(carried.get(key, ())),
        ))  # fmt: skip
    table = Table(_LINKS, tuple(rows))
    head = Section(None, (Text(f"関係する連携 {len(rows)} 件", f"{len(rows)} link(s)"),), table)
    return titled("links", Text("関係する連携", "Links"), Report((head,), table))


def _vendors(landscape: Landscape, integration: Integration) -> frozenset[str]:
    """Of both ends, in any form, and of the hubs on the way."""
    ends = [
        landscape.systems[end] for end in (integration.key.source, integration.key.target) if end is not None
    ]
    hubs = {real.via for real in integration.realizations.values() if real.via is not None}
    return frozenset(
        {form.vendor for system in ends for form in system.forms}
        | {landscape.hubs[hub].vendor for hub in hubs}
    )


def _way(landscape: Landscape, integration: Integration, generation: str) -> Text | None:
    real = integration.realizations.get(generation)
    if real is None:
        return None
    via = Text("直接", "direct") if real.via is None else Text(landscape.hubs[real.via].name, real.via)
    return join((via, *(both(part) for part in (real.method, real.interval) if part)), " ", " ")


def _bridged(
    evaluation: Evaluation | None,
) -> tuple[dict[IntegrationKey, list[Month]], dict[IntegrationKey, list[Text]]]:
    """Link → months in which it is mixed, and kinds of bridges that carry it."""
    mixed: dict[IntegrationKey, list[Month]] = {}
    carried: dict[IntegrationKey, list[Text]] = {}
    if evaluation is None or evaluation.assessment is None:
        return mixed, carried
    schedule = evaluation.assessment.schedule
    for stretch, span, option in evaluation.assessment.carriage:
        if stretch.state.state == "mixed":
            key, covered = stretch.integration.key, schedule.spans[span]
            mixed.setdefault(key, []).extend(map(schedule.month, range(covered.start, covered.stop)))
            kinds = (bridge.kind for bridge in option.bridges) if option.bridges else ("suspended",)
            carried.setdefault(key, []).extend(KINDS[kind] for kind in kinds)
    return (
        {key: sorted(months) for key, months in mixed.items()},
        {key: list(dict.fromkeys(words)) for key, words in carried.items()},
    )


_BRIDGES = columns(
    ("種類", "kind"), ("場所", "place"), ("用意するベンダ", "built by"), ("着手期限", "order by"), ("開始", "from"),
    ("終了", "until"), ("連携", "links"), ("終わり方", "what ends it", "below"),
)  # fmt: skip


def bridges_sheet(assessment: Assessment | None, vendor: str) -> Sheet:
    """The bridges that the vendor builds, and others as far as they carry its links; without costs."""
    title = Text("過渡期連携", "Bridges")
    rows = []
    for whole in () if assessment is None else assessment.bridges:
        assert assessment is not None
        standing = seen_by(assessment, whole, vendor)
        if standing is None:
            continue
        landscape, schedule, bridge = assessment.landscape, assessment.schedule, standing.bridge
        first, last = schedule.month(standing.months[0]), schedule.month(standing.months[-1])
        lead = 0 if bridge.entry is None else bridge.entry.lead_months
        ordered = bridge.stands or bridge.kind == "as_is" or bridge.key.vendor != vendor
        rows.append((
            KINDS[bridge.kind], bridge_place(landscape, standing),
            vendor_named(landscape, bridge.key.vendor or None) or SECRETARIAT,
            None if ordered else str(first + -lead), str(first), str(last),
            join(both(str(key)) for key in standing.serves),
            ending_of(assessment.carriage.demands, standing, priced=False),
        ))  # fmt: skip
    table = Table(_BRIDGES, tuple(rows))
    head = Section(None, (Text(f"過渡期連携 {len(rows)} 件", f"{len(rows)} bridge(s)"),), table)
    return titled("bridges", title, Report((head,), table))
