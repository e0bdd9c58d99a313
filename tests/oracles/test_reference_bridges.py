"""The oracle against figures derived by hand: the kinds of bridges, and what stands already.

Unless said otherwise the horizon is January to June 2025, system a shifts to standard in March
and b in May, so that a link between them is mixed in March and April: spans 1-2, 3-4, 5-6.
"""

from __future__ import annotations

from dataclasses import replace

from analyzer.landscape.model import CatalogueEntry, ExistingBridge, PartnerAnswer, Realization

from .reference import Reference, evaluate
from .small import (
    A_AND_B,
    AB,
    costs,
    form,
    hub,
    key,
    landscape,
    link,
    m,
    offer,
    plan,
    shifting,
    staying,
    system,
    ways,
)

# ---- kinds of bridges


def test_the_cheaper_of_keep_legacy_and_early_standard_is_taken() -> None:
    # keep_legacy 10 + 2 × 1 = 12, early_standard 3 + 2 × 4 = 11; either way one test in March and one in May
    catalogue = (offer("keep_legacy", 10, per_month=1), offer("early_standard", 3, per_month=4))
    given = landscape(A_AND_B, [link("a", "b")], catalogue=catalogue)
    found = evaluate(given, AB)
    assert costs(found) == {"bridge": 11, "test": 2, "total": 13}
    assert ways(found, "a", "b") == ["early_standard"]
    # b a month later: keep_legacy 13, early_standard 15
    assert ways(evaluate(given, plan(a=3, b=6)), "a", "b") == ["keep_legacy"]


def test_without_a_catalogue_the_bridge_cost_is_the_number_of_bridges() -> None:
    # b → a and a → b are both served by one keep_legacy at a (N of both): 1; tests 2 + 2
    found = evaluate(landscape(A_AND_B, [link("a", "b"), link("b", "a")]), AB)
    assert costs(found) == {"bridge": 1, "test": 4, "total": 5}
    # the same by one early_standard at b: two best choices
    assert {way.kind for choice in found.best_choices for way in choice.values()} == {
        "keep_legacy",
        "early_standard",
    }
    assert (found.bridge_count, found.test_count) == (1, 4)


def test_an_unserved_demand_has_no_figures() -> None:
    found = evaluate(landscape(A_AND_B, [link("a", "b")], catalogue=()), AB)
    assert found.violations == (("unserved_demand", key("a", "b"), m(3)),)
    assert found.cost is None


def test_a_bridge_cannot_serve_before_its_lead_time_is_over() -> None:
    def given(lead: int) -> Reference:
        return evaluate(
            landscape(A_AND_B, [link("a", "b")], catalogue=(offer("keep_legacy", lead_months=lead),)), AB
        )

    assert given(2).violations == ()
    # with three months April begins a span; March is unserved
    assert given(3).violations == (("unserved_demand", key("a", "b"), m(3)),)


def test_write_back_shares_its_leg_between_the_links_of_one_interface() -> None:
    # a feeds c1 … c4 through the master by one interface, and moves; they stay. Write-back (setup 2): one due leg,
    # a ⇒ master, one test: 3. Early standard (free) makes four direct legs: four tests: 4.
    out = Realization("legacy", via="master", send="a-out")
    four = [f"c{i}" for i in range(1, 5)]
    catalogue = (offer("write_back", 2), offer("early_standard"))

    def given(legacy: Realization) -> Reference:
        links = [link("a", c, legacy) for c in four]
        systems = [shifting("a"), *map(staying, four)]
        return evaluate(
            landscape(systems, links, hubs=[hub(write_back=True)], catalogue=catalogue), plan(a=3)
        )

    shared = given(out)
    assert costs(shared) == {"bridge": 2, "test": 1, "total": 3}
    assert shared.bridge_cost_alone == 0
    # without a name each link has its own sending interface: four legs either way
    assert costs(given(out._replace(send=None))) == {"test": 4, "total": 4}


def test_read_through_is_the_mirror_and_needs_the_hubs_leave() -> None:
    # c feeds a through the master; a moves and is N and the target
    given = landscape(
        [shifting("a"), staying("c")],
        [link("c", "a", "master")],
        hubs=[hub(read_through=True, write_back=True)],
        catalogue=(offer("write_back"), offer("read_through", 7)),
    )
    assert costs(evaluate(given, plan(a=3))) == {"bridge": 7, "test": 1, "total": 8}
    closed = replace(given, hubs={"master": hub(write_back=True)})
    assert evaluate(closed, plan(a=3)).codes == {"unserved_demand"}


