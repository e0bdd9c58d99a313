"""Hostile and unreadable files through the command line: a list of errors, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.landscape.codes import CODES
from tests.cli.command import PLAN, kakehashi, small_landscape, write

HOSTILE: dict[str, tuple[bytes, str]] = {
    "alias bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "yaml_anchor"),
    "merge-key bomb": (b"a: {x: 1}\nb: {<<: {y: 2}}\n", "yaml_merge"),
    "a million brackets": (b"[" * 1_000_000, "too_deep"),
    "an int of 5,000 digits": (b"schema_version: " + b"9" * 5_000, "number_out_of_range"),
    "duplicate keys": (b"schema_version: 1\nschema_version: 1\n", "duplicate_key"),
    "a tag": (b"schema_version: !!python/object/apply:os.system ['true']\n", "yaml_tag"),
    "two documents": (b"a: 1\n---\nb: 2\n", "several_documents"),
    "a NUL": (b"schema_version: 1\x00", "control_character"),
    "an escape": (b"schema_version: '\x1b[2J'", "control_character"),
    "Shift_JIS": ("名前: 住民記録".encode("cp932"), "not_utf8"),
    "UTF-16": ("a: 1".encode("utf-16"), "not_utf8"),
    "nothing": (b"", "empty_file"),
    "no mapping": (b"- 1\n", "wrong_root"),
    "not YAML": (b"a: [", "yaml_syntax"),
    "a scalar of two megabytes": (b"a: " + b"x" * 2_000_000, "scalar_too_long"),
    "an unknown version": (b"schema_version: 99\n", "unsupported_version"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_validate_lists_what_is_wrong_as_json_and_as_text(name: str) -> None:
    data, code = HOSTILE[name]
    result = kakehashi("validate", "-", "--format", "json", stdin=data)
    assert (result.code, result.err) == (2, "")
    errors = result.json["errors"]
    assert code in [error["code"] for error in errors]
    for error in errors:
        assert set(error) >= {"code", "severity", "message", "file", "line", "column", "suggestion"}
        assert error["severity"] == CODES[error["code"]].severity
        assert error["file"] == "<stdin>"
        assert error["message"]["ja"]
        assert error["message"]["en"]
    told = kakehashi("validate", "-", stdin=data)
    assert (told.code, told.err) == (2, "")
    assert f"[{code}]" in told.text
    assert "\x1b" not in told.text


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("command", ["evaluate", "status", "export"])
def test_other_commands_say_it_on_stderr_and_write_nothing(name: str, command: str, tmp_path: Path) -> None:
    data, code = HOSTILE[name]
    plan = write(tmp_path / "plan.yaml", PLAN)
    out = tmp_path / "out.xlsx"
    arguments: dict[str, list[object]] = {"evaluate": [plan], "status": ["--plan", plan], "export": []}
    result = kakehashi(command, "-", *arguments[command], "-o", out, stdin=data)
    assert (result.code, result.out) == (2, b"")
    assert f"[{code}]" in result.err
    assert "Traceback" not in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


@pytest.mark.parametrize(
    "name", [name for name, (_, code) in HOSTILE.items() if code != "unsupported_version"]
)
def test_a_hostile_plan_is_told_in_the_same_way(name: str, tmp_path: Path) -> None:
    data, code = HOSTILE[name]
    result = kakehashi("evaluate", small_landscape(tmp_path), "-", stdin=data)
    assert (result.code, result.out) == (2, b"")
    assert f"[{code}]" in result.err
    verified = kakehashi("verify", small_landscape(tmp_path), "-", stdin=data)
    assert verified.code == 2
    assert "Traceback" not in verified.err


def test_a_file_that_is_not_there_is_a_finding_like_any_other(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, "a\0b"):
        result = kakehashi("validate", path, "--format", "json")
        assert result.code == 2
        assert [error["code"] for error in result.json["errors"]] == ["unreadable_file"]


def test_names_of_files_cannot_steer_the_terminal() -> None:
    result = kakehashi("validate", "\x1b]0;owned\x07.yaml")
    assert "\x1b" not in result.text
    assert "\\x1b]0;owned\\x07.yaml" in result.text


def test_warnings_are_listed_with_exit_0_and_counted_by_other_commands(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, integrations=[
        {"id": "001o001", "name": "自分へ", "from": "jumin", "to": "jumin", "realizations": {"legacy": {}, "standard": {}}}
    ])  # fmt: skip
    result = kakehashi("validate", landscape, "--format", "json")
    assert result.code == 0
    assert [(error["code"], error["severity"]) for error in result.json["errors"]] == [
        ("link_to_itself", "warning")
    ]
    shown = kakehashi("show", landscape, "--format", "json")
    assert shown.code == 0
    assert "警告が 1 件" in shown.err
    assert shown.json["links"]["total"] == 1


def test_a_spreadsheet_never_takes_a_name_for_a_formula(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, integrations=[
        {"id": "001o001", "name": "=cmd|' /C calc'!A0", "from": "jumin", "to": "zeimu", "realizations": {"legacy": {}}}
    ])  # fmt: skip
    result = kakehashi("affected", landscape, "--system", "jumin", "--format", "csv")
    assert "'=cmd|" in result.out.decode("utf-8-sig")
    assert result.out.startswith("\ufeff".encode())
