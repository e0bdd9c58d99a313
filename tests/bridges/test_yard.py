"""What makes two bridges one, what each costs whom, and the months in which it may serve.

The horizon is January to June 2025: months 0 to 5.
"""

from __future__ import annotations

from typing import Any

from analyzer.bridges.yard import Bridge, Yard
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import (
    CatalogueEntry,
    ExistingBridge,
    IntegrationKey,
    Landscape,
    PartnerAnswer,
    Vendor,
)
from analyzer.landscape.months import Month
from analyzer.plan.catalogue import Catalogue
from analyzer.reports.answer import answer_document
from tests.oracles.small import (
    form,
    hub,
    key,
    landscape,
    link,
    m,
    months,
    offer,
    plan,
    shifting,
    staying,
    system,
)

AB, AC = key("a", "b"), key("a", "c")


def yard(
    *catalogue: CatalogueEntry,
    existing: tuple[ExistingBridge, ...] = (),
    until: dict[str, Month] | None = None,
) -> Yard:
    """Systems a, b of vendor va and c of vb; one hub of vh; no link need be there for a bridge to have a price.

    `until`: vendors whose new bridges end.
    """
    given = landscape(
        [shifting("a"), shifting("b"), shifting("c", "vb")],
        vendors=[Vendor(id_, id_, bridges_until=month) for id_, month in (until or {}).items()],
        hubs=[hub(converts=True, write_back=True)],
        catalogue=catalogue,
        existing_bridges=existing,
    )
    return Yard(given, Catalogue(given))


def at(bridge: Bridge | None) -> Bridge:
    assert bridge is not None
    return bridge


def prices(bridge: Bridge, link: IntegrationKey = AB) -> tuple[int, int, int]:
    return bridge.setup, bridge.link_cost(link), bridge.per_month


def test_the_same_place_and_vendor_are_the_same_bridge_and_another_vendor_makes_another() -> None:
    here = yard(offer("keep_legacy", 5))
    assert here.sided("keep_legacy", "a", "va") is here.sided("keep_legacy", "a", "va")
    keys = {at(here.sided("keep_legacy", *where)).key for where in (("a", "va"), ("a", "vx"), ("b", "va"))}
    assert sorted(map(str, keys)) == ["keep_legacy|a|va", "keep_legacy|a|vx", "keep_legacy|b|va"]


def test_write_back_is_one_per_system_and_hub_and_convert_one_per_link_and_hub() -> None:
    here = yard(offer("write_back", 5), offer("convert", 7))
    assert str(at(here.sided("write_back", "a", "va", "master")).key) == "write_back|a@master|va"
    converter = at(here.convert(AB, "master"))
    assert str(converter.key) == "convert|001o001/00/a/b@master|vh"
    assert converter is here.convert(AB, "master")
    assert converter is not here.convert(AC, "master")


def test_relays_and_carrying_by_hand_have_no_vendor_and_a_pair_has_no_direction() -> None:
    here = yard(offer("relay", 5), offer("manual", 1))
    assert here.relay(("office", "cloud")) is here.relay(("cloud", "office"))
    assert str(at(here.relay(("office", "cloud"))).key) == "relay|cloud~office|"
    assert str(at(here.manual(AB)).key) == "manual|001o001/00/a/b|"
    assert str(here.as_is(AB).key) == "as_is|001o001/00/a/b|"


def test_an_entry_per_vendor_makes_one_bridge_for_all_systems_at_which_it_holds() -> None:
    here = yard(
        offer("keep_legacy", 20, vendor="va", per="vendor"), offer("keep_legacy", 3, system="b"), offer("keep_legacy", 9)
    )  # fmt: skip
    shared = at(here.sided("keep_legacy", "a", "va"))
    assert str(shared.key) == "keep_legacy|vendor:vendor=va|va"
    assert here.sided("keep_legacy", "c", "va") is shared
    # At b an entry that names the system is the one that holds; for vb the plain one.
    assert str(at(here.sided("keep_legacy", "b", "va")).key) == "keep_legacy|b|va"
    assert str(at(here.sided("keep_legacy", "c", "vb")).key) == "keep_legacy|c|vb"


