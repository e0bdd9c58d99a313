"""The two JSON files of published figures: every error at once, with its place.

``standardization.json``: ``{municipalities: [{prefecture, city, business_rates: {住民記録: 0.65, …}}]}``;
``designated_transition.json``: ``{municipalities: [{code, prefecture, city, applicable_businesses: [住民基本台帳, …]}]}``. Further keys are
left alone: the files are others'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import TypeVar

from analyzer.errors import InputError
from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Path
from analyzer.messages import Text
from analyzer.nation.areas import COMMON, area_named, names_known
from analyzer.nation.figures import Body, Extension, Progress
from analyzer.nation.notes import MAX_NAME, Notes, said
from analyzer.nation.prefectures import PREFECTURES, Prefecture, prefecture_named
from analyzer.plan.reading import read_plain

_CODE = re.compile(r"[0-9]{6}\Z")
T = TypeVar("T")


def read_progress(data: bytes, file: str, findings: Findings) -> tuple[Progress, ...]:
    """The rates, sorted by body; what is wrong goes to `findings`."""
    return _read(data, file, findings, _progress)


def read_extensions(data: bytes, file: str, findings: Findings) -> tuple[Extension, ...]:
    """The extended deadlines, sorted by body; what is wrong goes to `findings`."""
    return _read(data, file, findings, _extension)


Entry = Mapping[str, object]


def _read(
    data: bytes, file: str, findings: Findings, one: Callable[[Entry, Body | None, Path, Notes], T | None]
) -> tuple[T, ...]:
    try:
        file_read = read_plain(data, file)
    except InputError as error:
        findings.include(error.findings, error.total)
        return ()
    notes = Notes(file_read.places, findings)
    found: dict[tuple[int, str], T] = {}
    first: dict[tuple[int, str], Path] = {}
    for path, entry in _entries(file_read.value, notes):
        body = _body(entry, path, notes)
        read = one(entry, body, path, notes)  # what it says is judged, whoever says it
        if body is None or read is None:
            continue
        if body.key in found:
            notes.twice(path, first[body.key], body.name)
            continue
        found[body.key], first[body.key] = read, path
    return tuple(found[key] for key in sorted(found))


def _entries(value: object, notes: Notes) -> Iterator[tuple[Path, Entry]]:
    listed = value.get("municipalities") if isinstance(value, Mapping) else None
    if not isinstance(listed, list):
        notes.note(
            "wrong_root", (),
            "municipalities の一覧がありません。", "There is no list `municipalities`.",
            Text('{"municipalities": […]} の形でなければなりません。', 'It must look like {"municipalities": […]}.'),
        )  # fmt: skip
        return
    for position, entry in enumerate(listed):
        path: Path = ("municipalities", position)
        if isinstance(entry, Mapping):
            yield path, entry
        else:
            _wrong_type(notes, path, "団体", "a body", '{"prefecture": …, "city": …}')


def _body(entry: Entry, path: Path, notes: Notes) -> Body | None:
    prefecture = _prefecture(entry.get("prefecture"), (*path, "prefecture"), notes)
    city = notes.name(entry.get("city"), (*path, "city"), empty=True)
    if prefecture is None or city is None:
        return None
    whole = prefecture.name.ja
    return Body(prefecture, city.removeprefix(whole) if city != whole else "")


_NAMES = tuple(prefecture.name.ja for prefecture in PREFECTURES)


def _prefecture(value: object, path: Path, notes: Notes) -> Prefecture | None:
    name = notes.name(value, path)
    if name is None:
        return None
    found = prefecture_named(name)
    if found is None:
        notes.note(
            "unknown_prefecture", path,
            f"「{name}」という都道府県はありません。", f"There is no prefecture {name!r}.",
            notes.near(name, _NAMES),
        )  # fmt: skip
    return found


def _progress(entry: Entry, body: Body | None, path: Path, notes: Notes) -> Progress | None:
    way = (*path, "business_rates")
    rates: dict[str, float] = {}
    overall = entry.get("overall_rate")
    if overall is not None:
        _rate(overall, (*path, "overall_rate"), notes)
    given = entry.get("business_rates")
    if not isinstance(given, Mapping):
        _wrong_type(notes, way, "業務ごとの進捗率", "rates by business", '{"住民記録": 0.65, …}')
        return None if body is None else Progress(body, {})
    first: dict[str, Path] = {}
    for name, value in given.items():
        at = (*way, name)
        area = _area(name, at, notes)
        rate = None if value is None else _rate(value, at, notes)
        if area is None or area == COMMON:
            continue
        if area in first:
            notes.twice(at, first[area], name[:MAX_NAME])
        first.setdefault(area, at)
        if rate is not None:
            rates[area] = rate
    return None if body is None else Progress(body, dict(sorted(rates.items())))


def _rate(value: object, path: Path, notes: Notes) -> float | None:
    if type(value) in (int, float):
        assert isinstance(value, int | float)
        if 0 <= value <= 1 and isfinite(value):
            return float(value)
    notes.note(
        "not_a_rate", path,
        f"0 から 1 までの率ではありません({said(value)})。", f"This is not a rate from 0 to 1 ({said(value)}).",
        Text("0.65 のように書き、データがなければ null とするか省いてください。",
             "Write it like 0.65; where there is no data, null or nothing."),
    )  # fmt: skip
    return None


def _area(name: str, path: Path, notes: Notes) -> str | None:
    found = area_named(name)
    if found is None:
        notes.note(
            "unknown_business", path,
            f"「{name[:MAX_NAME]}」は 20 業務と共通機能のどれでもありません。",
            f"{name[:MAX_NAME]!r} is none of the 20 business areas, nor the common functions.",
            notes.near(name, names_known()),
        )  # fmt: skip
    return found


def _extension(entry: Entry, body: Body | None, path: Path, notes: Notes) -> Extension | None:
    code = _code(entry.get("code"), body, (*path, "code"), notes)
    way = (*path, "applicable_businesses")
    given = entry.get("applicable_businesses")
    areas: dict[str, Path] = {}
    if not isinstance(given, list):
        _wrong_type(notes, way, "対象の業務", "the businesses", '["住民基本台帳", …]')
        given = []
    for position, value in enumerate(given):
        at = (*way, position)
        name = notes.name(value, at)
        area = None if name is None else _area(name, at, notes)
        if area is None:
            continue
        if area in areas:
            notes.twice(at, areas[area], name or "")
        areas.setdefault(area, at)
    count = entry.get("applicable_count")
    if count is not None and (type(count) is not int or count != len(given)):
        notes.note(
            "count_differs", (*path, "applicable_count"),
            f"対象の業務は {len(given)} 件ですが、件数は {said(count)} となっています。",
            f"{len(given)} businesses are listed, but the count is {said(count)}.",
            Text("一覧の件数を使いました。", "The list was taken."),
            "warning",
        )  # fmt: skip
    return None if body is None else Extension(body, code, frozenset(areas) - {COMMON}, COMMON in areas)


def _code(value: object, body: Body | None, path: Path, notes: Notes) -> str:
    if not isinstance(value, str) or _CODE.match(value) is None:
        notes.note(
            "not_a_code", path,
            f"6 桁の団体コードではありません({said(value)})。", f"This is not a municipality code of 6 digits ({said(value)}).",
            Text('"012025" のように引用符で囲んでください。', 'Write it in quotes, such as "012025".'),
        )  # fmt: skip
        return ""
    if body is not None and int(value[:2]) != body.prefecture.number:
        notes.note(
            "code_of_another_prefecture", path,
            f"団体コード {value} は {body.prefecture.name.ja}({body.prefecture.number:02d})のものではありません。",
            f"The code {value} is none of {body.prefecture.name.en} ({body.prefecture.number:02d}).",
            Text("コードか都道府県を直してください。", "Mend the code or the prefecture."),
        )  # fmt: skip
    return value


def _wrong_type(notes: Notes, path: Path, ja: str, en: str, example: str) -> None:
    notes.note(
        "wrong_type", path,
        f"{ja}を書いてください。", f"This must be {en}.",
        Text(f"{example} の形です。", f"It looks like {example}."),
    )  # fmt: skip
