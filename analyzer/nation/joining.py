"""The files joined: which municipality is in which, and what they say of it; coverage by prefecture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.errors import InputError
from analyzer.landscape.findings import Findings
from analyzer.landscape.loading import read_bytes
from analyzer.landscape.places import Places
from analyzer.messages import Finding, Severity, Text
from analyzer.nation.approvals import read_approvals
from analyzer.nation.areas import AREAS
from analyzer.nation.figures import Body, Extension, Figures, Package, Progress
from analyzer.nation.prefectures import PREFECTURES, Prefecture
from analyzer.nation.reading import read_extensions, read_progress

PROGRESS, EXTENSIONS, PACKAGES = (
    "standardization.json",
    "designated_transition.json",
    "conformant_packages.csv",
)
"""The names of the three files in their folder."""
MOVED = 1.0
"""The rate of an area that has moved: all of the national steps are done."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """`rates` is None where the file of progress does not list it, `extended` where that of extended deadlines does not."""

    body: Body
    code: str | None
    rates: Mapping[str, float] | None
    extended: frozenset[str] | None
    common_extended: bool = False

    @property
    def moved(self) -> frozenset[str]:
        """Areas whose system has moved."""
        return frozenset(area for area, rate in (self.rates or {}).items() if rate >= MOVED)

    @property
    def to_move(self) -> frozenset[str]:
        """Areas whose system has yet to move; those without data are in neither."""
        return frozenset(area for area, rate in (self.rates or {}).items() if rate < MOVED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Municipalities: all that there are, in each file, in both, in none (`no_data`)."""

    all: int
    progress: int
    extensions: int
    both: int

    @property
    def no_data(self) -> int:
        return self.all - self.progress - self.extensions + self.both


@dataclass(frozen=True, slots=True)
class Nation:
    """All municipalities that a file lists, in the order of prefecture and name; what people should know of the files."""

    municipalities: tuple[Municipality, ...]
    packages: tuple[Package, ...]
    packages_until: str | None
    findings: tuple[Finding, ...]
    scope: tuple[Prefecture, ...] = PREFECTURES
    """The prefectures that are asked about."""

    def coverage(self, prefecture: int | None = None) -> Coverage:
        """Of one prefecture (by its number), else of all in the scope."""
        listed = [m for m in self.municipalities if prefecture in (None, m.body.prefecture.number)]
        return Coverage(
            sum(known.municipalities for known in self.scope if prefecture in (None, known.number)),
            sum(m.rates is not None for m in listed),
            sum(m.extended is not None for m in listed),
            sum(m.rates is not None and m.extended is not None for m in listed),
        )

    def only(self, prefectures: Iterable[int]) -> Nation:
        """The municipalities of some prefectures."""
        chosen = frozenset(prefectures)
        return replace(
            self,
            municipalities=tuple(m for m in self.municipalities if m.body.prefecture.number in chosen),
            scope=tuple(prefecture for prefecture in self.scope if prefecture.number in chosen),
        )


def read_nation(folder: str) -> Nation:
    """The three files of a folder, joined; InputError with everything that is wrong with any of them."""
    findings = Findings(Places(folder))
    held: dict[str, bytes] = {}
    for name in (PROGRESS, EXTENSIONS, PACKAGES):
        try:
            held[name] = read_bytes(str(Path(folder) / name))
        except InputError as error:
            findings.include(error.findings, error.total)
    progress: tuple[Progress, ...] = ()
    extensions: tuple[Extension, ...] = ()
    packages: tuple[Package, ...] = ()
    newest = None
    if PROGRESS in held:
        progress = read_progress(held[PROGRESS], str(Path(folder) / PROGRESS), findings)
    if EXTENSIONS in held:
        extensions = read_extensions(held[EXTENSIONS], str(Path(folder) / EXTENSIONS), findings)
    if PACKAGES in held:
        packages, newest = read_approvals(held[PACKAGES], str(Path(folder) / PACKAGES), findings)
    if findings.errors:
        raise InputError(*findings.result())
    return join(Figures(progress, extensions, packages, newest), findings.result()[0])


