"""Axes of figures: where their lines stand."""

from __future__ import annotations


def step_of(most: int, lines: int) -> int:
    """Between two values of an axis: 1, 2 or 5 times a power of ten, so that a range is cut into at most so many steps."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= lines * step:
                return step
        power *= 10
