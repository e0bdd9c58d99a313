"""What changed between two versions of a landscape."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.landscape.difference import SECTIONS, EntryChange, LandscapeDifference, difference_of
from analyzer.landscape.dumping import landscape_document
from analyzer.reports.text import Screen, render_text
from analyzer.reports.versions import versions_document, versions_report
from tests.builders import landscape, link, move, system
from tests.strategies import landscapes

HASHES = ("sha256:before", "sha256:after")


def _of(before: Any, after: Any) -> LandscapeDifference:
    return difference_of(before, after, HASHES)


def _told(difference: LandscapeDifference) -> list[tuple[str, str, str]]:
    return [(entry.section, entry.id, entry.change) for entry in difference.entries]


def _one(difference: LandscapeDifference) -> EntryChange:
    (entry,) = difference.entries
    return entry


BASE: dict[str, Any] = landscape_document(
    landscape(
        systems=[system("jumin", move("lift", {"environment": "cloud"}), move("shift")), system("zei", move("shift"))],
        integrations=[link("a", "jumin", "zei"), link("a", "zei", None)],
        rules=[{"together": ["jumin.shift", "zei.shift"]}, {"before": "jumin.lift", "after": "zei.shift", "gap": 2}],
        law_changes=[{"month": "2025-03", "name": "改正", "systems": {"ids": ["zei"]}, "cost": {"office": 3}}],
        bridges=[{"kind": "manual", "setup": 3}, {"kind": "keep_legacy", "vendor": "va", "setup": 5}],
    )
)  # fmt: skip


def _changed(section: str, at: int = 0, **fields: Any) -> dict[str, Any]:
    document = deepcopy(BASE)
    entry = document[section] if section == "landscape" else document[section][at]
    for name, value in fields.items():
        if value is None:
            del entry[name]
        else:
            entry[name] = value
    return document


def test_a_field_is_told_with_what_it_was_and_is() -> None:
    entry = _one(_of(BASE, _changed("systems", owner="市民課")))
    assert (entry.section, entry.id, entry.change, entry.name) == ("systems", "jumin", "changed", "jumin")
    assert [(f.path, f.before, f.after) for f in entry.fields] == [("owner", None, "市民課")]


def test_a_field_of_a_move_is_told_by_the_names_of_both() -> None:
    after = deepcopy(BASE)
    after["systems"][0]["moves"][1]["latest"] = "2025-05"
    (field,) = _one(_of(BASE, after)).fields
    assert (field.path, field.before, field.after) == ("moves.shift.latest", None, "2025-05")


def test_moves_in_another_order_are_another_plan_of_the_same_moves() -> None:
    after = deepcopy(BASE)
    after["systems"][0]["moves"].reverse()
    (field,) = _one(_of(BASE, after)).fields
    assert (field.path, field.before, field.after) == ("moves", ["lift", "shift"], ["shift", "lift"])


def test_links_are_known_by_their_keys() -> None:
    after = _changed("integrations", 0, to="jumin")
    assert _told(_of(BASE, after)) == [
        ("integrations", "a/00/jumin/jumin", "added"),
        ("integrations", "a/00/jumin/zei", "removed"),
    ]


def test_rules_law_changes_and_bridges_are_known_by_what_they_are_about() -> None:
    assert _one(_of(BASE, _changed("rules", 0, gap=3))).id == "before jumin.lift zei.shift"
    assert _one(_of(BASE, _changed("law_changes", cost={"office": 4}))).id == "2025-03 改正"
    told = {entry.id for entry in _of({**BASE, "bridges": []}, BASE).entries}
    assert told == {"keep_legacy va", "manual"}


def test_two_rules_about_the_same_are_compared_in_their_order() -> None:
    twice = {**BASE, "rules": [{"together": ["jumin.shift", "zei.shift"]}] * 2}
    once = {**BASE, "rules": twice["rules"][:1]}
    assert _told(_of(twice, once)) == [("rules", "together jumin.shift,zei.shift #2", "removed")]


def test_one_and_true_are_not_the_same() -> None:
    before, after = _changed("systems", attributes={"x": 1}), _changed("systems", attributes={"x": True})
    (field,) = _one(_of(before, after)).fields
    assert (field.path, field.before, field.after) == ("attributes.x", 1, True)


def test_an_empty_catalogue_says_something_else_than_none() -> None:
    none = {name: value for name, value in BASE.items() if name != "bridges"}
    assert _told(_of(none, {**none, "bridges": []})) == [("bridges", "", "added")]
    assert _told(_of({**none, "bridges": []}, none)) == [("bridges", "", "removed")]


def test_it_is_told_as_text_table_and_json() -> None:
    found = _of(BASE, _changed("systems", owner="市民課"))
    text = render_text(versions_report(found), Screen())
    assert "[変更] システム jumin" in text
    assert "owner: — → 市民課" in text
    assert versions_document(found)["counts"] == {"added": 0, "removed": 0, "changed": 1}
    table = versions_report(found).answer
    assert table is not None
    assert len(table.rows) == 1
    assert "They say the same." in render_text(versions_report(_of(BASE, BASE)), Screen("en"))


pairs = st.tuples(landscapes(), landscapes()).map(lambda pair: tuple(map(landscape_document, pair)))


@given(landscapes())
def test_a_landscape_differs_from_itself_in_nothing(value: Any) -> None:
    document = landscape_document(value)
    assert _of(document, document).entries == ()


@given(pairs)
def test_the_way_back_takes_back_what_the_way_there_brought(pair: tuple[Any, Any]) -> None:
    there, back = _of(*pair), _of(pair[1], pair[0])
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(s, i, turned[c]) for s, i, c in _told(there)] == _told(back)
    for one, other in zip(there.entries, back.entries, strict=True):
        assert {(f.path, _text(f.before), _text(f.after)) for f in one.fields} == {
            (f.path, _text(f.after), _text(f.before)) for f in other.fields
        }


@given(pairs)
def test_what_is_not_told_is_the_same(pair: tuple[Any, Any]) -> None:
    """Entries of either side whose text the other side has too are not told; all others are."""
    told = _of(*pair)
    for section in SECTIONS[1:]:
        sides = [[_text(entry) for entry in document.get(section, [])] for document in pair]
        only = sum(len([text for text in side if text not in other]) for side, other in (sides, sides[::-1]))
        listed = [entry for entry in told.entries if entry.section == section and entry.id]
        weight = sum(2 if entry.change == "changed" else 1 for entry in listed)
        assert (weight == 0) == (only == 0 and len(sides[0]) == len(sides[1]))
        if len(set(sides[0])) == len(sides[0]) and len(set(sides[1])) == len(sides[1]):
            assert weight == only


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)
