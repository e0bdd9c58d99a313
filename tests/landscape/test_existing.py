"""Existing bridges: named as the entry that holds does, and able to carry what they list."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.loading import LoadResult, read_document
from analyzer.landscape.places import Places
from tests.builders import Document, landscape_document, link, move, system

HUB = {"id": "master", "name": "m", "environment": "office", "vendor": "va", "write_back": True}
STANDARD = {"generation": "standard"}


def load(*existing: Document, **overrides: Any) -> LoadResult:
    """jumin is at standard, zeimu at legacy and moves later; their link is mixed at the forms 0."""
    document: Document = {
        "systems": [system("jumin", current=STANDARD), system("zeimu", move())],
        "existing_bridges": list(existing),
        "hubs": [HUB],
        **overrides,
    }
    return read_document(landscape_document(**document), Places())


def codes(*existing: Document, **overrides: Any) -> list[str]:
    return [finding.code for finding in load(*existing, **overrides).findings]


KEEP = {"kind": "keep_legacy", "system": "jumin", "serves": ["001o001"]}
PER_VENDOR = [{"kind": "keep_legacy", "vendor": "va", "per": "vendor"}]


def test_keep_legacy_stands_at_the_newer_end_and_early_standard_at_the_older() -> None:
    assert codes(KEEP) == []
    assert codes({**KEEP, "system": "zeimu"}) == ["cannot_carry"]
    assert codes({**KEEP, "kind": "early_standard", "system": "zeimu"}) == []
    assert codes({**KEEP, "kind": "early_standard"}) == ["cannot_carry"]


def test_early_standard_needs_the_newer_realization() -> None:
    only_legacy = [link("001o001", "jumin", "zeimu", realizations={"legacy": {}})]
    bridge = {**KEEP, "kind": "early_standard", "system": "zeimu"}
    assert codes(bridge, integrations=only_legacy) == ["cannot_carry"]


def test_write_back_needs_the_hub_of_the_older_realization_and_that_it_accepts() -> None:
    via = [link("001o001", "jumin", "zeimu", realizations={"legacy": {"via": "master"}, "standard": {}})]
    bridge = {**KEEP, "kind": "write_back", "hub": "master"}
    assert codes(bridge, integrations=via) == []
    assert codes(bridge) == ["cannot_carry"]
    assert codes(bridge, integrations=via, hubs=[{**HUB, "write_back": False}]) == ["cannot_carry"]


def test_a_native_link_needs_no_bridge_and_can_have_none() -> None:
    same = [link("001o001", "jumin", "zeimu", realizations={"legacy": {}, "standard": {"same_as": "legacy"}})]
    assert codes(KEEP, integrations=same) == ["cannot_carry"]


def test_an_ordered_bridge_needs_to_carry_only_at_forms_that_its_ends_can_have() -> None:
    both_legacy = [system("jumin", move()), system("zeimu", move())]
    assert codes(KEEP, systems=both_legacy) == ["cannot_carry"]
    assert codes({**KEEP, "from": "2025-03"}, systems=both_legacy) == []


def test_an_ordered_bridge_is_of_the_vendor_of_today() -> None:
    switches = move(to={"environment": "cloud", "generation": "standard", "vendor": "vb"})
    systems = [system("jumin", switches), system("zeimu", move())]
    assert codes({**KEEP, "from": "2025-03"}, systems=systems) == ["cannot_carry"]


def test_an_order_may_name_the_vendor_that_its_end_will_have() -> None:
    switches = move(to={"environment": "cloud", "generation": "standard", "vendor": "vb"})
    systems = [system("jumin", switches), system("zeimu", move())]
    ordered = {**KEEP, "from": "2025-03", "vendor": "vb"}
    assert codes(ordered, systems=systems) == []
    assert "existing_place" in codes(
        {**KEEP, "vendor": "vb"}, systems=systems
    )  # what stands is of today's vendor
    assert "existing_place" in codes({**ordered, "vendor": "va"}, systems=systems)


def test_an_order_of_further_links_stands_beside_its_bridge() -> None:
    systems = [system("jumin", current=STANDARD), system("zeimu", move())]
    links = [link("001o001", "jumin", "zeimu"), link("001o002", "jumin", "zeimu")]
    more = {"kind": "keep_legacy", "system": "jumin", "serves": ["001o002"], "from": "2025-03"}
    document = {"systems": systems, "integrations": links}
    assert codes(KEEP, more, **document) == []
    assert codes(KEEP, {**more, "until": "2025-05"}, **document) == ["equal_existing"]
    assert codes(KEEP, {**more, "serves": ["001o001"]}, **document) == ["duplicate_integration"]
    assert codes(KEEP, {**more, "serves": []}, **document) == ["equal_existing"]
    assert codes(more, {**more, "serves": ["001o001"]}, **document) == ["equal_existing"]


def test_manual_work_never_carries_a_link_of_high_criticality() -> None:
    manual = {"kind": "manual", "integration": "001o001"}
    assert codes(manual) == []
    high = [link("001o001", "jumin", "zeimu", criticality="high")]
    assert codes(manual, integrations=high) == ["cannot_carry"]


def test_manual_and_convert_list_their_own_integration_if_they_list_nothing() -> None:
    landscape = load({"kind": "manual", "integration": "001o001/00"}).landscape
    assert landscape is not None
    assert [str(key) for key in landscape.existing_bridges[0].serves] == ["001o001/00/jumin/zeimu"]


def test_the_place_is_named_as_the_entry_that_holds_names_it() -> None:
    by_vendor = {"kind": "keep_legacy", "vendor": "va", "serves": ["001o001"]}
    assert codes(by_vendor, bridges=PER_VENDOR) == []
    assert codes(KEEP, bridges=PER_VENDOR) == ["existing_place"]
    assert "existing_place" in codes(by_vendor)
    assert codes(KEEP, bridges=[]) == []  # without an entry it stands, and its months cost nothing


def test_a_relay_needs_a_leg_between_its_pair() -> None:
    apart = [system("jumin", current={"environment": "cloud", **STANDARD}), system("zeimu")]
    relay = {"kind": "relay", "between": ["office", "cloud"], "serves": ["001o001"]}
    assert codes(relay, systems=apart) == []
    assert codes(relay) == ["cannot_carry"]
    assert codes({"kind": "relay", "between": ["office", "cloud"]}) == []


def test_an_unknown_partner_cannot_be_bridged() -> None:
    unknown = [link("001o001", "jumin", None)]
    assert codes({**KEEP, "serves": ["001o001/00/jumin/?"]}, integrations=unknown) == ["cannot_carry"]


def test_every_form_of_reference_leads_to_the_integration() -> None:
    for reference in ("001o001", "001o001/00", "001o001/00/jumin/zeimu"):
        landscape = load({**KEEP, "serves": [reference]}).landscape
        assert landscape is not None
        assert [str(key) for key in landscape.existing_bridges[0].serves] == ["001o001/00/jumin/zeimu"]


def test_an_error_elsewhere_is_not_held_against_an_existing_bridge() -> None:
    via = [link("001o001", "jumin", "zeimu", realizations={"legacy": {"via": "master"}, "standard": {}})]
    bridge = {**KEEP, "kind": "write_back", "hub": "master"}
    assert codes(bridge, integrations=via, hubs=[{**HUB, "vendor": "nobody"}]) == ["unknown_id"]


def test_existing_bridges_and_references_are_judged_in_one_go() -> None:
    found = codes({**KEEP, "system": "zeimu"}, rules=[{"before": "nobody.shift", "after": "zeimu.shift"}])
    assert sorted(found) == ["cannot_carry", "unknown_id"]
