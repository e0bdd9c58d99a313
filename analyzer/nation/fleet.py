"""A municipality's published figures as a landscape: the same file that people write, read through the same door.

What is published stands as it is (which areas have moved, extended deadlines); whatever else a landscape needs is assumed and says so:
vendors (drawn), links, bridges of today, and that a system still stands at its office with the vendor that it will have.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places
from analyzer.nation.areas import AREAS
from analyzer.nation.assumptions import Assumptions, Vendors
from analyzer.nation.covers import Kind
from analyzer.nation.figures import Package
from analyzer.nation.joining import Municipality, Nation
from analyzer.nation.links import AssumedLink
from analyzer.nation.standing import cover_today

Entry = dict[str, object]
OFFICE, CLOUD = "office", "govcloud"
MOVE = "shift"


def fleet(nation: Nation, assumptions: Assumptions) -> Iterator[tuple[Municipality, Entry]]:
    """The landscape of every municipality with data of progress, as its file says it, with the vendors of the first seed."""
    vendors = Vendors(nation.packages)
    for municipality in nation.municipalities:
        if municipality.rates:
            yield municipality, landscape_document(municipality, assumptions, vendors)


def as_landscape(document: Entry) -> Landscape:
    """The same as a value, through the full door."""
    result = read_document(document, Places("<nation>"))
    assert result.landscape is not None, result.findings
    return result.landscape


def landscape_id(municipality: Municipality) -> str:
    """By the municipality code where a file gives it, else by prefecture and name."""
    if municipality.code:
        return f"m-{municipality.code}"
    number, city = municipality.body.key
    return f"m-{number:02d}-{blake2b(city.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def landscape_document(
    municipality: Municipality, assumptions: Assumptions, vendors: Vendors, *, before: bool = False
) -> Entry:
    """Of a municipality with data of progress.

    `before`: not as a file to plan with, but as the question of today's bridges: one month, in which every system that has moved
    makes its move. There no bridge stands yet, and the least that `evaluate` finds is what must stand today.
    """
    seed = assumptions.seed
    rates = municipality.rates or {}
    served = {
        area.id: vendors.package(seed, municipality.body, area.id) for area in AREAS if area.id in rates
    }
    links = [link for link in assumptions.links if link.provider in rates and link.receiver in rates]
    header: Entry = {
        "id": landscape_id(municipality),
        "name": municipality.body.name,
        "as_of": str(assumptions.as_of),
        "horizon": _horizon(assumptions, before=before),
        "note": "公表された進捗から作った、仮定を含むランドスケープ。ベンダ・連携・過渡期連携は仮定",
    }
    if municipality.code:
        header["municipality_code"] = municipality.code
    if not before:
        header["deadline"] = str(max(assumptions.deadline, assumptions.first))
    document: Entry = {
        "schema_version": 1,
        "landscape": header,
        "vendors": [
            {"id": vendor_id(package), "name": package.vendor, "attributes": {"assumed": True}}
            for package in sorted({p.company: p for p in served.values()}.values())
        ],
        "environments": [
            {"id": OFFICE, "name": "庁内(仮定)", "hosting": "on_premises"},
            {"id": CLOUD, "name": "ガバメントクラウド(仮定)", "hosting": "government_cloud"},
        ],
        "packages": [
            {"id": package_id(package), "name": package.name, "vendor": vendor_id(package)}
            for package in sorted(set(served.values()))
            if package.company
        ],
        "systems": [_system(municipality, area, served[area], assumptions, before=before) for area in served],
        "integrations": [_link(link) for link in links],
        "bridges": _catalogue(assumptions, sorted({vendor_id(p) for p in served.values()})),
    }
    if not before:
        cover = cover_today(municipality, assumptions, vendors, seed)
        document["existing_bridges"] = [
            _standing(kind, place, served, assumptions, mixed)
            for (kind, place), mixed in cover.serves.items()
        ]
    return document


def _horizon(assumptions: Assumptions, *, before: bool) -> Entry:
    last = assumptions.as_of if before else max(
        assumptions.first, assumptions.deadline, assumptions.extended_until
    )  # fmt: skip
    return {"first": str(assumptions.as_of if before else assumptions.first), "last": str(last)}


def vendor_id(package: Package) -> str:
    return f"v-{package.company.replace('/', '-')}" if package.company else "v-unknown"


def package_id(package: Package) -> str:
    return f"p-{blake2b(f'{package.company}/{package.name}'.encode(), digest_size=6).hexdigest()}"


_AREA = {area.id: area for area in AREAS}


def _system(
    municipality: Municipality, area_id: str, package: Package, assumptions: Assumptions, *, before: bool
) -> Entry:
    area = _AREA[area_id]
    has_moved = area_id in municipality.moved
    old: Entry = {"environment": OFFICE, "generation": "legacy", "vendor": vendor_id(package)}
    new: Entry = {"environment": CLOUD, "generation": "standard"}
    if package.company:
        new["package"] = package_id(package)
    entry: Entry = {
        "id": area.id,
        "name": area.name,
        "businesses": sorted(area.businesses),
        "scope": "standard",
        "current": old | new if has_moved and not before else old,
        "attributes": {"progress": (municipality.rates or {})[area_id], "vendor": "assumed"},
    }
    if area.block is not None:
        entry["block"] = area.block
    if has_moved and before:
        entry["moves"] = [{"id": MOVE, "to": new}]
    elif not has_moved and not before:
        move: Entry = {"id": MOVE, "to": new}
        extended = (
            assumptions.unlisted != "law"
            if municipality.extended is None
            else area_id in municipality.extended
        )
        if extended:
            move["deadline"] = str(max(assumptions.extended_until, assumptions.first))
            move["note"] = "期限延長(年度は不明、最長で仮定)"
        entry["moves"] = [move]
    return entry


def _link(link: AssumedLink) -> Entry:
    entry: Entry = {
        "id": link_id(link),
        "name": f"{link.content}({_AREA[link.provider].name}→{_AREA[link.receiver].name})",
        "from": link.provider,
        "to": link.receiver,
        "realizations": {"legacy": {}, "standard": {}},
        "confidence": "assumed",
    }
    if link.high:
        entry["criticality"] = "high"
    return entry


def link_id(link: AssumedLink) -> str:
    return f"{link.provider}-{link.receiver}"


def _catalogue(assumptions: Assumptions, vendors: list[str]) -> list[Entry]:
    """Each bridge at cost 1; per vendor an entry for each, since it is built once for the systems of one."""
    kinds: tuple[Kind, ...] = ("keep_legacy", "early_standard")
    if assumptions.per == "system":
        return [{"kind": kind, "setup": 1} for kind in kinds]
    return [
        {"kind": kind, "vendor": vendor, "per": "vendor", "setup": 1} for kind in kinds for vendor in vendors
    ]


def _standing(
    kind: Kind,
    place: str,
    served: dict[str, Package],
    assumptions: Assumptions,
    links: tuple[AssumedLink, ...],
) -> Entry:
    if assumptions.per == "system":
        where: Entry = {"system": place}
    else:
        where = {"vendor": next(vendor_id(p) for p in served.values() if p.company == place)}
    return {"kind": kind, **where, "serves": [link_id(link) for link in links], "note": "仮定"}
