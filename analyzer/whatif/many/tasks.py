"""What a task is, and what comes of it.

A *task* is a plan of a landscape kept under one scenario. It is known by what it depends on and nothing else: the
content of the landscape, the plan, the changes of the scenario (not its name), the options, and the program with its solver.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from typing import Any, Literal

from analyzer import __version__
from analyzer.landscape.yaml_events import read_yaml
from analyzer.messages import Finding, Text

Status = Literal["kept", "broken", "unserved", "inapplicable", "failed"]
"""kept: every rule holds; broken: the kept plan breaks a rule; unserved: it has no cost any more (a link that nothing
can carry); inapplicable: the scenario speaks of what this landscape does not have; failed: no figures, and why."""

RESULTS_VERSION = 1
"""Of what an outcome says. Another meaning of a figure is another version, and other tasks."""
_SOLVER = "highspy"


@dataclass(frozen=True, slots=True)
class Options:
    """What else figures depend on. `time_limit`: seconds for the least cost of one plan (None: until it is proven)."""

    time_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan comes to. `cost`: by part and ``total`` (None: it has none); `end`: the month of the last move."""

    cost: Mapping[str, int] | None
    end: str | None
    violations: int
    bridges: int
    bridge_months: int
    tests: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task.

    `broken`: code of a rule → how many more violations of it than before; `reason`: of what has no figures;
    `lost`: it failed because whoever computed it was lost each time, not because of what it says.
    """

    status: Status
    before: Figures | None = None
    after: Figures | None = None
    broken: Mapping[str, int] = field(default_factory=dict)
    code: str | None = None
    reason: Text | None = None
    lost: bool = False

    def as_document(self) -> dict[str, Any]:
        """Plain values, as a ledger keeps them."""
        return {
            "status": self.status,
            "before": None if self.before is None else _plain(self.before),
            "after": None if self.after is None else _plain(self.after),
            "broken": dict(sorted(self.broken.items())),
            "code": self.code,
            "reason": None if self.reason is None else self.reason._asdict(),
            "lost": self.lost,
        }


def outcome_of(document: Mapping[str, Any]) -> Outcome:
    """The outcome that `Outcome.as_document` gave."""
    before, after, reason = document["before"], document["after"], document["reason"]
    return Outcome(
        document["status"],
        None if before is None else Figures(**before),
        None if after is None else Figures(**after),
        document["broken"],
        document["code"],
        None if reason is None else Text(**reason),
        document["lost"],
    )


def failed(code: str, reason: Text, *, lost: bool = False) -> Outcome:
    return Outcome("failed", code=code, reason=reason, lost=lost)


def failed_by(findings: Sequence[Finding], total: int | None = None) -> Outcome:
    """The first finding with its place, and how many more there are."""
    first = findings[0]
    place = f"{first.place}: " if first.place else ""
    more = (len(findings) if total is None else total) - 1
    ja, en = (f"(ほか {more} 件)", f" (and {more} more)") if more > 0 else ("", "")
    return failed(first.code, Text(f"{place}{first.message.ja}{ja}", f"{place}{first.message.en}{en}"))


@dataclass(frozen=True, slots=True)
class Source:
    """A text with its name for people (a path, ``stored:asahikawa``)."""

    name: str
    text: bytes

    @property
    def hash(self) -> str:
        return sha256(self.text)


@dataclass(frozen=True, slots=True)
class Job:
    """Scenarios (by their position in the file) of one landscape: what one worker computes at a time."""

    landscape: Source
    plan: Source
    scenarios: tuple[int, ...]


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def scenario_hashes(scenarios: Source) -> tuple[tuple[str, str], ...]:
    """(id, hash of the changes) of each scenario of a file that has been read as one without errors.

    Two scenarios that change the same have one hash, whatever they are called and however they are written.
    """
    value: Any = read_yaml(scenarios.text, scenarios.name).value
    return tuple((entry["id"], _changes_hash(entry.get("changes") or [])) for entry in value["scenarios"])


def _changes_hash(changes: object) -> str:
    return sha256(json.dumps(changes, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())


def group_key(landscape: str, plan: str, options: Options) -> str:
    """What the results of a landscape's scenarios are kept under; `landscape` and `plan` are hashes."""
    parts = {"landscape": landscape, "plan": plan, "options": asdict(options), "program": program()}
    return sha256(json.dumps(parts, sort_keys=True).encode())


@cache
def program() -> str:
    """The versions of the program and of its solver, as they stand in keys and reports."""
    return f"kakehashi {__version__}/{RESULTS_VERSION}, {_SOLVER} {metadata.version(_SOLVER)}"


def _plain(figures: Figures) -> dict[str, Any]:
    plain = asdict(figures)
    plain["cost"] = None if figures.cost is None else dict(figures.cost)
    return plain
