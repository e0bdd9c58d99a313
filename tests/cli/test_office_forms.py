"""The offices' forms on the command line: a difference first, what is missing and its answers, a workbook as a source."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cli.command import kakehashi
from tests.tables.forms.books import SAPPORO, SEED, book

SYSTEMS = [
    ("業務システム名", "標準化対象", "所管課", "移行予定"),
    ("住民記録", "○", "市民課", "2025-11"),
    ("戸籍の附票", "○", "市民課", "2025-10"),
]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Links in Sapporo's form and a list of systems in one workbook, with the months of a plan."""
    path = tmp_path / "city.xlsx"
    path.write_bytes(book({"住民記録": [SAPPORO, *SEED[:2]], "システム": SYSTEMS}))
    return path


def test_a_dry_run_shows_what_changes_and_writes_nothing(city: Path, tmp_path: Path) -> None:
    target = tmp_path / "city.yaml"
    assert kakehashi("import", city, "-o", target).code == 0
    city.write_bytes(book({"住民記録": [SAPPORO, SEED[0], SEED[3], ("?!",)], "システム": SYSTEMS}))
    before = target.read_bytes()
    shown = kakehashi("import", city, "--base", target, "--diff", "--format", "json")
    assert shown.code == 1
    changes = {entry["id"]: entry["change"] for entry in shown.json["difference"]["entries"]}
    assert changes["004o009/00/fuhyo/jumin"] == "removed"
    assert changes["023o001/00/kaigo/jumin"] == "added"
    assert [f["cell"] for f in shown.json["findings"] if f["severity"] == "error"] == ["A4", "H4"]
    assert target.read_bytes() == before
    assert "004o009" in kakehashi("import", city, "--base", target, "--dry-run").text


def test_what_is_missing_is_listed_and_a_filled_list_goes_in(city: Path, tmp_path: Path) -> None:
    target, missing, plan = tmp_path / "city.yaml", tmp_path / "missing.csv", tmp_path / "plan.yaml"
    assert kakehashi("import", city, "-o", target, "--missing", missing, "--plan-output", plan).code == 0
    assert "jumin" in missing.read_text(encoding="utf-8-sig")
    assert yaml.safe_load(plan.read_text(encoding="utf-8"))["moves"] == {
        "fuhyo.shift": "2025-10",
        "jumin.shift": "2025-11",
    }
    filled = tmp_path / "filled.csv"
    filled.write_text(
        "システムID,システム名,現行ベンダ,shift.最遅月\njumin,,ベンダA,2026-03\n", encoding="utf-8"
    )
    assert kakehashi("import", filled, "--base", target, "--fill", "-o", target).code == 0
    systems = {s["id"]: s for s in yaml.safe_load(target.read_text(encoding="utf-8"))["systems"]}
    assert set(systems) == {"jumin", "fuhyo"}
    assert (systems["jumin"]["name"], systems["jumin"]["moves"][0]["latest"]) == ("住民記録", "2026-03")
    assert kakehashi("import", filled, "--fill").code == 2


def test_a_workbook_is_a_source_where_all_of_it_is_understood(city: Path) -> None:
    assert kakehashi("evaluate", city, city, "--format", "json").json["moves"]["fuhyo.shift"] == "2025-10"
    city.write_bytes(book({"住民記録": [SAPPORO, *SEED[:2], ("?!",)], "システム": SYSTEMS}))
    refused = kakehashi("show", city)
    assert (refused.code, "row_key_not_understood" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--form", "none"], "unknown_form"),
        (["--column", "連携元"], "pair_needed"),
        (["--form", "システム=sapporo"], "form_does_not_fit"),
    ],
)
def test_what_is_said_wrongly_of_the_files_is_refused(city: Path, arguments: list[str], code: str) -> None:
    result = kakehashi("import", city, *arguments)
    assert (result.code, code in result.err) == (2, True)


def test_forms_out_and_empty_forms(tmp_path: Path) -> None:
    out, empty = tmp_path / "s.xlsx", tmp_path / "t.xlsx"
    assert kakehashi("export", "sample:sapporo", "--form", "sapporo", "-o", out).code == 0
    again = kakehashi("import", out, "--base", "sample:sapporo", "--diff", "--format", "json")
    assert (again.code, again.json["difference"]["entries"]) == (0, [])
    assert kakehashi("template", "--form", "suita", "-o", empty).code == 0
    assert kakehashi("template", "--form", "none", "-o", empty).code == 2