def test_a_converter_is_priced_by_the_hubs_vendor_and_tested_as_one_route() -> None:
    # legacy direct, standard via the database, which converts. The vendor's entry (5) beats the general one (1), though
    # dearer. March: both legs of the converter, one case. May: both native legs via the database, one case.
    given = landscape(
        A_AND_B,
        [link("a", "b", standard="db")],
        hubs=[hub("db", converts=True)],
        catalogue=(offer("convert", 1), offer("convert", 5, vendor="vh")),
    )
    assert costs(evaluate(given, AB)) == {"bridge": 5, "test": 2, "total": 7}


def test_a_bridge_per_vendor_is_built_once_for_all_its_systems() -> None:
    # a1 and a2 of va move, c of vb stays: one bridge of va at 20 (and 1 a link), against 12 for each system on its own
    systems = [shifting("a1"), shifting("a2"), staying("c", vendor="vb")]
    links = [link("a1", "c"), link("a2", "c")]
    per_vendor = offer("keep_legacy", 20, per_link=1, vendor="va", per="vendor")
    found = evaluate(landscape(systems, links, catalogue=(per_vendor,)), plan(a1=3, a2=4))
    assert costs(found) == {"bridge": 22, "test": 2, "total": 24}
    assert found.bridge_count == 1
    # an entry that names a system is more specific, even where it is dearer
    dearer = (per_vendor, offer("keep_legacy", 30, system="a2"))
    assert costs(evaluate(landscape(systems, links, catalogue=dearer), plan(a1=3, a2=4)))["bridge"] == 21 + 30


def test_partners_answers_are_asked_for_the_most_specific() -> None:
    # no keep_legacy for links to vb, but for c it is offered; d's link needs a's partner to bring the standard forward
    systems = [shifting("a"), staying("c", vendor="vb"), staying("d", vendor="vb")]
    given = landscape(
        systems,
        [link("a", "c"), link("a", "d")],
        catalogue=(offer("keep_legacy", 1), offer("early_standard", 50)),
        partner_answers=(
            PartnerAnswer("keep_legacy", False, partner_vendor="vb"),
            PartnerAnswer("keep_legacy", True, partner_system="c"),
        ),
    )
    found = evaluate(given, plan(a=3))
    assert (ways(found, "a", "c"), ways(found, "a", "d")) == (["keep_legacy"], ["early_standard"])
    assert costs(found)["bridge"] == 51


def test_a_new_vendor_of_the_end_makes_another_bridge() -> None:
    # a shifts in March and changes its vendor in April (in the same generation); c stays: two keep_legacy. The leg
    # changes with the form: March one test, April one.
    a = system("a", form(), form("standard"), form("standard", vendor="vx"))
    given = landscape([a, staying("c")], [link("a", "c")], catalogue=(offer("keep_legacy", 10, per_month=1),))
    assert costs(evaluate(given, plan(a=(3, 4)))) == {"bridge": 20 + 4, "test": 2, "total": 26}


def test_suspension_costs_its_months_and_high_links_are_not_carried_by_hand() -> None:
    # two months at 3 against keep_legacy at 10; suspended links need no test, so only May's native leg does
    catalogue = (offer("keep_legacy", 10), offer("manual", 7))
    found = evaluate(landscape(A_AND_B, [link("a", "b", suspendable=3)], catalogue=catalogue), AB)
    assert costs(found) == {"suspension": 6, "test": 1, "total": 7}
    assert (found.bridge_cost_alone, found.bridge_count) == (6, 0)
    # by hand: 7 and no leg in March; of high criticality: 10 and a test in March too
    assert costs(evaluate(landscape(A_AND_B, [link("a", "b")], catalogue=catalogue), AB))["total"] == 8
    high = evaluate(landscape(A_AND_B, [link("a", "b", criticality="high")], catalogue=catalogue), AB)
    assert costs(high) == {"bridge": 10, "test": 2, "total": 12}


# ---- what stands when the horizon begins


MIDDLE = (staying("a", "standard"), shifting("b", "vb"))
"""a has shifted long ago, b shifts in May: mixed from January to April."""


def test_a_link_mixed_at_the_forms_0_that_nothing_is_known_of_goes_as_it_is() -> None:
    # no bridge, no test until May, though both kinds would be free; counted as one
    found = evaluate(landscape(MIDDLE, [link("a", "b", suspendable=0)]), plan(b=5))
    assert ways(found, "a", "b") == ["as_is"]
    assert (costs(found), found.bridge_count) == ({"test": 1, "total": 1}, 1)


