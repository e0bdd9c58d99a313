"""A file of scenarios is read whole or not at all: everything that is wrong is said at once, with its place."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.documents import CHANGE_KINDS
from analyzer.landscape.model import Landscape
from analyzer.landscape.schema import scenarios_schema, schema_text
from analyzer.messages import Finding
from analyzer.resources import schemas_folder
from analyzer.whatif.scenarios import apply, combined, find_scenarios, read_scenarios
from tests import builders
from tests.strategies import landscapes
from tests.whatif.scenarios.drawing import changes, scenario_of

EVERY_KIND: dict[str, Any] = {
    "delay": {"vendor": "va", "months": 2},
    "withdraw": {"vendor": "va", "from": "2025-03"},
    "available": {"environment": "office", "until": None},
    "fix": {"jumin.shift": "2025-02"},
    "forbid": {"jumin.shift": ["2025-03"]},
    "rule": {"together": ["jumin.shift", "zeimu.shift"]},
    "apart": ["jumin.shift", "zeimu.shift"],
    "capacity": {"cutovers_per_month": None},
    "unavailable": {"vendor": "va", "months": ["2025-02"]},
    "contract_end": {"system": "jumin", "until": None},
    "deadline": {"month": None, "lateness_per_month": 3},
    "costs": {"session": 2},
    "bridge": {"kind": "manual", "setup": 1},
    "monthly_cost": {"environment": "office", "cost": 3},
    "target": {"move": "jumin.shift", "to": {"vendor": "vb"}},
    "add_integration": {"id": "x", "name": "x", "from": "jumin", "to": None},
    "drop_integration": "001o001",
    "law_change": {"month": "2025-02", "name": "x", "cost": {"office": 1}},
    "horizon": {"last": "2025-09"},
}


def wrong(text: str) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as refused:
        read_scenarios(text.encode(), "scenarios.yaml")
    return refused.value.findings


def refused(*changed: Any, **overrides: Any) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as error:
        apply(builders.landscape(**overrides), scenario_of(*changed))
    return error.value.findings


def test_every_kind_of_change_can_be_read_and_applied_together() -> None:
    assert set(EVERY_KIND) == set(CHANGE_KINDS)
    scenario = scenario_of(*({kind: value} for kind, value in EVERY_KIND.items()))
    changed = apply(builders.landscape(), scenario)
    assert {
        str(ref): months for ref, months in changed.delays.items()
    } == {}  # the target is another vendor's now
    assert len(changed.keeping.horizon) == 9


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_kind_fits_the_schema_and_can_be_sent_to_another_process(kind: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    entry = {"id": "s", "name": "s", "changes": [{kind: EVERY_KIND[kind]}]}
    jsonschema.Draft202012Validator(scenarios_schema()).validate({"schema_version": 1, "scenarios": [entry]})
    scenario = scenario_of({kind: EVERY_KIND[kind]})
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301 - our own bytes


def test_the_committed_schema_is_fresh_and_explains_every_field() -> None:
    committed = (schemas_folder() / "scenarios.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(scenarios_schema())


def test_everything_wrong_is_said_at_once() -> None:
    findings = wrong("""
schema_version: 2
scenaros: []
scenarios:
  - id: a
    name: A
    changes:
      - dealy: {vendor: v, months: 1}
      - delay: {vendor: v, move: a.b, months: 0}
      - delay: {months: 1}
      - {fix: {a.b: 2026-13}, forbid: {a: [2026-01]}}
      - {}
      - available: {environment: e}
      - rule: {blackouts: [2026-01]}
      - withdraw: {vendor: v, from: null}
      - deadline: {move: a.b, lateness_per_month: 3}
      - apart: [a.b]
  - {id: a, name: B, changes: 3}
  - {id: c}
""")
    said = {(finding.code, finding.place.line if finding.place else 0) for finding in findings}
    assert {
        ("unsupported_version", 2), ("unknown_key", 3), ("unknown_key", 8), ("number_too_small", 9), ("not_a_month", 11),
        ("not_a_move", 11), ("not_a_rule", 14), ("null_value", 15), ("wrong_length", 17), ("wrong_type", 18),
        ("missing_field", 19),
    } <= said  # fmt: skip


def test_what_needs_two_fields_is_said_at_once_too() -> None:
    findings = wrong("""
