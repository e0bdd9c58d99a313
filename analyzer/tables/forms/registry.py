"""Who a name in an office's list means: a system by id, by name, or by the business that it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import cell_name
from analyzer.tables.defaults import MARK, Made
from analyzer.tables.forms.businesses import BY_NUMBER, Business, bare, business_of
from analyzer.tables.headings import normalise
from analyzer.tables.names import Names, as_id
from analyzer.tables.values import UNKNOWN_WORDS


@dataclass(slots=True)
class Registry:
    """The systems known so far; what is resolved by a guess, and what is made up, is reported once for each text."""

    names: Names
    made: Made
    businesses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each system known."""
    findings: list[Finding] = field(default_factory=list)
    created: dict[str, Place] = field(default_factory=dict)
    """The systems that were made up, and where each is named first."""
    _numbers: dict[str, int] = field(default_factory=dict)
    """From where on a free number is looked for, by the word before it."""
    _said: dict[str, str | None] = field(default_factory=dict)

    def know(self, id: str, name: str, businesses: tuple[str, ...] = ()) -> None:
        self.names.add("systems", id, name)
        own = business_of(name)
        self.businesses[id] = businesses or ((own.number,) if own else ())

    def find(self, text: str) -> tuple[str, ...]:
        """The systems that the text may mean: one, several, or none."""
        known = self.names.resolve("systems", text)
        if known is not None:
            return (known,)
        several = self.names.ambiguous("systems", text)
        if several:
            return several
        near = self.names.resolve("systems", bare(text))
        if near is not None:
            return (near,)
        business = business_of(text)
        if business is None:
            return ()
        return tuple(sorted(id for id, owned in self.businesses.items() if business.number in owned))

    def system(self, text: str, place: Place) -> str | None:
        """The id of the system that the text means, made up where no system does; None for an unknown or ambiguous one."""
        word = normalise(text)
        if word in UNKNOWN_WORDS:
            return None
        if word in self._said:
            return self._said[word]
        found = self.find(text)
        if len(found) > 1:
            self.findings.append(_ambiguous(text, found, place))
            answer = None
        elif found:
            answer = found[0]
            if self.names.resolve("systems", text) is None:
                self.findings.append(_guessed(text, answer, place))
        else:
            answer = self.make(text, place)
        self._said[word] = answer
        return answer

    def make(self, text: str, place: Place) -> str:
        """A system that no list holds."""
        business = business_of(text)
        id = self.new_id(text)
        entry: dict[str, Any] = {
            "id": id,
            "name": text.strip(),
            "scope": business.scope if business else "out_of_scope",
            "current": {
                "environment": self.made.unassigned("environments"),
                "generation": self.made.generations[0],
                "vendor": self.made.unassigned("vendors"),
            },
            "note": MARK,
        }
        if business:
            entry["businesses"] = [business.number]
            if business.scope == "standard":
                entry["moves"] = [
                    {"id": "shift", "to": {"generation": self.made.generations[-1]}, "note": MARK}
                ]
        self.made.entries.setdefault("systems", []).append(entry)
        self.created[id] = place
        self.findings.append(_created(text, id, self.names.nearest("systems", text), place))
        self.know(id, text, (business.number,) if business else ())
        return id

    def new_id(self, text: str) -> str:
        """An id that no system has: the text itself, the word of its business, or a number."""
        business: Business | None = business_of(text)
        wanted = as_id(text) or (business.word if business else None)
        if wanted is not None and not self.names.has("systems", wanted) and wanted not in BY_NUMBER:
            return wanted
        stem = wanted or "system"
        number = self._numbers.get(stem, 1 if wanted is None else 2)
        while self.names.has("systems", f"{stem}-{number}"):
            number += 1
        self._numbers[stem] = number
        return f"{stem}-{number}"


def _cell(place: Place) -> tuple[tuple[str, object], ...]:
    return (("cell", cell_name(place.column - 1, place.line - 1)),)


def _guessed(text: str, id: str, place: Place) -> Finding:
    return Finding(
        "system_guessed",
        "info",
        Text(f"「{text[:40]}」はシステム {id} のこととして読みました。", f"{text[:40]!r} was read as the system {id}."),
        place,
        Text("違うときは、システムのIDか名称を書いてください。", "If it is another, write the system's id or name."),
        _cell(place),
    )  # fmt: skip


def _ambiguous(text: str, found: tuple[str, ...], place: Place) -> Finding:
    return Finding(
        "system_ambiguous",
        "error",
        Text(f"「{text[:40]}」にあたるシステムが複数あります({'、'.join(found)})。相手先は不明としました。",
             f"{text[:40]!r} may be several systems ({', '.join(found)}); the partner was taken as unknown."),
        place,
        Text("システムのIDか名称を書いてください。", "Write the system's id or name."),
        _cell(place),
    )  # fmt: skip


def _created(text: str, id: str, near: Text, place: Place) -> Finding:
    return Finding(
        "system_created",
        "warning",
        Text(f"「{text[:40]}」というシステムは一覧にないので、{id[:40]} として仮に作成しました。",
             f"No list has a system {text[:40]!r}; it was made up as {id[:40]}."),
        place,
        near,
        _cell(place),
    )  # fmt: skip
