"""docs/cli.md: the tables of options come from the commands, the outputs from running its examples.

``python -m tests.cli.documentation`` writes the page anew; a test says that it is fresh.
An output that ends with a line ``…`` shows its first lines only.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import typer.main

from analyzer.cli import commands
from analyzer.cli.app import app
from analyzer.cli.help import SEPARATOR
from tests.cli.command import kakehashi

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "cli.md"
MORE = "…"
ENVIRONMENT = {
    "COLUMNS": "100",
    "KAKEHASHI_LANG": "ja",
    "KAKEHASHI_STORE": "sqlite:///out/kakehashi.db",
    "LOGNAME": "akari",
}
FOLDER = "/home/akari"
"""What the page shows of the folder that the examples run in."""


class _Then(datetime):
    """The time at which the examples run."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 4, 1, 9, 30, tzinfo=tz)


class _NoSecrets:
    """In place of `secrets`: a key that opens nothing anywhere, and the same each time."""

    @staticmethod
    def token_hex(_: int) -> str:
        return "0123456789ab"

    @staticmethod
    def token_urlsafe(_: int) -> str:
        return "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"


_TABLE = re.compile(r"(<!-- options: ([^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_EXAMPLE = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)


def command_tree() -> Mapping[str, Any]:
    """The commands by name, with both languages in their help."""
    commands.register(app)
    tree: Any = typer.main.get_command(app)
    return {**dict(_commands(tree)), "kakehashi": tree}


def _commands(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The commands of a group and of the groups in it: ``store put``."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def fresh_page(page: str, folder: Path) -> str:
    """The page with every table and every output as they are now; examples write into `folder`."""
    tables = _TABLE.sub(lambda match: f"{match[1]}{_options(match[2])}{match[3]}", page)
    return _EXAMPLE.sub(lambda match: f"{match[1]}{''.join(_run_again(match[2], folder))}{match[3]}", tables)


def _options(name: str) -> str:
    rows = ["| | 説明 | |\n", "|---|---|---|\n"]
    for parameter in command_tree()[name].params:
        if parameter.name in ("help", "install_completion", "show_completion"):
            continue
        ja, en = parameter.help.split(SEPARATOR)
        rows.append(f"| {_written(parameter)} | {ja} | {en} |\n")
    return "".join(rows)


def _written(parameter: Any) -> str:
    names = [name for name in parameter.opts if name.startswith("-")]
    if not names:
        return f"`{parameter.metavar}`"
    choices = getattr(parameter.type_descriptor, "choices", None)
    value = parameter.metavar or ("|".join(choices) if choices else "" if parameter.is_flag else "N")
    written = ", ".join(sorted(names, key=len, reverse=True)) + (f" {value}" if value else "")
    return f"`{written}`".replace("|", "\\|")


def _run_again(block: str, folder: Path) -> Iterator[str]:
    """A block of ``$ command`` lines, each followed by what it prints."""
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if not part:
            continue
        command, *shown = part.splitlines()
        yield f"{command}\n"
        lines = run_documented(command.removeprefix("$ "), folder)
        if shown and shown[-1] == MORE and len(lines) >= len(shown):
            lines = [*lines[: len(shown) - 1], MORE]
        yield from (f"{line}\n" for line in lines)


def run_documented(command: str, folder: Path) -> list[str]:
    """The lines that a command of the page prints, run in `folder`, with the samples, ``docs/`` and ``out/`` there."""
    for shown in ("sample_landscapes", "docs"):
        if not (folder / shown).exists():
            (folder / shown).symlink_to(ROOT / shown)
    (folder / "out").mkdir(exist_ok=True)
    before = Path.cwd()
    os.chdir(folder)
    try:
        with (
            patch.dict(os.environ, {**ENVIRONMENT, "XDG_CONFIG_HOME": str(folder / "none")}),
            patch("analyzer.stores.changes.datetime", _Then),
            patch("analyzer.access.keys.secrets", _NoSecrets),
        ):
            result = kakehashi(*shlex.split(command)[1:])
    finally:
        os.chdir(before)
    lines = (result.err + result.out.decode("utf-8-sig")).splitlines()
    lines = [line.replace(str(folder.resolve()), FOLDER) for line in lines]
    return lines if result.code == 0 else [*lines, f"(exit code {result.code})"]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(fresh_page(PAGE.read_text(encoding="utf-8"), Path(made)), encoding="utf-8")
