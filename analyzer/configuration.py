"""Settings: where landscapes are kept, and how the service runs.

An option of the command line goes before the environment (``KAKEHASHI_STORE``), that before a file
(``kakehashi.toml`` in the working folder, else ``$XDG_CONFIG_HOME/kakehashi/config.toml``), that before the default. Every setting
stands in `SETTINGS`, once. Names of the environment that are no setting are left alone: Kubernetes, say, gives every
container ``KAKEHASHI_PORT`` and ``KAKEHASHI_SERVICE_HOST`` of a service called kakehashi.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from analyzer.errors import InputError
from analyzer.messages import Finding, Place, Text

FILE = "kakehashi.toml"
PREFIX = "KAKEHASHI_"
MAX_BYTES = 1_000_000

Value = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Setting:
    """`name` is its way in the file (``serve.port``); `default` also says its type (None: a text, or nothing).

    `secret`: never shown.
    """

    name: str
    default: Value
    help: Text
    secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment: ``KAKEHASHI_SERVE_PORT``."""
        return PREFIX + self.name.replace(".", "_").upper()


@dataclass(frozen=True, slots=True)
class Configuration:
    """Every setting by its name, and where it came from: ``option``, ``environment``, ``file`` or ``default``."""

    values: Mapping[str, Value]
    origins: Mapping[str, str]
    file: str | None

    @property
    def store(self) -> str:
        """The URL of the home of the landscapes."""
        return str(self.values["store"])

    def section(self, name: str) -> dict[str, Value]:
        """The settings below a name, without it: ``serve`` → ``host``, ``port``, …"""
        start = f"{name}."
        return {key.removeprefix(start): value for key, value in self.values.items() if key.startswith(start)}


MB = 1_000_000

SETTINGS: tuple[Setting, ...] = (
    Setting("store", "", Text(
        "保存先の URL: sqlite:///ファイル、neo4j://ホスト、bolt://ホスト、memory:(既定は $XDG_DATA_HOME/kakehashi/kakehashi.db の SQLite)",
        "URL of the store: sqlite:///FILE, neo4j://HOST, bolt://HOST, memory: (default: SQLite in $XDG_DATA_HOME/kakehashi/kakehashi.db)",
    )),
    Setting("serve.host", "127.0.0.1", Text("待ち受けるアドレス", "Address to listen at")),
    Setting("serve.port", 8000, Text("待ち受けるポート(0 は空いているもの)", "Port to listen at (0: any that is free)")),
    Setting("serve.workers", 1, Text("プロセスの数", "Number of processes")),
    Setting("serve.backlog", 2048, Text("受付を待つ接続の数", "Connections that may wait to be taken")),
    Setting("serve.connections", 1_000, Text(
        "プロセスごとに同時に扱う要求の数。超えると 503 を返します",
        "Requests that a process works on at a time; beyond, it answers 503",
    )),
    Setting("serve.keep_alive", 15, Text("使われない接続を閉じるまでの秒数", "Seconds after which an idle connection is closed")),
    Setting("serve.log", "json", Text("記録の形式: json または text", "Form of the log: json or text")),
    Setting("serve.log_level", "info", Text("記録の細かさ: debug、info、warning、error", "How much is logged: debug, info, warning, error")),
)  # fmt: skip
"""All settings, in the order in which they are documented."""


