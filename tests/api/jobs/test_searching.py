"""Real processes: what a search answers, how it stops, and that nothing of it is left behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, get_args

import pytest

from analyzer import usecases
from analyzer.landscape.model import Landscape
from analyzer.order.optimize import TEAMS
from analyzer.order.ordering import Ordering
from analyzer.reports.ordering import ordering_document
from analyzer.verification import verify_answer
from api.documents.jobs import Solver
from api.jobs import searching
from api.jobs.model import Best, Question
from api.jobs.process import SearchProcess
from api.jobs.wire import Answered, Broke, Found, Gone, Message, Noted, Task, receive
from tests.api.jobs.support import SMALL, great

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="searches are forked and limited as on Linux")

MEMORY = 4_000_000_000
PATIENCE = 300.0


@dataclass
class Heard:
    """Everything that a search has said, to its last word."""

    messages: list[Message] = field(default_factory=list)

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def answer(self) -> dict[str, Any]:
        assert isinstance(self.last, Answered), self.last
        document: dict[str, Any] = json.loads(self.last.body)
        return document

    @property
    def best(self) -> Best | None:
        return next((m.best for m in reversed(self.messages) if isinstance(m, Found)), None)


Begin = Callable[..., SearchProcess]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Begins searches, which end with the test."""
    begun: list[SearchProcess] = []

    def beginning(
        landscape: Landscape, question: Question, *, best: dict[str, str] | None = None, finish: bool = False,
        memory: int = MEMORY,
    ) -> SearchProcess:  # fmt: skip
        begun.append(SearchProcess(Task(landscape, question, best, question.time_limit, finish, memory)))
        return begun[-1]

    yield beginning
    for process in begun:
        process.kill()


def hear(process: SearchProcess, until: Callable[[Heard], bool] = lambda _: False) -> Heard:
    """Up to the last word, or until enough was heard."""
    heard = Heard()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        message = process.next(0.5)
        if message is None:
            continue
        heard.messages.append(message)
        if isinstance(message, Answered | Broke | Gone) or until(heard):
            return heard
    raise AssertionError("the search says nothing any more")


