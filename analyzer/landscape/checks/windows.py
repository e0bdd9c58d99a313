"""Moves that no month of the horizon suits, by the rules that speak of one move alone."""

from __future__ import annotations

from collections import defaultdict

from analyzer.landscape.findings import Findings
from analyzer.landscape.model import Blackout, Fixed, Form, Landscape, MoveRef, System
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.messages import Text


def check_windows(landscape: Landscape, findings: Findings) -> None:
    """A warning for each move without a month, and for months fixed in contradiction."""
    fixed: defaultdict[MoveRef, dict[Month, Path]] = defaultdict(dict)
    for system in landscape.systems.values():
        for move in system.moves:
            if move.fixed is not None:
                fixed[MoveRef(system.id, move.id)][move.fixed] = (*move.path, "fixed")
    for rule in sorted((r for r in landscape.rules if isinstance(r, Fixed)), key=lambda r: r.path):
        for ref, month in rule.months:
            fixed[ref].setdefault(month, (*rule.path, "fixed", str(ref)))
    for ref, months in sorted(fixed.items()):
        if len(months) > 1:
            names = ", ".join(map(str, sorted(months)))
            findings.add(
                "fixed_contradicts",
                max(months.values(), key=lambda path: (path[0] == "rules", str(path))),
                f"移行「{ref}」が違う月に決められています({names})。",
                f"The move '{ref}' is fixed to different months ({names}).",
                Text("一つの月にしてください。", "Keep one month."),
                id=str(ref),
            )
    if not len(landscape.horizon):
        return
    blackouts = [rule for rule in landscape.rules if isinstance(rule, Blackout)]
    for system in landscape.systems.values():
        for index, move in enumerate(system.moves):
            ref = MoveRef(system.id, move.id)
            if len(fixed[ref]) > 1:
                continue
            window = [m for m in landscape.horizon.months() if not fixed[ref] or m in fixed[ref]]
            if not any(_allowed(landscape, system, index, month, blackouts) for month in window):
                findings.add(
                    "move_without_month",
                    move.path,
                    f"移行「{ref}」ができる月がありません。",
                    f"No month of the horizon allows the move '{ref}'.",
                    Text(
                        "earliest・latest・fixed・deadline・blackout、契約の終わり、環境とパッケージの期間、ベンダの都合を確かめてください。",
                        "Check earliest, latest, fixed, deadline and blackouts, the end of the contract, when environment and"
                        " package are available, and the vendor's months.",
                    ),
                    id=str(ref),
                )


def _allowed(
    landscape: Landscape, system: System, index: int, month: Month, blackouts: list[Blackout]
) -> bool:
    move = system.moves[index]
    if month in move.blackout or (move.earliest is not None and month < move.earliest):
        return False
    if move.latest is not None and month > move.latest:
        return False
    deadline = _deadline(landscape, system, index)
    if deadline is not None and month > deadline:
        return False
    if index == 0 and not _form_0_lasts(landscape, system, month):
        return False
    return any(
        _takes_effect(landscape, system, form, month, blackouts) for form in _forms_then(system, index)
    )


def _form_0_lasts(landscape: Landscape, system: System, month: Month) -> bool:
    """Whether form 0 may be in use in every month of the horizon before `month`."""
    form = system.forms[0]
    package = landscape.packages.get(form.package or "")
    ends = [system.contract_end, landscape.environments[form.environment].available.last]
    starts = [landscape.environments[form.environment].available.first]
    if package is not None:
        ends.append(package.available.last)
        starts.append(package.available.first)
    first = landscape.horizon.first
    return month == first or (
        all(end is None or month <= end + 1 for end in ends)
        and all(start is None or start <= first for start in starts)
    )


def _deadline(landscape: Landscape, system: System, index: int) -> Month | None:
    """The hard deadline of a move, if it has one."""
    if landscape.lateness_per_month is not None:
        return None
    own = system.moves[index].deadline
    final = index == len(system.moves) - 1 and system.scope == "standard"
    return own if own is not None else landscape.deadline if final else None


def _forms_then(system: System, index: int) -> list[Form]:
    """The form that the move reaches, and those that later moves in the same month would."""
    result = [system.moves[index].to]
    for later in system.moves[index + 1 :]:
        if later.not_with_previous:
            break
        result.append(later.to)
    return result


def _takes_effect(
    landscape: Landscape, system: System, form: Form, month: Month, blackouts: list[Blackout]
) -> bool:
    vendor = landscape.vendors[form.vendor]
    if month in vendor.unavailable or vendor.cutovers_per_month == 0 or landscape.cutovers_per_month == 0:
        return False
    if any(month in rule.months and rule.systems.matches(system, form) for rule in blackouts):
        return False
    package = landscape.packages.get(form.package or "")
    return landscape.environments[form.environment].available.covers(month) and (
        package is None or package.available.covers(month)
    )
