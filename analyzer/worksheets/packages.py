"""Package combinations compared, from the answers to a request for information (仙台市「RFI資料の作成」).

For each package: from when it is there, which businesses it can be combined with, what it costs. A combination takes for each
system that moves one of the packages that offer all of its businesses (the one of its last form, where none does); links
between systems in one package of one vendor disappear. Attribute ``RFI`` of a package: ``提供開始`` (environment → month),
``組合せ可能業務`` (business ids), ``標準対象外機能``, ``初期費用`` and ``運用費用_年間`` (item → amount), domain.md, case 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from analyzer.landscape.model import Landscape, Package, System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Cell, Section, Table, both, columns, join
from analyzer.reports.naming import named, system_named, vendor_named
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.decimals import total, whole
from analyzer.worksheets.worksheet import Asked, Content, Sheet

RFI, OFFERED, COMBINABLE, BEYOND, INITIAL, YEARLY = (
    "RFI", "提供開始", "組合せ可能業務", "標準対象外機能", "初期費用", "運用費用_年間",
)  # fmt: skip
MOST = 500
"""Combinations that are compared; more are not tried."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the file says of a package; None for what nobody answered."""

    package: Package
    earliest: Month | None
    offered: tuple[tuple[str, str], ...]
    businesses: frozenset[str] | None
    beyond: str | None
    initial: Fraction | None
    yearly: Fraction | None


@dataclass(frozen=True, slots=True)
class Combination:
    """System → package (None: none known), and what comes of it. Costs count each package once; None where one is unknown."""

    choice: tuple[tuple[str, str | None], ...]
    inside: int
    across: int
    earliest: Month | None
    initial: Fraction | None
    yearly: Fraction | None


def _content(asked: Asked) -> Content:
    landscape = asked.landscape
    attributes = Attributes(landscape)
    answers = {package.id: _answer(attributes, package) for package in landscape.packages.values()}
    moving = [system for system in landscape.systems.values() if system.moves and system.scope == "standard"]
    found = list(islice(_combinations(landscape, answers, moving), MOST + 1))
    findings = list(attributes.findings)
    if len(found) > MOST:
        findings.append(Finding(
            "combinations_many", "warning",
            Text(f"組合せが多すぎるので、初めの {MOST} 通りだけを比べました。", f"There are too many combinations: the first {MOST} are compared."),
        ))  # fmt: skip
    compared = sorted(found[:MOST], key=_order)
    answer = _combinations_table(asked, compared)
    return Content(
        (
            Section(
                Text("パッケージ", "Packages"),
                (Text("費用は比べるためのもので、計画の費用には入りません。", "Costs are for comparison and no part of a plan's cost."),),
                _packages_table(asked, answers, moving),
            ),
            Section(
                Text("組合せ", "Combinations"),
                (Text("同じベンダの一つのパッケージに入る連携は、なくなります。なくなる連携の多い順です。",
                      "Links inside one package of one vendor disappear; those with most such links first."),),
                answer,
            ),
        ),
        answer,
        {
            "packages": [_answer_plain(one) for one in answers.values()],
            "combinations": [_combination_plain(one) for one in compared],
        },
        tuple(findings),
    )  # fmt: skip


def _answer(attributes: Attributes, package: Package) -> Answer:
    said = package.remarks.attributes.get(RFI)
    values: Mapping[str, object] = said if isinstance(said, Mapping) else {}
    path = (*package.path, "attributes", RFI)
    offered = values.get(OFFERED)
    months = (
        sorted((str(where), str(month)) for where, month in offered.items())
        if isinstance(offered, Mapping)
        else []
    )
    known = [month for _, text in months if (month := _month(text)) is not None]
    earliest = package.available.first or min(known, default=None)
    listed = values.get(COMBINABLE)
    businesses = frozenset(map(str, listed)) if isinstance(listed, list) else None
    return Answer(
        package, earliest, tuple(months), businesses, attributes.text_in(values, path, BEYOND),
        total(values.get(INITIAL)), total(values.get(YEARLY)),
    )  # fmt: skip


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None


def _offering(answers: Mapping[str, Answer], system: System) -> list[str | None]:
    """Packages that take all of the system's businesses; else the one of its last form."""
    wanted = set(system.businesses)
    found: list[str | None] = [
        id
        for id, answer in answers.items()
        if wanted and answer.businesses is not None and wanted <= answer.businesses
    ]
    return found or [system.forms[-1].package]


