"""All homes at once: whatever is done to them in whatever order, they answer alike, to the byte."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from operator import methodcaller
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from analyzer.errors import InputError
from analyzer.graph.affected import AffectedBy
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import ANYTHING, Event, Expected, Store
from analyzer.stores.sources import Source
from tests.profiles import examples
from tests.stores.homes import HOMES, Clock
from tests.stores.landscapes import as_json, city, city_text, loaded
from tests.stores.neo4j_server import NEO4J

NAMES = ("asahi", "kita", "no-such")
CITIES = {
    (id_, name, links): city(id_, name, links=links)
    for id_, name, links in (("asahi", "旧", 1), ("asahi", "旧", 4), ("asahi", "新", 2), ("kita", "新", 2))
}
HASHES = [*sorted({put.content_hash for put in CITIES.values()}), "sha256:none"]
TEXTS = {key: city_text(key[0], key[1], links=key[2]) for key in CITIES}

names = st.sampled_from(NAMES)
hashes = st.sampled_from(HASHES)
cities = st.sampled_from(sorted(CITIES))
actors = st.sampled_from(["sato", "suzuki", ""])
keys = st.sampled_from(["a", "a/1", "a/2", "b"])
limits = st.sampled_from([0, 1, 2, 100])
bodies = st.sampled_from([b"{}", b'{"moves":{}}', '{"案":1}'.encode()])


class Homes(RuleBasedStateMachine):
    """Each rule does one thing to every home and compares what they say."""

    homes = ("memory", "sqlite")

    @initialize()
    def open_all(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.clock = Clock()
        self.stores = {name: self.stack.enter_context(HOMES[name](folder, self.clock)) for name in self.homes}

    def teardown(self) -> None:
        self.stack.close()

    def all_answer_alike(self, question: Callable[[Store], object]) -> None:
        answers = {name: _answer(question, store) for name, store in self.stores.items()}
        first, *others = answers.items()
        for other in others:
            assert other[1] == first[1], (other[0], first[0])
            assert as_json(other[1]) == as_json(first[1]), (other[0], first[0])

    def some_revision(self, data: st.DataObject, now: Callable[[Store], str | None]) -> Expected:
        """What a change expects: nothing, anything, something wrong, or what is there."""
        return data.draw(st.sampled_from([ANYTHING, ANYTHING, None, "other", now(self.stores["memory"])]))

    @rule(key=cities, actor=actors, data=st.data())
    def put_version(self, key: tuple[str, str, int], actor: str, data: st.DataObject) -> None:
        self.clock.tick()
        expect = self.some_revision(data, lambda store: _current(store, key[0]))
        self.all_answer_alike(lambda store: store.put_version(CITIES[key], expect=expect, actor=actor))

    @rule(key=cities, actor=actors, remark=st.sampled_from([b"", b"# \xe5\x82\x99\xe8\x80\x83\n"]))
    def put_source(self, key: tuple[str, str, int], actor: str, remark: bytes) -> None:
        self.clock.tick()
        source = Source("市.yaml", TEXTS[key] + remark)
        put = loaded(source.text, source.name)
        self.all_answer_alike(lambda store: store.put_version(put, source, actor=actor))

    @rule(keys=st.permutations(sorted(CITIES)), data=st.data())
    def put_some_and_take_one_away(self, keys: list[tuple[str, str, int]], data: st.DataObject) -> None:
        """What a long run meets now and then: versions that go while others come."""
        for key in keys[:3]:
            self.all_answer_alike(methodcaller("put_version", CITIES[key], actor="ito"))
        for version in data.draw(st.permutations(HASHES))[:2]:
            self.all_answer_alike(methodcaller("delete_version", keys[0][0], version))

    @rule(name=names, version=hashes, actor=actors, data=st.data())
    def make_current(self, name: str, version: str, actor: str, data: st.DataObject) -> None:
        expect = self.some_revision(data, lambda store: _current(store, name))
        self.all_answer_alike(lambda store: store.make_current(name, version, expect=expect, actor=actor))

    @rule(name=names, actor=actors, data=st.data())
    def delete(self, name: str, actor: str, data: st.DataObject) -> None:
        expect = self.some_revision(data, lambda store: _current(store, name))
        self.all_answer_alike(lambda store: store.delete(name, expect=expect, actor=actor))

    @rule(name=names, version=hashes)
    def delete_version(self, name: str, version: str) -> None:
        self.all_answer_alike(lambda store: store.delete_version(name, version))

    @rule(name=names, id=keys, version=hashes, body=bodies, actor=actors, data=st.data())
    def put_plan(
        self, name: str, id: str, version: str, body: bytes, actor: str, data: st.DataObject
    ) -> None:
        self.clock.tick()
        expect = self.some_revision(data, lambda store: _plan(store, name, id))
        self.all_answer_alike(
            lambda store: store.put_plan(name, id, version, body, expect=expect, actor=actor)
        )

    @rule(name=names, id=keys, data=st.data())
    def delete_plan(self, name: str, id: str, data: st.DataObject) -> None:
        expect = self.some_revision(data, lambda store: _plan(store, name, id))
        self.all_answer_alike(lambda store: store.delete_plan(name, id, expect=expect, actor="sato"))

    @rule(collection=st.sampled_from(["jobs", "keys"]), key=keys, n=st.integers(0, 2), data=st.data())
    def put_record(self, collection: str, key: str, n: int, data: st.DataObject) -> None:
        expect = self.some_revision(data, lambda store: _record(store, collection, key))
        event = Event("sato", "record.put", f"{collection}/{key}", {"n": n}) if n else None
        self.all_answer_alike(
            lambda store: store.put_record(collection, key, {"n": n, "市": "旭"}, expect=expect, audit=event)
        )

    @rule(collection=st.sampled_from(["jobs", "keys"]), key=keys, data=st.data())
    def delete_record(self, collection: str, key: str, data: st.DataObject) -> None:
        expect = self.some_revision(data, lambda store: _record(store, collection, key))
        event = Event("sato", "record.delete", f"{collection}/{key}")
        self.all_answer_alike(lambda store: store.delete_record(collection, key, expect=expect, audit=event))

    @rule(subject=st.sampled_from(["asahi", "asahi/x", "jobs/a"]))
    def audit(self, subject: str) -> None:
        self.all_answer_alike(lambda store: store.audit(Event("sato", "note", subject, {"n": [1, None]})))

    @rule(
        name=names,
        change=st.sampled_from(
            [
                AffectedBy("system", "jumin"), AffectedBy("vendor", "vb"), AffectedBy("environment", "office"),
                AffectedBy("hub", "master"), AffectedBy("integration", "0001o001"), AffectedBy("line", "none"),
            ]
        ),
        depth=st.integers(1, 2),
        forms=st.sampled_from([None, {"jumin": 0}]),
        version=st.none() | hashes,
    )  # fmt: skip
    def ask(
        self, name: str, change: AffectedBy, depth: int, forms: dict[str, int] | None, version: str | None
    ) -> None:
        self.all_answer_alike(
            lambda store: store.affected(name, change, depth=depth, forms=forms, version=version)
        )
        self.all_answer_alike(lambda store: store.neighbours(name, change.id, version=version))
        self.all_answer_alike(
            lambda store: store.links_between(name, "va", "vb", forms=forms, version=version)
        )
        self.all_answer_alike(lambda store: store.systems_in(name, "office", forms=forms, version=version))

    @rule(
        text=st.sampled_from(["", "ju", "１", "旧", "0001", "ベンダa"]), limit=limits, after=st.none() | names
    )
    def search(self, text: str, limit: int, after: str | None) -> None:
        cursor = None if after is None else (after, "system", "jumin")
        self.all_answer_alike(lambda store: store.search(text, limit=limit, after=cursor))

    @rule(name=names, version=st.none() | hashes)
    def read(self, name: str, version: str | None) -> None:
        self.all_answer_alike(lambda store: store.landscape(name, version))
        self.all_answer_alike(lambda store: store.document(name, version))
        self.all_answer_alike(lambda store: _places(store, name, version))
        for source in [Source("", text).hash for text in list(TEXTS.values())[:2]]:
            self.all_answer_alike(methodcaller("source", name, source))

    @rule(name=names, after=st.integers(0, 3), key=st.just("") | keys, limit=limits)
    def page(self, name: str, after: int, key: str, limit: int) -> None:
        self.all_answer_alike(lambda store: store.versions(name, after=after, limit=limit))
        self.all_answer_alike(lambda store: store.plans(name, after=key, limit=limit))
        self.all_answer_alike(lambda store: store.records("jobs", after=key, prefix="a", limit=limit))
        self.all_answer_alike(lambda store: store.audit_log(subject=name, after=after, limit=limit))
        self.all_answer_alike(lambda store: store.landscapes(after=name, limit=limit))

    @rule()
    def tidy(self) -> None:
        for store in self.stores.values():
            store.check()
            store.tidy()

    @invariant()
    def they_hold_the_same(self) -> None:
        self.all_answer_alike(lambda store: store.landscapes())
        self.all_answer_alike(lambda store: store.audit_log(limit=1_000))
        for name in NAMES:
            self.all_answer_alike(methodcaller("versions", name))
            self.all_answer_alike(methodcaller("sources", name))
            self.all_answer_alike(methodcaller("plans", name))
        for collection in ("jobs", "keys"):
            self.all_answer_alike(methodcaller("records", collection))

    @invariant()
    def the_audit_log_has_no_gap(self) -> None:
        for store in self.stores.values():
            numbers = [entry.number for entry in store.audit_log(limit=1_000)]
            assert numbers == list(range(1, len(numbers) + 1))


def _answer(question: Callable[[Store], object], store: Store) -> tuple[str, object]:
    """What it answers, or how it refuses."""
    try:
        answer = question(store)
    except ChangedError as error:
        return "ChangedError", (error.subject, error.expected, error.found)
    except InputError as error:
        return type(error).__name__, error.findings
    return "answer", list(answer) if isinstance(answer, tuple | list) else answer


def _current(store: Store, name: str) -> str | None:
    try:
        return store.current(name).hash
    except NotFoundError:
        return None


def _plan(store: Store, name: str, id: str) -> str | None:
    try:
        return store.plan(name, id).revision
    except NotFoundError:
        return None


def _record(store: Store, collection: str, key: str) -> str | None:
    record = store.record(collection, key)
    return None if record is None else record.revision


def _places(store: Store, name: str, version: str | None) -> list[object]:
    places = store.landscape(name, version).places
    return [places.file, sorted((str(path), place) for path, place in places.positions.items())]


class HomesWithNeo4j(Homes):
    """Where there is a server."""

    homes = ("memory", "neo4j")


TestHomes = Homes.TestCase
TestHomes.settings = settings(max_examples=examples(10), stateful_step_count=40)
TestHomesWithNeo4j = HomesWithNeo4j.TestCase
TestHomesWithNeo4j.settings = settings(max_examples=examples(10), stateful_step_count=30)
TestHomesWithNeo4j.pytestmark = NEO4J  # type: ignore[attr-defined]
