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
from math import isfinite
from pathlib import Path

from analyzer.errors import InputError
from analyzer.messages import Finding, Place, Text

FILE = "kakehashi.toml"
PREFIX = "KAKEHASHI_"
MAX_BYTES = 1_000_000

Value = str | int | float | bool | tuple[str, ...] | Mapping[str, tuple[str, ...]] | None


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

    def environment(self) -> dict[str, str]:
        """What a process has to find in its environment to be configured as this one, options and all."""
        given = (setting for setting in SETTINGS if self.origins[setting.name] == "option")
        return {setting.variable: str(self.values[setting.name]) for setting in given}

    def section(self, name: str) -> dict[str, Value]:
        """The settings right below a name, without it: ``serve`` → ``host``, ``port``, …"""
        return {
            key.removeprefix(f"{name}."): value
            for key, value in self.values.items()
            if key.rpartition(".")[0] == name
        }


MB = 1_000_000

SETTINGS: tuple[Setting, ...] = (
    Setting("store", "", Text(
        "保存先の URL: sqlite:///ファイル、neo4j://ホスト、bolt://ホスト、memory:(既定は $XDG_DATA_HOME/kakehashi/kakehashi.db の SQLite)",
        "URL of the store: sqlite:///FILE, neo4j://HOST, bolt://HOST, memory: (default: SQLite in $XDG_DATA_HOME/kakehashi/kakehashi.db)",
    )),
    Setting("national", None, Text(
        "全国の公表値のフォルダ(kakehashi nation が読む三つのファイル)", "Folder of the national figures (the three files that kakehashi nation reads)",
    )),
    Setting("serve.host", "127.0.0.1", Text("待ち受けるアドレス", "Address to listen at")),
    Setting("serve.port", 8000, Text("待ち受けるポート", "Port to listen at")),
    Setting("serve.workers", 1, Text("プロセスの数", "Number of processes")),
    Setting("serve.backlog", 2048, Text("受付を待つ接続の数", "Connections that may wait to be taken")),
    Setting("serve.connections", 1_000, Text(
        "プロセスごとの同時の接続の数。超えると 503", "Connections of a process at a time; beyond, 503",
    )),
    Setting("serve.keep_alive", 15, Text(
        "使われない接続を閉じるまでの秒数", "Seconds after which an idle connection is closed",
    )),
    Setting("serve.stop_seconds", 10.0, Text(
        "停止するとき、始めた仕事を続けてよい秒数", "Seconds that work which has begun may go on when the service stops",
    )),
    Setting("serve.retry_after", 2, Text(
        "混み合うときに、待つよう求める秒数", "Seconds that a client is asked to wait where the service is busy",
    )),
    Setting("serve.max_upload", 50 * MB, Text("ランドスケープのファイルの大きさ(バイト)", "Bytes of a landscape file")),
    Setting("serve.max_body", 16 * MB, Text("ほかの本文の大きさ(バイト)", "Bytes of any other body")),
    Setting("serve.upload_seconds", 120.0, Text(
        "本文が届くまで待つ秒数", "Seconds that a client may take to send a body",
    )),
    Setting("serve.upload_workers", 1, Text(
        "送られたファイルを読むプロセスの数", "Processes that read uploaded landscapes",
    )),
    Setting("serve.upload_queue", 8, Text(
        "それを待てるファイルの数。超えると 503", "Uploads that may wait for them; beyond, 503",
    )),
    Setting("serve.upload_memory", 2_000 * MB, Text(
        "読むプロセスのアドレス空間(バイト)", "Address space of a process that reads, in bytes",
    )),
    Setting("serve.upload_cpu", 60.0, Text("一つのファイルを読む秒数の上限", "Seconds for reading one file")),
    Setting("serve.change_queue", 400, Text(
        "保存を待てる変更の数。超えると 503", "Changes that may wait for the store; beyond, 503",
    )),
    Setting("serve.work_workers", 2, Text(
        "評価・図・検算を行うプロセスの数", "Processes that evaluate, draw and verify",
    )),
    Setting("serve.work_queue", 32, Text("それを待てる要求の数", "Requests that may wait for them")),
    Setting("serve.work_memory", 4_000 * MB, Text(
        "そのプロセスのアドレス空間(バイト)", "Address space of such a process, in bytes",
    )),
    Setting("serve.work_seconds", 60.0, Text(
        "一つの問いを計算する秒数の上限(長い探索はジョブで)", "The longest that a question may be computed; longer searches are jobs",
    )),
    Setting("serve.job_workers", 1, Text(
        "この計算機で同時に行う探索の数(0 なら行わない)", "Searches at once on this machine; 0: other servers do them",
    )),
    Setting("serve.job_queue", 50, Text("待てるジョブの数", "Jobs that may wait")),
    Setting("serve.job_lease", 30.0, Text(
        "応答がないとき、ジョブを引き取るまでの秒数", "Seconds without a sign of its worker after which a job begins again elsewhere",
    )),
    Setting("serve.job_margin", 5.0, Text(
        "それに加えて待つ秒数(時計のずれ)", "Seconds that others wait beyond that, for clocks that differ",
    )),
    Setting("serve.job_seconds", 3_600.0, Text("一つのジョブの秒数の上限", "The longest that a job may take")),
    Setting("serve.job_memory", 4_000 * MB, Text(
        "探索のプロセスのアドレス空間(バイト)", "Address space of a search, in bytes",
    )),
    Setting("serve.job_streams", 200, Text("ジョブの経過を同時に見られる数", "Clients that may follow jobs at once")),
    Setting("serve.cache", 256 * MB, Text(
        "すぐ返せる形で覚えておく答え(バイト)", "Bytes of ready answers that are kept in memory",
    )),
    Setting("many.workers", 0, Text(
        "many で計算するプロセスの数(0 なら CPU の数)", "Processes that `many` computes on; 0: as many as there are CPUs",
    )),
    Setting("many.cluster", None, Text(
        "many を計算する Dask クラスタ: tcp://ホスト:ポート、または local-dask(なければこの計算機のプロセス)",
        "Dask cluster that `many` computes on: tcp://HOST:PORT, or local-dask (without: processes of this machine)",
    )),
    Setting("many.chunk", 100, Text(
        "一度にプロセスへ渡すシナリオの数の上限", "Scenarios that a process is given at a time, at most",
    )),
    Setting("many.attempts", 3, Text(
        "一つの結果のためにプロセスが失われてよい回数。達すると失敗として記録",
        "Workers that may be lost over one result; then it is recorded as failed",
    )),
    Setting("many.worker_memory", 4_000 * MB, Text(
        "そのプロセスのアドレス空間(バイト、0 なら無制限)", "Address space of such a process, in bytes (0: no limit)",
    )),
    Setting("many.worker_seconds", 900.0, Text(
        "答えのないプロセスを終わらせるまでの秒数(0 なら待ち続ける)",
        "Seconds without a result after which a process is ended (0: never)",
    )),
    Setting("log.form", "json", Text("記録の形式: json または text", "Form of the log: json or text")),
    Setting("log.level", "info", Text(
        "記録の細かさ: debug、info、warning、error", "How much is logged: debug, info, warning, error",
    )),
    Setting("log.requests", True, Text("要求を一つずつ記録します", "Log every request")),
    Setting("access.login", "none", Text(
        "none(ループバックだけ)、keys(API キー)、oidc(API キーと OpenID Connect)",
        "none (loopback only), keys (API keys), oidc (API keys and OpenID Connect)",
    )),
    Setting("access.public_url", None, Text(
        "ブラウザから見えるこのサーバの URL(oidc に必要)", "Where browsers find the server (needed for oidc)",
    )),
    Setting("access.trusted_proxies", (), Text(
        "X-Forwarded-For を信じる中継サーバのネットワーク", "Networks whose X-Forwarded-For is believed",
    )),
    Setting("access.session_secret", "", Text(
        "クッキーに署名する秘密、32 文字以上(oidc に必要)", "Signs the cookies of browsers, at least 32 characters (needed for oidc)",
    ), secret=True),
    Setting("access.session_hours", 8.0, Text("ログインが続く時間", "Hours that a login lasts")),
    Setting("access.standing", {}, Text(
        "だれ(user:…、group:…、key:…)に、許可なしで何を認めるか: create、admin、viewer:*、editor:ID",
        "Subject (user:…, group:…, key:…) → what it may without a grant: create, admin, viewer:*, editor:ID",
    )),
    Setting("access.requests_per_second", 100.0, Text(
        "一人(または一つのアドレス)の毎秒の要求の数", "Requests per second of a principal (or an address)",
    )),
    Setting("access.burst", 400, Text("一度に来てよい要求の数", "Requests that may come at once")),
    Setting("access.failures_per_minute", 30.0, Text(
        "一つのアドレスの毎分のログイン失敗の数", "Wrong keys, cookies and tokens per minute from an address",
    )),
    Setting("access.oidc.issuer", None, Text("発行者の URL", "URL of the issuer")),
    Setting("access.oidc.client_id", None, Text("発行者に登録した ID", "As whom the issuer knows us")),
    Setting("access.oidc.client_secret", "", Text("発行者に登録した秘密", "The secret shared with the issuer"), secret=True),
    Setting("access.oidc.scope", "openid profile email", Text("求める範囲", "Scope that is asked for")),
    Setting("access.oidc.groups_claim", "groups", Text("グループを示すクレーム", "The claim that has the groups")),
    Setting("access.oidc.audience", None, Text(
        "アクセストークンの aud(なければ受け付けない)", "`aud` of access tokens; without it none are taken",
    )),
)  # fmt: skip
"""All settings, in the order in which they are documented. Those of the service stand in `api.settings` by the same names
and with the same defaults; a test holds them together.
"""


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
    if kind is dict:
        return _table(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        return None
    assert isinstance(value, str | int | float | bool)
    wrong = isinstance(value, int | float) and (value < 0 or not isfinite(value))
    return None if wrong else value


def _table(value: object) -> Mapping[str, tuple[str, ...]] | None:
    """A table of lists of texts, or of texts."""
    if not isinstance(value, Mapping):
        return None
    table: dict[str, tuple[str, ...]] = {}
    for key, words in value.items():
        listed = [words] if isinstance(words, str) else words
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            return None
        table[key] = tuple(listed)
    return table


def _texts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _table_from_text(text: str) -> Value:
    """``group:admins=admin,create; user:akari=viewer:*``."""
    entries = [part.partition("=") for part in text.split(";") if part.strip()]
    if not all(equals for _, equals, _ in entries):
        raise ValueError(text)
    return {key.strip(): _texts(words) for key, _, words in entries}


def _from_text(setting: Setting, text: str, findings: list[Finding]) -> Value:
    kind = _kind(setting)
    try:
        value = _PARSERS[kind](text)
    except (ValueError, KeyError):
        findings.append(_wrong_type(setting, setting.variable, None))
        return None
    if isinstance(value, int | float) and (value < 0 or not isfinite(value)):
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
    tuple: _texts,
    dict: _table_from_text,
}
_WORDS = {
    str: Text("文字列", "a text"),
    int: Text("0 以上の整数", "a whole number, 0 or more"),
    float: Text("0 以上の数", "a number, 0 or more"),
    bool: Text("true か false", "true or false"),
    tuple: Text("文字列の並び", "a list of texts"),
    dict: Text("文字列の並びの表", "a table of lists of texts"),
}
_BY_NAME = {setting.name: setting for setting in SETTINGS}
