"""Answers of jobs, kept as records: compressed, cut into pieces, known by the hash of their bytes, never changed."""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64decode, b64encode

from analyzer.stores.errors import NotFoundError
from analyzer.stores.port import Store
from api.jobs.model import ResultRef

COLLECTION = "job-results"
PIECE = 500_000
"""Bytes of the compressed answer in one record: a store's records are small documents."""


def keep_result(store: Store, job: str, body: bytes) -> ResultRef:
    """Keeps an answer of the job with this key; the same answer twice is kept once."""
    hashed = hashlib.sha256(body).hexdigest()
    packed = zlib.compress(body, 6)
    pieces = [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
    for number, piece in enumerate(pieces):
        store.put_record(COLLECTION, _key(job, hashed, number), {"data": b64encode(piece).decode()})
    return ResultRef(hashed, len(body), len(pieces))


def read_result(store: Store, job: str, result: ResultRef) -> bytes:
    """The bytes of an answer; NotFoundError where a piece is missing or is not what was kept."""
    pieces = []
    for number in range(result.chunks):
        record = store.record(COLLECTION, _key(job, result.hash, number))
        if record is None:
            raise NotFoundError("record", job)
        pieces.append(b64decode(str(record.value["data"])))
    body = zlib.decompress(b"".join(pieces))
    if hashlib.sha256(body).hexdigest() != result.hash:
        raise NotFoundError("record", job)
    return body


def drop_results(store: Store, job: str) -> None:
    """Removes every answer of the job, also one that its worker did not live to announce."""
    while kept := store.records(COLLECTION, prefix=f"{job}/"):
        for record in kept:
            store.delete_record(COLLECTION, record.key)


def _key(job: str, hashed: str, number: int) -> str:
    return f"{job}/{hashed}/{number:06d}"
