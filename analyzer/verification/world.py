"""What a plan makes of its landscape, span by span: states, possible ways, legs tested before it begins."""

from __future__ import annotations

from functools import cached_property

from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.plan.relays import LineNeed, line_needs
from analyzer.plan.schedule import Schedule, Span
from analyzer.verification.offers import Carried, Offers
from analyzer.verification.ways import Ends
from analyzer.verification.works import Bridge

Demand = tuple[IntegrationKey, int]
"""A known link that is native or mixed in a span (by the span's index)."""

Choice = dict[Demand, Carried]
"""How every demand is carried."""


class World:
    """Answers questions about one landscape under one schedule."""

    def __init__(self, schedule: Schedule) -> None:
        self.landscape: Landscape = schedule.landscape
        self.schedule = schedule
        self.spans: tuple[Span, ...] = schedule.spans
        self.offers = Offers(self.landscape)
        self.network = self.offers.network
        self.catalogue = self.offers.catalogue

    @property
    def links(self) -> tuple[Integration, ...]:
        """Links with two known partners, sorted by key."""
        return self.offers.links

    @cached_property
    def by_name(self) -> dict[str, IntegrationKey]:
        """Links by the name that an answer gives them."""
        return {str(link.key): link.key for link in self.links}

    @cached_property
    def span_of_month(self) -> tuple[int, ...]:
        """The index of the span of each month of the horizon."""
        return tuple(span.index for span in self.spans for _ in range(len(span)))

    def month_text(self, index: int) -> str:
        """``YYYY-MM`` of a month counted from the first."""
        return self._month_texts[index]

    @cached_property
    def _month_texts(self) -> tuple[str, ...]:
        return tuple(str(month) for month in self.landscape.horizon.months())

    def months_text(self, indices: set[int]) -> list[str]:
        """Months as an answer lists them."""
        return [self.month_text(index) for index in sorted(indices)]

    def ends(self, link: Integration, span: int) -> Ends:
        """The link under the forms of the span."""
        return self.offers.ends(link, *self._forms(link, span))

    def state(self, link: Integration, span: int) -> str:
        """`internal`, `native`, `mixed` or `absent`."""
        return self.ends(link, span).state.state

    def possible(self, link: Integration, span: int) -> dict[str, Carried]:
        """Every way that may carry the link for the whole span, by name; empty: nothing can."""
        months = self.spans[span]
        return self.offers.possible(link, *self._forms(link, span), months.start, months.stop)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """Every known link in every span in which it is native or mixed."""
        return tuple(
            (link.key, span.index)
            for link in self.links
            for span in self.spans
            if self.state(link, span.index) in ("native", "mixed")
        )

    @cached_property
    def names(self) -> dict[Demand, tuple[str, str]]:
        """Every demand as certificates name it: its link, and its span by the first month."""
        texts = {link.key: str(link.key) for link in self.links}
        return {
            (key, span): (texts[key], self.month_text(self.spans[span].start)) for key, span in self.demands
        }

    @cached_property
    def possibilities(self) -> dict[Demand, dict[str, Carried]]:
        """`possible` for every demand."""
        return {
            (key, span): self.possible(self.landscape.integrations[key], span) for key, span in self.demands
        }

    @property
    def tested_before(self) -> frozenset[str]:
        """Legs of what is native at the forms 0, and of what standing bridges carry there."""
        return self.offers.tested_before

    @cached_property
    def line_needs(self) -> tuple[LineNeed, ...]:
        """Months before a move in which a relay stands in for the line that it needs."""
        needs = line_needs(self.schedule, self.network, self.catalogue)
        return tuple(need for need in needs if need.relay)

    def relay(self, between: tuple[str, str]) -> Bridge | None:
        """The relay of a pair, if there is one or one is on offer."""
        return self.offers.relay(between)

    def _forms(self, link: Integration, span: int) -> tuple[int, int]:
        assert link.key.source is not None
        assert link.key.target is not None
        forms = self.schedule.span_forms
        return forms[link.key.source][span], forms[link.key.target][span]
