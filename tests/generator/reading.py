"""Generated documents read with plain code: what the tests know of the file format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]


def ordinal(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def horizon(document: Document) -> range:
    span = document["landscape"]["horizon"]
    return range(ordinal(span["first"]), ordinal(span["last"]) + 1)


def windows(document: Document) -> list[int]:
    """The months in which no landscape-wide blackout stands."""
    closed = {
        ordinal(month)
        for rule in document["rules"]
        if "blackout" in rule and "systems" not in rule
        for month in rule["blackout"]
    }
    return [month for month in horizon(document) if month not in closed]


def key(link: Document) -> tuple[object, ...]:
    return (link["id"], link.get("branch", "00"), link["from"], link["to"])


def forms(system: Document) -> list[dict[str, str]]:
    result = [system["current"]]
    for move in system.get("moves", []):
        result.append(result[-1] | move["to"])
    return result


def cutovers(document: Document, plan: dict[str, str]) -> Iterator[tuple[Document, int, dict[str, str]]]:
    """(system, month, form that it then has), one for every month in which the system changes."""
    for system in document["systems"]:
        reached: dict[int, dict[str, str]] = {}
        for move, form in zip(system.get("moves", []), forms(system)[1:], strict=True):
            reached[ordinal(plan[f"{system['id']}.{move['id']}"])] = form
        for month, form in reached.items():
            yield system, month, form


def broken_rules(document: Document, plan: dict[str, str]) -> list[str]:
    """A word for every rule of the landscape that the plan breaks."""
    month = {move: ordinal(text) for move, text in plan.items()}
    expected = {f"{s['id']}.{m['id']}" for s in document["systems"] for m in s.get("moves", [])}
    if set(month) != expected:
        return ["moves missing or unknown"]
    return [
        *_broken_by_moves(document, month),
        *_broken_by_forms(document, month),
        *_broken_by_cutovers(document, list(cutovers(document, plan))),
        *_broken_between(document, month),
    ]


def _broken_by_moves(document: Document, month: dict[str, int]) -> Iterator[str]:
    deadline = document["landscape"].get("deadline")
    for system in document["systems"]:
        before = None
        moves = system.get("moves", [])
        for move in moves:
            name = f"{system['id']}.{move['id']}"
            at = month[name]
            if at not in horizon(document):
                yield f"{name} out of the horizon"
            if before is not None and (at < before or (at == before and move.get("not_with_previous"))):
                yield f"{name} out of order"
            if "earliest" in move and at < ordinal(move["earliest"]):
                yield f"{name} early"
            if "latest" in move and at > ordinal(move["latest"]):
                yield f"{name} late"
            if "fixed" in move and at != ordinal(move["fixed"]):
                yield f"{name} not fixed"
            if at in map(ordinal, move.get("blackout", [])):
                yield f"{name} in its blackout"
            final = move is moves[-1] and system["scope"] == "standard"
            due = move.get("deadline", deadline if final else None)
            if due is not None and at > ordinal(due):
                yield f"{name} after its deadline"
            before = at


def _broken_by_forms(document: Document, month: dict[str, int]) -> Iterator[str]:
    packages = {package["id"]: package for package in document["packages"]}
    for system in document["systems"]:
        moves = system.get("moves", [])
        if not moves:
            continue
        starts = [min(horizon(document)), *(month[f"{system['id']}.{move['id']}"] for move in moves)]
        ends = [*starts[1:], max(horizon(document)) + 1]
        if "contract_end" in system and ends[0] - 1 > ordinal(system["contract_end"]):
            yield f"{system['id']} after its contract"
        for form, start, end in zip(forms(system), starts, ends, strict=True):
            available = packages[form["package"]].get("available") if "package" in form else None
            if available and start < end and start < ordinal(available["from"]):
                yield f"{system['id']} before its package"


def _broken_by_cutovers(
    document: Document, made: list[tuple[Document, int, dict[str, str]]]
) -> Iterator[str]:
    vendors = {vendor["id"]: vendor for vendor in document["vendors"]}
    for system, month, form in made:
        if month in map(ordinal, vendors[form["vendor"]].get("unavailable", [])):
            yield f"{system['id']} while {form['vendor']} is away"
        for rule in document["rules"]:
            if month in map(ordinal, rule.get("blackout", [])):
                block = rule.get("systems", {}).get("block")
                if block in (None, system.get("block")):
                    yield f"{system['id']} in a blackout"
    most = document["landscape"].get("capacity", {}).get("cutovers_per_month")
    for month, count in Counter(month for _, month, _ in made).items():
        if most is not None and count > most:
            yield f"capacity in {month}"
    for (vendor, month), count in Counter((form["vendor"], month) for _, month, form in made).items():
        if count > vendors[vendor].get("cutovers_per_month", count):
            yield f"capacity of {vendor} in {month}"


def _broken_between(document: Document, month: dict[str, int]) -> Iterator[str]:
    for rule in document["rules"]:
        if "together" in rule and len({month[move] for move in rule["together"]}) > 1:
            yield f"not together: {rule['together']}"
        if "before" in rule and month[rule["after"]] - month[rule["before"]] < rule.get("gap", 1):
            yield f"{rule['before']} not before {rule['after']}"
