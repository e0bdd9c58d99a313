"""Where a guarded process begins: a landscape and a question in, the answer out."""

from __future__ import annotations

from collections import OrderedDict

from analyzer.landscape.model import Landscape
from api.guarded.wire import unpacked
from api.work.questions.base import Computed, Question

COMPUTE = f"{__name__}:compute"
_KEPT = 3
_landscapes: OrderedDict[tuple[str, ...], Landscape] = OrderedDict()


def compute(pickled: bytes, question: Question) -> Computed:
    """The answer as bytes. Raises what the use cases raise."""
    return question.answer(_landscape(pickled, question))


def _landscape(pickled: bytes, question: Question) -> Landscape:
    key = question.landscape
    found = _landscapes.get(key)
    if found is None:
        found = _landscapes[key] = unpacked(pickled)
    _landscapes.move_to_end(key)
    while len(_landscapes) > _KEPT:
        _landscapes.popitem(last=False)
    return found
