"""docs/cli.md is true: its examples are run, its options are those of the commands."""

from __future__ import annotations

import re
from pathlib import Path

from analyzer.cli.running import BROKEN_PIPE, BUG, INPUT_WRONG, INTERRUPTED
from tests.cli.documentation import PAGE, command_tree, fresh_page


def test_every_example_prints_what_the_page_shows_and_every_option_is_there(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert fresh_page(page, tmp_path) == page, "python -m tests.cli.documentation"


def test_every_command_has_its_section_with_options_and_an_example() -> None:
    sections = {
        part.split("\n", 1)[0]: part
        for part in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    for name in command_tree():
        if name != "kakehashi":
            section = sections[f"`{name.partition(' ')[0]}`"]
            assert f"<!-- options: {name} -->" in section
            assert re.search(rf"kakehashi {name}\s", section)


def test_every_exit_code_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for code in (0, 1, INPUT_WRONG, 3, BUG, INTERRUPTED, BROKEN_PIPE):
        assert re.search(rf"^\| {code} \|", page, flags=re.MULTILINE)
