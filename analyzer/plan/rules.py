"""The rules of a plan as a checker that names violations; no solver in it (semantics, section 6).

`structural_violations` says why a plan has no forms at all; `rule_violations` names every
broken rule of a plan that has them; `standing_findings` tells what the forms of systems
without moves outlive. Unserved demands are found by `analyzer.bridges`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from analyzer.landscape.model import (
    Before,
    Blackout,
    Environment,
    Fixed,
    Landscape,
    Move,
    MoveRef,
    Package,
    System,
    Together,
)
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.relays import line_needs
from analyzer.plan.schedule import Schedule
from analyzer.plan.transport import Network

Moves = Mapping[MoveRef, Month]


def structural_violations(landscape: Landscape, moves: Moves) -> tuple[Finding, ...]:
    """Moves that are missing, unknown, out of the horizon or out of order."""
    found: list[Finding] = []
    known = {MoveRef(s.id, m.id) for s in landscape.systems.values() for m in s.moves}
    for ref in sorted(set(moves) - known):
        found.append(
            _violation(
                landscape, (), "move_unknown",
                Text(f"移行 {ref} はこのランドスケープにありません。", f"The landscape has no move {ref}."),
                move=str(ref),
            )
        )  # fmt: skip
    for system in landscape.systems.values():
        previous: tuple[MoveRef, Month] | None = None
        for move in system.moves:
            ref = MoveRef(system.id, move.id)
            month = moves.get(ref)
            if month is None:
                found.append(
                    _violation(
                        landscape, move.path, "move_missing",
                        Text(f"移行 {ref} の年月がありません。", f"Move {ref} has no month."),
                        move=str(ref),
                    )
                )  # fmt: skip
                continue
            if month not in landscape.horizon:
                span = f"{landscape.horizon.first}–{landscape.horizon.last}"
                found.append(
                    _violation(
                        landscape, move.path, "out_of_horizon",
                        Text(f"移行 {ref} の {month} は計画期間 {span} の外です。",
                             f"Move {ref} in {month} lies outside the horizon {span}."),
                        move=str(ref), month=str(month),
                    )
                )  # fmt: skip
            if previous and month < previous[1]:
                found.append(
                    _violation(
                        landscape, move.path, "out_of_order",
                        Text(f"移行 {ref}（{month}）が前の移行 {previous[0]}（{previous[1]}）より先です。",
                             f"Move {ref} ({month}) comes before {previous[0]} ({previous[1]})."),
                        move=str(ref), month=str(month),
                    )
                )  # fmt: skip
            previous = (ref, month)
    return tuple(found)


def rule_violations(schedule: Schedule) -> tuple[Finding, ...]:
    """Every broken rule, in the order of the checks below, each sorted."""
    found: list[Finding] = []
    for check in (
        _move_rules,
        _homes,
        _blackouts,
        _vendors_unavailable,
        _capacities,
        _relations,
        _deadlines,
        _lines_needed,
    ):
        found.extend(check(schedule))
    return tuple(found)


def standing_findings(landscape: Landscape) -> tuple[Finding, ...]:
    """What a system without moves outlives: a finding, since no plan can change it."""
    found: list[Finding] = []
    last = len(landscape.horizon) - 1
    if last < 0:
        return ()
    for system in landscape.systems.values():
        if not system.moves:
            found.extend(_home_faults(landscape, system, {0: (0, last)}))
    return tuple(found)


def lateness_months(schedule: Schedule) -> dict[MoveRef, int]:
    """Months by which each move misses its deadline: its own, else the landscape's."""
    landscape = schedule.landscape
    late: dict[MoveRef, int] = {}
    for system, move, ref in _moves(landscape):
        deadline = deadline_of(landscape, system, move)
        if deadline is not None and schedule.moves[ref] > deadline:
            late[ref] = schedule.moves[ref] - deadline
    return late


