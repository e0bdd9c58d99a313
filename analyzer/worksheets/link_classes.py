"""川崎市's eight classes of links: by the hosting, the package and the environment of the two ends.

Case book of municipal standardization, 2nd edition, 「連携方式の検討手法について」, 【川崎市で想定している連携パターン】.
Readings (docs/decisions.md): ガバクラ移行システム in ④ and ⑤ is whatever stands on the government cloud, standard-compliant or not;
④ and ⑤ name no environment and take production and verification alike; the zone is that of the other end's environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.graph.states import is_internal
from analyzer.landscape.model import Environment, Form, Landscape, System
from analyzer.messages import Text

Reason = Literal["unknown_partner", "no_standard_end", "stages_differ", "zone_unknown"]

CLASSES: Mapping[int, Text] = {
    1: Text("① 標準準拠システム(本番)⇔ オンプレ(本番)", "1 standard-compliant – on premises, production"),
    2: Text("② 標準準拠システム(検証)⇔ オンプレ(検証/基幹系)", "2 standard-compliant – on premises, verification, core"),
    3: Text("③ 標準準拠システム(検証)⇔ オンプレ(検証/情報系)", "3 standard-compliant – on premises, verification, information"),
    4: Text("④ 標準準拠システム⇔ ガバクラ移行システム【同パッケージ】", "4 standard-compliant – on the government cloud, same package"),
    5: Text("⑤ 標準準拠システム⇔ ガバクラ移行システム【別パッケージ】", "5 standard-compliant – on the government cloud, another package"),
    6: Text("⑥ 標準準拠システム⇔ ガバクラ以外Cloud、外部(本番)", "6 standard-compliant – other clouds, external, production"),
    7: Text("⑦ 標準準拠システム⇔ ガバクラ以外Cloud、外部(検証/基幹系)", "7 standard-compliant – other clouds, external, verification, core"),
    8: Text("⑧ 標準準拠システム⇔ ガバクラ以外Cloud、外部(検証/情報系)", "8 standard-compliant – other clouds, external, verification, information"),
}  # fmt: skip

REASONS: Mapping[Reason, Text] = {
    "unknown_partner": Text("相手がわからない", "the partner is unknown"),
    "no_standard_end": Text("どちらの端も標準準拠システムでない", "neither end is standard-compliant"),
    "stages_differ": Text("本番環境と検証環境にまたがる", "one end is in production, the other in verification"),
    "zone_unknown": Text("検証環境が基幹系か情報系かわからない", "the zone of the verification environment is not core or information"),
}  # fmt: skip

WITH_TWIN: Mapping[int, tuple[int, int]] = {1: (2, 3), 6: (7, 8)}
"""Class of a production link → the classes that its twin in verification may have (our inference)."""


@dataclass(frozen=True, slots=True)
class End:
    system: System
    form: Form
    environment: Environment
    standard: bool
    """Whether it is a standard-compliant system: of scope standard, in the last generation."""


def end_of(landscape: Landscape, system: str, form: int) -> End:
    """An end of a link: the system in this form."""
    part = landscape.systems[system]
    held = part.forms[form]
    standard = part.scope == "standard" and held.generation == landscape.generations[-1]
    return End(part, held, landscape.environments[held.environment], standard)


def class_of(source: End, target: End) -> int | Reason:
    """1 to 8, or why the link falls in none of them."""
    if not (source.standard or target.standard):
        return "no_standard_end"
    if source.environment.stage != target.environment.stage:
        return "stages_differ"
    other = _other(source, target).environment
    if other.hosting == "government_cloud":
        return 4 if is_internal(source.form, target.form) else 5
    first = 1 if other.hosting == "on_premises" else 6
    if other.stage == "production":
        return first
    if other.zone == "core":
        return first + 1
    return first + 2 if other.zone == "information" else "zone_unknown"


def _other(source: End, target: End) -> End:
    """The end that gives the class: not the standard-compliant one; of two such one outside the government cloud."""
    if source.standard and target.standard:
        return min(source, target, key=_farther)
    return target if source.standard else source


def _farther(end: End) -> tuple[int, str]:
    """On premises first, the government cloud last: of two standard-compliant ends both directions give one class."""
    hosting = end.environment.hosting
    return (
        0 if hosting == "on_premises" else 2 if hosting == "government_cloud" else 1,
        end.environment.zone or "",
    )
