"""What an answer says, as a value: the same from a plan file and from an evaluation.

Links are known by their keys as they are written, bridges by ``kind|place|vendor`` (docs/certificates.md), so that
answers for landscapes that name other things can be compared. Months are calendar months, costs integers in the
landscape's unit. Sentences (reasons) are carried along and make no difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text

Months = tuple[Month, ...]
LinkMonths = tuple[tuple[str, Months], ...]
"""(link, its months in order), sorted by link."""


@dataclass(frozen=True, slots=True)
class BridgeView:
    """A bridge in use. `setup`, `per_link`, `per_month` are its prices, `paid` what they come to (None: not said).

    `vendor` is None where the kind has none; `moves` are those that a relay serves; `months` all in which it serves.
    """

    key: str
    kind: str
    vendor: str | None
    system: str | None
    hub: str | None
    integration: str | None
    between: tuple[str, str] | None
    serves: LinkMonths
    moves: tuple[tuple[MoveRef, Months], ...]
    months: Months
    permanent: bool
    existing: bool
    setup: int
    per_link: int
    per_month: int
    paid: int | None
    reason: Text | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A test case; `covers` are its due legs as they are written, sorted, and so are the parties."""

    month: Month
    link: str
    covers: tuple[str, ...]
    vendors: tuple[str, ...]
    owners: tuple[str, ...]
    reason: Text | None = field(default=None, compare=False)


class PeakOf(NamedTuple):
    """Of what: ``cutovers`` or ``tests``, of all (`of` empty), of a ``vendor`` or of an ``owner`` section by name."""

    of: str
    name: str
    what: str


class Peak(NamedTuple):
    """The earliest month in which most falls, and how much; None where nothing falls."""

    month: Month | None
    height: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer, read against `landscape`, from which names (and states of links) are taken.

    `known`: it was made for just this landscape; else only what the answer itself lists is known of it.
    `landscape_id`, `landscape_hash`: of the landscape that it was made for (hash empty: it does not say).
    `cost` holds every part and the total, None where the plan has none; `counts` are the baselines and what changes or
    is tested twice. Everything is sorted: bridges by key, cases by month and link.
    """

    landscape: Landscape
    known: bool
    landscape_id: str
    landscape_hash: str
    status: str
    cost: Mapping[str, int] | None
    bound: int | None
    bridge_cost_alone: int | None
    moves: Mapping[MoveRef, Month]
    bridges: tuple[BridgeView, ...]
    suspended: LinkMonths
    tests: tuple[CaseView, ...]
    counts: Mapping[str, int]
    peaks: Mapping[PeakOf, Peak]
    findings: tuple[Finding, ...]
    violations: tuple[Finding, ...]

    @property
    def end(self) -> Month | None:
        """The month of the last move."""
        return max(self.moves.values(), default=None)
