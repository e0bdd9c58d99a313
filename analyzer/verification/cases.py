"""Test cases against the legs that are due, and the figures that count them (semantics, section 5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from analyzer.landscape.model import IntegrationKey
from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.verification.faults import Faults
from analyzer.verification.world import Choice, World


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A month that begins a span, what is due in it, and the routes in use."""

    month: int
    due: frozenset[str]
    routes: dict[IntegrationKey, tuple[str, ...]]
    hubs: dict[IntegrationKey, str]
    """The hub that a link's route goes through, where it does."""

    def due_of(self, link: IntegrationKey) -> list[str]:
        """The due legs on a link's route, sorted."""
        return sorted(self.due.intersection(self.routes.get(link, ())))

    @property
    def changed(self) -> list[IntegrationKey]:
        """Links with a due leg."""
        return [link for link, legs in self.routes.items() if self.due.intersection(legs)]


def due_months(world: World, choice: Choice) -> dict[int, DueMonth]:
    """Months with a due leg: in use from this month on, and never due or tested before."""
    tested = set(world.tested_before)
    routes: list[dict[IntegrationKey, tuple[str, ...]]] = [{} for _ in world.spans]
    hubs: list[dict[IntegrationKey, str]] = [{} for _ in world.spans]
    for (link, index), carried in choice.items():
        if carried.way.legs:
            routes[index][link] = carried.way.legs
        if carried.way.hub is not None:
            hubs[index][link] = carried.way.hub
    found: dict[int, DueMonth] = {}
    for span in world.spans:
        due = {leg for legs in routes[span.index].values() for leg in legs} - tested
        if due:
            found[span.start] = DueMonth(span.start, frozenset(due), routes[span.index], hubs[span.index])
        tested |= due
    return found


def check_tests(world: World, answer: dict[str, Any], due: dict[int, DueMonth], faults: Faults) -> None:
    """Each case as it should be; every due leg covered; main routes met."""
    cases = answer["tests"]
    months_of: dict[str, set[str]] = {}
    for case in cases:
        months_of.setdefault(case["integration"], set()).add(case["month"])
    seen: set[tuple[int, IntegrationKey]] = set()
    for index, case in enumerate(cases):
        path: Path = ("tests", index)
        link = world.by_name.get(case["integration"])
        month = world.landscape.horizon.index(Month.parse(case["month"]))
        in_month = due.get(month)
        if in_month is None or link is None or link not in in_month.routes:
            faults.add(
                "test_not_due", path,
                f"{case['month']} に連携 {case['integration']} のテストは成り立ちません（未試験の区間がない月か、経路がない連携です）。",
                f"No test of {case['integration']} is possible in {case['month']}: nothing is due, or it has no route.",
                integration=case["integration"], month=case["month"],
            )  # fmt: skip
            continue
        if (month, link) in seen:
            faults.add(
                "test_listed_twice", path,
                f"{case['month']} の連携 {link} のテストが二度示されています。",
                f"The test of {link} in {case['month']} is listed twice.",
            )  # fmt: skip
        seen.add((month, link))
        owners = {world.landscape.systems[end].owner for end in (link.source, link.target) if end is not None}
        faults.compare("test", (*path, "covers"), case["covers"], in_month.due_of(link))
        faults.compare("test", (*path, "vendors"), case["vendors"], parties(world, in_month, link))
        faults.compare("test", (*path, "owners"), case["owners"], sorted(o for o in owners if o is not None))
        faults.compare("test", (*path, "tested_twice"), case["tested_twice"], len(months_of[str(link)]) > 1)
    for month, in_month in due.items():
        tested = [link for at, link in seen if at == month]
        covered = {leg for link in tested for leg in in_month.due_of(link)}
        text = world.month_text(month)
        for leg in sorted(in_month.due - covered):
            faults.add(
                "leg_not_tested", ("tests",),
                f"{text} に未試験の区間 {leg} を通るテストがありません。",
                f"Leg {leg} is due in {text}, and no case tests it.", leg=leg, month=text,
            )  # fmt: skip
        _check_main_routes(world, in_month, tested, faults)


