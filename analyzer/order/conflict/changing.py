"""What a rule that gives way means for the file: new values, a sentence, and the landscape with the change made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from analyzer.landscape import model
from analyzer.landscape.model import Before, Blackout, Fixed, Landscape, Move, MoveRef, System, Together
from analyzer.landscape.months import Availability, Month
from analyzer.landscape.places import Path
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.order.conflict.openers import Key
from analyzer.order.conflict.values import Change, Revision
from analyzer.order.naming import listed, move_named, moves_named
from analyzer.order.near import CODE

Moves = Mapping[MoveRef, Month]


@dataclass(frozen=True, slots=True)
class GivesWay:
    """The rule (or date) of a key gives way by so many months at each of its parts, in a plan of these months."""

    key: Key
    parts: Mapping[str, int]
    moves: Moves

    @property
    def subject(self) -> str:
        return self.key[1]

    @property
    def months(self) -> int:
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Amended:
    """A landscape with one change made, and how that is told."""

    landscape: Landscape
    path: Path
    sentence: Text
    revisions: tuple[Revision, ...] = ()
    at: tuple[Month, ...] = ()


def relax(landscape: Landscape, given: Iterable[GivesWay]) -> tuple[tuple[Change, ...], Landscape]:
    """The changes, in the order given, and the landscape with all of them made.

    Links that are to be carried in another way are left as they are: no value of the file says how.
    """
    changes = []
    relaxed = landscape
    for one in given:
        amend = _AMENDMENTS[one.key[0]]
        told = amend(landscape, one)
        changes.append(
            Change(
                code="fixed" if one.key[0] == "fixed_rule" else one.key[0],
                key=one.key,
                months=one.months,
                sentence=told.sentence,
                place=landscape.places.at(told.path) if told.path else None,
                path=told.path,
                revisions=told.revisions,
                at=told.at,
            )
        )
        relaxed = amend(relaxed, one).landscape
    return tuple(changes), relaxed


# --- months of a move ----------------------------------------------------------------------------


def _earliest(landscape: Landscape, way: GivesWay) -> Amended:
    system, move = _move(landscape, way.subject)
    assert move.earliest is not None
    old, new = move.earliest, move.earliest + -way.months
    changed = _with_move(landscape, system, replace(move, earliest=new))
    return _dated(way, changed, (*move.path, "earliest"), Text("最早年月", "earliest month"), old, new)


def _latest(landscape: Landscape, way: GivesWay) -> Amended:
    system, move = _move(landscape, way.subject)
    assert move.latest is not None
    old, new = move.latest, move.latest + way.months
    changed = _with_move(landscape, system, replace(move, latest=new))
    return _dated(way, changed, (*move.path, "latest"), Text("最遅年月", "latest month"), old, new)


def _fixed(landscape: Landscape, way: GivesWay) -> Amended:
    """The fixed month becomes the plan's."""
    system, move = _move(landscape, way.subject)
    assert move.fixed is not None
    old, new = move.fixed, way.moves[MoveRef(system.id, move.id)]
    changed = _with_move(landscape, system, replace(move, fixed=new))
    return _dated(way, changed, (*move.path, "fixed"), Text("固定年月", "fixed month"), old, new)


def _dated(way: GivesWay, changed: Landscape, path: Path, what: Text, old: Month, new: Month) -> Amended:
    named = move_named(changed, MoveRef(*way.subject.split(".")))
    return Amended(
        changed,
        path,
        Text(f"{named.ja}の{what.ja}を {old} から {new} へ（{way.months} か月）",
             f"the {what.en} of {named.en} from {old} to {new} ({way.months} month(s))"),
        (Revision(way.subject, str(old), str(new)),),
    )  # fmt: skip


def _fixed_rule(landscape: Landscape, way: GivesWay) -> Amended:
    written = landscape.rules[int(way.subject)]
    assert isinstance(written, Fixed)
    months = tuple((ref, way.moves[ref] if str(ref) in way.parts else month) for ref, month in written.months)
    revisions = tuple(
        Revision(str(ref), str(month), str(way.moves[ref]))
        for ref, month in written.months
        if str(ref) in way.parts
    )
    told = Text(
        "、".join(f"{one.subject} を {one.before} から {one.after} へ" for one in revisions),
        ", ".join(f"{one.subject} from {one.before} to {one.after}" for one in revisions),
    )
    return Amended(
        _with_rule(landscape, way, replace(written, months=months)),
        (*written.path, "fixed"),
        Text(f"固定年月を変える: {told.ja}（{way.months} か月）",
             f"the fixed month(s) of {told.en} ({way.months} month(s))"),
        revisions,
    )  # fmt: skip


