"""What is asked of the generator, checked at the door."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from analyzer.landscape.months import Month
from analyzer.messages import Text

Catalogue = Literal["full", "sided"]

MOST_SYSTEMS = 20_000
MOST_LINKS = 200_000
MOST_MONTHS = 600
MOST_VENDORS = 1_000
LINKS_PER_PAIR = 999
"""A providing business has 999 連携ID: no more links than that from one system to another."""


class ImpossibleRequestError(ValueError):
    """No landscape can be as asked; `sentences` says why, everything at once, in both languages."""

    def __init__(self, sentences: tuple[Text, ...]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentence.en for sentence in sentences))


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of `analyzer.generator.generate`; `ImpossibleRequestError` if none can be made."""

    systems: int
    links: int
    months: int
    windows: int
    vendors: int
    seed: int
    first: str = "2025-04"
    capacity_factor: float | None = 1.6
    catalogue: Catalogue = "full"
    lines: bool = False
    unknown_partners: int | None = None
    session_cost: int = 0
    main_routes: int = 1

    def __post_init__(self) -> None:
        sentences = tuple(self._complaints())
        if sentences:
            raise ImpossibleRequestError(sentences)

    @property
    def first_month(self) -> Month:
        return Month.parse(self.first)

    @property
    def unknown_links(self) -> int:
        """How many of the links have an unknown partner: as asked, else one in 200."""
        return self.links // 200 if self.unknown_partners is None else self.unknown_partners

    @property
    def known_links(self) -> int:
        return self.links - self.unknown_links

    def cutovers_per_month(self, moving: int) -> int | None:
        """The capacity of the landscape when `moving` systems move; None where there is none."""
        if self.capacity_factor is None or self.windows == 0 or moving == 0:
            return None
        return math.ceil(Fraction(str(self.capacity_factor)) * moving / min(self.windows, self.months))

    def _complaints(self) -> Iterator[Text]:
        for name, value, least, most in (
            ("systems", self.systems, 1, MOST_SYSTEMS),
            ("links", self.links, 0, MOST_LINKS),
            ("months", self.months, 1, MOST_MONTHS),
            ("windows", self.windows, 0, MOST_MONTHS),
            ("vendors", self.vendors, 1, MOST_VENDORS),
            ("session_cost", self.session_cost, 0, 1_000_000),
            ("main_routes", self.main_routes, 0, 1_000_000),
        ):
            if not least <= value <= most:
                yield Text(
                    ja=f"{name} は {least} 以上 {most} 以下にしてください（指定は {value}）。",
                    en=f"{name} must be {least} to {most}, not {value}.",
                )
        yield from self._complaints_about_links()
        try:
            beyond = self.first_month + self.months > Month.parse("9999-12") + 1
        except ValueError:
            yield Text(
                ja=f"最初の月は YYYY-MM の形で書いてください（指定は {self.first!r}）。",
                en=f"The first month must be written YYYY-MM, not {self.first!r}.",
            )
        else:
            if beyond:
                yield Text(
                    ja="期間が 9999-12 を越えます。first か months を小さくしてください。",
                    en="The horizon would end after 9999-12; ask for an earlier first month or fewer months.",
                )
        factor = self.capacity_factor
        if factor is not None and not 1 <= factor <= 1_000_000:
            yield Text(
                ja=f"capacity_factor は 1 以上 1000000 以下にしてください（指定は {factor}）。"
                "1 未満では、切替可能月に全システムの切替が収まりません。",
                en=f"capacity_factor must be 1 to 1000000, not {factor}: "
                "with less, the cutovers do not fit into the windows.",
            )
        if self.catalogue not in get_args(Catalogue):
            yield Text(
                ja=f"catalogue は full か sided です（指定は {self.catalogue!r}）。",
                en=f"catalogue must be full or sided, not {self.catalogue!r}.",
            )

    def _complaints_about_links(self) -> Iterator[Text]:
        if self.links < 0:
            return
        pairs = self.systems * (self.systems - 1)
        if not 0 <= self.unknown_links <= self.links:
            yield Text(
                ja=f"unknown_partners は 0 以上、links（{self.links}）以下にしてください"
                f"（指定は {self.unknown_links}）。",
                en=f"unknown_partners must be 0 to {self.links} (links), not {self.unknown_links}.",
            )
        elif self.known_links > 0 and self.systems == 1:
            yield Text(
                ja="連携には2つ以上のシステムが要ります。systems を増やすか links を 0 にしてください。",
                en="Links need at least two systems; ask for more systems or for 0 links.",
            )
        elif self.systems > 1 and self.known_links > (most := LINKS_PER_PAIR * pairs):
            yield Text(
                ja=f"{self.systems} システムの間に作れる連携は {most} 件までです（指定は {self.known_links}）。",
                en=f"Between {self.systems} systems there can be at most {most} links, "
                f"not {self.known_links}.",
            )
