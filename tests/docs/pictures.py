"""The pictures of the pages, drawn by the product itself."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.cli.command import kakehashi
from tests.docs.pages import DOCS, EXAMPLES, ROOT

IMAGES = DOCS / "images"
_SAMPLES = ROOT / "sample_landscapes"
_TEXT = re.compile(r"<text [^>]*>(.*?)</text>")


class Picture(NamedTuple):
    """`options` as `kakehashi diagram` takes them."""

    name: str
    landscape: Path
    plan: Path
    month: str
    options: tuple[str, ...] = ()

    def draw(self, file: Path) -> None:
        done = kakehashi(
            "diagram", self.landscape, "--plan", self.plan, "--month", self.month, *self.options, "-o", file
        )
        assert done.code == 0, done.err


class Chart(NamedTuple):
    """A comparison of the patterns of a landscape."""

    name: str
    landscape: Path

    def draw(self, file: Path) -> None:
        done = kakehashi("compare", self.landscape, "--time-limit", "600", "--format", "svg", "-o", file)
        assert done.code == 0, done.err


class Difference(NamedTuple):
    """Two plans of a landscape over the whole time."""

    name: str
    landscape: Path
    before: Path
    after: Path

    def draw(self, file: Path) -> None:
        done = kakehashi("diff", self.landscape, self.before, self.after, "-o", file)
        assert done.code == 0, done.err


_ASAHIKAWA = (_SAMPLES / "asahikawa" / "landscape.yaml", _SAMPLES / "asahikawa" / "plans" / "actual.yaml")
_SUITA = _SAMPLES / "suita"
_HIGASHIMURAYAMA = (
    _SAMPLES / "higashimurayama" / "landscape.yaml",
    _SAMPLES / "higashimurayama" / "plans" / "main.yaml",
)
PICTURES: tuple[Picture | Chart | Difference, ...] = (
    Picture("asahikawa-2024-05.svg", *_ASAHIKAWA, "2024-05"),
    Picture("asahikawa-2024-05-en.svg", *_ASAHIKAWA, "2024-05", ("--lang", "en")),
    Picture("asahikawa-2024-04.svg", *_ASAHIKAWA, "2024-04"),
    Picture("asahikawa-2026-01.svg", *_ASAHIKAWA, "2026-01"),
    Picture("kinds-2025-02.svg", EXAMPLES / "kinds.yaml", EXAMPLES / "kinds-plan.yaml", "2025-02"),
    Picture("grid-2025-02.svg", EXAMPLES / "grid.yaml", EXAMPLES / "grid-plan.yaml", "2025-02"),
    Picture(
        "suita-2025-10-vendors.svg",
        _SUITA / "landscape.yaml",
        _SUITA / "plans" / "p3a.yaml",
        "2025-10",
        ("--group", "vendor"),
    ),
    Picture("asahikawa-map-2024-05.svg", *_ASAHIKAWA, "2024-05", ("--view", "map")),
    Picture("asahikawa-bridges.svg", *_ASAHIKAWA, "2024-05", ("--view", "bridges")),
    Picture(
        "higashimurayama-phases.svg", *_HIGASHIMURAYAMA, "2026-02", ("--view", "phases", "--group", "vendor")
    ),
    Picture("higashimurayama-moves.svg", *_HIGASHIMURAYAMA, "2026-02", ("--view", "moves")),
    Picture(
        "suita-vendors.svg",
        _SUITA / "landscape.yaml",
        _SUITA / "plans" / "p3a.yaml",
        "2025-10",
        ("--view", "vendors"),
    ),
    Picture(
        "suita-costs.svg",
        _SUITA / "landscape.yaml",
        _SUITA / "plans" / "p3a.yaml",
        "2025-10",
        ("--view", "costs"),
    ),
    Chart("suita-comparison.svg", _SUITA / "landscape.yaml"),
    Difference(
        "suita-difference.svg",
        _SUITA / "landscape.yaml",
        _SUITA / "plans" / "p1.yaml",
        _SUITA / "plans" / "p3b.yaml",
    ),
)


def words(picture: Path) -> Counter[str]:
    """What is written in a picture; where it stands depends on the Graphviz and the fonts of the day."""
    return Counter(_TEXT.findall(picture.read_text(encoding="utf-8")))
