"""The files of packs: what vendors may not see, what programs read back, and names that mean harm."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import icalendar
import openpyxl
import pytest
from hypothesis import given, settings

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.inquiry.answers import read_answers
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.packs.archive import PackFile, zipped
from analyzer.packs.contents import Matter, matter_of, secretariat_files, vendor_files
from analyzer.packs.deadlines import deadlines_of
from analyzer.packs.gathering import gather
from analyzer.packs.page import Picture, inlined, page_file
from analyzer.packs.pictures import drawn
from analyzer.packs.sheets import items_sheet
from analyzer.reports.standing import vendor_today
from analyzer.tables.xlsx_reading import read_xlsx
from tests.builders import landscape, landscape_document, link, move, system
from tests.packs.test_items import evaluated
from tests.profiles import examples
from tests.strategies import landscape_documents, model

HOSTILE = "<script>alert(1)</script>\"'&=cmd|x!A1;,\\n"


def matter(found: Landscape, evaluation: Evaluation, language: Any = "ja") -> Matter:
    return matter_of(found, evaluation, deadlines_of(found, "2025-01-31")[0], language)


def text_in(file: PackFile) -> str:
    """Everything that can be read in a file, the parts of a workbook one after the other."""
    if file.name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if file.name.endswith(".ics"):
        return file.data.replace(b"\r\n ", b"").decode()
    return file.data.decode()


def priced(document: Any, counter: itertools.count[int]) -> Any:
    """The document with a price that nothing else looks like at every price."""
    if isinstance(document, dict):
        return {
            name: next(counter)
            if name in PRICES and isinstance(value, int)
            else {k: next(counter) for k in value} if name == "cost" and isinstance(value, dict)
            else priced(value, counter)
            for name, value in document.items()
        }  # fmt: skip
    return [priced(value, counter) for value in document] if isinstance(document, list) else document


PRICES = (
    "setup",
    "per_link",
    "per_month",
    "suspendable",
    "monthly_cost",
    "test_case",
    "session",
    "lateness_per_month",
)


def moves_of(found: Landscape) -> dict[MoveRef, Month]:
    """Every system in its own months, one after the other."""
    last = len(found.horizon) - 1
    return {
        MoveRef(s.id, m.id): found.horizon.first + min(last, n + at)
        for n, s in enumerate(found.systems.values())
        for at, m in enumerate(s.moves)
    }


@given(landscape_documents(with_rules=False))
@settings(max_examples=examples(30))
def test_a_vendor_s_pack_names_no_price_and_no_system_that_none_of_its_links_reaches(document: Any) -> None:
    document = priced(document, itertools.count(8_640_001))
    for entry in document["systems"]:
        entry["name"] = f"名{entry['id']}名"
        entry["note"] = "覚え書き 8640000 円"
    found = model(document)
    m = matter(found, evaluate_plan(found, moves_of(found)))
    for vendor in found.vendors:
        own = {s.id for s in found.systems.values() if vendor in {form.vendor for form in s.forms}}
        hubs = {hub.id for hub in found.hubs.values() if hub.vendor == vendor}
        near = own | {
            end
            for i in found.integrations.values()
            if own & {i.key.source, i.key.target} or hubs & {real.via for real in i.realizations.values()}
            for end in (i.key.source, i.key.target)
            if end is not None
        }
        # A bridge of the file may be this vendor's, or at one of its hubs: where it stands is its own affair.
        for bridge in found.existing_bridges:
            if vendor_today(found, bridge) == vendor or bridge.hub in hubs:
                near |= {end for key in bridge.serves for end in (key.source, key.target) if end is not None}
                near |= {bridge.system} if bridge.system is not None else set()
        for file in vendor_files(m, vendor):
            said = text_in(file)
            assert "8640" not in said, file.name
            for other in found.systems.keys() - near:
                assert found.systems[other].name not in said, (file.name, other)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_pack_is_the_same_bytes_each_time_and_its_archive_opens(language: Any) -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    one, other = (vendor_files(matter(found, evaluation, language), "vendor-e") for _ in range(2))

    assert zipped(one) == zipped(other)
    with zipfile.ZipFile(io.BytesIO(zipped(one))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(
            ["README.txt", "calendar.ics", "jira.csv", "page.html", "redmine.csv", "workbook.xlsx"]
        )


def test_the_secretariat_has_the_pack_of_every_vendor_with_something_to_do() -> None:
    found, evaluation = evaluated("asahikawa", "actual")
    m = matter(found, evaluation)
    files = secretariat_files(m, [items_sheet(found, ())])

    folders = {file.name.split("/")[1] for file in files if file.name.startswith("vendors/")}
    assert folders == {"print-co", "vendor-m", "vendor-n", "vendor-x"}
    readme = next(file for file in files if file.name == "README.txt").data.decode("utf-8-sig")
    assert all(file.name in readme for file in files if "/" not in file.name and file.name != "README.txt")


def test_the_calendar_reads_back_and_moves_with_the_plan() -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    later = evaluate_plan(
        found,
        {ref: month + 1 if month < found.horizon.last else month for ref, month in evaluation.moves.items()},
    )

    def events(of: Evaluation) -> dict[str, tuple[str, str, str]]:
        file = next(f for f in vendor_files(matter(found, of), "vendor-e") if f.name == "calendar.ics")
        calendar = icalendar.Calendar.from_ical(file.data)
        return {
            str(event["uid"]): (str(event["summary"]), str(event.decoded("dtstart")), str(event.decoded("dtend")))
            for event in calendar.walk("VEVENT")
        }  # fmt: skip

    before, after = events(evaluation), events(later)
    assert ("障害者福祉（shogai）の切替", "2026-03-01", "2026-04-01") in before.values()
    assert ("質問 7 件の回答期限", "2025-01-31", "2025-02-01") in before.values()
    assert (
        len(before) == 8
    )  # five questions and two of the survey on one day, build, start, three tests, cutover, end
    (uid,) = (uid for uid, event in before.items() if "切替" in event[0])
    assert after[uid] == ("障害者福祉（shogai）の切替", "2026-04-01", "2026-05-01")


def test_issues_have_a_row_for_each_item_with_its_days() -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    m = matter(found, evaluation)
    items = gather(
        evaluation, [q for q in m.questions if "vendor-e" in q.vendors], m.deadlines, "vendor-e", m.surveys
    )
    files = {file.name: text_in(file) for file in vendor_files(m, "vendor-e")}
    redmine = list(csv.DictReader(io.StringIO(files["redmine.csv"])))
    jira = list(csv.DictReader(io.StringIO(files["jira.csv"])))

    assert len(redmine) == len(jira) == len(items)
    assert redmine[0].keys() == {"題名", "説明", "カテゴリ", "開始日", "期日"}
    (cutover,) = (row for row in redmine if row["カテゴリ"] == "切替")
    assert (cutover["開始日"], cutover["期日"]) == ("2026-03-01", "2026-03-31")
    assert all(row["Summary"] and row["Issue Type"] == "Task" for row in jira)


def test_an_issue_is_one_that_redmine_and_jira_take_however_long_its_names_are() -> None:
    links = [link(f"l{at}", "a", "b", name=f"連携{at} " + "長" * 450) for at in range(90)]
    found = landscape(systems=[system("a", move(), name="名前" * 200), system("b")], integrations=links)
    files = {
        file.name: text_in(file)
        for file in vendor_files(matter(found, evaluate_plan(found, moves_of(found))), "va")
    }
    issues = [(row["題名"], row["説明"]) for row in csv.DictReader(io.StringIO(files["redmine.csv"]))]
    issues += [(row["Summary"], row["Description"]) for row in csv.DictReader(io.StringIO(files["jira.csv"]))]

    assert max(len(title) for title, _ in issues) == 255
    assert not any("\n" in title for title, _ in issues)
    assert max(len(text) for _, text in issues) <= 32_767
    assert all(text.splitlines()[-1].startswith("ID: ") for _, text in issues)
    several = [text for _, text in issues if "…ほか" in text]
    assert several
    assert all(re.search(r"\n…ほか [0-9]+ 件\nID: ", text) for text in several)


def test_in_the_japanese_calendar_no_other_date_is_left_for_people_and_none_is_changed_for_programs() -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    plain = matter(found, evaluation)
    files, others = (
        {file.name: file for file in vendor_files(made, "vendor-e")}
        for made in (replace(plain, wareki=True), plain)
    )
    for name in ("page.html", "README.txt", "workbook.xlsx"):
        said = (
            [str(cell) for sheet in openpyxl.load_workbook(io.BytesIO(files[name].data)) for row in sheet.values for cell in row]
            if name == "workbook.xlsx"
            else [text_in(files[name])]
        )  # fmt: skip
        assert not [
            text
            for text in said
            if re.search(r"20[0-9]{2}-[01][0-9](?!、令和)", text.replace("(2026-01-05、令和", ""))
        ], name
        assert any("令和8年" in text for text in said), name
    for name in ("calendar.ics", "redmine.csv", "jira.csv"):
        assert files[name].data == others[name].data


def test_every_sheet_of_a_vendor_says_its_title_and_offers_the_words_of_its_answers() -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    file = next(f for f in vendor_files(matter(found, evaluation), "vendor-e") if f.name == "workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.data))

    assert [sheet["A1"].value for sheet in book] == [
        "月別のやること",
        "過渡期連携",
        "関係する連携",
        "質問",
        "意向調査票",
    ]
    sheet = book["質問"]
    offered = {
        str(cells): validation.formula1
        for validation in sheet.data_validations.dataValidation
        for cells in validation.sqref.ranges
    }
    asked = {f"G{row[0].row}" for row in sheet.iter_rows() if str(row[0].value).startswith("confidence:")}
    assert asked
    assert offered.keys() == asked
    assert set(offered.values()) == {'"調査済,資料,想定,不明"'}
    assert sheet.column_dimensions["G"].width >= 20


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update((name, value or "") for name, value in attrs)


def hostile() -> Landscape:
    """Everything that has a name has a hostile one."""
    document = landscape_document(
        systems=[system("a", move()), system("b", move(), current={"vendor": "vb"})],
        integrations=[link("x", "a", "b", confidence="unknown"), link("y", "b", None)],
        vendors=[{"id": "va", "name": "va"}, {"id": "vb", "name": "vb"}],
    )
    for section in ("vendors", "environments", "systems", "integrations", "hubs"):
        for entry in document[section]:
            entry["name"] = f"=HYPERLINK(1){HOSTILE}"
    document["landscape"]["name"] = HOSTILE
    document["systems"][0]["owner"] = HOSTILE
    return landscape(document)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_names_that_mean_harm_are_text_in_every_file(language: Any) -> None:
    found = hostile()
    m = matter(found, evaluate_plan(found, moves_of(found)), language)
    for file in (*vendor_files(m, "va"), *secretariat_files(m, [items_sheet(found, ())])):
        if file.name.endswith(".html"):
            page = _Tags()
            page.feed(file.data.decode())
            assert "script" not in page.tags
            assert not {name for name, _ in page.attributes if name.startswith("on")}
            assert {value for name, value in page.attributes if name in ("href", "src")} <= {
                "#items", "#bridges", "#links", "#questions", "#survey", "#pictures",
            }  # fmt: skip
        if file.name.endswith(".ics"):
            events = icalendar.Calendar.from_ical(file.data).walk("VEVENT")
            assert len({str(event["uid"]) for event in events}) == len(events)
        if file.name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(file.data.decode())))
            assert len({len(row) for row in rows}) == 1
            assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
        if file.name.endswith(".xlsx"):
            assert "<f>" not in text_in(file)


def test_a_picture_in_a_page_has_no_ids_and_a_page_takes_nothing_from_elsewhere() -> None:
    svg = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>t</title><g id="n1"><text>a</text></g></svg>'
    page = page_file(hostile_title(), (), (), [Picture("p", hostile_title(), svg)], "en").decode()

    assert "id=" not in inlined(svg)
    assert "default-src 'none'" in page
    assert "<svg" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def hostile_title() -> Any:
    return Text(HOSTILE, HOSTILE)


def test_answers_in_the_workbook_of_a_pack_are_read_back() -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    file = next(f for f in vendor_files(matter(found, evaluation), "vendor-e") if f.name == "workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    sheet = book["質問"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "質問ID")
    answer = next(cell.column for cell in head if cell.value == "回答")
    row = next(row for row in sheet.iter_rows() if row[0].value == "contract_end:shogai")
    row[answer - 1].value = "令和8年3月"
    stream = io.BytesIO()
    book.save(stream)

    after = read_answers(found, read_xlsx(stream.getvalue(), "workbook.xlsx")).landscape
    assert str(after.systems["shogai"].contract_end) == "2026-03"


def test_a_vendor_s_own_day_comes_before_that_of_all_and_one_that_is_none_is_said() -> None:
    found = landscape(
        landscape={"attributes": {"回答期限": "2025-02-28"}},
        vendors=[{"id": "va", "name": "a", "attributes": {"回答期限": "令和7年1月31日"}},
                 {"id": "vb", "name": "b", "attributes": {"回答期限": "なるべく早く"}}],
    )  # fmt: skip

    days, findings = deadlines_of(found)

    assert days == {"va": "2025-01-31", "vb": "2025-02-28", None: "2025-02-28"}
    assert [finding.code for finding in findings] == ["answer_day"]
    assert deadlines_of(found, "2025-03-01")[0] == {
        "va": "2025-03-01",
        "vb": "2025-03-01",
        None: "2025-03-01",
    }


@pytest.mark.requires_dot
def test_the_picture_of_a_vendor_shows_its_links_and_no_cost_of_the_plan() -> None:
    found, evaluation = evaluated("higashimurayama", "main")
    files = vendor_files(drawn(matter(found, evaluation), "vendor-b"), "vendor-b")
    (svg,) = (file.data.decode() for file in files if file.name.endswith(".svg"))

    assert "pictures/links-2026-01.pdf" in {file.name for file in files}
    assert all(found.systems[own].name in svg for own in ("kaigo", "jumin", "zei"))
    assert not any(found.systems[other].name in svg for other in ("koseki", "seiho", "taino"))
    assert "費用" not in svg
    assert "103" not in svg
