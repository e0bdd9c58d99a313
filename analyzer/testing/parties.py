"""Who takes part in a test case (semantics, section 5, *Parties*).

旭川市's four parties: 情報システム部門 (the secretariat, always), 業務所管課 (owners), 次期ベンダ
and 現行ベンダ (vendors).
"""

from __future__ import annotations

from analyzer.bridges.demands import Stretch
from analyzer.bridges.routes import FormOf
from analyzer.bridges.ways import Way
from analyzer.landscape.model import Landscape
from analyzer.plan.schedule import Schedule


def vendors_of(schedule: Schedule, stretch: Stretch, way: Way, span: int) -> frozenset[str]:
    """Vendors of both ends' forms and of the hub; the outgoing one of an end that changed it then."""
    landscape = schedule.landscape
    vendors = {landscape.hubs[way.hub].vendor} if way.hub is not None else set()
    start = schedule.spans[span].start
    for end in (stretch.source, stretch.target):
        forms = landscape.systems[end.system].forms
        vendors.add(forms[end.form].vendor)
        vendors.add(forms[schedule.form_index(end.system, start - 1)].vendor)
    return frozenset(vendors)


def owners_of(landscape: Landscape, source: FormOf, target: FormOf) -> tuple[str, ...]:
    """The owner sections of both ends, sorted; ends without one are left out."""
    owners = {landscape.systems[end.system].owner for end in (source, target)}
    return tuple(sorted(owner for owner in owners if owner is not None))
