"""Every worksheet about several municipalities, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.worksheets import agenda, shared
from analyzer.worksheets.several import SheetOfSeveral

JOINT_SHEETS: tuple[SheetOfSeveral, ...] = (shared.SHEET, agenda.SHEET)
JOINT_BY_ID: Mapping[str, SheetOfSeveral] = {sheet.id: sheet for sheet in JOINT_SHEETS}