def _deadline(landscape: Landscape, way: GivesWay) -> Amended:
    if len(way.key) > 1:
        system, move = _move(landscape, way.subject)
        assert move.deadline is not None
        own, later = move.deadline, move.deadline + way.months
        changed = _with_move(landscape, system, replace(move, deadline=later))
        return _dated(way, changed, (*move.path, "deadline"), Text("期限", "deadline"), own, later)
    assert landscape.deadline is not None
    old, new = landscape.deadline, landscape.deadline + way.months
    return Amended(
        replace(landscape, deadline=new),
        ("landscape", "deadline"),
        Text(f"標準化対象システムの期限を {old} から {new} へ（{way.months} か月）",
             f"the deadline of systems of scope standard from {old} to {new} ({way.months} month(s))"),
        (Revision("landscape", str(old), str(new)),),
    )  # fmt: skip


def _move_blackout(landscape: Landscape, way: GivesWay) -> Amended:
    system, move = _move(landscape, way.subject)
    named, at = move_named(landscape, MoveRef(system.id, move.id)), _lifted(way)
    return Amended(
        _with_move(landscape, system, replace(move, blackout=move.blackout - set(at))),
        (*move.path, "blackout"),
        Text(f"{named.ja}を {listed(at, '、')} にも行えるようにする（{way.months} か月）",
             f"let {named.en} fall in {listed(at)} ({way.months} month(s))"),
        at=at,
    )  # fmt: skip


def _not_with_previous(landscape: Landscape, way: GivesWay) -> Amended:
    system, move = _move(landscape, way.subject)
    named = move_named(landscape, MoveRef(system.id, move.id))
    return Amended(
        _with_move(landscape, system, replace(move, not_with_previous=False)),
        (*move.path, "not_with_previous"),
        Text(f"{named.ja}を前の移行と同じ月に行う（{way.months} か月）",
             f"let {named.en} fall in the month of the move before it ({way.months} month)"),
        (Revision(way.subject, "true", "false"),),
    )  # fmt: skip


def _line_needed(landscape: Landscape, way: GivesWay) -> Amended:
    system, move = _move(landscape, way.subject)
    assert move.needs_line is not None
    named = move_named(landscape, MoveRef(system.id, move.id))
    old = move.needs_line.months_before
    new = old - way.months
    need = replace(move.needs_line, months_before=new)
    return Amended(
        _with_move(landscape, system, replace(move, needs_line=need)),
        (*move.path, "needs_line"),
        Text(f"{named.ja}の前に回線が要る月数を {old} から {new} へ（{way.months} か月）",
             f"the months for which {named.en} needs a line beforehand from {old} to {new} ({way.months} month(s))"),
        (Revision(way.subject, str(old), str(new)),),
    )  # fmt: skip


# --- homes: contracts, environments, packages ----------------------------------------------------


def _contract_end(landscape: Landscape, way: GivesWay) -> Amended:
    system = landscape.systems[way.subject]
    assert system.contract_end is not None
    old, new = system.contract_end, system.contract_end + way.months
    return Amended(
        _with_system(landscape, replace(system, contract_end=new)),
        (*system.path, "contract_end"),
        Text(f"{system.name}（{system.id}）の現行契約の終了を {old} から {new} へ（{way.months} か月）",
             f"the contract end of {system.id} from {old} to {new} ({way.months} month(s))"),
        (Revision(system.id, str(old), str(new)),),
    )  # fmt: skip


def _environment(landscape: Landscape, way: GivesWay) -> Amended:
    environment = landscape.environments[way.subject]
    available, told, revisions = _availability(
        way, environment.available, f"環境「{environment.name}」", "environment"
    )
    environments = {**landscape.environments, environment.id: replace(environment, available=available)}
    path = (*environment.path, "available", way.key[2])
    return Amended(replace(landscape, environments=environments), path, told, revisions)


def _package(landscape: Landscape, way: GivesWay) -> Amended:
    package = landscape.packages[way.subject]
    available, told, revisions = _availability(
        way, package.available, f"パッケージ「{package.name}」", "package"
    )
    packages = {**landscape.packages, package.id: replace(package, available=available)}
    path = (*package.path, "available", way.key[2])
    return Amended(replace(landscape, packages=packages), path, told, revisions)