def test_one_entry_per_vendor_that_names_none_is_a_bridge_for_each_vendor() -> None:
    here = yard(offer("early_standard", 20, per="vendor"))
    keys = [str(at(here.sided("early_standard", *where)).key) for where in (("a", "va"), ("c", "vb"))]
    assert keys == ["early_standard|vendor:|va", "early_standard|vendor:|vb"]


def test_what_is_not_on_offer_is_no_bridge() -> None:
    here = yard()
    assert here.sided("keep_legacy", "a", "va") is None
    assert here.convert(AB, "master") is None
    assert here.manual(AB) is None
    assert here.relay(("cloud", "office")) is None


def test_a_new_bridge_serves_from_its_lead_time_to_the_end() -> None:
    bridge = at(yard(offer("keep_legacy", 10, 2, 1, lead_months=2)).sided("keep_legacy", "a", "va"))
    assert bridge.window(AB) == (2, 5)
    assert prices(bridge) == (10, 2, 1)
    assert not bridge.stands


def test_an_existing_bridge_has_cost_its_setup_and_its_listed_links_and_keeps_others_waiting() -> None:
    stands = ExistingBridge("keep_legacy", system="a", serves=(AB,), until=m(4))
    here = yard(offer("keep_legacy", 10, 2, 1, lead_months=2), existing=(stands,))
    bridge = at(here.sided("keep_legacy", "a", "va"))
    assert bridge.stands
    assert (prices(bridge, AB), prices(bridge, AC)) == ((0, 0, 1), (0, 2, 1))
    # Until April, the fourth month (3); links that it does not list wait two months.
    assert (bridge.window(AB), bridge.window(AC)) == ((0, 3), (2, 3))
    # It exists for the vendor that form 0 has: for another one a new bridge is built.
    assert prices(at(here.sided("keep_legacy", "a", "vx"))) == (10, 2, 1)


def test_an_existing_bridge_without_an_entry_costs_nothing_and_serves_what_it_lists_alone() -> None:
    stands = ExistingBridge("keep_legacy", system="a", serves=(AB,))
    bridge = at(yard(existing=(stands,)).sided("keep_legacy", "a", "va"))
    assert prices(bridge) == (0, 0, 0)
    assert (bridge.window(AB), bridge.window(AC)) == ((0, 5), None)


def test_an_ordered_bridge_serves_from_its_month_on() -> None:
    ordered = ExistingBridge("manual", integration=AB, serves=(AB,), first=m(3))
    bridge = at(yard(offer("manual", 4, 0, 1, lead_months=1), existing=(ordered,)).manual(AB))
    assert (bridge.window(AB), prices(bridge)) == ((2, 5), (0, 0, 1))


def test_an_order_beside_a_bridge_brings_its_links_from_its_own_month_on_and_for_no_price() -> None:
    stands = ExistingBridge("keep_legacy", system="a", serves=(AB,))
    order = ExistingBridge("keep_legacy", system="a", serves=(key("a", "c"),), first=m(4))
    here = yard(offer("keep_legacy", 10, 2, 1, lead_months=4), existing=(order, stands))
    bridge = at(here.sided("keep_legacy", "a", "va"))
    assert (bridge.setup, bridge.stands) == (0, True)
    assert [bridge.window(link) for link in (AB, key("a", "c"), key("a", "d"))] == [(0, 5), (3, 5), (4, 5)]
    assert [bridge.link_cost(link) for link in (AB, key("a", "c"), key("a", "d"))] == [0, 0, 2]
    assert [bridge.carries_today(link) for link in (AB, key("a", "c"))] == [True, False]


def test_an_order_may_be_of_the_vendor_that_its_end_will_have() -> None:
    order = ExistingBridge("keep_legacy", system="a", vendor="vb", serves=(AB,), first=m(4))
    here = yard(offer("keep_legacy", 10, 2, 1), existing=(order,))
    assert at(here.sided("keep_legacy", "a", "vb")).setup == 0
    assert at(here.sided("keep_legacy", "a", "va")).setup == 10