def deadline_of(landscape: Landscape, system: System, move: Move) -> Month | None:
    """The last month in which the move is in time: its own deadline, else the landscape's where it falls under that."""
    if move.deadline is None and system.scope == "standard" and move is system.moves[-1]:
        return landscape.deadline
    return move.deadline


# --- the checks ------------------------------------------------------------------------------


def _move_rules(schedule: Schedule) -> Iterator[Finding]:
    """Earliest, latest, fixed, blackout months of a move; not_with_previous."""
    landscape = schedule.landscape
    for system, move, ref in _moves(landscape):
        month = schedule.moves[ref]
        for code, name, broken, bound, ja, en in (
            ("earliest", "earliest", move.earliest and month < move.earliest, move.earliest, "最早年月 {} より前です", "is before its earliest month {}"),
            ("latest", "latest", move.latest and month > move.latest, move.latest, "最遅年月 {} より後です", "is after its latest month {}"),
            ("fixed", "fixed", move.fixed and month != move.fixed, move.fixed, "固定年月 {} と違います", "is not in its fixed month {}"),
            ("move_blackout", "blackout", month in move.blackout, month, "移行できない月 {} にあたります", "falls in its blackout month {}"),
        ):  # fmt: skip
            if broken:
                yield _violation(
                    landscape, move.path, code,
                    Text(f"移行 {ref}（{month}）は{ja.format(bound)}。", f"Move {ref} ({month}) {en.format(bound)}."),
                    (*move.path, name), move=str(ref), month=str(month),
                )  # fmt: skip
        position = system.moves.index(move)
        if move.not_with_previous and position:
            before = MoveRef(system.id, system.moves[position - 1].id)
            if schedule.moves[before] == month:
                yield _violation(
                    landscape, move.path, "not_with_previous",
                    Text(f"移行 {ref} は前の移行 {before} と同じ月 {month} にできません。",
                         f"Move {ref} may not fall in the month of the move before it, {before} ({month})."),
                    move=str(ref), month=str(month),
                )  # fmt: skip


def _homes(schedule: Schedule) -> Iterator[Finding]:
    """Contract end, environment and package of every form in every month of its use."""
    for system in schedule.landscape.systems.values():
        if system.moves:
            yield from _home_faults(schedule.landscape, system, schedule.forms_in_use(system))


def _home_faults(
    landscape: Landscape, system: System, in_use: Mapping[int, tuple[int, int]]
) -> Iterator[Finding]:
    def month(index: int) -> Month:
        return landscape.horizon.first + index

    if system.contract_end is not None and 0 in in_use:
        first, last = month(in_use[0][0]), month(in_use[0][1])
        if last > system.contract_end:
            start = max(first, system.contract_end + 1)
            yield _violation(
                landscape, (*system.path, "contract_end"), "contract_end",
                Text(f"{system.name}（{system.id}）の現行契約は {system.contract_end} までですが、{start} から {last} まで現行のままです。",
                     f"The contract of {system.id} ends in {system.contract_end}, but its form of today stays from {start} to {last}."),
                system=system.id, months=f"{start}/{last}",
            )  # fmt: skip
    for form_index, (first_index, last_index) in sorted(in_use.items()):
        form = system.forms[form_index]
        environment = landscape.environments[form.environment]
        faults: list[tuple[str, Environment | Package]] = [("environment_unavailable", environment)]
        if form.package is not None and form.package in landscape.packages:
            package = landscape.packages[form.package]
            faults.append(("package_unavailable", package))
        for code, subject in faults:
            months = [month(i) for i in range(first_index, last_index + 1)]
            outside = [m for m in months if not subject.available.covers(m)]
            if outside:
                path = system.moves[form_index - 1].path if form_index else (*system.path, "current")
                yield _violation(
                    landscape, path, code,
                    Text(f"{system.name}（{system.id}）は {outside[0]} から {outside[-1]} のうち {len(outside)} か月、使えない{'環境' if code.startswith('env') else 'パッケージ'}「{subject.name}」（{subject.id}）にあります。",
                         f"{system.id} is on {subject.id} in {len(outside)} month(s) from {outside[0]} to {outside[-1]} in which it is not available."),
                    (*subject.path, "available"), system=system.id, form=form_index, subject=subject.id, months=f"{outside[0]}/{outside[-1]}", count=len(outside),
                )  # fmt: skip