def join(figures: Figures, told: tuple[Finding, ...] = ()) -> Nation:
    """The files by prefecture and city; `told` is what reading them had to say."""
    rates = {entry.body.key: entry for entry in figures.progress if entry.body.city}
    extended = {entry.body.key: entry for entry in figures.extensions if entry.body.city}
    municipalities = []
    bodies = {e.body.key: e.body for e in extended.values()} | {p.body.key: p.body for p in rates.values()}
    for key, body in sorted(bodies.items()):
        one, other = rates.get(key), extended.get(key)
        municipalities.append(
            Municipality(
                body,
                other.code or None if other else None,
                None if one is None else one.rates,
                None if other is None else other.areas,
                other is not None and other.common,
            )
        )
    found = tuple(municipalities)
    return Nation(
        found,
        figures.packages,
        figures.packages_until,
        (*told, *_joined(found, figures), *_doubts(found, figures)),
    )


def _joined(municipalities: tuple[Municipality, ...], figures: Figures) -> list[Finding]:
    both = sum(m.rates is not None and m.extended is not None for m in municipalities)
    one = sum(m.extended is None for m in municipalities)
    other = sum(m.rates is None for m in municipalities)
    prefectures = sum(not p.body.city for p in figures.progress) + sum(
        not e.body.city for e in figures.extensions
    )
    findings = [
        _info("joined", f"{both} 団体が両方のファイルにあります。", f"{both} municipalities are in both files.", count=both),
        _info("only_progress", f"{one} 団体は進捗のファイルだけにあります(期限の延長はデータなし)。",
              f"{one} municipalities are in the file of progress only (extended deadlines: no data).", count=one),
        _info("only_extensions", f"{other} 団体は期限延長のファイルだけにあります(進捗はデータなし)。",
              f"{other} municipalities are in the file of extended deadlines only (progress: no data).", count=other),
    ]  # fmt: skip
    if prefectures:
        findings.append(_info(
            "prefectures_as_bodies",
            f"都道府県そのものが {prefectures} 件あります(市区町村ではないので数えません)。",
            f"{prefectures} entries are prefectures themselves (no municipalities, so not counted).", count=prefectures,
        ))  # fmt: skip
    return findings


def _doubts(municipalities: tuple[Municipality, ...], figures: Figures) -> list[Finding]:
    """What the files say that does not fit together; nothing of it stops the answer."""
    findings = []
    contradictions = [(m.body.name, len(m.moved & (m.extended or frozenset()))) for m in municipalities]
    named = [name for name, count in contradictions if count]
    if named:
        count = sum(count for _, count in contradictions)
        findings.append(_info(
            "moved_but_extended",
            f"{len(named)} 団体の {count} システムは、移行済み(率 1.0)なのに期限が延長されています。移行済みとしました。",
            f"{count} systems of {len(named)} municipalities have moved (rate 1.0) and have an extended deadline; they were taken as moved.",
            "warning", count=count, names=tuple(named),
        ))  # fmt: skip
    zero = [(m.body.name, sum(rate == 0 for rate in (m.rates or {}).values())) for m in municipalities]
    if any(count for _, count in zero):
        named = [name for name, count in zero if count]
        findings.append(_info(
            "rate_zero",
            f"{len(named)} 団体の {sum(c for _, c in zero)} システムは率が 0 です。業務がないのかもしれません。これから移行するものとしました。",
            f"{sum(c for _, c in zero)} systems of {len(named)} municipalities have the rate 0: perhaps the business is not theirs. They were taken as to move.",
            "warning", count=sum(c for _, c in zero), names=tuple(named),
        ))  # fmt: skip
    listed = Counter(m.body.prefecture.number for m in municipalities)
    for prefecture in PREFECTURES:
        if listed[prefecture.number] > prefecture.municipalities:
            findings.append(_info(
                "more_than_there_are",
                f"{prefecture.name.ja}の市区町村は {prefecture.municipalities} ですが、ファイルには {listed[prefecture.number]} あります。",
                f"{prefecture.name.en} has {prefecture.municipalities} municipalities, the files list {listed[prefecture.number]}.",
                "warning",
            ))  # fmt: skip
    offered = {area for package in figures.packages for area in package.areas}
    missing = tuple(area.name for area in AREAS if area.id not in offered)
    if missing:
        listed_names = "、".join(missing)
        findings.append(_info(
            "no_package",
            f"適合パッケージがファイルにない業務があります。ベンダは不明としました: {listed_names}",
            f"No conformant package is listed for some areas; their vendor was taken as unknown: {listed_names}",
            "warning", names=missing,
        ))  # fmt: skip
    return findings


def _info(code: str, ja: str, en: str, severity: Severity = "info", **details: object) -> Finding:
    return Finding(code, severity, Text(ja, en), None, None, tuple(sorted(details.items())))