def _hub(landscape: Landscape, way: GivesWay) -> Amended:
    hub = landscape.hubs[way.subject]
    available, told, revisions = _availability(way, hub.available, f"ハブ「{hub.name}」", "hub")
    hubs = {**landscape.hubs, hub.id: replace(hub, available=available)}
    path = (*hub.path, "available", way.key[2])
    return Amended(replace(landscape, hubs=hubs), path, told, revisions)


def _line(landscape: Landscape, way: GivesWay) -> Amended:
    lines = landscape.lines or ()
    line = next(line for line in lines if line.id == way.subject)
    a, b = line.between
    available, told, revisions = _availability(way, line.available, f"{a} と {b} を結ぶ回線", "line")
    changed = tuple(replace(one, available=available) if one.id == line.id else one for one in lines)
    path = (*line.path, "available", way.key[2])
    return Amended(replace(landscape, lines=changed), path, told, revisions)


def _availability(
    way: GivesWay, available: Availability, ja: str, en: str
) -> tuple[Availability, Text, tuple[Revision, ...]]:
    """A later end or an earlier beginning."""
    side, months = way.key[2], way.months
    if side == "until":
        assert available.last is not None
        old, new = available.last, available.last + months
        changed = replace(available, last=new)
        words = Text("終了", "end")
    else:
        assert available.first is not None
        old, new = available.first, available.first + -months
        changed = replace(available, first=new)
        words = Text("開始", "beginning")
    sentence = Text(
        f"{ja}（{way.subject}）の利用{words.ja}を {old} から {new} へ（{months} か月）",
        f"the {words.en} of {en} {way.subject} from {old} to {new} ({months} month(s))",
    )
    return changed, sentence, (Revision(way.subject, str(old), str(new)),)


# --- cutovers ------------------------------------------------------------------------------------


def _blackout(landscape: Landscape, way: GivesWay) -> Amended:
    written = landscape.rules[int(way.subject)]
    assert isinstance(written, Blackout)
    at = _lifted(way)
    reason = Text(f"（{written.reason}）", f" ({written.reason})") if written.reason else Text("", "")
    return Amended(
        _with_rule(landscape, way, replace(written, months=written.months - set(at))),
        (*written.path, "blackout"),
        Text(f"切替を行わない月{reason.ja}のうち {listed(at, '、')} に切替を認める（{way.months} か月）",
             f"allow cutovers in {listed(at)} of the blackout months{reason.en} ({way.months} month(s))"),
        at=at,
    )  # fmt: skip


def _vendor_unavailable(landscape: Landscape, way: GivesWay) -> Amended:
    vendor, at = landscape.vendors[way.subject], _lifted(way)
    changed = replace(vendor, unavailable=vendor.unavailable - set(at))
    return Amended(
        replace(landscape, vendors={**landscape.vendors, vendor.id: changed}),
        (*vendor.path, "unavailable"),
        Text(f"ベンダ「{vendor.name}」（{vendor.id}）に {listed(at, '、')} も対応してもらう（{way.months} か月）",
             f"have vendor {vendor.id} available in {listed(at)} ({way.months} month(s))"),
        at=at,
    )  # fmt: skip


def _vendor_capacity(landscape: Landscape, way: GivesWay) -> Amended:
    vendor = landscape.vendors[way.subject]
    assert vendor.cutovers_per_month is not None
    changed = replace(vendor, cutovers_per_month=vendor.cutovers_per_month + max(way.parts.values()))
    return _capacity_told(
        way, replace(landscape, vendors={**landscape.vendors, vendor.id: changed}),
        (*vendor.path, "cutovers_per_month"), vendor.id, vendor.cutovers_per_month,
        Text(f"ベンダ「{vendor.name}」（{vendor.id}）の切替", f"of vendor {vendor.id}"),
    )  # fmt: skip


def _capacity(landscape: Landscape, way: GivesWay) -> Amended:
    assert landscape.cutovers_per_month is not None
    return _capacity_told(
        way, replace(landscape, cutovers_per_month=landscape.cutovers_per_month + max(way.parts.values())),
        ("landscape", "capacity", "cutovers_per_month"), "landscape", landscape.cutovers_per_month,
        Text("全体の切替", "in all"),
    )  # fmt: skip


