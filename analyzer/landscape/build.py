"""Documents that were checked to the frozen values that the analyses read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from analyzer.landscape import documents as d
from analyzer.landscape import dumping
from analyzer.landscape import model as m
from analyzer.landscape.months import Availability, Horizon, Month
from analyzer.landscape.places import Path, Places
from analyzer.landscape.references import IntegrationIndex, parse_move
from analyzer.landscape.structure import Parts, Placed

T = TypeVar("T")
NO_MONTH = Month(1900 * 12)
"""Where there is no horizon and no `as_of`, the empty horizon begins here."""


def build_landscape(parts: Parts, places: Places) -> m.Landscape:
    """The landscape that sound parts describe; `parts.header` must be there."""
    landscape = build_unhashed(parts, places)
    return replace(landscape, known_hash=dumping.content_hash(dumping.landscape_document(landscape)))


def build_unhashed(parts: Parts, places: Places) -> m.Landscape:
    """The same without its `content_hash`, which takes longer than all the rest."""
    header = parts.header
    assert header is not None, "a landscape without its header was checked away"
    keys = [integration_key(placed.document) for placed in parts.integrations]
    index = IntegrationIndex(keys)
    entries = parts.bridges or []
    return m.Landscape(
        id=header.id,
        name=header.name,
        municipality_code=header.municipality_code,
        as_of=month(header.as_of),
        horizon=horizon(header),
        deadline=month(header.deadline),
        lateness_per_month=header.lateness_per_month,
        generations=tuple(header.generations),
        cost_unit=header.cost_unit,
        test_case_cost=header.costs.test_case,
        session_cost=header.costs.session,
        cutovers_per_month=header.capacity.cutovers_per_month,
        main_routes=header.tests.main_routes,
        remarks=remarks(header),
        vendors=_by_id(_vendor(*placed) for placed in parts.vendors),
        environments=_by_id(_environment(*placed) for placed in parts.environments),
        lines=None
        if parts.lines is None
        else tuple(_by_id(_line(*placed) for placed in parts.lines).values()),
        hubs=_by_id(_hub(*placed) for placed in parts.hubs),
        packages=_by_id(_package(*placed) for placed in parts.packages),
        systems=_by_id(_system(*placed) for placed in parts.systems),
        integrations=dict(
            sorted(
                (
                    (integration_key(placed.document), build_integration(*placed))
                    for placed in parts.integrations
                ),
                key=lambda item: str(item[0]),
            )
        ),
        catalogue=None
        if parts.bridges is None
        else in_order(
            (catalogue_entry(*placed) for placed in entries if not is_answer(placed.document)),
            dumping.catalogue_entry,
        ),
        partner_answers=in_order(
            (partner_answer(*placed) for placed in entries if is_answer(placed.document)),
            dumping.partner_answer,
        ),
        existing_bridges=in_order(
            (_existing_bridge(*placed, index) for placed in parts.existing_bridges), dumping.existing_bridge
        ),
        law_changes=in_order((law_change(*placed) for placed in parts.law_changes), dumping.law_change),
        rules=in_order((build_rule(placed) for placed in parts.rules), dumping.rule),
        patterns=tuple(_by_id(_pattern(*placed) for placed in parts.patterns).values()),
        places=places,
    )


def horizon(header: d.LandscapeDocument) -> Horizon:
    """The months of the plan; none where the file gives none."""
    if header.horizon is None:
        start = Month.parse(header.as_of) if header.as_of else NO_MONTH
        return Horizon(start, start + -1)
    return Horizon(Month.parse(header.horizon.first), Month.parse(header.horizon.last))


def integration_key(entry: d.IntegrationDocument) -> m.IntegrationKey:
    return m.IntegrationKey(entry.id, entry.branch, entry.source, entry.target)


def is_answer(entry: d.BridgeDocument) -> bool:
    """Whether an entry of `bridges` is an answer of the survey, not an offer with a price."""
    return entry.offered is not None or entry.partner_system is not None or entry.partner_vendor is not None


def month(text: str | None) -> Month | None:
    return None if text is None else Month.parse(text)


def months(texts: Iterable[str]) -> frozenset[Month]:
    return frozenset(Month.parse(text) for text in texts)


def remarks(entry: d.Entry) -> m.Remarks:
    if entry.note is None and not entry.attributes:
        return m.NO_REMARKS
    return m.Remarks(entry.note, entry.attributes)


def available(document: d.AvailableDocument) -> Availability:
    return Availability(month(document.first), month(document.until))


def forms(system: d.SystemDocument) -> tuple[m.Form, ...]:
    """Form 0 and the form after each move, complete: what a move does not name stays."""
    current = system.current
    result = [m.Form(current.environment, current.generation, current.vendor, current.package)]
    for move in system.moves:
        before = result[-1]
        to = move.to
        result.append(
            m.Form(
                to.environment or before.environment,
                to.generation or before.generation,
                to.vendor or before.vendor,
                to.package or before.package,
            )
        )
    return tuple(result)


def realizations(entry: d.IntegrationDocument) -> dict[str, m.Realization]:
    """By generation, `same_as` followed; a `same_as` that leads nowhere has none."""
    result: dict[str, m.Realization] = {}
    written: dict[str, m.Realization] = {}
    for generation in sorted(entry.realizations):
        target = realized_at(entry, generation)
        if target is None:
            continue
        if target not in written:
            r = entry.realizations[target]
            written[target] = m.Realization(
                target, r.via, r.method, r.interval, r.send, r.receive, remarks(r)
            )
        result[generation] = written[target]
    return result


def realized_at(entry: d.IntegrationDocument, generation: str) -> str | None:
    """The generation at which the realization that holds at `generation` is written."""
    seen = set()
    while generation in entry.realizations and generation not in seen:
        same_as = entry.realizations[generation].same_as
        if same_as is None:
            return generation
        seen.add(generation)
        generation = same_as
    return None


def _by_id(entries: Iterable[T]) -> dict[str, T]:
    return dict(sorted(((entry.id, entry) for entry in entries), key=lambda item: item[0]))  # type: ignore[attr-defined]


def in_order(entries: Iterable[T], document: Callable[[T], object]) -> tuple[T, ...]:
    """In the order of what they say, which does not depend on the order of the file."""
    return tuple(sorted(entries, key=lambda entry: json.dumps(document(entry), ensure_ascii=False)))


def _extensions(entries: Sequence[d.ExtensionDocument]) -> tuple[m.Extension, ...]:
    return in_order((m.Extension(Month.parse(e.until), remarks(e)) for e in entries), dumping.extension)


def _vendor(path: Path, e: d.VendorDocument) -> m.Vendor:
    slip = None
    if e.slip is not None and e.slip.triangular is not None:
        low, mode, high = e.slip.triangular
        slip = m.Slip(triangular=(low, mode, high))
    elif e.slip is not None and e.slip.table is not None:
        slip = m.Slip(table=tuple(sorted((int(by), weight) for by, weight in e.slip.table.items())))
    bridges_until = month(e.bridges_until)
    return m.Vendor(
        e.id, e.name, e.cutovers_per_month, months(e.unavailable), bridges_until, slip, remarks(e), path
    )  # fmt: skip


def _environment(path: Path, e: d.EnvironmentDocument) -> m.Environment:
    return m.Environment(
        e.id,
        e.name,
        e.hosting,
        e.zone,
        e.provider,
        available(e.available),
        _extensions(e.extensions),
        e.stage,
        e.monthly_cost,
        remarks(e),
        path,
    )


def _line(path: Path, e: d.LineDocument) -> m.Line:
    return m.Line(e.id, m.pair(*e.between), e.kind, available(e.available), remarks(e), path)


def _hub(path: Path, e: d.HubDocument) -> m.Hub:
    return m.Hub(
        e.id,
        e.name,
        e.environment,
        e.vendor,
        e.write_back,
        e.read_through,
        e.converts,
        available(e.available),
        remarks(e),
        path,
    )


def _package(path: Path, e: d.PackageDocument) -> m.Package:
    return m.Package(e.id, e.name, e.vendor, available(e.available), remarks(e), path)


def _system(path: Path, e: d.SystemDocument) -> m.System:
    all_forms = forms(e)
    return m.System(
        id=e.id,
        name=e.name,
        scope=e.scope,
        forms=all_forms,
        moves=tuple(
            _move((*path, "moves", i), move, form)
            for i, (move, form) in enumerate(zip(e.moves, all_forms[1:], strict=True))
        ),
        block=e.block,
        businesses=tuple(sorted(e.businesses)),
        owner=e.owner,
        contract_end=month(e.contract_end),
        contract_extensions=_extensions(e.contract_extensions),
        remarks=remarks(e),
        path=path,
    )


def _move(path: Path, e: d.MoveDocument, to: m.Form) -> m.Move:
    line = e.needs_line
    return m.Move(
        id=e.id,
        to=to,
        earliest=month(e.earliest),
        latest=month(e.latest),
        fixed=month(e.fixed),
        deadline=month(e.deadline),
        blackout=months(e.blackout),
        not_with_previous=e.not_with_previous,
        day=e.day,
        needs_line=None if line is None else m.NeedsLine(m.pair(*line.between), line.months_before),
        remarks=remarks(e),
        path=path,
    )


def build_integration(path: Path, e: d.IntegrationDocument) -> m.Integration:
    """An integration from its document, which was checked."""
    return m.Integration(
        integration_key(e),
        e.name,
        realizations(e),
        e.criticality,
        e.main_route,
        e.suspendable,
        e.ends,
        e.confidence,
        remarks(e),
        path,
    )


def _pair(between: list[str] | None) -> tuple[str, str] | None:
    return None if between is None else m.pair(*between)


def catalogue_entry(path: Path, e: d.BridgeDocument) -> m.CatalogueEntry:
    """An offer from its document, which was checked."""
    return m.CatalogueEntry(
        e.kind,
        e.system,
        e.vendor,
        e.hub,
        _pair(e.between),
        e.per or "system",
        e.setup or 0,
        e.per_link or 0,
        e.per_month or 0,
        e.lead_months or 0,
        remarks(e),
        path,
    )


def partner_answer(path: Path, e: d.BridgeDocument) -> m.PartnerAnswer:
    """An answer of the survey from its document, which was checked."""
    return m.PartnerAnswer(
        e.kind, bool(e.offered), e.partner_system, e.partner_vendor, e.system, e.vendor, remarks(e), path
    )


def _existing_bridge(path: Path, e: d.ExistingBridgeDocument, index: IntegrationIndex) -> m.ExistingBridge:
    def keys(references: Iterable[str]) -> tuple[m.IntegrationKey, ...]:
        found = (index.matches(reference) for reference in references)
        return tuple(sorted({keys[0] for keys in found if len(keys) == 1}, key=str))

    own = keys([e.integration] if e.integration is not None else [])
    return m.ExistingBridge(
        kind=e.kind,
        system=e.system,
        vendor=e.vendor,
        hub=e.hub,
        integration=own[0] if own else None,
        between=_pair(e.between),
        serves=keys(e.serves) or own,  # a converter or manual work is its integration's own
        first=month(e.first),
        until=month(e.until),
        method=e.method,
        interval=e.interval,
        remarks=remarks(e),
        path=path,
    )


def _selector(e: d.SelectorDocument) -> m.SystemSelector:
    ids = None if e.ids is None else frozenset(e.ids)
    return m.SystemSelector(ids, e.block, e.scope, e.owner, e.vendor)


def law_change(path: Path, e: d.LawChangeDocument) -> m.LawChange:
    """A law change from its document, which was checked."""
    return m.LawChange(
        Month.parse(e.month), e.name, dict(sorted(e.cost.items())), _selector(e.systems), remarks(e), path
    )


def build_rule(placed: Placed[object]) -> m.Rule:
    """A rule from its document, which was checked."""
    path, e = placed
    if isinstance(e, d.TogetherDocument):
        return m.Together(tuple(sorted(set(map(parse_move, e.together)))), remarks(e), path)
    if isinstance(e, d.BeforeDocument):
        return m.Before(parse_move(e.before), parse_move(e.after), e.gap, remarks(e), path)
    if isinstance(e, d.BlackoutDocument):
        return m.Blackout(months(e.blackout), _selector(e.systems), e.reason, remarks(e), path)
    assert isinstance(e, d.FixedDocument), e
    fixed = sorted((parse_move(move), Month.parse(text)) for move, text in e.fixed.items())
    return m.Fixed(tuple(fixed), remarks(e), path)


def _pattern(path: Path, e: d.PatternDocument) -> m.Pattern:
    groups = tuple(tuple(sorted(set(group))) for group in e.groups)
    return m.Pattern(e.id, e.name, groups, e.together, remarks(e), path)
