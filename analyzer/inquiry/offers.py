"""Questions about what vendors offer: packages without a month, bridges without an end."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.inquiry.questions import Question, Target
from analyzer.landscape.model import ExistingBridge, Landscape
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.reports.naming import existing_place, named
from analyzer.reports.standing import vendor_today
from analyzer.tables.headings import PACKAGES, Column

_AVAILABLE = next(column for column in PACKAGES.columns if column.name == "available.from")
_MONTH = Text("年月(2026-01、令和8年1月)", "a month (2026-01)")
_UNTIL = Column("until", "終了月", "month", _MONTH)


def offer_questions(landscape: Landscape) -> Iterator[Question]:
    """Packages that a move leads to, and bridges that stand."""
    awaited = {
        form.package: form.vendor
        for system in landscape.systems.values()
        for form in system.forms[1:]
        if form.package is not None and form.package != system.forms[0].package
    }
    for at, package in enumerate(landscape.packages.values()):
        vendor = package.vendor or awaited.get(package.id)
        if package.id in awaited and vendor is not None and package.available.first is None:
            name = named(package.name, package.id)
            yield Question(
                "available", package.id, (vendor,), name,
                Text(f"パッケージ {name.ja}は、何月から使えますか。", f"From which month on is the package {name.en} there?"),
                _MONTH, f"packages[{package.id}].available.from",
                Target("packages", at, ("available", "from")), _AVAILABLE,
            )  # fmt: skip
    for at, bridge in enumerate(landscape.existing_bridges):
        if bridge.until is None:
            yield _until(landscape, at, bridge)


def _until(landscape: Landscape, at: int, bridge: ExistingBridge) -> Question:
    vendor, place, kind = (
        vendor_today(landscape, bridge),
        existing_place(landscape, bridge),
        KINDS[bridge.kind],
    )
    asked = (vendor,) if vendor is not None else ()
    about = Text(f"{kind.ja} {place.ja}", f"{kind.en} {place.en}")
    subject = subject_of(bridge)
    return Question(
        "until", subject, asked, about,
        Text(f"今ある過渡期連携({about.ja})は、いつまで使えますか。", f"Until when does the bridge that stands ({about.en}) serve?"),
        _MONTH, f"existing_bridges[{subject}].until", Target("existing_bridges", at, ("until",)), _UNTIL,
    )  # fmt: skip


def subject_of(bridge: ExistingBridge) -> str:
    """Kind and place of a bridge of the file, and its first month where it is only ordered."""
    place = (
        bridge.system, bridge.vendor, bridge.hub,
        None if bridge.integration is None else str(bridge.integration),
        None if bridge.between is None else "~".join(bridge.between),
        None if bridge.first is None else str(bridge.first),
    )  # fmt: skip
    return "@".join((bridge.kind, *(part for part in place if part is not None)))
