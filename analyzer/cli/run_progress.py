"""How far a long run is: a line on a terminal that is written over and over, or one a minute into a log."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.whatif.many.pace import Progress

LOG_SECONDS = 60.0
"""Between two lines where standard error is no terminal."""


class RunLine:
    """Done and total, failures, rate of the last minute, time that is left at that rate."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told = time.monotonic()

    def __enter__(self) -> RunLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session.rewrite(None)

    def hear(self, progress: Progress) -> None:
        now = time.monotonic()
        if self._session.is_watched:
            self._session.rewrite(run_text(progress))
        elif now - self._told >= LOG_SECONDS:
            self._told = now
            self._session.say(run_text(progress))


def run_text(progress: Progress) -> Text:
    """``12,345/174,100 件(7.1 %) 失敗 3 毎秒 250 残り 11 分``."""
    share = 100 * progress.done / progress.total if progress.total else 100.0
    rate = "—" if progress.rate is None else f"{progress.rate:,.1f}"
    ja = f"{progress.done:,}/{progress.total:,} 件({share:.1f} %)  失敗 {progress.failed:,}  毎秒 {rate}"
    en = (
        f"{progress.done:,}/{progress.total:,} ({share:.1f} %)  failed {progress.failed:,}  {rate} per second"
    )
    left = progress.left_seconds
    if left is None:
        return Text(ja, en)
    words = _duration(left)
    return Text(f"{ja}  残り約 {words.ja}", f"{en}  about {words.en} left")


def _duration(seconds: float) -> Text:
    whole = round(seconds)
    if whole < 60:
        return Text(f"{whole} 秒", f"{whole} s")
    minutes = -(-whole // 60)
    if minutes < 120:
        return Text(f"{minutes} 分", f"{minutes} min")
    return Text(f"{minutes // 60} 時間 {minutes % 60} 分", f"{minutes // 60} h {minutes % 60} min")