schema_version: 1
scenarios:
  - id: a
    name: A
    changes:
      - delay: {months: 1}
      - {fix: {a.b: 2026-01}, forbid: {a.b: [2026-01]}}
      - note: nothing
      - available: {environment: e}
      - deadline: {move: a.b, lateness_per_month: 3}
      - costs: {}
      - target: {move: a.b, to: {}}
      - apart: [a.b, a.b]
  - {id: a, name: B}
""")
    assert [(finding.code, finding.place.line if finding.place else 0) for finding in findings] == [
        ("missing_field", 7), ("wrong_length", 8), ("wrong_length", 9), ("missing_field", 10), ("never_fits", 11),
        ("missing_field", 12), ("missing_field", 13), ("rule_with_itself", 14), ("duplicate_id", 15),
    ]  # fmt: skip
    assert all(finding.suggestion is not None for finding in findings)


@pytest.mark.parametrize("text", ["", "[]", "3", "scenarios: 3\nschema_version: 1", "{", "a: &x 1\nb: *x", "\x00", "schema_version: 1"])  # fmt: skip
def test_what_is_no_file_of_scenarios_is_refused(text: str) -> None:
    assert wrong(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*CHANGE_KINDS, "vendor", "months", "from"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_any_value_in_place_of_changes_is_read_or_refused(value: object) -> None:
    document = {"schema_version": 1, "scenarios": [{"id": "a", "name": "A", "changes": value}]}
    error = _refusal(lambda: read_scenarios(json.dumps(document).encode(), "scenarios.yaml"))
    assert error is None or error.findings


@given(st.data())
def test_ids_that_the_landscape_does_not_have_are_refused_never_met_with_a_traceback(
    data: st.DataObject,
) -> None:
    """Scenarios drawn for one landscape, applied to another."""
    scenario = scenario_of(*data.draw(changes(data.draw(landscapes()))))
    other: Landscape = builders.landscape()
    error = _refusal(lambda: apply(other, scenario))
    if error is not None:
        assert error.findings
        assert all(finding.severity == "error" and finding.place is not None for finding in error.findings)


def _refusal(action: Callable[[], object]) -> InputError | None:
    """Why it was refused; anything else that goes wrong is a fault of the program."""
    try:
        action()
    except InputError as error:
        return error
    return None


# --- against a landscape ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ([{"delay": {"vendor": "vx", "months": 1}}, {"delay": {"move": "jumin.lift", "months": 1}}], ["unknown_id", "unknown_move"]),
        ([{"withdraw": {"vendor": "vx", "from": "2025-02"}}, {"capacity": {"vendor": "vx", "cutovers_per_month": 1}}], ["unknown_id"] * 2),
        ([{"available": {"line": "l", "until": "2025-02"}}, {"available": {"package": "p", "from": "2025-02"}}], ["unknown_id"] * 2),
        ([{"available": {"hub": "master", "from": "2025-03", "until": "2025-02"}}], ["dates_backwards"]),
        ([{"fix": {"jumin.shift": "2027-01"}}], ["fixed_outside_horizon"]),
        ([{"rule": {"fixed": {"jumin.shift": "2027-01"}}}, {"rule": {"before": "jumin.shift", "after": "jumin.shift"}}], ["fixed_outside_horizon", "rule_with_itself"]),
        ([{"rule": {"blackout": [], "systems": {"vendor": "vx", "ids": ["jumi"]}}}], ["unknown_id", "unknown_id"]),
        ([{"law_change": {"month": "2025-02", "name": "x", "cost": {"nowhere": 1}}}], ["unknown_id"]),
        ([{"bridge": {"kind": "manual", "system": "jumin"}}], ["never_fits"]),
        ([{"target": {"move": "jumin.shift", "to": {"environment": "office", "generation": "legacy"}}}], ["move_changes_nothing"]),
        ([{"target": {"move": "jumin.shift", "to": {"vendor": "vx"}}}], ["unknown_id"]),
        ([{"add_integration": {"id": "001o001", "name": "x", "from": "jumin", "to": "zeimu"}}], ["duplicate_integration"]),
        ([{"add_integration": {"id": "x", "name": "x", "from": "jumi", "to": "zeimu"}}], ["unknown_id"]),
        ([{"drop_integration": "002o001"}], ["unknown_id"]),
        ([{"drop_integration": "001o001"}, {"drop_integration": "001o001"}], ["unknown_id"]),
        ([{"horizon": {"last": "2024-12"}}], ["dates_backwards"]),
        ([{"horizon": {"last": "2099-12"}}], ["horizon_too_long"]),
    ],
)  # fmt: skip
def test_what_the_landscape_does_not_have_or_allow_is_refused_at_its_place(
    changed: list[Any], codes: list[str]
) -> None:
    findings = refused(*changed)
    assert [finding.code for finding in findings] == codes
    for finding in findings:
        assert finding.place is not None
        assert finding.place.file == "scenarios.yaml"


def test_a_near_id_is_suggested() -> None:
    (finding,) = refused({"available": {"environment": "offise", "until": "2025-02"}})
    assert finding.suggestion is not None
    assert "office" in finding.suggestion.en


def test_later_changes_win() -> None:
    changed = apply(
        builders.landscape(),
        scenario_of(
            {"delay": {"move": "jumin.shift", "months": 3}},
            {"delay": {"vendor": "va", "months": 1}},
            {"withdraw": {"vendor": "vb", "from": "2025-02"}},
            {"withdraw": {"vendor": "vb", "from": "2025-05"}},
            {"forbid": {"zeimu.shift": ["2025-03", "2025-04"]}},
            {"fix": {"zeimu.shift": "2025-03"}},
            {"capacity": {"cutovers_per_month": 3}},
            {"capacity": {"cutovers_per_month": None}},
        ),
    )
    assert list(changed.delays.values()) == [1]
    zeimu = changed.keeping.systems["zeimu"].moves[0]
    assert (str(zeimu.latest), str(zeimu.fixed), [str(m) for m in zeimu.blackout]) == ("2025-04", "2025-03", ["2025-04"])  # fmt: skip
    assert str(changed.keeping.vendors["vb"].bridges_until) == "2025-04"
    assert changed.keeping.cutovers_per_month is None


def test_a_move_to_another_vendor_is_not_withdrawn() -> None:
    """Whoever names another target takes the move out of the withdrawal, wherever the target stands."""
    city = builders.landscape()
    changed = apply(
        city,
        scenario_of(
            {"withdraw": {"vendor": "va", "from": "2025-03"}},
            {"target": {"move": "jumin.shift", "to": {"vendor": "vb"}}},
        ),
    )
    jumin = changed.keeping.systems["jumin"]
    assert (jumin.moves[0].to.vendor, jumin.moves[0].to.generation, jumin.moves[0].latest) == ("vb", "standard", None)  # fmt: skip
    assert str(jumin.contract_end) == "2025-02"


def test_moves_set_apart_leave_and_the_others_stay_together() -> None:
    systems = [builders.system(name, builders.move()) for name in "abcd"]
    rules = [{"together": ["a.shift", "b.shift", "c.shift"]}, {"together": ["c.shift", "d.shift"]}]
    city = builders.landscape(systems=systems, integrations=None, rules=rules)

    def together(*named: str) -> list[list[str]]:
        changed = apply(city, scenario_of({"apart": list(named)}))
        return [[str(ref) for ref in rule.moves] for rule in changed.keeping.rules]  # type: ignore[union-attr]

    assert together("a.shift", "b.shift") == [["c.shift", "d.shift"]]
    assert together("a.shift", "d.shift") == [["b.shift", "c.shift"]]  # bound through c


def test_scenarios_are_found_by_their_ids_and_combined_in_order() -> None:
    text = json.dumps({"schema_version": 1, "scenarios": [
        {"id": "one", "name": "一", "changes": [{"capacity": {"cutovers_per_month": 1}}]},
        {"id": "two", "name": "二", "as_of": "2025-02", "changes": [{"capacity": {"cutovers_per_month": 2}}]},
    ]})  # fmt: skip
    scenarios = read_scenarios(text.encode(), "scenarios.yaml")
    assert [scenario.id for scenario in find_scenarios(scenarios, ["two", "one", "two"])] == ["two", "one"]
    assert apply(builders.landscape(), combined(scenarios)).keeping.cutovers_per_month == 2
    assert str(combined(scenarios).as_of) == "2025-02"
    with pytest.raises(InputError) as refused_:
        find_scenarios(scenarios, ["tow", "three"])
    assert len(refused_.value.findings) == 2
    assert refused_.value.findings[0].suggestion is not None
    assert "two" in refused_.value.findings[0].suggestion.en
