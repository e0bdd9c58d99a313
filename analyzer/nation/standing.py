"""The bridges of today, by prefecture: what stands if the assumptions hold, at least cost."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.nation.areas import AREAS
from analyzer.nation.assumptions import Assumptions, Vendors
from analyzer.nation.covers import Cover, least_cover, mixed_links
from analyzer.nation.joining import Coverage, Municipality, Nation
from analyzer.nation.prefectures import Prefecture


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the draws of the first seed, and the least and most over all seeds."""

    value: int
    least: int
    most: int

    @classmethod
    def of(cls, values: list[int]) -> Range:
        return cls(values[0], min(values), max(values))


@dataclass(frozen=True, slots=True)
class MunicipalityToday:
    """`bridges` by seed, None where there is no data of progress."""

    municipality: Municipality
    mixed: int
    bridges: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class PrefectureToday:
    """Sums over the municipalities with data; None everywhere: no data. `prefecture` None: all of the scope."""

    prefecture: Prefecture | None
    coverage: Coverage
    mixed_municipalities: int
    moved: int
    to_move: int
    unknown: int
    """Areas without a rate, of municipalities with data."""
    mixed: int
    bridges: Range | None


def cover_today(municipality: Municipality, assumptions: Assumptions, vendors: Vendors, seed: int) -> Cover:
    """The bridges of one municipality with the vendors of one seed."""
    moved, to_move = municipality.moved, municipality.to_move

    def vendor(area: str) -> str:
        return vendors.package(seed, municipality.body, area).company

    mixed = mixed_links(assumptions.links, moved, to_move)
    return least_cover(mixed, moved, vendor if assumptions.per == "vendor" else str)


def bridges_today(nation: Nation, assumptions: Assumptions) -> tuple[MunicipalityToday, ...]:
    """Of every municipality that a file lists."""
    vendors = Vendors(nation.packages)
    seeds = assumptions.all_seeds
    known: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    rows = []
    for municipality in nation.municipalities:
        moved, to_move = municipality.moved, municipality.to_move
        if municipality.rates is None:
            rows.append(MunicipalityToday(municipality, 0, None))
            continue
        mixed = len(mixed_links(assumptions.links, moved, to_move))
        if not mixed:
            counts = [0] * len(seeds)
        elif (
            assumptions.per == "system"
        ):  # the vendors do not matter: municipalities in the same state need the same
            if (moved, to_move) not in known:
                known[moved, to_move] = cover_today(municipality, assumptions, vendors, seeds[0]).bridges
            counts = [known[moved, to_move]] * len(seeds)
        else:
            counts = [cover_today(municipality, assumptions, vendors, seed).bridges for seed in seeds]
        rows.append(MunicipalityToday(municipality, mixed, tuple(counts)))
    return tuple(rows)


def by_prefecture(nation: Nation, rows: tuple[MunicipalityToday, ...]) -> tuple[PrefectureToday, ...]:
    """All prefectures of the scope in their order, those without data too."""
    return tuple(
        _sum(prefecture, nation.coverage(prefecture.number), [
            row for row in rows if row.municipality.body.prefecture == prefecture
        ])
        for prefecture in nation.scope
    )  # fmt: skip


def whole(nation: Nation, rows: tuple[MunicipalityToday, ...]) -> PrefectureToday:
    """All of the scope as one row."""
    return _sum(None, nation.coverage(), list(rows))


def _sum(prefecture: Prefecture | None, coverage: Coverage, rows: list[MunicipalityToday]) -> PrefectureToday:
    known = [(row, row.bridges) for row in rows if row.bridges is not None]
    sums = [sum(by_seed) for by_seed in zip(*(bridges for _, bridges in known), strict=True)]
    municipalities = [row.municipality for row, _ in known]
    return PrefectureToday(
        prefecture,
        coverage,
        sum(bool(m.moved and m.to_move) for m in municipalities),
        sum(len(m.moved) for m in municipalities),
        sum(len(m.to_move) for m in municipalities),
        sum(len(AREAS) - len(m.rates or {}) for m in municipalities),
        sum(row.mixed for row, _ in known),
        Range.of(sums) if sums else None,
    )
