"""What the pages show is true: commands, figures, links, pictures, tables."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from analyzer.landscape.schema import landscape_schema
from analyzer.messages import Text, words
from tests.benchmarks import order_chart
from tests.cli.command import kakehashi
from tests.docs import operations, page_pictures, reference, settings
from tests.docs.pages import (
    DOCS,
    EXAMPLES,
    ROOT,
    Figure,
    anchors,
    answer,
    examples,
    figure_of,
    figures,
    links,
    pages,
    printed,
    shows,
)
from tests.docs.pictures import IMAGES, PICTURES, Chart, Picture
from tests.docs.pictures import words as words_in


@pytest.mark.parametrize("page", sorted({example.page for example in examples()}))
def test_the_commands_of_a_page_print_what_it_shows(page: str, tmp_path: Path) -> None:
    """One folder for all of them: what one writes into ``out/``, the next may read."""
    for example in examples():
        if example.page == page:
            lines = printed(example.command, tmp_path)
            assert shows(example.shown, lines), "\n".join([example.command, *lines])


def test_both_readmes_show_a_real_answer() -> None:
    assert {example.page for example in examples() if "evaluate" in example.command} >= {
        "README.md",
        "README.ja.md",
    }


@pytest.mark.parametrize(
    ("shown", "lines", "true"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a",), ["a", "b"], False),
        (("a", "…"), ["a", "b"], True),
        (("a", "…", "c"), ["a", "b", "c"], True),
        (("…", "b", "…", "d", "…"), ["a", "b", "c", "d", "e"], True),
        (("…", "d", "…", "b", "…"), ["a", "b", "c", "d", "e"], False),
        (("…", "b", "d", "…"), ["a", "b", "c", "d", "e"], False),
        (("a", "…", "a"), ["a"], False),
        (("a", "…", "x"), ["a", "b"], False),
        ((), ["a"], False),
    ],
)
def test_an_ellipsis_leaves_lines_out_and_nothing_else(
    shown: tuple[str, ...], lines: list[str], true: bool
) -> None:
    assert shows(shown, lines) is true


@pytest.mark.parametrize("figure", sorted(set(figures())), ids=lambda f: f"{f.sample}/{f.plan} {f.field}")
def test_a_quoted_figure_is_that_of_the_answer(figure: Figure) -> None:
    assert figure_of(figure) == figure.written


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), link
        assert there.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(there), link


def quickstart(name: str) -> tuple[str, list[str]]:
    """The block of a readme that begins with the command line, and its commands without remarks."""
    page = (ROOT / name).read_text(encoding="utf-8")
    block = next(block for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "kakehashi" in block)
    commands = [line for line in block.splitlines() if line.startswith("kakehashi ")]
    return block, [line.partition(" #")[0].rstrip() for line in commands]


def test_both_readmes_begin_with_the_same_commands() -> None:
    assert quickstart("README.ja.md")[1] == quickstart("README.md")[1]


def test_the_quickstart_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block, commands = quickstart("README.md")
    names = dict(re.findall(r"^([A-Z]+)=(\S+)$", block, re.MULTILINE))
    (tmp_path / "sample_landscapes").symlink_to(ROOT / "sample_landscapes")
    for made in re.findall(r"^mkdir -p (\S+)$", block, re.MULTILINE):
        (tmp_path / made).mkdir()
    monkeypatch.chdir(tmp_path)
    assert len(commands) > 5
    for command in commands:
        # As DOT: Graphviz has tests of its own.
        drawn = re.sub(r"-o (\S+)\.svg", r"-o \1.dot", command)
        arguments = shlex.split(re.sub(r"\$([A-Z]+)", lambda match: names[match[1]], drawn))
        done = kakehashi(*arguments[1:])
        assert done.code == 0, f"{command}\n{done.err}"


def test_the_table_of_fields_is_fresh() -> None:
    page = reference.PAGE.read_text(encoding="utf-8")
    assert reference.fresh_page(page) == page, "make docs"


def test_the_table_of_operations_is_fresh() -> None:
    page = operations.PAGE.read_text(encoding="utf-8")
    assert operations.fresh_page(page) == page, "make docs"


def test_the_table_of_settings_is_fresh() -> None:
    page = settings.PAGE.read_text(encoding="utf-8")
    assert settings.fresh_page(page) == page, "make docs"


def test_the_table_of_fields_has_every_field_of_the_schema() -> None:
    page = reference.PAGE.read_text(encoding="utf-8")
    schema: Any = landscape_schema()
    for definition in schema["$defs"].values():
        for name in definition["properties"]:
            assert f"`{name}`" in page, name


@pytest.mark.parametrize("name", ["minimal.yaml", "minimal-plan.yaml"])
def test_the_smallest_file_in_the_page_is_the_one_that_is_run(name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    assert f"```yaml\n{text.rstrip()}\n```" in reference.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(EXAMPLES.glob("*.yaml")) if not path.stem.endswith("-plan")],
    ids=lambda path: path.name,
)
def test_an_example_is_valid_without_a_warning(path: Path) -> None:
    done = kakehashi("validate", path, "--format", "json")
    assert (done.code, done.json["errors"]) == (0, [])


@pytest.mark.requires_dot
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_says_what_the_product_draws_today(picture: Picture | Chart, tmp_path: Path) -> None:
    fresh = tmp_path / picture.name
    picture.draw(fresh)
    assert words_in(fresh) == words_in(IMAGES / picture.name), "make docs"
    assert sum(words_in(fresh).values()) > 10


def test_every_picture_is_made_by_the_product_and_shown_in_a_page() -> None:
    shown = {Path(link).name for page in pages() for link in links(page) if "images/" in link}
    made = {picture.name for picture in PICTURES}
    there = {path.name for path in IMAGES.iterdir()}
    assert there == shown
    made |= set(page_pictures.PICTURES)
    assert there - {order_chart.NAME} == made  # that one is drawn by `make bench`


GLOSSARY_ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|")
]


def _tables_of_words() -> list[tuple[str, str, Text]]:
    return [
        (table, key, text)
        for table, values in vars(words).items()
        if table.isupper() and isinstance(values, dict)
        for key, text in values.items()
    ] + [(name, "", text) for name, text in vars(words).items() if name.isupper() and isinstance(text, Text)]


@pytest.mark.parametrize(("table", "key", "text"), _tables_of_words())
def test_every_word_that_people_read_is_in_the_glossary(table: str, key: str, text: Text) -> None:
    assert any(
        text.ja in [*re.split(r" / |・", row[0]), row[0]]
        and text.en in [*(part.strip() for part in re.split(r"[,/]", row[1])), row[1]]
        and (key in row[2] or not row[2])
        for row in GLOSSARY_ROWS
        if len(row) == 4
    ), f"{table} {key}: {text.ja} / {text.en}"


def test_asahikawa_is_the_example_of_what_no_cut_decides() -> None:
    assert "Asahikawa is one of them" in (DOCS / "why.md").read_text(encoding="utf-8")
    assert answer("asahikawa", "actual")["certificate"]["bridge_cost_alone"]["proof"] == "shares"


def test_the_layers_in_the_architecture_are_those_of_the_contract() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    listed = re.search(r"<!-- layers -->\n```\n(.*?)```", page, re.DOTALL)
    contract = re.search(
        r"^layers = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert listed
    assert contract
    assert listed[1].replace(" (not there yet)", "").splitlines() == [
        re.sub(r"[()\",]", "", line).strip() for line in contract[1].splitlines()
    ]


def test_every_package_stands_in_the_architecture() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    for module in (ROOT / "analyzer").iterdir():
        if module.is_dir() and (module / "__init__.py").exists():
            assert f"| `{module.name}` |" in page
        elif module.suffix == ".py" and module.stem != "__init__":
            assert f"`{module.name}`" in page


def test_every_page_stands_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index or f"`{page.name}`" in index, page.name
