"""Generated landscapes have the sizes that were asked for, and look like a city."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

from analyzer.generator import generate
from tests.generator.arguments import CITY, Arguments, small_arguments
from tests.generator.reading import forms, horizon, key, windows
from tests.profiles import examples


def _document(arguments: Arguments) -> dict[str, Any]:
    return generate(**arguments)


CITIES = [
    CITY,
    CITY | {"seed": 2},
    {"systems": 100, "links": 1000, "months": 24, "windows": 8, "vendors": 12, "seed": 3},
    {"systems": 300, "links": 3000, "months": 36, "windows": 12, "vendors": 30, "seed": 4},
]


@settings(max_examples=examples(80))
@given(small_arguments())
def test_counts_are_exactly_as_asked(arguments: Arguments) -> None:
    document = _document(arguments)
    assert len(document["systems"]) == arguments["systems"]
    assert len(document["integrations"]) == arguments["links"]
    assert len(document["vendors"]) == arguments["vendors"]
    assert len(horizon(document)) == arguments["months"]
    assert len(windows(document)) == min(arguments["windows"], arguments["months"])
    unknown = [link for link in document["integrations"] if None in (link["from"], link["to"])]
    assert len(unknown) == (arguments["unknown_partners"] or 0)


@settings(max_examples=examples(80))
@given(small_arguments())
def test_keys_differ_and_every_name_leads_somewhere(arguments: Arguments) -> None:
    document = _document(arguments)
    ids = {
        section: {entry["id"] for entry in document[section]}
        for section in ("vendors", "environments", "hubs", "packages", "systems")
    }
    assert all(len(ids[section]) == len(document[section]) for section in ids)
    keys = [key(link) for link in document["integrations"]]
    assert len(set(keys)) == len(keys)
    for system in document["systems"]:
        for before, after in zip(forms(system), forms(system)[1:], strict=False):
            assert before != after
        for form in forms(system):
            assert form["environment"] in ids["environments"]
            assert form["vendor"] in ids["vendors"]
            assert form.get("package") in ids["packages"] | {None}
    for link in document["integrations"]:
        assert {link["from"], link["to"]} <= ids["systems"] | {None}
        assert link["from"] != link["to"]
        vias = {realization.get("via") for realization in link["realizations"].values()}
        assert vias <= ids["hubs"] | {None}


@settings(max_examples=examples(60))
@given(small_arguments())
def test_every_plan_can_be_served_by_offers_for_everybody_without_lead_time(arguments: Arguments) -> None:
    document = _document(arguments)
    places = {"system", "vendor", "hub", "between"}
    for kind in ("keep_legacy", "early_standard"):
        for_all = [e for e in document["bridges"] if e["kind"] == kind and not places & e.keys()]
        assert len(for_all) == 1
        assert "lead_months" not in for_all[0]
    kept = [entry for entry in document["bridges"] if entry["kind"] == "keep_legacy"]
    assert all("lead_months" not in entry and "offered" not in entry for entry in kept)
    assert all("available" not in place for place in document["environments"] + document["hubs"])
    for link in document["integrations"]:  # an older end always finds the older realization
        assert "legacy" in link["realizations"] or link.get("criticality") != "high"


@settings(max_examples=examples(40))
@given(small_arguments())
def test_a_sided_catalogue_offers_keep_legacy_and_early_standard_per_system_only(
    arguments: Arguments,
) -> None:
    entries = _document(arguments | {"catalogue": "sided"})["bridges"]
    assert {entry["kind"] for entry in entries} == {"keep_legacy", "early_standard"}
    assert all(entry.get("per", "system") == "system" and "lead_months" not in entry for entry in entries)
    assert not any("offered" in entry for entry in entries)


@settings(max_examples=examples(40))
@given(small_arguments())
def test_links_of_high_criticality_never_end_and_are_never_left_out(arguments: Arguments) -> None:
    for link in _document(arguments)["integrations"]:
        if link.get("criticality") == "high":
            assert "suspendable" not in link
            assert "ends" not in link
            assert "legacy" in link["realizations"]


@pytest.mark.parametrize("arguments", CITIES, ids=lambda a: f"{a['systems']}-{a['seed']}")
class TestACity:
    def test_residents_feed_the_most_and_most_others(self, arguments: Arguments) -> None:
        document = _document(arguments)
        sent = Counter(link["from"] for link in document["integrations"] if link["from"])
        assert sent.most_common(1)[0][0] == "jumin"
        assert "kojin-juminzei" in [system for system, _ in sent.most_common(3)]
        fed = {link["to"] for link in document["integrations"] if link["from"] == "jumin"}
        assert len(fed) > len(document["systems"]) / 2

    def test_todays_links_go_via_the_master_and_standard_ones_via_the_storage_mostly(
        self, arguments: Arguments
    ) -> None:
        links = _document(arguments)["integrations"]
        legacy = [r["legacy"].get("via") for link in links if "legacy" in (r := link["realizations"])]
        standard = [
            r["standard"].get("via")
            for link in links
            if "same_as" not in (r := link["realizations"]).get("standard", {"same_as": ""})
        ]
        assert 0.5 < legacy.count("master") / len(legacy) < 0.9
        assert 0.7 < standard.count("object-storage") / len(standard) < 0.98
        assert set(legacy) == {"master", None}
        assert set(standard) == {"object-storage", None}

    def test_sending_and_receiving_interfaces_are_shared(self, arguments: Arguments) -> None:
        links = _document(arguments)["integrations"]
        for end, system in (("send", "from"), ("receive", "to")):
            uses = Counter(
                (link[system], link["realizations"]["legacy"][end])
                for link in links
                if end in link["realizations"].get("legacy", {})
            )
            assert sum(count for count in uses.values() if count > 1) > len(links) / 4

    def test_one_vendor_is_the_main_one_and_all_have_a_system(self, arguments: Arguments) -> None:
        document = _document(arguments)
        held = Counter(system["current"]["vendor"] for system in document["systems"])
        assert held.most_common(1)[0][0] == "vendor-01"
        assert held["vendor-01"] > 2 * len(document["systems"]) / arguments["vendors"]
        assert len(held) == arguments["vendors"]

    def test_some_systems_move_twice_some_once_some_never(self, arguments: Arguments) -> None:
        systems = _document(arguments)["systems"]
        counts = Counter(len(system.get("moves", [])) for system in systems)
        assert counts.keys() == {0, 1, 2}
        assert 0.4 < (counts[1] + counts[2]) / len(systems) < 0.9
        assert not any("moves" in system for system in systems if system["scope"] == "external")

    def test_some_links_lie_inside_one_package_and_some_are_not_understood(
        self, arguments: Arguments
    ) -> None:
        document = _document(arguments)
        last = {system["id"]: forms(system)[-1].get("package") for system in document["systems"]}
        links = [link for link in document["integrations"] if link["from"] and link["to"]]
        inside = [link for link in links if last[link["from"]] is not None]
        inside = [link for link in inside if last[link["from"]] == last[link["to"]]]
        assert 0 < len(inside) < len(links) / 4
        assert len({link["confidence"] for link in links}) == 4

    def test_the_exchange_server_is_reached_only_through_the_addressee_numbers(
        self, arguments: Arguments
    ) -> None:
        for link in _document(arguments)["integrations"]:
            ends = {link["from"], link["to"]}
            assert "chukan-server" not in ends or ends & {"togo-atena", None}


def test_lines_join_every_pair_and_a_relay_is_offered_where_they_open_late() -> None:
    document = _document(CITY | {"lines": True})
    places = len(document["environments"])
    assert len(document["lines"]) == places * (places - 1) // 2
    assert any("available" in line for line in document["lines"])
    relays = [entry for entry in document["bridges"] if entry["kind"] == "relay"]
    assert len(relays) == 1
    assert not {"between", "lead_months"} & relays[0].keys()
    assert any("needs_line" in move for system in document["systems"] for move in system.get("moves", []))


def test_with_a_sided_catalogue_every_line_is_open_from_the_start() -> None:
    document = _document(CITY | {"lines": True, "catalogue": "sided"})
    assert document["lines"]
    assert not any("available" in line for line in document["lines"])


def test_without_lines_none_are_declared() -> None:
    document = _document(CITY)
    assert "lines" not in document
    assert not any("needs_line" in m for s in document["systems"] for m in s.get("moves", []))
