"""Files as a zip archive: the same bytes each time, names in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.messages import Text

_EPOCH = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackFile:
    """`name` is its way in the pack, with ``/``; letters of ids and of our own only. `about` says what it is."""

    name: str
    media_type: str
    about: Text
    data: bytes


def zipped(files: Iterable[PackFile]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files, key=lambda file: file.name):
            info = zipfile.ZipInfo(file.name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, file.data)
    return stream.getvalue()
