"""Scenarios drawn for a landscape: any changes that speak of what it has."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from analyzer.landscape.model import Landscape
from analyzer.whatif.scenarios import Scenario, read_scenarios
from tests import strategies as drawn

Change = dict[str, Any]


def scenario_of(*changes: Change, id: str = "s") -> Scenario:
    """The scenario with these changes, as its file says them."""
    entry = {"id": id, "name": "シナリオ", "changes": list(changes)}
    (scenario,) = read_scenarios(
        json.dumps({"schema_version": 1, "scenarios": [entry]}).encode(), "scenarios.yaml"
    )
    return scenario


@st.composite
def changes(draw: st.DrawFn, landscape: Landscape, kinds: tuple[str, ...] | None = None) -> list[Change]:
    """0 to 4 changes; `kinds` narrows what they are."""
    length = len(landscape.horizon)
    month = drawn.months(length)
    refs = [f"{system.id}.{move.id}" for system in landscape.systems.values() for move in system.moves]
    links = [str(key) for key in landscape.integrations]
    made: dict[str, st.SearchStrategy[Any]] = {
        "delay": st.fixed_dictionaries({"vendor": st.sampled_from(drawn.VENDORS), "months": st.integers(1, 3)}),
        "withdraw": st.fixed_dictionaries({"vendor": st.sampled_from(drawn.VENDORS), "from": month}),
        "available": st.one_of(
            st.fixed_dictionaries({"environment": st.sampled_from(drawn.ENVIRONMENTS), "until": month | st.none()}),
            st.fixed_dictionaries({"package": st.just("std"), "from": month}),
            *([st.fixed_dictionaries({"hub": st.sampled_from(sorted(landscape.hubs)), "from": month})] if landscape.hubs else []),
        ),
        "capacity": st.fixed_dictionaries({"cutovers_per_month": st.integers(0, 3) | st.none()}, optional={"vendor": st.sampled_from(drawn.VENDORS)}),
        "unavailable": st.fixed_dictionaries({"vendor": st.sampled_from(drawn.VENDORS), "months": st.lists(month, min_size=1, max_size=3)}),
        "contract_end": st.fixed_dictionaries({"system": st.sampled_from(sorted(landscape.systems)), "until": month | st.none()}),
        "deadline": st.fixed_dictionaries({"month": month | st.none()}, optional={"lateness_per_month": drawn.cost | st.none()}),
        "costs": st.fixed_dictionaries({"test_case": drawn.cost}, optional={"session": drawn.cost}),
        "bridge": st.fixed_dictionaries({"kind": st.sampled_from(["keep_legacy", "early_standard", "manual"]), "setup": drawn.cost}, optional={"lead_months": st.integers(0, 3)}),
        "monthly_cost": st.fixed_dictionaries({"environment": st.sampled_from(drawn.ENVIRONMENTS), "cost": drawn.cost}),
        "drop_integration": st.sampled_from(links),
        "add_integration": st.fixed_dictionaries({
            "id": st.just("099o001"), "name": st.just("新"), "from": st.sampled_from(sorted(landscape.systems)),
            "to": st.sampled_from(sorted(landscape.systems)), "realizations": drawn.realizations(list(landscape.generations), sorted(landscape.hubs)),
        }),
        "law_change": st.fixed_dictionaries({"month": month, "name": st.just("改正"), "cost": st.fixed_dictionaries({"office": drawn.cost})}),
        "horizon": st.fixed_dictionaries({"last": st.integers(length - 1, length + 3).map(lambda n: str(drawn.FIRST + n))}),
        "blackout": st.fixed_dictionaries({"blackout": st.lists(month, max_size=2)}, optional={"systems": st.just({"vendor": "va"})}),
    }  # fmt: skip
    if refs:
        move = st.sampled_from(refs)
        made |= {
            "delay": made["delay"] | st.fixed_dictionaries({"move": move, "months": st.integers(1, 3)}),
            "fix": st.dictionaries(move, month, min_size=1, max_size=2),
            "forbid": st.dictionaries(move, st.lists(month, min_size=1, max_size=3), min_size=1, max_size=2),
            "target": st.fixed_dictionaries({"move": move, "to": st.fixed_dictionaries({"vendor": st.sampled_from(drawn.VENDORS)})}),
            "fixed": st.fixed_dictionaries({"fixed": st.dictionaries(move, month, max_size=2)}),
        }  # fmt: skip
    if len(refs) > 1:
        two = st.lists(st.sampled_from(refs), min_size=2, max_size=3, unique=True)
        made |= {
            "apart": two,
            "together": st.fixed_dictionaries({"together": two}),
            "before": two.map(lambda named: {"before": named[0], "after": named[1], "gap": len(named) - 1}),
        }
    found = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(sorted(made if kinds is None else made.keys() & set(kinds))))
        value = draw(made[kind])
        found.append({"rule" if kind in ("together", "before", "blackout", "fixed") else kind: value})
    return found
