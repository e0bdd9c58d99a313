"""What a plan asks of each rule: by how much the rule would have to give way.

A rule is read as *strains*: facts about the months of moves, and by how many months the rule gives way where all
of them hold. One reading serves two questions: which rules contradict each other (does it give way at all?), and
what is the least that has to give way. What a month means for each rule stands in docs/decisions.md.

A strain may be lifted by a date of the file as well (`unless`): a link that nothing carries in a month is carried
after all where a hub's environment is there longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.landscape.model import Blackout, Fixed, Form, Landscape, Move, MoveRef, System
from analyzer.landscape.months import Availability, Month
from analyzer.order.conflict.openers import Alternatives, Openers
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import BeforeRule, CapacityRule, Rule, ServedRule, TogetherRule


class Fact(NamedTuple):
    """The move of this number (1, 2, …) of the system has taken effect by the month, or has not."""

    system: str
    number: int
    month: int
    holds: bool


Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Strain:
    """Where all facts hold, the rule gives way at `part` by `months`, or by less only where `unless` helps.

    What a rule gives way by in all is the sum over its parts of the most that is asked there. `unless` are
    alternatives, each a set of dates and the months by which they move.
    """

    facts: Facts
    part: str
    months: int
    unless: Alternatives = ()


class Strains:
    """Reads the rules of a problem. `graded`: dates that would help are told too."""

    def __init__(self, problem: OrderProblem, graded: bool) -> None:
        self._problem = problem
        self._landscape: Landscape = problem.landscape
        self._length = problem.length
        self._openers = Openers(problem.openings) if graded else None
        self._readers: Mapping[str, Callable[[Rule], Iterator[Strain]]] = {
            "earliest": self._earliest,
            "latest": self._latest,
            "fixed": self._fixed,
            "deadline": self._deadline,
            "move_blackout": self._move_blackout,
            "not_with_previous": self._not_with_previous,
            "contract_end": self._contract_end,
            "environment_unavailable": self._environment,
            "package_unavailable": self._package,
            "blackout": self._blackout,
            "vendor_unavailable": self._vendor_unavailable,
            "line_needed": self._line_needed,
        }

    def of(self, rule: Rule, *, whether: bool = True) -> Iterator[Strain]:
        """The strains of any rule but a `CapacityRule` or a `NearRule`, which count and are no matter of facts.

        `whether`: of a `BeforeRule`, only whether it gives way, which takes far fewer strains; of a
        `TogetherRule` they always say no more.
        """
        if isinstance(rule, TogetherRule):
            return self._together(rule)
        if isinstance(rule, BeforeRule):
            return self._before(rule, whether)
        if isinstance(rule, ServedRule):
            return self._served(rule)
        assert not isinstance(rule, CapacityRule)
        return self._readers[rule.code](rule)

    # --- months of a move ---

    def _earliest(self, rule: Rule) -> Iterator[Strain]:
        system, number, move = self._move(rule.key[1])
        assert move.earliest is not None
        for month in range(min(self._length, self._index(move.earliest))):
            yield from self._in(system, number, month, "", self._index(move.earliest) - month)

    def _latest(self, rule: Rule) -> Iterator[Strain]:
        system, number, move = self._move(rule.key[1])
        assert move.latest is not None
        yield from self._after(system, number, self._index(move.latest))

    def _deadline(self, rule: Rule) -> Iterator[Strain]:
        """A move's own, or the landscape's for the final move of each system of scope `standard` without one."""
        if len(rule.key) > 1:
            system, number, move = self._move(rule.key[1])
            assert move.deadline is not None
            yield from self._after(system, number, self._index(move.deadline))
            return
        assert self._landscape.deadline is not None
        for system in self._landscape.systems.values():
            if system.moves and system.scope == "standard" and system.moves[-1].deadline is None:
                yield from self._after(system, len(system.moves), self._index(self._landscape.deadline))

    def _after(self, system: System, number: int, last: int) -> Iterator[Strain]:
        for month in range(max(0, last + 1), self._length):
            yield from self._in(system, number, month, "", month - last)

    def _fixed(self, rule: Rule) -> Iterator[Strain]:
        """Each move that a rule fixes is a part of its own: it moves by its own number of months."""
        if rule.key[0] == "fixed":
            system, number, move = self._move(rule.key[1])
            assert move.fixed is not None
            yield from self._apart(system, number, move.fixed, rule.key[1])
            return
        written = self._landscape.rules[int(rule.key[1])]
        assert isinstance(written, Fixed)
        for ref, month in written.months:
            system, number, _ = self._move(str(ref))
            yield from self._apart(system, number, month, str(ref))

    def _apart(self, system: System, number: int, month: Month, part: str) -> Iterator[Strain]:
        for other in range(self._length):
            if other != self._index(month):
                yield from self._in(system, number, other, part, abs(other - self._index(month)))

    def _move_blackout(self, rule: Rule) -> Iterator[Strain]:
        system, number, move = self._move(rule.key[1])
        for month in sorted(move.blackout):
            yield from self._in(system, number, self._index(month), str(month), 1)

    def _not_with_previous(self, rule: Rule) -> Iterator[Strain]:
        system, number, _ = self._move(rule.key[1])
        for month in range(self._length):
            facts = _both(self._moves_in(system, number - 1, month), self._moves_in(system, number, month))
            if facts is not None:
                yield Strain(facts, "", 1)

    def _line_needed(self, rule: Rule) -> Iterator[Strain]:
        """The months of `months_before` that would have to be given up, the earliest first."""
        system, number, move = self._move(rule.key[1])
        need = move.needs_line
        assert need is not None
        served = self._problem.openings.line_months(need.between)
        for month in range(self._length):
            for before in range(max(0, month - need.months_before), month):
                if before not in served:
                    months = need.months_before - (month - before - 1)
                    unless = self._openers.of_move(need.between, before) if self._openers else ()
                    yield from self._in(system, number, month, "", months, unless)

    # --- forms in use ---

    def _contract_end(self, rule: Rule) -> Iterator[Strain]:
        system = self._landscape.systems[rule.key[1]]
        assert system.contract_end is not None
        yield from self._used_after(system, 0, self._index(system.contract_end))

    def _environment(self, rule: Rule) -> Iterator[Strain]:
        subject = rule.key[1]
        there = self._landscape.environments[subject].available
        return self._unavailable(rule.key[2], there, lambda form: form.environment == subject)

    def _package(self, rule: Rule) -> Iterator[Strain]:
        subject = rule.key[1]
        there = self._landscape.packages[subject].available
        return self._unavailable(rule.key[2], there, lambda form: form.package == subject)

    def _unavailable(
        self, side: str, available: Availability, stands_there: Callable[[Form], bool]
    ) -> Iterator[Strain]:
        """Its beginning, or its end, for the forms of moving systems that stand there."""
        for system in self._landscape.systems.values():
            for number, form in enumerate(system.forms if system.moves else ()):
                if not stands_there(form):
                    continue
                if side == "until" and available.last is not None:
                    yield from self._used_after(system, number, self._index(available.last))
                if side == "from" and available.first is not None:
                    begin = self._index(available.first)
                    for month in range(min(begin, self._length)):
                        yield from self._has(system, number, month, "", begin - month)

    def _used_after(self, system: System, form: int, last: int) -> Iterator[Strain]:
        for month in range(max(0, last + 1), self._length):
            yield from self._has(system, form, month, "", month - last)

    # --- cutovers ---

    def _blackout(self, rule: Rule) -> Iterator[Strain]:
        written = self._landscape.rules[int(rule.key[1])]
        assert isinstance(written, Blackout)
        for system in self._landscape.systems.values():
            for number, form in enumerate(system.forms[1:], start=1):
                if written.systems.matches(system, form):
                    yield from self._closed(system, number, written.months)

    def _vendor_unavailable(self, rule: Rule) -> Iterator[Strain]:
        vendor = self._landscape.vendors[rule.key[1]]
        for system in self._landscape.systems.values():
            for number, form in enumerate(system.forms[1:], start=1):
                if form.vendor == vendor.id:
                    yield from self._closed(system, number, vendor.unavailable)

    def _closed(self, system: System, form: int, months: frozenset[Month]) -> Iterator[Strain]:
        for month in sorted(months):
            facts = self.cuts_over(system, form, self._index(month))
            if facts is not None:
                yield Strain(facts, str(month), 1)

    # --- moves and links ---

    def _together(self, rule: TogetherRule) -> Iterator[Strain]:
        """Each of the moves with the next, round to the first: none is earlier than the next one."""
        for place, other in enumerate(rule.moves):
            early, late = self._move(str(rule.moves[place - 1]))[:2], self._move(str(other))[:2]
            for month in range(self._length):
                facts = _both(self._by(*early, month), self._by(*late, month, False))
                if facts is not None and early != late:
                    yield Strain(facts, "", 1)

    def _before(self, rule: BeforeRule, whether: bool) -> Iterator[Strain]:
        """The gap is short by so many months."""
        early, late = self._move(str(rule.before))[:2], self._move(str(rule.after))[:2]
        most = 1 if whether else rule.gap + self._length - 1
        for month in range(self._length):
            for months in range(1, most + 1):
                # before ≥ month − gap + months and after ≤ month: the gap is at most gap − months
                facts = _both(self._by(*early, month - rule.gap + months - 1, False), self._by(*late, month))
                if facts is not None:
                    yield Strain(facts, "", months)

    def _served(self, rule: ServedRule) -> Iterator[Strain]:
        """Each month in which nothing carries the link is a part."""
        integration = self._landscape.integrations[rule.integration]
        carried = self._problem.openings.carried(integration)
        if carried is None:
            return
        source = self._landscape.systems[str(rule.integration.source)]
        target = self._landscape.systems[str(rule.integration.target)]
        for one in range(len(source.forms)):
            for other in range(len(target.forms)):
                for month in range(self._length):
                    if carried(one, other, month):
                        continue
                    facts = _both(self.has_form(source, one, month), self.has_form(target, other, month))
                    if facts is not None:
                        opened = self._openers.of_link if self._openers else _nothing
                        yield Strain(facts, str(month), 1, opened(integration, one, other, month))

    # --- facts: None where they cannot hold, those that always hold left out ---

    def _in(
        self, system: System, number: int, month: int, part: str, months: int, unless: Alternatives = ()
    ) -> Iterator[Strain]:
        facts = self._moves_in(system, number, month)
        if facts is not None:
            yield Strain(facts, part, months, unless)

    def _has(self, system: System, form: int, month: int, part: str, months: int) -> Iterator[Strain]:
        facts = self.has_form(system, form, month)
        if facts is not None:
            yield Strain(facts, part, months)

    def by(self, ref: MoveRef, month: int) -> Facts | None:
        """The move has taken effect by the month."""
        return self._by(*self._move(str(ref))[:2], month)

    def falls_in(self, ref: MoveRef, month: int) -> Facts | None:
        """The move falls in the month."""
        return self._moves_in(*self._move(str(ref))[:2], month)

    def _by(self, system: System, number: int, month: int, holds: bool = True) -> Facts | None:
        """Has the move taken effect by the month? Every move has by the horizon's last."""
        always: bool | None = None
        if number == 0 or (number <= len(system.moves) and month >= self._length - 1):
            always = True
        elif number > len(system.moves) or month < 0:
            always = False
        if always is None:
            return (Fact(system.id, number, month, holds),)
        return () if always == holds else None

    def _moves_in(self, system: System, number: int, month: int) -> Facts | None:
        if not 0 <= month < self._length:
            return None
        return _both(self._by(system, number, month), self._by(system, number, month - 1, False))

    def has_form(self, system: System, form: int, month: int) -> Facts | None:
        """The system has the form in the month."""
        return _both(self._by(system, form, month), self._by(system, form + 1, month, False))

    def cuts_over(self, system: System, form: int, month: int) -> Facts | None:
        """The system takes the form in the month."""
        return _both(self._moves_in(system, form, month), self._by(system, form + 1, month, False))

    def _move(self, ref: str) -> tuple[System, int, Move]:
        """The move of a name, with its system and its number there (1, 2, …)."""
        named = MoveRef(*ref.split("."))
        system = self._landscape.systems[named.system]
        number = next(number for number, move in enumerate(system.moves, 1) if move.id == named.move)
        return system, number, system.moves[number - 1]

    def _index(self, month: Month) -> int:
        return self._landscape.horizon.index(month)


def _both(one: Facts | None, other: Facts | None) -> Facts | None:
    if one is None or other is None:
        return None
    return tuple(dict.fromkeys((*one, *other)))


def _nothing(*_: object) -> Alternatives:
    return ()
