"""Tables of one system's courses and of two systems' pairs of them: every plan takes one entry of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, TypeVar

from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.verification.courses import Course, Ties, courses_of
from analyzer.verification.order.cells import CLOSED
from analyzer.verification.order.faults import WrongProof

_Key = TypeVar("_Key")
_Path = tuple[str | int, ...]
Pairs = dict[tuple[Course, Course], int]


class Tables:
    """`alone`: by system and course, at first what the course costs by itself (law changes, lateness); all in 1/`scale` of the cost unit.

    `moving`: the systems with moves. An entry that no plan can take is taken out.
    """

    def __init__(
        self, landscape: Landscape, pattern: str | None, numbered: Mapping[str, Any], scale: int
    ) -> None:
        self.landscape = landscape
        self._ties = Ties(landscape, pattern)
        systems = landscape.systems.values()
        self.moving = [system.id for system in systems if system.moves]
        self.alone = {
            system.id: {course: cost * scale for course, cost in courses_of(landscape, system).items()}
            for system in systems
        }
        self.pairs: dict[tuple[str, str], Pairs] = {}
        given: list[tuple[str | None, int | None]] = [(None, landscape.cutovers_per_month)]
        given += [(vendor.id, vendor.cutovers_per_month) for vendor in landscape.vendors.values()]
        self.limits = {vendor: most for vendor, most in given if most is not None}
        """How many cutovers a month may have, of a vendor or (None) of all; where there is a limit."""
        self._filled: dict[str, dict[Course, set[tuple[str | None, int]]]] = {}
        index = landscape.horizon.index
        self._numbered = {
            id_: [tuple(index(Month.parse(month)) for month in course) for course in courses]
            for id_, courses in numbered.items()
        }

    def pair(self, one: str, other: str) -> Pairs:
        """The table of two systems in the order of their ids, without the pairs of courses that a rule excludes, or one cutover a month."""
        a, b = sorted((one, other))
        if (a, b) not in self.pairs:
            allowed = self._ties.allowed(a, self.alone[a], b, self.alone[b])
            mine, theirs = self._fills(a), self._fills(b)
            self.pairs[a, b] = {(c, d): 0 for c, d in allowed if mine[c].isdisjoint(theirs[d])}
        return self.pairs[a, b]

    def _fills(self, id_: str) -> dict[Course, set[tuple[str | None, int]]]:
        """By course: the limits and months that it leaves no room in for anybody else."""
        if id_ not in self._filled:
            single = [vendor for vendor, most in self.limits.items() if most == 1]
            self._filled[id_] = {
                course: {
                    (vendor, month)
                    for vendor in single
                    for month in course
                    if self.loads(id_, course, vendor, month)
                }
                for course in self.alone[id_]
            }
        return self._filled[id_]

    def limit(self, vendor: str | None, path: _Path) -> int:
        """How many cutovers a month may have: of the vendor, or of all."""
        if vendor not in self.limits:
            raise WrongProof(path, "そのような上限はありません。", "There is no such capacity.")
        return self.limits[vendor]

    def loads(self, id_: str, course: Course, vendor: str | None, month: int) -> bool:
        """A cutover in the month that counts: of the form that the system then has."""
        forms = self.landscape.systems[id_].forms
        return month in course and (vendor is None or forms[bisect_right(course, month)].vendor == vendor)

    def numbered(self, id_: str, at: int, path: _Path) -> Course:
        """The course that the certificate gives this number."""
        listed = self._numbered.get(id_, [])
        if id_ not in self.moving or at >= len(listed) or len(set(listed)) < len(listed):
            raise WrongProof(
                path, f"{id_} にそのような系列はありません。", f"There is no such course of {id_}."
            )
        return listed[at]

    def by_course(self, id_: str, amounts: list[int], path: _Path) -> dict[Course, int]:
        """Amounts that are listed in the order of the system's courses."""
        if len(amounts) > len(self._numbered.get(id_, ())):
            raise WrongProof(path, "系列の数が合いません。", "There are not so many courses.")
        return {self.numbered(id_, at, path): amount for at, amount in enumerate(amounts)}


def add(table: dict[_Key, int], amounts: Mapping[_Key, int]) -> None:
    """To the entries of a table; those that nothing can carry are no longer in it."""
    for key, amount in amounts.items():
        if amount >= CLOSED:
            del table[key]
        else:
            table[key] += amount
