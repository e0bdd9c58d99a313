"""People: logging in through an issuer, the session's cookie, changes from browsers, logging out, bearer tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer
from starlette.testclient import TestClient

from analyzer.stores.memory import MemoryStore
from api.app import create_app
from api.routes.access import is_own_path
from api.security.guard import Guard
from api.security.oidc import KEYS_SECONDS, Issuer
from api.security.settings import AccessSettings, OidcSettings
from api.settings import Settings
from tests.access.clocks import Clock
from tests.api.security.issuer import CLIENT, ISSUER, REDIRECT, SECRET, FakeIssuer, rsa_key, shared_secret
from tests.api.security.serving import CITY, LOCAL_URL
from tests.builders import landscape

COOKIE = "kakehashi"
SIGNING = "0123456789abcdef0123456789abcdef"
OIDC = OidcSettings(ISSUER, CLIENT, SECRET, audience="kakehashi-api")
ACCESS = AccessSettings(
    login="oidc", public_url=LOCAL_URL, session_secret=SIGNING, oidc=OIDC, standing={"group:kikan": ("create",)},
    failures_per_minute=1e6,
)  # fmt: skip
ORIGIN = {"Origin": LOCAL_URL}


@dataclass
class Browsed:
    client: TestClient
    issuer: FakeIssuer
    store: MemoryStore
    clock: Clock
    guard: Guard

    def begin(self, following: str = "/next") -> dict[str, str]:
        """To the issuer's page, where somebody logs in; what the browser brings back from it."""
        answer = self.client.get("/api/v1/login", params={"next": following}, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        return self.issuer.authorize(answer.headers["Location"])

    def finish(self, brought: dict[str, str]) -> Any:
        return self.client.get("/api/v1/login/callback", params=brought, follow_redirects=False)

    def log_in(self) -> str:
        """The token that changes are sent with."""
        answer = self.finish(self.begin())
        assert answer.status_code == 302, answer.text
        csrf: str = self.session()["csrf"]
        return csrf

    def session(self) -> Any:
        return self.client.get("/api/v1/session").json()


@contextmanager
def browsed(access: AccessSettings = ACCESS) -> Iterator[Browsed]:
    clock, issuer = Clock(), FakeIssuer()
    store = MemoryStore(clock)
    store.put_version(landscape(landscape={"id": CITY}), actor="shell")
    app = create_app(replace(Settings(), access=access), store)
    app.state.service.clock = clock
    guard: Guard = app.state.service.guard
    assert access.oidc is not None
    guard.issuer = Issuer(access.oidc, REDIRECT, transport=issuer.transport)
    with TestClient(app, base_url=access.public_url or LOCAL_URL) as client:
        yield Browsed(client, issuer, store, clock, guard)


@pytest.fixture
def browser() -> Iterator[Browsed]:
    with browsed() as it:
        yield it


def forget_what_is_kept(browser: Browsed) -> None:
    """As a second later."""
    for part in vars(browser.guard).values():
        if hasattr(part, "forget_all"):
            part.forget_all()


# Logging in


def test_somebody_who_logs_in_is_known_with_the_rights_of_their_groups(browser: Browsed) -> None:
    assert browser.session()["principal"] is None
    assert browser.session()["login"] == "/api/v1/login"
    answer = browser.finish(browser.begin("/city?tab=1"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/city?tab=1")
    session = browser.session()
    assert (session["principal"], session["name"]) == ("user:hanako", "山田花子")
    assert session["subjects"] == ["user:hanako", "group:kikan"]
    assert session["scopes"] == ["create"]
    assert browser.store.audit_log()[-1].actor == "user:hanako"


def test_a_role_that_was_granted_to_a_group_or_a_person_holds(browser: Browsed) -> None:
    browser.log_in()
    path = f"/api/v1/landscapes/{CITY}/audit"
    assert browser.client.get(path).status_code == 404
    browser.guard.grants.put(CITY, "group:kikan", "viewer", actor="x")
    browser.guard.forget_grants(CITY)
    assert browser.client.get(path).status_code == 403
    browser.guard.grants.put(CITY, "user:hanako", "admin", actor="x")
    browser.guard.forget_grants(CITY)
    assert browser.client.get(path).status_code == 200


def cookies_of(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for header in answer.headers.get_list("set-cookie"):
        found.update(SimpleCookie(header))
    return found


def test_the_cookie_is_for_this_server_only_and_out_of_reach_of_scripts(browser: Browsed) -> None:
    morsel = cookies_of(browser.finish(browser.begin()))[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "lax", "/")
    assert not morsel["domain"]
    assert not morsel["secure"]  # http on this machine


def test_over_https_the_cookie_is_secure_and_bound_to_the_host() -> None:
    access = replace(ACCESS, public_url="https://kakehashi.example")
    with browsed(access) as browser:
        for answer, name in (
            (browser.client.get("/api/v1/login", follow_redirects=False), "__Host-kakehashi-login"),
            (browser.finish(browser.begin()), "__Host-kakehashi"),
        ):
            morsel = cookies_of(answer)[name]
            assert (morsel["secure"], morsel["httponly"], morsel["path"], morsel["domain"]) == (
                True,
                True,
                "/",
                "",
            )


def test_the_cookie_holds_no_word_of_who_it_is_for_and_the_store_no_cookie(browser: Browsed) -> None:
    browser.log_in()
    cookie = browser.client.cookies[COOKIE]
    number = browser.guard.sessions.number(cookie)  # type: ignore[union-attr]
    assert "hanako" not in cookie
    (record,) = browser.store.records("sessions")
    assert number is not None
    assert number not in str(record)


@pytest.mark.parametrize(
    "wrong",
    [
        "state",
        "no state",
        "other browser",
        "code",
        "no code",
        "error",
        "iss",
        "state twice",
        "used code",
        "too late",
    ],
)
def test_an_answer_that_does_not_belong_to_the_login_of_this_browser_is_refused(
    browser: Browsed, wrong: str
) -> None:
    brought: Any = browser.begin()
    match wrong:
        case "state":
            brought["state"] = "made-up"
        case "no state":
            del brought["state"]
        case "other browser":
            browser.client.cookies.clear()
        case "code":
            brought["code"] = "made-up"
        case "no code":
            del brought["code"]
        case "error":
            brought["error"] = "access_denied"
        case "iss":
            brought["iss"] = "https://evil.example"
        case "state twice":
            brought = [*brought.items(), ("state", brought["state"])]
        case "used code":
            browser.issuer.codes.clear()
        case "too late":
            browser.clock.pass_by(minutes=10)
    answer = browser.finish(brought)
    assert (answer.status_code, answer.json()["code"]) == (400, "login_failed")
    assert browser.session()["principal"] is None
    assert browser.store.records("sessions") == []


def test_an_answer_to_somebody_elses_login_is_refused() -> None:
    """Login CSRF: the attacker's own code and state, brought by the victim's browser, which began a login too."""
    with browsed() as victim, browsed() as attacker:
        victim.begin()
        stolen = attacker.begin()
        victim.issuer.codes.update(attacker.issuer.codes)
        assert victim.finish(stolen).status_code == 400


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("nonce", "another"), ("nonce", None), ("iss", "https://evil.example"), ("iss", None), ("aud", "another"),
        ("aud", None), ("aud", ["another", "third"]), ("exp", 1), ("exp", None), ("iat", None), ("sub", None), ("sub", ""),
        ("sub", 7), ("sub", "a\nb"), ("azp", "another"), ("sub", "x" * 200),
    ],
)  # fmt: skip
def test_a_token_that_says_something_else_is_refused(browser: Browsed, what: str, value: object) -> None:
    browser.issuer.changes[what] = value
    answer = browser.finish(browser.begin())
    assert (answer.status_code, answer.json()["code"]) == (400, "login_failed")
    assert browser.store.records("sessions") == []


def test_a_token_for_others_is_not_ours_although_it_names_us_as_the_one_who_asked(browser: Browsed) -> None:
    browser.issuer.changes.update(aud=["another"], azp=CLIENT)
    assert browser.finish(browser.begin()).status_code == 400


@pytest.mark.parametrize("how", ["none", "secret", "another key", "another kid", "not at all"])
def test_a_token_that_the_issuer_did_not_sign_is_refused(browser: Browsed, how: str) -> None:
    match how:
        case "none":
            browser.issuer.header["alg"] = "none"
        case "secret":
            browser.issuer.header["alg"] = "HS256"
            browser.issuer.signing = shared_secret()
        case "another key":
            browser.issuer.signing = rsa_key("one", another=1)
        case "another kid":
            browser.issuer.header["kid"] = "another"
        case "not at all":
            browser.issuer.without_id_token = True
    assert browser.finish(browser.begin()).status_code == 400
    assert browser.store.records("sessions") == []


def test_an_issuer_that_calls_itself_something_else_is_none(browser: Browsed) -> None:
    browser.issuer.metadata["issuer"] = "https://evil.example"
    answer = browser.client.get("/api/v1/login", follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (503, "issuer_unavailable")
    browser.issuer.metadata.clear()
    browser.log_in()  # it is asked again


def test_an_issuer_that_is_down_keeps_nobody_out_who_is_in(browser: Browsed) -> None:
    csrf = browser.log_in()
    browser.issuer.down = True
    assert browser.session()["principal"] == "user:hanako"
    out = browser.client.post("/api/v1/logout", headers={"X-CSRF-Token": csrf, **ORIGIN})
    assert out.status_code == 200


def test_an_issuer_that_is_down_is_said_to_be(browser: Browsed) -> None:
    browser.issuer.down = True
    answer = browser.client.get("/api/v1/login", follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (503, "issuer_unavailable")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
        "",
        "evil",
        "/a\nb",
        "javascript:x",
        "/\t/evil.example",
    ],
)
def test_after_a_login_the_browser_never_goes_to_another_site(browser: Browsed, path: str) -> None:
    answer = browser.finish(browser.begin(path))
    assert answer.headers["Location"] == "/"


@given(st.text(max_size=30))
def test_an_own_path_stays_on_this_server(path: str) -> None:
    from urllib.parse import urljoin, urlsplit  # noqa: PLC0415

    if is_own_path(path):
        assert urlsplit(urljoin("https://kakehashi.example/api", path)).netloc == "kakehashi.example"


# The session


FORGED = ["", "x", "x.y", '"x"', "null", "\xe3\x81\x82"]


@pytest.mark.parametrize("cookie", FORGED)
def test_a_cookie_that_was_made_up_is_nobodys(browser: Browsed, cookie: str) -> None:
    answer = browser.client.get(
        "/api/v1/landscapes", headers={b"Cookie": f"{COOKIE}={cookie}".encode("latin-1")}
    )
    assert answer.status_code == 401


def test_a_cookie_that_was_signed_by_others_or_for_another_use_is_nobodys(browser: Browsed) -> None:
    browser.log_in()
    sessions = browser.guard.sessions
    assert sessions is not None
    number = sessions.number(browser.client.cookies[COOKIE])
    with_another_secret = URLSafeSerializer("another secret", salt="kakehashi.session").dumps(number)
    for_another_use = sessions.flow_cookie({"number": str(number)})
    bare = str(number)
    browser.client.cookies.clear()
    for cookie in (with_another_secret, for_another_use, bare):
        answer = browser.client.get("/api/v1/landscapes", headers={"Cookie": f"{COOKIE}={cookie}"})
        assert answer.status_code == 401


def test_a_sessions_cookie_is_no_login_that_was_begun(browser: Browsed) -> None:
    brought = browser.begin()
    browser.log_in()
    session = browser.client.cookies[COOKIE]
    browser.client.cookies.clear()
    browser.client.cookies.set(f"{COOKIE}-login", session)
    assert browser.finish(brought).status_code == 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0), letter=st.sampled_from("AZaz09-_."))
