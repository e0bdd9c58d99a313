"""What links and systems use in some samples: first with the kept ways alone, then with free ones too."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from analyzer.landscape.model import IntegrationKey
from analyzer.whatif.slips.bits import Calendar, Flags, Mask, Whole, count, some
from analyzer.whatif.slips.pushing import Months
from analyzer.whatif.slips.sheet import Free, Sheet, Uses

Policy = Literal["own", "shared"]
"""How a free way is priced: it pays a bridge that does not stand yet in full, or its share of it among all free
links that could use the bridge in this sample."""


class InUse:
    """Some of the samples, first with the kept ways alone, then with free ones too."""

    def __init__(self, sheet: Sheet, calendar: Calendar, months: dict[str, Months], lengths: Months) -> None:
        self.sheet, self.calendar, self.samples = sheet, calendar, lengths.size
        self.horizon = calendar.below(lengths)
        self.months = months
        self.forms = self._forms()
        self.serves = np.zeros((len(sheet.bridges), calendar.words, self.samples), dtype=np.uint64)
        self.attached = np.zeros((len(sheet.attachments), self.samples), dtype=np.bool_)
        self.alive = np.zeros((len(sheet.environments), calendar.words, self.samples), dtype=np.uint64)
        self.due = np.full((len(sheet.legs), self.samples), calendar.never, dtype=np.int16)
        self.covers = np.full((len(sheet.edges), self.samples), calendar.never, dtype=np.int16)
        wanted = sheet.landscape.main_routes
        self.through = np.zeros(
            (len(sheet.hubs) if wanted else 0, wanted, calendar.words, self.samples), dtype=np.uint64
        )
        """Hub and n → the months in which at least n + 1 routes go through the hub."""
        self.suspension = np.zeros(self.samples, dtype=np.int64)
        self.served = np.ones(self.samples, dtype=np.bool_)
        self.chosen = np.zeros(self.samples, dtype=np.int64)
        self.unserved: dict[IntegrationKey, Flags] = {}
        self.free: list[tuple[Free, Mask]] = []
        self._stand()
        self._carry()

    def copy(self) -> InUse:
        """With tables of its own, so that ways chosen there change nothing here."""
        other = object.__new__(InUse)
        other.__dict__.update(self.__dict__)
        for name in ("serves", "attached", "alive", "due", "covers", "through", "suspension", "chosen"):
            setattr(other, name, getattr(self, name).copy())
        return other

    # --- forms and months ---

    def _forms(self) -> dict[tuple[str, int], Mask]:
        """System and form → the months in which it has it; systems without moves have form 0 all along."""
        forms: dict[tuple[str, int], Mask] = {}
        for system in self.sheet.landscape.systems.values():
            before = np.zeros_like(self.horizon)
            for form in range(len(system.forms)):
                last = form == len(system.moves)
                until = self.horizon if last else self.calendar.below(self.months[system.id][form])
                forms[system.id, form] = until & ~before
                before = until
        return forms

    def _within(self, base: Mask, first: int, stop: int) -> Mask:
        return base if first == 0 and stop == self.sheet.length else base & self.calendar.range(first, stop)

    # --- what is in use ---

    def _stand(self) -> None:
        """Environments in which systems stand, and relays that moves need."""
        place = {id_: number for number, id_ in enumerate(self.sheet.environments)}
        for system in self.sheet.landscape.systems.values():
            for form, own in enumerate(system.forms):
                self.alive[place[own.environment]] |= self.forms[system.id, form]
        for (system_id, number), line in self.sheet.relays.items():
            if line.bridge is not None:
                at = self.months[system_id][number]
                needed = self.calendar.below(at) & ~self.calendar.below(at - line.months_before)
                self.serves[line.bridge] |= needed & self.calendar.among(line.served)

    def _carry(self) -> None:
        for pair in self.sheet.pairs:
            base = self.forms[pair.source] & self.forms[pair.target]
            if not base.any():
                continue
            for (first, stop), uses in pair.kept.items():
                months = self._within(base, first, stop)
                if months.any():
                    self.use(uses, months)
            for free in pair.free:
                months = self._within(base, free.first, free.stop)
                if months.any():
                    self.free.append((free, months))
                    self.chosen += some(months)
            for key, first, stop in pair.unserved:
                missing = some(self._within(base, first, stop))
                if missing.any():
                    self.served &= ~missing
                    self.unserved[key] = self.unserved.get(key, missing) | missing

    def use(self, uses: Uses, months: Mask) -> None:
        """Links are carried so in these months."""
        any_ = some(months)
        for bridge in uses.bridges:
            self.serves[bridge] |= months
        for attachment in uses.attached:
            self.attached[attachment] |= any_
        for environment in uses.environments:
            self.alive[environment] |= months
        if uses.suspension:
            self.suspension += uses.suspension * count(months)
        if uses.legs:
            first = self.calendar.first(months)
            for leg in uses.legs:
                np.minimum(self.due[leg], first, out=self.due[leg])
            for edge in uses.edges:
                np.minimum(self.covers[edge], first, out=self.covers[edge])
        for hub in uses.through:
            more = months
            for level in self.through[hub]:
                level[:], more = level | more, level & more

    # --- free ways ---

    def choose(self, policy: Policy) -> None:
        """Each free link takes, in turn, the way that adds least to what is used already."""
        sharing = self._sharing() if policy == "shared" else None
        for free, months in self.free:
            added = np.stack([self._added(uses, months, sharing) for _, uses in free.options])
            best = added.argmin(axis=0)
            for number, (_, uses) in enumerate(free.options):
                own = np.where(best == number, months, np.uint64(0))
                if own.any():
                    self.use(uses, own)

    def _sharing(self) -> npt.NDArray[np.int32]:
        """How many free links could use each bridge: [bridge, sample], at least 1."""
        sharing = np.zeros((len(self.sheet.bridges), self.samples), dtype=np.int32)
        for free, months in self.free:
            occurs = some(months)
            for bridge in {bridge for _, uses in free.options for bridge in uses.bridges}:
                sharing[bridge] += occurs
        return np.maximum(sharing, 1)

    def _added(self, uses: Uses, months: Mask, sharing: npt.NDArray[np.int32] | None) -> Whole:
        """What carrying a link so in these months adds to the cost; of equal ones fewer new bridges, then legs."""
        landscape = self.sheet.landscape
        added = uses.suspension * count(months)
        new = np.zeros(self.samples, dtype=np.int64)
        for number in uses.bridges:
            bridge = self.sheet.bridges[number]
            built = some(self.serves[number])
            setup = bridge.setup if sharing is None else bridge.setup // sharing[number]
            added += np.where(built, 0, setup)
            added += bridge.per_month * count(months & ~self.serves[number])
            new += ~built
        for attachment in uses.attached:
            added += np.where(self.attached[attachment], 0, self.sheet.attachments[attachment])
        for environment in uses.environments:
            monthly = landscape.environments[self.sheet.environments[environment]].monthly_cost
            added += monthly * count(months & ~self.alive[environment])
        untested = np.zeros(self.samples, dtype=np.int64)
        for leg in uses.legs:
            untested += self.due[leg] == self.calendar.never
        added += landscape.test_case_cost * untested
        ranked: Whole = added * 64 + np.minimum(new, 7) * 8 + np.minimum(untested, 7)
        return ranked
