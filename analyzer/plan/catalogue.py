"""Which entry of the catalogue holds for a bridge (semantics, section 4, *Catalogue*)."""

from __future__ import annotations

from analyzer.landscape.model import (
    BRIDGE_KINDS,
    BridgeKind,
    CatalogueEntry,
    Landscape,
    PartnerAnswer,
    pair,
)

EVERYTHING_AT_ONE: tuple[CatalogueEntry, ...] = tuple(
    CatalogueEntry(kind, setup=1) for kind in BRIDGE_KINDS if kind != "manual"
)
"""What is on offer where a file has no catalogue: then the cost is the number of bridges."""


class Catalogue:
    """Answers which offer holds at a place; the most specific entry that fits does."""

    def __init__(self, landscape: Landscape) -> None:
        entries = EVERYTHING_AT_ONE if landscape.catalogue is None else landscape.catalogue
        self._entries: dict[BridgeKind, list[CatalogueEntry]] = {kind: [] for kind in BRIDGE_KINDS}
        for entry in sorted(entries, key=_specificity, reverse=True):
            self._entries[entry.kind].append(entry)
        self._answers: dict[BridgeKind, list[PartnerAnswer]] = {kind: [] for kind in BRIDGE_KINDS}
        for answer in sorted(landscape.partner_answers, key=_answer_specificity, reverse=True):
            self._answers[answer.kind].append(answer)

    def offer(
        self,
        kind: BridgeKind,
        *,
        system: str | None = None,
        vendor: str | None = None,
        hub: str | None = None,
        between: tuple[str, str] | None = None,
    ) -> CatalogueEntry | None:
        """The entry that holds for a bridge at this place, or None: not on offer."""
        for entry in self._entries[kind]:
            if (
                (entry.system is None or entry.system == system)
                and (entry.vendor is None or entry.vendor == vendor)
                and (entry.hub is None or entry.hub == hub)
                and (entry.between is None or (between and pair(*entry.between) == pair(*between)))
            ):
                return entry
        return None

    def refused(
        self, kind: BridgeKind, *, system: str, vendor: str, partner_system: str, partner_vendor: str
    ) -> bool:
        """True where the survey of intent says that the kind is not offered to this partner."""
        answer = self.answer(
            kind, system=system, vendor=vendor, partner_system=partner_system, partner_vendor=partner_vendor
        )
        return answer is not None and not answer.offered

    def answer(
        self, kind: BridgeKind, *, system: str, vendor: str, partner_system: str, partner_vendor: str
    ) -> PartnerAnswer | None:
        """What the survey of intent says about this partner: the most specific answer; None: nobody answered."""
        for answer in self._answers[kind]:
            if (
                (answer.partner_system is None or answer.partner_system == partner_system)
                and (answer.partner_vendor is None or answer.partner_vendor == partner_vendor)
                and (answer.system is None or answer.system == system)
                and (answer.vendor is None or answer.vendor == vendor)
            ):
                return answer
        return None


def _specificity(entry: CatalogueEntry) -> tuple[bool, bool, bool]:
    return (
        entry.system is not None,
        entry.vendor is not None,
        entry.hub is not None or entry.between is not None,
    )


def _answer_specificity(answer: PartnerAnswer) -> tuple[bool, bool, bool, bool]:
    return (
        answer.partner_system is not None,
        answer.partner_vendor is not None,
        answer.system is not None,
        answer.vendor is not None,
    )