def test_a_cookie_with_one_letter_changed_is_nobodys(browser: Browsed, at: int, letter: str) -> None:
    sessions = browser.guard.sessions
    assert sessions is not None
    cookie = sessions._cookies.dumps("a number")
    at %= len(cookie)
    changed = cookie[:at] + letter + cookie[at + 1 :]
    # The last letter of a signature may hold bits that do not count; then it is the same signature still.
    assert changed == cookie or sessions.number(changed) in (None, "a number")
    if at < len(cookie) - 1 and changed != cookie:
        assert sessions.number(changed) is None


def test_a_session_ends_at_its_end_and_is_cleared_away_by_the_next(browser: Browsed) -> None:
    browser.log_in()
    browser.clock.pass_by(hours=7, minutes=59)
    assert browser.session()["principal"] == "user:hanako"
    browser.clock.pass_by(minutes=1)
    assert browser.session()["principal"] is None
    browser.log_in()
    assert len(browser.store.records("sessions")) == 1


def test_an_old_cookie_is_no_guess() -> None:
    with browsed(replace(ACCESS, failures_per_minute=1.0)) as browser:
        browser.log_in()
        browser.clock.pass_by(hours=8)
        for _ in range(5):
            assert browser.client.get("/api/v1/landscapes").status_code == 401
        forged = {"Cookie": f"{COOKIE}=made-up"}
        browser.client.cookies.clear()
        assert browser.client.get("/api/v1/landscapes", headers=forged).status_code == 401
        assert browser.client.get("/api/v1/landscapes", headers=forged).status_code == 429