def configure(
    options: Mapping[str, Value] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Configuration:
    """Every setting from the best place that has it; `options` by name, those that are None not given.

    InputError with everything that is wrong, in the file and in the environment.
    """
    environment = os.environ if environment is None else environment
    path = _file(environment, folder or Path())
    findings: list[Finding] = []
    written = {} if path is None else _read_file(path, findings)
    values: dict[str, Value] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        name = setting.name
        value, origin = setting.default, "default"
        if name in written:
            value, origin = written[name], "file"
        if environment.get(setting.variable):
            read = _from_text(setting, environment[setting.variable], findings)
            value, origin = (value if read is None else read), "environment"
        if options is not None and options.get(name) is not None:
            value, origin = options[name], "option"
        values[name], origins[name] = value, origin
    if findings:
        raise InputError(tuple(findings))
    values["store"] = values["store"] or default_store(environment)
    return Configuration(values, origins, None if path is None else str(path))


def default_store(environment: Mapping[str, str]) -> str:
    """SQLite in the folder for data of the user."""
    data = _folder(environment, "XDG_DATA_HOME", ".local/share")
    return f"sqlite:///{data / 'kakehashi' / 'kakehashi.db'}"


def _file(environment: Mapping[str, str], folder: Path) -> Path | None:
    for path in (
        folder / FILE,
        _folder(environment, "XDG_CONFIG_HOME", ".config") / "kakehashi" / "config.toml",
    ):
        if path.is_file():
            return path
    return None


def _folder(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    """XDG: what is no absolute path is not heard."""
    given = Path(environment.get(variable, ""))
    return given if given.is_absolute() else Path(environment.get("HOME") or Path.home()) / usual


def _read_file(path: Path, findings: list[Finding]) -> dict[str, Value]:
    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES).decode("utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+), column (\d+)", str(error))
        place = Place(str(path), int(at[1]), int(at[2])) if at else Place(str(path), 1, 1)
        findings.append(Finding(
            "unreadable_configuration", "error",
            Text(f"設定ファイルを読めません({error})。", f"The configuration file cannot be read ({error})."),
            place,
        ))  # fmt: skip
        return {}
    lines = _lines(text)
    values: dict[str, Value] = {}
    for name, value in _flat(document):
        place = Place(str(path), lines.get(name, 1), 1)
        setting = _BY_NAME.get(name)
        if setting is None:
            findings.append(_unknown(name, place))
        else:
            read = _of_type(setting, value)
            if read is None:
                findings.append(_wrong_type(setting, name, place))
            values[name] = read
    return values


def _flat(table: Mapping[str, object], start: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        name = f"{start}{key}"
        if isinstance(value, Mapping) and name not in _BY_NAME and _is_section(name):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value


def _is_section(name: str) -> bool:
    return any(known.startswith(f"{name}.") for known in _BY_NAME)


def _lines(text: str) -> dict[str, int]:
    """Name → line, as far as plain lines show it: tomllib knows no places."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\s*([A-Za-z0-9_.\"-]+)\s*\]", line):
            section = heading[1].replace('"', "") + "."
            lines.setdefault(section[:-1], number)
        elif key := re.match(r"\s*([A-Za-z0-9_.\"-]+)\s*=", line):
            lines.setdefault(section + key[1].replace('"', ""), number)
    return lines


def _unknown(name: str, place: Place) -> Finding:
    near = get_close_matches(name, _BY_NAME, n=1) or [
        known for known in _BY_NAME if known.rpartition(".")[2] == name.rpartition(".")[2]
    ]
    return Finding(
        "unknown_setting", "error",
        Text(f"「{name[:100]}」という設定はありません。", f"There is no setting {name[:100]!r}."),
        place,
        Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?") if near else None,
    )  # fmt: skip


def _wrong_type(setting: Setting, written: str, place: Place | None) -> Finding:
    word = _WORDS[_kind(setting)]
    return Finding(
        "wrong_setting", "error",
        Text(f"{written} の値は{word.ja}でなければなりません。", f"The value of {written} must be {word.en}."),
        place,
    )  # fmt: skip


def _kind(setting: Setting) -> type:
    return str if setting.default is None else type(setting.default)


def _of_type(setting: Setting, value: object) -> Value:
    """The value of a file, if it is of the setting's type; None otherwise."""
    kind = _kind(setting)
    if kind is tuple:
        return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        return None
    assert isinstance(value, str | int | float | bool)
    return None if kind in (int, float) and not isinstance(value, str) and value < 0 else value


def _from_text(setting: Setting, text: str, findings: list[Finding]) -> Value:
    kind = _kind(setting)
    try:
        value = _PARSERS[kind](text)
    except (ValueError, KeyError):
        findings.append(_wrong_type(setting, setting.variable, None))
        return None
    if kind in (int, float) and not isinstance(value, str | tuple | None) and value < 0:
        findings.append(_wrong_type(setting, setting.variable, None))
    return value


_TRUTH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_PARSERS: Mapping[type, Callable[[str], Value]] = {
    str: str,
    int: int,
    float: float,
    bool: lambda text: _TRUTH[text.casefold()],
    tuple: lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
}
_WORDS = {
    str: Text("文字列", "a text"),
    int: Text("0 以上の整数", "a whole number, 0 or more"),
    float: Text("0 以上の数", "a number, 0 or more"),
    bool: Text("true か false", "true or false"),
    tuple: Text("文字列の並び", "a list of texts"),
}
_BY_NAME = {setting.name: setting for setting in SETTINGS}
