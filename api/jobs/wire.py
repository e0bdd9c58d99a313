"""What passes between a worker and the process of a search.

To the process: the task, pickled by us for ourselves, behind its length; then commands, a line each. From the process:
messages, a line of JSON each, and behind the line of an answer its bytes. Nothing that the process says is unpickled: it has
worked on what users uploaded.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.stores.compact import compact, parsed
from api.jobs.model import Best, Question, Reason, Standing

STOP = b"stop\n"
"""End the search, and answer with the best plan so far."""
LONGEST_LINE = 16_000_000
LONGEST_ANSWER = 1_000_000_000
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is to find. `best` is the plan to begin with; `finish`: only make an answer of it."""

    landscape: Landscape
    question: Question
    best: Mapping[str, str] | None
    seconds: float | None
    """What is left of the limit of time."""
    finish: bool
    memory: int
    """Bytes of address space."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How far the search is; seconds are those of this process."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class Found:
    """A plan that is better than those before."""

    best: Best


@dataclass(frozen=True, slots=True)
class Noted:
    """What the plan to start from breaks."""

    findings: Sequence[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, verified, and its figures; seconds are those of this process."""

    body: bytes
    standing: Standing


@dataclass(frozen=True, slots=True)
class Broke:
    """There will be no answer."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Gone:
    """The process has ended without an answer or a reason."""


Message = Stood | Found | Noted | Answered | Broke | Gone


def send_task(task: Task, stream: BinaryIO) -> None:
    body = pickle.dumps(task)
    stream.write(len(body).to_bytes(_HEAD, "big"))
    stream.write(body)
    stream.flush()


def receive_task(read: Callable[[int], bytes]) -> Task:
    """`read` gives at most as many bytes as it is asked for, none at the end; EOFError where the task is cut off."""

    def exactly(size: int) -> bytes:
        parts = []
        while size:
            part = read(min(size, 1_000_000))
            if not part:
                raise EOFError("no task")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    task = pickle.loads(exactly(int.from_bytes(exactly(_HEAD), "big")))  # noqa: S301 - of our parent process
    assert isinstance(task, Task)
    return task


def line_of(message: Message) -> bytes:
    """A message as it is sent; the bytes of an answer follow theirs."""
    said: dict[str, object]
    match message:
        case Stood(standing):
            said = asdict(standing)
        case Found(best):
            said = {"moves": dict(best.moves), "cost": best.cost}
        case Noted(findings):
            said = {"findings": list(findings)}
        case Answered(body, standing):
            said = {"size": len(body), "standing": asdict(standing)}
        case Broke(reason):
            said = reason.as_value()
        case Gone():
            said = {}
    return compact({"what": type(message).__name__, "said": said}) + b"\n"


def receive(stream: BinaryIO) -> Message:
    """The next message; Gone at the end, and where what came is no message."""
    line = stream.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        return Gone()
    try:
        document = parsed(line)
        return _message(document["what"], document["said"], stream)
    except (KeyError, TypeError, ValueError):
        return Gone()


def _message(what: str, said: Mapping[str, Any], stream: BinaryIO) -> Message:
    match what:
        case "Stood":
            return Stood(Standing(**said))
        case "Found":
            return Found(Best(dict(said["moves"]), int(said["cost"])))
        case "Noted":
            return Noted(tuple(said["findings"]))
        case "Broke":
            return Broke(Reason(said["code"], Text(**said["message"]), tuple(said["findings"])))
        case "Answered" if 0 <= said["size"] <= LONGEST_ANSWER:
            body = stream.read(said["size"])
            return Answered(body, Standing(**said["standing"])) if len(body) == said["size"] else Gone()
    return Gone()
