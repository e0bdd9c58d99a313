"""The loop of a run: what is missing goes to whoever computes, what comes back goes to the ledger, what is lost goes again.

Only this loop writes to the ledger. A result counts as done when the ledger has it on disk, not before; so whatever dies,
a run that is begun again finds all that was told as done, and computes what is missing.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.errors import InputError
from analyzer.messages import Text
from analyzer.whatif.many.executor import Executor, Lost, News
from analyzer.whatif.many.ledger import Ledger
from analyzer.whatif.many.pace import Pace, Progress
from analyzer.whatif.many.tasks import Job, Options, Outcome, failed, failed_by, group_key
from analyzer.whatif.many.terms import Limits, Tally, Target

TICK = 0.5
"""Seconds that the loop waits for news before it tells how far it is."""
LOSSES_OF_A_LANDSCAPE = 30
"""As often may workers be lost over one landscape; what is left of it then has failed."""


@dataclass(slots=True)
class _Place:
    """A target within a run: what is still missing of it."""

    target: Target
    group: str | None
    losses: int = 0
    """Workers lost over it, once it was read."""
    unread: int = 0
    """The same, while it was read."""
    attempts: Counter[int] = field(default_factory=Counter)
    """Losses of a task that was alone in its job, by the position of its scenario."""
    passing: dict[str, Outcome] = field(default_factory=dict)
    """What has failed in a way that says nothing of the task, and is not recorded; by hash of the scenario."""


@dataclass(slots=True)
class _Running:
    place: int
    left: dict[int, None]
    read: bool = False
    """Whether the worker has told that it read the landscape."""


class Run:
    """Every scenario in every target. `survey` looks what is there already, `go` computes the rest, `rows` reads all."""

    def __init__(
        self,
        ledger: Ledger,
        targets: Sequence[Target],
        scenarios: Sequence[tuple[str, str]],
        options: Options,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`scenarios`: (id, hash of the changes), in the order of their file."""
        self._ledger = ledger
        self._scenarios = scenarios
        self._options = options
        self._limits = limits or Limits()
        self._clock = clock
        self._first: dict[str, int] = {}
        """Hash of the changes → the first scenario that makes them."""
        for at, (_, hash_) in enumerate(scenarios):
            self._first.setdefault(hash_, at)
        self._places = [_Place(target, None) for target in targets]
        self._queue: deque[tuple[int, tuple[int, ...]]] = deque()
        self._running: dict[int, _Running] = {}
        self._begun = 0
        self.tally = Tally(total=len(targets) * len(self._first))

    def survey(self) -> None:
        """What the ledger has, and so what is missing. Targets of which nothing can be computed have their results at once."""
        for at, place in enumerate(self._places):
            target = place.target
            content = target.content or self._ledger.content_of(target.text)
            place.group = None if content is None else self._group(target, content)
            if target.failure is not None:
                place.group = place.group or self._group(target, target.text)
                self._record(place, dict.fromkeys(self._first.values(), target.failure), found=True)
                continue
            # A text that was no landscape the last time is known by itself.
            kept = self._ledger.found(place.group or self._group(target, target.text))
            known = {hash_ for hash_, outcome in kept.items() if not self._again(outcome)}
            missing = tuple(position for hash_, position in self._first.items() if hash_ not in known)
            if not missing:
                place.group = place.group or self._group(target, target.text)
            there = [kept[hash_] for hash_ in self._first if hash_ in known]
            self.tally.found += len(there)
            self.tally.failed += sum(outcome.status == "failed" for outcome in there)
            self._queue.extend((at, chunk) for chunk in _chunks(missing, self._limits.chunk))

    def go(self, executor: Executor, tell: Callable[[Progress], None] = lambda _: None) -> Tally:
        """Computes what is missing; `tell` hears of the progress twice a second.

        Ctrl-C ends it: what was recorded stays, and the tally says that it was interrupted. StoreUnavailableError,
        ExecutorError likewise leave what was recorded.
        """
        began = self._clock()
        pace = Pace(began)
        tally = self.tally
        tally.workers = executor.workers
        try:
            while (self._queue or self._running) and not self._has_to_stop():
                self._hand_out(executor)
                self._hear(executor.news(TICK))
                now = self._clock()
                pace.hear(now, tally.computed)
                tell(Progress(tally.total, tally.found, tally.done, tally.failed, pace.rate))
        except KeyboardInterrupt:
            tally.interrupted = True
        finally:
            tally.seconds = self._clock() - began
        return tally

    @property
    def is_complete(self) -> bool:
        """True where the ledger has every result."""
        return self.tally.found + self.tally.computed == self.tally.total

    @property
    def has_to_compute(self) -> bool:
        return bool(self._queue)

    def rows(self) -> Iterator[tuple[str, Mapping[str, Outcome]]]:
        """Name of the target → id of the scenario → outcome, as far as the ledger has them; a landscape at a time."""
        for place in self._places:
            kept = (
                place.passing if place.group is None else {**self._ledger.found(place.group), **place.passing}
            )
            yield place.target.name, {id_: kept[hash_] for id_, hash_ in self._scenarios if hash_ in kept}

    def _group(self, target: Target, landscape: str) -> str:
        return group_key(landscape, target.plan, self._options)

    def _again(self, outcome: Outcome) -> bool:
        return self._limits.retry_failed and outcome.status == "failed"

    def _has_to_stop(self) -> bool:
        return self.tally.failed > 0 and not self._limits.keep_going

    def _hand_out(self, executor: Executor) -> None:
        while self._queue and executor.room():
            at, positions = self._queue.popleft()
            place = self._places[at]
            try:
                landscape, plan = place.target.sources()
            except InputError as error:
                self._pass_over(place, positions, failed_by(error.findings, error.total))
                continue
            self._begun += 1
            self._running[self._begun] = _Running(at, dict.fromkeys(positions))
            executor.submit(self._begun, Job(landscape, plan, positions))

    def _hear(self, news: Sequence[News | Lost]) -> None:
        """What came in together is recorded together, a transaction for each landscape; only then is anything done about it."""
        waiting: dict[int, dict[int, Outcome]] = defaultdict(dict)
        for each in news:
            if isinstance(each, News) and each.part is not None:
                job, part = self._running[each.number], each.part
                place = self._places[job.place]
                self.tally.computing += part.seconds
                if not job.read:
                    job.read = True
                    self._learn(place, part.content)
                waiting[job.place] |= part.outcomes
        for at, outcomes in waiting.items():
            if outcomes:
                self._record(self._places[at], outcomes)
        for each in news:
            job = self._running[each.number]
            if isinstance(each, News):
                for position in each.part.outcomes if each.part is not None else ():
                    job.left.pop(position, None)
                if each.done:
                    del self._running[each.number]
                    assert not job.left, "a job is done when all of it is answered"
            else:
                del self._running[each.number]
                self._lose(job, each.reason)

    def _learn(self, place: _Place, content: str | None) -> None:
        target = place.target
        if place.group is None:
            place.group = self._group(target, content or target.text)
            if content is not None:
                self._ledger.learn(target.text, content)

    def _lose(self, job: _Running, reason: Text | None) -> None:
        """Again: whole where the job cannot have been the cause; else in halves, until the task is alone that was."""
        place, left = self._places[job.place], tuple(job.left)
        if not left:
            return
        if reason is None:
            self._queue.appendleft((job.place, left))
            return
        self.tally.lost += 1
        if job.read:
            place.losses += 1
        else:
            place.unread += 1
        if len(left) == 1:
            place.attempts[left[0]] += 1
        attempts = self._limits.attempts
        alone = len(left) == 1 and place.attempts[left[0]] >= attempts
        if alone or place.unread >= attempts or place.losses >= LOSSES_OF_A_LANDSCAPE:
            place.group = place.group or self._group(place.target, place.target.text)
            self._record(place, dict.fromkeys(left, failed("lost", Text(
                f"計算のプロセスが繰り返し失われました({reason.ja})。メモリの上限か、この組み合わせそのものが原因かもしれません。",
                f"Whoever computed it was lost again and again ({reason.en}): perhaps for want of memory, perhaps this very task is the cause.",
            ), lost=True)))  # fmt: skip
            return
        half = (len(left) + 1) // 2
        self._queue.extendleft((job.place, part) for part in (left[half:], left[:half]) if part)

    def _pass_over(self, place: _Place, positions: Sequence[int], outcome: Outcome) -> None:
        """Told, but not recorded: the next run tries again."""
        place.passing |= {self._scenarios[at][1]: outcome for at in positions}
        self.tally.failed += len(positions)
        self.tally.passed_over += len(positions)

    def _record(self, place: _Place, outcomes: Mapping[int, Outcome], *, found: bool = False) -> None:
        assert place.group is not None, "results are known by what was read"
        by_hash = {self._scenarios[at][1]: outcome for at, outcome in outcomes.items()}
        kept = self._ledger.add(place.group, by_hash, anew=self._limits.retry_failed)
        self.tally.failed += sum(outcome.status == "failed" for outcome in kept.values())
        if found:
            self.tally.found += len(kept)
        else:
            self.tally.computed += len(kept)


def _chunks(positions: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(positions), size):
        yield tuple(positions[start : start + size])
