"""Suita's 16 survey items, as the case book prints them (大阪府吹田市, 各業務主管課への調査項目)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.tables.headings import normalise


@dataclass(frozen=True, slots=True)
class Item:
    """`asks` are the words by which a question is known where its number is not there; `plain` the column of the systems list."""

    number: int
    group: str
    summary: str
    name: str
    question: str
    asks: str
    plain: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def attribute(self) -> str:
        return f"{self.number:02d}_{self.name}"


_B = "※Bパターンの場合、現行システムベンダへ確認が必要です。"

ITEMS: tuple[Item, ...] = (
    Item(1, "所管情報", "室課名", "室課名", "室課名を入力してください。", "室課名", "主管課"),
    Item(2, "所管情報", "担当者名", "担当者名", "担当者名を入力してください。", "担当者名"),
    Item(3, "所管情報", "内線", "内線", "内線を入力してください。", "内線"),
    Item(4, "現行システムの情報", "契約情報", "現行システムの事業者名", "現行システムの事業者名を教えてください。", "事業者名", "現行ベンダ"),
    Item(5, "現行システムの情報", "契約情報", "現行システムのパッケージ名", "現行システムのパッケージ名を教えてください。", "パッケージ名", "現行パッケージ"),
    Item(6, "現行システムの情報", "契約情報", "現行システムの契約終了時期", "現行システムの契約終了時期はいつですか。", "契約終了", "契約終了月"),
    Item(7, "現行システムの情報", "現行システムベンダの標準化対応方針", "現行ベンダの標準化対応方針",
         "現行システムのベンダは標準化への対応をどのように考えていますか。", "標準化(への)?対応(方針|を)", None, ("対応する", "対応しない", "検討中")),
    Item(8, "現行システムの情報", "データ連携", "共通基盤を利用していないデータ連携",
         "現行システムにおいて、本市の共通基盤を利用していないデータ連携はありますか。", "共通基盤を利用していない|データ連携", None, ("あり", "なし")),
    Item(9, "標準化対応", "標準準拠システムの構築パターン", "標準準拠システムの構築パターン",
         "標準準拠システムへ対応するにあたり、構築パターンはどのように考えていますか。", "構築パターン", None,
         ("Aパターン(ベンダ変更あり)", "Bパターン(ベンダ変更なし)", "検討中")),
    Item(10, "標準化対応", "標準準拠システムへの移行スケジュール", "標準準拠システムへの移行スケジュール",
         "標準準拠システムへの移行スケジュールを教えてください。", "移行スケジュール"),
    Item(11, "標準化対応", "標準準拠システムの契約方法", "標準準拠システムの契約方法",
         "標準準拠システムへ対応するにあたり、どのような契約方法を想定していますか。", "契約方法", None, ("随意契約", "一般競争入札", "プロポーザル", "検討中")),
    Item(12, "ガバメントクラウド", "ガバメントクラウドへの移行", "ガバメントクラウドへの移行",
         f"ガバメントクラウドへの移行についてどのように考えていますか。{_B}", "クラウドへの移行", None, ("移行する", "移行しない", "検討中")),
    Item(13, "ガバメントクラウド", "ガバメントクラウドの利用方式", "ガバメントクラウドの利用方式",
         f"ガバメントクラウドの利用方式についてどのように考えていますか。{_B}", "利用方式", None, ("単独利用方式", "共同利用方式", "検討中")),
    Item(14, "ガバメントクラウド", "ガバメントクラウドの利用形態", "ガバメントクラウドの利用形態",
         f"ガバメントクラウドの利用形態はどのように考えていますか。{_B}", "利用形態"),
    Item(15, "ガバメントクラウド", "ガバメントクラウド運用管理補助者", "ガバメントクラウド運用管理補助者",
         f"ガバメントクラウド運用管理補助者の調達はどのように考えていますか。{_B}", "運用管理補助者"),
    Item(16, "その他", "外部ツールの活用", "外部ツールの活用",
         "Fit & Gap分析の結果生じたGapについて、先端技術やノーコードツールなどの活用を検討していますか。検討している場合、備考欄にツール名と使途をご記入ください。",
         "外部ツール|ノーコード"),
)  # fmt: skip

IN_ENGLISH: Mapping[int, str] = {
    1: "Name of the section.",
    2: "Name of the person in charge.",
    3: "Extension of the telephone.",
    4: "Company that runs the system today.",
    5: "Package of the system today.",
    6: "When its contract ends (2026-03, 令和8年3月).",
    7: "Will today's vendor follow the standard: 対応する (yes), 対応しない (no), 検討中 (not decided)?",
    8: "Are there links today that do not go via the common platform: あり (yes), なし (no)?",
    9: "How the standard-compliant system is to come: A with another vendor, B with the same one, 検討中 (not decided).",
    10: "When the system moves to the standard-compliant one.",
    11: "How it is to be contracted: 随意契約 (negotiated), 一般競争入札 (open tender), プロポーザル (proposals), 検討中 (not decided).",
    12: "Does it move to the Government Cloud: 移行する (yes), 移行しない (no), 検討中 (not decided)? In pattern B ask the vendor.",
    13: "How the Government Cloud is used: 単独利用方式 (alone), 共同利用方式 (shared), 検討中 (not decided). In pattern B ask the vendor.",
    14: "In which form the Government Cloud is used. In pattern B ask the vendor.",
    15: "How the operator of the Government Cloud (運用管理補助者) is procured. In pattern B ask the vendor.",
    16: "Are other tools, such as no-code ones, considered for what fit and gap left open? Tools and purposes go into 備考.",
}
"""What each question asks, for people who do not read it."""

_ASKS = {item.number: re.compile(item.asks) for item in ITEMS}
_FIRST: Mapping[str, int] = {
    normalise(item.summary): item.number for item in ITEMS if item.summary != "契約情報"
}
# The longest words first: 標準準拠システムの契約方法 also names 標準準拠システム.
_ORDER = (16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 7, 3, 2, 1)


def item_of(*texts: str) -> Item | None:
    """The item that a row or a heading asks, by its summary or the words of its question; None for anything else."""
    words = [normalise(text) for text in texts if text.strip()]
    for word in words:
        if word in _FIRST:
            return ITEMS[_FIRST[word] - 1]
    for word in words:
        for number in _ORDER:
            if _ASKS[number].search(word):
                return ITEMS[number - 1]
    return None
