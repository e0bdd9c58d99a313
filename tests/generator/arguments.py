"""Arguments for the generator: small ones for hypothesis, and the sizes of a real city."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Arguments = dict[str, Any]

CITY: Arguments = {"systems": 34, "links": 600, "months": 24, "windows": 8, "vendors": 8, "seed": 1}


@st.composite
def small_arguments(draw: st.DrawFn) -> Arguments:
    systems = draw(st.integers(1, 40))
    links = draw(st.integers(0, 60)) if systems > 1 else 0
    return {
        "systems": systems,
        "links": links,
        "months": draw(st.integers(1, 14)),
        "windows": draw(st.integers(0, 16)),
        "vendors": draw(st.integers(1, 12)),
        "seed": draw(st.integers(-5, 10_000)),
        "first": draw(st.sampled_from(["2023-04", "2025-01", "2025-12"])),
        "capacity_factor": draw(st.sampled_from([None, 1, 1.1, 1.6, 3.0])),
        "catalogue": draw(st.sampled_from(["full", "sided"])),
        "lines": draw(st.booleans()),
        "unknown_partners": draw(st.one_of(st.none(), st.integers(0, links))),
        "session_cost": draw(st.integers(0, 3)),
        "main_routes": draw(st.integers(0, 3)),
    }
