"""A scenario applied to a landscape: frozen values in, frozen values out.

Targets are changed first, so that a vendor's moves are those that lead to it in the end; all other changes follow
in their order, later ones win. Semantics, section 7; docs/decisions.md, *What if*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analyzer.errors import InputError
from analyzer.landscape.checks import dates
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.places import OverlaidPlaces, Path
from analyzer.landscape.structure import Placed
from analyzer.whatif.scenarios import changes as c
from analyzer.whatif.scenarios.checking import LandscapeContext, errors_of
from analyzer.whatif.scenarios.draft import Draft
from analyzer.whatif.scenarios.editing import EDITS

_TOUCH_WHAT_BELONGS_TOGETHER = (c.Offer, c.Target, c.AddIntegration, c.DropIntegration, c.LastMonth)


@dataclass(frozen=True, slots=True)
class Changed:
    """A landscape under a scenario.

    `keeping` has every change but delays, `planning` has them too, as later `earliest` of moves; `delays` says by
    how many months (≥ 1) which moves are late.
    """

    scenario: c.Scenario
    before: Landscape
    keeping: Landscape
    planning: Landscape
    delays: Mapping[MoveRef, int]


def apply(landscape: Landscape, scenario: c.Scenario) -> Changed:
    """The landscape under the scenario; InputError names everything that the landscape does not have or allow."""
    findings = Findings(scenario.places)
    draft = Draft(landscape, LandscapeContext(landscape, findings))
    changes = _in_force(scenario.changes)
    for change in (*_only(changes, True), *_only(changes, False)):
        EDITS[type(change)](draft, change)
    changed = draft.landscape()
    _check_added(draft, changed, changes)
    if findings.errors:
        raise _wrong(findings)
    keeping = _told_by(scenario, changed, draft.over)
    if any(isinstance(change, _TOUCH_WHAT_BELONGS_TOGETHER) for change in changes):
        errors, total = errors_of(keeping)
        if errors:
            raise InputError(errors, total)
    planning = _told_by(scenario, _delayed(changed, draft), draft.over) if draft.delays else keeping
    delays = {ref: months for ref, (months, _) in sorted(draft.delays.items())}
    return Changed(scenario, landscape, keeping, planning, delays)


def _in_force(changes: tuple[c.Change, ...]) -> tuple[c.Change, ...]:
    """Without a withdrawal that a later one of the same vendor takes the place of."""
    last = {change.vendor: n for n, change in enumerate(changes) if isinstance(change, c.Withdraw)}
    return tuple(
        change for n, change in enumerate(changes)
        if not isinstance(change, c.Withdraw) or last[change.vendor] == n
    )  # fmt: skip


def _only(changes: tuple[c.Change, ...], targets: bool) -> list[c.Change]:
    return [change for change in changes if isinstance(change, c.Target) == targets]


def _check_added(draft: Draft, changed: Landscape, changes: tuple[c.Change, ...]) -> None:
    """Ids and months in rules and law changes that are added, and months that are fixed, in the horizon as it is then."""
    rules = [Placed(change.path, change.document) for change in changes if isinstance(change, c.AddRule)]
    laws = [Placed(change.path, change.document) for change in changes if isinstance(change, c.AddLawChange)]
    if rules or laws or draft.fixed_at:
        context = LandscapeContext(changed, draft.context.findings)
        for month, path in draft.fixed_at.values():
            dates.inside_horizon(context, str(month), path)
        context.check(rules, laws)


def _wrong(findings: Findings) -> InputError:
    """Errors only: what no plan can satisfy is the answer, not a mistake."""
    listed, _ = findings.result()
    return InputError(tuple(finding for finding in listed if finding.severity == "error"), findings.errors)


def _told_by(scenario: c.Scenario, landscape: Landscape, over: Mapping[Path, Path]) -> Landscape:
    """With places that tell where the scenario says what it changed."""
    base = landscape.places
    places = OverlaidPlaces(base.file, base.positions, base, scenario.places, dict(over))
    return replace(landscape, places=places)


def _delayed(landscape: Landscape, draft: Draft) -> Landscape:
    """Each late move may fall so many months later than it might have fallen first."""
    first = landscape.horizon.first
    for ref, (months, path) in sorted(draft.delays.items()):
        draft.edit_move(ref, path, earliest=max(draft.move(ref).earliest or first, first) + months)
    return draft.landscape()
