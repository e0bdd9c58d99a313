"""A job in a worker: its landscape is read once, its scenarios are answered one after the other, nothing escapes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from analyzer.collection import paused_collection
from analyzer.errors import InputError
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.whatif.many.tasks import Job, Options, Outcome, Source, failed, failed_by

SEND_SECONDS = 0.5
"""Outcomes wait for each other so long at most before they are sent: what is lost with a worker is what it had not sent."""


class Compute(Protocol):
    """Keeps a plan under scenarios; a function of a module, so that every process finds it by its name.

    `scenarios`: the whole file; `asked`: the positions wanted. Gives (position, outcome), each when it is known.
    InputError where the plan (or the file of scenarios) is wrong.
    """

    def __call__(
        self, landscape: Landscape, plan: Source, scenarios: Source, asked: Sequence[int], options: Options
    ) -> Iterator[tuple[int, Outcome]]: ...


@dataclass(frozen=True, slots=True)
class Setup:
    """What holds for every job of a run."""

    scenarios: Source
    options: Options
    compute: Compute


@dataclass(frozen=True, slots=True)
class Part:
    """News of a job. The first part has the content hash (None: the text is no landscape) and no outcome.

    `seconds`: what was spent on computing since the part before.
    """

    content: str | None
    outcomes: Mapping[int, Outcome]
    seconds: float


class Desk:
    """Answers jobs, one at a time. The landscape of the last job is still there for the next: jobs of one follow each other."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._read: tuple[str, Landscape | Outcome] | None = None

    def answer(self, job: Job) -> Iterator[Part]:
        """Every scenario of the job has its outcome in just one of the parts."""
        # What a job makes has no cycles: a fourteenth of the time was spent on looking for them
        with paused_collection():
            yield from self._answer(job)

    def _answer(self, job: Job) -> Iterator[Part]:
        began = time.perf_counter()
        landscape = self._landscape(job.landscape)
        now = time.perf_counter()
        if isinstance(landscape, Outcome):
            yield Part(None, {}, now - began)
            yield Part(None, dict.fromkeys(job.scenarios, landscape), 0.0)
            return
        content = landscape.content_hash
        yield Part(content, {}, now - began)
        waiting: dict[int, Outcome] = {}
        began = sent = time.perf_counter()
        for position, outcome in self._outcomes(landscape, job.plan, job.scenarios):
            waiting[position] = outcome
            now = time.perf_counter()
            if now - sent >= SEND_SECONDS:
                yield Part(content, waiting, now - began)
                waiting = {}
                began = sent = time.perf_counter()
        if waiting:
            yield Part(content, waiting, time.perf_counter() - began)

    def _landscape(self, source: Source) -> Landscape | Outcome:
        """The landscape, or the outcome of whatever is asked of a text that is none."""
        if self._read is None or self._read[0] != source.hash:
            self._read = None  # not two large landscapes at a time
            self._read = source.hash, _read(source)
        return self._read[1]

    def _outcomes(
        self, landscape: Landscape, plan: Source, asked: Sequence[int]
    ) -> Iterator[tuple[int, Outcome]]:
        """Also where computing fails: then those that are left are tried one by one, and who fails alone has failed."""
        setup = self._setup
        left = dict.fromkeys(asked)
        try:
            for position, outcome in setup.compute(landscape, plan, setup.scenarios, asked, setup.options):
                del left[position]
                yield position, outcome
            assert not left, "every scenario that was asked for has an outcome"
        except Exception as error:
            if len(left) == 1:
                yield next(iter(left)), _failure(error)
            elif len(left) == len(asked) and isinstance(
                error, InputError
            ):  # the plan is wrong: for all of them
                yield from dict.fromkeys(left, _failure(error)).items()
            else:
                for position in left:
                    yield from self._outcomes(landscape, plan, (position,))


def _read(source: Source) -> Landscape | Outcome:
    try:
        result = read_landscape(source.text, source.name)
    except Exception as error:
        return _failure(error)
    return failed_by(result.findings, result.total) if result.landscape is None else result.landscape


def _failure(error: Exception) -> Outcome:
    match error:
        case InputError():
            return failed_by(error.findings, error.total)
        case MemoryError():
            return failed("no_memory", Text("メモリが足りません。", "Not enough memory."))
        case _:
            said = f"{type(error).__name__}: {error}"[:500]
            return failed(
                "fault", Text(f"プログラムの誤りです({said})。", f"This is a fault of the program ({said}).")
            )
