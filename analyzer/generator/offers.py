"""What it costs: the catalogue of bridges, and law changes.

Every catalogue holds `keep_legacy` and `early_standard` for everybody without lead time, and no
entry of `keep_legacy` has one: so every plan that keeps the order of moves can be served.
"""

from __future__ import annotations

from analyzer.generator.areas import CARE, INCOME_TAX, RESIDENT
from analyzer.generator.cast import MAINFRAME, PRIVATE, SERVERS, Cast
from analyzer.generator.dates import Dates
from analyzer.generator.draws import Draws
from analyzer.generator.links import MASTER
from analyzer.generator.request import Request

Entry = dict[str, object]


def draw_catalogue(request: Request, cast: Cast) -> list[Entry]:
    """The entries of `bridges`; `sided` keeps to what one min-cut can price."""
    draws = Draws(request.seed, "catalogue")
    return _sided(cast, draws) if request.catalogue == "sided" else _full(request, cast, draws)


def _priced(kind: str, draws: Draws, setup: tuple[int, int], **place: str) -> Entry:
    prices = {
        "setup": draws.between(*setup),
        "per_link": draws.between(0, 2),
        "per_month": draws.between(1, 3),
    }
    return {"kind": kind, **place, **prices}


def _sided(cast: Cast, draws: Draws) -> list[Entry]:
    entries = [_priced("keep_legacy", draws, (10, 16)), _priced("early_standard", draws, (12, 20))]
    for kind in ("keep_legacy", "early_standard"):
        entries += [_priced(kind, draws, (6, 24), vendor=v) for v in cast.vendors if draws.chance(40)]
        entries += [_priced(kind, draws, (4, 30), system=m.id) for m in cast.moving if draws.chance(8)]
    return entries


def _full(request: Request, cast: Cast, draws: Draws) -> list[Entry]:
    main, others = cast.vendors[0], cast.vendors[1:]
    entries = [
        _priced("keep_legacy", draws, (10, 16)),
        _priced("early_standard", draws, (12, 20)),
        _priced("keep_legacy", draws, (40, 60), vendor=main) | {"per": "vendor"},
        _priced("early_standard", draws, (45, 70), vendor=main) | {"per": "vendor", "lead_months": 2},
    ]
    for vendor in others:
        if draws.chance(30):
            entries.append(_priced("keep_legacy", draws, (8, 20), vendor=vendor))
        if draws.chance(30):
            lead = draws.between(0, 4)
            entries.append(_priced("early_standard", draws, (8, 24), vendor=vendor) | {"lead_months": lead})
    for member in cast.moving:
        if draws.chance(5):
            kind = draws.one_of(("keep_legacy", "early_standard"))
            entries.append(_priced(kind, draws, (4, 30), system=member.id))
    entries += [
        _priced("write_back", draws, (12, 18), hub=MASTER) | {"lead_months": 1},
        _priced("read_through", draws, (12, 18), hub=MASTER) | {"lead_months": 1},
    ]
    moving = {member.id for member in cast.moving}
    for system in (RESIDENT, INCOME_TAX):
        if system in moving:
            entries.append(_priced("write_back", draws, (5, 9), system=system, hub=MASTER))
    entries += [
        {"kind": "convert", "hub": MASTER, "setup": draws.between(4, 8), "per_month": 1, "lead_months": 1},
        {"kind": "manual", "setup": 1, "per_month": draws.between(3, 6)},
    ]
    if request.lines:
        entries.append({"kind": "relay", "setup": draws.between(15, 25), "per_link": 0, "per_month": 2})
    for vendor in others:
        if len(others) > 1 and draws.chance(15):
            partner = draws.one_of([other for other in others if other != vendor])
            entries.append(
                {"kind": "early_standard", "vendor": vendor, "partner_vendor": partner, "offered": False}
            )
    return entries


def draw_law_changes(request: Request, cast: Cast, dates: Dates, environments: list[str]) -> list[Entry]:
    """Reforms that are dear on the mainframe and cheap in a standard package; costs by environment in use."""
    draws = Draws(request.seed, "law changes")
    changes: list[Entry] = []
    blocks = {member.area.block for member in cast.members}
    ids = {member.id for member in cast.members}
    subjects: tuple[tuple[str, Entry, bool, int], ...] = (
        ("介護報酬改定", {"ids": [CARE]}, CARE in ids, 4),
        ("税制改正", {"block": "tax"}, "tax" in blocks, 6),
        ("住民基本台帳法改正", {"ids": [RESIDENT]}, True, 11),
    )
    for name, systems, there, number in subjects:
        months = [month for month in dates.horizon if month.number == number]
        if not there or not months:
            continue
        cost = {
            MAINFRAME: draws.between(20, 40),
            SERVERS: draws.between(12, 20),
            PRIVATE: draws.between(8, 12),
            "standard": draws.between(2, 4),
        }
        month = str(draws.one_of(months))
        cost = {place: days for place, days in cost.items() if place in (*environments, "standard")}
        changes.append({"month": month, "name": name, "systems": systems, "cost": cost})
    return changes
