"""The parts of the cost of what is in use, for all its samples: [sample]."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analyzer.plan.rules import deadline_of
from analyzer.whatif.slips.bits import Mask, Whole, count
from analyzer.whatif.slips.matching import matched_edges
from analyzer.whatif.slips.using import InUse


def bridge_cost(used: InUse) -> Whole:
    """Setup once, each link once, each month of service."""
    cost = np.zeros(used.samples, dtype=np.int64)
    for bridge, mask in zip(used.sheet.bridges, used.serves, strict=True):
        months = count(mask)
        cost += bridge.setup * (months > 0) + bridge.per_month * months
    for amount, attached in zip(used.sheet.attachments, used.attached, strict=True):
        cost += amount * attached
    return cost


def environment_cost(used: InUse) -> Whole:
    """Each month in which a system or a hub in use stands there."""
    environments = used.sheet.landscape.environments
    cost = np.zeros(used.samples, dtype=np.int64)
    for id_, mask in zip(used.sheet.environments, used.alive, strict=True):
        if environments[id_].monthly_cost:
            cost += environments[id_].monthly_cost * count(mask)
    return cost


def law_change_cost(used: InUse) -> Whole:
    """By the form that each touched system has in the month."""
    landscape = used.sheet.landscape
    cost = np.zeros(used.samples, dtype=np.int64)
    for change in landscape.law_changes:
        if change.month not in landscape.horizon:
            continue
        month = landscape.horizon.index(change.month)
        for system in landscape.systems.values():
            for form, own in enumerate(system.forms):
                amount = change.cost_for(system, own)
                if amount:
                    cost += amount * used.calendar.has(used.forms[system.id, form], month)
    return cost


def lateness_cost(used: InUse) -> Whole:
    """Months after deadlines, where these are soft."""
    landscape = used.sheet.landscape
    cost = np.zeros(used.samples, dtype=np.int64)
    if landscape.lateness_per_month:
        for system in landscape.systems.values():
            for number, move in enumerate(system.moves):
                deadline = deadline_of(landscape, system, move)
                if deadline is not None:
                    late = used.months[system.id][number] - landscape.horizon.index(deadline)
                    cost += landscape.lateness_per_month * np.maximum(late, 0).astype(np.int64)
    return cost


def _due_months(used: InUse) -> Mask:
    """The months with a due leg."""
    months = np.zeros_like(used.horizon)
    for due in used.due:
        months |= used.calendar.below(due.astype(np.int32) + 1) & ~used.calendar.below(due)
    return months


def least_sessions(used: InUse) -> Whole:
    """At least one in each month with a due leg."""
    if not used.sheet.landscape.session_cost:
        return np.zeros(used.samples, dtype=np.int64)
    return count(_due_months(used))


def least_cases(used: InUse) -> Whole:
    """Due legs less the pairs of them that one case each covers."""
    never = used.calendar.never
    cases: Whole = (used.due != never).sum(axis=0, dtype=np.int64)
    if used.sheet.landscape.main_routes:
        return cases + _more_for_main_routes(used)
    for left, right, column in _joint_edges(used):
        cases -= matched_edges(
            left * used.samples + column, right * used.samples + column, column, used.samples
        )
    return cases


def _joint_edges(used: InUse) -> Iterator[tuple[Whole, Whole, Whole]]:
    """Legs to and from a hub that are due in the same month, in which a route has both; and the sample."""
    if not used.sheet.edges:
        return
    ends = np.array(used.sheet.edges, dtype=np.int64)
    joint = (
        (used.covers != used.calendar.never)
        & (used.due[ends[:, 0]] == used.covers)
        & (used.due[ends[:, 1]] == used.covers)
    )
    edge, column = np.nonzero(joint)
    yield ends[edge, 0], ends[edge, 1], column


def _more_for_main_routes(used: InUse) -> Whole:
    """By hub and month: the cases that cover its due legs, or as many as go through main routes; less due legs.

    A leg to or from a hub lies only on routes through it, so hubs are counted apart. How many of the main routes
    are marked ones is left out: a lower bound.
    """
    length, samples = used.sheet.length, used.samples
    hub_of = np.array([-1 if hub is None else hub for hub in used.sheet.legs], dtype=np.int64)
    more = np.zeros(samples, dtype=np.int64)
    matched = np.zeros((len(used.sheet.hubs), length, samples), dtype=np.int64)
    for left, right, column in _joint_edges(used):
        graph = (hub_of[left] * length + used.due[left, column]) * samples + column
        sizes = matched_edges(left * samples + column, right * samples + column, graph, matched.size)
        matched += sizes.reshape(matched.shape)
    columns = np.arange(samples)
    for hub in range(len(used.sheet.hubs)):
        due = np.zeros((length + 1, samples), dtype=np.int64)
        for leg in np.flatnonzero(hub_of == hub):
            np.add.at(due, (used.due[leg].astype(np.int64), columns), 1)
        due = due[:length]
        wanted = np.zeros((length, samples), dtype=np.int64)
        for level in used.through[hub]:
            wanted += used.calendar.by_month(level)
        cover = due - matched[hub]
        cases = np.where(due > 0, np.maximum(cover, wanted), 0)
        more += (cases - due).sum(axis=0)
    return more
