"""Who plays: every system with its vendor, its forms and the kind of its moves."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.generator.areas import RESIDENT, Area, areas
from analyzer.generator.draws import Draws, Wheel
from analyzer.generator.request import Request

MAINFRAME, SERVERS, CLOUD, PRIVATE, OUTSIDE = "mainframe", "servers", "govcloud", "private-cloud", "outside"


@dataclass(slots=True)
class Step:
    """A move to be: `to` holds what it changes, as the file writes it."""

    id: str
    to: dict[str, str]


@dataclass(slots=True)
class Member:
    """A system to be; `steps` in order, empty where it stays as it is."""

    area: Area
    current: dict[str, str]
    steps: list[Step] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.area.id

    @property
    def reaches_standard(self) -> bool:
        return any("generation" in step.to for step in self.steps)

    @property
    def next_vendor(self) -> str:
        """The vendor of the last form."""
        return self.form_after(len(self.steps))["vendor"]

    def form_after(self, steps: int) -> dict[str, str]:
        form = dict(self.current)
        for step in self.steps[:steps]:
            form.update(step.to)
        return form


@dataclass(slots=True)
class Shelf:
    """Hands out packages: some systems of one vendor share one, so that their links are internal."""

    draws: Draws
    prefix: str
    most: int
    packages: list[tuple[str, str]] = field(default_factory=list)
    """(id, vendor) of every package handed out."""
    _open: dict[tuple[str, str | None], tuple[str, int]] = field(default_factory=dict)

    def take(self, vendor: str, block: str | None) -> str:
        package, room = self._open.get((vendor, block), ("", 0))
        if room == 0:
            package = f"{self.prefix}-{len(self.packages) + 1:03d}"
            self.packages.append((package, vendor))
            room = self.draws.between(1, self.most)
        self._open[vendor, block] = (package, room - 1)
        return package


@dataclass(frozen=True, slots=True)
class Cast:
    """All systems, in the order of the file; packages and vendors that they name."""

    members: list[Member]
    packages: list[tuple[str, str]]
    """(id, vendor) of every package."""
    vendors: list[str]
    """All vendors asked for, the main one first."""

    @property
    def moving(self) -> list[Member]:
        return [member for member in self.members if member.steps]


def _vendor_ids(number: int) -> list[str]:
    width = max(2, len(str(number)))
    return [f"vendor-{position:0{width}d}" for position in range(1, number + 1)]


def choose_cast(request: Request) -> Cast:
    """Systems by name, then their vendors (uneven: the k-th has a share of 1/k), then their moves."""
    chosen = areas(request.systems, Draws(request.seed, "areas"))
    vendors = _vendor_ids(request.vendors)
    draws = Draws(request.seed, "cast")
    old, new = Shelf(draws, "old", 3), Shelf(draws, "std", 6)
    today = _vendors_today(chosen, vendors, draws)
    wheel = _wheel(vendors)
    members = []
    for area in chosen:
        member = Member(area, _form_today(area, today[area.id], old, draws))
        if request.windows > 0:
            stays = draws.chance(75)
            following = today[area.id] if stays else vendors[wheel.pick(draws)]
            member.steps = _steps(member, following, new, draws)
        members.append(member)
    return Cast(members, old.packages + new.packages, vendors)


def _wheel(vendors: list[str]) -> Wheel:
    main_and_rest = [7560] + [5040 // position for position in range(2, len(vendors) + 1)]
    return Wheel(main_and_rest)


def _vendors_today(chosen: list[Area], vendors: list[str], draws: Draws) -> dict[str, str]:
    """Every vendor has a system while there are enough of them; residents and taxes mostly lie with the main one."""
    wheel = _wheel(vendors)
    result = {}
    for area in chosen:
        core = area.block in ("resident", "tax")
        result[area.id] = vendors[0] if core and draws.chance(70) else vendors[wheel.pick(draws)]
    held = dict.fromkeys(vendors, 0)
    for vendor in result.values():
        held[vendor] += 1
    idle = [vendor for vendor in vendors if held[vendor] == 0]
    for area in reversed(chosen):
        if not idle:
            break
        if held[result[area.id]] > 1:
            held[result[area.id]] -= 1
            result[area.id] = idle.pop(0)
            held[result[area.id]] += 1
    return result


def _form_today(area: Area, vendor: str, shelf: Shelf, draws: Draws) -> dict[str, str]:
    if area.scope == "external":
        place = OUTSIDE
    elif area.scope == "out_of_scope":
        place = draws.by_percent(((80, SERVERS), (20, PRIVATE)))
    elif area.block in ("resident", "tax"):
        place = MAINFRAME
    else:
        place = draws.by_percent(((65, MAINFRAME), (35, SERVERS)))
    form = {"environment": place, "generation": "legacy", "vendor": vendor}
    if area.scope != "external" and draws.chance(55):
        form["package"] = shelf.take(vendor, area.block)
    return form


def _steps(member: Member, vendor: str, shelf: Shelf, draws: Draws) -> list[Step]:
    scope = member.area.scope
    if scope == "external":
        return []
    if scope == "standard":
        kind = draws.by_percent(((67, "both"), (25, "apart"), (8, "lift")))
        if kind == "lift" and member.id == RESIDENT:
            kind = "apart"
    elif scope == "common_function":
        kind = draws.by_percent(((40, "both"), (60, "stays")))
    else:
        kind = draws.by_percent(((12, "lift"), (20, "adapt"), (68, "stays")))
    place = draws.by_percent(((93, CLOUD), (7, PRIVATE))) if scope == "standard" else CLOUD
    lifted = {"environment": place} if member.current["environment"] != place else {}
    shifted = {"generation": "standard"}
    if kind in ("both", "apart"):
        if vendor != member.current["vendor"]:
            shifted["vendor"] = vendor
        shifted["package"] = shelf.take(vendor, member.area.block)
    if kind == "both" or (kind == "apart" and not lifted):
        return [Step("shift", lifted | shifted)]
    if kind == "apart":
        return [Step("lift", lifted), Step("shift", shifted)]
    if kind == "lift":
        return [Step("lift", lifted)] if lifted else []
    return [Step("shift", shifted)] if kind == "adapt" else []
