"""Lists in an office's own words: guessed headings, merged cells, remarks; Oita's ① and ②; every guess is said and can be overruled."""

from __future__ import annotations

import pytest

from analyzer.errors import InputError
from analyzer.tables.forms.heads import find_head
from analyzer.tables.forms.options import FormOptions
from analyzer.tables.forms.own_words import LINK_WORDS, is_via, loose_month, scope_of
from analyzer.tables.xlsx_reading import read_xlsx
from tests import builders
from tests.tables.forms.books import book, cells, imported, links

SYSTEMS = [
    ("業務システム名", "標準化対象", "所管課", "業者名"),
    ("住民記録", "○", "市民課", "A社"),
    ("図書館", "×", "図書館課", "B社"),
]


def test_headings_over_two_rows_under_a_title_with_merged_cells_and_full_width_letters() -> None:
    rows = [
        ("システム間連携調査　結果",),
        (),
        ("Ｎｏ", "送り側", None, "受け側", None, "連携内容", "担当者"),
        (None, "システム名", "課", "システム名", "課", None, None),
        (1, "住民記録", "市民課", "図書館", "図書館課", "住所", "山田"),
        (2, None, None, "学校給食費", "学務課", "世帯", None),
        ("※ここから下は予定",) * 7,
        ("計", None, None, None, None, None, 2),
    ]
    merged = ["A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:F4", "G3:G4", "B5:B6", "C5:C6", "A7:G7"]
    result = imported(book({"連携": rows, "システム": SYSTEMS}, {"連携": merged}))
    assert result.complete
    assert [(e["from"], e["to"], e["name"]) for e in links(result)] == [
        ("jumin", "system-1", "住所"), ("jumin", "system-2", "世帯"),
    ]  # fmt: skip
    assert links(result)[0]["attributes"]["担当者"] == "山田"
    assert cells(result, "row_not_read") == ["book.xlsx[連携]!A7", "book.xlsx[連携]!A8"]
    assert "book.xlsx[連携]!B4" in cells(result, "heading_guessed")
    assert cells(result, "system_created") == ["book.xlsx[連携]!D6"]


def test_what_a_heading_stands_for_can_be_said() -> None:
    rows = [("発", "着", "なまえ"), ("住民記録", "図書館", "住所")]
    data = book({"連携": rows, "システム": SYSTEMS})
    assert links(imported(data)) == []
    result = imported(data, forms=FormOptions(columns={"連携元": "発", "連携先": "着", "name": "なまえ"}))
    assert [(e["from"], e["to"], e["name"]) for e in links(result)] == [("jumin", "system-1", "住所")]


def test_links_via_the_platform_or_direct_by_column_or_by_the_title_of_the_sheet() -> None:
    head = ("連携元", "連携先", "連携データ名")
    result = imported(
        book({
            "システム": SYSTEMS,
            "①共通基盤を介した連携": [head, ("住民記録", "図書館", "あ")],
            "②共通基盤を介さない連携": [head, ("図書館", "住民記録", "い")],
            "その他": [(*head, "連携区分"), ("図書館", "不明", "う", "①"), ("住民記録", "図書館", "え", "たぶん")],
        })
    )  # fmt: skip
    via = {e["name"]: e["realizations"]["legacy"].get("via") for e in links(result)}
    assert via == {"あ": "hub-1", "い": None, "う": "hub-1", "え": None}
    assert cells(result, "cell_not_understood") == ["book.xlsx[その他]!D3"]
    assert cells(result, "partner_unknown") == ["book.xlsx[その他]!B2"]
    assert {r.sheet: r.form for r in result.readings}["book.xlsx[その他]"] == "oita"


def test_a_link_without_an_id_is_known_again_by_its_ends_and_its_name() -> None:
    head = ("連携元", "連携先", "連携データ名", "頻度")
    systems = [*SYSTEMS]
    first = imported(
        book(
            {
                "システム": systems,
                "連携": [head, ("住民記録", "図書館", "あ", "日次"), ("住民記録", "図書館", "い", "日次")],
            }
        )
    )
    again = imported(
        book({"連携": [head, ("住民記録", "図書館", "い", "月次"), ("図書館", "住民記録", "う", "日次")]}),
        first.landscape,
    )
    assert {(e["id"], e["name"], e["realizations"]["legacy"].get("interval")) for e in links(again)} == {
        ("jumin-system-1-2", "い", "P1M"), ("system-1-jumin", "う", "P1D"),
    }  # fmt: skip
    assert again.removed == (("links", "jumin-system-1/00/jumin/system-1"),)


