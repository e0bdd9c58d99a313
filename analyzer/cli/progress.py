"""The progress of a search on a terminal: one line, written over and over."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING

from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.order.desk import Progress

TICK = 0.5
"""Seconds between two lines where nothing happens: somebody who waits sees that time passes."""


class ProgressLine:
    """Best cost, bound, gap and seconds while a search runs; silent where standard error is no terminal.

    Used as a context: ``with ProgressLine(session) as line: search(progress=line.hear)``.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._title = Text("", "")
        self._cost: int | None = None
        self._bound: int | None = None
        self._seconds = 0.0
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> ProgressLine:
        if self._session.is_watched:
            self._thread = threading.Thread(target=self._tick, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()
            self._session.rewrite(None)

    def begin(self, title: Text) -> None:
        """Another search begins: of what."""
        with self._lock:
            self._title, self._cost, self._bound, self._seconds = title, None, None, 0.0

    def hear(self, progress: Progress) -> None:
        """What is known now; called from any thread."""
        with self._lock:
            self._cost, self._bound, self._seconds = progress.cost, progress.bound, progress.seconds

    def text(self) -> Text:
        """``12 秒  最善 4,912  下限 4,700  差 4.3 %``."""
        with self._lock:
            title, cost, bound, seconds = self._title, self._cost, self._bound, self._seconds
        best = "—" if cost is None else f"{cost:,}"
        least = "—" if bound is None else f"{bound:,}"
        gap = "—" if cost is None or bound is None else f"{100 * (cost - bound) / cost if cost else 0:.1f} %"
        ja = f"{title.ja}  " if title.ja else ""
        en = f"{title.en}  " if title.en else ""
        return Text(
            f"{ja}{seconds:.0f} 秒  最善 {best}  下限 {least}  差 {gap}",
            f"{en}{seconds:.0f} s  best {best}  bound {least}  gap {gap}",
        )

    def _tick(self) -> None:
        while not self._done.wait(TICK):
            self._session.rewrite(self.text())
            with self._lock:
                self._seconds += TICK
