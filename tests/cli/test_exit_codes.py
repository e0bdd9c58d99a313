"""What the process ends with, and that it never ends with a traceback."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from analyzer import usecases
from analyzer.errors import StoppedError
from tests.cli.command import kakehashi, small_landscape, small_plan, write


@pytest.fixture
def landscape(tmp_path: Path) -> Path:
    return small_landscape(tmp_path)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return small_plan(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "L"), ("show", "L"), ("status", "L"), ("status", "L", "--plan", "P", "--month", "2025-02"),
        ("affected", "L", "--system", "jumin"), ("evaluate", "L", "P"), ("bridges", "L", "P"),
        ("tests", "L", "P"), ("export", "L", "--list", "systems"), ("--version",), ("--help",),
        ("evaluate", "--help"), ("validate", "sample:asahikawa"),
    ],
)  # fmt: skip
def test_what_is_done_ends_with_0(arguments: tuple[str, ...], landscape: Path, plan: Path) -> None:
    places = {"L": landscape, "P": plan}
    result = kakehashi(*(places.get(argument, argument) for argument in arguments))
    assert (result.code, result.err) == (0, "")
    assert result.out


@pytest.mark.parametrize("command", ["evaluate", "bridges", "tests"])
def test_a_plan_that_breaks_a_rule_ends_with_1_and_its_answer(command: str, tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=[{"together": ["jumin.shift", "zeimu.shift"]}])
    result = kakehashi(command, landscape, small_plan(tmp_path), "--format", "json")
    assert result.code == 1
    assert [violation["code"] for violation in result.json["violations"]] == ["together"]


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        ({"jumin.shift": "2025-02"}, "move_missing"),
        ({"jumin.shift": "2025-02", "zeimu.shift": "2031-01"}, "out_of_horizon"),
        ({"jumin.shift": "2025-02", "zeimu.shift": "2025-03", "kokuho.lift": "2025-03"}, "move_unknown"),
    ],
)
def test_a_plan_without_forms_is_evaluated_without_a_cost(
    moves: dict[str, str], code: str, tmp_path: Path, landscape: Path
) -> None:
    result = kakehashi(
        "evaluate", landscape, write(tmp_path / "p.yaml", {"moves": moves}), "--format", "json"
    )
    assert result.code == 1
    assert result.json["cost"] is None
    assert code in [violation["code"] for violation in result.json["violations"]]


@pytest.mark.parametrize("question", [("status",), ("affected", "--system", "jumin")])
def test_a_plan_without_forms_has_no_month_to_show(
    question: tuple[str, ...], tmp_path: Path, landscape: Path
) -> None:
    plan = write(tmp_path / "p.yaml", {"moves": {}})
    command, *options = question
    result = kakehashi(command, landscape, *options, "--plan", plan)
    assert (result.code, result.out) == (1, b"")
    assert "move_missing" in result.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("validate",), "LANDSCAPE を指定してください"),
        (("valdate", "L"), "valdate というコマンドはありません"),
        (
            ("validate", "L", "--fromat", "json"),
            "--fromat というオプションはありません。もしかして: --format",
        ),
        (("validate", "L", "--format", "xml"), "--format の値が正しくありません"),
        (("validate", "L", "--lang", "fr"), "--lang の値が正しくありません"),
        (("evaluate", "-", "-"), "標準入力(-)は一つだけに使えます"),
        (("evaluate", "L", "P", "--time-limit", "soon"), "--time-limit の値が正しくありません"),
        (("evaluate", "L", "P", "--time-limit", "-1"), "--time-limit の値が正しくありません"),
        (("affected", "L"), "一つだけを指定してください"),
        (("affected", "L", "--system", "jumin", "--hub", "master"), "一つだけを指定してください"),
        (("affected", "L", "--system", "jumin", "--depth", "0"), "--depth の値が正しくありません"),
        (("affected", "L", "--system", "jumi"), "もしかして: jumin"),
        (("affected", "L", "--integration", "001o002"), "連携「001o002」はこのランドスケープにありません"),
        (("bridges", "L", "P", "--vendor", "vc"), "ベンダ「vc」はこのランドスケープにありません"),
        (("tests", "L", "P", "--month", "2025/2"), "もしかして: 2025-02"),
        (("tests", "L", "P", "--month", "2030-01"), "2030-01 は計画の期間"),
        (("status", "L", "--month", "next"), "YYYY-MM で書いてください"),
        (("export", "L"), "一覧が複数あります"),
        (("export", "L", "--list", "people"), "「people」という一覧はありません"),
        (("generate", "--systems", "0"), "systems は 1 以上"),
        (("validate", "sample:asahikwa", "-o", "/nowhere/x"), "/nowhere/x"),
        (("show", "sample:asahikwa"), "もしかして: asahikawa"),
        (("show", "L", "-o", "/nowhere/x"), "/nowhere/x"),
        (("evaluate", "L", "missing.yaml"), "missing.yaml"),
    ],
)
def test_a_wrong_argument_ends_with_2_and_a_sentence(
    arguments: tuple[str, ...], sentence: str, landscape: Path, plan: Path
) -> None:
    places = {"L": landscape, "P": plan}
    result = kakehashi(*(places.get(argument, argument) for argument in arguments))
    assert result.code == 2
    assert sentence in result.err
    assert "Traceback" not in result.err


def test_both_files_are_wrong_and_both_are_told(tmp_path: Path) -> None:
    landscape = write(tmp_path / "l.yaml", {"schema_version": 1})
    plan = write(tmp_path / "p.yaml", {"move": {}})
    result = kakehashi("evaluate", landscape, plan, "--lang", "en")
    assert (result.code, result.out) == (2, b"")
    assert "l.yaml:1:1 [missing_field]" in result.err
    assert "Did you mean moves?" in result.err


def test_a_limit_that_comes_before_any_answer_ends_with_3(
    landscape: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise StoppedError("no answer yet")

    monkeypatch.setattr(usecases, "evaluate", stopped)
    result = kakehashi("evaluate", landscape, plan, "--time-limit", "1")
    assert (result.code, result.out) == (3, b"")
    assert "--time-limit" in result.err


def test_a_fault_of_the_program_is_one_line_and_ends_with_70(
    landscape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nobody")

    monkeypatch.setattr(usecases, "check", broken)
    result = kakehashi("validate", landscape)
    assert (result.code, result.out) == (70, b"")
    assert result.err.count("\n") == 1
    assert "ZeroDivisionError: by nobody" in result.err
    assert "KAKEHASHI_DEBUG=1" in result.err


def test_interrupted_it_says_so_and_ends_with_130(landscape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(usecases, "check", interrupted)
    result = kakehashi("validate", landscape)
    assert (result.code, result.out, result.err) == (130, b"", "中断しました。\n")


def test_a_full_disk_is_said_in_a_sentence(landscape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "answer.json")

    monkeypatch.setattr("analyzer.cli.session.write_all_atomically", full)
    result = kakehashi("validate", landscape, "-o", "answer.json")
    assert result.code == 2
    assert "answer.json" in result.err
    assert "No space left" in result.err


def test_an_answer_is_verified_with_0_a_wrong_one_with_1_and_a_malformed_one_with_2(
    tmp_path: Path, landscape: Path, plan: Path
) -> None:
    answer = tmp_path / "answer.json"
    assert kakehashi("evaluate", landscape, plan, "--format", "json", "-o", answer).code == 0
    right = kakehashi("verify", landscape, answer)
    assert (right.code, right.err) == (0, "")
    total = '"total": '
    wrong = answer.read_text(encoding="utf-8").replace(total, f"{total}9", 1)
    told = kakehashi("verify", landscape, "-", "--format", "json", stdin=wrong.encode())
    assert told.code == 1
    assert told.json["ok"] is False
    assert told.json["faults"]
    malformed = kakehashi("verify", landscape, "-", "--format", "json", stdin=b'{"status": 1}')
    assert malformed.code == 2
    assert malformed.json["malformed"] is True
    unreadable = kakehashi("verify", landscape, "-", "--format", "json", stdin=b"{[")
    assert unreadable.code == 2
    assert unreadable.json["faults"][0]["code"] in ("yaml_syntax", "key_not_text")
