"""Forms, states, spans and availability of a landscape under given months (sections 1 to 3).

The oracle is written from the sentences of the definitions, which stand beside the code as
comments, by brute force and without care for speed. It reads the model and nothing else of
the analyzer.
"""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.landscape.model import Form, Integration, Landscape, MoveRef, Realization, System
from analyzer.landscape.months import Availability, Month


class Span(NamedTuple):
    """Months `first` to `last`, both inclusive, in which nothing changes."""

    first: Month
    last: Month

    def months(self) -> list[Month]:
        return [self.first + i for i in range(self.last - self.first + 1)]


class LinkState(NamedTuple):
    """The state of an integration in a month; `newer` and `older` are its ends (ids) where it is mixed."""

    name: str
    newer: str = ""
    older: str = ""
    newer_realization: Realization | None = None
    older_realization: Realization | None = None


@dataclass(frozen=True)
class World:
    """A landscape and a month for each of its moves, in order and within the horizon."""

    landscape: Landscape
    moves: Mapping[MoveRef, Month]

    # ---- section 1 and 2: time, forms, cutovers

    @property
    def first(self) -> Month:
        return self.landscape.horizon.first

    def months(self) -> tuple[Month, ...]:
        return self.landscape.horizon.months()

    def move_month(self, system: System, number: int) -> Month:
        """The month of the move that reaches form `number` (1, 2, …)."""
        return self.moves[MoveRef(system.id, system.moves[number - 1].id)]

    def form_index(self, system_id: str, month: Month) -> int:
        # "A move takes effect at the start of its month: from that month on the system has the new form."
        system = self.landscape.systems[system_id]
        return sum(1 for number in range(1, len(system.forms)) if self.move_month(system, number) <= month)

    def form(self, system_id: str, month: Month) -> Form:
        return self.landscape.systems[system_id].forms[self.form_index(system_id, month)]

    def at_form_0(self, integration: Integration, month: Month) -> bool:
        """Do both ends still have their form 0?"""
        return all(self.form_index(end, month) == 0 for end in ends(integration))

    def cuts_over(self, system_id: str, month: Month) -> bool:
        # "A system that takes a new form in a month makes one cutover in it, even if two of its moves fall there"
        return self.form_index(system_id, month) != self.form_index(system_id, month + -1)

    # ---- section 3: states

    def known_integrations(self) -> list[Integration]:
        # "An unknown partner (…) such a link has no state and no figure."
        return [link for link in self.landscape.integrations.values() if link.known]

    def state(self, integration: Integration, month: Month) -> LinkState:
        source, target = ends(integration)
        source_form, target_form = self.form(source, month), self.form(target, month)
        # "internal: both ends' forms have the same package (…)"; "An end without `package` is never internal."
        if source_form.package is not None and source_form.package == target_form.package:
            return LinkState("internal")
        # "with source generation g_s and target generation g_t (older of the two o, newer n)"
        position = self.landscape.generations.index
        if position(source_form.generation) >= position(target_form.generation):
            newer, older = source, target
        else:
            newer, older = target, source
        r_new = integration.realizations.get(self.form(newer, month).generation)
        r_old = integration.realizations.get(self.form(older, month).generation)
        # "absent: r(o) does not exist"
        if r_old is None:
            return LinkState("absent")
        # "native: r(g_s) and r(g_t) both exist and are the same one (through equal generations or `same_as`;
        # equal content does not make two realizations one)": one realization is written at one generation.
        if r_new is not None and r_new.generation == r_old.generation:
            return LinkState("native", newer, older, r_new, r_old)
        # "mixed: r(o) exists, and r(n) does not or is another one"
        return LinkState("mixed", newer, older, r_new, r_old)

    # ---- section 3: hubs, lines

    def hub_usable(self, hub_id: str, month: Month) -> bool:
        # "A hub may be used only while it and its environment are available."
        hub = self.landscape.hubs[hub_id]
        environment = self.landscape.environments[hub.environment]
        return hub.available.covers(month) and environment.available.covers(month)

    def line_open(self, pair: tuple[str, str], month: Month) -> bool:
        # "needs a line that joins them (either direction) and is open in that month"
        return any(
            sorted(line.between) == sorted(pair) and line.available.covers(month)
            for line in self.landscape.lines or ()
        )

    # ---- section 4: spans

    def spans(self) -> list[Span]:
        begins = sorted({month for month in self._span_begins() if month in self.landscape.horizon})
        lasts = [begin + -1 for begin in begins[1:]] + [self.landscape.horizon.last]
        return [Span(begin, last) for begin, last in zip(begins, lasts, strict=True)]

    def _span_begins(self) -> Iterator[Month]:
        # "a span begins in the first month, in each month with a move,"
        yield self.first
        yield from self.moves.values()
        # "in each month in which an environment, a hub or a line begins to be available or has ceased to be,"
        things: list[Availability] = [e.available for e in self.landscape.environments.values()]
        things += [h.available for h in self.landscape.hubs.values()]
        things += [line.available for line in self.landscape.lines or ()]
        for available in things:
            if available.first is not None:
                yield available.first
            if available.last is not None:
                yield available.last + 1
        for existing in self.landscape.existing_bridges:
            # "after the `until` of an existing bridge,"
            if existing.until is not None:
                yield existing.until + 1
            # "With `from` (…) serves only from that month on (a span begins there)"
            if existing.first is not None:
                yield existing.first
        # "new bridges of this vendor serve up to this month" (a span begins after it)
        for vendor in self.landscape.vendors.values():
            if vendor.bridges_until is not None:
                yield vendor.bridges_until + 1
        # "and `lead_months` after the first month for each entry of the catalogue."
        for entry in self.landscape.catalogue or ():
            yield self.first + entry.lead_months


def ends(integration: Integration) -> tuple[str, str]:
    """Source and target of an integration with known partners."""
    source, target = integration.key.source, integration.key.target
    assert source is not None
    assert target is not None
    return source, target
