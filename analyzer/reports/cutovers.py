"""The months of a plan as people write them down: which systems cut over when, and how."""

from __future__ import annotations

from itertools import groupby

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.messages.words import MOVE_KINDS
from analyzer.plan.schedule import Cutover, Schedule
from analyzer.reports.layout import Table, columns, join

COLUMNS = columns(("月", "month"), ("切替", "cutovers", "number"), ("システム", "systems"))


def cutovers_table(schedule: Schedule) -> Table:
    """A row for each month with a cutover: ``2026-01 | 2 | 住民記録 (リフト), 税 (リフト・シフト)``."""
    rows = []
    for month, group in groupby(schedule.cutovers, key=lambda cutover: cutover.month):
        cutovers = list(group)
        listed = join(_named(schedule.landscape, cutover) for cutover in cutovers)
        rows.append((str(schedule.month(month)), len(cutovers), listed))
    return Table(COLUMNS, tuple(rows))


def kind_of(landscape: Landscape, cutover: Cutover) -> Text:
    """Lift where the environment changes, shift where the generation does (semantics, section 2)."""
    forms = landscape.systems[cutover.system].forms
    before, after = forms[cutover.previous], forms[cutover.form]
    lifted, shifted = before.environment != after.environment, before.generation != after.generation
    names = {
        (True, True): "lift_shift",
        (True, False): "lift",
        (False, True): "shift",
        (False, False): "change",
    }
    return MOVE_KINDS[names[lifted, shifted]]


def _named(landscape: Landscape, cutover: Cutover) -> Text:
    kind, name = kind_of(landscape, cutover), landscape.systems[cutover.system].name
    return Text(f"{name}({kind.ja})", f"{cutover.system} ({kind.en})")
