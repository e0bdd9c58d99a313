"""pydantic's errors in our own codes and sentences, each saying how to mend the value."""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from analyzer.landscape import scalars
from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Path
from analyzer.landscape.yaml_events import KEY
from analyzer.messages import Text


class _Said(NamedTuple):
    code: str
    message: Text
    suggestion: Text | None = None


_PATTERNS: dict[str, _Said] = {
    scalars.ID_PATTERN: _Said(
        "not_an_id",
        Text("識別子として使えません", "is not an id"),
        Text(
            "半角の英小文字・数字・「-」「_」だけで、英数字で始めてください。",
            "Use lower-case a-z, 0-9, '-' and '_', beginning with a letter or digit.",
        ),
    ),
    scalars.BRANCH_PATTERN: _Said(
        "not_an_id",
        Text("枝番として使えません", "is not a branch"),
        Text('"00" のように半角英数字で書いてください。', 'Write letters and digits, such as "00".'),
    ),
    scalars.MONTH_PATTERN: _Said(
        "not_a_month",
        Text("年月ではありません", "is not a month"),
        Text(
            "2026-01 のように YYYY-MM で書いてください(日は付けません)。",
            "Write it as YYYY-MM, such as 2026-01, without a day.",
        ),
    ),
    scalars.DAY_PATTERN: _Said(
        "not_a_day",
        Text("日付ではありません", "is not a day"),
        Text(
            "2026-01-04 のように YYYY-MM-DD で書いてください。", "Write it as YYYY-MM-DD, such as 2026-01-04."
        ),
    ),
    scalars.MOVE_PATTERN: _Said(
        "not_a_move",
        Text("移行の指定ではありません", "does not name a move"),
        Text(
            "「システム.移行」(例: jumin.shift)と書いてください。", "Write system.move, such as jumin.shift."
        ),
    ),
    scalars.REFERENCE_PATTERN: _Said(
        "not_a_reference",
        Text("連携の指定ではありません", "does not name an integration"),
        Text(
            "004o008、004o008/00、004o008/00/fuhyo/jumin のどれかの形で書いてください。",
            "Write 004o008, 004o008/00 or 004o008/00/fuhyo/jumin.",
        ),
    ),
    scalars.NAME_PATTERN: _Said(
        "not_a_name",
        Text(
            "改行・制御文字・書字方向の制御文字を含みます",
            "contains a line break, a control character or a mark of direction",
        ),
        Text("その文字を取り除いてください。", "Remove that character."),
    ),
    scalars.CODE_PATTERN: _Said(
        "wrong_value",
        Text("団体コードではありません", "is not a municipality code"),
        Text(
            '"012041" のように引用符で囲んだ 5 桁か 6 桁の数字で書いてください。',
            'Write five or six digits in quotes, such as "012041".',
        ),
    ),
    scalars.SLIP_MONTHS_PATTERN: _Said(
        "wrong_value",
        Text("月数ではありません", "is not a number of months"),
        Text("0 以上の整数で書いてください。", "Write a whole number, 0 or more."),
    ),
}

_WANTED: dict[str, Text] = {
    "string_type": Text("文字列", "text"),
    "int_type": Text("整数", "a whole number"),
    "int_from_float": Text("整数", "a whole number"),
    "bool_type": Text("true か false", "true or false"),
    "list_type": Text("一覧([…] または「- 」の並び)", "a list ([…] or lines that begin with '- ')"),
    "dict_type": Text("「項目: 値」の組", "a mapping (key: value)"),
    "model_type": Text("「項目: 値」の組", "a mapping (key: value)"),
    "model_attributes_type": Text("「項目: 値」の組", "a mapping (key: value)"),
    "union_tag_not_found": Text("", ""),
}


def report(findings: Findings, error: Any, base: Path, model: Any) -> None:
    """Note one pydantic error about the value at `base` + its own way, in our words."""
    loc = tuple(step for step in error["loc"] if not _is_tag(step))
    path: Path = (*base, *loc)
    kind: str = error["type"]
    if kind == "extra_forbidden":
        unknown_key(findings, path, str(loc[-1]), keys_at(model, error["loc"][:-1]))
    elif kind == "missing":
        name = loc[-1]
        findings.add(
            "missing_field",
            path,
            f"必要な項目「{name}」がありません。",
            f"The required field '{name}' is missing.",
            Text(f"「{name}: …」を加えてください。", f"Add '{name}: …'."),
            field=name,
        )
    elif kind == "union_tag_not_found":
        findings.add(
            "not_a_rule",
            path,
            "規則の種類がわかりません。",
            "It cannot be told what kind of rule this is.",
            Text(
                "together、before と after、blackout、fixed のどれかを書いてください。",
                "Write one of: together; before and after; blackout; fixed.",
            ),
        )
    elif error["input"] is not None or kind in ("model_type", "union_tag_not_found"):
        # a value that is null is reported once, by `structure`
        if loc and loc[-1] == "[key]":
            path = (*path[:-1], KEY)
        said = _said(error)
        shown = _shown(error["input"])
        field = next((step for step in reversed(loc) if isinstance(step, str) and step != "[key]"), "")
        findings.add(
            said.code,
            path,
            f"「{field}」の値 {shown} は{said.message.ja}。",
            f"The value {shown} of '{field}' {said.message.en}.",
            said.suggestion,
            field=field,
        )


