"""The guard that every operation asks: who is it, may they, and not too often.

Nothing is allowed that is not said to be. Keys, sessions and grants are read from the store, and kept for a second at
most (`brief.py`): what is revoked in one worker opens nothing in the others after that.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from analyzer.access.grants import Grants
from analyzer.access.keys import Key, Keys, opens, split_key
from analyzer.access.roles import Rights, Role, strongest
from analyzer.errors import KakehashiError
from analyzer.messages import Text
from analyzer.stores.actor import Actor
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import Store
from api.problems import ProblemError
from api.security.brief import Brief
from api.security.deciding import Needed, Verdict, decide
from api.security.limits import Buckets
from api.security.oidc import Issuer, IssuerUnavailableError, LoginFailedError
from api.security.principals import LOCAL, NOBODY, Principal
from api.security.requests import UNSAFE_METHODS, header_values, is_from_own_page, own_origin
from api.security.sessions import KeyHolder, Person, Session, Sessions
from api.security.settings import AccessSettings

CALLBACK = "/api/v1/login/callback"
CSRF_HEADER = "x-csrf-token"

Found = TypeVar("Found")


class Guard:
    """Of one process. Its parts are for the operations about access itself (`api/routes`)."""

    def __init__(
        self,
        store: Store,
        access: AccessSettings,
        *,
        clock: Callable[[], datetime],
        issuer: Issuer | None = None,
    ) -> None:
        self.access = access
        self.keys = Keys(store, clock)
        self.grants = Grants(store, clock)
        self.sessions: Sessions | None = None
        self.issuer: Issuer | None = None
        if access.login != "none":
            self.sessions = Sessions(store, access.session_secret, hours=access.session_hours, clock=clock)
        if access.login == "oidc":
            assert access.oidc is not None
            self.issuer = issuer or Issuer(access.oidc, f"{(access.public_url or '').rstrip('/')}{CALLBACK}")
        self._store = store
        self._clock = clock
        self._standing = access.standing_rights()
        self._requests = Buckets(access.requests_per_second, access.burst)
        self._failures = Buckets(access.failures_per_minute / 60.0, max(1.0, access.failures_per_minute))
        self._known_keys: Brief[Key | None] = Brief()
        self._known_sessions: Brief[Session | None] = Brief()
        self._known_tokens: Brief[Person | None] = Brief()
        self._granted: Brief[Mapping[str, Role]] = Brief()
        self._visible: Brief[frozenset[str]] = Brief()

    # What operations ask

    async def admit(
        self, request: Request, needed: Needed | None, landscape: str | None, *, form: bool = False
    ) -> Principal:
        """Who asks, if they may; ProblemError 401, 403 or 429, and NotFoundError for what they may not see.

        Of a `form` whoever reads it asks `require_token`.
        """
        principal = NOBODY if needed == "public" else await self.principal(request, form=form)
        request.state.actor = principal.id  # for the log, also where they may not
        self._count(request, principal)
        verdict = await self._verdict(needed, principal, landscape)
        if verdict != "allowed":
            raise _refused(verdict, landscape)
        return principal

    async def admit_again(self, request: Request, needed: Needed | None, landscape: str | None) -> None:
        """Asks anew for a request that was admitted and takes its time: ProblemError or NotFoundError as `admit` where whoever
        asks may no longer. It is no further request, so it is not counted, and a form has shown its token.
        """
        if needed == "public":
            return
        principal = await self.principal(request, form=True)
        verdict = await self._verdict(needed, principal, landscape)
        if verdict != "allowed":
            raise _refused(verdict, landscape)

    async def visible(self, request: Request) -> frozenset[str] | None:
        """The landscapes that whoever asks may see; None: all."""
        principal: Principal = request.state.principal
        everywhere = principal.rights.role_on("*") is not None
        if everywhere:
            return None
        granted = await self._read(
            self._visible,
            principal.id + "\0" + "\0".join(principal.subjects),
            lambda: frozenset(self.grants.visible(principal.subjects)),
        )
        return granted | frozenset(principal.rights.roles or ())

    async def role_on(self, principal: Principal, landscape: str) -> Role | None:
        """The strongest role that the principal has on a landscape."""
        return strongest(
            (principal.rights.role_on(landscape), await self._granted_role(principal, landscape))
        )

    @contextmanager
    def putting(self, request: Request, landscape: str) -> Iterator[None]:
        """Around keeping a version of a landscape, in a thread: new ones need the scope `create`, others the role editor.

        Whoever makes a landscape is its admin. ProblemError 403 or 409, NotFoundError.
        """
        principal: Principal = request.state.principal
        exists = self._exists(landscape)
        granted = self._strongest_granted(principal, self.grants.roles(landscape)) if exists else None
        verdict = decide("creator", principal, landscape, granted, exists)
        if verdict != "allowed":
            raise _refused(verdict, landscape)
        if exists:
            yield
            return
        actor = self.actor(request)
        try:
            begun = self.grants.begin(
                landscape, principal.subjects[0], actor=actor, exists=lambda: self._exists(landscape)
            )
        except ChangedError:
            raise ProblemError(409, "being_made", Text(
                "同じ識別子のランドスケープを、今ほかの人が作っています。",
                "Somebody else is just making a landscape of this id.",
            )) from None  # fmt: skip
        try:
            yield
        except BaseException:
            self.grants.give_up(landscape, begun, actor=actor)
            raise
        finally:
            self.forget_grants(landscape)

    @contextmanager
    def deleting(self, request: Request, landscape: str) -> Iterator[None]:
        """Around deleting a landscape, in a thread: its grants go with it."""
        yield
        self.grants.forget(landscape, actor=self.actor(request))
        self.forget_grants(landscape)

    def actor(self, request: Request) -> Actor:
        """Whoever asks, for the audit log, with where the request came from."""
        principal: Principal = getattr(request.state, "principal", NOBODY)
        return Actor(
            principal.id,
            request=str(getattr(request.state, "request_id", None) or ""),
            address=_address(request),
        )

    # Who asks

    async def principal(self, request: Request, *, form: bool = False) -> Principal:
        """Who asks, by what the request shows: a key or token, else a cookie, else that it comes from this machine.

        ProblemError 401 where what it shows does not hold (any more), 429 where that happens too often, 403 where a
        browser may have been made to send it.
        """
        shown = header_values(request.scope, b"authorization")
        if shown:
            found = await self._by_bearer(shown)
            if found is None:
                self._count_failure(request)
                raise wrong_credentials()
            return found
        cookie = request.cookies.get(self.cookie_name) if self.sessions is not None else None
        if cookie is not None:
            found = await self._by_cookie(cookie, request)
            if found is not None:
                if request.method in UNSAFE_METHODS:
                    self._require_own_page(request, found, form=form)
                return found
        return LOCAL if self.access.login == "none" else NOBODY

    async def sign_in(self, request: Request, text: str) -> str:
        """A session for whoever has the key: the value of its cookie.

        ProblemError 401 where it is no key that holds, 429 where an address shows too many, 404 where there is no login.
        """
        sessions = self.sessions
        if sessions is None:
            raise ProblemError(404, "no_login")
        parts = split_key(text)
        holder = None if parts is None else await self._by_key(*parts)
        if parts is None or holder is None:
            self._count_failure(request)
            raise wrong_credentials()
        actor = Actor(holder.id, request=self.actor(request).request, address=_address(request))
        cookie, _ = await run_in_threadpool(sessions.begin, KeyHolder(parts[0]), actor=actor)
        return cookie

    async def sign_out(self, request: Request) -> None:
        """Ends the session of a browser, where it has one: its cookie opens nothing any more, wherever a copy of it may be."""
        cookie = request.cookies.get(self.cookie_name, "")
        sessions = self.sessions
        number = None if sessions is None else sessions.number(cookie)
        if sessions is None or number is None:
            return
        session = await run_in_threadpool(sessions.find, number)
        if session is not None:
            await run_in_threadpool(sessions.end, session, actor=self.actor(request))
            self.forget_session(cookie)

    @property
    def cookie_name(self) -> str:
        """With the prefix that browsers hold to: from this host only, over https only, for every path."""
        return "__Host-kakehashi" if self.access.secure_cookies else "kakehashi"

    async def _by_bearer(self, shown: list[str]) -> Principal | None:
        scheme, _, token = shown[0].strip().partition(" ")
        token = token.strip()
        if len(shown) > 1 or scheme.lower() != "bearer" or not token:
            return None
        parts = split_key(token)
        if parts is not None:
            return await self._by_key(*parts)
        if self.issuer is None:
            return None
        issuer = self.issuer
        known = self._known_tokens.get(token)
        if known is not None:
            person = known[0]
        else:
            turn, at = self._known_tokens.turn, self._known_tokens.now()
            try:
                person = await issuer.bearer(token)
            except LoginFailedError:
                person = None
            except IssuerUnavailableError as error:
                raise issuer_unavailable() from error
            self._known_tokens.keep(token, person, turn=turn, at=at)
        return None if person is None else self._person(person)

    async def _by_key(self, id: str, secret: str) -> Principal | None:
        def find() -> Key | None:
            key = self.keys.find(id)
            if opens(key, secret, self._clock()) is not None and key is not None:
                self.keys.note_use(key)
            return key

        key = opens(await self._read(self._known_keys, id, find), secret, self._clock())
        return None if key is None else self._holder(key)

    def _holder(self, key: Key, session: Session | None = None) -> Principal:
        rights = Rights(frozenset(key.scopes)) | self._standing.get(key.subject, Rights())
        csrf = None if session is None else session.csrf
        return Principal("key", key.subject, key.name, (key.subject,), rights, csrf)

    async def _by_cookie(self, cookie: str, request: Request) -> Principal | None:
        """None too for a session that ended: its cookie is old, not wrong."""
        sessions = self.sessions
        number = None if sessions is None else sessions.number(cookie)
        if sessions is None or number is None:
            self._count_failure(request)
            return None
        session = await self._read(self._known_sessions, number, lambda: sessions.find(number))
        if session is None or not sessions.holds(session):
            return None
        if isinstance(session.who, Person):
            return self._person(session.who, session)
        key = await self._read(self._known_keys, session.who.id, partial(self.keys.find, session.who.id))
        return self._holder(key, session) if key is not None and key.holds(self._clock()) else None

    def _person(self, person: Person, session: Session | None = None) -> Principal:
        rights = Rights()
        for subject in person.subjects:
            rights |= self._standing.get(subject, Rights())
        csrf = None if session is None else session.csrf
        return Principal("user", person.subject, person.name, person.subjects, rights, csrf)

    def is_from_own_page(self, request: Request) -> bool:
        """False where a browser says that another site's page makes it ask."""
        return is_from_own_page(request.scope, self.access.public_url or own_origin(request.scope))

    def require_token(self, principal: Principal, sent: str) -> None:
        """A browser shows its cookie whoever makes it ask; what our own pages know besides is the session's token.

        Whoever did not show a cookie has none; ProblemError 403.
        """
        if principal.csrf is not None and not hmac.compare_digest(sent.encode(), principal.csrf.encode()):
            raise _other_page()

    def _require_own_page(self, request: Request, principal: Principal, *, form: bool) -> None:
        if not self.is_from_own_page(request):
            raise _other_page()
        if not form:
            self.require_token(principal, request.headers.get(CSRF_HEADER, ""))

    # How often

    def _count(self, request: Request, principal: Principal) -> None:
        if principal.kind == "local" or self.access.login == "none":
            return
        waits = self._requests.take(principal.id if principal.is_somebody else f"@{_address(request)}")
        if waits:
            raise _too_often(waits)

    def _count_failure(self, request: Request) -> None:
        """An address that shows too much that is wrong is told to wait. What is right is taken from it all the same:
        many people may have one address, and nobody guesses 256 bits.
        """
        waits = self._failures.take(_address(request))
        if waits:
            raise _too_often(waits)

    # What the store says

    def forget_key(self, id: str) -> None:
        """Of this process, at once, after a change."""
        self._known_keys.forget(id)

    def forget_grants(self, landscape: str) -> None:
        self._granted.forget(landscape)
        self._visible.forget_all()

    def forget_session(self, cookie: str) -> None:
        number = None if self.sessions is None else self.sessions.number(cookie)
        if number is not None:
            self._known_sessions.forget(number)

    async def _verdict(self, needed: Needed | None, principal: Principal, landscape: str | None) -> Verdict:
        if landscape is None or needed in (None, "public", "server-admin") or not principal.is_somebody:
            return decide(needed, principal, landscape, None, exists=False)
        if "admin" in principal.rights.scopes:
            return "allowed"
        exists = needed != "creator" or await run_in_threadpool(self._exists, landscape)
        return decide(needed, principal, landscape, await self._granted_role(principal, landscape), exists)

    async def _granted_role(self, principal: Principal, landscape: str) -> Role | None:
        roles = await self._read(self._granted, landscape, lambda: self.grants.roles(landscape))
        return self._strongest_granted(principal, roles)

    @staticmethod
    def _strongest_granted(principal: Principal, roles: Mapping[str, Role]) -> Role | None:
        return strongest(roles.get(subject) for subject in principal.subjects)

    def _exists(self, landscape: str) -> bool:
        try:
            self._store.current(landscape)
        except NotFoundError:
            return False
        return True

    @staticmethod
    async def _read(kept: Brief[Found], name: str, read: Callable[[], Found]) -> Found:
        known = kept.get(name)
        if known is not None:
            return known[0]
        turn, at = kept.turn, kept.now()
        found = await run_in_threadpool(read)
        kept.keep(name, found, turn=turn, at=at)
        return found