def _combinations(
    landscape: Landscape, answers: Mapping[str, Answer], moving: list[System]
) -> Iterator[Combination]:
    """In the order of systems and packages."""
    last = {system.id: system.forms[-1].package for system in landscape.systems.values()}
    ends = [
        (key.source, key.target)
        for key in landscape.integrations
        if key.source is not None and key.target is not None and landscape.integrations[key].realizations
    ]
    for chosen in product(*(_offering(answers, system) for system in moving)):
        choice = dict(zip((system.id for system in moving), chosen, strict=True))
        package = last | choice
        inside = sum(package[one] is not None and package[one] == package[other] for one, other in ends)
        used = [answers[id] for id in sorted({id for id in chosen if id is not None}) if id in answers]
        months = [one.earliest for one in used if one.earliest is not None]
        yield Combination(
            tuple(choice.items()), inside, len(ends) - inside, max(months, default=None),
            _sum([one.initial for one in used]), _sum([one.yearly for one in used]),
        )  # fmt: skip


def _sum(amounts: list[Fraction | None]) -> Fraction | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Fraction()) if known and len(known) == len(amounts) else None


def _order(one: Combination) -> tuple[object, ...]:
    cost = Fraction(10**13) if one.initial is None else one.initial
    return (-one.inside, cost, tuple((system, package or "") for system, package in one.choice))


def _packages_table(asked: Asked, answers: Mapping[str, Answer], moving: list[System]) -> Table:
    landscape = asked.landscape
    rows: list[tuple[Cell, ...]] = []
    for id, answer in answers.items():
        takes = [system for system in moving if id in _offering(answers, system)]
        rows.append((
            named(answer.package.name, id), vendor_named(landscape, answer.package.vendor), asked.month_text(answer.earliest),
            "\n".join(f"{where}: {month}" for where, month in answer.offered) or None,
            None if answer.businesses is None else "、".join(sorted(answer.businesses)),
            join(system_named(landscape, system.id) for system in takes), answer.beyond,
            whole(answer.initial), whole(answer.yearly),
        ))  # fmt: skip
    return Table(
        columns(
            ("パッケージ", "package"), ("ベンダ", "vendor"), ("最も早い提供", "earliest"), ("提供開始", "offered from"),
            ("組合せ可能業務", "combinable businesses"), ("入りうるシステム", "systems that it could take"),
            ("標準対象外機能", "functions outside the standard"), ("初期費用", "initial cost", "number"), ("年間費用", "yearly cost", "number"),
        ),
        tuple(rows),
    )  # fmt: skip


def _combinations_table(asked: Asked, compared: list[Combination]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(compared, 1):
        by_package: dict[str | None, list[str]] = {}
        for system, package in one.choice:
            by_package.setdefault(package, []).append(system)
        parts = [
            _with_systems(asked.landscape, package, systems)
            for package, systems in sorted(by_package.items(), key=lambda item: item[0] or "")
        ]
        rows.append((
            number, join(parts, "\n", "\n"), one.inside, one.across, asked.month_text(one.earliest),
            whole(one.initial), whole(one.yearly),
        ))  # fmt: skip
    return Table(
        columns(
            ("番号", "no.", "number"), ("組合せ", "combination"), ("なくなる連携", "links inside", "number"),
            ("残る連携", "links across", "number"), ("そろう月", "all there from"),
            ("初期費用", "initial cost", "number"), ("年間費用", "yearly cost", "number"),
        ),
        tuple(rows),
    )  # fmt: skip


def _with_systems(landscape: Landscape, package: str | None, systems: list[str]) -> Text:
    head = Text("パッケージなし", "no package")
    if package is not None:
        listed = landscape.packages.get(package)
        head = both(package) if listed is None else named(listed.name, package)
    names = join(Text(landscape.systems[system].name, system) for system in systems)
    return Text(f"{head.ja}: {names.ja}", f"{head.en}: {names.en}")


def _answer_plain(answer: Answer) -> dict[str, object]:
    return {
        "id": answer.package.id,
        "vendor": answer.package.vendor,
        "earliest": None if answer.earliest is None else str(answer.earliest),
        "offered": dict(answer.offered),
        "businesses": None if answer.businesses is None else sorted(answer.businesses),
        "initial": whole(answer.initial),
        "yearly": whole(answer.yearly),
    }


def _combination_plain(one: Combination) -> dict[str, object]:
    return {
        "packages": dict(one.choice),
        "inside": one.inside,
        "across": one.across,
        "earliest": None if one.earliest is None else str(one.earliest),
        "initial": whole(one.initial),
        "yearly": whole(one.yearly),
    }


SHEET = Sheet(
    "packages",
    Text("パッケージの組合せ", "Package combinations"),
    Text(
        "RFI の回答から、提供時期・組み合わせられる業務・費用と、組合せごとに残る連携を比べる。",
        "From answers to an RFI: when packages are there, what they combine with and cost, and which links remain.",
    ),
    "unused",
    _content,
)
