"""Naming a part of a landscape: who asks for one that is not there is told what is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Literal, get_args
from unicodedata import normalize

from analyzer.errors import InputError
from analyzer.landscape.model import Environment, Hub, IntegrationKey, Landscape, Line, System, Vendor
from analyzer.messages import Finding, Text

SubjectKind = Literal["system", "vendor", "environment", "line", "hub", "integration"]
SUBJECT_KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)

Named = System | Vendor | Environment | Hub

_WORDS: Mapping[SubjectKind, Text] = {
    "system": Text("システム", "system"),
    "vendor": Text("ベンダ", "vendor"),
    "environment": Text("環境", "environment"),
    "line": Text("回線", "line"),
    "hub": Text("ハブ", "hub"),
    "integration": Text("連携", "integration"),
}
_MOST_LISTED = 10
"""Candidates in a sentence; the error's field has all."""


class UnknownSubjectError(InputError):
    """The landscape has nothing of this kind by this name; `near` are ids that may be meant."""

    def __init__(self, kind: SubjectKind, name: str, near: Sequence[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.near = tuple(near)
        word = _WORDS[kind]
        suggestion = None
        if self.near:
            suggestion = Text(
                f"もしかして: {'、'.join(self.near)}", f"Did you mean {' or '.join(self.near)}?"
            )
        super().__init__(
            (
                Finding(
                    f"unknown_{kind}",
                    "error",
                    Text(
                        f"{word.ja}「{name}」はこのランドスケープにありません。",
                        f"The landscape has no {word.en} {name!r}.",
                    ),
                    suggestion=suggestion,
                    details=(("kind", kind), ("name", name)),
                ),
            )
        )


class AmbiguousIntegrationError(InputError):
    """A short name that means several integrations; `candidates` are all of them, sorted."""

    def __init__(self, name: str, candidates: Sequence[IntegrationKey]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        listed = [str(key) for key in self.candidates[:_MOST_LISTED]]
        more = len(self.candidates) - len(listed)
        super().__init__(
            (
                Finding(
                    "ambiguous_integration",
                    "error",
                    Text(
                        f"連携「{name}」に当たるものが {len(self.candidates)} 件あります。",
                        f"{name!r} means {len(self.candidates)} integrations.",
                    ),
                    suggestion=Text(
                        f"次のいずれかを全部書いてください: {'、'.join(listed)}"
                        + (f"、ほか {more} 件" if more else ""),
                        f"Write one of them in full: {', '.join(listed)}"
                        + (f", and {more} more" if more else ""),
                    ),
                    details=(("candidates", [str(key) for key in self.candidates]), ("name", name)),
                ),
            )
        )


def find_integration(landscape: Landscape, text: str) -> IntegrationKey:
    """``004o008``, ``004o008/00`` or ``004o008/00/fuhyo/jumin`` (``?``: unknown partner) → its key.

    Raises UnknownSubjectError, or AmbiguousIntegrationError where a short name means several.
    """
    found = [
        key
        for key in landscape.integrations
        if text.startswith(key.id) and text in {key.id, f"{key.id}/{key.branch}", str(key)}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousIntegrationError(text, sorted(found, key=str))
    raise UnknownSubjectError("integration", text, _near_integrations(landscape, text))


def find_line(landscape: Landscape, text: str) -> Line:
    """The line with this id; UnknownSubjectError where there is none (or no lines at all)."""
    for line in landscape.lines or ():
        if line.id == text:
            return line
    raise UnknownSubjectError("line", text, _near(text, _names(landscape, "line")))


def require(landscape: Landscape, kind: Literal["system", "vendor", "environment", "hub"], name: str) -> None:
    """UnknownSubjectError unless the landscape has a part of this kind by this id."""
    if name not in _parts(landscape, kind):
        raise UnknownSubjectError(kind, name, _near(name, _names(landscape, kind)))


def _parts(landscape: Landscape, kind: SubjectKind) -> Mapping[str, Named]:
    if kind == "system":
        return landscape.systems
    if kind == "vendor":
        return landscape.vendors
    if kind == "environment":
        return landscape.environments
    return landscape.hubs


def _names(landscape: Landscape, kind: SubjectKind) -> dict[str, str]:
    """Id → name for people."""
    if kind == "line":
        return {line.id: line.kind or "" for line in landscape.lines or ()}
    if kind == "integration":
        return {key.id: integration.name for key, integration in landscape.integrations.items()}
    return {id_: part.name for id_, part in _parts(landscape, kind).items()}


def _near(text: str, names: Mapping[str, str]) -> list[str]:
    """Ids with this name for people, else ids that look like it (full width and case aside)."""
    named = sorted(id_ for id_, name in names.items() if name and name == text)
    return named[:3] or get_close_matches(normalize("NFKC", text).lower(), sorted(names), n=3)


def _near_integrations(landscape: Landscape, text: str) -> list[str]:
    """Where the id is known: its keys nearest to what was written; else ids that look like it."""
    id_ = text.partition("/")[0]
    same_id = sorted((key for key in landscape.integrations if key.id == id_), key=str)
    if same_id:
        return get_close_matches(text, [str(key) for key in same_id], n=3, cutoff=0.0)
    return _near(id_, _names(landscape, "integration"))
