"""Every code of the checks: a file that gives it, and the table in the docs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import InputError
from analyzer.landscape import yaml_events
from analyzer.landscape.codes import CODES, markdown_table
from analyzer.landscape.loading import load_landscape, read_document, read_landscape
from analyzer.landscape.places import Places
from analyzer.messages import Finding
from tests.builders import Document, landscape_document, link, move, system

FILES: dict[str, bytes] = {
    "file_too_large": b" " * (yaml_events.MAX_BYTES + 1),
    "not_utf8": "name: 旭川市".encode("shift_jis"),
    "control_character": b"name: a\x00b",
    "empty_file": b"# nothing\n",
    "yaml_syntax": b"a: [1, 2",
    "several_documents": b"a: 1\n---\nb: 2\n",
    "yaml_anchor": b"a: &x 1\nb: *x\n",
    "yaml_tag": b"a: !!python/object/apply:os.system [ls]\n",
    "yaml_merge": b"<<: {a: 1}\n",
    "duplicate_key": b"a: 1\na: 2\n",
    "key_not_text": b"[a]: 1\n",
    "too_deep": b"[" * 200_000,
    "too_many_values": b"[" + b"1," * 2_001 + b"]",
    "scalar_too_long": b"a: " + b"x" * 1_000_001,
    "number_out_of_range": b"a: " + b"9" * 5_000,
    "wrong_root": b"- 1\n",
}
VB = {"id": "vb", "name": "B"}
MASTER = {"id": "master", "name": "m", "environment": "office", "vendor": "va"}
JUMIN, ZEIMU = system("jumin", move()), system("zeimu", move())
SHIFT = {"environment": "cloud", "generation": "standard"}


def vendor(**fields: Any) -> Document:
    return {"id": "va", "name": "A", **fields}


def one_link(**fields: Any) -> Document:
    return landscape_document(integrations=[link("l", "jumin", "zeimu", **fields)])


def one_system(*moves: Document, **fields: Any) -> Document:
    return landscape_document(systems=[system("jumin", *moves, **fields)], integrations=None)


def rules(*entries: Document) -> Document:
    return landscape_document(rules=list(entries))


def offers(*entries: Document) -> Document:
    return landscape_document(bridges=list(entries))


def mixed_today(*existing: Document, **overrides: Any) -> Document:
    """jumin is at standard already, zeimu at legacy: their link is mixed at the forms 0."""
    systems = [system("jumin", current={"generation": "standard"}), ZEIMU]
    return landscape_document(**{"systems": systems, "existing_bridges": list(existing), **overrides})


KEEP = {"kind": "keep_legacy", "system": "jumin", "serves": ["001o001"]}

DOCUMENTS: dict[str, Document] = {
    "unsupported_version": {**landscape_document(), "schema_version": 2},
    "unknown_key": {**landscape_document(), "sytems": []},
    "missing_field": landscape_document(vendors=[{"id": "va"}, VB]),
    "null_value": {**landscape_document(), "lines": None},
    "wrong_type": landscape_document(rules={}),
    "number_for_text": landscape_document(vendors=[{"id": 12, "name": "x"}, vendor(), VB]),
    "not_an_id": landscape_document(vendors=[{"id": "ベンダ", "name": "x"}, vendor(), VB]),
    "not_a_month": landscape_document(landscape={"deadline": "2026-02-31"}),
    "not_a_day": one_system(move(day="2025-02-30")),
    "not_a_move": rules({"before": "jumin", "after": "zeimu.shift"}),
    "not_a_reference": mixed_today({"kind": "keep_legacy", "system": "jumin", "serves": ["001o001/"]}),
    "not_a_name": landscape_document(vendors=[vendor(name="a\nb"), VB]),
    "not_one_of": one_system(scope="standrad"),
    "number_too_small": landscape_document(landscape={"costs": {"test_case": -1}}),
    "number_too_large": landscape_document(landscape={"costs": {"test_case": 10**15}}),
    "text_too_long": landscape_document(vendors=[vendor(name="x" * 2_000), VB]),
    "text_empty": landscape_document(vendors=[vendor(name=""), VB]),
    "wrong_length": landscape_document(lines=[{"id": "l", "between": ["office"]}]),
    "not_a_rule": rules({"togehter": ["jumin.shift"]}),
    "wrong_value": landscape_document(landscape={"municipality_code": "12-041"}),
    "unknown_id": landscape_document(hubs=[{**MASTER, "vendor": "vx"}]),
    "unknown_move": rules({"before": "jumin.lift", "after": "zeimu.shift"}),
    "ambiguous_integration": mixed_today(
        KEEP, integrations=[link("001o001", "jumin", "zeimu"), link("001o001", "zeimu", "jumin")]
    ),
    "ambiguous_id": landscape_document(
        environments=[{"id": id, "name": "x", "hosting": "external"} for id in ("office", "cloud", "legacy")],
        law_changes=[{"month": "2025-02", "name": "改正", "cost": {"legacy": 1}}],
    ),
    "duplicate_id": landscape_document(vendors=[vendor(), vendor(), VB]),
    "duplicate_integration": landscape_document(integrations=[link("l", "jumin", "zeimu")] * 2),
    "same_environment_twice": landscape_document(lines=[{"id": "l", "between": ["office", "office"]}]),
    "unlisted_package": one_system(current={"package": "old"}),
    "names_no_system": rules({"blackout": ["2025-02"], "systems": {"block": "texas"}}),
    "rule_with_itself": rules({"together": ["jumin.shift", "jumin.shift"]}),
    "no_months": {**landscape_document(), "landscape": {"id": "a", "name": "A"}},
    "horizon_too_long": landscape_document(landscape={"horizon": {"first": "1950-01", "last": "2100-01"}}),
    "dates_backwards": landscape_document(landscape={"horizon": {"first": "2025-02", "last": "2025-01"}}),
    "extension_not_longer": one_system(contract_end="2025-03", contract_extensions=[{"until": "2025-03"}]),
    "fixed_outside_horizon": one_system(move(fixed="2026-01")),
    "fixed_in_blackout": one_system(move(fixed="2025-02", blackout=["2025-02"])),
    "day_outside_months": one_system(move(fixed="2025-02", day="2025-03-01")),
    "existing_over": mixed_today({**KEEP, "until": "2024-12"}),
    "law_change_outside": landscape_document(law_changes=[{"month": "2026-02", "name": "改正", "cost": {"office": 1}}]),
    "slip_not_usable": landscape_document(vendors=[vendor(slip={"triangular": [3, 2, 1]}), VB]),
    "move_changes_nothing": one_system(move(to={"environment": "office"})),
    "generation_backwards": one_system(move(to={"generation": "legacy"}), current={"generation": "standard"}),
    "suspendable_high": one_link(suspendable=3, criticality="high"),
    "link_to_itself": landscape_document(integrations=[link("l", "jumin", "jumin")]),
    "same_as_with_details": one_link(realizations={"legacy": {}, "standard": {"same_as": "legacy", "note": "x"}}),
    "same_as_cycle": one_link(realizations={"legacy": {"same_as": "standard"}, "standard": {"same_as": "legacy"}}),
    "same_as_leads_nowhere": one_link(realizations={"standard": {"same_as": "legacy"}}),
    "never_fits": offers({"kind": "manual", "vendor": "va"}),
    "hub_cannot": offers({"kind": "write_back", "hub": "master"}, {"kind": "keep_legacy"}),
    "equal_entries": offers({"kind": "keep_legacy", "setup": 1}, {"kind": "keep_legacy", "setup": 2}),
    "answer_of_wrong_kind": offers({"kind": "convert", "partner_vendor": "va", "offered": True}),
    "answer_with_price": offers({"kind": "keep_legacy", "partner_vendor": "va", "offered": True, "setup": 1}),
    "answer_without_offered": offers({"kind": "keep_legacy", "partner_vendor": "va"}),
    "answer_without_partner": offers({"kind": "keep_legacy", "vendor": "va", "offered": True}),
    "existing_place": mixed_today({"kind": "keep_legacy", "system": "jumin", "hub": "master"}),
    "equal_existing": mixed_today(KEEP, {"kind": "keep_legacy", "system": "jumin", "from": "2025-02"}),
    "cannot_carry": mixed_today({**KEEP, "system": "zeimu"}),
    "carried_twice": mixed_today(KEEP, {"kind": "manual", "integration": "001o001"}),
    "order_cycle": rules(
        {"before": "jumin.shift", "after": "zeimu.shift"}, {"before": "zeimu.shift", "after": "jumin.shift", "gap": 0}
    ),
    "fixed_contradicts": rules({"fixed": {"jumin.shift": "2025-02"}}, {"fixed": {"jumin.shift": "2025-03"}}),
    "move_without_month": one_system(move(earliest="2025-03"), contract_end="2025-01"),
    "hub_never_available": landscape_document(
        hubs=[{**MASTER, "available": {"until": "2024-12"}}],
        integrations=[link("l", "jumin", "zeimu", realizations={"legacy": {"via": "master"}})],
    ),
    "nobody_can_carry": offers(),
}  # fmt: skip


def of_code(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def test_every_code_has_a_file_that_gives_it() -> None:
    assert sorted([*FILES, *DOCUMENTS, "unreadable_file"]) == sorted(CODES)


PARSERS = [yaml_events.parser, yaml_events.PythonParser]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("code", FILES)
def test_a_file_that_cannot_be_read_says_why_and_where(
    code: str, parser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_events, "parser", parser)
    monkeypatch.setattr(yaml_events, "MAX_VALUES", 2_000)
    result = read_landscape(FILES[code], "a.yaml")
    assert result.landscape is None
    found = of_code(result.findings, code)
    assert found
    assert found[0].place is not None
    assert found[0].place.file == "a.yaml"


@pytest.mark.parametrize("code", DOCUMENTS)
def test_a_fact_is_found_at_a_place_and_said_in_both_languages(code: str) -> None:
    data = json.dumps(DOCUMENTS[code], ensure_ascii=False, indent=1).encode()
    result = read_landscape(data, "a.json")
    found = of_code(result.findings, code)
    assert found, [(f.code, f.message.en) for f in result.findings]
    finding = found[0]
    assert finding.severity == CODES[code].severity
    assert finding.place is not None
    assert (finding.place.line > 1) or code in ("missing_field", "wrong_root")
    assert finding.suggestion is not None
    for text in (finding.message, finding.suggestion):
        assert text.ja
        assert text.en
        assert "。" not in text.en
    assert (result.landscape is None) == any(f.severity == "error" for f in result.findings)


@pytest.mark.parametrize("code", [code for code in DOCUMENTS if CODES[code].severity == "warning"])
def test_a_warning_leaves_the_landscape_usable(code: str) -> None:
    result = read_document(DOCUMENTS[code], Places())
    assert result.landscape is not None, [(f.code, f.message.en) for f in result.findings]


@pytest.mark.parametrize("code", [code for code in DOCUMENTS if CODES[code].severity == "error"])
def test_one_mistake_is_one_kind_of_error(code: str) -> None:
    result = read_document(DOCUMENTS[code], Places())
    assert {f.code for f in result.findings if f.severity == "error"} == {code}


def test_a_missing_file_is_unreadable() -> None:
    with pytest.raises(InputError) as error:
        load_landscape("/does/not/exist.yaml")
    assert [finding.code for finding in error.value.findings] == ["unreadable_file"]


def test_the_table_of_codes_in_the_docs_is_the_one_of_the_code() -> None:
    docs = Path(__file__).parents[2] / "docs" / "checks.md"
    assert markdown_table() in docs.read_text(encoding="utf-8")
