"""Existing bridges: each at its place, once, and able to carry what it lists."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from analyzer.landscape import documents as d
from analyzer.landscape.checks.carrying import carriers, crosses, entry_that_holds, is_at, vendor_today
from analyzer.landscape.checks.context import Context
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import BridgeKind, ExistingBridge, IntegrationKey, Landscape
from analyzer.landscape.places import Path
from analyzer.messages import Text

PLACES: dict[BridgeKind, tuple[tuple[str, ...], ...]] = {
    "keep_legacy": (("system",), ("vendor",)),
    "early_standard": (("system",), ("vendor",)),
    "write_back": (("system", "hub"),),
    "read_through": (("system", "hub"),),
    "convert": (("integration", "hub"),),
    "manual": (("integration",),),
    "relay": (("between",),),
}
"""What says where a bridge of each kind stands. An order at a system may name its later vendor beside it."""
_FIELDS = ("system", "vendor", "hub", "integration", "between")


def check_places(context: Context) -> None:
    """The fields that name a place are those of the kind."""
    for path, bridge in context.parts.existing_bridges:
        named = tuple(name for name in _FIELDS if getattr(bridge, name) is not None)
        allowed = [tuple(sorted(names, key=_FIELDS.index)) for names in PLACES[bridge.kind]]
        later_vendor = bridge.first is not None and bridge.system is not None and bridge.vendor is not None
        without = tuple(name for name in named if name != "vendor")
        if named not in allowed and not (later_vendor and without in allowed):
            ways = [" + ".join(names) for names in PLACES[bridge.kind]]
            context.findings.add(
                "existing_place",
                path,
                f"{bridge.kind} の場所の書き方が違います。",
                f"This does not name the place of a {bridge.kind}.",
                Text(
                    f"{' または '.join(ways)} だけを書いてください。",
                    f"Name {' or '.join(ways)}, and nothing else of these.",
                ),
            )
        _serves_twice(context, bridge, path)


def _serves_twice(context: Context, bridge: d.ExistingBridgeDocument, path: Path) -> None:
    seen: set[IntegrationKey] = set()
    for i, reference in enumerate(bridge.serves):
        keys = context.index.matches(reference)
        if len(keys) == 1 and keys[0] in seen:
            context.findings.add(
                "duplicate_integration",
                (*path, "serves", i),
                f"連携「{reference}」が二度書かれています。",
                f"The integration '{reference}' is listed twice.",
                Text("どちらかを取り除いてください。", "Remove one of them."),
                id=reference,
            )
        seen.update(keys if len(keys) == 1 else ())


def check_existing(landscape: Landscape, findings: Findings) -> None:
    """What needs the model: the entry that holds, what it can carry, two at one place.

    `landscape` may lack entries that are wrong; what would need them is passed over.
    """
    catalogue_is_whole = not findings.is_broken_section("bridges")
    places: defaultdict[tuple[object, ...], list[ExistingBridge]] = defaultdict(list)
    standing: defaultdict[IntegrationKey, int] = defaultdict(int)
    for bridge in sorted(landscape.existing_bridges, key=lambda b: b.path):
        if catalogue_is_whole:
            _named_as_entry(landscape, bridge, findings)
        _carries(landscape, bridge, findings)
        _beside(bridge, places[bridge.place], findings)
        places[bridge.place].append(bridge)
        if bridge.first is None and bridge.kind != "relay":
            for key in bridge.serves:
                standing[key] += 1
                if standing[key] == 2:
                    findings.add(
                        "carried_twice",
                        (*bridge.path, "serves"),
                        f"連携「{key}」を運ぶ過渡期連携が二つ以上あります。",
                        f"The integration '{key}' is listed by two standing bridges.",
                        Text(
                            "今実際に運んでいる方だけに書いてください。",
                            "List it with the one that carries it today.",
                        ),
                        id=str(key),
                    )


def _beside(bridge: ExistingBridge, others: list[ExistingBridge], findings: Findings) -> None:
    """At one place: one that stands, and orders (each from another month) of links that are to join it."""
    orders_nothing = bridge.kind != "relay" and any(  # a relay may be ordered for moves
        one.first is not None and not one.serves for one in (bridge, *others)
    )
    if others and (orders_nothing or any(other.first == bridge.first for other in others)):
        findings.add(
            "equal_existing",
            bridge.path,
            "同じ場所の過渡期連携がほかにもあります。",
            "Another existing bridge stands at the same place.",
            Text(
                "一つにまとめてください(連携を追加する発注なら、from を別の月にして serves に書く)。",
                "Make one of them (an order of further links has a from of its own, and lists them).",
            ),
        )
    elif any(other.until != bridge.until for other in others):
        findings.add(
            "equal_existing",
            bridge.path,
            "同じ場所の過渡期連携と until が違います。",
            "Another entry for this bridge gives another until.",
            Text("追加の発注には同じ until を書いてください。", "Give an order the until of its bridge."),
        )
    for key in bridge.serves:
        if any(key in other.serves for other in others):
            findings.add(
                "duplicate_integration",
                (*bridge.path, "serves"),
                f"連携「{key}」は、同じ場所の過渡期連携に二度書かれています。",
                f"The integration '{key}' is listed twice at one place.",
                Text("どちらかを取り除いてください。", "Remove one of them."),
                id=str(key),
            )


def _named_as_entry(landscape: Landscape, bridge: ExistingBridge, findings: Findings) -> None:
    """`system`, or `vendor` where the entry that holds is `per: vendor`."""
    if bridge.system is not None and bridge.vendor is not None:
        today = landscape.systems.get(bridge.system)
        if today is not None and today.forms[0].vendor == bridge.vendor:
            findings.add(
                "existing_place",
                (*bridge.path, "vendor"),
                "system の今のベンダを vendor に書く必要はありません。",
                "This is the vendor that the system has today.",
                Text("vendor を取り除いてください。", "Leave vendor out."),
            )
    if bridge.kind not in ("keep_legacy", "early_standard"):
        return
    if bridge.system is not None:
        entry = entry_that_holds(landscape, bridge.kind, bridge.system, vendor_today(landscape, bridge))
        if entry is not None and entry.per == "vendor":
            findings.add(
                "existing_place",
                (*bridge.path, "system"),
                "この種類の費用は per: vendor です。",
                "The entry that holds here is per: vendor.",
                Text("system の代わりに vendor を書いてください。", "Name the vendor instead of the system."),
            )
        return
    holding = [
        entry
        for system in landscape.systems.values()
        if _is_end(bridge, system.id) and any(form.vendor == bridge.vendor for form in system.forms)
        for entry in [entry_that_holds(landscape, bridge.kind, system.id, bridge.vendor)]
    ]
    if not any(entry is not None and entry.per == "vendor" for entry in holding):
        findings.add(
            "existing_place",
            (*bridge.path, "vendor"),
            "ここで使われる費用の要素は per: vendor ではありません。",
            "No entry that is per: vendor holds here.",
            Text(
                "vendor の代わりに system を書くか、per: vendor の要素を bridges に加えてください。",
                "Name the system instead, or add an entry with per: vendor to bridges.",
            ),
        )


def _is_end(bridge: ExistingBridge, system: str) -> bool:
    return not bridge.serves or any(system in (key.source, key.target) for key in bridge.serves)


def _carries(landscape: Landscape, bridge: ExistingBridge, findings: Findings) -> None:
    """A standing one at the forms 0, an ordered one at some forms that the ends can have."""
    if bridge.kind in ("convert", "manual"):
        for key in bridge.serves:
            if key != bridge.integration:
                findings.add(
                    "cannot_carry",
                    (*bridge.path, "serves"),
                    f"{bridge.kind} は自分の連携だけを運びます(「{key}」は運べません)。",
                    f"A {bridge.kind} carries its own integration only, not '{key}'.",
                    Text("serves から取り除いてください。", "Remove it from serves."),
                    id=str(key),
                )
    for key in bridge.serves:
        if not can_carry(landscape, bridge, key):
            when = (
                Text("今の形では", "as things are today")
                if bridge.first is None
                else Text("どの形でも", "under any forms of its ends")
            )
            findings.add(
                "cannot_carry",
                (*bridge.path, "serves"),
                f"この {bridge.kind} は、連携「{key}」を{when.ja}運べません。",
                f"This {bridge.kind} cannot carry '{key}' {when.en}.",
                Text(
                    "混在しているか、新旧どちらの側か、ハブの対応、重要度を確かめてください(発注済みなら from を書く)。",
                    "Check that the link is mixed, on which end the bridge stands, what the hub can do, and the criticality"
                    " (of an ordered one, give from).",
                ),
                id=str(key),
            )


def can_carry(landscape: Landscape, bridge: ExistingBridge, key: IntegrationKey) -> bool:
    """Whether it carries the link at the forms 0, or (an order) at some forms that its ends can have."""
    link = landscape.integrations.get(key)
    source, target = (landscape.systems.get(end or "") for end in (key.source, key.target))
    if link is None:
        return True
    if source is None or target is None:
        return link.known  # a missing end was reported; an unknown one cannot be carried
    hubs = {bridge.hub, *(realization.via for realization in link.realizations.values())} - {None}
    if not hubs <= landscape.hubs.keys():
        return True
    order = {g: i for i, g in enumerate(landscape.generations)}
    ordered = bridge.first is not None
    pairs = product(source.forms, target.forms) if ordered else [(source.forms[0], target.forms[0])]
    if bridge.kind == "relay":
        between = bridge.between
        return between is not None and any(crosses(landscape, link, s, t, between) for s, t in pairs)
    vendor = vendor_today(landscape, bridge)
    return any(
        is_at(bridge, carrier, vendor)
        for s, t in pairs
        for carrier in carriers(landscape, link, s, t, order)
        if _per_vendor_fits(landscape, bridge, carrier.system)
    )


def _per_vendor_fits(landscape: Landscape, bridge: ExistingBridge, system: str | None) -> bool:
    """A bridge of a vendor stands only at systems for which its `per: vendor` entry holds."""
    if bridge.vendor is None or bridge.system is not None:
        return True
    entry = entry_that_holds(landscape, bridge.kind, system, bridge.vendor)
    return entry is not None and entry.per == "vendor"
