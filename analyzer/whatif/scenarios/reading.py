"""Scenarios from their file (docs/what-if.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from analyzer.errors import InputError
from analyzer.landscape import build
from analyzer.landscape import documents as d
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path, Places
from analyzer.landscape.references import parse_move
from analyzer.landscape.scenario_file import kind_of, read_scenario_file
from analyzer.landscape.structure import Placed
from analyzer.messages import Finding, Text
from analyzer.whatif.scenarios import changes as c

_SECTIONS: dict[str, c.Section] = {
    "environment": "environments",
    "line": "lines",
    "hub": "hubs",
    "package": "packages",
}


def read_scenarios(data: bytes, file: str) -> tuple[c.Scenario, ...]:
    """The scenarios of a file (YAML or JSON), in its order; InputError names everything that is wrong with it.

    Whether a landscape has what they speak of is asked when they are applied to it.
    """
    read = read_scenario_file(data, file)
    return tuple(
        c.Scenario(
            document.id,
            document.name,
            tuple(
                _change(entry, (*path, "changes", number)) for number, entry in enumerate(document.changes)
            ),
            build.month(document.as_of),
            build.remarks(document),
            path,
            read.places,
        )
        for path, document in read.scenarios
    )


def find_scenarios(scenarios: Sequence[c.Scenario], ids: Sequence[str]) -> tuple[c.Scenario, ...]:
    """Those with the ids, once each and in this order (all where none is named); InputError for unknown ones."""
    by_id = {scenario.id: scenario for scenario in scenarios}
    unknown = [id_ for id_ in dict.fromkeys(ids) if id_ not in by_id]
    if unknown:
        raise InputError(tuple(_unknown(id_, list(by_id)) for id_ in unknown))
    return tuple(by_id[id_] for id_ in dict.fromkeys(ids)) if ids else tuple(scenarios)


def combined(scenarios: Sequence[c.Scenario]) -> c.Scenario:
    """Scenarios of one file as one, their changes in this order; considered in the last month that any names."""
    if len(scenarios) == 1:
        return scenarios[0]
    return c.Scenario(
        "+".join(scenario.id for scenario in scenarios),
        " + ".join(scenario.name for scenario in scenarios),
        tuple(change for scenario in scenarios for change in scenario.changes),
        max((scenario.as_of for scenario in scenarios if scenario.as_of is not None), default=None),
        places=scenarios[0].places if scenarios else Places(),
    )


def _unknown(id_: str, known: list[str]) -> Finding:
    near = get_close_matches(id_[:100], known, n=1) or [", ".join(known[:20]) or "—"]
    return Finding(
        "unknown_id",
        "error",
        Text(f"「{id_[:100]}」というシナリオはありません。", f"There is no scenario '{id_[:100]}'."),
        None,
        Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?"),
    )


def _change(document: d.ChangeDocument, path: Path) -> c.Change:
    kind = kind_of(document)
    return _READERS[kind](getattr(document, kind), (*path, kind))


def _delay(e: Any, path: Path) -> c.Change:
    return c.Delay(e.vendor, None if e.move is None else parse_move(e.move), e.months, path)


def _withdraw(e: Any, path: Path) -> c.Change:
    return c.Withdraw(e.vendor, Month.parse(e.first), path)


def _available(e: Any, path: Path) -> c.Change:
    subject = next(name for name in _SECTIONS if getattr(e, name) is not None)
    first, last = (
        build.month(getattr(e, name)) if name in e.model_fields_set else c.UNSAID
        for name in ("first", "until")
    )
    return c.Available(_SECTIONS[subject], getattr(e, subject), first, last, path)


def _fix(e: dict[str, str], path: Path) -> c.Change:
    return c.Fix(tuple(sorted((parse_move(move), Month.parse(text)) for move, text in e.items())), path)


def _forbid(e: dict[str, list[str]], path: Path) -> c.Change:
    return c.Forbid(tuple((parse_move(move), build.months(e[move])) for move in sorted(e)), path)


def _deadline(e: Any, path: Path) -> c.Change:
    given = e.model_fields_set
    return c.Deadline(
        None if e.move is None else parse_move(e.move),
        build.month(e.month) if "month" in given else c.UNSAID,
        e.lateness_per_month if "lateness_per_month" in given else c.UNSAID,
        path,
    )


def _bridge(e: d.BridgeDocument, path: Path) -> c.Change:
    build_entry = build.partner_answer if build.is_answer(e) else build.catalogue_entry
    return c.Offer(build_entry(path, e), path)


def _target(e: Any, path: Path) -> c.Change:
    to = tuple(
        (name, getattr(e.to, name)) for name in ("environment", "generation", "vendor", "package")
        if getattr(e.to, name) is not None
    )  # fmt: skip
    return c.Target(parse_move(e.move), to, path)


_READERS: dict[str, Callable[[Any, Path], c.Change]] = {
    "delay": _delay,
    "withdraw": _withdraw,
    "available": _available,
    "fix": _fix,
    "forbid": _forbid,
    "rule": lambda e, path: c.AddRule(build.build_rule(Placed(path, e)), e, path),
    "apart": lambda e, path: c.Apart(tuple(sorted(map(parse_move, e))), path),
    "capacity": lambda e, path: c.Capacity(e.vendor, e.cutovers_per_month, path),
    "unavailable": lambda e, path: c.Unavailable(e.vendor, build.months(e.months), path),
    "contract_end": lambda e, path: c.ContractEnd(e.system, build.month(e.until), path),
    "deadline": _deadline,
    "costs": lambda e, path: c.Costs(e.test_case, e.session, path),
    "bridge": _bridge,
    "monthly_cost": lambda e, path: c.MonthlyCost(e.environment, e.cost, path),
    "target": _target,
    "add_integration": lambda e, path: c.AddIntegration(build.build_integration(path, e), path),
    "drop_integration": c.DropIntegration,
    "law_change": lambda e, path: c.AddLawChange(build.law_change(path, e), e, path),
    "horizon": lambda e, path: c.LastMonth(Month.parse(e.last), path),
}
