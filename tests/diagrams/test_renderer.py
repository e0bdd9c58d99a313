"""DOT → picture: formats, hostile names, and an end to every wait."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from analyzer.diagrams import DrawingError, Format, draw_landscape
from analyzer.diagrams.renderer import render
from analyzer.diagrams.svg import allow_listed
from analyzer.errors import MissingToolError
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape
from tests.builders import landscape
from tests.diagrams.pictures import MOVED, SVG, generated, mixed_city, mixed_plan, svg_of, texts_of

MAGIC = {"svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "dot": b"digraph "}

HOSTILE = {
    "<b>bold</b>": None,
    "<<TABLE HREF='javascript:alert(1)'>>": None,
    "</text><script>alert(1)</script>": None,
    "ends with a backslash\\": None,
    'quo"ted" and \\"': None,
    "a:b:c -> d; [URL=x]": None,
    "&lt;entity&#60;&amp;": None,
    "\\N\\G\\l\\r\\n": None,
    "// no comment /* here */ #": None,
    "${jndi:x} %s {0}": None,
    "right \u202eto left\u202c": "right to left",
    "two\nlines": "two lines",
    "nul \x00 and escape \x1b[31m": "nul \ufffd and escape \ufffd[31m",
    "half a letter \ud800": "half a letter \ufffd",
}
"""Name in the file → how the picture shows it, where that is not letter for letter."""


@pytest.mark.requires_dot
@pytest.mark.parametrize("format_", ["svg", "png", "pdf", "dot"])
def test_every_format_is_what_it_says_and_the_same_twice(format_: str) -> None:
    city = mixed_city()
    plan = mixed_plan(city)
    one, two = (
        draw_landscape(
            city, month=MOVED, evaluation=plan, group="vendor", language="ja", format=cast("Format", format_)
        )
        for _ in range(2)
    )
    assert one.startswith(MAGIC[format_])
    assert one == two


def renamed(city: Landscape, name: str) -> Landscape:
    """Everything of that name. The file's checks refuse some of these; pictures do not rely on it."""
    return replace(
        city,
        name=name,
        cost_unit=name,
        vendors={id_: replace(vendor, name=name) for id_, vendor in city.vendors.items()},
        environments={id_: replace(place, name=name) for id_, place in city.environments.items()},
        hubs={id_: replace(hub, name=name) for id_, hub in city.hubs.items()},
        systems={id_: replace(known, name=name) for id_, known in city.systems.items()},
    )


@pytest.mark.requires_dot
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_in_a_safe_picture(name: str) -> None:
    svg = svg_of(renamed(landscape(), name))
    shown = HOSTILE[name] or name
    texts = texts_of(svg)
    assert f"{shown}（2 システム）" in texts
    assert f"{shown}（ハブ）" in texts
    assert f"{shown} 2025-01 の連携（環境別）" in texts
    assert fromstring(svg).findtext(f"{SVG}title") == f"{shown}　2025-01 の連携（環境別）"
    assert_safe(svg)


def assert_safe(svg: bytes) -> None:
    for element in fromstring(svg).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "g",
            "title",
            "polygon",
            "polyline",
            "path",
            "ellipse",
            "text",
        }
        for attribute, value in element.attrib.items():
            assert not attribute.lower().startswith("on")
            assert "href" not in attribute.lower()
            assert "javascript" not in value
            assert "url(" not in value
    assert b"<!" not in svg


@pytest.mark.requires_dot
def test_a_name_of_ten_thousand_letters_is_cut_with_an_ellipsis() -> None:
    texts = texts_of(svg_of(renamed(landscape(), "長" * 10_000)))
    assert "長" * 13 in texts
    assert any(text.startswith("長") and text.endswith("…") for text in texts)
    assert max(map(len, texts)) < 200


@pytest.mark.requires_dot
def test_the_picture_of_a_city_holds_every_system_by_name() -> None:
    city, moves = generated(34, 600, 24, 8, 8)
    started = time.monotonic()
    texts = texts_of(svg_of(city, evaluate_plan(city, moves), city.horizon.first + 13))
    assert time.monotonic() - started < 30
    assert {system.name for system in city.systems.values()} <= set(texts)


@pytest.mark.requires_dot
def test_three_hundred_systems_are_drawn_without_a_hang() -> None:
    city, _ = generated(300, 3000, 36, 12, 20)
    started = time.monotonic()
    svg = svg_of(city)
    assert time.monotonic() - started < 30
    assert any("システム 300" in text for text in texts_of(svg))


def test_an_svg_keeps_only_what_is_known_to_be_harmless() -> None:
    hostile = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">'
        b'<script>x()</script><foreignObject><p/></foreignObject><image href="http://x"/>'
        b'<a xlink:href="javascript:x()"><text>linked</text></a><style>* {}</style>'
        b'<text onclick="x()" fill="url(http://x)" x="1">kept &lt;b&gt;</text></svg>'
    )
    svg = allow_listed(hostile, "a < b")
    assert_safe(svg)
    assert texts_of(svg) == ["kept <b>"]
    assert fromstring(svg).findtext(f"{SVG}title") == "a < b"


def fake(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


ENGINES = (("dot", 0.3), ("sfdp", 5.0))


def test_a_dot_that_never_ends_is_ended_and_the_next_program_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The shell's child holds the pipe open: ending the shell alone would wait for the child.
    fake(tmp_path, "dot", "sleep 60; echo never")
    fake(tmp_path, "sfdp", "cat > /dev/null; printf drawn")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    started = time.monotonic()
    assert render("digraph {}", "png", "", ENGINES) == b"drawn"
    assert time.monotonic() - started < 20


def test_where_every_program_fails_the_reasons_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, "dot", "sleep 60")
    fake(tmp_path, "sfdp", "cat > /dev/null; echo 'out of memory' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(DrawingError, match=r"dot: over 0 s, sfdp: out of memory"):
        render("digraph {}", "png", "", ENGINES)


def test_a_missing_dot_is_said_with_how_to_install_it_and_dot_text_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError) as error:
        render("digraph {}", "svg", "")
    assert "graphviz" in error.value.install_hint
    assert render("digraph {}", "dot", "") == b"digraph {}"
