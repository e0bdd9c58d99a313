"""`kakehashi nation`: text, JSON, CSV, pictures, a fleet of files; and the real figures where the setting says where they are."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from analyzer.landscape.loading import read_landscape
from analyzer.nation.joining import EXTENSIONS, PACKAGES, PROGRESS
from tests.cli.command import kakehashi
from tests.docs.pages import EXAMPLES

EXAMPLE = EXAMPLES / "nation"
"""見本市: 4 of 7 areas have moved. 例示町: 1 of 4. 試作村: all 3. Links of 住民記録, 印鑑登録, 戸籍 and 戸籍附票 with the others: see the test."""


def test_the_text_has_coverage_figures_assumptions_and_doubts() -> None:
    # 見本市: 住民記録 with 個人住民税, 国保, 介護: three there, two back; the other moved areas have no link with these. One bridge.
    # 例示町: 個人住民税 with 住民記録, 国保, 生活保護: 1 + 2 + 2 = 5. One bridge.
    done = kakehashi("nation", "--data", EXAMPLE, "--lang", "en")
    assert (done.code, done.err) == (0, "")
    for said in (
        "Progress is known of 3 of 1,741 municipalities (0.2 %), extended deadlines of 2, both of 1, neither of 1,737",
        "The 10 mixed links need at least 2 bridges", "no data", "(--capacity, --capacity-of, --since)", "[rate_zero]", "[no_package]",
    ):  # fmt: skip
        assert said in " ".join(done.text.split()), said


def test_json_has_everything_and_null_where_there_is_no_data() -> None:
    answer = kakehashi("nation", "--data", EXAMPLE, "--format", "json", "--capacity", 3).json
    assert answer["coverage"] == {"all": 1741, "progress": 3, "extensions": 2, "both": 1, "no_data": 1737}
    assert answer["all"]["bridges"] == {"value": 2, "least": 2, "most": 2}
    by_name = {row["name"]: row for row in answer["municipalities"]}
    assert by_name["青森県架空町"]["moved"] is by_name["青森県架空町"]["bridges"] is None
    assert by_name["北海道例示町"]["extended"] is None
    assert [row["bridges"] for row in answer["prefectures"]][2:] == [None] * 45
    assert all(load["assumed"] and load["capacity"] == 3 for load in answer["vendors"])


@pytest.mark.parametrize(("show", "rows"), [("bridges", 48), ("load", 2), ("months", 0), ("teams", 10)])
def test_csv_is_the_table_that_is_asked_for(show: str, rows: int) -> None:
    done = kakehashi("nation", "--data", EXAMPLE, "--format", "csv", "--show", show)
    assert len(done.text.splitlines()) == 1 + rows


def test_some_prefectures_may_be_asked_for() -> None:
    answer = kakehashi("nation", "--data", EXAMPLE, "--format", "json", "--prefecture", "青森").json
    assert [row["name"] for row in answer["municipalities"]] == ["青森県架空町", "青森県試作村"]
    assert [row["prefecture"] for row in answer["prefectures"]] == ["青森県"]
    assert answer["coverage"] == {"all": 40, "progress": 1, "extensions": 1, "both": 0, "no_data": 38}


def test_a_fleet_is_a_file_for_each_municipality_with_data(tmp_path: Path) -> None:
    done = kakehashi(
        "nation", "--data", EXAMPLE, "--fleet", tmp_path / "fleet", "-o", tmp_path / "answer.txt"
    )
    assert (done.code, done.out) == (0, b"")
    files = sorted((tmp_path / "fleet").iterdir())
    assert len(files) == 3
    assert "m-019991.yaml" in {file.name for file in files}
    for file in files:
        result = read_landscape(file.read_bytes(), file.name)
        assert result.landscape is not None, result.findings
        assert not result.findings


@pytest.mark.requires_dot
@pytest.mark.parametrize("show", ["bridges", "load"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_pictures_hold_their_figures_and_no_colour(show: str, language: str) -> None:
    done = kakehashi("nation", "--data", EXAMPLE, "--show", show, "--format", "svg", "--lang", language)
    assert done.code == 0, done.err
    picture: Element = fromstring(done.out)
    words = {element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")}
    wanted = {
        ("bridges", "ja"): {"北海道", "データなし", "2 ・ 2 ・ 179".replace("・", "·")},
        ("bridges", "en"): {"Hokkaido", "no data", "2 · 2 · 179"},
        ("load", "ja"): {"例示システムズ株式会社", "能力まで"},
        ("load", "en"): {"見本電算株式会社", "up to the capacity"},
    }[show, language]
    assert wanted <= words, wanted - words
    for element in picture.iter():
        for name in ("fill", "stroke"):
            color = element.get(name, "none")
            grey = color in ("none", "black", "white") or (
                color.startswith("#") and len({color[1:3], color[3:5], color[5:7]}) == 1
            )
            assert grey, color


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "no_national_data"),
        (["--data", "nowhere"], "unreadable_file"),
        (["--data", EXAMPLE, "--as-of", "2026/1"], "not_a_month"),
        (["--data", EXAMPLE, "--prefecture", "北海"], "unknown_prefecture"),
        (["--data", EXAMPLE, "--capacity-of", "無=3"], "unknown_vendor"),
        (["--data", EXAMPLE, "--links", "nowhere.csv"], "unreadable_file"),
        (["--data", EXAMPLE, "--show", "teams", "--format", "svg"], "no_picture"),
        (["--data", EXAMPLE, "--extended-until", "9999-12"], "wrong_assumption"),
    ],
)
def test_wrong_use_is_said_and_ends_with_2(
    arguments: list[object], code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("KAKEHASHI_NATIONAL", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    done = kakehashi("nation", *arguments)
    assert (done.code, done.out) == (2, b"")
    assert f"[{code}]" in done.err


def test_the_folder_may_come_from_the_environment_or_the_file_of_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAKEHASHI_NATIONAL", str(EXAMPLE))
    by_environment = kakehashi("nation")
    monkeypatch.delenv("KAKEHASHI_NATIONAL")
    (tmp_path / "kakehashi.toml").write_text(f'national = "{EXAMPLE}"\n', encoding="utf-8")
    assert kakehashi("nation").out == by_environment.out
    assert by_environment.code == 0


NATIONAL = os.environ.get("KAKEHASHI_NATIONAL", "")


@pytest.mark.skipif(not NATIONAL, reason="KAKEHASHI_NATIONAL does not say where the national figures are")
def test_the_real_figures_are_read_without_an_error_and_add_up() -> None:
    assert all((Path(NATIONAL) / name).is_file() for name in (PROGRESS, EXTENSIONS, PACKAGES))
    answer = kakehashi("nation", "--data", NATIONAL, "--format", "json", "--seeds", 1).json
    assert answer["coverage"]["progress"] > 1_000
    known = [row for row in answer["municipalities"] if row["moved"] is not None]
    assert sum(len(row["moved"]) for row in known) == answer["all"]["moved"]
    assert sum(load["remaining"]["value"] for load in answer["vendors"]) == answer["all"]["to_move"]
    for row in answer["prefectures"]:
        assert row["coverage"]["progress"] <= row["coverage"]["all"]
