"""Links that a plan lets go absent: findings, never violations (semantics, section 3)."""

from __future__ import annotations

from analyzer.bridges.demands import Demands, Stretch
from analyzer.landscape.model import Integration, IntegrationKey
from analyzer.messages import Finding, Text


def lost_links(demands: Demands) -> tuple[Finding, ...]:
    """`link_lost` and `absent_high`, one per integration, with first month and months in all."""
    lost: dict[IntegrationKey, list[int]] = {}
    absent: dict[IntegrationKey, list[int]] = {}
    generations = demands.schedule.landscape.generations
    for stretch in demands.stretches:
        if stretch.state.state != "absent":
            continue
        integration = stretch.integration
        older, newer = _generations(demands, stretch)
        months = [m for i in stretch.spans for m in _months(demands, i)]
        written = [i for i, g in enumerate(generations) if g in integration.realizations]
        ended = integration.ends and bool(written) and older > written[-1]
        none_at_both = older not in written and newer not in written
        if none_at_both and written and written[0] < older and not integration.ends:
            lost.setdefault(integration.key, []).extend(months)
        left = stretch.source.form > 0 or stretch.target.form > 0
        if integration.criticality == "high" and left and not ended:
            absent.setdefault(integration.key, []).extend(months)
    return (
        *(_lost(demands, key, months) for key, months in sorted(lost.items())),
        *(_absent(demands, key, months) for key, months in sorted(absent.items())),
    )


def _generations(demands: Demands, stretch: Stretch) -> tuple[int, int]:
    landscape = demands.schedule.landscape
    indices = sorted(
        landscape.generation_index(landscape.systems[end.system].forms[end.form].generation)
        for end in (stretch.source, stretch.target)
    )
    return indices[0], indices[1]


def _months(demands: Demands, span: int) -> range:
    covered = demands.schedule.spans[span]
    return range(covered.start, covered.stop)


def _lost(demands: Demands, key: IntegrationKey, months: list[int]) -> Finding:
    integration, first = demands.schedule.landscape.integrations[key], demands.schedule.month(months[0])
    return _finding(demands, "link_lost", integration, months, Text(
        f"連携 {key}（{integration.name}）は {len(months)} か月（最初は {first}）、両端の世代に実現方法がなく、途切れます。終了する連携なら ends: true と書いてください。",
        f"Integration {key} has no realization at the generations of its ends in {len(months)} month(s), the first {first}. If it ends, say ends: true.",
    ))  # fmt: skip


def _absent(demands: Demands, key: IntegrationKey, months: list[int]) -> Finding:
    integration, first = demands.schedule.landscape.integrations[key], demands.schedule.month(months[0])
    return _finding(demands, "absent_high", integration, months, Text(
        f"重要度の高い連携 {key}（{integration.name}）が {len(months)} か月（最初は {first}）、どの方法でも運ばれません。",
        f"Integration {key} of high criticality is not carried at all in {len(months)} month(s), the first {first}.",
    ))  # fmt: skip


def _finding(
    demands: Demands, code: str, integration: Integration, months: list[int], message: Text
) -> Finding:
    return Finding(
        code=code,
        severity="warning",
        message=message,
        place=demands.schedule.landscape.places.at(integration.path),
        details=(
            ("integration", str(integration.key)),
            ("month", str(demands.schedule.month(months[0]))),
            ("months", len(months)),
        ),
    )
