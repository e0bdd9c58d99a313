"""Which line between which places is needed when: for building, for data checks, for operation, and what is left at the end.

小平市, case book of municipal standardization, 2nd edition, 「次期システムに合わせた既存環境の設定変更(東京都小平市)」: building without data needs only a line
between the vendor's site and the cloud; a change of vendor needs one between office and cloud months ahead, for data checks;
the others wait for 第五次LGWAN; at the end there is one line. Data checks are `needs_line` of a move. A line for building is marked
by the attribute 用途: 構築, and the move says how long building takes (構築の月数); both change no figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import Landscape, Line, Move, MoveRef, System, pair
from analyzer.messages import Finding, Text
from analyzer.messages.words import KINDS
from analyzer.reports.layout import NONE, Section, Table, both, columns, join
from analyzer.reports.naming import environments_named, system_named
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.worksheet import Asked, Content, Sheet

Phase = Literal["build", "check", "operation"]
PHASES: Mapping[Phase, Text] = {
    "build": Text("構築(データなし)", "building, without data"),
    "check": Text("データ移行の検証", "data checks"),
    "operation": Text("運用(連携)", "operation (links)"),
}
PURPOSE, BUILDING, BUILD_MONTHS = "用途", "構築", "構築の月数"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Need:
    """Months (counted from the first of the horizon) in which a phase needs a line between two environments."""

    phase: Phase
    move: MoveRef | None
    """None in operation: then it is all links that cross."""
    between: Pair
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months in a row in which the same lines serve; `relay` where a relay does; neither: nothing."""

    first: int
    last: int
    lines: tuple[str, ...]
    relay: bool


def _content(asked: Asked) -> Content:
    assert asked.evaluation is not None
    assert asked.evaluation.assessment is not None
    assessment = asked.evaluation.assessment
    attributes = Attributes(asked.landscape)
    needs = tuple(
        need
        for need in (*_building(attributes, assessment), *_checks(assessment), *_operation(assessment))
        if need.move is None or asked.vendor in (None, _vendor_of(asked.landscape, need.move))
    )
    served = {need: _served(assessment, need) for need in needs}
    answer = _table(asked, served)
    last = assessment.schedule.length - 1
    at_end = sorted(
        {line for found in served.values() for part in found if part.last == last for line in part.lines}
    )
    findings = () if asked.landscape.lines is None else tuple(_missing(asked, served))
    return Content(
        (
            Section(Text("どの回線が、いつ、何のために要るか", "Which line is needed when, and what for"), _unchecked(asked.landscape), answer),
            Section(Text("回線の使われる期間", "Months in which each line serves"), table=_by_line(asked, served)),
            Section(
                Text("最後に残る回線", "Lines in use at the end"),
                (Text(f"計画期間の最後の月に連携が使う回線は {len(at_end)} 本です。", f"{len(at_end)} line(s) serve in the last month."),),
                entries=tuple(_line_text(asked.landscape, id) for id in at_end),
            ),
        ),
        answer,
        {
            "checked": asked.landscape.lines is not None,
            "needs": [
                {
                    "phase": need.phase, "move": None if need.move is None else str(need.move), "between": list(need.between),
                    "from": _month(assessment, part.first), "until": _month(assessment, part.last),
                    "lines": list(part.lines), "relay": part.relay,
                }
                for need, found in served.items() for part in found
            ],
            "lines_at_end": at_end,
        },
        (*findings, *attributes.findings),
    )  # fmt: skip


def _building(attributes: Attributes, assessment: Assessment) -> Iterator[Need]:
    """Ends where the data checks begin: until then there is no data that an office would have to see."""
    landscape = assessment.landscape
    marked = [line for line in landscape.lines or () if attributes.text(line, PURPOSE) == BUILDING]
    for system, move, month in _moves(assessment):
        length = attributes.number(move, BUILD_MONTHS)
        checks = 0 if move.needs_line is None else move.needs_line.months_before
        months = tuple(range(max(0, month - checks - (length or 0)), max(0, month - checks)))
        for line in marked:
            if months and move.to.environment in line.between:
                yield Need("build", MoveRef(system.id, move.id), pair(*line.between), months)


def _checks(assessment: Assessment) -> Iterator[Need]:
    for system, move, month in _moves(assessment):
        if move.needs_line is not None:
            months = tuple(range(max(0, month - move.needs_line.months_before), month))
            if months:
                yield Need("check", MoveRef(system.id, move.id), pair(*move.needs_line.between), months)


def _operation(assessment: Assessment) -> Iterator[Need]:
    """Pairs of environments that a leg of a link in use crosses, the way it is carried in this plan."""
    months: dict[Pair, set[int]] = defaultdict(set)
    for _, span, option in assessment.carriage:
        covered = assessment.schedule.spans[span]
        for between in option.way.pairs:
            months[between].update(range(covered.start, covered.stop))
    for between in sorted(months):
        yield Need("operation", None, between, tuple(sorted(months[between])))


def _vendor_of(landscape: Landscape, ref: MoveRef) -> str:
    """The vendor that a move leads to."""
    return next(move.to.vendor for move in landscape.systems[ref.system].moves if move.id == ref.move)


def _moves(assessment: Assessment) -> Iterator[tuple[System, Move, int]]:
    """In the order of their months."""
    landscape, schedule = assessment.landscape, assessment.schedule
    found = [
        (landscape.horizon.index(schedule.moves[MoveRef(system.id, move.id)]), system, move)
        for system in landscape.systems.values()
        for move in system.moves
    ]
    for month, system, move in sorted(found, key=lambda item: (item[0], item[1].id, item[2].id)):
        yield system, move, month


