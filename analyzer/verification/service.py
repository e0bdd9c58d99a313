"""How every demand is served: read from the answer's months, held against what is possible.

Whole spans, exactly one way each, an allowed one, and nothing else listed as served.
"""

from __future__ import annotations

from typing import Any

from analyzer.landscape.model import IntegrationKey
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.verification.faults import Faults
from analyzer.verification.world import Choice, World

Listings = dict[tuple[IntegrationKey, int], list[tuple[str, Path]]]
"""(link, month) → the ways that the answer lists for it, and where."""


def read_choice(world: World, answer: dict[str, Any], faults: Faults) -> Choice | None:
    """The way of every native and mixed link in every span; None if some cannot be told."""
    before = len(faults.found)
    listings = _listings(world, answer, faults)
    choice: Choice = {}
    for (key, span_index), possible in world.possibilities.items():
        link = world.landscape.integrations[key]
        span = world.spans[span_index]
        first = world.month_text(span.start)
        if world.state(link, span_index) == "native":
            choice[key, span_index] = possible["native"]
            continue
        by_month = [listings.pop((key, month), []) for month in range(span.start, span.stop)]
        named = sorted({name for listed in by_month for name, _ in listed})
        path = next((path for listed in by_month for _, path in listed), ())
        details: dict[str, object] = {"integration": str(key), "month": first}
        if not named:
            faults.add(
                "unserved", path,
                f"連携 {key} は {first} からの期間に過渡的な連携が要りますが、示されていません。",
                f"{key} is mixed in the span from {first}, and nothing serves it.", **details,
            )  # fmt: skip
        elif len(named) > 1 or any(len(listed) > 1 for listed in by_month):
            faults.add(
                "served_twice", path,
                f"連携 {key} は {first} からの期間に二重に示されています：{', '.join(named)}。",
                f"{key} is served more than once in the span from {first}: {', '.join(named)}.", **details,
            )  # fmt: skip
        elif not all(by_month):
            faults.add(
                "served_in_part", path,
                f"連携 {key} は {first} からの期間の一部の月にしか示されていません。",
                f"{key} is served in some months only of the span from {first}.", **details,
            )  # fmt: skip
        elif named[0] not in possible:
            offered = ", ".join(sorted(possible))
            faults.add(
                "way_not_possible", path,
                f"連携 {key} を {first} からの期間に {named[0]} で運ぶことはできません。できるのは {offered} です。",
                f"{named[0]} cannot carry {key} in the span from {first}; possible: {offered}.", **details,
            )  # fmt: skip
        else:
            choice[key, span_index] = possible[named[0]]
    for (key, month), listed in sorted(listings.items()):
        for name, path in listed:
            text = world.month_text(month)
            faults.add(
                "not_a_demand", path,
                f"連携 {key} は {text} に過渡的な連携が要りませんが、{name} が示されています。",
                f"{key} is not mixed in {text}, but {name} is listed for it.",
                integration=str(key), month=text,
            )  # fmt: skip
    return choice if len(faults.found) == before else None


def _listings(world: World, answer: dict[str, Any], faults: Faults) -> Listings:
    """What `bridges` (relays aside, they go beside another way) and `suspended` say, by link and month."""
    listings: Listings = {}

    def note(name: str, served: dict[str, Any], path: Path) -> None:
        key = world.by_name.get(served["integration"])
        if key is None:
            faults.add(
                "unknown_integration", (*path, "integration"),
                f"連携 {served['integration']} はありません（相手先不明の連携は対象外です）。",
                f"There is no integration {served['integration']} with two known partners.",
            )  # fmt: skip
            return
        for position, text in enumerate(served["months"]):
            month = world.landscape.horizon.index(Month.parse(text))
            if 0 <= month < world.schedule.length:
                listings.setdefault((key, month), []).append((name, (*path, "months", position)))
            else:
                faults.add(
                    "out_of_horizon", (*path, "months", position),
                    f"{text} は計画期間の外です。", f"{text} lies outside the horizon.", month=text,
                )  # fmt: skip

    for index, bridge in enumerate(answer["bridges"]):
        if bridge["kind"] != "relay":
            name = "as_is" if bridge["kind"] == "as_is" else bridge["key"]
            for position, served in enumerate(bridge["serves"]):
                note(name, served, ("bridges", index, "serves", position))
    for index, suspended in enumerate(answer["suspended"]):
        note("suspended", suspended, ("suspended", index))
    return listings
