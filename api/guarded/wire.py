"""What goes over the two pipes of a guarded process: length, then bytes.

A request is a task (pickled: its function's name and small arguments) and a payload that streams; an answer is one pickle. The
process runs our code only, and what a stranger sent goes through it as bytes and is never unpickled.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

_LENGTH = struct.Struct("!Q")


def write_frame(stream: BinaryIO, *pieces: bytes | memoryview) -> None:
    stream.write(_LENGTH.pack(sum(len(piece) for piece in pieces)))
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def write_stream(stream: BinaryIO, size: int, pieces: Iterable[bytes]) -> None:
    """A frame of a known size whose bytes come in pieces."""
    stream.write(_LENGTH.pack(size))
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """None where the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    data = stream.read(size)
    return data if len(data) == size else None


def packed(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:
    """Of what `packed` made in our own process or in its child."""
    return pickle.loads(data)  # noqa: S301


@dataclass(frozen=True, slots=True)
class SentError:
    """An exception as its class and its fields: pickle would call the class with the message alone."""

    kind: type[BaseException]
    arguments: tuple[Any, ...]
    fields: dict[str, Any]

    @classmethod
    def of(cls, error: BaseException) -> SentError:
        return cls(type(error), error.args, dict(error.__dict__))

    def rebuilt(self) -> BaseException:
        error = self.kind.__new__(self.kind)
        error.args = self.arguments
        error.__dict__.update(self.fields)
        return error
