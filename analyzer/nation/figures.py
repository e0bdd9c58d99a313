"""What the three published files say, as values; nothing is joined or assumed yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.nation.areas import plain
from analyzer.nation.prefectures import Prefecture


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality, or a prefecture as a body of its own (`city` empty)."""

    prefecture: Prefecture
    city: str

    @property
    def name(self) -> str:
        """北海道 + 札幌市 = 北海道札幌市."""
        return f"{self.prefecture.name.ja}{self.city}"

    @property
    def key(self) -> tuple[int, str]:
        """What bodies of two files are joined by, and the order in which they are listed."""
        return (self.prefecture.number, plain(self.city))


@dataclass(frozen=True, slots=True)
class Progress:
    """Rates 0 to 1 by area id: the share of the national steps done. An area left out has no data."""

    body: Body
    rates: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Extension:
    """Areas of a body that have an extended deadline; `common`: its common functions have one."""

    body: Body
    code: str
    areas: frozenset[str]
    common: bool


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """A conformant package; `company` is the 法人番号, by which a vendor is known whatever its name looks like."""

    company: str
    name: str
    vendor: str
    areas: tuple[str, ...]
    """Ids of the areas that it is approved for, sorted; empty: common functions and parts of areas only."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All three files, each sorted; `packages_until` is the newest date of an approval (YYYY-MM-DD)."""

    progress: tuple[Progress, ...]
    extensions: tuple[Extension, ...]
    packages: tuple[Package, ...]
    packages_until: str | None
