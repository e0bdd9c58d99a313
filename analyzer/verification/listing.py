"""The answer's list of bridges against what its own choice of ways asks for."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.places import Path
from analyzer.verification.faults import Faults
from analyzer.verification.ledger import Account
from analyzer.verification.world import World


def check_bridges(world: World, answer: dict[str, Any], book: dict[str, Account], faults: Faults) -> None:
    """Every bridge that serves is listed once, with its place, months and costs; and no other."""
    listed: set[str] = set()
    for index, bridge in enumerate(answer["bridges"]):
        path: Path = ("bridges", index)
        key = bridge["key"]
        if key in listed:
            faults.add(
                "bridge_twice", path,
                f"過渡期連携 {key} が二度示されています。", f"Bridge {key} is listed twice.", bridge=key,
            )  # fmt: skip
        elif key not in book:
            faults.add(
                "bridge_unused", path,
                f"過渡期連携 {key} は何も運びません。", f"Bridge {key} serves nothing.", bridge=key,
            )  # fmt: skip
        else:
            _check_bridge(world, bridge, book[key], path, faults)
        listed.add(key)
    for key in sorted(book.keys() - listed):
        faults.add(
            "bridge_missing", ("bridges",),
            f"過渡期連携 {key} が要りますが、示されていません。",
            f"Bridge {key} is needed, but not listed.", bridge=key,
        )  # fmt: skip
    for index, suspended in enumerate(answer["suspended"]):
        _check_months(suspended["months"], ("suspended", index, "months"), faults)
    names = [suspended["integration"] for suspended in answer["suspended"]]
    faults.compare("suspended", ("suspended",), len(names), len(set(names)))


def _check_bridge(world: World, listed: dict[str, Any], account: Account, path: Path, faults: Faults) -> None:
    bridge = account.bridge
    months = account.months
    last = world.schedule.length - 1
    right: dict[str, object] = {
        "kind": bridge.kind,
        "system": bridge.system,
        "hub": bridge.hub,
        "vendor": bridge.vendor,
        "integration": bridge.integration,
        "between": list(bridge.between) if bridge.between is not None else None,
        "from": world.month_text(min(months)),
        "until": world.month_text(max(months)),
        "permanent": last in months,
        "existing": bool(bridge.standing),
        "setup": bridge.setup,
        "per_link": bridge.link_price,
        "per_month": bridge.per_month,
    }
    for name, value in right.items():
        # A place that a kind does not have may be left out, null, or (the vendor of none) empty.
        stated = listed.get(name)
        faults.compare("bridge", (*path, name), None if stated == "" else stated, value)
    paid = {"setup": bridge.setup, "per_link": account.per_link, "per_month": account.per_month}
    for name, value in (*paid.items(), ("total", account.cost)):
        faults.compare("bridge", (*path, "paid", name), listed["paid"][name], value)
    _check_served(
        listed["serves"], "integration", {str(link): world.months_text(m) for link, m in account.serves.items()},
        (*path, "serves"), faults,
    )  # fmt: skip
    _check_served(
        listed.get("moves") or [], "move", {move: world.months_text(m) for move, m in account.moves.items()},
        (*path, "moves"), faults,
    )  # fmt: skip


def _check_served(
    listed: list[dict[str, Any]], subject: str, right: dict[str, list[str]], path: Path, faults: Faults
) -> None:
    names = [served[subject] for served in listed]
    faults.compare("served", path, sorted(names), sorted(right))
    for index, served in enumerate(listed):
        if served[subject] in right:
            faults.compare("served", (*path, index, "months"), served["months"], right[served[subject]])


def _check_months(months: list[str], path: Path, faults: Faults) -> None:
    """Months stand in order, each once, and there is one."""
    faults.compare("months", path, months, sorted(set(months)))
    if not months:
        faults.add("months", path, "月がありません。", "There is no month here.")
