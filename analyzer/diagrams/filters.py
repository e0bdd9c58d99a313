"""A part of a landscape: the systems and links that a picture is to show.

Which part that is does not depend on a month or a plan, so that places on a map stay; what is mixed in a month is
chosen by the picture itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzer.diagrams.moment import Moment
from analyzer.diagrams.safe_text import shorten
from analyzer.errors import InputError
from analyzer.landscape.model import IntegrationKey, Landscape, System
from analyzer.messages import Finding, Text


@dataclass(frozen=True, slots=True)
class Filter:
    """What is kept: systems that some form gives to the vendor, those of the block, the system with its neighbours up to
    `depth` links away. All that is named must hold; links are kept with one end among these, and so is their other end.
    """

    vendor: str | None = None
    block: str | None = None
    system: str | None = None
    depth: int = 1
    only_mixed: bool = False

    @property
    def is_whole(self) -> bool:
        return self.vendor is None and self.block is None and self.system is None


WHOLE = Filter()


def part_of(landscape: Landscape, chosen: Filter) -> Landscape:
    """The part of the landscape; InputError (every name at once) where a name is not in it."""
    wrong = tuple(_wrong(landscape, chosen))
    if wrong:
        raise InputError(wrong)
    if chosen.is_whole:
        return landscape
    core = {
        system.id
        for system in landscape.systems.values()
        if (chosen.vendor is None or _is_of(system, chosen.vendor))
        and (chosen.block is None or system.block == chosen.block)
    }
    links = {key for key in landscape.integrations if key.source in core or key.target in core}
    if chosen.system is not None:
        links, reached = _around(links, chosen.system, chosen.depth)
        core = reached if chosen.vendor is None and chosen.block is None else core & reached
        core.add(chosen.system)
    return _narrowed(landscape, core, links)


def mixed_part(moment: Moment) -> Landscape:
    """The systems that have a link which is mixed, suspended or lost in the month, and the links between them."""
    systems = {
        system
        for link in moment.links
        if link.manner in ("mixed", "suspended") or link.lost
        for system in (link.integration.key.source, link.integration.key.target)
        if system is not None
    }
    links = {
        key
        for key in moment.landscape.integrations
        if (key.source or "") in systems and (key.target or "") in systems
    }
    return _narrowed(moment.landscape, systems, links)


def named(landscape: Landscape, chosen: Filter) -> Text | None:
    """Which part it is, for a title; None for the whole."""
    parts = []
    if chosen.vendor is not None:
        name = shorten(landscape.vendors[chosen.vendor].name, 24)
        parts.append(Text(f"{name} に関わる分", f"what concerns {name}"))
    if chosen.block is not None:
        block = shorten(chosen.block, 24)
        parts.append(Text(f"ブロック {block}", f"block {block}"))
    if chosen.system is not None:
        name = shorten(landscape.systems[chosen.system].name, 24)
        parts.append(
            Text(f"{name} から {chosen.depth} 連携まで", f"{name} and what is {chosen.depth} link(s) away")
        )
    if chosen.only_mixed:
        parts.append(Text("混在のみ", "mixed only"))
    return Text("、".join(p.ja for p in parts), "; ".join(p.en for p in parts)) if parts else None


def titled(title: Text, about: Text | None) -> Text:
    """The title with the part that the picture shows."""
    return title if about is None else Text(f"{title.ja}　{about.ja}", f"{title.en} – {about.en}")


def _is_of(system: System, vendor: str) -> bool:
    return any(form.vendor == vendor for form in system.forms)


def _around(links: set[IntegrationKey], system: str, depth: int) -> tuple[set[IntegrationKey], set[str]]:
    """The links up to `depth` away from the system, and the systems reached."""
    reached, found = {system}, set[IntegrationKey]()
    for _ in range(depth):
        near = {key for key in links if key.source in reached or key.target in reached} - found
        if not near:
            break
        found |= near
        reached |= {end for key in near for end in (key.source, key.target) if end is not None}
    return found, reached


def _narrowed(landscape: Landscape, core: set[str], links: set[IntegrationKey]) -> Landscape:
    ends = core | {end for key in links for end in (key.source, key.target) if end is not None}
    hubs = {r.via for key in links for r in landscape.integrations[key].realizations.values()}
    return replace(
        landscape,
        systems={id: system for id, system in landscape.systems.items() if id in ends},
        integrations={key: link for key, link in landscape.integrations.items() if key in links},
        hubs={id: hub for id, hub in landscape.hubs.items() if id in hubs},
        known_hash="",
    )


def _wrong(landscape: Landscape, chosen: Filter) -> Iterator[Finding]:
    blocks = {system.block: None for system in landscape.systems.values() if system.block is not None}
    for name, known, kind in (
        (chosen.vendor, landscape.vendors, Text("ベンダ", "vendor")),
        (chosen.system, landscape.systems, Text("システム", "system")),
        (chosen.block, blocks, Text("ブロック", "block")),
    ):
        if name is not None and name not in known:
            listed = ", ".join(shorten(id, 20) for id in sorted(known)[:8])
            yield Finding(
                "unknown_part",
                "error",
                Text(
                    f"{kind.ja}「{shorten(name)}」はこのランドスケープにありません。",
                    f"The landscape has no {kind.en} {shorten(name)!r}.",
                ),
                suggestion=Text(f"あるもの: {listed}", f"There are: {listed}"),
            )
