"""The files for containers say what the project says; building them needs Docker, which tests do without."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.configuration import SETTINGS, configure
from analyzer.stores.neo4j.address import read_address
from analyzer.stores.opening import open_store
from api.configured import settings_of
from api.security.settings import require_safe
from tests.cli.documentation import command_tree

ROOT = Path(__file__).parents[1]
VARIABLES = {setting.variable for setting in SETTINGS}


def instructions() -> list[tuple[str, str]]:
    """(FROM, …), with continued lines joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def of(word: str) -> list[str]:
    return [rest for found, rest in instructions() if found == word]


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_image_holds_what_the_wheel_is_made_of_and_nothing_that_is_missing() -> None:
    copied = [shlex.split(rest)[:-1] for rest in of("COPY") if not rest.startswith("--from")]
    names = {name for names in copied for name in names}
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert set(wheel["targets"]["wheel"]["only-include"]) <= names
    assert all((ROOT / name).exists() for name in names)
    admitted = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {f"!{name}" for name in names} <= set(admitted), "else the build does not see it"


def test_the_image_runs_as_nobody_special_and_by_the_lock() -> None:
    assert of("USER") == ["kakehashi"]
    assert any("--require-hashes -r requirements.lock" in rest for rest in of("RUN"))


def test_the_image_starts_a_command_that_there_is() -> None:
    assert json.loads(of("ENTRYPOINT")[0]) == ["kakehashi"]
    assert json.loads(of("CMD")[-1])[0] in command_tree()


def settings(environment: dict[str, str], folder: Path) -> Any:
    return settings_of(configure(environment={"HOME": str(folder), **environment}, folder=folder))


def test_the_image_alone_refuses_to_be_open_to_everybody(tmp_path: Path) -> None:
    environment = dict(word.split("=", 1) for rest in of("ENV") for word in shlex.split(rest))
    assert {name for name in environment if name.startswith("KAKEHASHI_")} <= VARIABLES
    got = settings(environment, tmp_path)
    with pytest.raises(Exception, match="login"):
        require_safe(got.host, got.access)


def test_the_composed_service_has_a_login_and_settings_that_there_are(compose: Any, tmp_path: Path) -> None:
    service = compose["services"]["kakehashi"]
    environment = {
        name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", str(value)) for name, value in service["environment"].items()
    }
    assert {name for name in environment if not name.startswith("NEO4J_")} <= VARIABLES
    got = settings(environment, tmp_path)
    require_safe(got.host, got.access)
    assert got.access.login == "keys"
    assert float(service["stop_grace_period"].removesuffix("s")) > got.stop_seconds
    assert service["command"][0] in command_tree()
    folder = got.store.removeprefix("sqlite:///").rpartition("/")[0]
    assert service["volumes"] == [f"kakehashi:{folder}"]
    assert of("VOLUME") == [folder]


def test_the_composed_service_logs_in_to_the_composed_neo4j(
    compose: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = compose["services"]["neo4j"]["environment"]["NEO4J_AUTH"]
    here = compose["services"]["kakehashi"]["environment"]
    monkeypatch.delenv("NEO4J_USER", raising=False)
    monkeypatch.setenv("NEO4J_PASSWORD", here["NEO4J_PASSWORD"])
    address = read_address("bolt://neo4j:7687")
    assert f"{address.user}/{address.password}" == there


def test_ports_of_the_composed_service_are_open_on_this_machine_only(compose: Any) -> None:
    for service in compose["services"].values():
        for port in service.get("ports", ()):
            assert str(port).startswith("127.0.0.1:")


def test_every_volume_is_declared(compose: Any) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", ())
    }
    assert used == set(compose["volumes"])


def test_the_sqlite_store_of_the_image_is_a_url_that_opens(tmp_path: Path) -> None:
    url = next(
        word for rest in of("ENV") for word in shlex.split(rest) if word.startswith("KAKEHASHI_STORE=")
    )
    assert url.startswith("KAKEHASHI_STORE=sqlite:////")
    open_store(f"sqlite:///{tmp_path / 'kakehashi.db'}").close()
