"""Why the certificate of an order proves nothing."""

from __future__ import annotations


class WrongProof(Exception):
    """The certificate says what it may not: `path` leads there from its root."""

    def __init__(self, path: tuple[str | int, ...], ja: str, en: str) -> None:
        super().__init__(en)
        self.path, self.ja, self.en = path, ja, en


class TooLarge(Exception):
    """Adding up would take too long."""