def members(group: int) -> list[int]:
    """The processes of a group that still run."""
    listed = subprocess.run(["ps", "-eo", "pid,pgid,stat"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[1:]]
    return [int(pid) for pid, pgid, stat in rows if int(pgid) == group and not stat.startswith("Z")]


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_answer_is_that_of_the_use_case_and_verified(begin: Begin) -> None:
    heard = hear(begin(SMALL, Question(time_limit=60.0)))
    asked = usecases.optimize(SMALL, time_limit=60.0)
    assert heard.answer["status"] == "optimal"
    assert heard.answer["cost"]["total"] == asked.total
    assert not verify_answer(SMALL, heard.answer).faults
    assert isinstance(heard.last, Answered)
    assert (heard.last.standing.cost, heard.last.standing.bound) == (asked.total, asked.total)


@pytest.mark.parametrize("solver", get_args(Solver))
def test_whoever_is_asked_is_who_answers(begin: Begin, solver: str) -> None:
    assert set(get_args(Solver)) == set(TEAMS)
    heard = hear(begin(SMALL, Question(time_limit=60.0, solver=solver)))
    assert heard.answer["made_by"]["options"]["solver"] == solver
    assert heard.answer["status"] in ("optimal", "feasible")


def test_the_same_work_gives_the_same_bytes(begin: Begin) -> None:
    answers = [hear(begin(SMALL, Question(work_limit=20))).last for _ in range(2)]
    assert isinstance(answers[0], Answered)
    assert isinstance(answers[1], Answered)
    assert answers[0].body == answers[1].body


def test_a_pattern_that_cannot_be_kept_is_answered_and_one_that_there_is_not_is_refused(begin: Begin) -> None:
    without_blocks = great()
    heard = hear(begin(without_blocks, Question(patterns=("nothing-like-it",), time_limit=5.0)))
    assert isinstance(heard.last, Broke)
    assert heard.last.reason.findings
    kept = hear(begin(SMALL, Question(patterns=("p1",), time_limit=60.0)))
    assert kept.answer["pattern"] == "p1"


def test_a_plan_to_begin_with_that_breaks_rules_is_told_and_the_search_goes_on(begin: Begin) -> None:
    outside = {"jumin.shift": "2031-01", "zeimu.shift": "2025-02"}
    heard = hear(begin(SMALL, Question(start=outside, time_limit=60.0)))
    noted = [m for m in heard.messages if isinstance(m, Noted)]
    assert noted
    assert noted[0].findings
    assert heard.answer["status"] == "optimal"


def test_a_comparison_answers_every_pattern_and_the_optimum(begin: Begin) -> None:
    heard = hear(begin(SMALL, Question("compare", ("p1", "p2"), time_limit=60.0)))
    assert [answer["pattern"] for answer in heard.answer["answers"]] == ["p1", "p2"]
    assert heard.answer["optimum"]["status"] == "optimal"
    for answer in (*heard.answer["answers"], heard.answer["optimum"]):
        assert not verify_answer(SMALL, answer).faults


def test_a_stopped_search_answers_with_its_best_plan_and_bound_and_ends_with_all_that_it_began(
    begin: Begin,
) -> None:
    process = begin(great(), Question(time_limit=600.0))
    before = hear(process, lambda heard: heard.best is not None and len(heard.messages) > 4)
    assert len(members(process.pid)) > 1  # the search itself is a fork of the process that proves
    process.stop()
    heard = hear(process)
    assert before.best is not None
    assert heard.answer["status"] == "feasible"
    assert heard.answer["cost"]["total"] <= before.best.cost
    assert 0 <= heard.answer["bound"] <= heard.answer["cost"]["total"]
    assert heard.answer["made_by"]["stopped_by"] == "interrupt"
    process.kill()
    assert not members(process.pid)


def test_the_best_plan_of_one_search_is_where_another_begins(begin: Begin) -> None:
    process = begin(great(), Question(time_limit=600.0))
    heard = hear(process, lambda heard: heard.best is not None)
    process.kill()
    assert heard.best is not None
    again = hear(begin(great(), Question(time_limit=600.0), best=dict(heard.best.moves), finish=True))
    assert again.answer["cost"]["total"] <= heard.best.cost
    assert again.answer["status"] == "feasible"


def test_a_search_that_is_left_tells_its_best_plan_and_ends(begin: Begin) -> None:
    process = begin(great(), Question(time_limit=600.0))
    hear(process, lambda heard: bool(heard.messages))
    process.leave()
    assert isinstance(hear(process).last, Gone)
    wait_until(lambda: not members(process.pid))


def test_nothing_is_left_of_a_search_whose_worker_was_killed() -> None:
    code = (
        "import sys, time\n"
        "from api.jobs.model import Question\n"
        "from api.jobs.process import SearchProcess\n"
        "from api.jobs.wire import Found, Task\n"
        "from tests.api.jobs.support import great\n"
        "process = SearchProcess(Task(great(), Question(), None, 600.0, False, 4_000_000_000))\n"
        "while not isinstance(process.next(1.0), Found): pass\n"
        "sys.stdout.write(f'{process.pid}\\n'); sys.stdout.flush()\n"
        "time.sleep(600)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert worker.stdout is not None
        group = int(worker.stdout.readline())
        assert members(group)
        worker.kill()
        wait_until(lambda: not members(group))
    finally:
        worker.kill()
        worker.wait()
        if worker.stdout is not None:
            worker.stdout.close()


def test_a_search_that_is_killed_is_gone(begin: Begin) -> None:
    process = begin(great(), Question(time_limit=600.0))
    hear(process, lambda heard: bool(heard.messages))
    os.kill(process.pid, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    assert isinstance(hear(process).last, Gone)


def test_a_search_has_no_more_memory_than_it_may(begin: Begin) -> None:
    heard = hear(begin(SMALL, Question(time_limit=60.0), memory=1_000_000))
    assert isinstance(heard.last, Broke | Gone)
    if isinstance(heard.last, Broke):
        assert heard.last.reason.code == "out_of_memory"


def test_what_an_answer_says_is_verified_before_it_is_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(ordering: Ordering) -> dict[str, Any]:
        return ordering_document(ordering) | {"bridge_cost_alone": 12_345}

    monkeypatch.setattr(searching, "ordering_document", wrong)
    task = Task(SMALL, Question(work_limit=20), None, None, False, MEMORY)
    said = searching.Work(task, searching.Outbox(io.BytesIO()), threading.Event()).answer()
    assert isinstance(said, Broke)
    assert said.reason.code == "unverified"
    assert said.reason.findings


@pytest.mark.parametrize(
    "line",
    [b"", b"no json\n", b"[]\n", b"{}\n", b'{"what":"Answered","said":{"size":99}}\nshort', b'{"what":"Stood"',
     b'{"what":"Stood","said":{"unknown":1}}\n', b'{"what":"Found","said":{"moves":1,"cost":2}}\n',
     b'{"what":"Answered","said":{"size":-1}}\n', b'{"what":"Unheard","said":{}}\n'],
)  # fmt: skip
def test_what_is_no_message_is_an_end(line: bytes) -> None:
    assert receive(io.BytesIO(line)) == Gone()
