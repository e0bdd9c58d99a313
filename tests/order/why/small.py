"""A small city whose figures can be derived by hand, and plans for it.

`jumin` and `zeimu` shift from the office to the cloud; their link is mixed in between. keep_legacy costs 5 to set up,
1 a link and 2 a month; the office 10 a month while a system stands there; the law change of 2025-03 costs 7 for
each system that is legacy then; a final move after 2025-04 costs 3 a month late; a test case 1.

With jumin in 2025-02 and zeimu in 2025-04: the bridge serves 2025-02 and 2025-03, 5 + 1 + 2·2 = 10; its leg is tested in
2025-02, the native one in 2025-04, 2; the office is in use in 2025-01 to 2025-03, 30; zeimu meets the law change, 7. 49 in all.
"""

from __future__ import annotations

from typing import Any

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.builders import SMALL, landscape

JUMIN, ZEIMU = MoveRef("jumin", "shift"), MoveRef("zeimu", "shift")
OFFICE, CLOUD = SMALL["environments"]
CITY: dict[str, Any] = {
    "landscape": {"deadline": "2025-04", "lateness_per_month": 3, "cost_unit": "人日"},
    "environments": [{**OFFICE, "monthly_cost": 10}, CLOUD],
    "bridges": [{"kind": "keep_legacy", "setup": 5, "per_link": 1, "per_month": 2}],
    "law_changes": [{"month": "2025-03", "name": "改正", "cost": {"legacy": 7}}],
}


def city(**overrides: Any) -> Landscape:
    header = {**CITY["landscape"], **overrides.pop("landscape", {})}
    return landscape(**{**CITY, **overrides, "landscape": header})


def month(text: str) -> Month:
    return Month.parse(text)


def evaluated(landscape: Landscape, jumin: str = "2025-02", zeimu: str = "2025-04") -> Evaluation:
    return evaluate_plan(landscape, {JUMIN: month(jumin), ZEIMU: month(zeimu)})
