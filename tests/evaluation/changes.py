"""Changes of a drawn document: shuffled, renamed, doubled; and an answer with the old names put back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from analyzer.landscape.model import BRIDGE_KINDS, MoveRef
from tests.evaluation.drawing import Moves
from tests.strategies import Document

IN_ORDER = {"generations", "moves", "groups"}
"""Lists whose order has a meaning; the order of all others says nothing."""


@st.composite
def shuffles(draw: st.DrawFn, value: Any, name: str = "") -> Any:
    """The same file with the entries of every list and the keys of every mapping in another order."""
    if isinstance(value, Mapping):
        return {key: draw(shuffles(value[key], str(key))) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        entries = [draw(shuffles(entry)) for entry in value]
        return entries if name in IN_ORDER else draw(st.permutations(entries))
    return value


# --- doubling --------------------------------------------------------------------------------


def with_offers(document: Document) -> Document:
    """The catalogue written out where there is none: every kind but manual at setup 1."""
    result = deepcopy(document)
    result.setdefault("bridges", [{"kind": kind, "setup": 1} for kind in BRIDGE_KINDS if kind != "manual"])
    return result


def doubled(document: Document) -> Document:
    """Every cost twice: offers, suspensions, cases, sessions, environments, law changes, lateness."""
    result = with_offers(document)
    header = result["landscape"]
    costs = header.get("costs", {})
    header["costs"] = {"test_case": 2 * costs.get("test_case", 1), "session": 2 * costs.get("session", 0)}
    if "lateness_per_month" in header:
        header["lateness_per_month"] *= 2
    for entry in result["bridges"]:
        for name in ("setup", "per_link", "per_month"):
            if name in entry:
                entry[name] *= 2
    for environment in result["environments"]:
        environment["monthly_cost"] = 2 * environment.get("monthly_cost", 0)
    for link in result["integrations"]:
        if "suspendable" in link:
            link["suspendable"] *= 2
    for change in result.get("law_changes", []):
        change["cost"] = {name: 2 * cost for name, cost in change["cost"].items()}
    return result


# --- renaming --------------------------------------------------------------------------------

Names = Mapping[str, Mapping[str, str]]
"""Section → old id → new id; moves by ``system.move``, integrations by ``id/branch``."""
SECTIONS = ("vendors", "environments", "lines", "hubs", "packages", "systems")


def ids(document: Document) -> dict[str, list[str]]:
    """Every id that an author chose, by section."""
    found = {name: [entry["id"] for entry in document.get(name, [])] for name in SECTIONS}
    found["generations"] = list(document["landscape"].get("generations", ["legacy", "standard"]))
    found["moves"] = sorted({move["id"] for system in document["systems"] for move in system["moves"]})
    found["integrations"] = sorted({link["id"] for link in document["integrations"]})
    found["branches"] = sorted({link.get("branch", "00") for link in document["integrations"]})
    return found


def fresh_names(document: Document, number: Callable[[list[str]], list[int]]) -> Names:
    """Names that occur nowhere else; `number` gives each id of a section its place among the new ones.

    The first letter stays, so that ids keep their place among the words that an answer has beside them.
    """
    return {
        section: {
            id: f"{id[0]}x{section[:3]}{place:02d}q" for id, place in zip(old, number(old), strict=True)
        }
        for section, old in ids(document).items()
    }


def renamed(document: Document, names: Names) -> Document:
    """The same landscape under other ids."""
    old = deepcopy(document)
    system, vendor = names["systems"], names["vendors"]
    environment, generation, package = names["environments"], names["generations"], names["packages"]
    places = {**environment, **generation}

    def end(id: str | None) -> str | None:
        return None if id is None else system[id]

    def link(key: str) -> str:
        id, branch, source, target = key.split("/")
        ends = f"{system[source]}/{system[target]}"
        return f"{names['integrations'][id]}/{names['branches'][branch]}/{ends}"

    def move(ref: str) -> str:
        of, id = ref.split(".")
        return f"{system[of]}.{names['moves'][id]}"

    def form(value: Document) -> Document:
        maps = {"environment": environment, "generation": generation, "vendor": vendor, "package": package}
        return {name: maps[name][id] for name, id in value.items()}

    def selector(value: Document) -> Document:
        result = dict(value)
        if "ids" in value:
            result["ids"] = [system[id] for id in value["ids"]]
        if "vendor" in value:
            result["vendor"] = vendor[value["vendor"]]
        return result

    def place(entry: Document) -> Document:
        """An entry of the catalogue, an answer, or an existing bridge."""
        maps = {"system": system, "vendor": vendor, "hub": names["hubs"]}
        maps |= {"partner_system": system, "partner_vendor": vendor}
        result = {name: maps[name][value] if name in maps else value for name, value in entry.items()}
        if "between" in entry:
            result["between"] = [environment[id] for id in entry["between"]]
        if "integration" in entry:
            result["integration"] = link(entry["integration"])
        if "serves" in entry:
            result["serves"] = [link(key) for key in entry["serves"]]
        return result

    def rule(entry: Document) -> Document:
        result = dict(entry)
        if "together" in entry:
            result["together"] = [move(ref) for ref in entry["together"]]
        for name in ("before", "after"):
            if name in entry:
                result[name] = move(entry[name])
        if "fixed" in entry:
            result["fixed"] = {move(ref): month for ref, month in entry["fixed"].items()}
        if "systems" in entry:
            result["systems"] = selector(entry["systems"])
        return result

    old["landscape"]["generations"] = [generation[id] for id in ids(document)["generations"]]
    for section in SECTIONS:
        for entry in old.get(section, []):
            entry["id"] = names[section][entry["id"]]
    for entry in old.get("lines", []):
        entry["between"] = [environment[id] for id in entry["between"]]
    for entry in old["hubs"]:
        entry |= {"environment": environment[entry["environment"]], "vendor": vendor[entry["vendor"]]}
    for entry in old["packages"]:
        if "vendor" in entry:
            entry["vendor"] = vendor[entry["vendor"]]
    for entry in old["systems"]:
        entry["current"] = form(entry["current"])
        for one in entry["moves"]:
            one |= {"id": names["moves"][one["id"]], "to": form(one["to"])}
            if "needs_line" in one:
                one["needs_line"]["between"] = [environment[id] for id in one["needs_line"]["between"]]
    for entry in old["integrations"]:
        entry |= {"from": end(entry["from"]), "to": end(entry["to"])}
        entry["id"] = names["integrations"][entry["id"]]
        entry["branch"] = names["branches"][entry.get("branch", "00")]
        entry["realizations"] = {
            generation[at]: {
                name: names["hubs"][value] if name == "via" else generation[value] if name == "same_as" else value
                for name, value in realization.items()
            }
            for at, realization in entry["realizations"].items()
        }  # fmt: skip
    for section in ("bridges", "existing_bridges"):
        if section in old:
            old[section] = [place(entry) for entry in old[section]]
    for entry in old.get("law_changes", []):
        entry["cost"] = {places[name]: cost for name, cost in entry["cost"].items()}
        entry["systems"] = selector(entry["systems"])
    if "rules" in old:
        old["rules"] = [rule(entry) for entry in old["rules"]]
    return old


def renamed_moves(moves: Moves, names: Names) -> Moves:
    return {
        MoveRef(names["systems"][ref.system], names["moves"][ref.move]): month for ref, month in moves.items()
    }


def with_old_names(text: str, names: Names) -> str:
    """A printed answer with every new id replaced by the old one."""
    old = {new: id for section in names.values() for id, new in section.items()}
    pattern = "|".join(re.escape(new) for new in sorted(old, key=len, reverse=True))
    return re.sub(pattern, lambda match: old[match[0]], text) if old else text
