"""A plan edited by hand: what a moved cutover breaks and costs, at once; then at the least cost of its months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.landscape.model import Landscape
from analyzer.plan.reading import PlanFile

if TYPE_CHECKING:
    from analyzer.whatif.editing import Edited, Editing


def begin_edit(landscape: Landscape, plan: PlanFile, time_limit: float | None = None) -> Editing:
    """A plan with its ways, as its answer says, else at the least cost (`time_limit` in seconds); for many edits."""
    from analyzer.whatif.answered import evaluated
    from analyzer.whatif.editing import editing

    return editing(evaluated(landscape, plan, time_limit))


def edit(
    editing: Editing, changes: Sequence[str], time_limit: float | None = None, *, exact: bool = False
) -> Edited:
    """The plan with other months (``kaigo.shift=2026-01``); InputError for what is no change.

    Ways of carrying are kept; `exact`: chosen anew for all links, at the least cost that is found within `time_limit`.
    """
    from analyzer.plan.changes import read_changes
    from analyzer.whatif.editing import chosen_anew, edited

    tried = read_changes(editing.before.landscape, changes)
    return (chosen_anew if exact else edited)(editing, tried, time_limit)
