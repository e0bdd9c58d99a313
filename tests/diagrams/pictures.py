"""Landscapes with plans for pictures, and readers of what was drawn."""

from __future__ import annotations

from typing import Any

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from analyzer.diagrams import draw_landscape
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.generator import Request, build_city
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from tests.builders import landscape, link, system

SVG = "{http://www.w3.org/2000/svg}"
MOVED = Month.parse("2025-03")
"""In this month jumin of `mixed_city` has moved and zeimu has not."""


def mixed_city() -> Landscape:
    """A link of each manner in `MOVED`, under the plan of `mixed_plan`."""
    realized = {"legacy": {"via": "master"}, "standard": {"via": "master"}}
    moved = system("jumin", _move(), name="住民記録", current={"package": "suite"})
    return landscape(
        systems=[
            moved,
            system("inkan", _move(), name="印鑑登録", current={"package": "suite"}),
            system("zeimu", _move(), name="税務", current={"vendor": "vb"}),
            system(
                "print", name="印刷", scope="external", current={"generation": "standard", "vendor": "vb"}
            ),
        ],
        packages=[{"id": "suite", "name": "スイート"}],
        integrations=[
            link("001", "jumin", "zeimu", realizations=realized),
            link("002", "jumin", "zeimu"),
            link("003", "zeimu", "jumin", suspendable=1),
            link("004", "jumin", "inkan"),
            link("005", "jumin", "print"),
            link("006", "zeimu", "jumin", realizations={"standard": {}}, criticality="high"),
            link("007", "zeimu", None),
        ],
        bridges=[{"kind": "keep_legacy", "setup": 1, "per_link": 100, "per_month": 0}],
    )


def _move() -> dict[str, Any]:
    return {"id": "shift", "to": {"environment": "cloud", "generation": "standard"}}


def mixed_plan(city: Landscape) -> Evaluation:
    """jumin and inkan in 2025-03, zeimu in 2025-06."""
    months = {"jumin": "2025-03", "inkan": "2025-03", "zeimu": "2025-06"}
    return evaluate_plan(city, {MoveRef(s, "shift"): Month.parse(m) for s, m in months.items()})


def generated(systems: int, links: int, months: int, windows: int, vendors: int) -> tuple[Landscape, Any]:
    """A generated city and its plan's moves."""
    city = build_city(Request(systems, links, months, windows, vendors, 1))
    read = read_document(city.document, Places("city.yaml")).landscape
    assert read is not None
    moves: Any = city.plan["moves"]
    return read, {MoveRef(*move.split(".")): Month.parse(text) for move, text in moves.items()}


def svg_of(city: Landscape, evaluation: Evaluation | None = None, month: Month | None = None) -> bytes:
    return draw_landscape(
        city, month=month, evaluation=evaluation, group="environment", language="ja", format="svg"
    )


def texts_of(svg: bytes) -> list[str]:
    """The texts of a picture, blanks as plain ones."""
    return ["".join(t.itertext()).replace("\xa0", " ") for t in fromstring(svg).iter(f"{SVG}text")]
