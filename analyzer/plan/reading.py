"""Plan files: the short form ``{moves: {jumin.lift: 2025-04}}`` and the answers that Kakehashi gives.

Only what is not a plan at all is an error here, with its place. A move that the landscape does
not have, one that is missing, or a month outside the horizon is a violation of the plan
(`analyzer.plan.rules`), and no plan file is wrong for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from analyzer.errors import InputError
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.landscape.yaml_events import KEY, read_yaml
from analyzer.messages import Text

SCHEMA_VERSION = 1
KEYS = (
    "schema_version", "landscape", "pattern", "status", "cost", "bound", "bridge_cost_alone", "moves",
    "bridges", "suspended", "tests", "baselines", "twice", "peaks", "findings", "violations", "conflict",
    "certificate", "made_by", "tried", "near", "whatif",
)  # fmt: skip
"""The names of an answer, in its order; the short form has `moves` and perhaps `schema_version`."""

_MOVE = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*\Z")
_NEARLY_A_MONTH = re.compile(r"([0-9]{4})[-/年.]?([0-9]{1,2})(?:月|[-/.][0-9]{1,2})?\Z")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The months of a plan. `landscape_hash` is the one that an answer says it was made for; `answer` is all of it."""

    moves: Mapping[MoveRef, Month]
    landscape_hash: str | None
    places: Places
    answer: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file as plain data, whatever it says, with the place of every value."""

    value: object
    places: Places


def read_plain(data: bytes, file: str) -> PlainFile:
    """JSON or YAML as plain data; InputError where it cannot be read as either."""
    yaml = read_yaml(data, file)
    if yaml.total:
        raise InputError(yaml.findings, yaml.total)
    return PlainFile(yaml.value, yaml.places)


def read_plan(data: bytes, file: str) -> PlanFile:
    """A plan in either form, JSON or YAML; InputError names everything that is not a plan."""
    return _plan_of(read_plain(data, file))


def kept_plan(value: object) -> PlanFile:
    """The plan in plain data that was kept: it was read before, so nobody asks for the places of its values."""
    return _plan_of(PlainFile(value, Places()))


def _plan_of(plain: PlainFile) -> PlanFile:
    findings = Findings(plain.places)
    moves: dict[MoveRef, Month] = {}
    made_for = None
    if isinstance(plain.value, Mapping):
        _check_keys(plain.value, findings)
        moves = _moves(plain.value.get("moves"), findings) if "moves" in plain.value else {}
        made_for = _hash(plain.value)
    else:
        findings.add(
            "wrong_root", (),
            "計画ファイルはマッピング(moves: …)でなければなりません。",
            "A plan file must be a mapping (moves: …).",
            Text("moves: {jumin.lift: 2025-04} のように書いてください。", "Write moves: {jumin.lift: 2025-04}."),
        )  # fmt: skip
    if findings.errors:
        raise InputError(*findings.result())
    answer = plain.value if isinstance(plain.value, Mapping) and "bridges" in plain.value else None
    return PlanFile(moves, made_for, plain.places, answer)


def _check_keys(document: Mapping[str, object], findings: Findings) -> None:
    version = document.get("schema_version", SCHEMA_VERSION)
    if type(version) is not int or version != SCHEMA_VERSION:
        findings.add(
            "unsupported_version", ("schema_version",),
            f"この版の書式は読めません(読めるのは {SCHEMA_VERSION})。",
            f"This version of the format is not known (only {SCHEMA_VERSION}).",
        )  # fmt: skip
    for key in document:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            findings.add(
                "unknown_key", (key, KEY),
                f"計画ファイルに「{key[:100]}」という項目はありません。",
                f"A plan file has no '{key[:100]}'.",
                Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?") if near else None,
            )  # fmt: skip
    if "moves" not in document:
        findings.add(
            "missing_field", (),
            "計画ファイルに moves がありません。",
            "The plan file has no `moves`.",
            Text("移行がなければ moves: {} と書いてください。", "Where nothing moves, write moves: {}."),
        )  # fmt: skip


def _moves(value: object, findings: Findings) -> dict[MoveRef, Month]:
    if not isinstance(value, Mapping):
        findings.add(
            "wrong_type", ("moves",),
            "moves には、移行ごとの年月を書いてください。",
            "`moves` maps each move to its month.",
            Text("moves: {jumin.lift: 2025-04} のように書いてください。", "Write moves: {jumin.lift: 2025-04}."),
        )  # fmt: skip
        return {}
    moves = {}
    for name, month in value.items():
        named = _MOVE.match(name) is not None
        if not named:
            findings.add(
                "not_a_move", ("moves", name, KEY),
                f"「{name[:100]}」は移行の指定ではありません。",
                f"'{name[:100]}' does not name a move.",
                Text("「システム.移行」(例: jumin.shift)と書いてください。",
                     "Write system.move, such as jumin.shift."),
            )  # fmt: skip
        read = _month(month)
        if read is None:
            _refuse_month(name, month, findings)
        elif named:
            moves[MoveRef(*name.split("."))] = read
    return moves


def _month(value: object) -> Month | None:
    try:
        return Month.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _refuse_month(name: str, value: object, findings: Findings) -> None:
    said = str(value)[:100] if isinstance(value, str | int | float) else type(value).__name__
    findings.add(
        "not_a_month", ("moves", name),
        f"移行 {name[:100]} の「{said}」は年月ではありません。",
        f"'{said}', of move {name[:100]}, is not a month.",
        month_meant(said),
    )  # fmt: skip


def month_meant(text: str) -> Text:
    """What to write in place of a text that is no month."""
    meant = nearest_month(text)
    if meant is None:
        return Text("2026-01 のように YYYY-MM で書いてください。", "Write it as YYYY-MM, such as 2026-01.")
    return Text(f"もしかして: {meant}", f"Did you mean {meant}?")


def nearest_month(text: str) -> str | None:
    """What someone who wrote 2026/1, 2026年1月, 202601 or 2026-01-15 will have meant."""
    match = _NEARLY_A_MONTH.match(text)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return f"{match[1]}-{int(match[2]):02d}"


def _hash(document: Mapping[str, object]) -> str | None:
    header = document.get("landscape")
    value = header.get("hash") if isinstance(header, Mapping) else None
    return value if isinstance(value, str) else None
