"""The businesses 001 to 039 of the national specifications, and the names that people have for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analyzer.tables.headings import normalise

Scope = Literal["standard", "out_of_scope", "common_function", "external"]


@dataclass(frozen=True, slots=True)
class Business:
    """`word` makes the id of a system that a list names and gives no id."""

    number: str
    name: str
    word: str
    aliases: tuple[str, ...] = ()

    @property
    def scope(self) -> Scope:
        """029 to 034 are the common functions."""
        return "common_function" if "029" <= self.number <= "034" else "standard"


BUSINESSES: tuple[Business, ...] = (
    Business("001", "住民基本台帳", "jumin", ("住民記録", "住基", "住記", "住民情報")),
    Business("002", "印鑑登録", "inkan", ("印鑑", "印鑑登録証明")),
    Business("003", "戸籍", "koseki", ("戸籍情報",)),
    Business("004", "戸籍の附票", "fuhyo", ("戸籍附票", "附票", "戸籍の付票", "戸籍付票")),
    Business("005", "選挙(共通)", "senkyo-kyotsu", ("選挙共通",)),
    Business("006", "選挙人名簿管理", "senkyo", ("選挙人名簿", "選挙")),
    Business("007", "期日前・不在者投票", "kijitsumae", ("期日前投票", "期日前不在者投票", "不在者投票")),
    Business("008", "当日投票", "tojitsu"),
    Business("009", "在外選挙", "zaigai", ("在外選挙管理",)),
    Business("010", "個人住民税", "kojin", ("個人市民税", "個人市町村民税", "住民税", "個住")),
    Business("011", "法人住民税", "hojin", ("法人市民税", "法人市町村民税", "法住")),
    Business("012", "固定資産税", "kotei", ("固定資産", "固定", "固定資産税都市計画税", "固定資産税・都市計画税")),
    Business("013", "軽自動車税", "keiji", ("軽自", "軽自動車", "軽自動車税(種別割)")),
    Business("014", "収納管理", "shuno", ("収納", "税収納")),
    Business("015", "滞納管理", "taino", ("滞納", "滞納整理")),
    Business("016", "地方税(共通)", "chihozei", ("地方税共通", "税共通")),
    Business("017", "学齢簿編製", "gakureibo", ("学齢簿", "学齢簿編成", "就学")),
    Business("018", "就学援助", "shugaku-enjo"),
    Business("019", "健康管理", "kenko", ("健康", "保健")),
    Business("020", "児童扶養手当", "jido-fuyo", ("児扶",)),
    Business("021", "生活保護", "seiho", ("生保",)),
    Business("022", "障害者福祉", "shogai", ("障がい者福祉", "障害福祉", "障がい福祉")),
    Business("023", "介護保険", "kaigo", ("介護",)),
    Business("024", "国民健康保険", "kokuho", ("国保",)),
    Business("025", "後期高齢者医療", "koki", ("後期高齢", "後期", "後期高齢者医療制度")),
    Business("026", "国民年金", "nenkin", ("年金",)),
    Business("027", "児童手当", "jido-teate"),
    Business("028", "子ども・子育て支援", "kosodate",
             ("子ども子育て支援", "子供・子育て支援", "こども・子育て支援", "子育て支援", "子ども子育て", "保育")),
    Business("029", "申請管理", "shinsei"),
    Business("030", "庁内データ連携", "chonai-renkei", ("庁内データ連携機能",)),
    Business("031", "住登外者宛名番号管理", "juto-gai", ("住登外", "住登外者宛名", "住登外宛名")),
    Business("032", "団体内統合宛名", "togo-atena", ("統合宛名", "宛名統合", "団体内統合宛名機能")),
    Business("033", "職員認証", "shokuin-ninsho", ("統合認証",)),
    Business("034", "EUC", "euc", ("EUC機能",)),
    Business("035", "レセプト管理", "receipt", ("レセプト", "生活保護レセプト管理")),
    Business("036", "統合収納管理", "togo-shuno"),
    Business("037", "統合滞納管理", "togo-taino"),
    Business("038", "人口動態調査", "jinko-dotai", ("人口動態",)),
    Business("039", "火葬等許可", "kaso", ("火葬許可", "火葬等許可事務")),
)  # fmt: skip

BY_NUMBER = {business.number: business for business in BUSINESSES}
_BY_WORD = {normalise(word): b for b in BUSINESSES for word in (b.name, *b.aliases)}
_SUFFIX = re.compile(r"(業務システム|システム|サブシステム|業務|事務|業務ステム|\(現行\)|\(次期\))+\Z")
_INTEGRATION = re.compile(r"(?P<business>[0-9]{3})[oO][0-9]{3}\Z")


def bare(text: str) -> str:
    """The name without what people put behind it: 住民記録システム → 住民記録."""
    word = normalise(text)
    shorter = _SUFFIX.sub("", word)
    return shorter or word


@lru_cache(maxsize=10_000)
def business_of(text: str) -> Business | None:
    """The business that a number or a name means as a whole."""
    word = normalise(text)
    if word.isascii() and word.isdigit():
        return BY_NUMBER.get(word.zfill(3))
    return _BY_WORD.get(word) or _BY_WORD.get(bare(text))


@lru_cache(maxsize=10_000)
def business_within(text: str) -> Business | None:
    """The one business whose name stands somewhere in a longer text (a title); of nested names the longest."""
    word = normalise(text)
    found: dict[str, Business] = {}
    for name in sorted(_BY_WORD, key=len, reverse=True):
        if len(name) >= 2 and name in word:
            found[name] = _BY_WORD[name]
            word = word.replace(name, "\0")
    owners = set(found.values())
    return owners.pop() if len(owners) == 1 else None


def provider_of(integration: str) -> Business | None:
    """The business that provides an integration of the national form, ``004o008``; None where the id is another."""
    match = _INTEGRATION.match(integration)
    return BY_NUMBER.get(match["business"]) if match else None


def is_national(integration: str) -> bool:
    """Whether an id has the national form: three digits of the provider, ``o``, three digits."""
    return _INTEGRATION.match(integration) is not None