def test_an_existing_bridge_of_a_vendor_is_the_one_of_all_its_systems() -> None:
    stands = ExistingBridge("early_standard", vendor="va", serves=(AB,))
    here = yard(offer("early_standard", 20, vendor="va", per="vendor"), existing=(stands,))
    shared = at(here.sided("early_standard", "a", "va"))
    assert shared is here.sided("early_standard", "b", "va")
    assert (shared.stands, shared.setup) == (True, 0)


def test_existing_relays_and_converters_are_found_by_their_place() -> None:
    here = yard(
        offer("relay", 9, 1),
        offer("convert", 9, 1),
        existing=(
            ExistingBridge("relay", between=("office", "cloud"), until=m(2)),
            ExistingBridge("convert", integration=AB, hub="master", serves=(AB,)),
        ),
    )
    relay, converter = at(here.relay(("cloud", "office"))), at(here.convert(AB, "master"))
    assert (relay.setup, relay.window(AB), relay.link_cost(AB)) == (0, (0, 1), 1)
    assert (converter.setup, converter.link_cost(AB)) == (0, 0)
    assert at(here.convert(AC, "master")).setup == 9


def test_a_vendor_that_withdraws_ends_its_new_bridges_and_no_other() -> None:
    # From May on va and the hub's vendor vh build nothing: their new bridges serve until April, the fourth month (3).
    stands = ExistingBridge("keep_legacy", system="b", serves=(AB,))
    here = yard(
        *(offer(kind, 1) for kind in ("keep_legacy", "early_standard", "write_back", "convert", "manual", "relay")),
        existing=(stands,), until={"va": m(4), "vh": m(4)},
    )  # fmt: skip
    ended = [
        here.sided("keep_legacy", "a", "va"),
        here.sided("early_standard", "a", "va"),
        here.sided("write_back", "a", "va", "master"),
        here.convert(AB, "master"),
    ]
    assert {at(bridge).window(AB) for bridge in ended} == {(0, 3)}
    others = [here.sided("keep_legacy", "c", "vb"), here.manual(AB), here.relay(("cloud", "office"))]
    assert {at(bridge).window(AB) for bridge in others} == {(0, 5)}
    # What the file lists as existing stands, for further links too.
    assert {at(here.sided("keep_legacy", "b", "va")).window(link) for link in (AB, AC)} == {(0, 5)}


# --- in an answer ----------------------------------------------------------------------------


def bridges(given: Landscape, **when: int) -> list[dict[str, Any]]:
    document: dict[str, Any] = answer_document(evaluate_plan(given, plan(**when)))
    assert document["cost"] is not None, document["violations"]
    found: list[dict[str, Any]] = document["bridges"]
    return found


def test_a_switch_of_vendor_while_a_bridge_serves_has_a_second_one_built() -> None:
    # a shifts in February and passes from va to vx in April, its partner stays: two bridges, 10 + 10, three months of the second.
    a = system("a", form(), form("standard"), form("standard", vendor="vx"))
    given = landscape([a, staying("b")], [link("a", "b")], catalogue=(offer("keep_legacy", 10, 0, 1),))
    document: dict[str, Any] = answer_document(evaluate_plan(given, plan(a=(2, 4))))
    assert [
        (bridge["key"], bridge["from"], bridge["until"], bridge["permanent"], bridge["paid"]["total"])
        for bridge in document["bridges"]
    ] == [
        ("keep_legacy|a|va", "2025-02", "2025-03", False, 12),
        ("keep_legacy|a|vx", "2025-04", "2025-06", True, 13),
    ]  # fmt: skip
    assert document["cost"]["bridge"] == 25


def test_one_function_of_a_vendor_serves_all_its_systems_for_one_setup() -> None:
    # a and b of va shift in March, their partners c and d never: one bridge of va, 20 + two links at 3.
    systems = [shifting("a"), shifting("b"), staying("c", vendor="vb"), staying("d", vendor="vb")]
    given = landscape(
        systems,
        [link("a", "c"), link("b", "d")],
        catalogue=(offer("keep_legacy", 20, 3, vendor="va", per="vendor"),),
    )
    (bridge,) = bridges(given, a=3, b=3)
    assert (bridge["key"], bridge["paid"]["total"]) == ("keep_legacy|vendor:vendor=va|va", 26)
    assert [served["integration"] for served in bridge["serves"]] == ["001o001/00/a/c", "001o001/00/b/d"]


