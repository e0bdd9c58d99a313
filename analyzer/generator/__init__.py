"""Seeded landscapes of any size that look like a real city: same arguments, same bytes.

住民記録 and the taxes feed most others; today's links mostly go via an integration master, the
standard ones via an object storage; vendors are uneven; cutovers are allowed in some months only.
Every landscape comes with a plan that keeps its rules, and every plan that keeps the order of
the moves can be served (`analyzer.generator.offers`).

The arguments of the three functions, all checked by `Request`:

- `systems`, `links` (integrations in all), `months` of the horizon, `windows` (months in which
  cutovers are allowed, at most all; with 0 no system has a move), `vendors`, `seed`;
- `first`: first month of the horizon, ``YYYY-MM``;
- `capacity_factor`: the landscape allows ceil(factor × moving systems / windows) cutovers per
  month, its great vendors their share; None: no capacities, each move has its own earliest and
  latest month instead;
- `catalogue`: ``full``, or ``sided`` for keep_legacy and early_standard only, whose least bridge
  cost is one min-cut;
- `lines`: declare lines, and moves that need one beforehand;
- `unknown_partners`: how many of the links have an unknown partner (one in 200 if not said);
- `session_cost`: cost of a test session in person-days;
- `main_routes`: how many main routes through each hub are tested where a leg of it is due.
"""

from __future__ import annotations

from typing import TypedDict, Unpack

from analyzer.generator.city import GENERATOR_VERSION, City, build_city
from analyzer.generator.request import Catalogue, ImpossibleRequestError, Request
from analyzer.generator.text import to_yaml

__all__ = [
    "GENERATOR_VERSION",
    "Catalogue",
    "City",
    "ImpossibleRequestError",
    "Options",
    "Request",
    "build_city",
    "generate",
    "generate_plan",
    "generate_yaml",
]


class Options(TypedDict, total=False):
    """What may be left out; the defaults stand in `Request`."""

    first: str
    capacity_factor: float | None
    catalogue: Catalogue
    lines: bool
    unknown_partners: int | None
    session_cost: int
    main_routes: int


def generate(
    systems: int, links: int, months: int, windows: int, vendors: int, seed: int, **options: Unpack[Options]
) -> dict[str, object]:
    """A landscape as a plain document, in the form of the landscape file.

    `ImpossibleRequestError`, a ValueError, says why no landscape can be as asked.
    """
    return build_city(Request(systems, links, months, windows, vendors, seed, **options)).document


def generate_yaml(
    systems: int, links: int, months: int, windows: int, vendors: int, seed: int, **options: Unpack[Options]
) -> str:
    """The text of the landscape file of `generate`, ending with a line feed."""
    document = generate(systems, links, months, windows, vendors, seed, **options)
    return to_yaml(document, heading=f"架空の自治体 / a made-up city, generator version {GENERATOR_VERSION}")


def generate_plan(
    systems: int, links: int, months: int, windows: int, vendors: int, seed: int, **options: Unpack[Options]
) -> dict[str, object]:
    """``{"moves": {"jumin.shift": "2025-10", …}}``: a plan that keeps every rule of the same call's landscape."""
    return build_city(Request(systems, links, months, windows, vendors, seed, **options)).plan
