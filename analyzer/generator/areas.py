"""The systems that a city has: names, business IDs, owners, and how much each sends and receives.

Names and IDs of the 20 business areas and the common functions are those of the national list;
the systems outside standardization and the external bodies are typical ones. Any first n of the
list make a plausible small town, so the great feeders stand first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count, islice
from typing import Literal, NamedTuple

from analyzer.generator.draws import Draws

Scope = Literal["standard", "out_of_scope", "common_function", "external"]


class Area(NamedTuple):
    """A system to be. `sends` and `receives` are weights: how often it is an end of a link."""

    id: str
    name: str
    businesses: tuple[str, ...]
    scope: Scope
    block: str | None
    owner: str
    sends: int
    receives: int

    @property
    def numbering(self) -> str:
        """What its 連携IDs begin with: the national number of the business, else its own id."""
        return f"{self.businesses[0]}o" if self.businesses else f"{self.id}-"


def _standard(
    system: str, name: str, numbers: str, block: str, owner: str, sends: int, receives: int
) -> Area:
    return Area(system, name, tuple(numbers.split()), "standard", block, owner, sends, receives)


def _common(system: str, name: str, number: str, sends: int, receives: int) -> Area:
    return Area(system, name, (number,), "common_function", None, "情報政策課", sends, receives)


def _own(system: str, name: str, owner: str, receives: int = 2) -> Area:
    return Area(system, name, (), "out_of_scope", None, owner, 1, receives)


def _external(body: str, name: str) -> Area:
    return Area(body, name, (), "external", None, "情報政策課", 1, 1)


RESIDENT = "jumin"
INCOME_TAX = "kojin-juminzei"
PROPERTY_TAX = "kotei-shisanzei"
ADDRESSEE = "togo-atena"
EXCHANGE = "chukan-server"
CARE = "kaigo"
"""Ids that other modules speak of."""

KNOWN: tuple[Area, ...] = (
    _standard(RESIDENT, "住民記録", "001", "resident", "市民課", 60, 6),
    _standard(INCOME_TAX, "個人住民税", "010", "tax", "市民税課", 30, 8),
    _standard(PROPERTY_TAX, "固定資産税", "012", "tax", "資産税課", 14, 6),
    _standard("shuno", "収納管理", "014", "tax", "納税課", 12, 12),
    _standard("kokuho", "国民健康保険", "024", "other", "保険年金課", 9, 12),
    _standard(CARE, "介護保険", "023", "other", "介護保険課", 8, 12),
    _standard("inkan", "印鑑登録", "002", "resident", "市民課", 3, 4),
    _own("zaimu", "財務会計", "財政課", 5),
    _standard("shogai", "障害者福祉", "022", "other", "障害福祉課", 6, 9),
    _common(ADDRESSEE, "団体内統合宛名", "032", 10, 14),
    _standard("fuhyo", "戸籍の附票", "004", "resident", "市民課", 5, 4),
    _standard("hojin-juminzei", "法人住民税", "011", "tax", "市民税課", 8, 4),
    _standard("keiji", "軽自動車税", "013", "tax", "市民税課", 8, 4),
    _standard("taino", "滞納管理", "015", "tax", "納税課", 8, 10),
    _external(EXCHANGE, "中間サーバー"),
    _standard("koki", "後期高齢者医療", "025", "other", "保険年金課", 5, 8),
    _standard("jido-teate", "児童手当", "027", "other", "こども課", 4, 8),
    _standard("senkyo", "選挙人名簿管理", "006 005 007 008 009", "other", "選挙管理委員会", 2, 4),
    _own("shomei-kofu", "証明書コンビニ交付", "市民課", 4),
    _standard("nenkin", "国民年金", "026", "other", "保険年金課", 3, 6),
    _standard("kosodate", "子ども・子育て支援", "028", "other", "こども課", 4, 8),
    _standard("seiho", "生活保護", "021", "other", "生活福祉課", 5, 8),
    _standard("kenko", "健康管理", "019", "other", "健康推進課", 4, 6),
    _standard("koseki", "戸籍", "003", "resident", "市民課", 4, 3),
    _standard("jido-fuyo", "児童扶養手当", "020", "other", "こども課", 3, 7),
    _standard("shugaku", "就学", "017 018", "other", "学務課", 3, 6),
    _common("juto-gai", "住登外者宛名番号管理", "031", 5, 4),
    _own("shinkoku", "申告支援", "市民税課", 3),
    _external("juki-net", "住民基本台帳ネットワーク"),
    _common("shinsei", "申請管理", "029", 5, 3),
    _own("iryohi-josei", "医療費助成", "こども課", 5),
    _external("eltax", "地方税ポータルシステム"),
    _own("kaoku-hyoka", "家屋評価", "資産税課", 3),
    _own("shiei-jutaku", "市営住宅管理", "住宅課", 4),
    _external("kokuhoren", "国民健康保険団体連合会"),
    _common("eucs", "EUC", "034", 1, 8),
    _own("jinji", "人事給与", "人事課"),
    _own("suido", "水道料金", "水道局", 3),
    _common("shokuin-ninsho", "職員認証", "033", 3, 1),
    _own("bunsho", "文書管理", "総務課"),
    _own("hinan-shien", "避難行動要支援者", "危機管理課", 5),
    _own("gis", "統合型GIS", "都市計画課", 3),
    _external("nenkin-kiko", "日本年金機構"),
    _own("kyushoku", "学校給食費", "学務課", 3),
    _own("toshokan", "図書館", "中央図書館"),
    _own("hisaisha", "被災者支援", "危機管理課", 4),
    _own("inu-toroku", "畜犬登録", "環境衛生課"),
    _own("kofu-yoyaku", "マイナンバーカード交付予約", "市民課"),
    _external("kinyu", "指定金融機関"),
    _standard("kaso", "火葬等許可", "039", "other", "市民課", 1, 2),
)

_PARTS = (
    "証明発行", "通知印刷", "窓口支援", "統計", "賦課", "給付",
    "認定", "照会", "台帳", "口座", "帳票", "異動受付",
)  # fmt: skip
_SECTIONS = (
    "総務課", "財政課", "市民課", "地域福祉課", "健康推進課", "こども課", "環境課", "商工課", "農林課", "都市計画課",
    "建設課", "下水道課", "消防本部", "市民病院", "教育総務課", "生涯学習課", "議会事務局", "監査事務局", "会計課", "住宅課",
)  # fmt: skip
_TASKS = (
    "台帳管理", "申請受付", "料金算定", "統計調査", "施設予約", "通知印刷", "名簿管理", "地図台帳", "点検記録", "補助金管理",
    "契約管理", "備品管理", "相談記録", "利用者管理", "減免管理", "使用料収納", "許認可", "苦情受付", "訪問記録", "検診予約",
    "会議録", "電子掲示", "資格管理", "研修管理", "車両管理", "工事台帳", "占用許可", "境界確認", "図面管理", "巡回記録",
    "給付管理", "貸付管理", "寄附管理", "広報配信", "入札管理", "検査記録", "在庫管理", "安否確認", "通報受付", "台帳照会",
)  # fmt: skip


def areas(wanted: int, draws: Draws) -> list[Area]:
    """`wanted` systems: the known ones first, then parts of business areas, offices' own, bodies outside."""
    return list(islice(chain(KNOWN, _further(draws)), wanted))


