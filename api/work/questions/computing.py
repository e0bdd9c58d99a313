"""Where a guarded process begins: a landscape and a question in, the answer out."""

from __future__ import annotations

from analyzer.landscape.model import Landscape
from api.caching import Recent
from api.guarded.wire import unpacked
from api.work.questions.base import Computed, Question

COMPUTE = f"{__name__}:compute"
_landscapes: Recent[Landscape] = Recent(3)


def compute(pickled: bytes, question: Question) -> Computed:
    """The answer as bytes. Raises what the use cases raise."""
    return question.answer(_landscape(pickled, question))


def _landscape(pickled: bytes, question: Question) -> Landscape:
    found = _landscapes.get(question.landscape)
    return _landscapes.put(question.landscape, unpacked(pickled), 1) if found is None else found
