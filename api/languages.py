"""The language of an answer: Japanese, unless `Accept-Language` prefers English."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from analyzer.messages import Language


def language_of(request: HTTPConnection) -> Language:
    """By RFC 9110: the language with the higher quality; Japanese where both are as welcome."""
    header = request.headers.get("accept-language")
    return "ja" if header is None else preferred_language(header)


def preferred_language(header: str) -> Language:
    """``en-US,en;q=0.9,ja;q=0.5`` → ``en``."""
    best: dict[str, float] = {}
    for part in header[:1_000].split(","):
        name, _, parameters = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        best[language] = max(best.get(language, 0.0), _quality(parameters))
    others = best.get("*", 0.0)
    english, japanese = best.get("en", others), best.get("ja", others)
    return "en" if english > japanese else "ja"


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(1.0, max(0.0, float(value.strip())))
            except ValueError:
                return 0.0
    return 1.0
