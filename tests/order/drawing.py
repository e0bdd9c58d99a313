"""What the tests of the order draw: landscapes small enough that every plan can be tried, and patterns for them.

Two to four systems that move, three to six months, every rule and every part of the cost.
The horizon is cut until there are no more than `MOST_PLANS` plans. Where everything is
drawn freely most landscapes have no plan at all, so that deadlines, windows and catalogues
are drawn loose more often than tight.
"""

from __future__ import annotations

from math import comb, prod

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, MoveRef, Pattern
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.order.near import Near
from tests.oracles.ordering import BUILT_IN, BestPlans, TooLarge, best_plans
from tests.profiles import examples
from tests.strategies import (
    ENVIRONMENTS,
    FIRST,
    VENDORS,
    Document,
    availability,
    catalogue,
    cost,
    existing_bridge,
    forms_and_moves,
    integrations,
    model,
    months,
    rarely,
    rules,
)

MOST_PLANS = 1_300
MOST_CHOICES = 8_000
BLOCKS = ("resident", "tax", "welfare", "other")

often = st.sampled_from([True, True, True, False])


def few(part: int = 4) -> settings:
    """One example in `part` of what the profile asks for: each tries every plan and solves whole programs."""
    return settings(
        max_examples=examples(100 // part),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


@st.composite
def moving(
    draw: st.DrawFn, generations: list[str], length: int, calm: bool
) -> tuple[Document, list[Document]]:
    """A system's form of today and its one or two moves; a lift or a shift at least."""
    if not calm and draw(st.booleans()):
        current, moves = draw(forms_and_moves(generations, length))
        if moves:
            return current, moves
    current = {
        "environment": "office",
        "generation": generations[0],
        "vendor": draw(st.sampled_from(VENDORS)),
    }
    shift: Document = {"id": "shift", "to": {"generation": generations[-1]}}
    if draw(rarely):
        shift["to"]["package"] = "std"
    others = [vendor for vendor in VENDORS if vendor != current["vendor"]]
    if draw(rarely):
        shift["to"]["vendor"] = draw(st.sampled_from(others))
    if draw(often):
        shift["to"]["environment"] = "cloud"
        return current, [shift]
    lift = {"id": "lift", "to": {"environment": "cloud"}}
    if draw(rarely):
        shift["not_with_previous"] = True
    return current, [lift, shift]


@st.composite
def systems(draw: st.DrawFn, generations: list[str], length: int, calm: bool) -> list[Document]:
    result = []
    movers = draw(st.integers(2, 4))
    for i in range(movers + draw(st.sampled_from([0, 0, 1]))):
        current, moves = draw(moving(generations, length, calm))
        system: Document = {
            "id": f"s{i}",
            "name": f"システム{i}",
            "scope": draw(st.sampled_from(["standard", "standard", "out_of_scope"])),
            "current": current,
            "moves": moves if i < movers else [],
        }
        # the built-in patterns speak of these two; a block of the first two systems is never missing
        block = BLOCKS[i] if i < 2 else draw(st.sampled_from([*BLOCKS, None]))
        if block is not None:
            system["block"] = block
        if draw(rarely):
            system["owner"] = draw(st.sampled_from(["市民課", "税務課"]))
        if i < movers and not calm and draw(rarely):
            system["contract_end"] = str(FIRST + draw(st.integers(length // 2, length)))
        result.append(system)
    return result


def plans_in(document: Document, length: int) -> int:
    """Plans that keep the order of each system's moves."""
    return prod(comb(length + len(s["moves"]) - 1, len(s["moves"])) for s in document["systems"])


@st.composite
def offers(draw: st.DrawFn, ids: list[str], hubs: list[str]) -> list[Document]:
    """A catalogue that mostly can carry every link, at prices that make the ways differ."""
    found = draw(catalogue(ids, hubs))
    named = {tuple(str(entry.get(n)) for n in ("kind", "system", "vendor", "hub")) for entry in found}
    general = [("keep_legacy", True), ("early_standard", draw(rarely)), ("manual", draw(rarely))]
    for kind, wanted in general:
        if wanted and draw(often) and (kind, "None", "None", "None") not in named:
            entry: Document = {"kind": kind, "setup": draw(cost), "per_month": draw(st.integers(0, 3))}
            if draw(rarely):
                entry["per_link"] = draw(st.integers(1, 3))
            found.append(entry)
    # few ways for each link, or there is too much to try
    return found[-4:]


@st.composite
def patterns(draw: st.DrawFn, document: Document) -> Document:
    """A pattern of the file: an order of some of its blocks, perhaps with the others."""
    blocks = sorted({s["block"] for s in document["systems"] if "block" in s} | {"other"})
    named = draw(st.permutations(blocks))[: draw(st.integers(1, len(blocks)))]
    groups: list[list[str]] = [[named[0]]]
    for block in named[1:]:
        if draw(st.booleans()):
            groups.append([])
        groups[-1].append(block)
    return {"id": "own", "name": "独自", "groups": groups, "together": draw(st.booleans())}


@st.composite
def orders(draw: st.DrawFn) -> Document:
    """A valid landscape as plain data, whose every plan can be tried.

    Half of them are calm: few dates, but not everybody may move at once, so that bridges decide. In the others all
    the rules of the file meet, and often contradict each other.
    """
    calm = draw(st.booleans())
    dates = st.just(value=False) if calm else st.booleans()
    length = draw(st.integers(3, 6))
    generations = draw(st.sampled_from([["legacy", "standard"]] * 3 + [["legacy", "data", "standard"]]))
    document: Document = {"schema_version": 1, "systems": draw(systems(generations, length, calm))}
    while length > 2 and plans_in(document, length) > MOST_PLANS:
        length -= 1
    assume(plans_in(document, length) <= MOST_PLANS)
    last = length - 1
    header: Document = {
        "id": "drawn",
        "name": "市",
        "horizon": {"first": str(FIRST), "last": str(FIRST + last)},
        "costs": {"test_case": draw(st.integers(0, 3)), "session": draw(st.sampled_from([0, 0, 0, 1, 2]))},
    }
    if len(generations) == 3:
        header["generations"] = generations
    if draw(st.booleans()):
        # a deadline that costs may be early, one that forbids had better not
        soft = draw(st.booleans())
        header["deadline"] = str(FIRST + draw(st.integers(0 if soft else length // 2, last)))
        if soft:
            header["lateness_per_month"] = draw(cost)
    if draw(rarely):
        header["tests"] = {"main_routes": draw(st.integers(1, 2))}
    if calm or draw(st.booleans()):
        header["capacity"] = {"cutovers_per_month": draw(st.integers(1, 2))}
    document["landscape"] = header

    document["vendors"] = [{"id": v, "name": v} for v in VENDORS]
    for vendor in document["vendors"]:
        if draw(rarely):
            vendor["cutovers_per_month"] = 1
        if not calm and draw(rarely):
            vendor["unavailable"] = [draw(months(length))]
        if not calm and draw(rarely):
            vendor["bridges_until"] = draw(months(length, margin=1))
    document["environments"] = [
        {"id": e, "name": e, "hosting": "on_premises", "monthly_cost": draw(st.sampled_from([0, 0, 1, 5])),
         "available": draw(availability(length)) if draw(dates) else {}}
        for e in ENVIRONMENTS
    ]  # fmt: skip
    document["hubs"] = [
        {"id": f"h{i}", "name": f"h{i}", "environment": draw(st.sampled_from(ENVIRONMENTS)),
         "vendor": draw(st.sampled_from(VENDORS)), "write_back": draw(st.booleans()),
         "read_through": draw(st.booleans()), "converts": draw(rarely),
         "available": draw(availability(length)) if draw(dates) else {}}
        for i in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    if draw(rarely):
        document["lines"] = [
            {"id": f"l{i}", "between": list(ends), "available": draw(availability(length))}
            for i, ends in enumerate([("office", "cloud"), ("cloud", "other"), ("office", "other")])
        ]
        if draw(st.booleans()):
            need = {"between": ["office", "cloud"], "months_before": draw(st.integers(1, 2))}
            document["systems"][0]["moves"][-1]["needs_line"] = need
    document["packages"] = [
        {"id": "old", "name": "old"},
        {
            "id": "std",
            "name": "std",
            "vendor": "va",
            "available": draw(availability(length)) if draw(dates) else {},
        },
    ]
    ids = [system["id"] for system in document["systems"]]
    hubs = [hub["id"] for hub in document["hubs"]]
    links = draw(integrations(ids, generations, hubs))
    document["integrations"] = links[: draw(st.integers(1, 4))]
    document["bridges"] = draw(offers(ids, hubs))
    if "lines" in document:
        for ends in draw(st.lists(st.sampled_from([["office", "cloud"], ["cloud", "other"]]), max_size=1)):
            if not any(entry["kind"] == "relay" for entry in document["bridges"]):
                document["bridges"].append(
                    {"kind": "relay", "between": ends, "setup": draw(cost), "per_month": 1}
                )
    if draw(rarely):
        del document["bridges"]
    if draw(st.booleans()):
        document["law_changes"] = [
            {"month": draw(months(length)), "name": "改正", "cost": {"office": draw(cost), "standard": draw(cost)},
             "systems": draw(st.sampled_from([{}, {"block": "tax"}, {"ids": ["s0", "s1"]}]))}
        ]  # fmt: skip
    moves = [f"{system['id']}.{move['id']}" for system in document["systems"] for move in system["moves"]]
    document["rules"] = draw(rules(moves, length))
    if draw(st.booleans()):
        document["patterns"] = [draw(patterns(document))]
    if draw(rarely):
        with_it = {**document, "existing_bridges": [draw(existing_bridge(document, length))]}
        if read_document(with_it, Places()).landscape is not None:
            document = with_it
    return document


@st.composite
def nearness(draw: st.DrawFn, landscape: Landscape) -> Near:
    """Another plan, of some moves, perhaps out of the horizon or of order, and how many of its months may change."""
    refs = [MoveRef(system.id, move.id) for system in landscape.systems.values() for move in system.moves]
    around = st.integers(-1, len(landscape.horizon)).map(lambda at: landscape.horizon.first + at)
    moves = {ref: draw(around) for ref in refs if draw(often)}
    return Near(moves, draw(st.integers(0, max(0, len(refs) - 1))))


def tried(
    landscape: Landscape,
    pattern: Pattern | None = None,
    fixed: dict[MoveRef, Month] | None = None,
    near: Near | None = None,
) -> BestPlans:
    """What trying every plan finds; an example that would take too long is dropped."""
    asked = None if near is None else (near.moves, near.changes)
    try:
        return best_plans(landscape, pattern, fixed, most_choices=MOST_CHOICES, near=asked)
    except TooLarge:
        assume(False)
        raise


def landscapes() -> st.SearchStrategy[Landscape]:
    return orders().map(model)


@st.composite
def landscapes_with_patterns(draw: st.DrawFn) -> tuple[Landscape, Pattern]:
    """A landscape, and a built-in pattern or its own."""
    landscape = draw(landscapes())
    return landscape, draw(st.sampled_from([*landscape.patterns, *landscape.patterns, *BUILT_IN.values()]))
