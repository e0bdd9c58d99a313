"""One function for each kind of change: what it does to a landscape (docs/what-if.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from analyzer.landscape.checks import references
from analyzer.landscape.model import (
    CatalogueEntry,
    Fixed,
    Form,
    IntegrationKey,
    MoveRef,
    PartnerAnswer,
    System,
    Together,
)
from analyzer.landscape.months import Availability, Horizon, Month
from analyzer.landscape.references import IntegrationIndex
from analyzer.messages import Text
from analyzer.plan.catalogue import EVERYTHING_AT_ONE
from analyzer.whatif.scenarios import changes as c
from analyzer.whatif.scenarios.draft import Draft

_FORM = ("environment", "generation", "vendor", "package")


def delay(draft: Draft, change: c.Delay) -> None:
    """A later delay of the same move takes the place of an earlier one."""
    if change.move is not None and draft.knows_move(change.move, (*change.path, "move")):
        draft.delays[change.move] = change.months, change.path
    if change.vendor is not None and draft.knows("vendors", change.vendor, (*change.path, "vendor")):
        draft.delays.update((ref, (change.months, change.path)) for ref in draft.moves_to(change.vendor))


def withdraw(draft: Draft, change: c.Withdraw) -> None:
    """No move to its forms and no new bridge from `first` on; a contract of it that ends then is not extended."""
    if not draft.knows("vendors", change.vendor, (*change.path, "vendor")):
        return
    last = change.first + -1
    for ref in draft.moves_to(change.vendor):
        latest = draft.move(ref).latest
        if latest is None or last < latest:
            draft.edit_move(ref, change.path, latest=last)
    for system in list(draft.get("systems").values()):
        if system.forms[0].vendor == change.vendor:
            offered = tuple(e for e in system.contract_extensions if e.until <= last)
            draft.edit_system(system, contract_extensions=offered)
            if system.contract_end is None or last < system.contract_end:
                _end_contract(draft, system.id, last, change)
    vendor = draft.get("vendors")[change.vendor]
    until = last if vendor.bridges_until is None else min(last, vendor.bridges_until)
    draft.mapping("vendors")[vendor.id] = replace(vendor, bridges_until=until)
    draft.over[(*vendor.path, "bridges_until")] = change.path


def available(draft: Draft, change: c.Available) -> None:
    """The ends that are written; the other one stays."""
    if not draft.knows(change.section, change.id, (*change.path, _SUBJECTS[change.section])):
        return
    entries = draft.listed("lines") if change.section == "lines" else list(draft.get(change.section).values())
    entry = next(entry for entry in entries if entry.id == change.id)
    was = entry.available
    first = was.first if isinstance(change.first, c.Unsaid) else change.first
    last = was.last if isinstance(change.last, c.Unsaid) else change.last
    if first is not None and last is not None and last < first:
        draft.context.findings.add(
            "dates_backwards", change.path,
            f"「{change.id}」は {first} からなのに、{last} までです。",
            f"'{change.id}' would begin in {first} and end in {last}.",
            Text("どちらかの月を直してください。", "Correct one of the two months."),
        )  # fmt: skip
        return
    edited = replace(entry, available=Availability(first, last))
    if change.section == "lines":
        entries[entries.index(entry)] = edited
    else:
        draft.mapping(change.section)[change.id] = edited
    draft.over[(*entry.path, "available")] = change.path


_SUBJECTS = {"environments": "environment", "lines": "line", "hubs": "hub", "packages": "package"}


def fix(draft: Draft, change: c.Fix) -> None:
    """Whatever fixed the move before holds no more; nor does what the scenario has forbidden until here."""
    for ref, month in change.months:
        path = (*change.path, str(ref))
        if not draft.knows_move(ref, path):
            continue
        draft.edit_move(ref, path, fixed=month)
        draft.fixed_at[ref] = month, path
        _unfix(draft, ref)
        if month in draft.forbidden[ref]:
            draft.forbidden[ref].discard(month)
            draft.edit_move(ref, path, blackout=draft.move(ref).blackout - {month})


def _unfix(draft: Draft, ref: MoveRef) -> None:
    """No rule fixes the move any more."""
    rules = []
    for rule in draft.get("rules"):
        if isinstance(rule, Fixed) and any(move == ref for move, _ in rule.months):
            left = tuple((move, month) for move, month in rule.months if move != ref)
            if left:
                rules.append(replace(rule, months=left))
        else:
            rules.append(rule)
    draft.put("rules", rules)


def forbid(draft: Draft, change: c.Forbid) -> None:
    """Beside the months that are forbidden already; a month that the scenario has fixed until here is so no more."""
    for ref, months in change.months:
        path = (*change.path, str(ref))
        if not draft.knows_move(ref, path):
            continue
        if ref in draft.fixed_at and draft.fixed_at[ref][0] in months:
            del draft.fixed_at[ref]
            draft.edit_move(ref, path, fixed=None)
        move = draft.move(ref)
        draft.forbidden[ref] |= months - move.blackout
        draft.edit_move(ref, path, blackout=move.blackout | months)


def add_rule(draft: Draft, change: c.AddRule) -> None:
    draft.listed("rules").append(change.rule)


def apart(draft: Draft, change: c.Apart) -> None:
    """Where `together` binds two of the moves, directly or through others, they leave; the others stay together."""
    known = [draft.knows_move(ref, (*change.path, n)) for n, ref in enumerate(change.moves)]
    if not all(known):
        return
    leaving = {
        ref for group in _together_groups(draft.get("rules")) for ref in _two_or_more(group & {*change.moves})
    }
    rules = []
    for rule in draft.get("rules"):
        if isinstance(rule, Together) and leaving.intersection(rule.moves):
            left = tuple(ref for ref in rule.moves if ref not in leaving)
            if len(left) > 1:
                rules.append(replace(rule, moves=left))
        else:
            rules.append(rule)
    draft.put("rules", rules)


def _two_or_more(refs: set[MoveRef]) -> set[MoveRef]:
    return refs if len(refs) > 1 else set()


def _together_groups(rules: list[Any]) -> list[set[MoveRef]]:
    """Moves that `together` binds to one another, also through others."""
    groups: list[set[MoveRef]] = []
    for rule in rules:
        if isinstance(rule, Together):
            joined = set(rule.moves)
            apart_ = [group for group in groups if not group & joined]
            groups = [*apart_, joined.union(*(group for group in groups if group & joined))]
    return groups


def capacity(draft: Draft, change: c.Capacity) -> None:
    if change.vendor is None:
        draft.put("cutovers_per_month", change.cutovers_per_month)
        draft.over["landscape", "capacity"] = change.path
    elif draft.knows("vendors", change.vendor, (*change.path, "vendor")):
        vendor = draft.get("vendors")[change.vendor]
        draft.mapping("vendors")[vendor.id] = replace(vendor, cutovers_per_month=change.cutovers_per_month)
        draft.over[(*vendor.path, "cutovers_per_month")] = change.path


def unavailable(draft: Draft, change: c.Unavailable) -> None:
    if draft.knows("vendors", change.vendor, (*change.path, "vendor")):
        vendor = draft.get("vendors")[change.vendor]
        draft.mapping("vendors")[vendor.id] = replace(vendor, unavailable=vendor.unavailable | change.months)
        draft.over[(*vendor.path, "unavailable")] = change.path


def contract_end(draft: Draft, change: c.ContractEnd) -> None:
    if draft.knows("systems", change.system, (*change.path, "system")):
        _end_contract(draft, change.system, change.until, change)


def _end_contract(draft: Draft, system: str, until: Month | None, change: c.ContractEnd | c.Withdraw) -> None:
    entry: System = draft.get("systems")[system]
    draft.edit_system(entry, contract_end=until)
    draft.over[(*entry.path, "contract_end")] = change.path


def deadline(draft: Draft, change: c.Deadline) -> None:
    if change.move is not None:
        if draft.knows_move(change.move, (*change.path, "move")) and not isinstance(change.month, c.Unsaid):
            draft.edit_move(change.move, change.path, deadline=change.month)
        return
    if not isinstance(change.month, c.Unsaid):
        draft.put("deadline", change.month)
        draft.over["landscape", "deadline"] = change.path
    if not isinstance(change.lateness, c.Unsaid):
        draft.put("lateness_per_month", change.lateness)


def costs(draft: Draft, change: c.Costs) -> None:
    if change.test_case is not None:
        draft.put("test_case_cost", change.test_case)
    if change.session is not None:
        draft.put("session_cost", change.session)


def offer(draft: Draft, change: c.Offer) -> None:
    """In place of the entry that names exactly the same, else beside the others."""
    entry = change.entry
    if draft.get("catalogue") is None:  # what was on offer without a catalogue stays so
        draft.put("catalogue", list(EVERYTHING_AT_ONE))
    section = "catalogue" if isinstance(entry, CatalogueEntry) else "partner_answers"
    entries = draft.listed(section)
    entries[:] = [other for other in entries if _names(other) != _names(entry)]
    entries.append(entry)


def _names(entry: CatalogueEntry | PartnerAnswer) -> tuple[object, ...]:
    if isinstance(entry, PartnerAnswer):
        return entry.kind, entry.partner_system, entry.partner_vendor, entry.system, entry.vendor
    return entry.kind, entry.system, entry.vendor, entry.hub, entry.between


def monthly_cost(draft: Draft, change: c.MonthlyCost) -> None:
    if draft.knows("environments", change.environment, (*change.path, "environment")):
        environment = draft.get("environments")[change.environment]
        draft.mapping("environments")[environment.id] = replace(environment, monthly_cost=change.cost)


def target(draft: Draft, change: c.Target) -> None:
    """What it names takes the place of what the move changed; later moves change what they changed before."""
    if not draft.knows_move(change.move, (*change.path, "move")):
        return
    to = (*change.path, "to")
    named = dict(change.to)
    for name, section in (("environment", "environments"), ("vendor", "vendors")):
        draft.context.known(section, named.get(name), (*to, name))
    draft.context.known_generation(named.get("generation"), (*to, "generation"))
    system: System = draft.get("systems")[change.move.system]
    changes = [
        {name: getattr(after, name) for name in _FORM if getattr(after, name) != getattr(before, name)}
        for before, after in zip(system.forms, system.forms[1:], strict=False)
    ]
    at = next(n for n, move in enumerate(system.moves) if move.id == change.move.move)
    changes[at].update(named)
    forms: list[Form] = [system.forms[0]]
    for changed in changes:
        forms.append(replace(forms[-1], **changed))
    moves = tuple(replace(move, to=form) for move, form in zip(system.moves, forms[1:], strict=True))
    draft.edit_system(system, forms=tuple(forms), moves=moves)
    draft.over[(*system.moves[at].path, "to")] = change.path


def add_integration(draft: Draft, change: c.AddIntegration) -> None:
    key = change.integration.key
    if key in draft.get("integrations"):
        draft.context.findings.add(
            "duplicate_integration", (*change.path, "id"),
            f"連携「{key}」はすでにあります。", f"The integration '{key}' is there already.",
            Text("枝番を変えるか、先に drop_integration で取り除いてください。",
                 "Give it another branch, or drop the other one first."),
            id=str(key),
        )  # fmt: skip
        return
    draft.mapping("integrations")[key] = change.integration


def drop_integration(draft: Draft, change: c.DropIntegration) -> None:
    """Existing bridges no longer list it; those that are its own go with it."""
    integrations = draft.get("integrations")
    found = IntegrationIndex(integrations).matches(change.reference)
    if len(found) != 1:
        draft.context.keys = tuple(integrations)
        draft.context.index = IntegrationIndex(integrations)
        references.known_integration(draft.context, change.reference, change.path)
        return
    del draft.mapping("integrations")[found[0]]
    draft.put("existing_bridges", tuple(_without(draft.get("existing_bridges"), found[0])))


def _without(bridges: tuple[Any, ...], key: IntegrationKey) -> Iterator[Any]:
    for bridge in bridges:
        if bridge.integration == key:
            continue
        left = tuple(served for served in bridge.serves if served != key)
        yield bridge if len(left) == len(bridge.serves) else replace(bridge, serves=left)


def add_law_change(draft: Draft, change: c.AddLawChange) -> None:
    draft.listed("law_changes").append(change.law_change)


def last_month(draft: Draft, change: c.LastMonth) -> None:
    first = draft.before.horizon.first
    if change.last < first:
        draft.context.findings.add(
            "dates_backwards", (*change.path, "last"),
            f"最後の月 {change.last} が最初の月 {first} より前です。",
            f"The last month {change.last} is before the first one, {first}.",
            Text("後の月にしてください。", "Name a later month."),
        )  # fmt: skip
        return
    draft.put("horizon", Horizon(first, change.last))
    draft.over["landscape", "horizon"] = change.path


EDITS: dict[type, Callable[[Draft, Any], None]] = {
    c.Delay: delay,
    c.Withdraw: withdraw,
    c.Available: available,
    c.Fix: fix,
    c.Forbid: forbid,
    c.AddRule: add_rule,
    c.Apart: apart,
    c.Capacity: capacity,
    c.Unavailable: unavailable,
    c.ContractEnd: contract_end,
    c.Deadline: deadline,
    c.Costs: costs,
    c.Offer: offer,
    c.MonthlyCost: monthly_cost,
    c.Target: target,
    c.AddIntegration: add_integration,
    c.DropIntegration: drop_integration,
    c.AddLawChange: add_law_change,
    c.LastMonth: last_month,
}