def _address(request: Request) -> str:
    return str(getattr(request.state, "address", ""))


def _refused(verdict: Verdict, landscape: str | None) -> KakehashiError:
    if verdict == "unknown":
        return _unauthenticated("unauthenticated", None)
    if verdict == "hidden" and landscape is not None:
        return NotFoundError("landscape", landscape)
    if verdict == "taken":
        return ProblemError(409, "id_taken", Text(
            "この識別子は使えません。別の識別子にしてください。",
            "This id cannot be used. Take another one.",
        ))  # fmt: skip
    return ProblemError(403, "forbidden")


def _other_page() -> ProblemError:
    return ProblemError(403, "csrf", Text(
        "変更には、GET /api/v1/session の csrf を X-CSRF-Token に付けてください。画面からなら、開き直してもう一度お試しください。ほかのサイトからの変更は受け付けません。",
        "Changes are sent with X-CSRF-Token (csrf of GET /api/v1/session), and not from other sites. In a view: open it again, and try once more.",
    ))  # fmt: skip


def _unauthenticated(code: str, detail: Text | None) -> ProblemError:
    return ProblemError(401, code, detail, headers={"WWW-Authenticate": 'Bearer realm="kakehashi"'})


def wrong_credentials() -> ProblemError:
    return _unauthenticated("wrong_credentials", Text(
        "API キーまたはトークンが正しくないか、期限が切れているか、取り消されています。",
        "The API key or token is wrong, at its end, or revoked.",
    ))  # fmt: skip


def _too_often(waits: float) -> ProblemError:
    return ProblemError(429, "too_many_requests", headers={"Retry-After": str(math.ceil(waits))})


def issuer_unavailable() -> ProblemError:
    return ProblemError(
        503,
        "issuer_unavailable",
        Text("ログインの発行者(OpenID Connect)が応答しません。", "The issuer of logins does not answer."),
        headers={"Retry-After": "10"},
    )
