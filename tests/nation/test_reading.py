"""The published files: understood as they are written, and everything wrong with them said at once, with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import InputError
from analyzer.nation.approvals import read_approvals
from analyzer.nation.areas import area_named
from analyzer.nation.figures import Package
from analyzer.nation.joining import read_nation
from analyzer.nation.links import LINKS, AssumedLink, read_links
from analyzer.nation.prefectures import MUNICIPALITIES, PREFECTURES, prefecture_named
from analyzer.nation.reading import read_extensions, read_progress
from tests.docs.pages import DOCS
from tests.nation.made_up import CSV, HEAD, ONE, OTHER, collected, extended, folder, listed, rates


def codes(read: Any, data: bytes) -> list[str]:
    return [finding.code for finding in collected(read, data)[1]]


def test_there_are_1741_municipalities_in_47_prefectures() -> None:
    assert (MUNICIPALITIES, len(PREFECTURES)) == (1_741, 47)


@pytest.mark.parametrize("name", ["京都府", "京都", "Kyoto", "26", "ｋｙｏｔｏ"])
def test_a_prefecture_is_known_by_its_name_with_or_without_its_ending_or_its_number(name: str) -> None:
    found = prefecture_named(name)
    assert found is not None
    assert found.number == 26


def test_names_of_areas_have_aliases_and_an_area_without_a_rate_has_no_data() -> None:
    (one,), wrong = collected(
        read_progress,
        listed(rates("北海道", "甲市", 住民基本台帳=0.5, 戸籍附票=1, 介護保険=None)),
    )
    assert not wrong
    assert one.rates == {"jumin": 0.5, "fuhyo": 1.0}


def test_a_city_may_carry_its_prefecture_and_is_known_in_either_spelling() -> None:
    found, wrong = collected(
        read_progress, listed(rates("千葉県", "千葉県鎌ヶ谷市", 戸籍=1), rates("千葉", "鎌ケ谷市", 戸籍=1))
    )
    assert [entry.body.name for entry in found] == ["千葉県鎌ヶ谷市"]
    assert [finding.code for finding in wrong] == ["twice"]
    assert "3:3" in wrong[0].message.en  # where it stood first


def test_the_common_functions_and_prefectures_are_told_apart() -> None:
    found, wrong = collected(
        read_extensions,
        listed(
            extended("012025", "北海道", "乙市", "共通機能", "就学"),
            extended("010006", "北海道", "", "生活保護"),
        ),
    )
    assert not wrong
    assert [(e.body.city, e.areas, e.common) for e in found] == [
        ("", frozenset({"seiho"}), False), ("乙市", frozenset({"shugaku"}), True),
    ]  # fmt: skip


@pytest.mark.parametrize("rate", ["0.5", True, -0.01, 1.01, [], {}])
def test_what_is_no_rate_is_said_so(rate: object) -> None:
    assert codes(read_progress, listed(rates("北海道", "甲市", 戸籍=rate))) == ["not_a_rate"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"[1, 2", "yaml_syntax"),
        (b"\xff\xfe", "not_utf8"),
        (b"[]", "wrong_root"),
        (b'{"municipalities": {}}', "wrong_root"),
        (b'{"municipalities": [3]}', "wrong_type"),
        (b'{"municipalities": [], "municipalities": []}', "duplicate_key"),
        (listed({"prefecture": "北海道", "city": "甲市", "business_rates": [1]}), "wrong_type"),
        (listed(rates("北海", "甲市")), "unknown_prefecture"),
        (listed(rates("北海道", "甲\n市")), "not_a_name"),
        (listed({"prefecture": "北海道", "business_rates": {}}), "not_a_name"),
        (listed(rates("北海道", "甲市", 戸簿=1)), "unknown_business"),
        (listed(rates("北海道", "甲市", 住民記録=1, 住民基本台帳=1)), "twice"),
        (json.dumps({"municipalities": [rates("北海道", "甲市", 戸籍=float("nan"))]}).encode(), "not_a_rate"),
        (listed({**rates("北海道", "甲市"), "overall_rate": 7}), "not_a_rate"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_progress_gives_findings_and_no_more(data: bytes, code: str) -> None:
    assert codes(read_progress, data) == [code]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (extended("12025", "北海道", "甲市"), ["not_a_code"]),
        ({**extended("012025", "北海道", "甲市"), "code": 12025}, ["not_a_code"]),
        (extended("132021", "北海道", "甲市"), ["code_of_another_prefecture"]),
        (extended("012025", "北海道", "甲市", "戸籍", "戸籍"), ["twice"]),
        (extended("012025", "北海道", "甲市", "国簿", "戸薄"), ["unknown_business", "unknown_business"]),
        ({**extended("012025", "北海道", "甲市"), "applicable_businesses": "戸籍"}, ["wrong_type"]),
        ({**extended("012025", "北海道", "甲市", "戸籍"), "applicable_count": 2}, ["count_differs"]),
        ({**extended("012025", "北海道", "甲市"), "applicable_businesses": [3]}, ["not_a_name"]),
    ],
)
def test_a_wrong_entry_of_an_extended_deadline_is_named(entry: object, expected: list[str]) -> None:
    assert codes(read_extensions, listed(entry)) == expected


def test_parts_versions_and_former_names_of_a_package_are_one_package() -> None:
    data = f"""{HEAD}