def _served(assessment: Assessment, need: Need) -> tuple[Stretch, ...]:
    """The need cut where other lines serve it."""
    relayed = {
        month
        for standing in assessment.bridges
        if standing.bridge.kind == "relay"
        and pair(*(standing.bridge.place.between or ("", ""))) == need.between
        for month in standing.months
    }
    parts: list[Stretch] = []
    for month in need.months:
        at = assessment.schedule.month(month)
        lines = tuple(
            line.id
            for line in sorted(assessment.landscape.lines or (), key=lambda line: line.id)
            if pair(*line.between) == need.between and line.available.covers(at)
        )
        relay = not lines and month in relayed
        previous = parts[-1] if parts else None
        if previous and (previous.last, previous.lines, previous.relay) == (month - 1, lines, relay):
            parts[-1] = Stretch(previous.first, month, lines, relay)
        else:
            parts.append(Stretch(month, month, lines, relay))
    return tuple(parts)


def _missing(asked: Asked, served: Mapping[Need, tuple[Stretch, ...]]) -> Iterator[Finding]:
    """A need of a move that neither a line nor a relay serves (links without a way are violations of the plan)."""
    assert asked.evaluation is not None
    for need, parts in served.items():
        for part in parts:
            if part.lines or part.relay:
                continue
            first, last = (asked.landscape.horizon.first + at for at in (part.first, part.last))
            a, b = need.between
            yield Finding(
                "line_missing", "error",
                Text(f"{first}～{last} に {a} と {b} の間の回線がありません({PHASES[need.phase].ja})。",
                     f"There is no line between {a} and {b} from {first} to {last} ({PHASES[need.phase].en})."),
                asked.landscape.places.at(("lines",)), details=(("between", [a, b]), ("from", str(first)), ("phase", need.phase), ("until", str(last))),
            )  # fmt: skip


def _unchecked(landscape: Landscape) -> tuple[Text, ...]:
    if landscape.lines is not None:
        return ()
    return (Text("ファイルに回線(lines)がないので、回線の有無は調べていません。", "The file declares no lines: whether there are any is not checked."),)  # fmt: skip


def _month(assessment: Assessment, at: int) -> str:
    return str(assessment.schedule.month(at))


def _line_text(landscape: Landscape, id: str) -> Text:
    line = next(line for line in landscape.lines or () if line.id == id)
    return Text(f"{_line_label(line)}: {environments_named(landscape, pair(*line.between)).ja}",
                f"{_line_label(line)}: {environments_named(landscape, pair(*line.between)).en}")  # fmt: skip


def _line_label(line: Line) -> str:
    return line.id if line.kind is None else f"{line.id} ({line.kind})"


def _carrier(landscape: Landscape, part: Stretch) -> Text:
    if part.relay:
        return KINDS["relay"]
    labels = {line.id: _line_label(line) for line in landscape.lines or ()}
    return join(both(labels[id]) for id in part.lines) if part.lines else NONE


def _table(asked: Asked, served: Mapping[Need, tuple[Stretch, ...]]) -> Table:
    landscape = asked.landscape
    rows = [
        (
            PHASES[need.phase], Text("(すべての連携)", "(all links)") if need.move is None else system_named(landscape, need.move.system),
            None if need.move is None else need.move.move, environments_named(landscape, need.between),
            asked.month_text(landscape.horizon.first + part.first), asked.month_text(landscape.horizon.first + part.last),
            part.last - part.first + 1, _carrier(landscape, part),
        )
        for need, parts in served.items() for part in parts
    ]  # fmt: skip
    return Table(
        columns(
            ("段階", "phase"), ("システム", "system"), ("移行", "move"), ("区間", "between"), ("開始", "from"), ("終了", "until"),
            ("月数", "months", "number"), ("回線", "line"),
        ),
        tuple(rows),
    )  # fmt: skip


def _by_line(asked: Asked, served: Mapping[Need, tuple[Stretch, ...]]) -> Table:
    """Line (or relay) of a pair → all months in which any phase uses it."""
    used: dict[tuple[Pair, tuple[str, ...], bool], set[int]] = defaultdict(set)
    for need, parts in served.items():
        for part in parts:
            used[need.between, part.lines, part.relay].update(range(part.first, part.last + 1))
    first = asked.landscape.horizon.first
    rows = [
        (
            environments_named(asked.landscape, between), _carrier(asked.landscape, Stretch(0, 0, lines, relay)),
            asked.month_text(first + min(months)), asked.month_text(first + max(months)), len(months),
        )
        for (between, lines, relay), months in sorted(used.items(), key=lambda item: (item[0][0], min(item[1]), item[0][1]))
    ]  # fmt: skip
    return Table(
        columns(
            ("区間", "between"), ("回線", "line"), ("開始", "from"), ("終了", "until"), ("月数", "months", "number"),
        ),
        tuple(rows),
    )  # fmt: skip


SHEET = Sheet(
    "lines",
    Text("段階別の回線", "Lines by phase"),
    Text(
        "構築・データ移行の検証・運用のそれぞれに、どの区間の回線がいつ要るか。",
        "Between which places a line is needed when: for building, data checks, operation.",
    ),
    "needed",
    _content,
)
