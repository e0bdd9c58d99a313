"""What a store writes of a landscape, made from it beforehand: in another process, which then sends this, not the landscape.

Plain values and bytes only: cheap to hand from one process to another, also where a landscape has 150,000 links.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places
from analyzer.stores.changes import summary_of
from analyzer.stores.content import Content, content_of, landscape_of
from analyzer.stores.port import Summary
from analyzer.stores.searching import NamedPart, named_parts
from analyzer.stores.sources import source_places


@dataclass(frozen=True, slots=True)
class Prepared:
    """`places` are those in the source that it was read from (`source_places`), empty without one."""

    id: str
    content: Content
    summary: Summary
    named: tuple[NamedPart, ...] = field(repr=False)
    places: bytes = field(repr=False)

    @property
    def landscape(self) -> Landscape:
        """Rebuilt: for a store that keeps it in parts of its own."""
        return landscape_of(self.content.frame, (row.body for row in self.content.links), Places())


def prepare(landscape: Landscape | Prepared, *, with_places: bool = True) -> Prepared:
    """What is to be written; what is prepared already stays as it is."""
    if isinstance(landscape, Prepared):
        return landscape
    return Prepared(
        landscape.id,
        content_of(landscape),
        summary_of(landscape),
        tuple(named_parts(landscape)),
        source_places(landscape) if with_places else b"",
    )
