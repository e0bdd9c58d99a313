"""Worksheets of several municipalities from the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from analyzer.resources import samples_folder
from tests.cli.command import kakehashi

TOWNS = samples_folder() / "nagano"
LANDSCAPES = [TOWNS / f"landscape{end}.yaml" for end in ("", "-b", "-c", "-d")]
PLANS = [argument for plan in "abcd" for argument in ("--plan", TOWNS / "plans" / f"{plan}.yaml")]


def test_an_agenda_over_four_municipalities_says_who_is_asked_by_too_many_and_ends_in_1() -> None:
    done = kakehashi("joint-worksheet", "agenda", *LANDSCAPES, *PLANS, "--format", "json")

    assert done.code == 1
    assert [finding["code"] for finding in done.json["findings"]] == ["vendor_asked_by_too_many"]
    assert [landscape["id"] for landscape in done.json["landscapes"]] == [f"nagano-{town}" for town in "abcd"]


def test_the_list_of_worksheets_names_the_joint_ones_with_their_own_command() -> None:
    listed = kakehashi("worksheets", "--format", "json").json["joint_worksheets"]

    assert [(entry["id"], entry["command"]) for entry in listed] == [
        ("shared", "joint-worksheet"),
        ("agenda", "joint-worksheet"),
    ]
    assert "複数の団体のワークシート" in kakehashi("worksheets").text
    assert "Worksheets of several municipalities" in kakehashi("worksheets", "--lang", "en").text
    rows = list(csv.reader(io.StringIO(kakehashi("worksheets", "--format", "csv").out.decode("utf-8-sig"))))
    assert {row[3] for row in rows[1:-2]} == {"worksheet"}
    assert [(row[0], row[3]) for row in rows[-2:]] == [
        ("shared", "joint-worksheet"),
        ("agenda", "joint-worksheet"),
    ]


def test_of_one_vendor_in_english_and_as_a_workbook(tmp_path: Path) -> None:
    book = tmp_path / "agenda.xlsx"
    asked = ("joint-worksheet", "agenda", *LANDSCAPES, *PLANS, "--vendor", "vendor-y", "--lang", "en")
    done = kakehashi(*asked, "-o", book)

    assert (done.code, done.out) == (0, b"")
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.read_bytes())).worksheets
    assert sheet["A1"].value == "Agenda by vendor"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("agend", LANDSCAPES[0]), "unknown_worksheet"),
        (("agenda", LANDSCAPES[0], LANDSCAPES[0]), "landscape_twice"),
        (("agenda", LANDSCAPES[0], "--vendor", "vendor-q"), "unknown_vendor"),
        (("agenda", *LANDSCAPES[:2], *PLANS[:2]), "plans_do_not_match"),
        (("shared", LANDSCAPES[0], TOWNS / "absent.yaml"), "unreadable_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_go_together_is_said_and_nothing_is_made(
    arguments: tuple[object, ...], code: str
) -> None:
    done = kakehashi("joint-worksheet", *arguments)

    assert (done.code, done.out) == (2, b"")
    assert f"[{code}]" in done.err


def test_a_plan_that_leaves_moves_out_ends_with_its_violations(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("moves: {jumin.shift: 2026-01}\n", encoding="utf-8")
    done = kakehashi("joint-worksheet", "agenda", LANDSCAPES[0], "--plan", plan)

    assert (done.code, done.out) == (1, b"")
    assert "[move_missing]" in done.err
