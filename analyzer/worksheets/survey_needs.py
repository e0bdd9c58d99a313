"""Which answers the survey of intent (意向調査) still lacks, vendor by vendor.

東村山市: vendor A prepares two functions, 「現行システムでの連携機能の維持」 (keep_legacy, at the newer end of a mixed link) and
「標準化対応した連携機能」 (early_standard, at its older end), and each partner is asked which one it wants. An answer is needed for a link
that is mixed under the plan in some month (without a plan: that could ever be) between two vendors, unless a bridge that
stands carries it; once for each pair of systems and vendors, of the vendor at whose end the bridge would be built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from analyzer.bridges.routes import FormOf
from analyzer.graph.states import LinkState, realization_state
from analyzer.landscape.model import BridgeKind, Integration, IntegrationKey, Landscape, PartnerAnswer
from analyzer.landscape.months import Month
from analyzer.plan.catalogue import Catalogue
from analyzer.worksheets.worksheet import Asked


class Ask(NamedTuple):
    """One question: would `vendor` build a bridge of this kind at `system`, for links with the partner's system?"""

    vendor: str
    kind: BridgeKind
    system: str
    partner_vendor: str
    partner_system: str

    def __str__(self) -> str:
        """The number of the question, which an answer names: ``keep_legacy/vendor-a/jumin/vendor-b/kaigo``."""
        return "/".join((self.kind, self.vendor, self.system, self.partner_vendor, self.partner_system))


@dataclass(slots=True)
class Need:
    """The links that a question is about, and the months in which they are mixed (none without a plan)."""

    answer: PartnerAnswer | None
    priced: bool
    links: set[IntegrationKey] = field(default_factory=set)
    months: set[Month] = field(default_factory=set)


def survey_needs(asked: Asked) -> dict[Ask, Need]:
    """Every question that the survey asks, those already answered among them; sorted."""
    landscape = asked.landscape
    catalogue = Catalogue(landscape)
    found: dict[Ask, Need] = {}
    for integration, state, source, target, months in _mixed(asked):
        for ask in _asks(landscape, state, source, target):
            need = found.get(ask)
            if need is None:
                answer = catalogue.answer(
                    ask.kind, system=ask.system, vendor=ask.vendor,
                    partner_system=ask.partner_system, partner_vendor=ask.partner_vendor,
                )  # fmt: skip
                priced = catalogue.offer(ask.kind, system=ask.system, vendor=ask.vendor) is not None
                need = found[ask] = Need(answer, priced)
            need.links.add(integration.key)
            need.months |= months
    return dict(sorted(found.items()))


_Mixed = tuple[Integration, LinkState, FormOf, FormOf, set[Month]]


def _mixed(asked: Asked) -> Iterator[_Mixed]:
    """The mixed links with the forms of their ends, and when."""
    evaluation = asked.evaluation
    if evaluation is None or evaluation.demands is None:
        yield from _ever_mixed(asked.landscape)
        return
    demands = evaluation.demands
    standing = set()
    if evaluation.assessment is not None:
        standing = {
            (stretch.integration.key, span)
            for stretch, span, option in evaluation.assessment.carriage
            if option.way.bridge is not None and option.way.bridge.stands
        }
    for stretch in demands.stretches:
        if stretch.state.state != "mixed":
            continue
        months = {
            demands.schedule.month(month)
            for number in stretch.spans
            if (stretch.integration.key, number) not in standing
            for month in range(demands.schedule.spans[number].start, demands.schedule.spans[number].stop)
        }
        if asked.month is not None:
            months &= {asked.month}
        if months:
            yield stretch.integration, stretch.state, stretch.source, stretch.target, months


def _ever_mixed(landscape: Landscape) -> Iterator[_Mixed]:
    """Whatever the plan: each pair of forms in which a link is mixed."""
    for integration in landscape.integrations.values():
        source, target = integration.key.source, integration.key.target
        if source is None or target is None:
            continue
        forms = (enumerate(landscape.systems[end].forms) for end in (source, target))
        for (i, one), (j, other) in product(*forms):
            state = realization_state(integration, one, other, landscape.generations)
            if state.state == "mixed":
                yield integration, state, FormOf(source, i), FormOf(target, j), set()


def _asks(landscape: Landscape, state: LinkState, source: FormOf, target: FormOf) -> Iterator[Ask]:
    newer, older = (source, target) if state.newer == "source" else (target, source)
    vendor_of = {end: landscape.systems[end.system].forms[end.form].vendor for end in (newer, older)}
    if vendor_of[newer] == vendor_of[older]:
        return  # one vendor's own affair
    yield Ask(vendor_of[newer], "keep_legacy", newer.system, vendor_of[older], older.system)
    if state.successor is not None:
        yield Ask(vendor_of[older], "early_standard", older.system, vendor_of[newer], newer.system)
