"""The dates and rules of a landscape, written around a plan so that this plan keeps all of them."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

from analyzer.generator.cast import OUTSIDE, Cast, Member
from analyzer.generator.dates import TAX_SEASON, Dates
from analyzer.generator.draws import Draws
from analyzer.generator.request import Request
from analyzer.landscape.months import Month

Entry = dict[str, object]


class Agreements:
    """What was agreed on months: of each move, each vendor, each package, and between moves."""

    def __init__(self, request: Request, cast: Cast, dates: Dates) -> None:
        self._request = request
        self._cast = cast
        self._dates = dates
        self._draws = Draws(request.seed, "agreements")
        self._cutovers = _cutovers(cast, dates)

    def moves(self, member: Member) -> list[Entry]:
        """The moves of a system as the file writes them."""
        months = self._dates.plan.get(member.id, ())
        return [
            {"id": step.id, "to": dict(step.to)} | self._terms(member, position, month)
            for position, (step, month) in enumerate(zip(member.steps, months, strict=True))
        ]

    def _terms(self, member: Member, position: int, month: Month) -> Entry:
        draws = self._draws
        terms: Entry = {}
        fixed = draws.chance(3)
        if fixed:
            terms["fixed"] = str(month)
        elif self._request.capacity_factor is None:  # the dates alone spread the moves
            terms["earliest"] = str(self._dates.window_near(month, -draws.between(0, 2)))
            terms["latest"] = str(self._dates.window_near(month, draws.between(0, 2)))
        elif draws.chance(15):
            name, steps = draws.one_of((("earliest", -draws.between(1, 3)), ("latest", draws.between(1, 3))))
            terms[name] = str(self._dates.window_near(month, steps))
        if position == len(member.steps) - 1 and draws.chance(4):
            terms["deadline"] = str(self._dates.window_near(month, draws.between(1, 3)))
        other = draws.one_of(self._dates.windows)
        if draws.chance(4) and other != month and not fixed:
            terms["blackout"] = [str(other)]
        if position and month != self._dates.plan[member.id][position - 1] and draws.chance(30):
            terms["not_with_previous"] = True
        if fixed:  # over new year, else on the first day
            terms["day"] = f"{month}-{'04' if month.number == 1 else '01'}"
        if self._request.lines:
            terms |= self._line(member, position)
        return terms

    def _line(self, member: Member, position: int) -> Entry:
        """A change of vendor needs a line for its data checks beforehand."""
        before, after = member.form_after(position), member.form_after(position + 1)
        ends = sorted((before["environment"], after["environment"]))
        if before["vendor"] == after["vendor"] or ends[0] == ends[1] or not self._draws.chance(60):
            return {}
        return {"needs_line": {"between": ends, "months_before": self._draws.between(1, 3)}}

    def contract_end(self, member: Member) -> Month | None:
        """The last month of today's contract, some windows after the first planned move."""
        if not member.steps or not self._draws.chance(12):
            return None
        return self._dates.window_near(self._dates.plan[member.id][0], self._draws.between(0, 3))

    def vendors(self) -> list[Entry]:
        """Capacities of the great vendors; some vendors have no people in some window."""
        windows = self._dates.windows
        moving = Counter(member.next_vendor for member in self._cast.moving)
        great = set(self._cast.vendors[: max(1, len(self._cast.vendors) // 4)])
        entries = []
        for position, vendor in enumerate(self._cast.vendors):
            entry: Entry = {"id": vendor, "name": f"ベンダ{_letters(position)}"}
            held = self._cutovers[vendor]
            if self._dates.cutovers_per_month is not None and vendor in great and moving[vendor]:
                share = math.ceil(
                    Fraction(str(self._request.capacity_factor)) * moving[vendor] / len(windows)
                )
                entry["cutovers_per_month"] = max([share, *held.values()])
            free = [month for month in windows if not held[month]]
            if free and len(free) < len(windows) and self._draws.chance(20):
                entry["unavailable"] = [str(self._draws.one_of(free))]
            entries.append(entry)
        return entries

    def packages(self) -> list[Entry]:
        """Every package, some only from a month before its first use on."""
        first_use: dict[str, Month] = {}
        for member in self._cast.moving:
            for position, month in enumerate(self._dates.plan[member.id], start=1):
                package = member.form_after(position).get("package")
                if package is not None:
                    first_use[package] = min(month, first_use.get(package, month))
        today = {member.current.get("package") for member in self._cast.members}
        entries = []
        for number, (package, vendor) in enumerate(sorted(self._cast.packages), start=1):
            old = package.startswith("old-")
            entry: Entry = {
                "id": package,
                "name": f"{'現行' if old else '標準準拠'}パッケージ{number}",
                "vendor": vendor,
            }
            if package in first_use and package not in today and self._draws.chance(20):
                month = self._dates.window_near(first_use[package], -self._draws.between(0, 2))
                entry["available"] = {"from": str(month)}
            entries.append(entry)
        return entries

    def rules(self) -> list[Entry]:
        """Months without cutovers first, then moves together, then moves one before the other."""
        return [*self._closed_months(), *self._together(), *self._orders()]

    def _closed_months(self) -> list[Entry]:
        dates = self._dates
        closed = [str(month) for month in dates.horizon if month not in dates.windows]
        rules: list[Entry] = [{"blackout": closed, "reason": "切替可能月以外"}] if closed else []
        season = [month for month in dates.horizon if month.number in TAX_SEASON]
        taxes = [member.id for member in self._cast.moving if member.area.block == "tax"]
        if season and taxes and not any(month in season for system in taxes for month in dates.plan[system]):
            rules.append(
                {
                    "blackout": [str(month) for month in season],
                    "systems": {"block": "tax"},
                    "reason": "確定申告・当初課税",
                }
            )
        return rules

    def _together(self) -> list[Entry]:
        """Systems of one new package that the plan moves in one month, now and then as a rule."""
        groups: dict[tuple[str, Month], list[str]] = {}
        for member in self._cast.moving:
            package = member.form_after(len(member.steps)).get("package")
            if member.reaches_standard and package is not None:
                group = groups.setdefault((package, self._dates.plan[member.id][-1]), [])
                group.append(f"{member.id}.{member.steps[-1].id}")
        return [
            {"together": moves[:3]} for moves in groups.values() if len(moves) > 1 and self._draws.chance(40)
        ]

    def _orders(self) -> list[Entry]:
        moving = self._cast.moving
        rules: list[Entry] = []
        for _ in range(len(moving) // 12):
            first, second = self._draws.one_of(moving), self._draws.one_of(moving)
            between = self._dates.plan[second.id][-1] - self._dates.plan[first.id][-1]
            if between < 1:
                continue
            rule: Entry = {
                "before": f"{first.id}.{first.steps[-1].id}",
                "after": f"{second.id}.{second.steps[-1].id}",
            }
            if (gap := self._draws.between(1, min(between, 3))) > 1:
                rule["gap"] = gap
            if rule not in rules:
                rules.append(rule)
        return rules


def lines(request: Request, environments: list[str], dates: Dates) -> list[Entry]:
    """A line for every pair of environments; with a full catalogue some open later, and relays bridge the gap."""
    entries: list[Entry] = []
    for position, first in enumerate(environments):
        for second in environments[position + 1 :]:
            kind = "lgwan" if OUTSIDE in (first, second) else "lan"
            available: Entry = {}
            if {"govcloud", "private-cloud"} & {first, second} and OUTSIDE not in (first, second):
                kind = "dedicated"
                if request.catalogue == "full":
                    share = 4 if "mainframe" in (first, second) else 2
                    available = {"available": {"from": str(dates.horizon[len(dates.horizon) // share])}}
            ends = sorted((first, second))
            entries.append({"id": f"{kind}-{ends[0]}-{ends[1]}", "between": ends, "kind": kind} | available)
    return entries


def _cutovers(cast: Cast, dates: Dates) -> dict[str, Counter[Month]]:
    """Cutovers of the plan by vendor of the form that the system then has."""
    result: dict[str, Counter[Month]] = {vendor: Counter() for vendor in cast.vendors}
    for member in cast.moving:
        months = dates.plan[member.id]
        for position, month in enumerate(months, start=1):
            if position == len(months) or months[position] != month:
                result[member.form_after(position)["vendor"]][month] += 1
    return result


def _letters(position: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