def _further(draws: Draws) -> Iterator[Area]:
    businesses = [area for area in KNOWN if area.scope == "standard"]
    parts, owned, bodies = count(), count(), count()
    while True:
        scope = draws.by_percent(((58, "standard"), (36, "out_of_scope"), (6, "external")))
        if scope == "standard":
            yield _part_of(businesses, next(parts))
        elif scope == "out_of_scope":
            yield _of_an_office(next(owned))
        else:
            number = next(bodies) + 1
            yield _external(f"external-{number:03d}", f"外部機関{number}")


def _part_of(businesses: list[Area], number: int) -> Area:
    """A subsystem of a business area: 介護保険（認定）."""
    area = businesses[number % len(businesses)]
    turn = number // len(businesses)
    suffix = "" if turn < len(_PARTS) else str(turn // len(_PARTS) + 1)
    return area._replace(
        id=f"{area.id}-{turn + 1:02d}",
        name=f"{area.name}（{_PARTS[turn % len(_PARTS)]}{suffix}）",
        sends=1 + area.sends // 8,
        receives=1 + area.receives // 4,
    )


def _of_an_office(number: int) -> Area:
    """A system of one section. 21 and 40 share no divisor, so all 800 pairs come before one repeats."""
    sections, tasks = len(_SECTIONS), len(_TASKS)
    turn, section = divmod(number, sections)
    task = _TASKS[(21 * turn + 7 * section) % tasks]
    suffix = "" if turn < tasks else str(turn // tasks + 1)
    return _own(f"own-{number + 1:03d}", f"{_SECTIONS[section]}{task}{suffix}", _SECTIONS[section])
