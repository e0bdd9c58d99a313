"""The names inside an answer, as docs/certificates.md fixes them."""

from __future__ import annotations

from analyzer.landscape.model import CatalogueEntry, Integration, Realization


def component(system: str, form: int, bridged: str | None = None) -> str:
    """``jumin#1``, or with the bridged end marked ``jumin#1+keep_legacy``."""
    return f"{system}#{form}+{bridged}" if bridged else f"{system}#{form}"


def hub_component(hub: str) -> str:
    """``hub:master``."""
    return f"hub:{hub}"


def converter(link: Integration, hub: str) -> str:
    """``convert:004o008/00/fuhyo/jumin@master``: the converter of a link in its hub."""
    return f"convert:{link.key}@{hub}"


def interface(link: Integration, realization: Realization, name: str | None) -> str:
    """A named interface and its generation; an unnamed one is known by its link."""
    return f"{name if name is not None else f'({link.key})'}@{realization.generation}"


def leg(leaves: str, reaches: str, used: str) -> str:
    """``from -> to [interface]``."""
    return f"{leaves} -> {reaches} [{used}]"


def vendor_place(entry: CatalogueEntry | None, vendor: str) -> str:
    """The place of a bridge that a vendor builds once for an entry; without one, for itself."""
    if entry is None:
        return f"vendor:vendor={vendor}"
    named = [("system", entry.system), ("vendor", entry.vendor)]
    return "vendor:" + ",".join(f"{name}={value}" for name, value in named if value is not None)


def bridge(kind: str, place: str, vendor: str | None) -> str:
    """``kind|place|vendor``."""
    return f"{kind}|{place}|{vendor or ''}"
