"""When: the cutover windows, and a plan that fits into them.

The plan is made first and the landscape's dates and rules are then written around it, so that
every generated landscape has a feasible plan without a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from analyzer.generator.cast import Cast, Member
from analyzer.generator.draws import Draws, Wheel
from analyzer.generator.request import Request
from analyzer.landscape.months import Month

TAX_SEASON = (2, 3)
"""確定申告 and 当初課税: months in which tax systems are best left alone."""


@dataclass(frozen=True, slots=True)
class Dates:
    """`plan[system]` gives the month of each of its moves, in their order."""

    horizon: tuple[Month, ...]
    windows: tuple[Month, ...]
    plan: dict[str, tuple[Month, ...]]
    cutovers_per_month: int | None

    def window_near(self, month: Month, steps: int) -> Month:
        """The window `steps` after (before, if negative) that of `month`, or the last (first)."""
        position = self.windows.index(month) + steps
        return self.windows[max(0, min(len(self.windows) - 1, position))]


def set_dates(request: Request, cast: Cast) -> Dates:
    """The windows, the capacity, and a month of the plan for every move."""
    draws = Draws(request.seed, "dates")
    horizon = tuple(request.first_month + index for index in range(request.months))
    windows = _windows(horizon, request.windows, draws)
    moving = cast.moving
    most = request.cutovers_per_month(len(moving))
    plan = _Planner(windows, most, draws).plan(moving) if windows else {}
    return Dates(horizon, windows, plan, most)


def _windows(horizon: tuple[Month, ...], wanted: int, draws: Draws) -> tuple[Month, ...]:
    """Spread over the horizon; its first month is kept free where that is possible."""
    if wanted >= len(horizon):
        return horizon
    later = horizon[1:]
    bounds = [len(later) * part // wanted for part in range(wanted + 1)] if wanted else []
    return tuple(later[draws.between(low, high - 1)] for low, high in pairwise(bounds))


class _Planner:
    """Fills windows up to their room: final moves first, so that these always fit."""

    def __init__(self, windows: tuple[Month, ...], most: int | None, draws: Draws) -> None:
        self._windows = windows
        self._most = most
        self._room = [10**9 if most is None else most for _ in windows]
        self._draws = draws

    def plan(self, moving: list[Member]) -> dict[str, tuple[Month, ...]]:
        finals = self._final_windows(moving)
        return {
            member.id: tuple(self._windows[i] for i in self._earlier(member, finals[member.id]))
            for member in moving
        }

    def _final_windows(self, moving: list[Member]) -> dict[str, int]:
        """Systems that share a package go together more often than not."""
        finals: dict[str, int] = {}
        last_of_package: dict[str, int] = {}
        for member in self._draws.shuffled(moving):
            package = member.form_after(len(member.steps)).get("package", member.id)
            window = last_of_package.get(package)
            if window is None or self._room[window] == 0 or not self._draws.chance(60):
                window = self._pick(member.area.block == "tax")
            self._room[window] -= 1
            finals[member.id] = last_of_package[package] = window
        return finals

    def _pick(self, tax: bool) -> int:
        room = [0 if free == 0 else (1 if self._most is None else free) for free in self._room]
        if tax:
            avoided = [
                0 if window.number in TAX_SEASON else free
                for window, free in zip(self._windows, room, strict=True)
            ]
            room = avoided if any(avoided) else room
        return Wheel(room).pick(self._draws)

    def _earlier(self, member: Member, final: int) -> list[int]:
        """The windows of all moves: the last one `final`, the one before it some windows earlier."""
        if len(member.steps) == 1:
            return [final]
        tax = member.area.block == "tax"
        free = [
            window
            for window in range(final)
            if self._room[window] > 0 and not (tax and self._windows[window].number in TAX_SEASON)
        ]
        if not free or self._draws.chance(15):
            return [final, final]
        before = self._draws.one_of(free)
        self._room[before] -= 1
        return [before, final]
