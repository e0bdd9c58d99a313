"""Standard output holds the answer and nothing else; a file is written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from analyzer.cli.writing import write_all_atomically
from analyzer.reports.wrapping import width_of
from tests.builders import landscape_document
from tests.cli.command import PLAN, kakehashi, small_landscape, small_plan, write


def test_json_on_stdout_is_json_also_where_there_is_a_lot_to_say(tmp_path: Path) -> None:
    document = landscape_document()
    del document["landscape"]["horizon"]
    landscape = write(tmp_path / "l.yaml", document)
    result = kakehashi("show", landscape, "--format", "json")
    assert "no_months" not in result.text
    assert result.json["horizon"] is None
    assert "警告" in result.err


def test_a_landscape_and_a_plan_may_come_from_standard_input(tmp_path: Path) -> None:
    landscape, plan = small_landscape(tmp_path), small_plan(tmp_path)
    expected = kakehashi("evaluate", landscape, plan, "--format", "json").json
    by_landscape = kakehashi("evaluate", "-", plan, "--format", "json", stdin=landscape.read_bytes()).json
    by_plan = kakehashi("evaluate", landscape, "-", "--format", "json", stdin=json.dumps(PLAN).encode()).json
    assert by_landscape["cost"] == by_plan["cost"] == expected["cost"]


def test_the_same_question_has_the_same_bytes(tmp_path: Path) -> None:
    landscape, plan = small_landscape(tmp_path), small_plan(tmp_path)
    for arguments in (
        ["evaluate", "--format", "json"],
        ["evaluate"],
        ["tests", "--format", "csv"],
        ["bridges"],
    ):
        command, *options = arguments
        one, other = (kakehashi(command, landscape, plan, *options) for _ in range(2))
        assert one.out == other.out


def test_the_file_holds_what_stdout_would(tmp_path: Path) -> None:
    landscape, plan, out = small_landscape(tmp_path), small_plan(tmp_path), tmp_path / "a.json"
    printed = kakehashi("evaluate", landscape, plan, "--format", "json").out
    silent = kakehashi("evaluate", landscape, plan, "--format", "json", "-o", out)
    assert (silent.out, silent.err) == (b"", "")
    assert out.read_bytes() == printed
    assert kakehashi("evaluate", landscape, plan, "--format", "json", "-o", "-").out == printed


def test_an_answer_is_a_plan_again_and_one_of_another_landscape_is_told(tmp_path: Path) -> None:
    landscape, answer = small_landscape(tmp_path), tmp_path / "a.json"
    kakehashi("evaluate", landscape, small_plan(tmp_path), "--format", "json", "-o", answer)
    again = kakehashi("evaluate", landscape, answer, "--format", "json")
    assert (again.code, again.err) == (0, "")
    assert again.out == answer.read_bytes()
    other = write(tmp_path / "other.yaml", landscape_document(landscape={"name": "隣の市"}))
    assert "別の内容のランドスケープ" in kakehashi("evaluate", other, answer).err


def test_a_file_is_replaced_whole_keeps_its_rights_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(out)
    assert kakehashi("validate", small_landscape(tmp_path), "--format", "json", "-o", link).code == 0
    assert link.is_symlink()
    assert json.loads(out.read_text(encoding="utf-8"))["valid"] is True
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["landscape.yaml", "link.json", "out.json"]


def test_of_several_files_none_is_replaced_where_one_cannot_be_written(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.write_bytes(b"old")
    with pytest.raises(OSError, match="No such file"):
        write_all_atomically({str(first): b"new", str(tmp_path / "no" / "second"): b"new"})
    assert first.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["first"]


def test_what_is_no_file_is_written_to_as_it_is() -> None:
    write_all_atomically({os.devnull: b"gone"})
    assert not Path(os.devnull).is_file()


def test_long_lists_are_bounded_and_say_how_to_get_all(tmp_path: Path) -> None:
    city = tmp_path / "city.yaml"
    assert kakehashi("generate", "--systems", 12, "--links", 200, "--seed", 2, "-o", city).code == 0
    total = len(
        kakehashi("affected", city, "--system", "jumin", "--depth", 9, "--format", "json").json["links"]
    )
    assert total > 100
    short = kakehashi("affected", city, "--system", "jumin", "--depth", 9).text
    assert f"…ほか {total - 20} 件(全 {total} 件は --all または --format json で)" in short
    for everything in (["--all"], ["-o", tmp_path / "all.txt"]):
        result = kakehashi("affected", city, "--system", "jumin", "--depth", 9, *everything)
        text = result.text or (tmp_path / "all.txt").read_text(encoding="utf-8")
        assert "…ほか" not in text
        assert len(text.splitlines()) > total


def test_the_language_is_heard_before_and_after_the_command_and_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landscape = small_landscape(tmp_path)
    assert "誤りはありません" in kakehashi("validate", landscape).text
    for arguments in (["--lang", "en", "validate", landscape], ["validate", landscape, "--lang=en"]):
        # A long path may be wrapped on a narrow screen.
        assert "landscape.yaml: valid\n" in kakehashi(*arguments).text
    monkeypatch.setenv("KAKEHASHI_LANG", "en")
    assert ": valid\n" in kakehashi("validate", landscape).text
    assert "誤りはありません" in kakehashi("validate", landscape, "--lang", "ja").text
    assert "There is no option --x." in kakehashi("validate", landscape, "--x").err


def test_text_that_is_piped_has_no_colour_and_keeps_to_the_width(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = kakehashi("evaluate", small_landscape(tmp_path), small_plan(tmp_path)).text
    assert "\x1b" not in text
    assert all(width_of(line) <= 100 for line in text.splitlines())
