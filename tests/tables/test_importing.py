"""Lists as people write them become a landscape; what is not understood is said by cell."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from analyzer.errors import InputError
from analyzer.landscape.dumping import dump_landscape, landscape_document
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import MoveRef, Together
from analyzer.landscape.months import Month
from analyzer.tables.cells import cell_name
from analyzer.tables.defaults import MARK, HeaderOptions
from analyzer.tables.exporting import export_tables
from analyzer.tables.importing import ImportResult, import_tables
from tests import builders
from tests.tables.conftest import Import, written

SYSTEMS = """システムID,システム名,対象区分,現行環境,現行世代,現行ベンダ,リフト.環境,リフト.最早月,シフト.世代,シフト.最遅月
jumin,住民記録,標準化対象,汎用機,legacy,ベンダA,ガバクラ,2025/4,standard,R8.3
zeimu,税務,標準化対象,汎用機,legacy,ベンダB,,,標準,2026年3月
"""
LINKS = """連携ID,枝番,連携名,連携元,連携先,現行.経由,現行.連携方式,標準.経由
001o001,00,住民情報,住民記録,税務,直接,file,直接
"""


def said(result: ImportResult, severity: str = "error") -> list[tuple[str, str]]:
    """(code, cell) of the findings of a severity."""
    return [
        (finding.code, cell_name(finding.place.column - 1, finding.place.line - 1))
        for finding in result.findings
        if finding.severity == severity and finding.place
    ]


def refused(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_two_lists_alone_make_a_landscape(importing: Import) -> None:
    result = importing({"旭川.csv": SYSTEMS, "links.csv": LINKS})
    landscape = result.landscape
    assert result.complete
    assert landscape.systems["jumin"].name == "住民記録"
    lift, shift = landscape.systems["jumin"].moves
    assert (lift.id, str(lift.earliest), shift.to.generation, str(shift.latest)) == (
        "lift",
        "2025-04",
        "standard",
        "2026-03",
    )
    assert landscape.environments[lift.to.environment].name == "ガバクラ"
    assert [str(key) for key in landscape.integrations] == ["001o001/00/jumin/zeimu"]
    assert (str(landscape.horizon.first), str(landscape.horizon.last)) == ("2025-04", "2026-03")
    assert landscape.name == "旭川"


def test_what_was_made_up_is_marked_and_said(importing: Import) -> None:
    result = importing({"systems.csv": SYSTEMS})
    document: Any = result.document
    assert {vendor["name"]: vendor["note"] for vendor in document["vendors"]} == {
        "ベンダA": MARK,
        "ベンダB": MARK,
    }
    codes = [finding.code for finding in result.findings]
    assert codes.count("entry_created") == 4  # two vendors, two environments
    assert "horizon_assumed" in codes


def test_the_order_of_rows_and_columns_does_not_matter(importing: Import) -> None:
    rows = [line.split(",") for line in SYSTEMS.splitlines()]
    turned = "\n".join(",".join(reversed(row)) for row in (rows[0], rows[2], rows[1]))
    # Columns of moves stand in order of time: they are not turned here.
    turned_rows = [line.split(",") for line in turned.splitlines()]
    kept = "\n".join(",".join([*row[4:], *reversed(row[:4])]) for row in turned_rows)
    first = importing({"a.csv": SYSTEMS}).landscape
    second = importing({"a.csv": kept}).landscape
    assert first == second


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_the_encodings_of_excel(importing: Import, encoding: str) -> None:
    assert importing({"s.csv": SYSTEMS.encode(encoding)}).landscape.systems["jumin"].name == "住民記録"


def test_headings_may_be_field_names_full_width_and_spaced(importing: Import) -> None:
    heads = "ＩＤ,name,Scope,current.environment,current . generation,現行 ベンダー,ｌｉｆｔ．environment,移行.lift.最早月"
    result = importing({"s.csv": f"{heads}\njumin,住民記録,standard,office,legacy,va,cloud,２０２５－０４\n"})
    assert result.complete
    (lift,) = result.landscape.systems["jumin"].moves
    assert (lift.to.environment, str(lift.earliest)) == ("cloud", "2025-04")


def test_a_workbook_is_read_sheet_by_sheet_below_titles_and_remarks(importing: Import) -> None:
    data = workbook(
        表紙=[["システム一覧と連携一覧"]],
        システム一覧=[
            ["令和7年度 システム一覧"],
            [],
            [
                "システムID",
                "システム名",
                "業務ID",
                "対象区分",
                "現行環境",
                "現行ベンダ",
                "契約終了月",
                "属性.工数",
                "属性.対応",
            ],
            ["※例", "ここは読まない"],
            ["jumin", "住民記録", 1, "標準化対象", "office", "va", date(2026, 3, 31), 12.5, True],
            ["zeimu", "税務", "010、011", "標準化対象外", "office", "va", 202603, None, None],
        ],
        連携=[["連携ID", "枝番", "連携名", "連携元", "連携先"], ["001o001", 0, "住民情報", "住民記録", None]],
    )
    result = importing({"市.xlsx": data})
    jumin, zeimu = result.landscape.systems["jumin"], result.landscape.systems["zeimu"]
    assert result.complete
    assert (jumin.businesses, zeimu.businesses) == (("001",), ("010", "011"))
    assert (str(jumin.contract_end), str(zeimu.contract_end)) == ("2026-03", "2026-03")
    assert jumin.remarks.attributes == {"工数": 12.5, "対応": True}
    assert [str(key) for key in result.landscape.integrations] == ["001o001/00/jumin/?"]
    assert "sheet_not_read" in [finding.code for finding in result.findings]


def test_a_branch_that_a_spreadsheet_made_a_number_gets_its_zero_back(importing: Import) -> None:
    base = builders.landscape(integrations=[builders.link("001o001", "jumin", "zeimu")])
    result = importing({"l.csv": "id,branch,from,to\n001o001,0,jumin,zeimu\n"}, base)
    assert result.landscape.content_hash == base.content_hash


def test_cells_not_understood_are_left_out_and_said_by_cell(importing: Import) -> None:
    wrong = SYSTEMS.replace("2025/4", "来年").replace("2026年3月", "2026-13")
    result = importing({"s.csv": wrong, "l.csv": LINKS})
    assert said(result) == [("cell_not_understood", "H2"), ("cell_not_understood", "J3")]
    assert result.landscape.systems["jumin"].moves[0].earliest is None
    assert not result.complete
    place = next(finding.place for finding in result.findings if finding.severity == "error")
    assert str(place) == "s.csv:2:8"


def test_a_row_without_a_usable_key_is_left_out(importing: Import) -> None:
    links = (
        LINKS
        + "不正ID,00,x,jumin,zeimu,,,\n001o002,00,x,jumin,謎,,,\n,00,x,jumin,zeimu,,,\n001o001,00,again,jumin,zeimu,,,\n"
    )
    result = importing({"s.csv": SYSTEMS, "l.csv": links})
    assert said(result) == [
        ("row_key_not_understood", "A3"),
        ("row_key_not_understood", "E4"),
        ("row_key_not_understood", "A5"),
        ("row_doubled", "A6"),
    ]
    assert len(result.landscape.integrations) == 1


def test_an_unreadable_choice_leaves_a_new_row_out_and_keeps_an_old_one(importing: Import) -> None:
    wrong = "id,name,scope,current.environment,current.vendor\njumin,住民記録,ひょうじゅん,office,va\nnew,新,ひょうじゅん,office,va\n"
    base = builders.landscape(integrations=[])
    result = importing({"s.csv": wrong}, base)
    assert said(result) == [
        ("cell_not_understood", "C2"),
        ("row_left_out", "A3"),
        ("cell_not_understood", "C3"),
    ]
    assert list(result.landscape.systems) == ["jumin"]
    assert result.landscape.systems["jumin"].scope == "standard"


def test_the_base_keeps_what_lists_do_not_carry(importing: Import) -> None:
    base = builders.landscape(
        landscape={"deadline": "2025-05"},
        bridges=[{"kind": "keep_legacy", "system": "jumin", "setup": 7}],
        law_changes=[{"month": "2025-03", "name": "改定", "cost": {"office": 30}}],
    )
    result = importing({"s.csv": "id,owner\njumin,市民課\nzeimu,税務課\n"}, base)
    document: Any = landscape_document(base)
    document["systems"][0]["owner"], document["systems"][1]["owner"] = "市民課", "税務課"
    assert result.complete
    assert result.document == {**document, "systems": [dict(s) for s in document["systems"]]}


def test_rows_gone_from_the_list_are_gone_and_new_ones_are_added(importing: Import) -> None:
    base = builders.landscape(
        integrations=[builders.link("001o001", "jumin", "zeimu"), builders.link("001o002", "jumin", None)]
    )
    result = importing({"l.csv": "id,name,from,to\n001o001,x,jumin,zeimu\n001o003,y,zeimu,jumin\n"}, base)
    assert result.added == (("links", "001o003/00/zeimu/jumin"),)
    assert result.removed == (("links", "001o002/00/jumin/?"),)
    assert "row_gone" in [code for code, _ in said(result, "info")]
    assert set(
        result.landscape.integrations[
            next(k for k in result.landscape.integrations if k.id == "001o003")
        ].realizations
    ) == {
        "legacy",
        "standard",
    }


def test_emptied_cells_take_values_moves_and_realizations_away(importing: Import) -> None:
    base = builders.landscape(
        systems=[
            builders.system("jumin", builders.move(earliest="2025-02"), owner="市民課"),
            builders.system("zeimu"),
        ]
    )
    exported = export_tables(base, "csv").files
    systems = (
        exported["systems.csv"]
        .decode("utf-8-sig")
        .replace("市民課", "")
        .replace("cloud", "")
        .replace("standard,,,2025-02", ",,,")
    )
    header, first, *rest = systems.splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    cells.update({name: "" for name in cells if name.startswith("shift.")})
    links = exported["links.csv"].decode("utf-8-sig").replace("直接,api", ",")
    result = importing({"s.csv": "\n".join([header, ",".join(cells.values()), *rest]), "l.csv": links}, base)
    assert result.complete, result.findings
    jumin = result.landscape.systems["jumin"]
    assert (jumin.owner, jumin.moves) == (None, ())
    (link,) = result.landscape.integrations.values()
    assert set(link.realizations) == {"legacy"}


def test_a_heading_that_no_list_has_is_said_with_a_suggestion(importing: Import) -> None:
    result = importing({"s.csv": SYSTEMS.replace("現行ベンダ", "現行ペンダ")})
    (finding,) = [finding for finding in result.findings if finding.severity == "error"]
    assert finding.code == "heading_unknown"
    assert finding.suggestion
    assert "現行ベンダ" in finding.suggestion.ja


def test_a_realization_at_a_generation_that_the_landscape_lacks_is_not_read(importing: Import) -> None:
    result = importing({"l.csv": "id,from,to,beta.via\n001o001,jumin,zeimu,(direct)\n"}, builders.landscape())
    assert said(result) == [("heading_unknown", "D1")]


def test_a_heading_that_stands_twice_makes_the_list_unusable(importing: Import) -> None:
    with pytest.raises(InputError) as caught:
        importing({"s.csv": "システムID,システム名,名前,id\n", "t.csv": "なにか\n"})
    assert refused(caught) == ["heading_doubled", "headings_missing"]


def test_links_alone_need_a_base(importing: Import) -> None:
    with pytest.raises(InputError) as caught:
        importing({"l.csv": LINKS})
    assert refused(caught) == ["systems_missing"]


def test_an_error_of_the_landscape_is_said_at_its_cell_and_left_out(importing: Import) -> None:
    systems = (
        SYSTEMS.replace("住民記録,標", f"{'長' * 2000},標")
        + "kaigo,介護,標準,汎用機,legacy,ベンダB,,,standard,\n"
    )
    owners = "".join(
        f"{line},{owner}\n"
        for line, owner in zip(systems.splitlines(), ["主管課", "", "税" * 2000, ""], strict=True)
    )
    result = importing({"s.csv": owners})
    assert said(result) == [("text_too_long", "B2"), ("text_too_long", "K3")]
    assert list(result.landscape.systems) == ["kaigo", "zeimu"]  # the name is needed, the owner is not
    assert [key for name, key in result.added if name == "systems"] == [
        "kaigo",
        "zeimu",
    ]  # what was left out was not added
    assert result.landscape.systems["zeimu"].owner is None


def test_what_a_cell_makes_wrong_in_the_landscape_is_followed_to_its_end(importing: Import) -> None:
    base = builders.landscape()
    exported = export_tables(base, "csv", "en").files
    systems = exported["systems.csv"].decode("utf-8-sig").replace("cloud,standard", "office,beta", 1)
    result = importing({"s.csv": systems, "l.csv": exported["links.csv"]}, base)
    codes = dict(said(result))
    column = systems.splitlines()[0].split(",").index("shift.generation")
    assert codes["unknown_id"] == cell_name(column, 1)
    assert "move_changes_nothing" in codes
    assert result.landscape.systems["jumin"].moves == ()
    assert len(result.landscape.systems["zeimu"].moves) == 1


def test_entries_of_the_base_that_lose_their_system_are_left_out_and_said_at_their_line(
    importing: Import,
) -> None:
    document = builders.landscape_document(
        systems=[builders.system(name, builders.move()) for name in ("jumin", "kaigo", "zeimu")],
        rules=[
            {"together": ["jumin.shift", "kaigo.shift", "zeimu.shift"]},
            {"before": "jumin.shift", "after": "zeimu.shift"},
        ],
    )
    text = dump_landscape(builders.landscape(document))
    base = read_landscape(text.encode(), "city.yaml").landscape
    assert base is not None
    result = importing({"s.csv": "id,name\njumin,住民記録\nkaigo,介護保険\n"}, base)
    assert result.removed == (("systems", "zeimu"),)
    assert result.landscape.rules == (Together((MoveRef("jumin", "shift"), MoveRef("kaigo", "shift"))),)
    assert list(result.landscape.integrations) == []
    errors = [finding for finding in result.findings if finding.severity == "error"]
    lines = text.splitlines()
    spoken_of = {
        lines[finding.place.line - 1]
        for finding in errors
        if finding.place and finding.place.file == "city.yaml"
    }
    assert any("before: jumin.shift" in line for line in spoken_of)
    assert all("zeimu" in line or "001o001" in line or "together" in line for line in spoken_of), spoken_of


def test_months_too_far_apart_shorten_the_horizon_and_are_said(importing: Import) -> None:
    result = importing({"s.csv": SYSTEMS.replace("2026年3月", "2126-03")})
    assert len(result.landscape.horizon) == 600
    assert ("horizon_assumed", "A1") in said(result, "warning")


def test_the_caller_may_say_horizon_name_and_generations(importing: Import) -> None:
    options = HeaderOptions(
        id="city",
        name="市",
        generations=("legacy", "data_standard", "standard"),
        first=Month.parse("2025-01"),
        last=Month.parse("2027-12"),
    )
    landscape = importing({"s.csv": SYSTEMS}, None, options).landscape
    assert (landscape.id, landscape.name, len(landscape.horizon)) == ("city", "市", 36)
    assert landscape.generations == ("legacy", "data_standard", "standard")


def test_formulas_are_read_by_their_stored_result_or_said(importing: Import) -> None:
    data = workbook(systems=[["id", "name", "owner"], ["jumin", "=A1&1", "市民課"]])
    result = importing({"s.xlsx": data})
    assert ("cell_not_understood", "B2") in said(result)
    assert "jumin" not in result.landscape.systems


def test_six_hundred_links_come_back_with_the_same_hash(tmp_path: Any) -> None:
    systems = [builders.system(f"s{n:02d}", builders.move()) for n in range(34)]
    links = [builders.link(f"{n:03d}o001", f"s{n % 34:02d}", f"s{(7 * n + 1) % 34:02d}") for n in range(600)]
    landscape = builders.landscape(systems=systems, integrations=links)
    paths = written(tmp_path, export_tables(landscape).files)
    assert import_tables(paths, landscape).landscape.content_hash == landscape.content_hash
