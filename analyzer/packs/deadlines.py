"""By when a vendor answers: the day that is asked for, else the one that the file's attributes name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analyzer.landscape.model import Landscape, Remarks
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text
from analyzer.tables.dates import read_day

ATTRIBUTE = "回答期限"
"""The attribute of a vendor, or of the landscape, that names the day."""


def deadlines_of(
    landscape: Landscape, answer_by: str | None = None
) -> tuple[dict[str | None, str], tuple[Finding, ...]]:
    """Vendor (None: the secretariat) → day, ``YYYY-MM-DD``; and a warning for each attribute that names none.

    `answer_by` holds for everybody; without it a vendor's own attribute, then the landscape's.
    """
    everybody = [*landscape.vendors, None]
    if answer_by is not None:
        return dict.fromkeys(everybody, answer_by), ()
    findings: list[Finding] = []
    common = _day(landscape, landscape.remarks, ("landscape",), findings)
    found: dict[str | None, str] = {}
    for vendor in everybody:
        own = None
        if vendor is not None:
            entry = landscape.vendors[vendor]
            own = _day(landscape, entry.remarks, entry.path, findings)
        day = own or common
        if day is not None:
            found[vendor] = day
    return found, tuple(findings)


def _day(landscape: Landscape, remarks: Remarks, path: Path, findings: list[Finding]) -> str | None:
    attributes: Mapping[str, object] = remarks.attributes
    value = attributes.get(ATTRIBUTE)
    if value is None:
        return None
    day = read_day(value) if isinstance(value, str | date) else None
    if day is None:
        findings.append(Finding(
            "answer_day", "warning",
            Text(f"attributes の {ATTRIBUTE} が日付として読めません。期限なしとしました。",
                 f"The attribute {ATTRIBUTE} is no day; there is no deadline."),
            landscape.places.at((*path, "attributes", ATTRIBUTE)),
            Text("2026-01-31 のように書いてください。", "Write it like 2026-01-31."),
        ))  # fmt: skip
    return day
