"""Files that are well formed though no plan can satisfy them, or nobody can carry a link: warnings."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from analyzer.landscape.checks.carrying import carriers, is_at, is_offered, mixed, vendor_today
from analyzer.landscape.checks.ordering import check_order, together_groups
from analyzer.landscape.checks.windows import check_windows
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import ExistingBridge, Form, Integration, Landscape, MoveRef, System
from analyzer.messages import Text


def check_feasibility(landscape: Landscape, findings: Findings) -> None:
    """Only for files without errors: what is missing elsewhere would be missed here too."""
    check_order(landscape, findings)
    check_windows(landscape, findings)
    _hubs(landscape, findings)
    _carried(landscape, findings)


def _hubs(landscape: Landscape, findings: Findings) -> None:
    """A hub that links go via must be there in some month, and its environment with it."""
    used = {r.via for link in landscape.integrations.values() for r in link.realizations.values()}
    months = landscape.horizon.months()
    for hub in landscape.hubs.values():
        environment = landscape.environments[hub.environment]
        there = any(hub.available.covers(month) and environment.available.covers(month) for month in months)
        if hub.id in used and months and not there:
            findings.add(
                "hub_never_available",
                hub.path,
                f"ハブ「{hub.id}」は計画の期間のどの月にも使えません。",
                f"The hub '{hub.id}' is available in no month of the horizon, though links go via it.",
                Text(
                    "ハブとその環境の available を確かめてください。",
                    "Check available of the hub and of its environment.",
                ),
                id=hub.id,
            )


def _carried(landscape: Landscape, findings: Findings) -> None:
    order = {g: i for i, g in enumerate(landscape.generations)}
    groups = together_groups(landscape)
    listed: defaultdict[object, list[ExistingBridge]] = defaultdict(list)
    for bridge in landscape.existing_bridges:
        for key in bridge.serves:
            listed[key].append(bridge)
    for link in landscape.integrations.values():
        if not link.known or link.suspendable is not None:
            continue
        source = landscape.systems[link.key.source or ""]
        target = landscape.systems[link.key.target or ""]
        uncarried = {
            (source.forms[i].generation, target.forms[j].generation)
            for i, j in product(range(len(source.forms)), range(len(target.forms)))
            if mixed(link, source.forms[i], target.forms[j], order) is not None
            and _possible(source, i, target, j, groups)
            and not (i == j == 0 and not any(b.first is None and b.kind != "relay" for b in listed[link.key]))
            and not _offered(landscape, link, source.forms[i], target.forms[j], order, listed[link.key])
        }
        if uncarried:
            pairs = ", ".join(f"{s}/{t}" for s, t in sorted(uncarried))
            findings.add(
                "nobody_can_carry",
                link.path,
                f"連携「{link.key}」は、両端の世代が {pairs} の間、運べるものがありません。",
                f"Nothing on offer can carry '{link.key}' while the generations of its ends are {pairs}.",
                Text(
                    "bridges に当てはまる要素を加えるか、両端を同じ月に移行してください(together)。",
                    "Add an entry to bridges that fits, or move both ends in one month (together).",
                ),
                id=str(link.key),
            )


def _possible(source: System, i: int, target: System, j: int, groups: dict[MoveRef, int]) -> bool:
    """Whether the ends may have these forms together.

    Not where one of two moves that must fall
    together has been made and the other not.
    """
    if source.id == target.id:
        return i == j
    made: set[int] = set()
    ahead: set[int] = set()
    for system, form in ((source, i), (target, j)):
        for at, move in enumerate(system.moves):
            group = groups.get(MoveRef(system.id, move.id))
            if group is not None:
                (made if at < form else ahead).add(group)
    return not made & ahead


def _offered(
    landscape: Landscape,
    link: Integration,
    source: Form,
    target: Form,
    order: dict[str, int],
    listed: list[ExistingBridge],
) -> bool:
    return any(
        is_offered(landscape, carrier) or any(is_at(b, carrier, vendor_today(landscape, b)) for b in listed)
        for carrier in carriers(landscape, link, source, target, order)
    )
