"""Files that are damaged or meant to harm are refused as a whole, with a sentence and never a traceback."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.tables.cells import MAX_COLUMNS, MAX_ROWS
from analyzer.tables.csv_reading import read_csv
from analyzer.tables.exporting import export_tables
from analyzer.tables.importing import import_tables
from analyzer.tables.reading import GivenFile
from analyzer.tables.xlsx_reading import read_xlsx
from tests import builders
from tests.profiles import examples


def good() -> bytes:
    return next(iter(export_tables(builders.landscape()).files.values()))


def rebuilt(data: bytes, **changes: bytes | None) -> bytes:
    """The workbook with parts replaced, added, or (None) left out; __ stands for a slash, DOT for a dot."""
    named = {name.replace("__", "/").replace("DOT", "."): content for name, content in changes.items()}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        parts = {name: source.read(name) for name in source.namelist()} | named
        for name, content in parts.items():
            if content is not None:
                target.writestr(name, content)
    return stream.getvalue()


def codes(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_xlsx(data, "book.xlsx")
    assert all(finding.suggestion for finding in caught.value.findings)
    return [finding.code for finding in caught.value.findings]


def sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_a_zip_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = rebuilt(good(), xl__worksheets__sheet9DOTxml=b" " * (100 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert codes(bomb) == ["xlsx_unpacks_too_large"]


def test_a_part_that_packs_too_well_is_refused() -> None:
    assert codes(rebuilt(good(), xl__worksheets__sheet9DOTxml=b" " * (8 * 1024 * 1024))) == [
        "xlsx_unpacks_too_large"
    ]


def test_a_directory_that_lies_about_sizes_does_not_unpack_more() -> None:
    data = bytearray(rebuilt(good(), xl__worksheets__sheet1DOTxml=b"<x>" + b" " * (90 * 1024 * 1024)))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = struct.pack("<I", 100)
        at = data.find(b"PK\x01\x02", at + 4)
    assert codes(bytes(data)) == ["xlsx_broken"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"xl__vbaProjectDOTbin": b"x"}, "xlsx_macros"),
        ({"xl__macrosheets__sheet1DOTxml": b"<x/>"}, "xlsx_macros"),
        ({"xl__externalLinks__externalLink1DOTxml": b"<x/>"}, "xlsx_external_links"),
        ({"xl__workbookDOTxml": None}, "xlsx_broken"),
        ({"xl__stylesDOTxml": b"not xml"}, "xlsx_broken"),
        ({"xl__worksheets__sheet1DOTxml": b"<worksheet><sheetData><row r='x'><c r='?'><v>1</v></c></row>"}, "xlsx_broken"),
        ({"xl__stylesDOTxml": b"<!DOCTYPE x><styleSheet/>"}, "xlsx_document_type"),
        (
            {"xl__workbookDOTxml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'},
            "xlsx_document_type",
        ),
        (
            {"xl__sharedStringsDOTxml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>'.encode("utf-16")},
            "xlsx_document_type",
        ),
    ],
)  # fmt: skip
def test_dangerous_or_damaged_parts_are_refused(change: dict[str, bytes | None], code: str) -> None:
    assert codes(rebuilt(good(), **change)) == [code]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xlsx_broken"),
        (b"PK\x03\x04", "xlsx_broken"),
        (b"system,id\n", "xlsx_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xlsx_encrypted"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(good())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert codes(bytes(data)) == ["xlsx_encrypted"]


@pytest.mark.parametrize(
    "cell",
    [
        f"<row r='{MAX_ROWS + 1}'><c r='A{MAX_ROWS + 1}'><v>1</v></c></row>",
        "<row r='1048576'><c r='A1048576'><v>1</v></c></row>",
        "<row r='999999999999'><c r='A999999999999'><v>1</v></c></row>",
        "<row r='1'><c r='XFD1'><v>1</v></c></row>",
    ],
)
def test_a_cell_far_outside_is_refused(cell: str) -> None:
    xml = sheet_xml(good())
    end = xml.index(b"<sheetData>") + len(b"<sheetData>")
    data = rebuilt(
        good(), xl__worksheets__sheet1DOTxml=xml[:end] + cell.encode() + b"</sheetData></worksheet>"
    )
    assert codes(data) == ["sheet_too_large"]


def test_any_flipped_bytes_of_a_workbook_give_an_answer_or_a_refusal(tmp_path: Path) -> None:
    rng = random.Random(5)
    base = builders.landscape()
    for _ in range(60):
        data = bytearray(good())
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        answered(tmp_path / "x.xlsx", bytes(data), base)


def test_any_damage_inside_a_sheet_gives_an_answer_or_a_refusal(tmp_path: Path) -> None:
    rng = random.Random(6)
    base = builders.landscape()
    for _ in range(60):
        xml = bytearray(sheet_xml(good()))
        for _ in range(rng.randint(1, 4)):
            xml[rng.randrange(len(xml))] = rng.choice(b"<>&\"'=0AZr \x00\xff")
        answered(tmp_path / "x.xlsx", rebuilt(good(), xl__worksheets__sheet1DOTxml=bytes(xml)), base)


def answered(path: Path, data: bytes, base: Landscape) -> None:
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        import_tables([path], base)


def csv_codes(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_csv(data, "a.csv")
    return [finding.code for finding in caught.value.findings]


def test_csv_files_that_cannot_be_read_are_refused() -> None:
    assert csv_codes(b"id\x00,name\n") == ["nul_byte"]
    assert csv_codes(b"id,\xff\xfe\x80") == ["encoding_unknown"]
    assert csv_codes(b'id,"name\n') == ["csv_broken"]
    assert csv_codes(b"x" * 200_000) == ["csv_broken"]
    assert csv_codes(b"a\n" * (MAX_ROWS + 1)) == ["sheet_too_large"]
    assert csv_codes(b"a," * MAX_COLUMNS + b"a") == ["sheet_too_large"]


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_sheet_or_a_refusal(data: bytes) -> None:
    for read in (read_csv, read_xlsx):
        with contextlib.suppress(InputError):
            read(data, "x")


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.lists(st.sampled_from(["id", "name", "from", "to", "scope", "jumin", "zeimu", "", "=1", "2025-04", "shift.generation",
                                          "legacy.via", "○", "attributes.x", "moves", "current.vendor", "va", "#", "."]),
                         min_size=1, max_size=6), min_size=1, max_size=5))  # fmt: skip
def test_any_rows_of_plausible_words_are_answered(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        answered(Path(folder) / "a.csv", text.encode(), builders.landscape())


def test_all_unreadable_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x00")
    (tmp_path / "b.xlsx").write_bytes(b"no")
    (tmp_path / "c.pdf").write_bytes(b"no")
    with pytest.raises(InputError) as caught:
        import_tables([tmp_path / name for name in ("a.csv", "b.xlsx", "c.pdf", "d.csv")])
    assert [(f.code, f.place.file if f.place else "") for f in caught.value.findings] == [
        ("nul_byte", "a.csv"),
        ("xlsx_broken", "b.xlsx"),
        ("file_kind_unknown", "c.pdf"),
        ("file_unreadable", "d.csv"),
    ]


def test_no_text_of_an_export_is_a_formula() -> None:
    systems = [
        builders.system(
            "jumin", name="=HYPERLINK(1)", note="+1", owner="@x", attributes={"=k": "-1", "e": "#N/A"}
        )
    ]
    landscape = builders.landscape(systems=systems, integrations=[])
    book = openpyxl.load_workbook(io.BytesIO(next(iter(export_tables(landscape).files.values()))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=HYPERLINK(1)", "#N/A"} <= {cell.value for cell in cells}
    text = export_tables(landscape, "csv").files["systems.csv"].decode("utf-8-sig")
    assert not [
        cell
        for line in text.splitlines()
        for cell in line.split(",")
        if cell.startswith(("=", "+", "-", "@"))
    ]


def with_merges(*ranges: str) -> bytes:
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in ranges)
    xml = sheet_xml(good())
    end = xml.index(b"</sheetData>") + len(b"</sheetData>")
    merged = f'<mergeCells count="{len(ranges)}">{merges}</mergeCells>'.encode()
    return rebuilt(good(), xl__worksheets__sheet1DOTxml=xml[:end] + merged + b"</worksheet>")


@pytest.mark.parametrize(
    "ranges",
    [
        ["A1:XFD1048576"],
        ["A2:A1048576"],
        [f"A{row}:C{row}" for row in range(2, 20_100)],
    ],
    ids=["everything", "a whole column", "too many"],
)
def test_merged_ranges_that_are_giant_or_endless_are_refused(ranges: list[str]) -> None:
    assert codes(with_merges(*ranges)) == ["xlsx_merged_too_large"]


def test_a_merged_range_fills_only_cells_that_there_are() -> None:
    (first, *_) = read_xlsx(with_merges("A1:C1", "B2:B900", "XFC9:XFD10"), "book.xlsx")
    plain = read_xlsx(good(), "book.xlsx")[0]
    assert len(first.rows) == len(plain.rows)
    assert max(map(len, first.rows)) == max(map(len, plain.rows))
    assert {row[1] for row in first.rows[1:]} == {plain.rows[1][1], plain.rows[2][1]}


@pytest.mark.parametrize("declared", ["A1:XFD1048576", "A1:A1"])
def test_a_sheet_that_lies_about_its_dimension_is_read_as_it_is(declared: str) -> None:
    xml = sheet_xml(good())
    start = xml.index(b"<sheetData>")
    head = xml[:start]
    if b"<dimension" in head:
        head = head[: head.index(b"<dimension")] + head[head.index(b"/>", head.index(b"<dimension")) + 2 :]
    at = head.index(b"<sheetViews>") if b"<sheetViews>" in head else len(head)
    lied = head[:at] + f'<dimension ref="{declared}"/>'.encode() + head[at:] + xml[start:]
    assert (
        read_xlsx(rebuilt(good(), xl__worksheets__sheet1DOTxml=lied), "book.xlsx")[0].rows
        == read_xlsx(good(), "book.xlsx")[0].rows
    )


NASTY = (
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "\u202eあべこべ",
    "長" * 10_000,
    "\x01",
    "'; DROP TABLE",
    "A" * 31,
)


def test_hostile_words_in_an_offices_form_are_text_wherever_they_stand() -> None:
    rows = [("連携ID", "枝番", "連携機能名Lv1", "I/O", "連携先システム", "検討要否", "備考")]
    rows += [
        (f"001o{n:03d}", "00", word, "I", word, word, word)
        for n, word in enumerate(NASTY)
        if word.isprintable()
    ]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "住民記録"
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    result = import_tables([GivenFile("book.xlsx", stream.getvalue())])
    names = {link.name for link in result.landscape.integrations.values()}
    # A name of ten thousand letters is too long for the file: its row is told, not lost in silence.
    assert names == {word.strip() for word in NASTY if word.isprintable() and len(word) < 10_000}
    assert all(len(finding.message.ja) < 500 for finding in result.findings)
    wrong = [
        (finding.code, finding.place.line)
        for finding in result.findings
        if finding.severity == "error" and finding.place
    ]
    assert {code for code, _ in wrong} == {"cell_not_understood", "text_too_long"}
    assert {line for code, line in wrong if code == "text_too_long"} == {4}