def test_planned_months_are_a_plan_and_no_part_of_the_landscape() -> None:
    rows = [
        ("システム名", "標準化対象", "所管課", "移行予定"),
        ("住民記録", "○", "市民課", "令和8年1月"),
        ("介護保険", "○", "介護課", "検討中"),
    ]
    plan = [
        ("システム", "移行", "移行月"),
        ("介護", "シフト", "2026-02"),
        ("なぞ", "シフト", "2026-02"),
        ("介護", "シフト", "いつか"),
    ]
    result = imported(book({"一覧": rows, "移行計画": plan}))
    assert result.planned == {"jumin.shift": "2026-01", "kaigo.shift": "2026-02"}
    assert cells(result, "row_key_not_understood") == ["book.xlsx[移行計画]!A3"]
    assert cells(result, "cell_not_understood") == ["book.xlsx[移行計画]!C4"]
    assert str(result.landscape.horizon.first) == "2026-01"


def test_partners_in_a_plain_list_are_read_by_alias_too_and_said() -> None:
    base = builders.landscape(
        systems=[builders.system("jumin", name="住民記録"), builders.system("zeimu", name="個人住民税")]
    )
    rows = [("連携ID", "枝番", "連携名", "連携元", "連携先"), ("x1", "00", "あ", "住基", "010")]
    result = imported(book({"連携一覧": rows}), base)
    assert [(e["from"], e["to"]) for e in links(result)] == [("jumin", "zeimu")]
    assert cells(result, "system_guessed") == ["book.xlsx[連携一覧]!D2", "book.xlsx[連携一覧]!E2"]


def test_a_name_that_two_systems_answer_to_is_an_error_and_the_link_stays_with_an_unknown_partner() -> None:
    base = builders.landscape(
        systems=[builders.system("a", name="選挙A", businesses=["006"]), builders.system("b", name="選挙B", businesses=["006"]),
                 builders.system("jumin", name="住民記録")], integrations=[],
    )  # fmt: skip
    result = imported(
        book({"連携": [("送り側", "受け側", "情報名"), ("住民記録", "選挙人名簿管理", "あ")]}), base
    )
    assert cells(result, "system_ambiguous") == ["book.xlsx[連携]!B2"]
    assert [(e["from"], e["to"]) for e in links(result)] == [("jumin", None)]


def test_a_form_that_does_not_fit_the_sheet_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        imported(book({"連携": [("あ", "い"), (1, 2)]}), forms=FormOptions({"連携": "sapporo"}))
    assert [finding.code for finding in caught.value.findings] == ["form_does_not_fit"]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("①", True),
        ("② 直接", False),
        ("共通基盤を介さない", False),
        ("統合DB経由", True),
        ("○", True),
        ("たぶん", None),
    ],
)
def test_words_for_via_the_platform_and_direct(text: str, *, via: bool | None) -> None:
    assert is_via(text) is via


def test_months_with_what_people_write_behind_them() -> None:
    assert [loose_month(text) for text in ("令和8年3月末", "R8.3頃", "2026/3予定", "年度末")] == [
        "2026-03", "2026-03", "2026-03", None,
    ]  # fmt: skip
    assert [scope_of(text) for text in ("対象外", "標準化対象", "なぞ")] == ["out_of_scope", "standard", None]


def test_a_part_of_a_word_counts_only_where_guesses_are_allowed() -> None:
    (sheet,) = read_xlsx(book({"x": [("提供元となる業務", "受け側システムの名前"), ("a", "b")]}), "book.xlsx")
    assert find_head(sheet, LINK_WORDS) is None
    head = find_head(sheet, LINK_WORDS, loose=True)
    assert head is not None
    assert {name: head.matches[at].how for name, at in head.columns.items()} == {"from": "part", "to": "part"}
