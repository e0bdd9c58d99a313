"""What a request says of where it comes from, read from its ASGI scope. Nothing a client writes is believed unasked."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import Scope

UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE"})
_FORWARDED = ("forwarded", "x-forwarded-", "x-real-ip", "x-client-ip", "x-original-", "x-proxyuser-ip")
_OWN_SITE = frozenset({"same-origin", "none"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def header_values(scope: Scope, name: bytes) -> list[str]:
    """Every value that is given, in order."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def one_header(scope: Scope, name: bytes) -> str | None:
    """None where it is not given, or given more than once: then nobody can say which one holds."""
    values = header_values(scope, name)
    return values[0].strip() if len(values) == 1 else None


def peer(scope: Scope) -> str:
    """The address at the other end of the connection."""
    client = scope.get("client")
    return client[0] if client else ""


def read_networks(networks: Sequence[str]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(network) for network in networks)


def client_address(scope: Scope, trusted: Sequence[Network]) -> str:
    """The peer, or for whom a trusted proxy speaks: the last address that no trusted proxy has."""
    address = peer(scope)
    if not trusted or not _within(address, trusted):
        return address
    named = [part.strip() for value in header_values(scope, b"x-forwarded-for") for part in value.split(",")]
    for candidate in reversed(named):
        try:
            ipaddress.ip_address(candidate)
        except ValueError:
            return address
        address = candidate
        if not _within(candidate, trusted):
            return candidate
    return address


def _within(address: str, networks: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def is_forwarded(scope: Scope) -> bool:
    """True where some proxy says that it passes the request on."""
    return any(key.decode("latin-1").startswith(_FORWARDED) for key, _ in scope["headers"])


def comes_from_here(scope: Scope) -> bool:
    """False where the other end is another machine. What is no address at all comes over no network."""
    try:
        return ipaddress.ip_address(peer(scope)).is_loopback
    except ValueError:
        return peer(scope) != ""


def asks_this_machine(scope: Scope) -> bool:
    """True where Host is a name that only this machine has, whatever the port.

    A page of somebody else's can have its own name point here (DNS rebinding); then Host is that name.
    """
    host = one_header(scope, b"host")
    if host is None or not host.isascii():
        return False
    name, port = _split(host)
    return name in ("localhost", "127.0.0.1", "[::1]") and (port is None or port.isdigit())


def is_from_own_page(scope: Scope, origin: str) -> bool:
    """False where a browser says that the request was begun by a page that is not at `origin`.

    True too for what is no browser: it sends neither header.
    """
    site = header_values(scope, b"sec-fetch-site")
    if any(value.strip().lower() not in _OWN_SITE for value in site):
        return False
    origins = header_values(scope, b"origin")
    return all(same_origin(value.strip(), origin) for value in origins)


def own_origin(scope: Scope) -> str:
    """Of the server as this request names it."""
    return f"{scope.get('scheme', 'http')}://{one_header(scope, b'host') or ''}"


def same_origin(one: str, other: str) -> bool:
    """Scheme, name and port, with the ports that the schemes have anyway."""
    left, right = _origin(one), _origin(other)
    return left is not None and left == right


def _origin(text: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        return None
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


def _split(host: str) -> tuple[str, str | None]:
    """Name and port of a Host header."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or name.endswith(":") or (host.startswith("[") and host.endswith("]")):
        return host.lower(), None
    return name, port