def _check_main_routes(
    world: World, in_month: DueMonth, tested: list[IntegrationKey], faults: Faults
) -> None:
    """At least min(n, links through it) cases through each hub with a due leg, min(n, marked) of them marked."""
    marked = {link.key for link in world.links if link.main_route}
    text = world.month_text(in_month.month)
    for hub in sorted({in_month.hubs[link] for link in in_month.changed if link in in_month.hubs}):
        through = {link for link, via in in_month.hubs.items() if via == hub}
        for among, ja, en in ((through, "", ""), (through & marked, "主要な", "main ")):
            wanted = min(world.landscape.main_routes, len(among))
            if (count := len(among.intersection(tested))) < wanted:
                faults.add(
                    "main_routes", ("tests",),
                    f"{text} に連携基盤 {hub} を通る{ja}経路のテストが {count} 件で、{wanted} 件に足りません。",
                    f"{count} {en}route(s) through {hub} are tested in {text}, fewer than {wanted}.",
                    hub=hub, month=text,
                )  # fmt: skip


def parties(world: World, in_month: DueMonth, link: IntegrationKey) -> list[str]:
    """Vendors of both ends' forms and of the hub, and who hands an end over in that month; sorted."""
    vendors: set[str] = set()
    for end in (link.source, link.target):
        if end is not None:
            # A vendor's last month is the one before: where it did not change this adds nobody new.
            vendors.add(world.schedule.form(end, in_month.month).vendor)
            vendors.add(world.schedule.form(end, in_month.month - 1).vendor)
    if link in in_month.hubs:
        vendors.add(world.landscape.hubs[in_month.hubs[link]].vendor)
    return sorted(vendors)


def check_counts(
    world: World, answer: dict[str, Any], choice: Choice, due: dict[int, DueMonth], faults: Faults
) -> None:
    """Baselines, changed and tested twice, and the peaks."""
    changed = Counter(link for in_month in due.values() for link in in_month.changed)
    tested = Counter(
        integration for integration, _ in {(c["integration"], c["month"]) for c in answer["tests"]}
    )
    baselines = {"changed_links": changed.total(), "everything": _everything(world, choice, due)}
    twice = {
        "changed": sum(count > 1 for count in changed.values()),
        "tested": sum(count > 1 for count in tested.values()),
    }
    for part, right in (("baselines", baselines), ("twice", twice)):
        for name, value in right.items():
            listed = answer[part][name] if answer[part] is not None else None
            faults.compare("count", (part, name), listed, value)
    peaks = _peaks(world, answer["tests"])
    for name, peak in peaks.items():
        stated = answer["peaks"][name] if answer["peaks"] is not None else None
        faults.compare("peak", ("peaks", name), stated, peak)


def _everything(world: World, choice: Choice, due: dict[int, DueMonth]) -> int:
    """Live links of systems that cut over, over the months with a due leg."""
    total = 0
    for month in due:
        moving = {cutover.system for cutover in world.schedule.cutovers if cutover.month == month}
        span = world.span_of_month[month]
        total += sum(
            (link.source in moving or link.target in moving) and carried.way.name != "suspended"
            for (link, in_span), carried in choice.items()
            if in_span == span
        )
    return total


def _peaks(world: World, cases: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    by_vendor: dict[str, tuple[list[str], list[str]]] = {}
    by_owner: dict[str, tuple[list[str], list[str]]] = {}
    for cutover in world.schedule.cutovers:
        month = world.month_text(cutover.month)
        system = world.landscape.systems[cutover.system]
        by_vendor.setdefault(system.forms[cutover.form].vendor, ([], []))[0].append(month)
        if system.owner is not None:
            by_owner.setdefault(system.owner, ([], []))[0].append(month)
    for case in cases:
        for vendor in case["vendors"]:
            by_vendor.setdefault(vendor, ([], []))[1].append(case["month"])
        for owner in case["owners"]:
            by_owner.setdefault(owner, ([], []))[1].append(case["month"])
    both = [world.month_text(c.month) for c in world.schedule.cutovers], [case["month"] for case in cases]
    return {
        "cutovers": _peak(both[0]),
        "tests": _peak(both[1]),
        "by_vendor": {
            v: {"cutovers": _peak(c), "tests": _peak(t)} for v, (c, t) in sorted(by_vendor.items())
        },
        "by_owner": {o: {"cutovers": _peak(c), "tests": _peak(t)} for o, (c, t) in sorted(by_owner.items())},
    }


def _peak(months: list[str]) -> dict[str, str | int | None]:
    """The fullest month, the earliest of several."""
    counts = Counter(months)
    if not counts:
        return {"month": None, "count": 0}
    month = min(counts, key=lambda month: (-counts[month], month))
    return {"month": month, "count": counts[month]}
