"""What stands, and what is ordered, when the new month begins: the `existing_bridges` of the next file.

Months count from the first month of the landscape that is advanced; `now` is the new month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from analyzer.bridges.standing import StandingBridge
from analyzer.evaluation.assessment import Assessment, Cost, environment_cost, law_change_cost
from analyzer.landscape.checks.existing import can_carry
from analyzer.landscape.model import NO_REMARKS, ExistingBridge, IntegrationKey, Landscape, System
from analyzer.plan.rules import lateness_months


@dataclass(slots=True)
class _Place:
    """What stands at a place now, and what joins it in which month (of the horizon)."""

    bridge: StandingBridge
    stands: bool = False
    serves: set[IntegrationKey] = field(default_factory=set)
    orders: dict[int, set[IntegrationKey]] = field(default_factory=dict)


def existing_bridges(assessment: Assessment, ahead: Landscape, now: int) -> tuple[ExistingBridge, ...]:
    """Every bridge that serves in the month before `now`, with the links that it carries then, and every order begun.

    `ahead` has as forms 0 what systems have in that month. What the file listed and has ceased is left out; orders that
    have served nothing yet stay, whether the plan uses them or not.
    """
    places: dict[tuple[object, ...], tuple[ExistingBridge, _Place]] = {}
    for bridge in assessment.bridges:
        if bridge.bridge.kind == "as_is":
            continue
        written = _written(bridge, ahead.systems)
        _, place = places.setdefault(written.place, (written, _Place(bridge)))
        _fill(place, bridge, now)
        if bridge.months[-1] >= now:
            _keep(assessment, ahead, place, written, now)
    entries = [entry for written, place in places.values() for entry in _entries(assessment, written, place)]
    return (*entries, *_unused_orders(assessment, ahead, set(places)))


def _keep(assessment: Assessment, ahead: Landscape, place: _Place, written: ExistingBridge, now: int) -> None:
    """A bridge that goes on stays built where it serves nothing in the month before, and so does what it has on order."""
    bridge = place.bridge
    index = assessment.landscape.horizon.index
    records = bridge.bridge.records
    for record in records:
        first = None if record.first is None else index(record.first)
        if first is not None and first >= now:
            kept = replace(written, first=record.first)
            place.orders.setdefault(first, set()).update(
                key for key in set(record.serves) - _listed(place) if can_carry(ahead, kept, key)
            )
    there = bridge.months[0] < now or any(r.first is None or index(r.first) < now for r in records)
    if there and not place.stands and written.integration is None:
        if written.system is not None and written.vendor is not None:
            # of a vendor that the end does not have now: that can be written as an order only
            place.orders = place.orders or {now: set()}
        else:
            place.stands = True


def _listed(place: _Place) -> set[IntegrationKey]:
    return place.serves.union(*place.orders.values())


def _unused_orders(
    assessment: Assessment, ahead: Landscape, served: set[tuple[object, ...]]
) -> Iterator[ExistingBridge]:
    """Orders of the file where the plan has nothing serve, neither so far nor later: they are paid for."""
    before = assessment.landscape
    for record in before.existing_bridges:
        if record.first is None:
            continue
        vendor = record.vendor
        if record.system is not None:
            vendor = record.vendor or before.systems[record.system].forms[0].vendor
            vendor = None if ahead.systems[record.system].forms[0].vendor == vendor else vendor
        kept = replace(record, vendor=vendor, first=max(record.first, ahead.horizon.first))
        kept = replace(kept, serves=tuple(key for key in record.serves if can_carry(ahead, kept, key)))
        if kept.place not in served and (kept.serves or not record.serves) and not _over(kept):
            yield kept


def _over(bridge: ExistingBridge) -> bool:
    return bridge.first is not None and bridge.until is not None and bridge.until < bridge.first


def _fill(place: _Place, bridge: StandingBridge, now: int) -> None:
    """The links that it carries in the month before, and those whose joining is paid for."""
    for key, months in bridge.serves.items():
        if now - 1 in months:
            place.stands = True
            place.serves.add(key)
        elif (ready := _ready(bridge, key, months, now)) is not None:
            place.orders.setdefault(ready, set()).add(key)
    wanted = sorted({month for months in bridge.moves.values() for month in months})
    if now - 1 in wanted:
        place.stands = True
    elif wanted and wanted[0] >= now and _begun(bridge, wanted[0], now):
        place.orders.setdefault(wanted[0], set())


def _ready(bridge: StandingBridge, key: IntegrationKey, months: tuple[int, ...], now: int) -> int | None:
    """From which month on a link that is to join a bridge can be served, where that is paid for; else None."""
    coming = next((month for month in months if month >= now), None)
    if coming is None:
        return None
    listed = bridge.bridge.listed.get(key)
    if listed is not None:
        return max(now, listed[0])
    if months[0] < now:
        return now
    return coming if _begun(bridge, coming, now) else None


def _begun(bridge: StandingBridge, month: int, now: int) -> bool:
    """Whether the building of what first serves in the month has begun before the new month."""
    return month - (bridge.bridge.lead or 0) < now


def _written(bridge: StandingBridge, systems: Mapping[str, System]) -> ExistingBridge:
    """The place as the file names it."""
    made = bridge.bridge
    kind = made.kind
    assert kind != "as_is"
    place, vendor = made.place, made.key.vendor
    if kind in ("convert", "manual"):
        return ExistingBridge(kind, hub=place.hub, integration=place.integration)
    if kind == "relay":
        return ExistingBridge(kind, between=place.between)
    if made.entry is not None and made.entry.per == "vendor":
        return ExistingBridge(kind, vendor=vendor)
    assert place.system is not None
    later = None if systems[place.system].forms[0].vendor == vendor else vendor
    return ExistingBridge(kind, system=place.system, vendor=later, hub=place.hub)


def _entries(assessment: Assessment, written: ExistingBridge, place: _Place) -> Iterator[ExistingBridge]:
    records = place.bridge.bridge.records
    first = records[0] if records else written
    until = min((record.until for record in records if record.until is not None), default=None)
    kept = replace(written, until=until, method=first.method, interval=first.interval, remarks=first.remarks)
    if place.stands:
        yield replace(kept, serves=_sorted(place.serves))
    orders = {month: keys - place.serves for month, keys in sorted(place.orders.items())}
    if place.stands or (any(orders.values()) and written.kind != "relay"):
        orders = {
            month: keys for month, keys in orders.items() if keys
        }  # an order beside another lists what joins
    for number, (month, keys) in enumerate(orders.items()):
        remarks = kept.remarks if number == 0 and not place.stands else NO_REMARKS
        since = assessment.schedule.month(month)
        yield replace(kept, serves=_sorted(keys), first=since, remarks=remarks)


def _sorted(keys: Iterable[IntegrationKey]) -> tuple[IntegrationKey, ...]:
    return tuple(sorted(keys, key=str))


def paid_before(assessment: Assessment, now: int) -> Cost:
    """What a plan has cost when the month `now` begins, in the landscape's cost unit.

    A bridge's setup, and what a link costs once, are paid when building begins (`lead_months` before the first
    month of service); everything else in its month; lateness with the move that was late.
    """
    schedule, landscape = assessment.schedule, assessment.landscape
    index = landscape.horizon.index
    bridges = 0
    for bridge in assessment.bridges:
        first = {key: months[0] for key, months in bridge.serves.items()}
        begun = [key for key, month in first.items() if _begun(bridge, month, now)]
        moves = [month for months in bridge.moves.values() for month in months]
        if begun or any(_begun(bridge, month, now) for month in moves):
            bridges += bridge.setup
        bridges += sum(bridge.bridge.link_cost(key) for key in begun)
        bridges += bridge.bridge.per_month * sum(month < now for month in bridge.months)
    suspension = sum(
        (landscape.integrations[key].suspendable or 0) * sum(month < now for month in months)
        for key, months in assessment.suspended.items()
    )
    sets = [ts for ts in assessment.test_sets if schedule.spans[ts.month.span].start < now]
    late = lateness_months(schedule)
    return Cost(
        bridge=bridges,
        suspension=suspension,
        test=sum(len(ts.cases) for ts in sets) * landscape.test_case_cost,
        session=sum(ts.sessions for ts in sets) * landscape.session_cost,
        environment=environment_cost(assessment.carriage, now),
        law_change=law_change_cost(schedule, now),
        lateness=(landscape.lateness_per_month or 0)
        * sum(months for ref, months in late.items() if index(schedule.moves[ref]) < now),
    )
