"""The shape of a plan file, checked value by value before anything is read from it.

A shape is a small function that looks at a value and notes what is wrong with it; all faults
are found at once. Hand-written, so that verifying needs nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analyzer.landscape.months import Month
from analyzer.landscape.places import Path
from analyzer.verification.faults import Faults, written

Shape = Callable[[Any, Path, Faults], bool]
"""Looks at a value, notes faults, and says whether the value can be read."""


def _wrong(path: Path, faults: Faults, ja: str, en: str) -> bool:
    where = written(path) or "plan"
    faults.add("shape", path, f"{where}：{ja}がありません。", f"{where}: expected {en}.")
    return False


def anything(value: Any, path: Path, faults: Faults) -> bool:  # noqa: ARG001 - a shape like the others
    """A value that is not judged."""
    return True


def text(value: Any, path: Path, faults: Faults) -> bool:
    """A string."""
    return isinstance(value, str) or _wrong(path, faults, "文字列", "a text")


def whole(value: Any, path: Path, faults: Faults) -> bool:
    """A whole number, zero or more (`true` is none)."""
    return (type(value) is int and value >= 0) or _wrong(
        path, faults, "0 以上の整数", "a whole number, 0 or more"
    )


def signed(value: Any, path: Path, faults: Faults) -> bool:
    """A whole number of either sign."""
    return type(value) is int or _wrong(path, faults, "整数", "a whole number")


def truth(value: Any, path: Path, faults: Faults) -> bool:
    """True or false."""
    return isinstance(value, bool) or _wrong(path, faults, "true か false", "true or false")


def month(value: Any, path: Path, faults: Faults) -> bool:
    """A month ``YYYY-MM``."""
    if isinstance(value, str):
        try:
            Month.parse(value)
        except ValueError:
            pass
        else:
            return True
    return _wrong(path, faults, "年月 YYYY-MM ", "a month YYYY-MM")


def move(value: Any, path: Path, faults: Faults) -> bool:
    """A move ``system.move``."""
    good = isinstance(value, str) and value.count(".") == 1 and all(value.split("."))
    return good or _wrong(path, faults, "移行名 system.move ", "a move named system.move")


def choice(*words: object) -> Shape:
    """One of a few words."""

    def check(value: Any, path: Path, faults: Faults) -> bool:
        listed = ", ".join(str(word) for word in words)
        fits = any(type(value) is type(word) and value == word for word in words)
        return fits or _wrong(path, faults, f"{listed} のどれか", f"one of {listed}")

    return check


def maybe(shape: Shape) -> Shape:
    """The shape, or null."""

    def check(value: Any, path: Path, faults: Faults) -> bool:
        return value is None or shape(value, path, faults)

    return check


def rows(shape: Shape) -> Shape:
    """A list of values of one shape."""

    def check(value: Any, path: Path, faults: Faults) -> bool:
        if not isinstance(value, list):
            return _wrong(path, faults, "一覧", "a list")
        read = [shape(item, (*path, index), faults) for index, item in enumerate(value)]  # all faults
        return all(read)

    return check


def row(*shapes: Shape) -> Shape:
    """A list of fixed length."""

    def check(value: Any, path: Path, faults: Faults) -> bool:
        if not isinstance(value, list) or len(value) != len(shapes):
            return _wrong(path, faults, f"{len(shapes)} 個の値の一覧", f"a list of {len(shapes)} values")
        each = enumerate(zip(shapes, value, strict=True))
        read = [shape(item, (*path, index), faults) for index, (shape, item) in each]  # all faults
        return all(read)

    return check


def mapping(keys: Shape, values: Shape) -> Shape:
    """Free names, each with a value of one shape."""

    def check(value: Any, path: Path, faults: Faults) -> bool:
        if not isinstance(value, Mapping):
            return _wrong(path, faults, "名前と値の組", "names and values")
        good = True
        for key, item in value.items():
            step = key if isinstance(key, str) else repr(key)
            good &= keys(key, (*path, step), faults)
            good &= values(item, (*path, step), faults)
        return good

    return check


def record(
    required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None, *, open_ended: bool = False
) -> Shape:
    """Named fields. A field that nobody knows is a fault of the answer, though it can be read."""
    fields = {**required, **(optional or {})}

    def check(value: Any, path: Path, faults: Faults) -> bool:
        if not isinstance(value, Mapping):
            return _wrong(path, faults, "項目の組", "a record of fields")
        good = True
        for name, shape in fields.items():
            if name in value:
                good &= shape(value[name], (*path, name), faults)
            elif name in required:
                good = _wrong((*path, name), faults, "必要な項目", "this field, which is missing")
        for name in value:
            if not isinstance(name, str):
                good = _wrong(path, faults, "文字列の項目名", "texts as names of fields")
            elif name not in fields and not open_ended:
                where = written((*path, name))
                faults.add(
                    "unknown_key",
                    (*path, name),
                    f"{where} という項目はありません。",
                    f"There is no field {where}.",
                )
        return good

    return check
