"""Who makes a change, and from where: what the audit log says beside the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Actor(str):
    """The text by which the audit log knows somebody, which also knows the request that the change came with.

    Wherever a store takes an actor as text it may be one of these; the store adds `origin_of` to the entry's details.
    """

    __slots__ = ("_address", "_request")

    _request: str
    _address: str

    def __new__(cls, name: str, *, request: str = "", address: str = "") -> Self:
        self = super().__new__(cls, name)
        self._request = request
        self._address = address
        return self

    @property
    def request(self) -> str:
        """Id of the request; empty where there was none (the command line)."""
        return self._request

    @property
    def address(self) -> str:
        """Of the network, from which the request came; empty where there was none."""
        return self._address


def origin_of(actor: str) -> Mapping[str, object]:
    """What is known of where a change comes from, as details of its audit entry."""
    if not isinstance(actor, Actor):
        return {}
    known = {"request": actor.request, "address": actor.address}
    return {name: value for name, value in known.items() if value}
