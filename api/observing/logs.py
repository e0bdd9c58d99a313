"""The log: a JSON object a line (or plain text), each with the request that it belongs to.

No header, no query and no body is ever logged, so neither a key nor a cookie is. Line breaks and control characters of what
comes from outside stand escaped: nobody can write a line of the log that looks like another.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from analyzer.stores.compact import compact

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


def log_config(form: str, level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`, in every process of the service; the log goes to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"api.observing.logs.{'Json' if form == 'json' else 'Plain'}Lines"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}
        },
        "loggers": {
            "kakehashi": {"level": level.upper(), "handlers": ["stderr"], "propagate": False},
            "uvicorn": {"level": level.upper(), "handlers": ["stderr"], "propagate": False},
            # Its lines have the query, which may hold what nobody should read later; `requests.Observed` has ours.
            "uvicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
    }


class JsonLines(logging.Formatter):
    """``{"time":…,"level":…,"logger":…,"message":…,"request_id":…}`` and whatever was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": _instant(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        request_id = REQUEST_ID.get()
        if request_id is not None:
            entry["request_id"] = request_id
        for name, value in vars(record).items():
            if name not in _OWN and value is not None:
                entry[name] = value if isinstance(value, str | int | float | bool) else repr(value)
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        try:
            return compact(entry).decode()
        except (TypeError, ValueError):  # half a surrogate pair, say
            return compact({name: repr(value) for name, value in entry.items()}).decode()


class PlainLines(logging.Formatter):
    """For people who look on: ``time level message (request)``."""

    def format(self, record: logging.LogRecord) -> str:
        extra = {n: v for n, v in vars(record).items() if n not in _OWN and v is not None}
        extra.setdefault("request_id", REQUEST_ID.get())
        told = " ".join(f"{name}={value}" for name, value in extra.items() if value is not None)
        line = f"{_instant(record)} {record.levelname.lower()} {record.getMessage()} {told}".rstrip()
        line = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _instant(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
