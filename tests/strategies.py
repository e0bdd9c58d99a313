"""Hypothesis strategies: small valid landscapes with every feature of the file, and plans for them.

Small enough for brute force: 2-5 systems, 1-6 links, 3-7 months. Months shrink to 2025-01.
"""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st

from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places

Document = dict[str, Any]
FIRST = Month.parse("2025-01")
ENVIRONMENTS = ("cloud", "office", "other")
VENDORS = ("va", "vb", "vc")
BLOCKS = ("resident", "tax", "welfare")
SIDED = ("keep_legacy", "early_standard", "write_back", "read_through")

rarely = st.sampled_from([False, False, False, True])
cost = st.integers(0, 9)


def months(length: int, margin: int = 0) -> st.SearchStrategy[str]:
    return st.integers(-margin, length - 1 + margin).map(lambda i: str(FIRST + i))


@st.composite
def availability(draw: st.DrawFn, length: int) -> Document:
    """Mostly open; else from early months on, or until late ones."""
    result: Document = {}
    if draw(rarely):
        result["from"] = str(FIRST + draw(st.integers(-1, 1)))
    if draw(rarely):
        result["until"] = str(FIRST + draw(st.integers(length // 2 + 1, length)))
    return result


@st.composite
def forms_and_moves(draw: st.DrawFn, generations: list[str], length: int) -> tuple[Document, list[Document]]:
    """The form of today and 0-2 moves; generations never go back, each move changes something."""
    current: Document = {
        "environment": draw(st.sampled_from(ENVIRONMENTS)),
        "generation": generations[draw(st.sampled_from([0, 0, 0, 1]))],
        "vendor": draw(st.sampled_from(VENDORS)),
    }
    if draw(rarely):
        current["package"] = draw(st.sampled_from(["old", "std"]))
    now, moves = dict(current), []
    for index in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        at = generations.index(now["generation"])
        to: Document = {}
        if at + 1 < len(generations) and draw(st.sampled_from([True, True, True, False])):
            to["generation"] = generations[draw(st.integers(at + 1, len(generations) - 1))]
        if draw(st.booleans()):
            to["environment"] = draw(st.sampled_from(ENVIRONMENTS))
        if draw(rarely):
            to["vendor"] = draw(st.sampled_from(VENDORS))
        if draw(rarely):
            to["package"] = "std"
        to = {name: value for name, value in to.items() if now.get(name) != value}
        if not to:
            to = {"environment": next(e for e in ENVIRONMENTS if e != now["environment"])}
        now.update(to)
        move: Document = {"id": f"m{index + 1}", "to": to}
        if draw(rarely):
            move["earliest"] = str(FIRST + draw(st.integers(0, length // 2)))
        if draw(rarely):
            move["latest"] = str(FIRST + draw(st.integers(length // 2, length - 1)))
        if draw(rarely):
            move["blackout"] = [str(FIRST + draw(st.integers(0, length - 1)))]
        if draw(rarely):
            move["not_with_previous"] = True
        if draw(rarely):
            move["deadline"] = draw(months(length))
        if draw(rarely):
            ends = draw(st.sampled_from(list(itertools.combinations(ENVIRONMENTS, 2))))
            move["needs_line"] = {"between": list(ends), "months_before": draw(st.integers(1, 2))}
        moves.append(move)
    return current, moves


@st.composite
def realizations(draw: st.DrawFn, generations: list[str], hubs: list[str]) -> Document:
    """At each generation: none, direct, via a hub, with shared interface names, or `same_as`."""
    result: Document = {}
    written: list[str] = []
    for generation in generations:
        kind = draw(st.sampled_from(["direct", "hub", "hub", "same", "none"]))
        if kind == "none" and (written or generation != generations[0]):
            continue
        if kind == "same" and written:
            result[generation] = {"same_as": draw(st.sampled_from(written))}
            continue
        entry: Document = {}
        if kind == "hub" and hubs:
            entry["via"] = draw(st.sampled_from(hubs))
        if draw(rarely):
            entry["send"] = "out"
        if draw(rarely):
            entry["receive"] = "in"
        result[generation] = entry
        written.append(generation)
    return result


@st.composite
def integrations(
    draw: st.DrawFn, systems: list[str], generations: list[str], hubs: list[str]
) -> list[Document]:
    result = []
    for index in range(draw(st.integers(1, 6))):
        source, target = draw(st.permutations(systems))[:2]
        entry: Document = {
            "id": f"00{index // 2 + 1}o001",
            "branch": f"0{index % 2}",
            "name": f"連携{index}",
            "from": source,
            "to": target,
            "realizations": draw(realizations(generations, hubs)),
        }
        if draw(st.integers(0, 9)) == 9:
            entry[draw(st.sampled_from(["from", "to"]))] = None
        criticality = draw(st.sampled_from(["normal", "normal", "low", "high"]))
        if criticality != "normal":
            entry["criticality"] = criticality
        if criticality != "high" and draw(rarely):
            entry["suspendable"] = draw(cost)
        for name in ("main_route", "ends"):
            if draw(rarely):
                entry[name] = True
        result.append(entry)
    return result


@st.composite
def catalogue(draw: st.DrawFn, systems: list[str], hubs: list[str]) -> list[Document]:
    """Entries and answers that by their kind can fit, no two of which name the same."""
    result: dict[tuple[object, ...], Document] = {}
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from([*SIDED, "keep_legacy", "early_standard", "convert", "manual", "relay"]))
        entry: Document = {"kind": kind}
        if kind in SIDED:
            if draw(rarely):
                entry["system"] = draw(st.sampled_from(systems))
            if draw(rarely):
                entry["vendor"] = draw(st.sampled_from(VENDORS))
        if kind == "convert" and draw(rarely):
            entry["vendor"] = draw(st.sampled_from(VENDORS))
        if kind in ("write_back", "read_through", "convert") and hubs and draw(rarely):
            entry["hub"] = draw(st.sampled_from(hubs))
        if kind == "relay":
            entry["between"] = list(draw(st.sampled_from(list(itertools.combinations(ENVIRONMENTS, 2)))))
        if kind in SIDED and draw(rarely):
            entry.pop("hub", None)
            partner = draw(st.sampled_from(["partner_system", "partner_vendor"]))
            entry[partner] = draw(st.sampled_from(systems if partner == "partner_system" else list(VENDORS)))
            names = tuple(
                entry.get(name) for name in ("kind", "system", "vendor", "partner_system", "partner_vendor")
            )
            entry["offered"] = draw(st.booleans())
            result.setdefault(("answer", *names), entry)
            continue
        names = (
            *(entry.get(name) for name in ("kind", "system", "vendor", "hub")),
            *entry.get("between", ()),
        )
        if kind in ("keep_legacy", "early_standard") and draw(rarely):
            entry["per"] = "vendor"
        for name in ("setup", "per_link", "per_month"):
            if draw(st.booleans()):
                entry[name] = draw(cost)
        if draw(rarely):
            entry["lead_months"] = draw(st.integers(1, 2))
        result.setdefault(names, entry)
    return list(result.values())


@st.composite
def existing_bridge(draw: st.DrawFn, document: Document, length: int) -> Document:
    """A bridge that may or may not be able to carry what it lists: the checks say which."""
    links = [i for i in document["integrations"] if i["from"] is not None and i["to"] is not None]
    hubs = [hub["id"] for hub in document["hubs"]]
    kinds = [*SIDED, "convert", "manual"] if hubs else ["keep_legacy", "early_standard", "manual"]
    bridge: Document = {"kind": draw(st.sampled_from([*kinds, "relay"]))}
    listed = draw(st.lists(st.sampled_from(links), max_size=2, unique_by=id)) if links else []
    keys = [f"{i['id']}/{i['branch']}/{i['from']}/{i['to']}" for i in listed]
    if bridge["kind"] in ("convert", "manual"):
        keys = keys[:1]
        if keys:
            bridge["integration"] = keys[0]
    elif bridge["kind"] == "relay":
        bridge["between"] = list(draw(st.sampled_from(list(itertools.combinations(ENVIRONMENTS, 2)))))
    elif draw(rarely) and bridge["kind"] in ("keep_legacy", "early_standard"):
        bridge["vendor"] = draw(st.sampled_from(VENDORS))
    else:
        bridge["system"] = draw(st.sampled_from([listed[0]["from"], listed[0]["to"]] if listed else ["s0"]))
    if bridge["kind"] in ("write_back", "read_through", "convert"):
        bridge["hub"] = draw(st.sampled_from(hubs))
    if keys:
        bridge["serves"] = keys
    first = 0
    if draw(rarely):
        first = draw(st.integers(0, length - 1))
        bridge["from"] = str(FIRST + first)
        if bridge["kind"] in SIDED and "vendor" not in bridge and draw(rarely):
            bridge["vendor"] = draw(st.sampled_from(VENDORS))
    if draw(st.booleans()):
        bridge["until"] = str(FIRST + draw(st.integers(first, length - 1)))
    return bridge


@st.composite
def rules(draw: st.DrawFn, moves: list[str], length: int) -> list[Document]:
    result: list[Document] = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        kind = draw(st.sampled_from(["together", "before", "blackout", "fixed"]))
        if kind == "blackout":
            selector = draw(
                st.sampled_from(
                    [{}, {"block": "tax"}, {"vendor": "va"}, {"scope": "standard"}, {"ids": ["s0"]}]
                )
            )
            result.append({"blackout": [draw(months(length))], **({"systems": selector} if selector else {})})
        elif kind == "fixed" and moves:
            result.append({"fixed": {draw(st.sampled_from(moves)): draw(months(length))}})
        elif kind in ("together", "before") and len(moves) > 1:
            one, other = draw(st.permutations(moves))[:2]
            if kind == "together":
                result.append({"together": [one, other]})
            else:
                result.append({"before": one, "after": other, "gap": draw(st.integers(0, 2))})
    return result


@st.composite
def landscape_documents(draw: st.DrawFn, with_rules: bool = True, with_existing: bool = True) -> Document:
    """A valid landscape as plain data (errors none, warnings perhaps)."""
    length = draw(st.integers(3, 7))
    generations = draw(st.sampled_from([["legacy", "standard"], ["legacy", "data", "standard"]]))
    header: Document = {
        "id": "drawn",
        "name": "市",
        "horizon": {"first": str(FIRST), "last": str(FIRST + (length - 1))},
        "costs": {"test_case": draw(st.integers(0, 3)), "session": draw(st.sampled_from([0, 0, 1, 2]))},
    }
    if len(generations) == 3:
        header["generations"] = generations
    if draw(rarely):
        header["deadline"] = draw(months(length))
        if draw(st.booleans()):
            header["lateness_per_month"] = draw(cost)
    if draw(rarely):
        header["tests"] = {"main_routes": draw(st.integers(1, 2))}
    if draw(rarely):
        header["capacity"] = {"cutovers_per_month": draw(st.integers(1, 3))}
    document: Document = {"schema_version": 1, "landscape": header}

    document["vendors"] = [{"id": v, "name": v} for v in VENDORS]
    if draw(rarely):
        document["vendors"][0]["cutovers_per_month"] = draw(st.integers(1, 2))
    if draw(rarely):
        document["vendors"][1]["unavailable"] = [draw(months(length))]
    if draw(rarely):
        document["vendors"][0]["bridges_until"] = draw(months(length, margin=1))
    document["environments"] = [
        {"id": e, "name": e, "hosting": "on_premises", "monthly_cost": draw(st.sampled_from([0, 0, 1, 5])),
         "available": draw(availability(length))}
        for e in ENVIRONMENTS
    ]  # fmt: skip
    document["hubs"] = [
        {"id": f"h{i}", "name": f"h{i}", "environment": draw(st.sampled_from(ENVIRONMENTS)),
         "vendor": draw(st.sampled_from(VENDORS)), "write_back": draw(st.booleans()),
         "read_through": draw(st.booleans()), "converts": draw(st.booleans()),
         "available": draw(availability(length))}
        for i in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    if draw(rarely):
        pairs = draw(st.lists(st.sampled_from(list(itertools.combinations(ENVIRONMENTS, 2))), max_size=3))
        document["lines"] = [
            {"id": f"l{i}", "between": list(ends), "available": draw(availability(length))}
            for i, ends in enumerate(pairs)
        ]
    document["packages"] = [
        {"id": "old", "name": "old"},
        {"id": "std", "name": "std", "vendor": "va", "available": draw(availability(length))},
    ]

    document["systems"] = []
    for i in range(draw(st.integers(2, 5))):
        current, own_moves = draw(forms_and_moves(generations, length))
        system: Document = {
            "id": f"s{i}",
            "name": f"システム{i}",
            "scope": draw(st.sampled_from(["standard", "standard", "out_of_scope", "external"])),
            "block": draw(st.sampled_from(BLOCKS)),
            "current": current,
            "moves": own_moves,
        }
        if draw(rarely):
            system["owner"] = draw(st.sampled_from(["市民課", "税務課"]))
        if bool(own_moves) and draw(rarely):
            system["contract_end"] = str(FIRST + draw(st.integers(length // 2, length)))
        document["systems"].append(system)
    systems = [system["id"] for system in document["systems"]]
    hubs = [hub["id"] for hub in document["hubs"]]
    moves = [f"{system['id']}.{move['id']}" for system in document["systems"] for move in system["moves"]]

    document["integrations"] = draw(integrations(systems, generations, hubs))
    if draw(st.booleans()):
        document["bridges"] = draw(catalogue(systems, hubs))
    if draw(rarely):
        document["law_changes"] = [
            {"month": draw(months(length)), "name": "改正", "cost": {"office": draw(cost), "standard": draw(cost)},
             "systems": draw(st.sampled_from([{}, {"block": "tax"}, {"ids": ["s0", "s1"]}]))}
        ]  # fmt: skip
    if with_rules:
        document["rules"] = draw(rules(moves, length))
    if with_existing:
        for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
            bridges = [*document.get("existing_bridges", []), draw(existing_bridge(document, length))]
            with_it = {**document, "existing_bridges": bridges}
            if read_document(with_it, Places()).landscape is not None:
                document = with_it
    return document


def model(document: Document) -> Landscape:
    """The landscape of a drawn document."""
    result = read_document(document, Places())
    assert result.landscape is not None, [finding.message.en for finding in result.findings]
    return result.landscape


def landscapes(with_rules: bool = True, with_existing: bool = True) -> st.SearchStrategy[Landscape]:
    """Models of `landscape_documents`."""
    return landscape_documents(with_rules=with_rules, with_existing=with_existing).map(model)


@st.composite
def plans(draw: st.DrawFn, landscape: Landscape) -> dict[MoveRef, Month]:
    """A month of the horizon for every move, in the order of each system's moves; rules may be broken."""
    last = len(landscape.horizon) - 1
    result: dict[MoveRef, Month] = {}
    for system in landscape.systems.values():
        at = 0
        for move in system.moves:
            at = draw(st.integers(at, last))
            result[MoveRef(system.id, move.id)] = landscape.horizon.first + at
    return result


@st.composite
def landscapes_with_plans(draw: st.DrawFn, with_rules: bool = True) -> tuple[Landscape, dict[MoveRef, Month]]:
    """A landscape and a plan for it."""
    landscape = draw(landscapes(with_rules=with_rules))
    return landscape, draw(plans(landscape))
