"""Export, then import onto the base, gives the same landscape: nothing is lost in a spreadsheet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape
from analyzer.messages import Language
from analyzer.tables.cells import MAX_TEXT, escape, fitted, unescape
from analyzer.tables.csv_reading import guard, unguard
from analyzer.tables.exporting import DEFAULT_LISTS, Format, export_tables
from analyzer.tables.headings import LISTS
from analyzer.tables.importing import ImportResult, import_tables
from tests import builders
from tests.profiles import examples
from tests.strategies import landscape_documents, model
from tests.tables.conftest import written

ALL = tuple(schema.name for schema in LISTS)
FORMS: tuple[Format, ...] = ("csv", "xlsx")

nasty = st.one_of(
    st.sampled_from(
        ["=1+1", "'=x", "''@", "+81", "-", "@a", "\tx", "a\r\nb", "_x0041_", "_x_x0041_", "\x01", "#N/A", " 前後 ", "○",
         "true", "2025/4", "001", "1e5", "※", "、", "", "\uffff", "𠮟る", "直接", "＝1", "a,b\"c\"", "\ufeff"]
    ),
    st.text(max_size=12),
)  # fmt: skip
values = st.one_of(
    nasty,
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.floats(allow_nan=False),
    st.none(),
    st.lists(nasty, max_size=2),
)


@st.composite
def remarkable_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Landscapes whose entries carry notes and attributes of any kind, at every level that may."""
    document = draw(landscape_documents())
    for section in ("systems", "integrations", "vendors"):
        for entry in document.get(section, []):
            inner = [
                *entry.get("moves", []),
                *(r for r in entry.get("realizations", {}).values() if "same_as" not in r),
            ]
            for owner in (entry, *inner):
                if draw(st.booleans()):
                    owner["note"] = draw(nasty)
                if draw(st.integers(0, 3)) == 0:
                    owner["attributes"] = draw(st.dictionaries(nasty, values, max_size=3))
    return document


def back(
    landscape: Landscape, form: Format, language: Language, lists: tuple[Any, ...] = DEFAULT_LISTS
) -> ImportResult:
    exported = export_tables(landscape, form, language, lists)
    with tempfile.TemporaryDirectory() as folder:
        return import_tables(written(Path(folder), exported.files), landscape)


@settings(max_examples=examples(60), deadline=None)
@given(
    remarkable_documents(),
    st.sampled_from(FORMS),
    st.sampled_from(["ja", "en"]),
    st.sampled_from([DEFAULT_LISTS, ALL]),
)
def test_what_was_exported_imports_onto_its_base_with_the_same_hash(
    document: dict[str, Any], form: Format, language: Language, lists: tuple[Any, ...]
) -> None:
    landscape = model(document)
    result = back(landscape, form, language, lists)
    assert result.complete, result.findings
    assert result.landscape == landscape
    assert result.landscape.content_hash == landscape.content_hash
    assert (result.added, result.removed) == ((), ())


@given(st.text())
def test_escaping_is_undone(text: str) -> None:
    assert unescape(escape(text)) == text
    assert unguard(guard(text)) == text


@given(st.sampled_from(["\x01", "𠮟", "あ", "_x0041_"]), st.integers(0, 3))
def test_a_text_is_cut_between_characters_and_escapes(unit: str, shift: int) -> None:
    text = "a" * shift + unit * MAX_TEXT
    cut = fitted(escape(text))
    assert len(cut.encode("utf-16-le")) <= 2 * MAX_TEXT
    assert text.startswith(unescape(cut))
    assert len(unescape(cut)) > MAX_TEXT // 8


@pytest.mark.parametrize("form", FORMS)
def test_a_text_longer_than_a_cell_is_reported_and_kept_by_the_base(form: Format) -> None:
    systems = [builders.system("jumin", note="長" * 40_000), builders.system("zeimu")]
    landscape = builders.landscape(systems=systems)
    exported = export_tables(landscape, form)
    assert [finding.code for finding in exported.findings] == ["text_cut"]
    assert back(landscape, form, "ja").landscape.content_hash == landscape.content_hash


def test_moves_that_no_order_of_columns_can_hold_keep_their_order() -> None:
    to_cloud, to_standard = {"environment": "cloud"}, {"generation": "standard"}
    systems = [
        builders.system("jumin", builders.move("x", to_cloud), builders.move("y", to_standard)),
        builders.system("zeimu", builders.move("y", to_standard), builders.move("x", to_cloud)),
    ]
    landscape = builders.landscape(systems=systems)
    for form in FORMS:
        exported = export_tables(landscape, form)
        with tempfile.TemporaryDirectory() as folder:
            alone = import_tables(written(Path(folder), exported.files)).landscape
        assert [move.id for move in alone.systems["jumin"].moves] == ["x", "y"]
        assert [move.id for move in alone.systems["zeimu"].moves] == ["y", "x"]


@pytest.mark.parametrize("move", ["current", "attributes", "moves", "lift"])
def test_a_move_may_have_a_name_that_means_something_in_headings(move: str) -> None:
    landscape = builders.landscape(
        systems=[builders.system("jumin", builders.move(move, earliest="2025-02")), builders.system("zeimu")]
    )
    for language in ("ja", "en"):
        exported = export_tables(landscape, "csv", language)
        with tempfile.TemporaryDirectory() as folder:
            alone = import_tables(written(Path(folder), exported.files)).landscape
        assert [(m.id, str(m.earliest)) for m in alone.systems["jumin"].moves] == [(move, "2025-02")]


def test_the_same_landscape_exports_to_the_same_bytes() -> None:
    landscape = builders.landscape()
    for form in FORMS:
        assert export_tables(landscape, form).files == export_tables(landscape, form).files
