"""The files of a pack: of one vendor, and of the secretariat over all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analyzer.evaluation.evaluate import Evaluation
from analyzer.inquiry.asking import questions_of
from analyzer.inquiry.questions import Question
from analyzer.inquiry.report import SEND_BACK, questions_sections, questions_table
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text
from analyzer.packs.archive import PackFile
from analyzer.packs.calendar import calendar_file
from analyzer.packs.gathering import gather
from analyzer.packs.items import Item
from analyzer.packs.page import Picture, page_file
from analyzer.packs.readme import readme_file
from analyzer.packs.sheets import Sheet, bridges_sheet, items_sheet, links_sheet, titled
from analyzer.packs.tickets import jira_csv, redmine_csv
from analyzer.reports.headline import headline
from analyzer.reports.layout import Report
from analyzer.reports.naming import named
from analyzer.reports.wareki import report_in_wareki, speaker
from analyzer.reports.workbook import Page, reports_workbook
from analyzer.worksheets import survey
from analyzer.worksheets.worksheet import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS, HTML, CSV, TEXT, SVG, PDF = (
    "text/calendar", "text/html", "text/csv", "text/plain", "image/svg+xml", "application/pdf",
)  # fmt: skip
ABOUT: Mapping[str, Text] = {
    "workbook.xlsx": Text("表をまとめたブック。質問のシートの回答欄に記入して返してください",
                          "all tables; fill in the answers on the sheet of questions and send it back"),
    "page.html": Text("一枚にまとめたページ。ブラウザで開き、そのまま印刷できます", "everything on one page, to read and to print"),
    "calendar.ics": Text("予定表に取り込むファイル(切替、テスト、過渡期連携の開始と終了、回答期限)",
                         "for a calendar: cutovers, tests, starts and ends of bridges, days to answer by"),
    "redmine.csv": Text("Redmine に取り込むチケット(文字コード UTF-8、日付 YYYY-MM-DD、カテゴリは「作成する」を選ぶ)",
                        "issues for Redmine (UTF-8, dates YYYY-MM-DD, let it create the categories)"),
    "jira.csv": Text("Jira に取り込む課題(文字コード UTF-8、日付の形式 yyyy-MM-dd)",
                     "issues for Jira (UTF-8, date format yyyy-MM-dd)"),
}  # fmt: skip
_MEDIA = {"xlsx": XLSX, "html": HTML, "ics": ICS, "csv": CSV}


@dataclass(frozen=True, slots=True)
class Matter:
    """What packs are made of. `questions` are all of the landscape; `deadlines` as `gather` takes them."""

    landscape: Landscape
    evaluation: Evaluation
    questions: tuple[Question, ...]
    deadlines: Mapping[str | None, str]
    language: Language = "ja"
    surveys: Mapping[str, int] = field(default_factory=dict)
    """Vendor → questions of the survey of intent that wait for it."""
    drawn: Mapping[str | None, tuple[Picture, ...]] = field(default_factory=dict)
    """Vendor (None: the secretariat) → its pictures."""
    wareki: bool = False
    """Whether what people read in Japanese (workbook, page, README) gives dates in 和暦; calendars and issues keep theirs."""


def vendor_files(matter: Matter, vendor: str, only: str | None = None) -> tuple[PackFile, ...]:
    """What the vendor must build, test and answer; nothing of the prices or affairs of others. `only`: that file alone."""
    asked = tuple(question for question in matter.questions if vendor in question.vendors)
    items = gather(matter.evaluation, asked, matter.deadlines, vendor, matter.surveys)
    landscape = matter.landscape
    sheets = (
        items_sheet(landscape, items),
        bridges_sheet(matter.evaluation.assessment, vendor),
        links_sheet(landscape, matter.evaluation, vendor),
        _questions(landscape, asked, vendor),
        *_survey(matter, vendor),
    )
    name = named(landscape.vendors[vendor].name, vendor)
    title = Text(f"{landscape.name}: {name.ja}への依頼", f"{landscape.id}: what {name.en} is asked for")
    lines = (
        _horizon(landscape),
        *_due(matter.deadlines.get(vendor), len(asked) + matter.surveys.get(vendor, 0)),
    )
    return _files(matter, title, lines, sheets, items, matter.drawn.get(vendor, ()), only)


def _questions(landscape: Landscape, asked: tuple[Question, ...], vendor: str) -> Sheet:
    table = questions_table(landscape, asked, vendor)
    title = Text("質問", "Questions")
    report = Report(questions_sections(landscape, asked, vendor, table, SEND_BACK), table)
    return titled("questions", title, report)


def _survey(matter: Matter, vendor: str) -> tuple[Sheet, ...]:
    """The survey of intent, where a question of it waits for the vendor; without how the whole plan stands."""
    if not matter.surveys.get(vendor):
        return ()
    content = survey.SHEET.content(Asked(matter.landscape, matter.evaluation, vendor=vendor))
    return (titled("survey", survey.SHEET.title, Report(content.sections, content.answer)),)


def vendors_concerned(matter: Matter) -> tuple[str, ...]:
    """Vendors with something to do, or something to answer; sorted."""
    everything = gather(matter.evaluation, matter.questions, matter.deadlines, None, matter.surveys)
    return tuple(sorted({vendor for item in everything for vendor in item.vendors}))


def secretariat_files(
    matter: Matter, sheets: Sequence[Sheet], only: str | None = None, beside: Sequence[PackFile] = ()
) -> tuple[PackFile, ...]:
    """Over all: the worksheets (`sheets`, the first sheet first), everything to do, and every vendor's pack in a folder.

    `only`: that file alone; `beside`: files that come with the pack.
    """
    landscape = matter.landscape
    items = gather(matter.evaluation, matter.questions, matter.deadlines, None, matter.surveys)
    listed = (*sheets[:1], items_sheet(landscape, items), *sheets[1:])
    title = Text(f"{landscape.name}: 移行の会議資料", f"{landscape.id}: papers for the meeting")
    lines = headline(matter.evaluation)[1:]
    own = _files(matter, title, lines, listed, items, matter.drawn.get(None, ()), only, beside)
    if only is not None:
        return own
    folders = [
        PackFile(f"vendors/{vendor}/{file.name}", file.media_type, file.about, file.data)
        for vendor in vendors_concerned(matter)
        for file in vendor_files(matter, vendor)
    ]
    return (*own, *folders)


def _horizon(landscape: Landscape) -> Text:
    first, last = landscape.horizon.first, landscape.horizon.last
    return Text(f"計画の期間: {first} ～ {last}", f"Horizon of the plan: {first} to {last}")


def _due(day: str | None, questions: int) -> tuple[Text, ...]:
    if not questions:
        return ()
    by = Text("", "") if day is None else Text(f"、{day} までに", f" by {day}")
    return (
        Text(
            f"質問 {questions} 件に{by.ja}お答えください。", f"Please answer {questions} question(s){by.en}."
        ),
    )


def _files(
    matter: Matter,
    title: Text,
    lines: Sequence[Text],
    sheets: Sequence[Sheet],
    items: tuple[Item, ...],
    pictures: tuple[Picture, ...],
    only: str | None,
    beside: Sequence[PackFile] = (),
) -> tuple[PackFile, ...]:
    landscape, language = matter.landscape, matter.language
    if matter.wareki:
        title, lines, sheets, pictures = _in_wareki(landscape, title, lines, sheets, pictures)
    making: Mapping[str, Callable[[], bytes]] = {
        "workbook.xlsx": lambda: reports_workbook(
            [Page(sheet.title, sheet.report) for sheet in sheets], language, title.in_language(language)
        ),
        "page.html": lambda: page_file(title, lines, sheets, pictures, language),
        "calendar.ics": lambda: calendar_file(landscape, items, title, language),
        "redmine.csv": lambda: redmine_csv(landscape, items, language),
        "jira.csv": lambda: jira_csv(landscape, items, language),
    }
    files = [
        PackFile(name, _MEDIA[name.rpartition(".")[2]], ABOUT[name], make())
        for name, make in making.items()
        if only in (None, name)
    ]
    if only is not None:
        return tuple(files)
    files.extend(beside)
    for picture in pictures:
        files.append(PackFile(f"pictures/{picture.id}.svg", SVG, picture.title, picture.svg))
        if picture.pdf is not None:
            files.append(PackFile(f"pictures/{picture.id}.pdf", PDF, picture.title, picture.pdf))
    about = Text("この説明", "this text")
    readme = readme_file(title, lines, [*((file.name, file.about) for file in files)], language)
    return (PackFile("README.txt", TEXT, about, readme), *files)


def _in_wareki(
    landscape: Landscape,
    title: Text,
    lines: Sequence[Text],
    sheets: Sequence[Sheet],
    pictures: tuple[Picture, ...],
) -> tuple[Text, list[Text], list[Sheet], tuple[Picture, ...]]:
    speak = speaker((landscape,))
    return (
        speak(title),
        [speak(line) for line in lines],
        [replace(sheet, report=report_in_wareki(sheet.report, speak)) for sheet in sheets],
        tuple(replace(one, title=speak(one.title), lines=tuple(map(speak, one.lines))) for one in pictures),
    )


def matter_of(
    landscape: Landscape,
    evaluation: Evaluation,
    deadlines: Mapping[str | None, str],
    language: Language,
    *,
    wareki: bool = False,
) -> Matter:
    """Without pictures."""
    surveys = survey.open_by_vendor(Asked(landscape, evaluation))
    asked = questions_of(landscape)
    return Matter(landscape, evaluation, asked, deadlines, language, surveys, wareki=wareki)
