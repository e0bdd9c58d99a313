"""The oracle against figures derived by hand (states, hubs, lines, tests); each test says why the figure is what it is.

Unless said otherwise the horizon is January to June 2025, system a shifts to standard in March
and b in May, so that a link between them is mixed in March and April: spans 1-2, 3-4, 5-6.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analyzer.landscape.model import (
    CatalogueEntry,
    Environment,
    ExistingBridge,
    Move,
    MoveRef,
    NeedsLine,
    Realization,
)

from .reference import Finding, Reference, Way, evaluate, figures
from .small import (
    A_AND_B,
    AB,
    costs,
    form,
    hub,
    key,
    landscape,
    lifting,
    line,
    link,
    m,
    months,
    offer,
    plan,
    shifting,
    states,
    staying,
    system,
)

# ---- states and spans


def test_a_link_is_mixed_while_its_ends_realizations_differ() -> None:
    found = evaluate(landscape(A_AND_B, [link("a", "b")]), AB)
    assert states(found, "a", "b") == ["native"] * 2 + ["mixed"] * 2 + ["native"] * 2
    assert [(span.first, span.last) for span in found.spans] == [(m(1), m(2)), (m(3), m(4)), (m(5), m(6))]


def test_same_as_keeps_a_link_native_and_equal_content_does_not() -> None:
    # both realizations of b → a are direct and say nothing else, but they are two
    found = evaluate(landscape(A_AND_B, [link("a", "b", standard="same"), link("b", "a")]), AB)
    assert states(found, "a", "b") == ["native"] * 6
    assert "mixed" in states(found, "b", "a")


def test_a_link_inside_one_package_is_internal_and_costs_nothing() -> None:
    one = [system(i, form(), form("standard", package="p")) for i in ("a", "b")]
    found = evaluate(landscape(one, [link("a", "b")]), plan(a=3, b=3))
    assert states(found, "a", "b") == ["native"] * 2 + ["internal"] * 4
    assert costs(found) == {}


def test_a_new_link_is_absent_until_both_ends_are_there() -> None:
    found = evaluate(landscape(A_AND_B, [link("a", "b", legacy=None)]), AB)
    assert states(found, "a", "b") == ["absent"] * 4 + ["native"] * 2
    # one test of the new leg in May; nothing was there to bridge, and nothing was lost
    assert costs(found) == {"test": 1, "total": 1}
    assert found.findings == frozenset()


def test_a_link_of_high_criticality_that_is_absent_after_a_move_is_a_finding() -> None:
    # in January and February both ends have their form 0; in March and April only a has moved
    found = evaluate(landscape(A_AND_B, [link("a", "b", legacy=None, criticality="high")]), AB)
    assert found.findings == {Finding("absent_high", key("a", "b"), m(3), 2)}


def test_a_link_that_its_ends_have_passed_is_lost_unless_the_file_says_that_it_ends() -> None:
    # absent means that the older generation has no realization: from May on, two months; mixed before
    lost = link("a", "b", standard=None)
    assert evaluate(landscape(A_AND_B, [lost]), AB).findings == {Finding("link_lost", key("a", "b"), m(5), 2)}
    assert evaluate(landscape(A_AND_B, [replace(lost, ends=True)]), AB).findings == frozenset()
    high = replace(lost, ends=True, criticality="high")
    assert evaluate(landscape(A_AND_B, [high]), AB).findings == frozenset()
    # what no generation has a realization for never was, and cannot have ended: absent from a's move on
    never = replace(high, realizations={})
    assert evaluate(landscape(A_AND_B, [never]), AB).findings == {
        Finding("absent_high", key("a", "b"), m(3), 4)
    }


def test_spans_begin_where_something_may_change() -> None:
    given = landscape(
        [shifting("a")],
        last=12,
        environments=[Environment("cloud", "cloud", "government_cloud", available=months(2, 11))],
        hubs=[hub(available=months(None, 8))],
        lines=(line(4),),
        catalogue=(offer("relay", lead_months=5),),
        existing_bridges=(ExistingBridge("keep_legacy", system="a", first=m(10), until=m(10)),),
    )
    # first month 1; cloud from 2, ceased at 12; line 4; lead 1 + 5 = 6; move 7; hub ceased 9; bridge from 10, over at 11
    assert [span.first for span in evaluate(given, plan(a=7)).spans] == [
        m(n) for n in (1, 2, 4, 6, 7, 9, 10, 11, 12)
    ]


# ---- hubs, environments, lines


def test_an_environment_is_kept_alive_by_a_hub_in_use() -> None:
    # both ends leave the office in March; their native link goes on via the master, which stands there: 6 × 10.
    # Direct, the office is free from March on: 2 × 10. The cloud costs nothing. One test in March either way.
    office = [Environment("office", "office", "on_premises", monthly_cost=10)]

    def given(via: str) -> dict[str, int]:
        return costs(
            evaluate(
                landscape(
                    [lifting("a"), lifting("b")], [link("a", "b", via)], hubs=[hub()], environments=office
                ),
                plan(a=3, b=3),
            )
        )

    assert given("master") == {"environment": 60, "test": 1, "total": 61}
    assert given("direct") == {"environment": 20, "test": 1, "total": 21}


def test_the_way_is_chosen_with_the_hub_that_it_keeps_alive_in_mind() -> None:
    # a and b are in the cloud from January; keep_legacy would need the master in the office at 10 a month for March and
    # April, early_standard is direct: dearer by 15 alone, cheaper by 5 together. In January and February the native
    # link goes via the master: 20. (All ends are in the cloud.)
    systems = [system(i, form(environment="cloud"), form("standard", "cloud")) for i in ("a", "b")]
    given = landscape(
        systems,
        [link("a", "b", "master")],
        hubs=[hub()],
        environments=[Environment("office", "office", "on_premises", monthly_cost=10)],
        catalogue=(offer("keep_legacy", 1), offer("early_standard", 16)),
    )
    found = evaluate(given, AB)
    assert costs(found) == {"bridge": 16, "environment": 20, "test": 2, "total": 38}
    assert found.bridge_cost_alone == 1


def test_a_native_link_whose_hub_is_gone_has_no_figures() -> None:
    given = landscape(
        [staying("a"), staying("b")], [link("a", "b", "master")], hubs=[hub(available=months(None, 3))]
    )
    found = evaluate(given, {})
    assert (found.violations, found.cost) == ((("native_uncarried", key("a", "b"), m(4)),), None)


def relay_case(entry: CatalogueEntry | None, needs: NeedsLine | None = None, **fields: Any) -> Reference:
    """a lifts in March, b stays; the link between them is direct and native; a line opens in May."""
    move = Move("m1", form(environment="cloud"), needs_line=needs)
    systems = [system("a", form(), form(environment="cloud"), moves=[move]), staying("b")]
    catalogue = () if entry is None else (entry,)
    return evaluate(
        landscape(systems, [link("a", "b")], lines=(line(5),), catalogue=catalogue, **fields), plan(a=3)
    )


def test_a_leg_without_an_open_line_needs_a_relay() -> None:
    # March and April: 20 + 2 (one link) + 2 × 1; the lifted end's leg is tested once
    assert costs(relay_case(offer("relay", 20, 2, 1))) == {"bridge": 24, "test": 1, "total": 25}
    assert relay_case(None).violations == (("native_uncarried", key("a", "b"), m(3)),)


def test_a_move_that_needs_a_line_pays_the_relays_months_before_it() -> None:
    # two months before March: January and February, no line: the relay runs four months; no link more
    needs = NeedsLine(("cloud", "office"), 2)
    assert costs(relay_case(offer("relay", 20, 2, 1), needs))["bridge"] == 26
    # twelve months before, but only those in the horizon count
    assert costs(relay_case(offer("relay", 20, 2, 1), replace(needs, months_before=12)))["bridge"] == 26


def test_a_needed_line_that_comes_too_late_is_a_violation_with_figures() -> None:
    # the relay can serve from February on: January is missing; February, March, April are charged
    found = relay_case(offer("relay", 20, 2, 1, lead_months=1), NeedsLine(("cloud", "office"), 2))
    assert found.violations == (("line_needed", MoveRef("a", "m1")),)
    assert costs(found)["bridge"] == 25


def test_an_existing_relay_serves_moves_from_the_first_month_but_new_links_wait() -> None:
    existing = (ExistingBridge("relay", between=("cloud", "office")),)
    needs = NeedsLine(("cloud", "office"), 2)
    # paid; lead of two months is over in March: four months and one link
    found = relay_case(offer("relay", 20, 2, 1, lead_months=2), needs, existing_bridges=existing)
    assert (found.violations, costs(found)["bridge"]) == ((), 6)
    late = relay_case(offer("relay", 20, 2, 1, lead_months=3), needs, existing_bridges=existing)
    assert late.violations == (("native_uncarried", key("a", "b"), m(3)),)


def test_where_no_lines_are_declared_nothing_is_checked() -> None:
    given = landscape([lifting("a"), staying("b")], [link("a", "b")], catalogue=())
    assert costs(evaluate(given, plan(a=3))) == {"test": 1, "total": 1}


# ---- tests


def four_routes(**fields: Any) -> Reference:
    """a and b send to c and d through the master, all lift in March: four due legs, two cases cover them."""
    out = {s: Realization("legacy", via="master", send=f"{s}-out") for s in "ab"}
    links = [link(s, t, out[s]._replace(receive=f"{t}-in")) for s in "ab" for t in "cd"]
    vendors = {"a": "v1", "b": "v2", "c": "v1", "d": "v2"}
    systems = [system(i, form(vendor=v), form(environment="cloud", vendor=v)) for i, v in vendors.items()]
    return evaluate(landscape(systems, links, hubs=[hub(vendor="v1")], **fields), plan(a=3, b=3, c=3, d=3))


def test_senders_and_receivers_of_a_hub_are_covered_by_the_larger_number() -> None:
    assert costs(four_routes()) == {"test": 2, "total": 2}


def test_sessions_join_the_cases_of_the_same_vendors() -> None:
    # a→c is {v1}, b→d is {v1, v2} (the hub is v1's): two sessions; a→d and b→c are both {v1, v2}: one
    assert costs(four_routes(session_cost=5)) == {"test": 2, "session": 5, "total": 7}
    # sessions alone: still the fewest cases of those of least cost
    free = four_routes(session_cost=5, test_case_cost=0)
    assert (costs(free), free.test_count) == ({"session": 5, "total": 5}, 2)


def test_the_outgoing_vendor_is_a_party() -> None:
    # a changes from va to vx in March, c lifts: parties {va, vx, vc, vh} of the first link and {vc, ve, vh} of the other
    a = system("a", form(), form(vendor="vx"))
    c = system("c", form(vendor="vc"), form(environment="cloud", vendor="vc"))
    e = staying("e", vendor="va")
    f = staying("f", vendor="vx")
    links = [link("a", "c"), link("e", "c"), link("f", "c")]
    # {va, vx, vc}, {va, vc}, {vx, vc}: three direct legs, three sessions
    found = evaluate(landscape([a, c, e, f], links, session_cost=10), plan(a=3, c=3))
    assert costs(found) == {"test": 3, "session": 30, "total": 33}
    # had a changed in February, its test of March would have parties {vx, vc} as f's has: two sessions in March, and
    # one in February
    found = evaluate(landscape([a, c, e, f], links, session_cost=10), plan(a=2, c=3))
    assert costs(found) == {"test": 4, "session": 30, "total": 34}


def test_main_routes_ask_for_cases_without_a_due_leg_too() -> None:
    # only a's sending leg is due; a second route through the master must be tried, a marked one: b → d
    out = {s: Realization("legacy", via="master", send=f"{s}-out") for s in "ab"}
    links = [
        link(s, t, out[s]._replace(receive=f"{t}-in"), main_route=(s, t) == ("b", "d"))
        for s in "ab"
        for t in "cd"
    ]
    systems = [lifting("a"), staying("b"), staying("c"), staying("d")]

    def tests(main_routes: int) -> int | None:
        return evaluate(
            landscape(systems, links, hubs=[hub()], main_routes=main_routes), plan(a=3)
        ).test_count

    # 0: a's leg, one case. 1: a's leg and the marked route, two. 3: three. 9: all four.
    assert [tests(n) for n in (0, 1, 2, 3, 9)] == [1, 2, 2, 3, 4]


def test_a_leg_once_tested_is_not_due_again() -> None:
    # a lifts in March: a leg of the old kind is due again, as the form is new; b's span in May changes nothing for it
    found = evaluate(landscape([lifting("a"), staying("b"), lifting("z")], [link("a", "b")]), plan(a=3, z=5))
    assert found.test_count == 1


def test_baselines_of_a_given_choice() -> None:
    # a shifts in March and b in May, links a→b and a→c (c shifts with a): March: a→b by keep_legacy, a→c native at
    # standard, both due; May: a→b native. Changed: 2 + 1. Everything: March links of a or c: 2; May links of b: 1.
    given = landscape([*A_AND_B, shifting("c")], [link("a", "b"), link("a", "c")])
    found = figures(given, plan(a=3, b=5, c=3), {(key("a", "b"), m(3)): Way("keep_legacy")})
    assert (found.changed_links, found.everything) == (3, 3)
    assert (found.changed_twice, found.tested_twice) == (1, 1)
    assert found.tests == {m(3): (key("a", "b"), key("a", "c")), m(5): (key("a", "b"),)}
    assert found.cost["total"] == 1 + 3
    with pytest.raises(ValueError, match="cannot go"):
        figures(given, plan(a=3, b=5, c=3), {(key("a", "b"), m(3)): Way("manual")})