def _capacity_told(
    way: GivesWay, changed: Landscape, path: Path, subject: str, limit: int, whose: Text
) -> Amended:
    """A cutover too many counts as a month."""
    most = limit + max(way.parts.values())
    at = tuple(changed.horizon.first + int(part) for part in sorted(way.parts, key=int))
    return Amended(
        changed,
        path,
        Text(f"{whose.ja}の上限を {listed(at, '、')} は月 {limit} 件から {most} 件へ（超過は合わせて {way.months} 件）",
             f"the limit of cutovers {whose.en} from {limit} to {most} a month in {listed(at)} ({way.months} too many in all)"),
        (Revision(subject, str(limit), str(most)),),
        at,
    )  # fmt: skip


# --- moves and links -----------------------------------------------------------------------------


def _together(landscape: Landscape, way: GivesWay) -> Amended:
    written = landscape.rules[int(way.subject)]
    assert isinstance(written, Together)
    named = moves_named(landscape, written.moves)
    return Amended(
        _with_rule(landscape, way, replace(written, moves=written.moves[:1])),
        (*written.path, "together"),
        Text(f"{named.ja}を別の月に分ける（最大 {way.months} か月の差）",
             f"let {named.en} fall in different months (up to {way.months} apart)"),
        tuple(Revision(str(ref), "together", str(way.moves[ref])) for ref in written.moves),
    )  # fmt: skip


def _before(landscape: Landscape, way: GivesWay) -> Amended:
    written = landscape.rules[int(way.subject)]
    assert isinstance(written, Before)
    gap = written.gap - way.months
    if gap >= 0:
        sentence = Text(
            f"{written.before} と {written.after} の間隔を {written.gap} か月から {gap} か月へ（{way.months} か月）",
            f"the gap between {written.before} and {written.after} from {written.gap} to {gap} month(s) ({way.months} less)",
        )
    else:
        sentence = Text(
            f"{written.after} を {written.before} より先に行えるようにする（間隔を {way.months} か月縮める）",
            f"let {written.after} come before {written.before} (a gap {way.months} month(s) shorter)",
        )
    return Amended(
        _with_rule(landscape, way, replace(written, gap=gap)),
        (*written.path, "before"),
        sentence,
        (Revision(f"{written.before} → {written.after}", str(written.gap), str(gap)),),
    )


def _unserved(landscape: Landscape, way: GivesWay) -> Amended:
    """No value of the file says how: somebody has to find another way."""
    integration = next(one for one in landscape.integrations.values() if str(one.key) == way.subject)
    at = tuple(landscape.horizon.first + int(part) for part in sorted(way.parts, key=int))
    return Amended(
        landscape,
        integration.path,
        Text(f"連携「{integration.name}」（{integration.key}）を {listed(at, '、')} に運ぶ別の方法を用意する（{way.months} か月）",
             f"find another way to carry {integration.key} in {listed(at)} ({way.months} month(s))"),
        at=at,
    )  # fmt: skip


def _bridge_dates(landscape: Landscape, way: GivesWay) -> Amended:
    """An existing bridge goes on for longer (its orders with it), or an ordered one is ready earlier."""
    number = int(way.subject)
    bridge = landscape.existing_bridges[number]
    if way.key[2] == "until":
        assert bridge.until is not None
        old, new = bridge.until, bridge.until + way.months
        words = Text("終了", "end")
        bridges = tuple(
            replace(one, until=new) if one.place == bridge.place else one
            for one in landscape.existing_bridges
        )
    else:
        assert bridge.first is not None
        old, new = bridge.first, bridge.first + -way.months
        words = Text("開始", "beginning")
        bridges = tuple(
            replace(one, first=new) if place == number else one
            for place, one in enumerate(landscape.existing_bridges)
        )
    kind = KINDS[bridge.kind]
    where = bridge.system or bridge.vendor or str(bridge.integration or "") or "–".join(bridge.between or ())
    return Amended(
        replace(landscape, existing_bridges=bridges),
        (*bridge.path, way.key[2]),
        Text(f"既設の過渡期連携（{kind.ja} {where}）の{words.ja}を {old} から {new} へ（{way.months} か月）",
             f"the {words.en} of the existing bridge ({kind.en} {where}) from {old} to {new} ({way.months} month(s))"),
        (Revision(f"{bridge.kind} {where}", str(old), str(new)),),
    )  # fmt: skip