def test_a_copied_cookie_is_worth_nothing_after_logging_out(browser: Browsed) -> None:
    csrf = browser.log_in()
    copied = browser.client.cookies[COOKIE]
    answer = browser.client.post("/api/v1/logout", headers={"X-CSRF-Token": csrf, **ORIGIN})
    assert answer.json() == {"issuer": f"{ISSUER}/logout"}
    assert cookies_of(answer)[COOKIE]["max-age"] == "0"
    browser.client.cookies.clear()
    answer = browser.client.get("/api/v1/landscapes", headers={"Cookie": f"{COOKIE}={copied}"})
    assert answer.status_code == 401
    assert [e.action for e in browser.store.audit_log()][-2:] == ["session.begin", "session.end"]


def test_a_new_login_is_a_new_session(browser: Browsed) -> None:
    browser.log_in()
    first = browser.client.cookies[COOKIE]
    browser.log_in()
    assert browser.client.cookies[COOKIE] != first


# Changes from browsers


def put_grant(browser: Browsed, headers: dict[str, str]) -> Any:
    path = f"/api/v1/landscapes/{CITY}/grants/user:other"
    return browser.client.put(path, json={"role": "viewer"}, headers=headers)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403), (ORIGIN, 403), ({"X-CSRF-Token": "made-up", **ORIGIN}, 403), ({"X-CSRF-Token": "", **ORIGIN}, 403),
        ({"X-CSRF-Token": "{csrf}", "Origin": "https://evil.example"}, 403), ({"X-CSRF-Token": "{csrf}", "Origin": "null"}, 403),
        ({"X-CSRF-Token": "{csrf}", "Sec-Fetch-Site": "cross-site"}, 403), ({"X-CSRF-Token": "{csrf}", **ORIGIN}, 201),
        ({"X-CSRF-Token": "{csrf}", "Sec-Fetch-Site": "same-origin", **ORIGIN}, 201),
    ],
)  # fmt: skip
def test_a_change_needs_the_sessions_own_token_and_an_own_page(
    browser: Browsed, headers: dict[str, str], status: int
) -> None:
    csrf = browser.log_in()
    browser.guard.grants.put(CITY, "user:hanako", "admin", actor="x")
    browser.guard.forget_grants(CITY)
    answer = put_grant(browser, {name: value.replace("{csrf}", csrf) for name, value in headers.items()})
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "csrf"
        assert "user:other" not in browser.guard.grants.of(CITY)