def keys_at(model: Any, loc: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys that the mapping at `loc` below `model` may have."""
    for step in loc:
        model = _below(_inner(model), step)
    inner = _inner(model)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return tuple(info.alias or name for name, info in inner.model_fields.items())
    return ()


def _below(model: Any, step: Any) -> Any:
    if isinstance(model, type) and issubclass(model, BaseModel):
        return next(
            (info.annotation for name, info in model.model_fields.items() if (info.alias or name) == step),
            None,
        )
    if _is_tag(step):
        return next((arm for arm in get_args(model) if Tag(step) in get_args(arm)), None)
    arguments = get_args(model)
    return arguments[-1] if arguments else None


def _inner(model: Any) -> Any:
    """Without `Annotated` and `| None`."""
    while True:
        if get_origin(model) is Annotated:
            model = get_args(model)[0]
        elif get_origin(model) in (Union, types.UnionType) and type(None) in get_args(model):
            model = next(arm for arm in get_args(model) if arm is not type(None))
        else:
            return model


def _is_tag(step: object) -> bool:
    return isinstance(step, str) and step.startswith("<") and step.endswith(">")


def unknown_key(findings: Findings, path: Path, key: str, allowed: tuple[str, ...]) -> None:
    close = difflib.get_close_matches(key[:60], allowed, n=1, cutoff=0.6)
    names = ", ".join(allowed)
    suggestion = (
        Text(f"「{close[0]}」のことですか。", f"Did you mean '{close[0]}'?")
        if close
        else Text(
            f"使えるキー: {names}。自由な項目は attributes の下に書けます。",
            f"Allowed here: {names}. Free fields may stand under attributes.",
        )
    )
    findings.add(
        "unknown_key",
        (*path, KEY),
        f"知らないキー「{key[:100]}」です。",
        f"Unknown key '{key[:100]}'.",
        suggestion,
        key=key[:100],
    )


def _said(error: Any) -> _Said:
    kind: str = error["type"]
    context = error.get("ctx", {})
    value = error["input"]
    if kind == "string_pattern_mismatch":
        return _PATTERNS[context["pattern"]]
    if kind == "string_type" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return _Said(
            "number_for_text",
            Text("引用符がないので数として読まれました", "was read as a number, because it is not in quotes"),
            Text(
                '"001" のように引用符で囲んでください(囲まないと先頭の 0 が失われます)。',
                'Put it in quotes, such as "001" (without them, leading zeros are lost).',
            ),
        )
    if kind in _WANTED:
        wanted = _WANTED[kind]
        return _Said(
            "wrong_type",
            Text("種類が違います", "is of the wrong type"),
            Text(f"{wanted.ja}を書いてください。", f"Write {wanted.en}."),
        )
    simple = _SIMPLE.get(kind)
    if simple is not None:
        return simple(context)
    return _Said("wrong_value", Text("正しくありません", "does not fit"))


def _literal(context: dict[str, Any]) -> _Said:
    expected = context["expected"].replace(" or ", ", ").replace("'", "")
    return _Said(
        "not_one_of",
        Text("決められた値ではありません", "is not one of the allowed values"),
        Text(f"使える値: {expected}。", f"Allowed: {expected}."),
    )


def _too_small(context: dict[str, Any]) -> _Said:
    least = context["ge"]
    return _Said(
        "number_too_small",
        Text("小さすぎます", "is too small"),
        Text(f"{least} 以上の整数を書いてください。", f"Write a whole number, {least} or more."),
    )


def _too_large(context: dict[str, Any]) -> _Said:
    most = context["le"]
    return _Said(
        "number_too_large",
        Text("大きすぎます", "is too large"),
        Text(f"{most:,} 以下の整数を書いてください。", f"Write a whole number, at most {most:,}."),
    )


def _text_empty(_context: dict[str, Any]) -> _Said:
    return _Said(
        "text_empty",
        Text("空です", "is empty"),
        Text("値を書くか、キーごと省いてください。", "Write a value, or leave the key out."),
    )


def _text_too_long(context: dict[str, Any]) -> _Said:
    most = context["max_length"]
    return _Said(
        "text_too_long",
        Text("長すぎます", "is too long"),
        Text(f"{most:,} 文字以内にしてください。", f"Write at most {most:,} characters."),
    )


def _wrong_length(context: dict[str, Any]) -> _Said:
    low, high = context.get("min_length"), context.get("max_length")
    return _Said(
        "wrong_length",
        Text("要素の数が違います", "has the wrong number of entries"),
        Text(f"要素は {low} 個以上にしてください。", f"Write {low} entries or more.")
        if low is not None
        else Text(f"要素は {high} 個以下にしてください。", f"Write at most {high} entries."),
    )


_SIMPLE: dict[str, Callable[[dict[str, Any]], _Said]] = {
    "literal_error": _literal,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "string_too_short": _text_empty,
    "string_too_long": _text_too_long,
    "too_short": _wrong_length,
    "too_long": _wrong_length,
}


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"'{value[:60]}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return "[…]"
    return "{…}" if isinstance(value, dict) else "null"
