"""A map as plain data (docs/diagrams.md describes every field): the layout once, and one entry a stretch of months."""

from __future__ import annotations

from typing import Any

from analyzer.diagrams.map.frames import group_name
from analyzer.diagrams.map.geometry import Layout, Place, Rectangle
from analyzer.diagrams.map.stretches import MapLine, MapStretch
from analyzer.diagrams.moment import Manner
from analyzer.diagrams.safe_text import shorten
from analyzer.landscape.model import IntegrationKey, Landscape

LONGEST_NAME = 60
MANNERS: tuple[Manner, ...] = ("internal", "native", "mixed", "absent", "suspended", "unknown")


def layout_document(landscape: Landscape, layout: Layout) -> dict[str, Any]:
    """What no month changes: sizes in points, y counts from the top; names are cleaned and shortened, never escaped."""
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "grouping": layout.grouping,
        "detail": layout.detail,
        "width": layout.width,
        "height": layout.height,
        "groups": [
            {
                "id": frame.id,
                "entry": frame.entry,
                "name": shorten(group_name(landscape, layout.grouping, frame.entry), LONGEST_NAME),
                "side": frame.side,
                **_box(frame.box),
            }
            for frame in layout.frames
        ],
        "places": [
            {
                "id": place.id,
                "kind": place.kind,
                "entry": place.entry or None,
                "name": place_name(landscape, place),
                "group": place.group,
                **_box(place.box),
            }
            for place in layout.places
        ],
        "links": [
            {
                "key": str(key),
                "name": shorten(landscape.integrations[key].name, LONGEST_NAME),
                "from": key.source,
                "to": key.target,
            }
            for key in _keys(landscape)
        ],
    }


def _keys(landscape: Landscape) -> list[IntegrationKey]:
    return sorted(landscape.integrations, key=str)


def stretch_document(layout: Layout, stretch: MapStretch) -> dict[str, Any]:
    """What stands where in the months `from` … `until`, and what runs on the lines."""
    moment = stretch.moment
    resting = {link.integration.key for link in moment.links if link.manner in ("internal", "absent")}
    ids = {frame.entry: frame.id for frame in layout.frames}
    return {
        "from": str(stretch.first) if len(moment.landscape.horizon) else None,
        "until": str(stretch.last) if len(moment.landscape.horizon) else None,
        "systems": {
            system: {
                "place": stretch.place[system],
                "form": form,
                "generation": moment.form(system).generation,
                "environment": moment.form(system).environment,
                "vendor": moment.form(system).vendor,
                "links": stretch.touches[system].links,
                "mixed": stretch.touches[system].mixed,
                "stopped": stretch.touches[system].stopped,
            }
            for system, form in moment.forms.items()
        },
        "lines": [_line(line) for line in stretch.lines],
        "between": [
            {"from": ids[one], "to": ids[other], **dict(sorted(counts.items()))}
            for (one, other), counts in stretch.between.items()
        ],
        "mixed": [
            {"link": str(link.integration.key), "way": link.way, "hub": link.hub}
            for link in moment.links
            if link.manner == "mixed"
        ],
        "suspended": [str(link.integration.key) for link in moment.links if link.manner == "suspended"],
        "lost": [str(link.integration.key) for link in moment.links if link.lost],
        "resting": [at for at, key in enumerate(_keys(moment.landscape)) if key in resting],
        "counts": {manner: moment.counts()[manner] for manner in MANNERS},
        "bridges": dict(sorted(moment.bridges.items())),
        "cutovers": list(stretch.cutovers),
        "tests": list(stretch.tests),
    }


def place_name(landscape: Landscape, place: Place) -> str | None:
    """The name of the system or hub; None where links without a hub, or unknown partners, meet."""
    if place.kind == "system":
        return shorten(landscape.systems[place.entry].name, LONGEST_NAME)
    return shorten(landscape.hubs[place.entry].name, LONGEST_NAME) if place.kind == "hub" else None


def _box(box: Rectangle) -> dict[str, float]:
    return {name: round(value, 1) for name, value in box._asdict().items()}


def _line(line: MapLine) -> dict[str, Any]:
    return {
        "from": line.start,
        "to": line.end,
        "kind": line.kind,
        "there": line.there,
        "back": line.back,
        "unchanged": line.unchanged,
        "ways": dict(line.ways),
    }
