"""The command line on what is kept: put, named wherever a landscape or a plan is asked for, changed, told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.command import Result, kakehashi, small_landscape, small_plan, write

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """The command with a store of its own, named by the environment."""
    environment = {
        "KAKEHASHI_STORE": f"sqlite:///{tmp_path / 'kept.db'}", "LOGNAME": "akari",
        "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"),
    }  # fmt: skip
    with patch.dict("os.environ", environment):
        yield kakehashi


@pytest.fixture
def kept(run: Run, tmp_path: Path) -> Run:
    """`small` in two versions, the second without its rule's name, and a plan beside it."""
    for note in ("一", "二"):
        assert run("store", "put", small_landscape(tmp_path, landscape={"note": note})).code == 0
    assert run("store", "put-plan", "small", "p", small_plan(tmp_path)).code == 0
    return run


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (("show",), ()), (("validate",), ()), (("export",), ("--list", "systems")), (("status",), ("--month", "2025-02")),
        (("affected",), ("--system", "jumin", "--depth", "2")), (("evaluate", "P"), ("--format", "json")),
        (("bridges", "P"), ("--format", "csv")), (("tests", "P"), ()), (("why", "P"), ("--try", "jumin.shift=2025-03")),
        (("affected",), ("--vendor", "va", "--plan", "P", "--month", "2025-02", "--format", "json")),
        (("status",), ("--plan", "P", "--month", "2025-02", "--format", "json")),
    ],
)  # fmt: skip
def test_what_is_kept_gives_the_answer_of_its_file(
    command: tuple[str, ...],
    options: tuple[str, ...],
    kept: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    named = "as-long.yaml"  # as `stored:small` is: lines break at the same words
    small_landscape(tmp_path, landscape={"note": "二"}).rename(named)
    plan = small_plan(tmp_path)

    def asked(landscape: object, named: object) -> Result:
        name, *positional = command
        rest = [named if word == "P" else word for word in (*positional, *options)]
        return kakehashi(name, landscape, *rest)

    of_file, of_store = asked(named, plan), asked("stored:small", "stored:small/p")
    assert of_store.code == of_file.code == 0
    assert of_store.out.replace(b"stored:small", named.encode()) == of_file.out


def test_versions_are_named_by_number_by_hash_and_by_its_beginning(kept: Run) -> None:
    first, second = (
        version["hash"] for version in kept("store", "show", "small", "--format", "json").json["versions"]
    )
    for name, wanted in (
        ("1", first),
        ("2", second),
        (first, first),
        (first[7:], first),
        (second[7:13], second),
    ):
        answer = kept("validate", f"stored:small@{name}", "--format", "json")
        assert answer.json["landscape"]["hash"] == wanted
    assert kept("validate", "stored:small", "--format", "json").json["landscape"]["hash"] == second


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "stored:smal"), "not_kept_landscape"), (("show", "stored:small@3"), "not_kept_version"),
        (("show", "stored:small@zz"), "not_kept_version"), (("show", "stored:small@00000000"), "not_kept_version"),
        (("show", "stored:"), "not_a_stored_landscape"), (("show", "stored:small@"), "not_a_stored_landscape"),
        (("show", "stored:small/p"), "not_a_stored_landscape"), (("evaluate", "stored:small", "stored:small/q"), "not_kept_plan"),
        (("evaluate", "stored:small", "stored:p"), "not_a_stored_plan"), (("store", "show", "small@1"), "no_version_here"),
        (("store", "use", "small"), "version_needed"), (("store", "delete", "small"), "confirm"),
        (("store", "list", "--store", "gopher://x"), "wrong_store_url"),
        (("store", "list", "--store", "sqlite:////nowhere/x.db"), ""), (("store", "put", "missing.yaml"), "unreadable_file"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_said_with_its_code_and_changes_nothing(
    arguments: tuple[str, ...], code: str, kept: Run
) -> None:
    before = kept("store", "audit", "--format", "json").out
    result = kept(*arguments)
    assert (result.code, result.out) == (2, b"")
    assert code in result.err
    assert "Traceback" not in result.err
    assert kept("store", "audit", "--format", "json").out == before


def test_the_same_content_makes_no_second_version_and_an_expectation_is_kept(
    run: Run, tmp_path: Path
) -> None:
    file = small_landscape(tmp_path)
    assert "第 1 版" in run("store", "put", file, "--expect", "none").err
    assert "第 1 版" in run("store", "put", file).err
    changed = small_landscape(tmp_path, landscape={"note": "x"})
    refused = run("store", "put", changed, "--expect", "none")
    assert refused.code == 2
    assert "small" in refused.err
    assert run("store", "put", changed, "--expect", "1").code == 0
    assert run("store", "use", "small@1", "--expect", "1").code == 2
    assert run("store", "use", "small@1", "--expect", "2").code == 0
    assert [v["number"] for v in run("store", "show", "small", "--format", "json").json["versions"]] == [1, 2]
    assert run("store", "show", "small", "--format", "json").json["current"]["number"] == 1


def test_the_audit_log_says_who_did_it_on_this_machine(kept: Run) -> None:
    kept("store", "delete", "small@1", "--yes")
    kept("store", "delete-plan", "small", "p")
    kept("store", "delete", "small", "--yes")
    entries = kept("store", "audit", "--format", "json").json["entries"]
    assert [entry["action"] for entry in entries] == [
        "landscape.put", "landscape.put", "plan.put", "version.delete", "plan.delete", "landscape.delete",
    ]  # fmt: skip
    assert {entry["actor"] for entry in entries} == {"local:akari"}
    assert kept("store", "list", "--format", "json").json["landscapes"] == []


def test_findings_about_what_is_kept_name_the_line_of_the_file_that_came_in(run: Run, tmp_path: Path) -> None:
    file = small_landscape(
        tmp_path, hubs=None, law_changes=[{"id": "law", "month": "2031-01", "businesses": [], "cost": 1}]
    )
    of_file = run("validate", file, "--format", "json").json
    if not of_file["valid"] or not of_file["errors"]:
        file = small_landscape(tmp_path, landscape={"deadline": "2031-01"})
        of_file = run("validate", file, "--format", "json").json
    assert of_file["valid"]
    assert run("store", "put", file).code == 0
    assert run("validate", "stored:small", "--format", "json").json["errors"] == of_file["errors"]


def test_the_text_that_came_in_comes_out_byte_by_byte(run: Run, tmp_path: Path) -> None:
    file = small_landscape(tmp_path)
    file.write_bytes(b"# \xe8\xa8\x98\r\n" + file.read_bytes())
    run("store", "put", file)
    assert run("store", "get", "small", "--source").out == file.read_bytes()
    canonical = tmp_path / "canonical.yaml"
    canonical.write_bytes(run("store", "get", "small").out)
    assert "第 1 版" in run("store", "put", canonical).err


def test_a_plan_from_standard_input_is_read_once(run: Run, tmp_path: Path) -> None:
    run("store", "put", small_landscape(tmp_path))
    assert (
        kakehashi("store", "put-plan", "small", "p", "-", stdin=small_plan(tmp_path).read_bytes()).code == 0
    )
    assert run("evaluate", "stored:small", "stored:small/p").code == 0
    assert kakehashi("store", "put-plan", "small", "q", "-", stdin=b"moves: 3").code == 2


def test_an_answer_that_is_kept_can_be_verified(kept: Run, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    assert kept("evaluate", "stored:small", "stored:small/p", "--format", "json", "-o", answer).code == 0
    assert kept("store", "put-plan", "small", "answer", answer).err.count("警告") == 0
    assert kept("verify", "stored:small", "stored:small/answer").code == 0
    assert "警告" in kept("store", "put-plan", "small@1", "old", answer).err


def test_the_option_store_goes_before_the_setting(run: Run, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    run("store", "put", small_landscape(tmp_path), "--store", other)
    assert run("show", "stored:small").code == 2
    assert run("show", "stored:small", "--store", other).code == 0


def test_without_any_setting_the_users_own_folder_is_made(tmp_path: Path) -> None:
    environment = {
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path),
        "KAKEHASHI_STORE": "",
    }
    with patch.dict("os.environ", environment):
        assert kakehashi("store", "put", small_landscape(tmp_path)).code == 0
    assert (tmp_path / "data" / "kakehashi" / "kakehashi.db").is_file()
    assert (tmp_path / "data" / "kakehashi").stat().st_mode & 0o77 == 0, "nobody else's"


def test_a_backup_goes_into_an_empty_store_only_and_leaves_no_part_of_a_file(
    kept: Run, tmp_path: Path
) -> None:
    file, copy = tmp_path / "b.backup", f"sqlite:///{tmp_path / 'copy.db'}"
    assert kept("store", "backup", file).code == 0
    assert kept("store", "restore", file).code == 2
    assert kept("store", "restore", file, "--store", copy).code == 0
    for command in ("show", "search"):
        what = "small" if command == "show" else "jumin"
        assert kept("store", command, what, "--store", copy).out == kept("store", command, what).out
    assert kept("store", "check", "--store", copy).code == 0
    missing = kept("store", "backup", tmp_path / "no" / "b.backup")
    assert missing.code == 2
    (tmp_path / "damaged").write_bytes(file.read_bytes()[:-50])
    damaged = kept("store", "restore", tmp_path / "damaged", "--store", f"sqlite:///{tmp_path / 'third.db'}")
    assert damaged.code == 2
    assert "damaged_backup" in damaged.err
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_check_finds_a_version_that_somebody_has_changed_in_the_file(kept: Run, tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415

    connection = sqlite3.connect(tmp_path / "kept.db")
    connection.execute(
        "UPDATE version SET frame = CAST(replace(CAST(frame AS TEXT), '庁内', '庁外') AS BLOB) WHERE number = 1"
    )
    connection.commit()
    connection.close()
    result = kept("store", "check")
    assert result.code == 1
    assert "damaged_version" in result.err
    assert "第 1 版" in result.err


def test_a_configuration_with_an_error_hinders_only_what_needs_it(tmp_path: Path) -> None:
    folder = tmp_path / "kakehashi"
    folder.mkdir()
    (folder / "config.toml").write_text("stroe = 3\n")
    with patch.dict("os.environ", {"XDG_CONFIG_HOME": str(tmp_path)}):
        assert kakehashi("show", small_landscape(tmp_path)).code == 0
        result = kakehashi("store", "list")
    assert result.code == 2
    assert "config.toml:1:1 [unknown_setting]" in result.err


def test_a_landscape_with_errors_is_not_kept(run: Run, tmp_path: Path) -> None:
    result = run("store", "put", write(tmp_path / "l.yaml", {"schema_version": 1}))
    assert result.code == 2
    assert json.loads(run("store", "list", "--format", "json").out)["landscapes"] == []
