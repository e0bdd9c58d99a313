"""A tiny builder of model values for the oracle's own tests: nothing is checked, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analyzer.landscape.model import (
    BridgeKind,
    CatalogueEntry,
    Environment,
    Form,
    Hub,
    Integration,
    IntegrationKey,
    Landscape,
    Line,
    Move,
    MoveRef,
    Realization,
    System,
    Vendor,
)
from analyzer.landscape.months import Availability, Horizon, Month

from .reference import Reference


def m(number: int) -> Month:
    """Month `number` of 2025; 0 is 2024-12, 13 is 2026-01."""
    return Month.parse("2025-01") + (number - 1)


def form(
    generation: str = "legacy", environment: str = "office", vendor: str = "va", package: str | None = None
) -> Form:
    return Form(environment, generation, vendor, package)


def system(id: str, *forms: Form, moves: Iterable[Move] = (), **fields: Any) -> System:
    """A system with these forms; its moves are called m1, m2, … unless they are given."""
    fields.setdefault("scope", "standard")
    made = tuple(moves) or tuple(Move(f"m{number}", to) for number, to in enumerate(forms) if number)
    return System(id, id, forms=forms, moves=made, **fields)


def shifting(id: str, vendor: str = "va", **fields: Any) -> System:
    """From legacy to standard, in the office, with the same vendor."""
    return system(id, form(vendor=vendor), form("standard", vendor=vendor), **fields)


def staying(id: str, generation: str = "legacy", vendor: str = "va", **fields: Any) -> System:
    return system(id, form(generation, vendor=vendor), **fields)


def link(
    source: str,
    target: str,
    legacy: Realization | str | None = "direct",
    standard: Realization | str | None = "direct",
    **fields: Any,
) -> Integration:
    """`legacy` and `standard`: "direct", a hub's id, a realization, None for none, and "same" for `same_as: legacy`."""
    realizations: dict[str, Realization] = {}
    for generation, text in (("legacy", legacy), ("standard", standard)):
        if text == "same":
            realizations[generation] = realizations["legacy"]
        elif isinstance(text, Realization):
            realizations[generation] = text
        elif text is not None:
            realizations[generation] = Realization(generation, via=None if text == "direct" else text)
    return Integration(key(source, target), f"{source} to {target}", realizations, **fields)


def key(source: str, target: str) -> IntegrationKey:
    return IntegrationKey("001o001", "00", source, target)


def hub(id: str = "master", environment: str = "office", vendor: str = "vh", **fields: Any) -> Hub:
    return Hub(id, id, environment, vendor, **fields)


def line(
    first: int | None = None, last: int | None = None, between: tuple[str, str] = ("cloud", "office")
) -> Line:
    return Line("line", between, available=months(first, last))


def months(first: int | None = None, last: int | None = None) -> Availability:
    return Availability(None if first is None else m(first), None if last is None else m(last))


def lifting(id: str, **fields: Any) -> System:
    """From the office to the cloud, otherwise unchanged."""
    return system(id, form(), form(environment="cloud"), **fields)


def landscape(
    systems: Iterable[System], links: Iterable[Integration] = (), last: int = 6, **fields: Any
) -> Landscape:
    """Horizon 2025-01 to month `last`; office and cloud; any vendor that is named; no lines, no catalogue, no rules."""
    by_id = {s.id: s for s in sorted(systems, key=lambda s: s.id)}
    hubs = {h.id: h for h in fields.pop("hubs", ())}
    named = {f.vendor for s in by_id.values() for f in s.forms} | {h.vendor for h in hubs.values()}
    vendors = {v: Vendor(v, v) for v in sorted(named)} | {v.id: v for v in fields.pop("vendors", ())}
    environments = {e: Environment(e, e, "on_premises") for e in ("cloud", "office")}
    environments |= {e.id: e for e in fields.pop("environments", ())}
    values: dict[str, Any] = {
        "generations": ("legacy", "standard"),
        "lines": None,
        "packages": {},
        "catalogue": None,
        "partner_answers": (),
        "existing_bridges": (),
        "law_changes": (),
        "rules": (),
        "patterns": (),
        **fields,
    }
    return Landscape(
        id="small",
        name="small",
        horizon=Horizon(m(1), m(last)),
        vendors=vendors,
        environments=environments,
        hubs=hubs,
        systems=by_id,
        integrations={one.key: one for one in sorted(links, key=lambda one: str(one.key))},
        **values,
    )


def plan(**when: int | tuple[int, ...]) -> dict[MoveRef, Month]:
    """``plan(a=3, b=(2, 5))``: the months of the moves m1, m2, … of each system."""
    each = {system: (number,) if isinstance(number, int) else number for system, number in when.items()}
    return {
        MoveRef(system, f"m{position}"): m(number)
        for system, numbers in each.items()
        for position, number in enumerate(numbers, start=1)
    }


def offer(
    kind: BridgeKind, setup: int = 0, per_link: int = 0, per_month: int = 0, **fields: Any
) -> CatalogueEntry:
    return CatalogueEntry(kind, setup=setup, per_link=per_link, per_month=per_month, **fields)


def costs(reference: Reference) -> dict[str, int]:
    """The parts that are not zero."""
    assert reference.cost is not None, reference.violations
    return {part: cost for part, cost in reference.cost.items() if cost}


def ways(reference: Reference, source: str, target: str) -> list[str]:
    """The kinds of way of a link, span by span, in the only best choice."""
    (choice,) = reference.best_choices
    return [
        way.kind
        for (k, _), way in sorted(choice.items(), key=lambda item: item[0][1].ordinal)
        if k == key(source, target)
    ]


def states(reference: Reference, source: str, target: str) -> list[str]:
    assert reference.states is not None
    return [state for (k, _), state in reference.states.items() if k == key(source, target)]


A_AND_B = (shifting("a"), shifting("b", "vb"))
AB = plan(a=3, b=5)
"""The usual pair: a shifts in March and b in May; a link between them is mixed in March and April."""
