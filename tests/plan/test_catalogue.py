"""Which entry of the catalogue holds, and which answer of the survey is heard."""

from __future__ import annotations

import itertools
from typing import Any

from analyzer.landscape.model import BridgeKind, CatalogueEntry, PartnerAnswer
from analyzer.plan.catalogue import Catalogue
from tests.oracles.small import hub, landscape, offer, shifting

PLAIN = offer("write_back", 1)
HUB = offer("write_back", 2, hub="master")
VENDOR = offer("write_back", 3, vendor="va")
VENDOR_HUB = offer("write_back", 4, vendor="va", hub="master")
SYSTEM = offer("write_back", 5, system="a")
SYSTEM_HUB = offer("write_back", 6, system="a", hub="master")
SYSTEM_VENDOR = offer("write_back", 7, system="a", vendor="va")
RISING = (PLAIN, HUB, VENDOR, VENDOR_HUB, SYSTEM, SYSTEM_HUB, SYSTEM_VENDOR)
"""From the least specific to the most: naming a system comes first, then a vendor, then a hub."""


def catalogue(*entries: CatalogueEntry, **fields: Any) -> Catalogue:
    return Catalogue(landscape([shifting("a")], hubs=[hub()], catalogue=entries, **fields))


def test_of_two_entries_that_fit_the_more_specific_holds_in_whatever_order_they_stand() -> None:
    for less, more in itertools.combinations(RISING, 2):
        for entries in ((less, more), (more, less)):
            held = catalogue(*entries).offer("write_back", system="a", vendor="va", hub="master")
            assert held is more


def test_an_entry_holds_only_where_all_that_it_names_fits() -> None:
    here = catalogue(*RISING)
    assert here.offer("write_back", system="a", vendor="vx", hub="master") is SYSTEM_HUB
    assert here.offer("write_back", system="a", vendor="vx", hub="other") is SYSTEM
    assert here.offer("write_back", system="b", vendor="va", hub="other") is VENDOR
    assert here.offer("write_back", system="b", vendor="vx", hub="master") is HUB
    assert here.offer("write_back", system="b", vendor="vx", hub="other") is PLAIN
    assert here.offer("keep_legacy", system="a", vendor="va") is None


def test_a_relay_of_a_pair_holds_in_either_direction_and_beats_the_plain_one() -> None:
    pair, plain = offer("relay", 9, between=("office", "cloud")), offer("relay", 1)
    here = catalogue(plain, pair)
    assert here.offer("relay", between=("cloud", "office")) is pair
    assert here.offer("relay", between=("cloud", "other")) is plain
    assert catalogue(pair).offer("relay", between=("cloud", "other")) is None


def test_without_a_catalogue_every_kind_but_manual_costs_1_and_an_empty_one_offers_nothing() -> None:
    kinds: tuple[BridgeKind, ...] = (
        "keep_legacy",
        "early_standard",
        "write_back",
        "read_through",
        "convert",
        "relay",
    )
    none = Catalogue(landscape([shifting("a")], catalogue=None))
    for kind in kinds:
        assert none.offer(kind) == CatalogueEntry(kind, setup=1)
        assert catalogue().offer(kind) is None
    assert none.offer("manual") is None


def refused(*answers: PartnerAnswer, **place: str) -> bool:
    where = {"system": "a", "vendor": "va", "partner_system": "b", "partner_vendor": "vb", **place}
    return catalogue(partner_answers=answers).refused("keep_legacy", **where)


def test_no_answer_of_the_survey_refuses_nothing() -> None:
    assert not refused()
    assert not refused(PartnerAnswer("early_standard", offered=False, partner_vendor="vb"))


def test_answers_are_compared_by_partner_system_then_partner_vendor_then_system_then_vendor() -> None:
    rising: list[dict[str, Any]] = [
        {"vendor": "va"},
        {"system": "a"},
        {"system": "a", "vendor": "va"},
        {"partner_vendor": "vb"},
        {"partner_vendor": "vb", "vendor": "va"},
        {"partner_vendor": "vb", "system": "a"},
        {"partner_system": "b"},
        {"partner_system": "b", "vendor": "va"},
        {"partner_system": "b", "partner_vendor": "vb"},
    ]
    for less, more in itertools.combinations(rising, 2):
        for says in (True, False):
            answers = (
                PartnerAnswer("keep_legacy", offered=not says, **less),
                PartnerAnswer("keep_legacy", offered=says, **more),
            )
            assert refused(*answers) is not says
            assert refused(*reversed(answers)) is not says


def test_an_answer_speaks_of_the_links_that_it_names_alone() -> None:
    answer = PartnerAnswer("keep_legacy", offered=False, partner_vendor="vb", system="a")
    assert refused(answer)
    assert not refused(answer, partner_vendor="vc")
    assert not refused(answer, system="x")
