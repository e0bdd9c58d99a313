"""The published national figures, asked under assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from analyzer.messages import Language, Text
from analyzer.usecases.problems import wrong

if TYPE_CHECKING:
    from analyzer.nation.answer import NationAnswer
    from analyzer.nation.asking import Request as NationRequest


def national_folder(folder: str | None = None) -> str:
    """Where the national figures are: the option, else what is configured; InputError where neither says."""
    from analyzer.configuration import configure

    configured_folder = configure({"national": folder}).values["national"]
    if not configured_folder:
        raise wrong(
            "no_national_data",
            Text("全国の公表値のフォルダが指定されていません。", "Nobody says where the national figures are."),
            Text("--data DIR、環境変数 KAKEHASHI_NATIONAL、または設定の national で指定してください。",
                 "Give --data DIR, KAKEHASHI_NATIONAL, or the setting `national`."),
        )  # fmt: skip
    return str(configured_folder)


def nation(folder: str | None, request: NationRequest) -> NationAnswer:
    """The bridges of today and the load of the vendors, from the national figures; InputError with everything wrong."""
    from analyzer.nation.answer import answer_nation
    from analyzer.nation.asking import understood
    from analyzer.nation.joining import read_nation

    assumptions, prefectures = understood(request)
    read = read_nation(national_folder(folder))
    return answer_nation(read.only(prefectures) if prefectures else read, assumptions)


def national_fleet(answer: NationAnswer) -> Mapping[str, bytes]:
    """A landscape file for each municipality with data, by file name; vendors, links and bridges in them are assumed."""
    from analyzer.generator.text import to_yaml
    from analyzer.nation.fleet import fleet, landscape_id

    heading = "公表値と仮定から作った / made from published figures and assumptions: kakehashi nation"
    return {
        f"{landscape_id(municipality)}.yaml": to_yaml(document, heading).encode("utf-8")
        for municipality, document in fleet(answer.nation, answer.assumptions)
    }


def draw_nation(
    answer: NationAnswer, subject: str, language: Language, form: Literal["svg", "png", "pdf"]
) -> bytes:
    """A picture of the bridges by prefecture, or of the load by vendor and month; MissingToolError without Graphviz."""
    from analyzer.nation.pictures import draw_bridges, draw_load

    return (draw_bridges if subject == "bridges" else draw_load)(answer, language, form)