def _lead_months(landscape: Landscape, way: GivesWay) -> Amended:
    number = int(way.subject)
    entries = landscape.catalogue or ()
    entry = entries[number]
    old, new = entry.lead_months, entry.lead_months - way.months
    names = " ".join(
        name for name in (entry.system, entry.vendor, entry.hub, "–".join(entry.between or ())) if name
    )
    kind = KINDS[entry.kind]
    what = Text(f"{kind.ja} {names}".strip(), f"{kind.en} {names}".strip())
    changed = tuple(
        replace(one, lead_months=new) if place == number else one for place, one in enumerate(entries)
    )
    return Amended(
        replace(landscape, catalogue=changed),
        (*entry.path, "lead_months"),
        Text(f"過渡期連携（{what.ja}）の準備期間を {old} か月から {new} か月へ（{way.months} か月）",
             f"the lead time of the bridge ({what.en}) from {old} to {new} month(s) ({way.months} less)"),
        (Revision(what.en, str(old), str(new)),),
    )  # fmt: skip


def _bridges_until(landscape: Landscape, way: GivesWay) -> Amended:
    """A vendor's new bridges go on for longer."""
    vendor = landscape.vendors[way.subject]
    assert vendor.bridges_until is not None
    old, new = vendor.bridges_until, vendor.bridges_until + way.months
    changed = replace(vendor, bridges_until=new)
    return Amended(
        replace(landscape, vendors={**landscape.vendors, vendor.id: changed}),
        (*vendor.path, "bridges_until"),
        Text(f"ベンダ「{vendor.name}」（{vendor.id}）の新しい過渡期連携の終了を {old} から {new} へ（{way.months} か月）",
             f"the end of new bridges of vendor {vendor.id} from {old} to {new} ({way.months} month(s))"),
        (Revision(vendor.id, str(old), str(new)),),
    )  # fmt: skip


# --- helpers -------------------------------------------------------------------------------------


def _lifted(way: GivesWay) -> tuple[Month, ...]:
    """The parts of rules that are lifted month by month."""
    return tuple(Month.parse(part) for part in sorted(way.parts))


def _move(landscape: Landscape, ref: str) -> tuple[System, Move]:
    named = MoveRef(*ref.split("."))
    system = landscape.systems[named.system]
    return system, next(move for move in system.moves if move.id == named.move)


def _with_move(landscape: Landscape, system: System, move: Move) -> Landscape:
    moves = tuple(move if one.id == move.id else one for one in system.moves)
    return _with_system(landscape, replace(system, moves=moves))


def _with_system(landscape: Landscape, system: System) -> Landscape:
    return replace(landscape, systems={**landscape.systems, system.id: system})


def _with_rule(landscape: Landscape, way: GivesWay, rule: model.Rule) -> Landscape:
    """Rules keep their numbers: keys name them by it."""
    number = int(way.subject)
    rules = tuple(rule if place == number else one for place, one in enumerate(landscape.rules))
    return replace(landscape, rules=rules)


def _months_changed(landscape: Landscape, way: GivesWay) -> Amended:
    """More months may change than was asked: no value of the file."""
    old, new = int(way.subject), int(way.subject) + way.months
    return Amended(
        landscape,
        (),
        Text(f"元の計画から変えてよい移行の年月を {old} 件から {new} 件へ（{way.months} 件）",
             f"the months of the plan before that may change from {old} to {new} ({way.months} more)"),
        (Revision("months", str(old), str(new)),),
    )  # fmt: skip


_AMENDMENTS: Mapping[str, Callable[[Landscape, GivesWay], Amended]] = {
    "earliest": _earliest,
    "latest": _latest,
    "fixed": _fixed,
    "fixed_rule": _fixed_rule,
    "deadline": _deadline,
    "move_blackout": _move_blackout,
    "not_with_previous": _not_with_previous,
    "line_needed": _line_needed,
    "contract_end": _contract_end,
    "environment_unavailable": _environment,
    "package_unavailable": _package,
    "hub_unavailable": _hub,
    "line_unavailable": _line,
    "bridge_dates": _bridge_dates,
    "lead_months": _lead_months,
    "bridges_until": _bridges_until,
    "blackout": _blackout,
    "vendor_unavailable": _vendor_unavailable,
    "vendor_capacity": _vendor_capacity,
    "capacity": _capacity,
    "together": _together,
    "before": _before,
    "unserved_demand": _unserved,
    CODE: _months_changed,
}
