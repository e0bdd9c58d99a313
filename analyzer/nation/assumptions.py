"""What no published figure says and the answers need: every assumption is a field here, and an option of the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, get_args

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.nation.figures import Body, Package
from analyzer.nation.links import LINKS, AssumedLink

Unlisted = Literal["law", "extended", "left-out"]
Per = Literal["system", "vendor"]
Spread = Literal["even", "last"]

MAX_SEEDS, MAX_TEAMS, MAX_NUMBER = 200, 50, 1_000_000


_AS_OF, _SINCE = Month.parse("2026-01"), Month.parse("2025-04")
_DEADLINE, _EXTENDED_UNTIL = Month.parse("2026-03"), Month.parse("2031-03")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`capacity`: cutovers a month of each vendor; None: as many as it has done a month since `since`.

    `capacity_of` (by 法人番号 or name) goes before it.
    """

    as_of: Month = _AS_OF
    """The month of the rates; cutovers begin in the month after."""
    deadline: Month = _DEADLINE
    extended_until: Month = _EXTENDED_UNTIL
    """Of an extended deadline only "up to fiscal 2030" is known."""
    unlisted: Unlisted = "law"
    """Until when systems of municipalities have to move that the file of extended deadlines does not list."""
    links: tuple[AssumedLink, ...] = LINKS
    per: Per = "system"
    """Whether a vendor builds a bridge for each of its systems, or once for all that it has in a municipality."""
    spread: Spread = "even"
    """When systems move: in a month of their window drawn evenly, or all in the last month allowed."""
    capacity: int | None = None
    capacity_of: Mapping[str, int] = field(default_factory=dict)
    since: Month = _SINCE
    team: int = 1
    """Cutovers a month that one more team does."""
    teams: int = 4
    """How many more teams are looked at."""
    closed: frozenset[Month] = frozenset()
    """Months in which nobody cuts over."""
    seed: int = 1
    seeds: int = 5
    """Draws are made with `seed`, `seed` + 1, …: so many of them give the ranges."""

    @property
    def first(self) -> Month:
        """The first month in which systems can move."""
        return self.as_of + 1

    @property
    def all_seeds(self) -> tuple[int, ...]:
        return tuple(range(self.seed, self.seed + self.seeds))

    def wrong(self) -> list[Text]:
        """Why these cannot be assumed together."""
        said = []
        if self.deadline > self.extended_until:
            said.append(Text("延長後の期限が、もとの期限より早くなっています。",
                             "The extended deadline is earlier than the deadline."))  # fmt: skip
        if self.extended_until - self.as_of > 1_200:
            said.append(Text("期間が 100 年を超えます。", "The months are more than a century."))
        if self.since > self.as_of:
            said.append(
                Text(
                    "実績の最初の月が、データの月より後です。",
                    "The pace is counted from a month after that of the data.",
                )
            )
        for name, least, most, value in (
            ("--seeds", 1, MAX_SEEDS, self.seeds), ("--teams", 0, MAX_TEAMS, self.teams),
            ("--per-team", 1, MAX_NUMBER, self.team), ("--capacity", 1, MAX_NUMBER, self.capacity),
            *(("--capacity-of", 1, MAX_NUMBER, value) for value in self.capacity_of.values()),
        ):  # fmt: skip
            if value is not None and not least <= value <= most:
                said.append(
                    Text(
                        f"{name} は {least} から {most:,} までです。", f"{name} must be {least} to {most:,}."
                    )
                )
        return said


UNLISTED, PERS, SPREADS = get_args(Unlisted), get_args(Per), get_args(Spread)


def drawn(seed: int, body: Body, *concern: str) -> int:
    """A number 0 to 2**64 − 1 of a body and a concern: no draw depends on what else there is, nor on the order of rows."""
    text = "/".join((str(seed), str(body.key[0]), body.key[1], *concern))
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Vendors:
    """Draws who serves an area of a municipality: each conformant package of the area is as likely as any other."""

    def __init__(self, packages: tuple[Package, ...]) -> None:
        self._of: dict[str, list[Package]] = {}
        for package in packages:
            for area in package.areas:
                self._of.setdefault(area, []).append(package)

    def package(self, seed: int, body: Body, area: str) -> Package:
        """The package assumed; an area without any has the vendor `UNKNOWN`."""
        offered = self._of.get(area)
        return UNKNOWN if not offered else offered[drawn(seed, body, area) * len(offered) >> 64]


UNKNOWN = Package("", "", "不明", ())
