"""A landscape in Sapporo's form and back: the same links, whatever they are called."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.tables.defaults import HeaderOptions
from analyzer.tables.exporting import export_tables
from analyzer.tables.forms.options import FormOptions
from analyzer.tables.forms.sapporo_words import structure_of
from analyzer.tables.forms.writing import sapporo_sheets
from analyzer.tables.headings import LISTS
from analyzer.tables.importing import ImportResult
from tests import builders
from tests.strategies import landscape_documents, model
from tests.tables.forms.books import book, imported
from tests.tables.forms.books import links as links_of
from tests.tables.test_round_trip import remarkable_documents

EVERY = [schema.name for schema in LISTS if schema.name != "links"]


def in_form(landscape: Landscape, lists: list[Any]) -> bytes:
    (data,) = export_tables(landscape, "xlsx", "ja", lists, sapporo_sheets(landscape)).files.values()
    return data


def only_links(landscape: Landscape) -> FormOptions:
    """Every sheet of the form is told to be it: a strange name may look like another form's."""
    return FormOptions({sheet.title: "sapporo" for sheet in sapporo_sheets(landscape)})


def shape(result: Landscape | ImportResult) -> dict[str, Any]:
    """What the form holds of each link: its key, its name, and which realizations it has."""
    document: Any = landscape_document(result) if isinstance(result, Landscape) else result.document
    generations = document["landscape"].get("generations", ["legacy", "standard"])
    return {
        "/".join([e["id"], e.get("branch", "00"), e.get("from") or "?", e.get("to") or "?"]): (
            e["name"].strip(), structure_of(e, generations),
        )
        for e in document.get("integrations", [])
    }  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(remarkable_documents())
def test_onto_its_base_the_form_gives_the_same_hash(document: dict[str, Any]) -> None:
    landscape = model(document)
    sheets = sapporo_sheets(landscape)
    if not sheets:
        return
    result = imported(in_form(landscape, []), landscape, only_links(landscape))
    assert result.landscape.content_hash == landscape.content_hash, result.findings
    assert (result.added, result.removed) == ((), ())


@settings(max_examples=10, deadline=None)
@given(landscape_documents(), st.sampled_from(["ja", "en"]))
def test_into_a_new_landscape_the_form_gives_the_same_links(document: dict[str, Any], language: Any) -> None:
    landscape = model(document)
    if not sapporo_sheets(landscape):
        return
    (data,) = export_tables(landscape, "xlsx", language, EVERY, sapporo_sheets(landscape)).files.values()
    result = imported(data, None, only_links(landscape), HeaderOptions(generations=landscape.generations))
    assert shape(result) == shape(landscape)


def test_names_that_two_systems_share_or_that_no_sheet_can_have_are_told_by_ids() -> None:
    systems = [
        builders.system("a", builders.move(), name="同じ名前"),
        builders.system("b", builders.move(), name="同じ名前"),
        builders.system("c", builders.move(), name="長い" * 40),
        builders.system("d", builders.move(), name="a"),
        builders.system("e", builders.move(), name="不明"),
        builders.system("f" * 60, builders.move(), name="[x]:*?/\\"),
    ]
    ids = [system["id"] for system in systems]
    links = [builders.link(f"l{n}", ids[n], ids[(n + 1) % len(ids)]) for n in range(len(ids))]
    landscape = builders.landscape(systems=systems, integrations=links)
    result = imported(in_form(landscape, []), landscape)
    assert result.landscape.content_hash == landscape.content_hash
    assert shape(imported(in_form(landscape, EVERY))) == shape(landscape)


def test_what_changes_in_the_form_changes_only_that_in_the_base() -> None:
    links = [
        builders.link("001o001", "jumin", "zeimu", criticality="high", note="前からの注記"),
        builders.link("001o002", "jumin", "zeimu"),
        builders.link("own-link", "jumin", "zeimu"),
    ]
    landscape = builders.landscape(integrations=links)
    first, second = sapporo_sheets(landscape)
    rows = [list(row) for row in second.rows if row[0] == "001o001"]
    rows[0][9], rows[0][12] = "×", "ファイル(連携用マスタ経由)"
    result = imported(book({second.title: [second.heads, *rows]}), landscape)
    changed = next(e for e in links_of(result) if e["id"] == "001o001")
    assert changed["realizations"] == {
        "legacy": {"via": "master", "method": "ファイル"}, "standard": {"same_as": "legacy"},
    }  # fmt: skip
    assert (changed["criticality"], changed["note"]) == ("high", "前からの注記")
    # 001o002 is not listed any more and goes; own-link is none of the national list and stays.
    assert result.removed == (("links", "001o002/00/jumin/zeimu"),)
    assert first.title != second.title
