"""docs/configuration.md: the table of all settings, from their declarations."""

from __future__ import annotations

import re

from analyzer.configuration import SETTINGS, Setting
from tests.docs.pages import DOCS

PAGE = DOCS / "configuration.md"
_TABLE = re.compile(r"(<!-- settings -->\n).*?(<!-- end -->)", re.DOTALL)


def fresh_page(page: str) -> str:
    """The page with the table of settings as they are now."""
    rows = ["| ファイル file | 環境変数 environment | 既定 default | 説明 | |", "|---|---|---|---|---|"]
    rows += [_row(setting) for setting in SETTINGS]
    table = "\n".join(rows)
    return _TABLE.sub(lambda match: f"{match[1]}{table}\n{match[2]}", page)


def _row(setting: Setting) -> str:
    default = setting.default
    shown = (
        "" if default is None or default == "" else str(default).lower() if isinstance(default, bool)
        else "[]" if default == () else "{}" if default == {} else str(default)
    )  # fmt: skip
    given = f"`{shown}`" if shown else ""
    return f"| `{setting.name}` | `{setting.variable}` | {given} | {setting.help.ja} | {setting.help.en} |"
