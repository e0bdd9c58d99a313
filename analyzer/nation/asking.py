"""Assumptions as people write them, and the choice of prefectures; everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches

from analyzer.errors import InputError
from analyzer.landscape.loading import read_bytes
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.nation.assumptions import Assumptions, Per, Spread, Unlisted
from analyzer.nation.links import read_links
from analyzer.nation.prefectures import PREFECTURES, prefecture_named
from analyzer.plan.reading import month_meant


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was given; None and empty: as `Assumptions` has it. `links`: a path."""

    as_of: str | None = None
    deadline: str | None = None
    extended_until: str | None = None
    unlisted: Unlisted | None = None
    links: str | None = None
    per: Per | None = None
    spread: Spread | None = None
    capacity: int | None = None
    capacity_of: Sequence[str] = ()
    """``NAME=N``, by name or 法人番号."""
    since: str | None = None
    team: int | None = None
    teams: int | None = None
    closed: Sequence[str] = ()
    seed: int | None = None
    seeds: int | None = None
    prefectures: Sequence[str] = field(default=())


_MONTHS = ("as_of", "deadline", "extended_until", "since")
_PLAIN = ("unlisted", "per", "spread", "capacity", "team", "teams", "seed", "seeds")


def understood(request: Request) -> tuple[Assumptions, tuple[int, ...]]:
    """The assumptions, and the numbers of the prefectures asked for (none: all); InputError with everything that is wrong."""
    findings: list[Finding] = []
    assumptions = Assumptions()
    prefectures: tuple[int, ...] = ()
    try:
        assumptions = assumptions_asked(request)
    except InputError as error:
        findings.extend(error.findings)
    try:
        prefectures = prefectures_asked(request.prefectures)
    except InputError as error:
        findings.extend(error.findings)
    if findings:
        raise InputError(tuple(findings))
    return assumptions, prefectures


def assumptions_asked(request: Request) -> Assumptions:
    """The assumptions of a request; InputError for what cannot be understood or assumed."""
    findings: list[Finding] = []
    given: dict[str, object] = {}
    for name in _MONTHS:
        text = getattr(request, name)
        if text is not None:
            given[name] = _month(text, f"--{name.replace('_', '-')}", findings)
    given |= {name: getattr(request, name) for name in _PLAIN if getattr(request, name) is not None}
    given["closed"] = frozenset(_month(text, "--closed", findings) for text in _listed(request.closed))
    given["capacity_of"] = _capacities(request.capacity_of, findings)
    if request.links is not None:
        try:
            given["links"] = read_links(
                read_bytes(request.links), "<stdin>" if request.links == "-" else request.links
            )
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(tuple(findings))
    known = {f.name for f in fields(Assumptions)}
    assumptions = Assumptions(**{name: value for name, value in given.items() if name in known})  # type: ignore[arg-type]
    if wrong := assumptions.wrong():
        raise InputError(tuple(Finding("wrong_assumption", "error", sentence) for sentence in wrong))
    return assumptions


def prefectures_asked(names: Sequence[str]) -> tuple[int, ...]:
    """Numbers of prefectures, by name in Japanese or English or by number; InputError with every name that is none."""
    found, findings = [], []
    for name in _listed(names):
        prefecture = prefecture_named(name)
        if prefecture is not None:
            found.append(prefecture.number)
            continue
        near = get_close_matches(name[:40], [known.name.ja for known in PREFECTURES], n=1)
        findings.append(Finding(
            "unknown_prefecture", "error",
            Text(f"「{name[:40]}」という都道府県はありません。", f"There is no prefecture {name[:40]!r}."),
            None, Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?") if near else None,
        ))  # fmt: skip
    if findings:
        raise InputError(tuple(findings))
    return tuple(sorted(set(found)))


def _listed(texts: Sequence[str]) -> list[str]:
    """With commas or repeated."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


_ANY = Month.parse("2000-01")


def _month(text: str, option: str, findings: list[Finding]) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        findings.append(Finding(
            "not_a_month", "error",
            Text(f"{option} の「{text[:40]}」は年月ではありません。", f"{text[:40]!r} ({option}) is not a month."),
            None,
            month_meant(text),
        ))  # fmt: skip
        return _ANY


def _capacities(texts: Sequence[str], findings: list[Finding]) -> Mapping[str, int]:
    """A vendor's name may hold commas: one for each option."""
    found: dict[str, int] = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        if name.strip() and number.strip().isascii() and number.strip().isdigit() and len(number) < 10:
            found[name.strip()] = int(number)
            continue
        findings.append(Finding(
            "not_a_capacity", "error",
            Text(f"「{text[:60]}」は、ベンダの一か月の切替数の指定ではありません。", f"{text[:60]!r} does not say a vendor's cutovers a month."),
            None, Text("「日本電気株式会社=40」のように書いてください。", "Write it like 日本電気株式会社=40."),
        ))  # fmt: skip
    return found