def test_as_it_is_ends_when_an_end_takes_a_new_form() -> None:
    # b lifts in March and shifts in May: for March and April somebody has to build something
    b = system("b", form(), form(environment="cloud"), form("standard", "cloud"))
    given = landscape([MIDDLE[0], b], [link("a", "b")], catalogue=(offer("early_standard", 4),))
    found = evaluate(given, plan(b=(3, 5)))
    assert ways(found, "a", "b") == ["as_is", "early_standard"]
    assert (costs(found), found.bridge_count) == ({"bridge": 4, "test": 2, "total": 6}, 2)


def test_an_existing_bridge_has_paid_its_setup_and_its_legs_are_tested() -> None:
    # keep_legacy at a carries the link: four months at 2, no setup, no per_link, no test before May
    given = landscape(
        MIDDLE,
        [link("a", "b")],
        catalogue=(offer("keep_legacy", 100, per_link=30, per_month=2, lead_months=9),),
        existing_bridges=(ExistingBridge("keep_legacy", system="a", serves=(key("a", "b"),)),),
    )
    assert costs(evaluate(given, plan(b=5))) == {"bridge": 8, "test": 1, "total": 9}


def test_after_its_until_an_existing_bridge_is_gone_and_no_second_one_is_built() -> None:
    # until February. Then early_standard, which has a lead time of two months: March is just in time.
    catalogue = (offer("keep_legacy", 1, per_month=2), offer("early_standard", 40, lead_months=2))
    existing = (ExistingBridge("keep_legacy", system="a", serves=(key("a", "b"),), until=m(2)),)
    given = landscape(MIDDLE, [link("a", "b")], catalogue=catalogue, existing_bridges=existing)
    found = evaluate(given, plan(b=5))
    assert ways(found, "a", "b") == ["keep_legacy", "early_standard"]
    # 2 × 2 + 40; tests of the new leg in March and the native one in May
    assert (costs(found), found.bridge_count) == ({"bridge": 44, "test": 2, "total": 46}, 2)
    alone = replace(given, catalogue=catalogue[:1])
    assert evaluate(alone, plan(b=5)).violations == (("unserved_demand", key("a", "b"), m(3)),)


def test_an_existing_bridge_serves_other_links_after_the_lead_time_and_without_an_entry_none() -> None:
    # keep_legacy stands at a for the link to c. The link to b goes as it is until a lifts in March; from then on the
    # bridge may serve it too: its lead time is over in month 1 + 2.
    systems = [system("a", form("standard"), form("standard", "cloud")), staying("b"), staying("c")]
    existing = (ExistingBridge("keep_legacy", system="a", serves=(key("a", "c"),)),)
    links = [link("a", "b", suspendable=1000), link("a", "c")]

    def given(*catalogue: CatalogueEntry) -> Reference:
        return evaluate(landscape(systems, links, catalogue=catalogue, existing_bridges=existing), plan(a=3))

    found = given(offer("keep_legacy", 100, per_link=5, per_month=1, lead_months=2))
    assert ways(found, "a", "b") == ["as_is", "keep_legacy"]
    # six months, one new link at 5; a's new form makes two direct legs due in March
    assert (costs(found), found.bridge_count) == ({"bridge": 11, "test": 2, "total": 13}, 2)
    # without an entry it serves only what it lists, for nothing; b's link is suspended from March on
    assert costs(given()) == {"suspension": 4000, "test": 1, "total": 4001}


def test_an_ordered_bridge_is_paid_but_serves_from_its_month_and_has_tested_nothing() -> None:
    # a shifts in March; its keep_legacy comes in April: March has to be suspended. One test in April, one in May.
    given = landscape(
        A_AND_B,
        [link("a", "b", suspendable=9)],
        catalogue=(offer("keep_legacy", 100, per_month=1),),
        existing_bridges=(ExistingBridge("keep_legacy", system="a", serves=(key("a", "b"),), first=m(4)),),
    )
    assert costs(evaluate(given, AB)) == {"bridge": 1, "suspension": 9, "test": 2, "total": 12}


def test_an_ordered_bridge_of_a_vendor_serves_where_that_vendors_entry_holds() -> None:
    # the new vendor vx of a has been ordered to keep the old interface from March on, where its own entry (which names
    # a, too) holds: no setup, no lead time, two months at 1. a's form 0 is va's, and nothing of va stands.
    a = system("a", form(), form("standard", vendor="vx"))
    entry = offer("keep_legacy", 100, per_month=1, lead_months=5, system="a", vendor="vx", per="vendor")
    given = landscape(
        [a, shifting("b", "vb")],
        [link("a", "b")],
        catalogue=(entry,),
        existing_bridges=(ExistingBridge("keep_legacy", vendor="vx", serves=(key("a", "b"),), first=m(3)),),
    )
    assert costs(evaluate(given, AB)) == {"bridge": 2, "test": 2, "total": 4}
