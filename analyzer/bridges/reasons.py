"""Why a bridge is needed: one sentence a kind, from its facts (semantics, section 4)."""

from __future__ import annotations

from analyzer.bridges.demands import Demands
from analyzer.bridges.standing import StandingBridge
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.messages import Text


def reason_of(demands: Demands, standing: StandingBridge) -> Text:
    """Which links want this bridge from when to when, and what ends it."""
    landscape = demands.schedule.landscape
    first = demands.schedule.month(standing.months[0])
    last = demands.schedule.month(standing.months[-1])
    count = len(standing.serves)
    what = _what(landscape, standing)
    ending = ending_of(demands, standing)
    links = Text(f"連携 {count} 件", f"{count} link{'' if count == 1 else 's'}")
    if standing.bridge.kind == "relay" and standing.moves:
        moves = ", ".join(str(ref) for ref in standing.moves)
        links = Text(
            f"{links.ja}と移行 {moves} の事前作業" if count else f"移行 {moves} の事前作業",
            f"{links.en} and the preparation of {moves}" if count else f"the preparation of {moves}",
        )
    return Text(
        f"{what.ja}。{first} から {last} まで{links.ja}のために必要です。{ending.ja}",
        f"{what.en}. Needed by {links.en} from {first} to {last}. {ending.en}",
    )


def _what(landscape: Landscape, standing: StandingBridge) -> Text:
    bridge = standing.bridge
    place = bridge.place
    name = landscape.systems[place.system].name if place.system else ""
    hub = landscape.hubs[place.hub].name if place.hub else ""
    vendor = landscape.vendors[bridge.key.vendor].name if bridge.key.vendor else ""
    where = (
        Text(f"{name}（{place.system}）", f"{place.system}")
        if place.system
        else Text(f"ベンダ {vendor}の各システム", f"Vendor {bridge.key.vendor}")
    )
    match bridge.kind:
        case "keep_legacy":
            return Text(f"{where.ja}が先に新しくなるため、現行の連携機能を維持します",
                        f"{where.en} moves ahead of its partners and keeps its legacy interfaces")  # fmt: skip
        case "early_standard":
            return Text(f"相手が先に新しくなるため、{where.ja}が標準の連携機能を先に用意します",
                        f"Partners have moved ahead, so {where.en} offers the standard interfaces early")  # fmt: skip
        case "write_back":
            return Text(f"新しい{where.ja}のデータを{hub}（{place.hub}）へ書き戻し、未移行のシステムはそのままにします",
                        f"The new {where.en} writes its data back into {place.hub}, so that unmoved systems stay as they are")  # fmt: skip
        case "read_through":
            return Text(f"新しい{where.ja}が{hub}（{place.hub}）から従来どおりのデータを読み出します",
                        f"The new {where.en} reads the data of unmoved systems through {place.hub}")  # fmt: skip
        case "convert":
            return Text(f"連携 {place.integration} の両端の世代が違うため、{hub}（{place.hub}）で変換します",
                        f"The ends of {place.integration} are of different generations; {place.hub} converts between them")  # fmt: skip
        case "manual":
            return Text(f"連携 {place.integration} を媒体・手作業で受け渡します",
                        f"{place.integration} is handed over by hand or on media")  # fmt: skip
        case "relay":
            a, b = place.between or ("", "")
            names = f"{landscape.environments[a].name}と{landscape.environments[b].name}"
            return Text(f"{names}を結ぶ回線がまだ（もう）ないため、中継します",
                        f"No open line joins {a} and {b}, so a relay does")  # fmt: skip
        case _:
            return Text(f"連携 {place.integration} は現状で世代が混在していますが、運び方が記録されていません。ベンダへの確認が必要です",
                        f"{place.integration} is mixed today and nobody wrote down how it is carried: ask its vendors")  # fmt: skip


def ending_of(demands: Demands, standing: StandingBridge, *, priced: bool = True) -> Text:
    """What ends the bridge: the cutover of a partner, or nothing within the horizon (then with its monthly price)."""
    if standing.permanent:
        rate = standing.bridge.per_month
        return Text(
            "計画期間の最後の月にも残るため、恒久的な連携です"
            + (f"（以後 毎月 {rate}）。" if priced else "。"),
            "It still serves in the last month: a permanent one"
            + (f" (then {rate} a month)." if priced else "."),
        )
    end = standing.months[-1] + 1
    systems = sorted(
        {cutover.system for cutover in demands.schedule.cutovers if cutover.month == end}
        & _ends_of(tuple(standing.serves))
    )
    if systems:
        names = "、".join(demands.schedule.landscape.systems[system].name for system in systems)
        return Text(f"{names}の切替で不要になります。", f"The cutover of {', '.join(systems)} ends it.")
    return Text(
        f"{demands.schedule.month(end)} から別の方法で運ばれるか、回線が開通します。",
        f"From {demands.schedule.month(end)} on its links are carried otherwise, or a line is open.",
    )


def _ends_of(keys: tuple[IntegrationKey, ...]) -> set[str]:
    return {end for key in keys for end in (key.source, key.target) if end is not None}