def _blackouts(schedule: Schedule) -> Iterator[Finding]:
    landscape = schedule.landscape
    for rule in landscape.rules:
        if not isinstance(rule, Blackout):
            continue
        for cutover in schedule.cutovers:
            month = schedule.month(cutover.month)
            system = landscape.systems[cutover.system]
            if month in rule.months and rule.systems.matches(system, system.forms[cutover.form]):
                reason_ja = f"（{rule.reason}）" if rule.reason else ""
                reason_en = f" ({rule.reason})" if rule.reason else ""
                yield _violation(
                    landscape, rule.path, "blackout",
                    Text(f"{month} は切替を行わない月です{reason_ja}が、{system.name}（{system.id}）が切り替わります。",
                         f"{system.id} cuts over in {month}, a blackout month{reason_en}."),
                    system=system.id, month=str(month),
                )  # fmt: skip


def _vendors_unavailable(schedule: Schedule) -> Iterator[Finding]:
    landscape = schedule.landscape
    for cutover in schedule.cutovers:
        month = schedule.month(cutover.month)
        vendor = landscape.vendors[landscape.systems[cutover.system].forms[cutover.form].vendor]
        if month in vendor.unavailable:
            yield _violation(
                landscape, vendor.path, "vendor_unavailable",
                Text(f"ベンダ {vendor.name}（{vendor.id}）は {month} に対応できませんが、{cutover.system} が切り替わります。",
                     f"Vendor {vendor.id} is unavailable in {month}, when {cutover.system} cuts over to it."),
                (*vendor.path, "unavailable"), vendor=vendor.id, system=cutover.system, month=str(month),
            )  # fmt: skip


def _capacities(schedule: Schedule) -> Iterator[Finding]:
    """Capacities count cutovers; a cutover belongs to the vendor of the form reached."""
    landscape = schedule.landscape
    total: Counter[int] = Counter()
    by_vendor: Counter[tuple[str, int]] = Counter()
    for cutover in schedule.cutovers:
        total[cutover.month] += 1
        by_vendor[landscape.systems[cutover.system].forms[cutover.form].vendor, cutover.month] += 1
    for vendor in landscape.vendors.values():
        if vendor.cutovers_per_month is None:
            continue
        for month in range(schedule.length):
            if (count := by_vendor[vendor.id, month]) > vendor.cutovers_per_month:
                yield _violation(
                    landscape, vendor.path, "vendor_capacity",
                    Text(f"ベンダ {vendor.name}（{vendor.id}）の切替が {schedule.month(month)} に {count} 件あり、上限 {vendor.cutovers_per_month} 件を超えます。",
                         f"Vendor {vendor.id} has {count} cutovers in {schedule.month(month)}, more than {vendor.cutovers_per_month}."),
                    (*vendor.path, "cutovers_per_month"), vendor=vendor.id, month=str(schedule.month(month)), count=count,
                )  # fmt: skip
    if landscape.cutovers_per_month is not None:
        for month in range(schedule.length):
            if (count := total[month]) > landscape.cutovers_per_month:
                yield _violation(
                    landscape, ("landscape", "capacity"), "capacity",
                    Text(f"切替が {schedule.month(month)} に {count} 件あり、全体の上限 {landscape.cutovers_per_month} 件を超えます。",
                         f"{count} cutovers fall in {schedule.month(month)}, more than {landscape.cutovers_per_month}."),
                    month=str(schedule.month(month)), count=count,
                )  # fmt: skip


