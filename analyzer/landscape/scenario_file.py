"""A file of scenarios, read and checked as far as it can be without a landscape: keys, types, what goes together."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.landscape import documents as d
from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Path, Places
from analyzer.landscape.structure import Placed, check_plain, check_root, validate
from analyzer.landscape.yaml_events import KEY, read_yaml
from analyzer.messages import Text

_NULLS = {
    ("available", "from"), ("available", "until"), ("capacity", "cutovers_per_month"), ("contract_end", "until"),
    ("deadline", "month"), ("deadline", "lateness_per_month"), ("add_integration", "from"), ("add_integration", "to"),
}  # fmt: skip
"""Where null says something: no end, no limit, an unknown partner."""
_SUBJECTS = ("environment", "line", "hub", "package")


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """The scenarios of a file as documents, in its order, and the place of every value."""

    scenarios: tuple[Placed[d.ScenarioDocument], ...]
    places: Places


def read_scenario_file(data: bytes, file: str) -> ScenarioFile:
    """YAML or JSON as documents; InputError names everything that is wrong with it."""
    yaml = read_yaml(data, file)
    findings = Findings(yaml.places)
    findings.include(yaml.findings, yaml.total)
    if yaml.total and yaml.value is None:
        raise InputError(*findings.result())
    scenarios = _documents(yaml.value, findings)
    ids: set[str] = set()
    for path, scenario in scenarios:
        if scenario.id in ids:
            findings.add(
                "duplicate_id", (*path, "id"),
                f"シナリオの識別子「{scenario.id}」が二度定義されています。",
                f"The scenario id '{scenario.id}' is declared twice.",
                Text("どちらかを別の名前にしてください。", "Give one of them another name."),
                id=scenario.id,
            )  # fmt: skip
        ids.add(scenario.id)
        for number, change in enumerate(scenario.changes):
            _check(change, (*path, "changes", number), findings)
    if findings.errors:
        raise InputError(*findings.result())
    return ScenarioFile(tuple(scenarios), yaml.places)


def kind_of(change: d.ChangeDocument) -> str:
    """The kind of a change that was checked."""
    return next(kind for kind in d.CHANGE_KINDS if getattr(change, kind) is not None)


def _documents(value: object, findings: Findings) -> list[Placed[d.ScenarioDocument]]:
    if not isinstance(value, dict):
        findings.add(
            "wrong_root", (),
            "シナリオのファイル全体が「項目: 値」の組ではありません。",
            "The whole file of scenarios must be a mapping (key: value).",
            Text("schema_version と scenarios を書いてください。", "Write schema_version and scenarios."),
        )  # fmt: skip
        return []
    check_plain(value, findings, _null_has_meaning)
    check_root(value, findings, d.ScenariosFile, "scenarios")
    entries = value.get("scenarios", [])
    if not isinstance(entries, list):
        findings.add(
            "wrong_type", ("scenarios",),
            "「scenarios」は一覧でなければなりません。",
            "'scenarios' must be a list.",
            Text("「- 」で始まる行を並べてください。", "Write lines that begin with '- '."),
        )  # fmt: skip
        return []
    found = [
        Placed(path, validate(d.ScenarioDocument, entry, path, findings))
        for path, entry in ((("scenarios", number), entry) for number, entry in enumerate(entries))
    ]
    return [placed for placed in found if placed.document is not None]


def _null_has_meaning(path: Path) -> bool:
    """``scenarios.0.changes.3.available.until`` and its like."""
    return len(path) == 6 and path[0] == "scenarios" and path[2] == "changes" and path[4:] in _NULLS


def _check(change: d.ChangeDocument, path: Path, findings: Findings) -> None:
    """What needs more than one field of a change."""
    kinds = [kind for kind in d.CHANGE_KINDS if getattr(change, kind) is not None]
    if len(kinds) != 1:
        names = ", ".join(d.CHANGE_KINDS)
        found = Text("種類がありません", "has no kind") if not kinds else Text(
            f"種類が {len(kinds)} つあります({', '.join(kinds)})", f"has {len(kinds)} kinds ({', '.join(kinds)})"
        )  # fmt: skip
        findings.add(
            "wrong_length", path,
            f"変更に{found.ja}。", f"The change {found.en}.",
            Text(f"一つの変更に一つだけ書いてください: {names}。", f"Write one in each change: {names}."),
        )  # fmt: skip
        return
    at = (*path, kinds[0])
    if change.delay is not None:
        _one_of(("vendor", "move"), change.delay.model_fields_set, at, findings)
    if change.available is not None:
        _one_of(_SUBJECTS, change.available.model_fields_set, at, findings)
        _some_of(("from", "until"), {"from" if n == "first" else n for n in change.available.model_fields_set}, at, findings)  # fmt: skip
    if change.costs is not None:
        _some_of(("test_case", "session"), change.costs.model_fields_set, at, findings)
    if change.deadline is not None:
        named = change.deadline.model_fields_set
        _some_of(("month", "lateness_per_month"), named, at, findings)
        if {"move", "lateness_per_month"} <= named:
            findings.add(
                "never_fits", (*at, "lateness_per_month"),
                "遅れの費用は全体の期限だけにあります。",
                "Only the landscape's deadline has a cost of being late.",
                Text("move か lateness_per_month を取り除いてください。", "Remove move, or lateness_per_month."),
            )  # fmt: skip
    if change.apart is not None:
        for number, move in enumerate(change.apart):
            if move in change.apart[:number]:
                findings.add(
                    "rule_with_itself", (*at, number),
                    f"移行「{move}」が二度書かれています。", f"The move '{move}' is named twice.",
                    Text("どちらかを取り除いてください。", "Remove one of them."),
                )  # fmt: skip
    if change.target is not None and not change.target.to.model_fields_set:
        _some_of(("environment", "generation", "vendor", "package"), set(), (*at, "to"), findings)


def _one_of(names: tuple[str, ...], given: set[str], path: Path, findings: Findings) -> None:
    count = sum(name in given for name in names)
    if count != 1:
        listed = "、".join(names), ", ".join(names)
        findings.add(
            "missing_field" if not count else "wrong_length", path if not count else (*path, KEY),
            f"{listed[0]} のうち一つだけを書いてください。", f"Write just one of {listed[1]}.",
            Text("どれについての変更かがわかるように。", "It must be plain what is changed."),
        )  # fmt: skip


def _some_of(names: tuple[str, ...], given: set[str], path: Path, findings: Findings) -> None:
    if not any(name in given for name in names):
        listed = "、".join(names), ", ".join(names)
        findings.add(
            "missing_field", path,
            f"{listed[0]} のどれかを書いてください。", f"Write at least one of {listed[1]}.",
            Text("何を変えるかを書いてください。", "Say what is to change."),
        )  # fmt: skip