def test_a_partner_that_refuses_leaves_the_other_end_to_build() -> None:
    # keep_legacy at a would cost 1, but va does not offer it to vb; early_standard at b costs 7.
    given = landscape(
        [shifting("a"), shifting("b", "vb")],
        [link("a", "b")],
        catalogue=(offer("keep_legacy", 1), offer("early_standard", 7)),
        partner_answers=(PartnerAnswer("keep_legacy", offered=False, vendor="va", partner_vendor="vb"),),
    )
    (bridge,) = bridges(given, a=3, b=5)
    assert (bridge["key"], bridge["paid"]["total"]) == ("early_standard|b|vb", 7)


def test_links_listed_with_an_existing_bridge_are_not_asked_again() -> None:
    # a has been at standard, with a bridge that vb's survey would refuse today: it goes on until b shifts in May.
    given = landscape(
        [staying("a", "standard"), shifting("b", "vb")],
        [link("a", "b")],
        catalogue=(offer("keep_legacy", 50, 0, 1),),
        partner_answers=(PartnerAnswer("keep_legacy", offered=False, partner_vendor="vb"),),
        existing_bridges=(ExistingBridge("keep_legacy", system="a", serves=(AB,)),),
    )
    (bridge,) = bridges(given, b=5)
    assert (bridge["existing"], bridge["paid"]["total"], bridge["until"]) == (True, 4, "2025-04")


def test_a_demand_that_nothing_can_serve_names_what_each_way_lacked() -> None:
    # Mixed from February to April. keep_legacy is ready in April; write-back is ready, but no line leads to its hub.
    given = landscape(
        [shifting("a"), shifting("b", "vb")],
        [link("a", "b", legacy="master")],
        hubs=[hub(write_back=True, environment="cloud")],
        catalogue=(offer("keep_legacy", 1, lead_months=3), offer("write_back", 1, lead_months=1)),
        lines=(),
    )
    violations = evaluate_plan(given, plan(a=2, b=5)).violations
    # From April on keep_legacy is ready, but it keeps the way through the hub, and that has no line either.
    (early,) = [v for v in violations if dict(v.details)["month"] == "2025-02"]
    assert "keep_legacy|a|va is not ready before 2025-04" in early.message.en
    assert "write_back|a@master|va finds neither a line nor a relay for cloud–office" in early.message.en
    assert "2025-04 まで準備できません" in early.message.ja


def test_an_existing_bridge_without_an_entry_takes_no_further_links() -> None:
    # c shifts in March; its bridge is listed for b alone and no entry offers more, so the link to d is stranded.
    given = landscape(
        [staying("b"), shifting("c"), staying("d")],
        [link("c", "b"), link("c", "d")],
        catalogue=(),
        existing_bridges=(ExistingBridge("keep_legacy", system="c", serves=(key("c", "b"),), first=m(1)),),
    )
    (violation,) = evaluate_plan(given, plan(c=3)).violations
    assert violation.code == "unserved_demand"
    assert dict(violation.details)["integration"] == "001o001/00/c/d"
    assert "keep_legacy|c|va takes no further links" in violation.message.en


def test_a_bridge_that_has_ended_and_a_hub_that_is_gone_are_named() -> None:
    # Mixed from March on. The ordered bridge ends in April; the hub that converts is there until March.
    given = landscape(
        [shifting("a"), staying("b")],
        [link("a", "b", legacy="master")],
        hubs=[hub(converts=True, available=months(None, 3))],
        catalogue=(offer("convert", 1),),
        existing_bridges=(
            ExistingBridge("manual", integration=AB, serves=(AB,), first=m(1), until=m(4)),
        ),
    )  # fmt: skip
    (violation,) = evaluate_plan(given, plan(a=3)).violations
    assert (dict(violation.details)["month"], dict(violation.details)["until"]) == ("2025-05", "2025-06")
    assert "manual|001o001/00/a/b| ends in 2025-04" in violation.message.en
    assert "hub master is not available" in violation.message.en
