"""Settings: the best place that has one gives it, and whatever is wrong is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.configuration import FILE, SETTINGS, Configuration, configure
from analyzer.errors import InputError
from api.configured import SERVER, settings_of
from api.settings import Settings


def configured(folder: Path, text: str | None = None, **environment: str) -> Configuration:
    """With a file in the working folder, and a home of its own."""
    if text is not None:
        (folder / FILE).write_text(text, encoding="utf-8")
    return configure(environment={"HOME": str(folder), **environment}, folder=folder)


def findings(folder: Path, text: str | None = None, **environment: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InputError) as caught:
        configured(folder, text, **environment)
    return [
        (
            f.code,
            f.place and f.place.line,
            f"{f.message.en} {f.suggestion.en if f.suggestion else ''}".strip(),
        )
        for f in caught.value.findings
    ]


def test_option_environment_file_and_default_come_in_this_order(tmp_path: Path) -> None:
    text = 'store = "sqlite:///file.db"\n[serve]\nport = 1\nworkers = 3\n'
    (tmp_path / FILE).write_text(text)
    environment = {"HOME": str(tmp_path), "KAKEHASHI_STORE": "memory:", "KAKEHASHI_SERVE_PORT": "2"}
    got = configure(
        {"serve.port": 4, "serve.host": None, "store": None}, environment=environment, folder=tmp_path
    )
    assert (got.store, got.values["serve.port"], got.values["serve.workers"], got.values["serve.host"]) == (
        "memory:", 4, 3, "127.0.0.1",
    )  # fmt: skip
    assert [got.origins[n] for n in ("store", "serve.port", "serve.workers", "serve.host")] == [
        "environment", "option", "file", "default",
    ]  # fmt: skip
    assert got.environment() == {"KAKEHASHI_SERVE_PORT": "4"}


def test_the_file_of_the_working_folder_goes_before_that_of_the_user(tmp_path: Path) -> None:
    users = tmp_path / "config" / "kakehashi"
    users.mkdir(parents=True)
    (users / "config.toml").write_text('store = "memory:"\n')
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert configured(tmp_path, **environment).store == "memory:"
    assert configured(tmp_path, 'store = "bolt://db"\n', **environment).store == "bolt://db"


def test_without_any_setting_landscapes_are_kept_in_the_users_data(tmp_path: Path) -> None:
    assert configured(tmp_path).store == f"sqlite:///{tmp_path}/.local/share/kakehashi/kakehashi.db"
    got = configured(tmp_path, XDG_DATA_HOME="/var/lib", XDG_CONFIG_HOME="relative")
    assert got.store == "sqlite:////var/lib/kakehashi/kakehashi.db"


def test_everything_wrong_with_a_file_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    text = """
stroe = "memory:"
port = 3

[serve]
port = "8000"
wokers = 2
keep_alive = -1

[access]
trusted_proxies = "10.0.0.0/8"
standing = 3

[access.oicd]
issuer = "x"
"""
    found = findings(tmp_path, text)
    assert [(code, line) for code, line, _ in found] == [
        ("unknown_setting", 2), ("unknown_setting", 3), ("wrong_setting", 6), ("unknown_setting", 7),
        ("wrong_setting", 8), ("wrong_setting", 11), ("wrong_setting", 12), ("unknown_setting", 14),
    ]  # fmt: skip
    assert "Did you mean store?" in found[0][2]
    assert "Did you mean serve.port?" in found[1][2]
    assert "Did you mean serve.workers?" in found[3][2]


@pytest.mark.parametrize(
    "text", ['store = "a\n', "= 1", "[serve]\nport = 1\nport = 2\n", "a" + ".a" * 5_000 + "=1"]
)
def test_a_file_that_is_no_toml_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    assert findings(tmp_path, text)[0][0] in ("unreadable_configuration", "unknown_setting")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    assert findings(tmp_path)[0][0] == "unreadable_configuration"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KAKEHASHI_SERVE_PORT", "x"), ("KAKEHASHI_SERVE_PORT", "-1"), ("KAKEHASHI_SERVE_STOP_SECONDS", "nan"),
     ("KAKEHASHI_LOG_REQUESTS", "maybe"), ("KAKEHASHI_ACCESS_STANDING", "admin")],
)  # fmt: skip
def test_a_wrong_value_of_the_environment_is_named(tmp_path: Path, variable: str, value: str) -> None:
    ((code, _, sentence),) = findings(tmp_path, **{variable: value})
    assert code == "wrong_setting"
    assert variable in sentence


def test_names_of_the_environment_that_are_no_setting_are_left_alone(tmp_path: Path) -> None:
    strangers = {"KAKEHASHI_PORT": "tcp://10.0.0.1:80", "KAKEHASHI_SERVICE_HOST": "10.0.0.1"}
    assert configured(tmp_path, **strangers).values == configured(tmp_path).values


def test_lists_tables_and_truth_are_read_from_both(tmp_path: Path) -> None:
    text = """
[log]
requests = false
[access]
trusted_proxies = ["10.0.0.0/8"]
[access.standing]
"group:情報政策課" = ["admin", "create"]
"user:akari" = "viewer:*"
"""
    of_file = configured(tmp_path, text)
    (tmp_path / FILE).unlink()
    of_environment = configured(
        tmp_path,
        KAKEHASHI_LOG_REQUESTS="off",
        KAKEHASHI_ACCESS_TRUSTED_PROXIES="10.0.0.0/8,",
        KAKEHASHI_ACCESS_STANDING="group:情報政策課=admin,create; user:akari=viewer:*",
    )
    for got in (of_file, of_environment):
        assert got.values["log.requests"] is False
        assert got.values["access.trusted_proxies"] == ("10.0.0.0/8",)
        assert got.values["access.standing"] == {
            "group:情報政策課": ("admin", "create"),
            "user:akari": ("viewer:*",),
        }


def test_a_service_without_settings_is_the_default_service(tmp_path: Path) -> None:
    got = configured(tmp_path)
    assert settings_of(got) == Settings(store=got.store)
    known = {setting.name.partition(".")[2] for setting in SETTINGS if setting.name.startswith("serve.")}
    assert known - SERVER <= set(Settings.__dataclass_fields__)


def test_every_setting_of_the_service_can_be_configured(tmp_path: Path) -> None:
    names = {s.name.replace("log.", "log_").replace("serve.", "") for s in SETTINGS}
    assert set(Settings.__dataclass_fields__) <= names | {"access"}


@pytest.mark.parametrize(
    ("name", "value"), [("LOG_FORM", "xml"), ("LOG_LEVEL", "loud"), ("ACCESS_LOGIN", "maybe")]
)
def test_a_word_that_a_setting_does_not_know_is_refused_with_those_that_it_knows(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(InputError, match=value):
        settings_of(configured(tmp_path, **{f"KAKEHASHI_{name}": value}))


def test_an_issuer_in_the_settings_makes_them_those_of_oidc(tmp_path: Path) -> None:
    access = settings_of(
        configured(
            tmp_path, '[access]\nlogin = "oidc"\n[access.oidc]\nissuer = "https://i"\nclient_id = "k"\n'
        )
    ).access
    assert access.login == "oidc"
    assert access.oidc is not None
    assert (access.oidc.issuer, access.oidc.client_id, access.oidc.scope) == (
        "https://i",
        "k",
        "openid profile email",
    )


def test_secrets_are_marked_as_such() -> None:
    assert {setting.name for setting in SETTINGS if setting.secret} == {
        name for name in (setting.name for setting in SETTINGS) if "secret" in name
    }