def _relations(schedule: Schedule) -> Iterator[Finding]:
    """Together, before/after, and months fixed by a rule."""
    landscape = schedule.landscape
    for rule in landscape.rules:
        if isinstance(rule, Together):
            months = sorted({schedule.moves[ref] for ref in rule.moves})
            if len(months) > 1:
                names = ", ".join(f"{ref}={schedule.moves[ref]}" for ref in rule.moves)
                yield _violation(
                    landscape, rule.path, "together",
                    Text(f"同じ月に行う移行が別の月です：{names}。", f"Moves that must fall together do not: {names}."),
                    moves=[str(ref) for ref in rule.moves],
                )  # fmt: skip
        elif isinstance(rule, Before):
            gap = schedule.moves[rule.after] - schedule.moves[rule.before]
            if gap < rule.gap:
                yield _violation(
                    landscape, rule.path, "before",
                    Text(f"{rule.after} は {rule.before} の {rule.gap} か月以上後でなければなりませんが、{gap} か月です。",
                         f"{rule.after} must come at least {rule.gap} month(s) after {rule.before}, but it comes {gap} after."),
                    before=str(rule.before), after=str(rule.after),
                )  # fmt: skip
        elif isinstance(rule, Fixed):
            for ref, month in rule.months:
                if schedule.moves[ref] != month:
                    yield _violation(
                        landscape, rule.path, "fixed",
                        Text(f"移行 {ref} は {month} に固定されていますが、{schedule.moves[ref]} です。",
                             f"Move {ref} is fixed to {month}, but stands in {schedule.moves[ref]}."),
                        move=str(ref), month=str(schedule.moves[ref]),
                    )  # fmt: skip


def _deadlines(schedule: Schedule) -> Iterator[Finding]:
    """Hard deadlines; with `lateness_per_month` a deadline costs instead (no violation)."""
    landscape = schedule.landscape
    if landscape.lateness_per_month is not None:
        return
    late = lateness_months(schedule)
    for _, move, ref in _moves(landscape):
        if ref in late:
            deadline = schedule.moves[ref] + -late[ref]
            yield _violation(
                landscape, move.path, "deadline",
                Text(f"移行 {ref}（{schedule.moves[ref]}）は期限 {deadline} に {late[ref]} か月遅れます。",
                     f"Move {ref} ({schedule.moves[ref]}) misses its deadline {deadline} by {late[ref]} month(s)."),
                ("landscape", "deadline") if move.deadline is None else (*move.path, "deadline"),
                move=str(ref), month=str(schedule.moves[ref]), late=late[ref],
            )  # fmt: skip


def _lines_needed(schedule: Schedule) -> Iterator[Finding]:
    landscape = schedule.landscape
    unserved: dict[MoveRef, list[int]] = {}
    pairs: dict[MoveRef, tuple[str, str]] = {}
    for need in line_needs(schedule, Network(landscape), Catalogue(landscape)):
        if not need.relay:
            unserved.setdefault(need.move, []).append(need.month)
            pairs[need.move] = need.between
    for ref, months in sorted(unserved.items()):
        move = next(m for m in landscape.systems[ref.system].moves if m.id == ref.move)
        listed = ", ".join(str(schedule.month(month)) for month in months)
        a, b = pairs[ref]
        yield _violation(
            landscape, move.path, "line_needed",
            Text(f"移行 {ref} の前に {a} と {b} を結ぶ回線が要りますが、{listed} には回線も代替（中継）もありません。",
                 f"Move {ref} needs a line between {a} and {b} beforehand, but in {listed} there is neither a line nor a relay."),
            move=str(ref), months=[str(schedule.month(month)) for month in months],
        )  # fmt: skip


def _moves(landscape: Landscape) -> Iterator[tuple[System, Move, MoveRef]]:
    for system in landscape.systems.values():
        for move in system.moves:
            yield system, move, MoveRef(system.id, move.id)


def _violation(
    landscape: Landscape, path: Path, code: str, message: Text, says: Path = (), **details: object
) -> Finding:
    """`path` is what breaks the rule, `says` the value that makes it: a scenario may have put another there."""
    return Finding(
        code=code,
        severity="error",
        message=message,
        place=landscape.places.changed(says) or landscape.places.at(path),
        details=tuple(sorted(details.items())),
    )