def test_anothers_token_is_not_ones_own(browser: Browsed) -> None:
    theirs = browser.log_in()
    browser.client.cookies.clear()
    browser.log_in()
    assert put_grant(browser, {"X-CSRF-Token": theirs, **ORIGIN}).json()["code"] == "csrf"


def test_a_key_needs_no_such_token_as_no_browser_shows_it_unasked(browser: Browsed) -> None:
    browser.log_in()
    key = browser.guard.keys.create("x", scopes=["admin"], actor="shell").text
    assert put_grant(browser, {"Authorization": f"Bearer {key}"}).status_code == 201


# Bearer tokens


def bearer(browser: Browsed, **claims: Any) -> Any:
    token = browser.issuer.token(**{"aud": "kakehashi-api", **claims})
    return browser.client.get("/api/v1/landscapes", headers={"Authorization": f"Bearer {token}"})


def test_a_program_may_show_an_access_token_of_the_issuers(browser: Browsed) -> None:
    assert bearer(browser).status_code == 200
    assert bearer(browser, aud=["other", "kakehashi-api"]).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [{"aud": CLIENT}, {"aud": None}, {"iss": "https://evil.example"}, {"exp": 1}, {"exp": None}, {"sub": None}, {"sub": 7},
     {"nbf": 4_000_000_000}],
)  # fmt: skip
def test_a_token_that_is_not_for_us_opens_nothing(browser: Browsed, claims: dict[str, Any]) -> None:
    assert bearer(browser, **claims).status_code == 401


@pytest.mark.parametrize("how", ["none", "secret", "another key"])
def test_a_token_of_somebody_elses_making_opens_nothing(browser: Browsed, how: str) -> None:
    match how:
        case "none":
            browser.issuer.header["alg"] = "none"
        case "secret":
            browser.issuer.header["alg"] = "HS256"
            browser.issuer.signing = shared_secret()
        case "another key":
            browser.issuer.signing = rsa_key("one", another=1)
    assert bearer(browser).status_code == 401


def test_without_an_audience_no_token_is_taken() -> None:
    with browsed(replace(ACCESS, oidc=replace(OIDC, audience=None))) as browser:
        assert bearer(browser).status_code == 401
        assert bearer(browser, aud=CLIENT).status_code == 401


def test_a_new_key_of_the_issuers_is_fetched_but_not_for_every_token(browser: Browsed) -> None:
    assert bearer(browser).status_code == 200
    issuer, guard = browser.issuer, browser.guard
    issuer.key = rsa_key("two")
    issuer.public = [issuer.key]
    issuer.header["kid"] = "two"
    assert guard.issuer is not None
    now = guard.issuer._clock()
    guard.issuer._clock = lambda: now + KEYS_SECONDS
    assert bearer(browser).status_code == 200
    fetched = issuer.fetched.count("/jwks")
    issuer.header["kid"] = "three"
    for number in range(10):
        assert bearer(browser, jti=str(number)).status_code == 401
    assert issuer.fetched.count("/jwks") == fetched
