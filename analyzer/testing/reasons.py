"""Why a test case is needed: what is new on its route (semantics, section 5)."""

from __future__ import annotations

from analyzer.bridges.demands import Demands
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.testing.smallest import Case, TestSet


def reason_of(demands: Demands, test_set: TestSet, case: Case) -> Text:
    """The ends that cut over in the month, and the way that the link is carried."""
    landscape = demands.schedule.landscape
    route = case.route
    start = demands.schedule.spans[test_set.month.span].start
    moved = sorted(
        {cutover.system for cutover in demands.schedule.cutovers if cutover.month == start}
        & {route.stretch.source.system, route.stretch.target.system}
    )
    kind = KINDS[route.way.bridge.kind if route.way.bridge is not None else "native"]
    legs = len(route.due)
    others = sum(
        1
        for other in test_set.month.changed
        if other is not route and other.due and set(other.due) <= set(route.due)
    )
    also = (
        Text(
            f"同じ区間だけを通る他の {others} 件も、これで確認できます。",
            f"It also covers {others} other link(s) on the same legs.",
        )
        if others
        else Text("", "")
    )
    if not route.due:
        return Text("主要なルートとして確認します。", "Tested as a main route.")
    if moved:
        names = "、".join(landscape.systems[system].name for system in moved)
        return Text(
            f"{names}の切替により、{kind.ja}の区間 {legs} 本が新しくなります。{also.ja}",
            f"The cutover of {', '.join(moved)} makes {legs} leg(s) new ({kind.en}). {also.en}".strip(),
        )
    return Text(
        f"{kind.ja}に変わり、区間 {legs} 本が新しくなります。{also.ja}",
        f"The link is now carried by {kind.en}: {legs} leg(s) are new. {also.en}".strip(),
    )
