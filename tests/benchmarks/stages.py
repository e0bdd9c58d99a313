"""Where the time of one call goes: functions of the product, watched by name."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

Stages = dict[str, float]


@contextmanager
def watched(stages: Mapping[str, str]) -> Iterator[Stages]:
    """Seconds spent in each stage while inside; `stages` maps its name to ``module:function``."""
    spent: Stages = dict.fromkeys(stages, 0.0)
    with ExitStack() as stack:
        for stage, address in stages.items():
            module_name, _, function = address.partition(":")
            module = importlib.import_module(module_name)
            stack.enter_context(
                patch.object(module, function, _clocked(getattr(module, function), stage, spent))
            )
        yield spent


def _clocked(function: Any, stage: str, spent: Stages) -> Any:
    def clocked(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            spent[stage] += time.perf_counter() - start

    return clocked
