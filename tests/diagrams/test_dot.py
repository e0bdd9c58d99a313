"""View → DOT: the same bytes, and no name that acts."""

from __future__ import annotations

import random
import re
from copy import deepcopy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from analyzer.diagrams import draw_landscape
from analyzer.diagrams.dot import quote
from analyzer.diagrams.safe_text import LONGEST, clean, columns, shorten
from analyzer.landscape.model import Landscape
from tests.builders import landscape, landscape_document, link, system
from tests.diagrams.pictures import MOVED, mixed_city, mixed_plan

SNAPSHOT = Path(__file__).parent / "mixed_city.dot"


def dot_of(city: Landscape) -> str:
    drawn = draw_landscape(
        city, month=MOVED, evaluation=mixed_plan(city), group="environment", language="ja", format="dot"
    )
    return drawn.decode()


def test_the_dot_of_a_small_city_is_the_one_that_was_looked_at() -> None:
    assert dot_of(mixed_city()) == SNAPSHOT.read_text("utf-8")


def test_the_order_of_the_file_changes_no_byte() -> None:
    document = landscape_document()
    shuffled = deepcopy(document)
    for section in ("vendors", "environments", "systems"):
        random.Random(1).shuffle(shuffled[section])
        shuffled[section].reverse()
    drawn = [
        draw_landscape(landscape(d), month=None, evaluation=None, group="vendor", language="en", format="dot")
        for d in (document, shuffled)
    ]
    assert drawn[0] == drawn[1]


@given(st.text())
def test_a_quoted_text_is_one_string_whatever_it_holds(text: str) -> None:
    quoted = quote(text)
    assert re.fullmatch(r'"(?:[^"\\\n]|\\["\\])*"', quoted)


@given(st.text(max_size=200))
def test_a_shortened_text_is_no_wider_than_asked_and_keeps_short_texts(text: str) -> None:
    short = shorten(text)
    assert columns(short) <= LONGEST
    assert short == clean(text) or short.endswith("…")


def test_a_cleaned_text_has_no_control_and_no_direction_letters() -> None:
    assert clean("a\x00b\tc\nd\u202ee\u200ff\x1bg") == "a\ufffdb c def\ufffdg"


def test_a_line_within_one_column_runs_by_its_label() -> None:
    city = landscape(systems=[system("a"), system("b")], integrations=[link("001", "a", "b")], hubs=[])
    drawn = draw_landscape(
        city, month=None, evaluation=None, group="environment", language="en", format="dot"
    ).decode()
    lines = {match[1]: match[2] for match in re.finditer(r"(\w+ -> \w+) \[.*dir=\"(\w+)\"", drawn)}
    assert lines == {"s0 -> b0": "none", "s1 -> b0": "back"}
