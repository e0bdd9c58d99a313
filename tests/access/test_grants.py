"""Grants: given, replaced, taken away; landscapes that come and go."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from analyzer.access.grants import PATIENCE, Grants
from analyzer.access.roles import ROLES, Rights, Role, at_least, read_rights, strongest, subject_called
from analyzer.errors import InputError
from analyzer.stores.actor import Actor
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.memory import MemoryStore
from tests.access.clocks import Clock

role_names = st.sampled_from(ROLES)


def test_each_role_may_what_the_lesser_ones_may() -> None:
    may = {(held, needed) for held in ROLES for needed in ROLES if at_least(held, needed)}
    assert may == {
        ("viewer", "viewer"),
        ("editor", "viewer"), ("editor", "editor"),
        ("admin", "viewer"), ("admin", "editor"), ("admin", "admin"),
    }  # fmt: skip
    assert not any(at_least(None, needed) for needed in ROLES)


@given(st.lists(st.none() | role_names))
def test_the_strongest_of_roles_may_whatever_one_of_them_may(roles: list[Role | None]) -> None:
    best = strongest(roles)
    for needed in ROLES:
        assert at_least(best, needed) == any(at_least(role, needed) for role in roles)


def test_settings_say_rights_in_words() -> None:
    rights = read_rights(["create", "viewer:*", "admin:asahikawa", "viewer:asahikawa"])
    assert rights.may("create")
    assert not rights.may("admin")
    assert rights.role_on("asahikawa") == "admin"
    assert rights.role_on("suita") == "viewer"


def test_an_admin_of_the_server_may_everything() -> None:
    rights = read_rights(["admin"])
    assert rights.may("create")
    assert rights.role_on("anything") == "admin"


@pytest.mark.parametrize("word", ["root", "owner:*", "viewer:", "viewer:あ", "viewer:a/b", "", "admin:**"])
def test_a_word_that_says_no_right_is_an_error(word: str) -> None:
    with pytest.raises(InputError):
        read_rights([word])


@given(
    st.dictionaries(st.sampled_from(["a", "b", "*"]), role_names),
    st.dictionaries(st.sampled_from(["a", "b", "*"]), role_names),
)
def test_rights_together_are_neither_more_nor_less_than_each(
    one: dict[str, Role], other: dict[str, Role]
) -> None:
    both = Rights(roles=one) | Rights(roles=other)
    for landscape in ("a", "b", "c"):
        apart = (Rights(roles=one).role_on(landscape), Rights(roles=other).role_on(landscape))
        assert both.role_on(landscape) == strongest(apart)


@pytest.mark.parametrize("subject", ["user:a", "user:auth0|abc/def", "group:情報政策課", "key:0123456789ab"])
def test_users_groups_and_keys_may_be_granted_roles(subject: str) -> None:
    assert subject_called(subject) == subject


@pytest.mark.parametrize(
    "subject", ["", "a", "user:", "user: a", "user:a ", "user:a\n", "local", "nobody", "user:" + "a" * 201]
)
def test_nothing_else_may(subject: str) -> None:
    with pytest.raises(InputError, match="bad_subject"):
        subject_called(subject)


def test_a_grant_is_given_replaced_and_taken_away_with_an_entry_for_each_change() -> None:
    store = MemoryStore()
    grants = Grants(store, Clock())
    given_, is_new = grants.put("asahikawa", "user:a", "viewer", actor="user:admin")
    assert (given_.role, is_new) == ("viewer", True)
    again, is_new = grants.put("asahikawa", "user:a", "viewer", actor="user:admin")
    assert (again, is_new) == (given_, False)
    grants.put("asahikawa", "user:a", "editor", actor="user:admin")
    assert grants.roles("asahikawa") == {"user:a": "editor"}
    grants.delete("asahikawa", "user:a", actor="user:admin")
    assert grants.roles("asahikawa") == {}
    with pytest.raises(NotFoundError):
        grants.delete("asahikawa", "user:a", actor="user:admin")
    assert [(e.action, e.subject, e.details.get("before")) for e in store.audit_log(subject="asahikawa")] == [
        ("grant.put", "asahikawa/grants/user:a", None),
        ("grant.put", "asahikawa/grants/user:a", "viewer"),
        ("grant.delete", "asahikawa/grants/user:a", "editor"),
    ]


def test_the_entry_says_which_request_the_change_came_with() -> None:
    store = MemoryStore()
    actor = Actor("user:admin", request="r-1", address="192.0.2.7")
    Grants(store).put("asahikawa", "user:a", "viewer", actor=actor)
    (entry,) = store.audit_log()
    assert entry.actor == "user:admin"
    assert (entry.details["request"], entry.details["address"]) == ("r-1", "192.0.2.7")


def test_one_sees_what_one_of_ones_names_was_granted() -> None:
    grants = Grants(MemoryStore())
    grants.put("asahikawa", "group:kikan", "viewer", actor="x")
    grants.put("asahikawa", "user:a", "editor", actor="x")
    grants.put("suita", "user:b", "admin", actor="x")
    assert grants.visible(["user:a", "group:kikan"]) == {"asahikawa": "editor"}
    assert grants.visible(["user:c", "group:kikan"]) == {"asahikawa": "viewer"}
    assert grants.visible([]) == {}


def test_a_maker_is_the_only_admin_whatever_was_left_of_an_earlier_landscape() -> None:
    clock = Clock()
    grants = Grants(MemoryStore(), clock)
    grants.put("asahikawa", "user:before", "admin", actor="x")  # left behind: the landscape is gone
    clock.now += PATIENCE
    grants.begin("asahikawa", "user:a", actor="user:a", exists=lambda: False)
    assert grants.roles("asahikawa") == {"user:a": "admin"}


def test_nobody_takes_over_what_somebody_is_just_making_or_what_is_there() -> None:
    clock = Clock()
    grants = Grants(MemoryStore(), clock)
    grants.begin("asahikawa", "user:a", actor="user:a", exists=lambda: False)
    with pytest.raises(ChangedError):
        grants.begin("asahikawa", "user:b", actor="user:b", exists=lambda: False)
    clock.now += PATIENCE
    with pytest.raises(ChangedError):
        grants.begin("asahikawa", "user:b", actor="user:b", exists=lambda: True)
    assert grants.roles("asahikawa") == {"user:a": "admin"}


def test_making_that_fails_leaves_nothing_and_one_that_was_overtaken_harms_nobody() -> None:
    clock = Clock()
    grants = Grants(MemoryStore(), clock)
    slow = grants.begin("asahikawa", "user:a", actor="user:a", exists=lambda: False)
    grants.give_up("asahikawa", slow, actor="user:a")
    assert grants.of("asahikawa") == {}

    slow = grants.begin("asahikawa", "user:a", actor="user:a", exists=lambda: False)
    clock.now += PATIENCE
    grants.begin("asahikawa", "user:b", actor="user:b", exists=lambda: False)
    grants.give_up("asahikawa", slow, actor="user:a")
    assert grants.roles("asahikawa") == {"user:b": "admin"}


def test_a_deleted_landscapes_grants_are_gone() -> None:
    grants = Grants(MemoryStore())
    grants.put("asahikawa", "user:a", "viewer", actor="x")
    grants.forget("asahikawa", actor="x")
    grants.forget("asahikawa", actor="x")
    assert grants.of("asahikawa") == {}


subjects = st.sampled_from(["user:a", "user:b", "group:g", "key:k"])
landscapes = st.sampled_from(["a", "b", "c"])


class GrantsAgainstADictionary(RuleBasedStateMachine):
    """Whatever is done, grants are what a dictionary says, and the audit log tells how they came to be."""

    @initialize()
    def begin(self) -> None:
        self.store = MemoryStore()
        self.grants = Grants(self.store, Clock())
        self.model: dict[tuple[str, str], str] = {}

    @rule(landscape=landscapes, subject=subjects, role=role_names)
    def put(self, landscape: str, subject: str, role: Role) -> None:
        _, is_new = self.grants.put(landscape, subject, role, actor="x")
        assert is_new == ((landscape, subject) not in self.model)
        self.model[landscape, subject] = role

    @rule(landscape=landscapes, subject=subjects)
    def delete(self, landscape: str, subject: str) -> None:
        if self.model.pop((landscape, subject), None) is None:
            with pytest.raises(NotFoundError):
                self.grants.delete(landscape, subject, actor="x")
        else:
            self.grants.delete(landscape, subject, actor="x")

    @rule(landscape=landscapes)
    def forget(self, landscape: str) -> None:
        self.grants.forget(landscape, actor="x")
        self.model = {key: role for key, role in self.model.items() if key[0] != landscape}

    @invariant()
    def grants_are_the_models(self) -> None:
        found = {(name, subject): role for name in "abc" for subject, role in self.grants.roles(name).items()}
        assert found == self.model

    @invariant()
    def the_log_retold_gives_the_grants(self) -> None:
        retold: dict[tuple[str, str], object] = {}
        for entry in self.store.audit_log(limit=10_000):
            landscape, _, subject = (
                entry.subject.split("/", 2)
                if entry.subject.count("/") > 1
                else (entry.subject.split("/")[0], "", "")
            )
            if entry.action == "grant.put":
                retold[landscape, subject] = entry.details["role"]
            elif entry.action == "grant.delete":
                del retold[landscape, subject]
            else:
                retold = {key: role for key, role in retold.items() if key[0] != landscape}
        assert retold == self.model


TestGrantsAgainstADictionary = GrantsAgainstADictionary.TestCase
TestGrantsAgainstADictionary.settings = settings(stateful_step_count=15)
