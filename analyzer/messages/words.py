"""The field's words in both languages (docs/glossary.md): labels of kinds, states, cost parts."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.messages import Text

KINDS: Mapping[str, Text] = {
    "keep_legacy": Text("現行連携の維持", "keep legacy"),
    "early_standard": Text("標準連携の先行", "early standard"),
    "write_back": Text("書き戻し", "write-back"),
    "read_through": Text("読み出し", "read-through"),
    "convert": Text("変換", "convert"),
    "manual": Text("手作業・媒体", "manual"),
    "relay": Text("回線の中継", "relay"),
    "as_is": Text("現状のまま（方法不明）", "as is (method unknown)"),
    "native": Text("そのまま連携", "native"),
    "suspended": Text("休止", "suspended"),
}

STATES: Mapping[str, Text] = {
    "internal": Text("同一パッケージ内", "internal"),
    "native": Text("連携", "native"),
    "mixed": Text("混在", "mixed"),
    "absent": Text("なし", "absent"),
    "unknown": Text("相手不明", "unknown partner"),
}

COST_PARTS: Mapping[str, Text] = {
    "bridge": Text("過渡期連携", "bridges"),
    "suspension": Text("休止", "suspension"),
    "test": Text("連携テスト", "tests"),
    "session": Text("テスト会合", "test sessions"),
    "environment": Text("環境", "environments"),
    "law_change": Text("法改正対応", "law changes"),
    "lateness": Text("遅延", "lateness"),
    "total": Text("合計", "total"),
}

STATUSES: Mapping[str, Text] = {
    "optimal": Text("最適", "optimal"),
    "feasible": Text("実行可能", "feasible"),
    "infeasible": Text("実行不可", "infeasible"),
    "unknown": Text("不明", "unknown"),
}

MOVE_KINDS: Mapping[str, Text] = {
    "lift": Text("リフト", "lift"),
    "shift": Text("シフト", "shift"),
    "lift_shift": Text("リフト・シフト", "lift and shift"),
    "change": Text("変更", "change"),
}

BRIDGE_ORIGINS: Mapping[str, Text] = {
    "new": Text("新設", "new"),
    "existing": Text("既設", "existing"),
    "as_is": Text("現状のまま", "as is"),
}

LASTING: Mapping[str, Text] = {
    "temporary": Text("一時", "temporary"),
    "permanent": Text("恒久", "permanent"),
}

SCOPES: Mapping[str, Text] = {
    "standard": Text("標準化対象", "standard"),
    "out_of_scope": Text("標準化対象外", "out of scope"),
    "common_function": Text("共通機能", "common function"),
    "external": Text("外部", "external"),
}

CONFIDENCES: Mapping[str, Text] = {
    "surveyed": Text("調査済み", "surveyed"),
    "documented": Text("文書あり", "documented"),
    "assumed": Text("推定", "assumed"),
    "unknown": Text("不明", "unknown"),
}

UNKNOWN_PARTNER = Text("不明", "unknown")
YES = Text("あり", "yes")
NOT_CARRIED = Text("決まっていない", "nothing known")

SUBJECTS: Mapping[str, Text] = {
    "system": Text("システム", "system"),
    "vendor": Text("ベンダ", "vendor"),
    "environment": Text("環境", "environment"),
    "line": Text("回線", "line"),
    "hub": Text("ハブ", "hub"),
    "integration": Text("連携", "integration"),
}
