"""Small things that a clerk meets first: forms by the name of a file, refusals and help that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import kakehashi

DELAYS = ("docs/examples/slips.yaml", "docs/examples/slips-plan.yaml", "--samples", "10", "--exact", "0")


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("svg", b"<?xml"), ("json", b"{"), ("txt", "遅れ".encode()), ("out", "遅れ".encode())],
)
def test_the_name_of_the_file_says_the_form(tmp_path: Path, ending: str, begins: bytes) -> None:
    file = tmp_path / f"slips.{ending}"
    assert kakehashi("slip", *DELAYS, "-o", file).code == 0
    assert file.read_bytes().startswith(begins)


def test_a_form_that_is_asked_for_holds_whatever_the_name(tmp_path: Path) -> None:
    file = tmp_path / "slips.txt"
    assert kakehashi("slip", *DELAYS, "-f", "json", "-o", file).code == 0
    assert json.loads(file.read_bytes())["schema_version"] == 1


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--samples", "0"), "--samples の値が正しくありません。1 以上にしてください。"),
        (("--samples", "x"), "--samples の値が正しくありません。整数を指定してください。"),
        (("--format", "xlsx"), "「xlsx」は使えません。使えるのは 'text', 'json'"),
    ],
)
def test_a_wrong_value_is_refused_in_japanese(option: tuple[str, str], sentence: str) -> None:
    answer = kakehashi("slip", *DELAYS, *option)
    assert answer.code == 2
    assert sentence in answer.err


@pytest.mark.parametrize("asked", [("many", "--help"), ("nation", "--help"), ("--help",)])
def test_help_cuts_no_sentence_on_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = kakehashi(*asked)
    assert "…" not in (said.text + said.err).replace("LANDSCAPE…", "").replace("stored:…", "")
