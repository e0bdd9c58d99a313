"""A choice of ways: how every demand of a schedule is carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option

Pick = Option | None


class Carried(NamedTuple):
    """One link in one span, and the option that carries it."""

    stretch: Stretch
    span: int
    option: Option


class Carriage:
    """One option for each demand; `picks[s][i]` is for the i-th span of stretch s."""

    def __init__(self, demands: Demands, picks: Sequence[Sequence[Pick]]) -> None:
        self.demands = demands
        self.picks = picks

    def __iter__(self) -> Iterator[Carried]:
        """Every link in every span in which it is native or mixed; by integration and span."""
        for stretch, picks in zip(self.demands.stretches, self.picks, strict=True):
            for offset, option in enumerate(picks):
                if option is not None:
                    yield Carried(stretch, stretch.first + offset, option)

    def bridged(self) -> Iterator[Carried]:
        """Those that bridges serve, in the same order: a small part of all."""
        for stretch, picks in zip(self.demands.stretches, self.picks, strict=True):
            for offset, option in enumerate(picks):
                if option is not None and option.bridges:
                    yield Carried(stretch, stretch.first + offset, option)
