"""The pages, and what stands in them: commands with their output, figures, links.

A block ```` ```console ```` holds ``$ kakehashi …`` lines, each followed by what it prints; a line
``…`` stands for any number of lines left out. A figure that an answer gives is written
``808<!-- asahikawa/actual cost.total -->``: where it comes from is there, but nobody sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli.command import kakehashi
from tests.cli.documentation import MORE, PAGE, run_documented

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"

_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?) *$", re.MULTILINE)
_FIGURE = re.compile(r"([0-9][0-9,]*)\**<!-- (\S+)/(\S+) (\S+) -->")


class Example(NamedTuple):
    page: str
    command: str
    shown: tuple[str, ...]


class Figure(NamedTuple):
    """A number in a page, and the sample, plan and field of the answer that it is quoted from."""

    written: int
    sample: str
    plan: str
    field: str


def pages() -> list[Path]:
    """Every page that a reader may open, sorted."""
    return sorted(
        [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "sample_landscapes").rglob("*.md")],
        key=lambda path: path.relative_to(ROOT).as_posix(),
    )


def examples() -> Iterator[Example]:
    """All commands in ``console`` blocks but those of docs/cli.md, which has its own test."""
    for page in pages():
        if page == PAGE:
            continue
        for block in _CONSOLE.findall(page.read_text(encoding="utf-8")):
            for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
                command, *shown = part.splitlines() or [""]
                if command:
                    yield Example(page.name, command.removeprefix("$ "), tuple(shown))


def printed(command: str, folder: Path) -> list[str]:
    """The lines that a command prints, run where the samples, ``docs/`` and ``out/`` are."""
    return [line.rstrip() for line in run_documented(command, folder)]


def shows(shown: tuple[str, ...], lines: list[str]) -> bool:
    """Whether the shown lines are these, each ``…`` standing for any number of them."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == MORE:
            parts.append([])
        else:
            parts[-1].append(line.rstrip())
    if len(parts) == 1:
        return parts[0] == lines
    first, *between, last = parts
    if lines[: len(first)] != first or (last and lines[-len(last) :] != last):
        return False
    at, end = len(first), len(lines) - len(last)
    for part in between:
        found = next((n for n in range(at, end - len(part) + 1) if lines[n : n + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return at <= end


def links(page: Path) -> Iterator[str]:
    """The targets of a page's links, without those that stand in code."""
    yield from _LINK.findall(_CODE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8"))))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(text)}


def figures() -> Iterator[Figure]:
    for page in pages():
        for written, sample, plan, field in _FIGURE.findall(page.read_text(encoding="utf-8")):
            yield Figure(int(written.replace(",", "")), sample, plan, field)


@cache
def answer(sample: str, plan: str) -> Any:
    """The plan file that `evaluate` gives: of a sample, or of ``docs/examples``."""
    if sample == "examples":
        files = (EXAMPLES / f"{plan}.yaml", EXAMPLES / f"{plan}-plan.yaml")
    else:
        folder = ROOT / "sample_landscapes" / sample.split(":", maxsplit=1)[0]
        variant = sample.split(":", maxsplit=1)[1:]
        files = (folder / f"{'-'.join(['landscape', *variant])}.yaml", folder / "plans" / f"{plan}.yaml")
    return json.loads(kakehashi("evaluate", *files, "--format", "json").out)


def figure_of(figure: Figure) -> Any:
    """The field of the answer; a list counts as its length, ``tests@2024-05`` as that month's tests."""
    node = answer(figure.sample, figure.plan)
    for step in figure.field.split("."):
        name, _, month = step.partition("@")
        node = node[int(name)] if isinstance(node, list) else node[name]
        if month:
            node = [entry for entry in node if entry["month"] == month]
    return len(node) if isinstance(node, list) else node
