"""The steps of a data migration at a vendor switch as the file's attributes give them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.landscape.model import Move, System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.worksheets.attributes import Attributes, Part, Row
from analyzer.worksheets.worksheet import Asked

STEPS, DATA, ITEMS = "データ移行工程", "移行データ", "独自施策のデータ項目"
"""Attributes of the head of the file (or of a move), of a system, of a system."""
ROLES = {
    "市": Text("市", "city"),
    "現行ベンダ": Text("現行ベンダ", "current vendor"),
    "次期ベンダ": Text("次期ベンダ", "next vendor"),
}
MAIN = ("●", "◎")


@dataclass(frozen=True, slots=True, eq=False)
class Switch:
    """A move to another vendor; `cutover` is None without a plan."""

    system: System
    move: Move
    old: str
    new: str
    cutover: Month | None


@dataclass(frozen=True, slots=True)
class Window:
    """Months counted back from a cutover: it begins `before` months before it and takes `months`."""

    row: Row
    before: int | None
    months: int

    def first(self, cutover: Month | None) -> Month | None:
        return None if cutover is None or self.before is None else cutover + -self.before

    def last(self, cutover: Month | None) -> Month | None:
        first = self.first(cutover)
        return None if first is None else first + (self.months - 1)


def window_of(row: Row) -> Window:
    """The window that a row names: 開始 months before the cutover, 月数 months long (1 if not said)."""
    return Window(row, row.number("開始"), max(1, row.number("月数") or 1))


def step_part(attributes: Attributes, switch: Switch) -> Part:
    """Where the steps of a move stand: at the move, else in the head of the file."""
    return switch.move if STEPS in switch.move.remarks.attributes else attributes.head


def steps_of(attributes: Attributes, switch: Switch) -> tuple[Window, ...]:
    """The steps of a move, in the order of the file."""
    return tuple(window_of(row) for row in attributes.rows(step_part(attributes, switch), STEPS))


def roles_wrong(asked: Asked, attributes: Attributes, switches: tuple[Switch, ...]) -> Iterator[Finding]:
    """Exactly one ● in each step, once for each place where the steps are written."""
    parts: dict[tuple[str | int, ...], Part] = {}
    for switch in switches:
        part = step_part(attributes, switch)
        parts[part.path] = part
    for part in parts.values():
        for row in attributes.rows(part, STEPS):
            count = sum(row.text(role) in MAIN for role in ROLES)
            if count != 1:
                step = row.text("工程") or "?"
                yield Finding(
                    "step_without_one_main_role", "error",
                    Text(f"工程「{step}」の主たる担当(●)が {count} 者です。", f"The step {step!r} has {count} main role(s)."),
                    asked.landscape.places.at(row.path),
                    Text("●をちょうど一つにしてください。", "Give exactly one party ●."), (("count", count), ("step", step)),
                )  # fmt: skip


def data_wrong(
    asked: Asked, switch: Switch, steps: tuple[Window, ...], data: tuple[Window, ...]
) -> Iterator[Finding]:
    """Data that nobody extracts, and data that comes after the step that hands it over has begun."""
    handed = [step for step in steps if step.before is not None and step.row.text("抽出の期限") is not None]
    for entry in data:
        name = entry.row.text("データ") or "?"
        about = (("data", name), ("system", switch.system.id))
        place = asked.landscape.places.at(entry.row.path)
        if entry.row.text("抽出") is None:
            yield Finding(
                "data_without_extractor", "warning",
                Text(f"{switch.system.name}（{switch.system.id}）のデータ「{name}」を誰が抽出するか決まっていません。",
                     f"Nobody is named to extract {name!r} of {switch.system.id}."),
                place, details=about,
            )  # fmt: skip
        for step in handed:
            assert step.before is not None
            if entry.before is not None and entry.before - entry.months < step.before:
                late = step.before - (entry.before - entry.months)
                yield Finding(
                    "data_late", "warning",
                    Text(f"{switch.system.name}（{switch.system.id}）のデータ「{name}」の抽出は、工程「{step.row.text('工程')}」の開始に {late} か月間に合いません。",
                         f"{name!r} of {switch.system.id} is extracted {late} month(s) too late for the step {step.row.text('工程')!r}."),
                    place, Text("抽出を早めるか、期間を分けて渡してください。", "Extract it earlier, or hand it over in parts."), (*about, ("late", late)),
                )  # fmt: skip


def undecided(asked: Asked, switch: Switch, row: Row) -> Finding:
    """An item of an own policy of which nobody knows what becomes of it."""
    item = row.text("項目") or "?"
    return Finding(
        "own_item_undecided", "warning",
        Text(f"{switch.system.name}（{switch.system.id}）の独自施策のデータ項目「{item}」の対応が決まっていません。",
             f"Nobody decided what becomes of the item {item!r} of {switch.system.id}."),
        asked.landscape.places.at(row.path),
        Text("まず運用の見直しを、次に手元のツール(表計算のマクロ、RPA)を検討してください。", "First review the operation, then tools at hand (macros, RPA)."),
        (("item", item), ("system", switch.system.id)),
    )  # fmt: skip


def without_steps(
    asked: Asked, switches: tuple[Switch, ...], steps: dict[Switch, tuple[Window, ...]]
) -> Iterator[Finding]:
    """A change of vendor for which no steps are written."""
    for switch in switches:
        if not steps[switch]:
            yield Finding(
                "switch_without_steps", "warning",
                Text(f"ベンダが変わる移行 {switch.system.id}.{switch.move.id} に、データ移行の工程と役割がありません。",
                     f"{switch.system.id}.{switch.move.id} changes the vendor, but no steps and roles of its data migration are written."),
                asked.landscape.places.at(switch.move.path),
                Text(f"attributes の「{STEPS}」に書いてください。", f"Write them as the attribute {STEPS!r}."),
                (("move", f"{switch.system.id}.{switch.move.id}"),),
            )  # fmt: skip
