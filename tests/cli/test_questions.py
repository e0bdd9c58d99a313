"""What each command answers: the same facts in text, CSV and JSON."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from analyzer.landscape.loading import load_landscape
from tests.builders import link, move, system
from tests.cli.command import Result, kakehashi, small_landscape, small_plan


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.out.decode("utf-8-sig"))))


@pytest.fixture
def landscape(tmp_path: Path) -> Path:
    """A city with a hub, an unknown partner, a doubtful link and a system without links."""
    return small_landscape(
        tmp_path,
        systems=[
            system("jumin", move(), owner="市民課"), system("zeimu", move(), owner="税務課", current={"vendor": "vb"}),
            system("toshokan", scope="out_of_scope"),
        ],
        integrations=[
            link("001o001", "jumin", "zeimu"),
            link("001o002", "jumin", None),
            link("002o001", "zeimu", "jumin", confidence="unknown", realizations={"legacy": {"via": "master"}}),
        ],
        bridges=[{"kind": "keep_legacy", "setup": 5, "per_month": 2}, {"kind": "early_standard", "setup": 50}],
    )  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_plan(tmp_path)


def test_bridges_are_the_same_in_every_form(landscape: Path, plan: Path) -> None:
    as_json = kakehashi("bridges", landscape, plan, "--format", "json").json
    assert [(b["kind"], b["system"], b["from"], b["until"]) for b in as_json["bridges"]] == [
        ("keep_legacy", "jumin", "2025-02", "2025-03")
    ]
    (row,) = rows(kakehashi("bridges", landscape, plan, "--format", "csv", "--lang", "en"))
    assert (row["kind"], row["place"], row["vendor"], row["from"], row["until"]) == (
        "keep legacy", "jumin", "va", "2025-02", "2025-03"
    )  # fmt: skip
    assert (row["duration"], row["origin"], row["links"], row["cost"]) == ("temporary", "new", "2", "9")
    assert row["reason"] == as_json["bridges"][0]["reason"]["en"]
    text = kakehashi("bridges", landscape, plan).text
    assert "現行連携の維持" in text
    assert as_json["bridges"][0]["reason"]["ja"][:15] in text


@pytest.mark.parametrize(
    ("options", "count"),
    [([], 1), (["--vendor", "va"], 1), (["--vendor", "vb"], 0), (["--month", "2025-03"], 1), (["--month", "2025-04"], 0)],
)  # fmt: skip
def test_bridges_are_chosen_by_vendor_and_month(
    options: list[str], count: int, landscape: Path, plan: Path
) -> None:
    result = kakehashi("bridges", landscape, plan, *options, "--format", "json").json
    assert len(result["bridges"]) == count
    assert len(rows(kakehashi("bridges", landscape, plan, *options, "--format", "csv"))) == count
    assert f"過渡期連携 {count} 件、費用" in kakehashi("bridges", landscape, plan, *options).text


@pytest.mark.parametrize("options", [[], ["--vendor", "vb"], ["--month", "2025-02"], ["--month", "2025-01"]])
def test_tests_are_the_same_in_every_form_and_chosen_by_vendor_and_month(
    options: list[str], landscape: Path, plan: Path
) -> None:
    everything = kakehashi("evaluate", landscape, plan, "--format", "json").json["tests"]
    chosen = [
        case
        for case in everything
        if (options[:1] != ["--vendor"] or options[1] in case["vendors"])
        and (options[:1] != ["--month"] or options[1] == case["month"])
    ]
    assert kakehashi("tests", landscape, plan, *options, "--format", "json").json["tests"] == chosen
    listed = rows(kakehashi("tests", landscape, plan, *options, "--format", "csv"))
    assert [(row["月"], row["連携"], row["理由"]) for row in listed] == [
        (case["month"], case["integration"], case["reason"]["ja"]) for case in chosen
    ]
    assert (
        f"連携テスト {len(chosen)} 件(計画全体で {len(everything)} 件)"
        in kakehashi("tests", landscape, plan, *options).text
    )


def test_evaluate_begins_with_the_figures_that_its_json_has(landscape: Path, plan: Path) -> None:
    answer = kakehashi("evaluate", landscape, plan, "--format", "json").json
    text = kakehashi("evaluate", landscape, plan).text
    assert f"費用: {answer['cost']['total']}(この移行年月で最少であることを証明済み)" in text
    assert (
        f"連携テスト: {len(answer['tests'])} 件(変わる連携をすべてなら {answer['baselines']['changed_links']} 件"
        in text
    )
    assert "過渡期連携: 1 件(一時 1・恒久 0 / 新設 1・既設 0・現状のまま 0)" in text
    assert f"最少費用: {answer['bridge_cost_alone']}" in text


def test_a_violation_is_told_with_its_place(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=[{"blackout": ["2025-04"], "reason": "年度切替"}])
    line = landscape.read_text(encoding="utf-8").splitlines().index("rules:") + 2
    result = kakehashi("evaluate", landscape, small_plan(tmp_path), "-o", tmp_path / "a.txt")
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert result.code == 1
    assert "状態: 実行不可(違反 1 件)" in text
    assert f"landscape.yaml:{line}:" in text.replace("\n", "").replace(" ", "")
    assert "年度切替" in text


def test_show_counts_and_asks(landscape: Path) -> None:
    view = kakehashi("show", landscape, "--format", "json").json
    assert view["systems"]["by_scope"] == {"out_of_scope": 1, "standard": 2}
    assert view["systems"]["by_vendor"] == {"va": 2, "vb": 1}
    assert view["links"]["by_state"] == {"internal": 0, "native": 2, "mixed": 0, "absent": 0, "unknown": 1}
    assert view["links"]["by_hub"] == {"master": 1}
    assert view["links"]["direct"] == 2
    assert [question["code"] for question in view["questions"]] == [
        "unknown_partner", "confidence_unknown", "isolated_system"
    ]  # fmt: skip
    assert [cycle["members"] for cycle in view["cycles"]] == [["jumin", "zeimu"]]
    text = kakehashi("show", landscape).text
    assert "わからないこと(3 件)" in text
    assert "2 システム: jumin → zeimu → jumin" in text


def test_status_says_who_carries_what_until_when_and_what_nobody_knows(landscape: Path, plan: Path) -> None:
    status = kakehashi("status", landscape, "--plan", plan, "--month", "2025-03", "--format", "json").json
    assert (status["month"], status["status"]) == ("2025-03", "feasible")
    assert [(entry["integration"], entry["carried_by"]) for entry in status["mixed"]] == [
        ("001o001/00/jumin/zeimu", ["keep_legacy"]), ("002o001/00/zeimu/jumin", ["keep_legacy"])
    ]  # fmt: skip
    (bridge,) = status["bridges"]
    assert (bridge["kind"], bridge["vendor"], bridge["until"], bridge["permanent"]) == (
        "keep_legacy", "va", "2025-03", False
    )  # fmt: skip
    assert bridge["ending"]["en"] == "The cutover of zeimu ends it."
    assert {question["code"] for question in status["questions"]} >= {"unknown_partner", "confidence_unknown"}
    after = kakehashi("status", landscape, "--plan", plan, "--month", "2025-05", "--format", "json").json
    assert (after["mixed"], after["bridges"]) == ([], [])


def test_status_without_a_plan_is_today_with_what_the_file_says_stands(tmp_path: Path) -> None:
    landscape = small_landscape(
        tmp_path,
        systems=[
            system("jumin", current={"generation": "standard"}),
            system("zeimu", move(), current={"vendor": "vb"}),
        ],
        integrations=[link("001o001", "jumin", "zeimu"), link("001o002", "jumin", "zeimu")],
        existing_bridges=[
            {"kind": "keep_legacy", "system": "jumin", "serves": ["001o001"], "until": "2025-03"}
        ],
    )
    status = kakehashi("status", landscape, "--format", "json").json
    assert (status["month"], status["status"]) == ("2025-01", None)
    assert [(entry["integration"][:7], entry["carried_by"]) for entry in status["mixed"]] == [
        ("001o001", ["keep_legacy"]), ("001o002", ["as_is"])
    ]  # fmt: skip
    assert [(b["vendor"], b["until"], b["existing"]) for b in status["bridges"]] == [("va", "2025-03", True)]
    assert [question["code"] for question in status["questions"]] == ["carried_as_is"]
    later = kakehashi("status", landscape, "--month", "2025-04", "--format", "json").json
    assert later["bridges"] == []


def test_affected_follows_a_plan_to_its_month(landscape: Path, plan: Path) -> None:
    today = kakehashi("affected", landscape, "--environment", "cloud", "--format", "json").json
    assert (today["month"], today["links"]) == (None, [])
    later = kakehashi(
        "affected",
        landscape,
        "--environment",
        "cloud",
        "--plan",
        plan,
        "--month",
        "2025-02",
        "--format",
        "json",
    ).json
    assert later["month"] == "2025-02"
    assert [entry["integration"] for entry in later["links"]] == [
        "001o001/00/jumin/zeimu", "001o002/00/jumin/?", "002o001/00/zeimu/jumin"
    ]  # fmt: skip
    assert [entry["mark"] for entry in later["links"]] == [None, "unknown_partner", None]


def test_export_then_import_gives_the_same_landscape(landscape: Path, tmp_path: Path) -> None:
    book, folder, again = tmp_path / "lists.xlsx", tmp_path / "lists", tmp_path / "again.yaml"
    assert kakehashi("export", landscape, "-o", book).code == 0
    assert kakehashi("export", landscape, "-o", folder).code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["links.csv", "systems.csv"]
    expected = load_landscape(str(landscape)).content_hash
    for paths in ([book], [folder / "systems.csv", folder / "links.csv"]):
        result = kakehashi("import", *paths, "--base", landscape, "-o", again)
        assert (result.code, result.out) == (0, b"")
        assert load_landscape(str(again)).content_hash == expected


def test_cells_that_are_not_understood_are_reported_and_the_rest_is_imported(
    landscape: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "lists"
    kakehashi("export", landscape, "-o", folder, "--lang", "en")
    systems = folder / "systems.csv"
    systems.write_bytes(
        systems.read_bytes()
        .replace(b"out_of_scope", b"somewhere else")
        .replace(b"out of scope", b"somewhere else")
    )
    out, report = tmp_path / "new.yaml", tmp_path / "report.csv"
    result = kakehashi(
        "import", systems, folder / "links.csv", "--base", landscape, "-o", out, "--report", report
    )
    assert (result.code, result.out) == (1, b"")
    assert "systems.csv:" in result.err
    assert load_landscape(str(out)).systems.keys() == load_landscape(str(landscape)).systems.keys()
    assert "systems.csv" in report.read_text(encoding="utf-8-sig")


def test_an_import_that_cannot_be_read_writes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "lists.xlsx"
    bad.write_bytes(b"PK\x03\x04 no workbook")
    result = kakehashi("import", bad, "-o", tmp_path / "l.yaml", "--report", tmp_path / "r.csv")
    assert (result.code, result.out) == (2, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["lists.xlsx"]


def test_the_template_is_a_workbook(tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    assert kakehashi("template", "-o", out, "--move", "lift").code == 0
    assert out.read_bytes().startswith(b"PK")


def test_generate_gives_the_same_city_again_with_a_plan_that_keeps_its_rules(tmp_path: Path) -> None:
    options = ("--systems", 10, "--links", 60, "--months", 12, "--windows", 3, "--vendors", 4, "--seed", 7)
    city, plan = tmp_path / "city.yaml", tmp_path / "plan.yaml"
    assert kakehashi("generate", *options, "--plan", plan, "-o", city).code == 0
    assert kakehashi("generate", *options).out == city.read_bytes()
    answer = kakehashi("evaluate", city, plan, "--format", "json")
    assert answer.code == 0
    assert answer.json["status"] == "feasible"


def test_a_picture_follows_the_name_of_its_file(landscape: Path, plan: Path, tmp_path: Path) -> None:
    options = ("--plan", plan, "--month", "2025-02")
    dot = kakehashi("diagram", landscape, *options, "--format", "dot")
    assert (dot.code, dot.err) == (0, "")
    assert "digraph" in dot.text
    out = tmp_path / "picture.dot"
    assert kakehashi("diagram", landscape, *options, "-o", out).code == 0
    assert out.read_bytes() == dot.out
    assert kakehashi("diagram", landscape, *options, "--group", "vendor", "-f", "dot").out != dot.out


@pytest.mark.requires_dot
@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_picture_has_the_form_that_its_name_says(
    suffix: str, start: bytes, landscape: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"picture.{suffix}"
    assert kakehashi("diagram", landscape, "-o", out).code == 0
    assert out.read_bytes().startswith(start)


def test_a_plan_without_forms_has_no_picture(landscape: Path, tmp_path: Path) -> None:
    plan, out = tmp_path / "empty.yaml", tmp_path / "picture.dot"
    plan.write_text("moves: {}", encoding="utf-8")
    result = kakehashi("diagram", landscape, "--plan", plan, "-o", out)
    assert result.code == 1
    assert "move_missing" in result.err
    assert not out.exists()
