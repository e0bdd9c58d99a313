"""The words that offices have for the columns of lists of their own: guesses, each of them reported and open to `--column`."""

from __future__ import annotations

import re

from analyzer.tables.dates import read_month
from analyzer.tables.headings import normalise

LINK_WORDS: dict[str, tuple[str, ...]] = {
    "id": ("連携ID", "連携番号", "連携コード", "IF番号", "インタフェースID", "インターフェースID", "I/F ID", "id"),
    "number": ("No.", "No", "№", "項番", "番号", "通番", "#"),
    "name": ("連携名", "連携名称", "連携情報", "連携データ", "連携データ名", "データ名", "連携内容", "連携ファイル名", "情報名", "連携項目", "name"),
    "from": ("連携元", "連携元システム", "連携元システム名", "連携元業務", "送り側", "送り側システム", "送信側", "送信元", "送信元システム", "提供元",
             "提供側", "提供システム", "出力元", "発信元", "送り元", "渡し側", "from"),
    "to": ("連携先", "連携先システム", "連携先システム名", "連携先業務", "受け側", "受け側システム", "受信側", "送信先", "送信先システム", "提供先",
           "受信先", "受取側", "受領側", "利用側", "利用システム", "入力先", "渡し先", "to"),
    "route": ("連携区分", "共通基盤", "共通基盤経由", "共通基盤の利用", "共通基盤利用", "経由区分", "連携経路", "経路", "経由有無", "①/②"),
    "hub": ("経由", "経由先", "ハブ", "経由システム", "経由基盤"),
    "method": ("連携方式", "連携方法", "方式", "連携手段", "手段", "受渡方法"),
    "interval": ("連携頻度", "頻度", "連携間隔", "間隔", "連携サイクル", "サイクル", "タイミング", "連携タイミング"),
    "criticality": ("重要度", "優先度"),
    "confidence": ("確度", "調査状況", "確認状況"),
    "note": ("備考", "メモ", "注記", "特記事項"),
}  # fmt: skip

SYSTEM_WORDS: dict[str, tuple[str, ...]] = {
    "id": ("システムID", "システムコード", "システム番号", "id"),
    "number": LINK_WORDS["number"],
    "name": ("システム名", "システム名称", "業務システム名", "業務システム", "業務名", "業務", "システム", "名称", "name"),
    "businesses": ("業務ID", "業務コード", "標準化業務ID", "businesses"),
    "scope": ("対象区分", "標準化対象", "標準化対象区分", "標準化", "標準化の対象", "標準化対象業務", "対象/対象外", "scope"),
    "owner": ("主管課", "所管課", "業務主管課", "担当課", "所管", "所属", "室課名", "課名", "担当部署", "owner"),
    "current.vendor": ("現行ベンダ", "現行ベンダー", "ベンダ", "ベンダー", "ベンダ名", "事業者", "事業者名", "現行事業者", "現行事業者名", "業者名", "保守業者",
                       "委託先", "開発業者", "current.vendor"),
    "current.package": ("現行パッケージ", "パッケージ", "パッケージ名", "製品名", "current.package"),
    "current.environment": ("現行環境", "稼働環境", "現行稼働環境", "設置場所", "サーバ設置場所", "環境", "current.environment"),
    "contract_end": ("契約終了月", "契約終了", "契約終了日", "契約終了時期", "契約満了", "契約満了日", "契約期限", "リース満了", "保守期限", "contract_end"),
    "next.vendor": ("次期ベンダ", "次期ベンダー", "移行先ベンダ", "次期事業者"),
    "next.package": ("次期パッケージ", "移行先パッケージ", "次期製品"),
    "next.environment": ("次期環境", "移行先環境", "移行先"),
    "planned": ("移行予定", "移行予定月", "移行時期", "移行予定時期", "切替時期", "切替予定", "切替月", "稼働時期", "本稼働時期"),
    "note": LINK_WORDS["note"],
}  # fmt: skip

PLAN_WORDS: dict[str, tuple[str, ...]] = {
    "system": ("システムID", "システム", "システム名", "system"),
    "move": ("移行", "移行ID", "移行の種類", "move"),
    "month": ("移行月", "月", "計画月", "切替月", "移行予定月", "移行時期", "month"),
}
PLAN_TITLES = ("移行計画", "計画", "plan")

UNKNOWN = frozenset(
    {
        "",
        "?",
        "不明",
        "未定",
        "未確認",
        "要確認",
        "確認中",
        "調査中",
        "未調査",
        "未回答",
        "unknown",
        "-",
        "―",
        "ー",
    }
)
_INTERVALS = {"日次": "P1D", "毎日": "P1D", "日": "P1D", "週次": "P7D", "毎週": "P7D", "月次": "P1M", "毎月": "P1M", "年次": "P1Y", "年1回": "P1Y",
              "10分": "PT10M", "10分毎": "PT10M", "1時間": "PT1H", "毎時": "PT1H"}  # fmt: skip
_DURATION = re.compile(r"p(\d+[dmyw]|t\d+[hms])\Z")
_SCOPES = {
    "標準化対象外": "out_of_scope", "対象外": "out_of_scope", "標準化対象外業務システム": "out_of_scope", "×": "out_of_scope", "外": "out_of_scope",
    "独自施策": "out_of_scope", "独自": "out_of_scope", "out_of_scope": "out_of_scope", "標準化対象": "standard", "対象": "standard", "○": "standard",
    "〇": "standard", "◯": "standard", "標準": "standard", "標準化対象業務システム": "standard", "standard": "standard", "共通機能": "common_function",
    "common_function": "common_function", "外部": "external", "外部機関": "external", "庁外": "external", "external": "external",
}  # fmt: skip
_VIA = re.compile(r"①|介した|介する|介して|経由|共通基盤|統合DB|ハブ", re.IGNORECASE)
_DIRECT = re.compile(r"②|介さない|介さず|直接|個別|経由しない|経由なし|利用しない")
_LOOSE_MONTH = re.compile(r"(末日?|頃|ごろ|予定|より|から|まで|中)+\Z")


def scope_of(text: str) -> str | None:
    return _SCOPES.get(normalise(text))


def interval_of(text: str) -> str | None:
    """An ISO 8601 duration; None where the text is none that can be said so (随時)."""
    word = normalise(text)
    return word.upper() if _DURATION.match(word) else _INTERVALS.get(word)


def is_via(text: str) -> bool | None:
    """True: via the common platform (①), False: direct (②); None where the text says neither."""
    word = normalise(text)
    if _DIRECT.search(word) or word in ("×", "無", "なし", "2"):
        return False
    if _VIA.search(word) or word in ("○", "〇", "◯", "有", "あり", "1"):
        return True
    return None


def loose_month(text: str) -> str | None:
    """A month with what people write behind it: 令和8年3月末 → 2026-03."""
    return read_month(_LOOSE_MONTH.sub("", normalise(text)))