甲株式会社,甲福祉,障害者福祉,022-0_{ONE}_1,2025-06-10
甲株式会社,甲福祉,障害者福祉,"022-1_{ONE}_2
(旧：022-1_{ONE}_1)",2025-10-29
"乙株式会社／丙株式会社
(旧：乙／丙)",改製,住民基本台帳,001_{ONE}／{OTHER}_1,2025-07-11
甲株式会社,甲会計,収納管理（税務システム）,014_{ONE}_1,2025-06-10
"""
    (packages, newest), wrong = collected(read_approvals, data.encode("utf-8-sig"))
    assert not wrong
    assert newest == "2025-10-29"
    assert packages == (
        Package(ONE, "甲会計", "甲株式会社", ()),
        Package(ONE, "甲福祉", "甲株式会社", ("shogai",)),
        Package(f"{ONE}/{OTHER}", "改製", "乙株式会社／丙株式会社", ("jumin",)),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f",甲総合,戸籍,003_{ONE}_1,2025-06-10", "not_a_name"),
        (f"甲,甲総合,戸籍,040_{ONE}_1,2025-06-10", "not_an_approval_number"),
        ("甲,甲総合,戸籍,003_123_1,2025-06-10", "not_an_approval_number"),
        (f"甲,甲総合,戸籍,003_{ONE}_1,2025-06-31", "not_a_day"),
        (f"甲,甲総合,戸籍,002_{ONE}_1,2025-06-10", "business_differs"),
        (f"甲,甲総合,住民基本台帳,001_{ONE}_1,2025-06-10", "twice"),
        (f"甲,甲総合,{'戸' * 201},003_{ONE}_1,2025-06-10", "not_a_name"),
    ],
)
def test_a_wrong_approval_is_named_with_its_row(row: str, code: str) -> None:
    _, wrong = collected(read_approvals, f"{CSV}{row}\n".encode())
    assert [(finding.code, finding.place and finding.place.line) for finding in wrong] == [(code, 4)]


@pytest.mark.parametrize(
    "data", [b"", b"vendor,package\n", HEAD.replace("package", "vendor").encode() + b"\n"]
)
def test_a_heading_that_is_missing_or_doubled_is_named(data: bytes) -> None:
    found = codes(read_approvals, data)
    assert set(found) == {"heading_wrong"}


def test_all_three_files_are_judged_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_nation(str(folder(tmp_path, listed(rates("北", "市", 戸籍=2)), b"\x00", b'"')))
    assert {(Path(f.place.file).name, f.code) for f in caught.value.findings if f.place} == {
        ("standardization.json", "unknown_prefecture"), ("standardization.json", "not_a_rate"),
        ("designated_transition.json", "control_character"), ("conformant_packages.csv", "csv_broken"),
    }  # fmt: skip


def test_missing_files_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_nation(str(tmp_path))
    assert [finding.code for finding in caught.value.findings] == ["unreadable_file"] * 3


def test_the_assumed_links_join_different_areas_once_in_each_direction() -> None:
    pairs = [(link.provider, link.receiver) for link in LINKS]
    assert len(set(pairs)) == len(pairs)
    assert all(provider != receiver for provider, receiver in pairs)
    assert [link for link in LINKS if link.high] == [
        AssumedLink("fuhyo", "jumin", "支援措置・附票", high=True)
    ]


def test_links_of_ones_own_are_read_by_name_id_or_business_id() -> None:
    data = "from,to,content\n住民記録,023,異動\nkokuho,住基,\n\n".encode()
    assert read_links(data, "links.csv") == (
        AssumedLink("jumin", "kaigo", "異動"), AssumedLink("kokuho", "jumin", "データ"),
    )  # fmt: skip


def test_wrong_links_are_all_named() -> None:
    with pytest.raises(InputError) as caught:
        read_links(
            "from,to\n戸薄,jumin\njumin,jumin\njumin,kaigo\njumin,kaigo\n共通機能\n".encode(), "links.csv"
        )
    assert sorted(finding.code for finding in caught.value.findings) == [
        "link_to_itself", "twice", "unknown_business", "unknown_business", "unknown_business",
    ]  # fmt: skip
    with pytest.raises(InputError):
        read_links(b"a,b\n", "links.csv")


def test_the_page_lists_the_links_that_are_assumed() -> None:
    page = (DOCS / "nation.md").read_text(encoding="utf-8")
    table = page.partition("<!-- national links -->")[2].partition("<!-- end -->")[0]
    written = set()
    for line in table.strip().splitlines()[2:]:
        provider, _, receivers = (cell.strip() for cell in line.strip("|").split("|"))
        written |= {(provider.split()[0], area_named(name)) for name in receivers.split("、")}
    assert written == {(link.provider, link.receiver) for link in LINKS}
