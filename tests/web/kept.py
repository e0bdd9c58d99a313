"""Landscapes that are kept beside 旭川市 for tests of the page: a large one, one with hostile names, one whose vendors slip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzer.generator import generate_plan, generate_yaml
from analyzer.landscape.loading import read_landscape
from analyzer.plan.reading import kept_plan
from analyzer.reports.answer import answer_document
from analyzer.stores.compact import compact
from analyzer.usecases import evaluate, load
from tests.builders import SMALL, landscape
from tests.web.serving import Site

HOSTILE = "<img src=x onerror=alert(1)></script><b>'\"&{{7*7}}"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="package")
def city(site: Site) -> str:
    """The id of a made-up city of 300 systems, kept with the answer about the plan that comes with it, as ``made``."""
    asked = (300, 330, 12, 4, 12, 7)
    made = read_landscape(generate_yaml(*asked).encode(), "city.yaml").landscape
    assert made is not None
    version = site.store.put_version(made, expect=None)
    answer = answer_document(evaluate(made, kept_plan({"moves": generate_plan(*asked)["moves"]}), 5.0))
    site.store.put_plan(made.id, "made", version.hash, compact(answer), expect=None)
    return made.id


@pytest.fixture(scope="package")
def hostile(site: Site) -> str:
    """The id of a landscape whose every name is markup; its plan is ``plan``."""

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: HOSTILE if key == "name" else named(inner) for key, inner in value.items()}
        return [named(inner) for inner in value] if isinstance(value, list) else value

    sections = {
        name: named(value) for name, value in SMALL.items() if name not in ("landscape", "schema_version")
    }
    head = {**SMALL["landscape"], "id": "hostile", "name": HOSTILE}
    site.store.put_version(landscape(landscape=head, **sections), expect=None)
    site.moves("hostile", "plan", {"jumin.shift": "2025-02", "zeimu.shift": "2025-04"})
    return "hostile"


@pytest.fixture(scope="package")
def slips(site: Site) -> str:
    """The id of a landscape whose vendors slip; its plan is ``plan``."""
    made = load(str(EXAMPLES / "slips.yaml")).landscape
    site.store.put_version(made, expect=None)
    site.keep_plan(made.id, "plan", str(EXAMPLES / "slips-plan.yaml"))
    return made.id
