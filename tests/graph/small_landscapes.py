"""Landscapes of a few systems, made from the model's values alone, and a strategy of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from analyzer.landscape.model import (
    Environment,
    Form,
    Hub,
    Integration,
    IntegrationKey,
    Landscape,
    Line,
    Realization,
    Rule,
    System,
    Vendor,
)
from analyzer.landscape.months import Horizon, Month

GENERATIONS = ("legacy", "standard")
LEGACY = {"legacy": Realization("legacy")}


def form(
    environment: str = "office",
    generation: str = "legacy",
    vendor: str = "vendor-a",
    package: str | None = None,
) -> Form:
    return Form(environment, generation, vendor, package)


def system(
    id_: str,
    *forms: Form,
    name: str | None = None,
    block: str | None = None,
    owner: str | None = None,
) -> System:
    return System(id_, name or id_, "standard", forms or (form(),), block=block, owner=owner)


def link(
    id_: str,
    source: str | None,
    target: str | None,
    realizations: Mapping[str, Realization] | None = None,
    branch: str = "00",
) -> Integration:
    key = IntegrationKey(id_, branch, source, target)
    return Integration(key, id_, LEGACY if realizations is None else realizations)


def landscape(
    systems: Iterable[System],
    links: Iterable[Integration] = (),
    *,
    hubs: Iterable[Hub] = (),
    lines: Sequence[Line] | None = None,
    rules: Sequence[Rule] = (),
) -> Landscape:
    """Vendors and environments are those that systems and hubs name."""
    systems, hubs = list(systems), list(hubs)
    forms = [form for system in systems for form in system.forms]
    vendors = sorted({f.vendor for f in forms} | {h.vendor for h in hubs})
    environments = sorted({f.environment for f in forms} | {h.environment for h in hubs})
    return Landscape(
        id="small",
        name="小さな例",
        horizon=Horizon(Month.parse("2025-04"), Month.parse("2026-03")),
        generations=GENERATIONS,
        vendors={v: Vendor(v, v) for v in vendors},
        environments={e: Environment(e, e, "on_premises") for e in environments},
        lines=None if lines is None else tuple(lines),
        hubs={h.id: h for h in sorted(hubs, key=lambda hub: hub.id)},
        packages={},
        systems={s.id: s for s in sorted(systems, key=lambda system: system.id)},
        integrations={i.key: i for i in links},
        catalogue=None,
        partner_answers=(),
        existing_bridges=(),
        law_changes=(),
        rules=tuple(rules),
        patterns=(),
    )


FORMS = st.builds(
    form,
    st.sampled_from(["office", "cloud"]),
    st.sampled_from(GENERATIONS),
    st.sampled_from(["vendor-a", "vendor-b", "vendor-c"]),
    st.sampled_from([None, None, "std-a"]),
)
HUBS = (
    Hub("master", "連携用マスタ", "office", "vendor-b"),
    Hub("storage", "ストレージ", "cloud", "vendor-d"),
)
LINES = (Line("wan", ("office", "cloud")), Line("dark", ("datacenter", "office")))
INTERFACES = st.sampled_from([None, None, "x", "y"])
VIA = st.sampled_from([None, "master", "storage"])


@st.composite
def _realizations(draw: st.DrawFn) -> dict[str, Realization]:
    old = Realization("legacy", via=draw(VIA), send=draw(INTERFACES), receive=draw(INTERFACES))
    new = Realization("standard", via=draw(VIA), send=draw(INTERFACES), receive=draw(INTERFACES))
    both = {"legacy": old, "standard": new}
    return draw(
        st.sampled_from([both, both, {"legacy": old, "standard": old}, {"legacy": old}, {"standard": new}])
    )


@st.composite
def landscapes(draw: st.DrawFn, most_systems: int = 5, most_links: int = 10) -> Landscape:
    """Up to `most_systems` systems of one form each; unknown partners and self-links among the links.

    The number of links is drawn first: lists of free length are mostly too short to have ties.
    """
    ids = [f"s{number}" for number in range(draw(st.integers(1, most_systems)))]
    ends = st.sampled_from([*ids, *ids, None])
    count = draw(st.integers(0, min(most_links, 2 * len(ids))))
    names = st.sampled_from(["k1", "k2", "k3"])
    keys = draw(st.lists(st.tuples(names, ends, ends), min_size=count, max_size=count, unique=True))
    return landscape(
        [system(id_, draw(FORMS)) for id_ in ids],
        [link(id_, source, target, draw(_realizations())) for id_, source, target in keys],
        hubs=HUBS,
        lines=LINES,
    )
