"""Worksheets over HTTP: those of the command line, as JSON, CSV and Excel workbooks."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from analyzer.worksheets.joint import JOINT_SHEETS
from analyzer.worksheets.registry import SHEETS
from tests.api.asking import MOVES, City, code_of


@pytest.fixture
def planned(city: City) -> City:
    assert city.ask("PUT", "/plans/p", json={"moves": MOVES}).status_code == 201
    return city


def test_the_list_names_every_worksheet(planned: City) -> None:
    ids = [sheet.id for sheet in SHEETS]
    assert [entry["id"] for entry in planned.get("/worksheets")["worksheets"]] == ids
    joint = [sheet.id for sheet in JOINT_SHEETS]
    assert [entry["id"] for entry in planned.get("/worksheets")["joint_worksheets"]] == joint
    assert [row[0] for row in planned.table("/worksheets")] == ["id", *ids, *joint]
    assert planned.ask("GET", "/worksheets").headers["etag"]


def test_a_worksheet_is_json_csv_and_a_workbook(planned: City) -> None:
    document = planned.get("/worksheets/peaks?plan=p")
    assert document["worksheet"] == "peaks"
    assert [entry["cutovers"] for entry in document["months"]] == [1, 1]
    assert planned.table("/worksheets/peaks.csv?plan=p", "ja")[0][0] == "区分"
    answer = planned.ask("GET", "/worksheets/peaks.xlsx?plan=p&wareki=true")
    assert answer.headers["content-disposition"] == f'attachment; filename="{planned.id}-peaks.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    words = json.dumps([cell.value for row in sheet.iter_rows() for cell in row], ensure_ascii=False)
    assert "令和7年2月" in words


def test_what_cannot_be_asked_is_a_problem(planned: City) -> None:
    assert code_of(planned.ask("GET", "/worksheets/peaks"), 422) == "plan_needed"
    assert code_of(planned.ask("GET", "/worksheets/nothing"), 404) == "unknown_worksheet"
    assert code_of(planned.ask("GET", "/worksheets/peaks?plan=nothing"), 404) == "not_kept_plan"
    assert code_of(planned.ask("GET", "/worksheets/peaks?plan=p&month=2031-01"), 422) == "outside_horizon"
    assert code_of(planned.ask("GET", "/worksheets/peaks?plan=p&vendor=nobody"), 422) == "unknown_vendor"
    refused = planned.ask("GET", "/worksheets/peaks?plan=p", headers={"Accept": "image/png"})
    assert code_of(refused, 406) == "not_acceptable"


def test_a_worksheet_of_several_landscapes_takes_each_with_its_plan(planned: City) -> None:
    other = City(planned.client, f"{planned.id}-two")
    other.put(vendors=[
        {"id": "va", "name": "ベンダA", "attributes": {"全団体での月あたり切替上限": 1}}, {"id": "vb", "name": "ベンダB"},
    ])  # fmt: skip
    assert other.ask("PUT", "/plans/q", json={"moves": MOVES}).status_code == 201
    agenda = f"/joint-worksheets/agenda?plan=p&with={other.id}/q"
    document = planned.get(agenda)

    assert [entry["id"] for entry in document["landscapes"]] == [planned.id, other.id]
    assert {vendor["id"]: vendor["over_limit"] for vendor in document["vendors"]} == {
        "va": ["2025-02"],
        "vb": [],
    }
    assert planned.table(agenda.replace("agenda", "agenda.csv"))[0][0] == "vendor"
    book = planned.ask("GET", agenda.replace("agenda", "agenda.xlsx"), headers={"Accept-Language": "en"})
    assert openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]["A1"].value == "Agenda by vendor"
    assert [
        entry["status"] for entry in planned.get(f"/joint-worksheets/shared?with={other.id}")["landscapes"]
    ] == [None, None]


def test_what_several_landscapes_cannot_be_asked_is_a_problem(planned: City) -> None:
    assert code_of(planned.ask("GET", "/joint-worksheets/peaks"), 404) == "unknown_worksheet"
    assert code_of(planned.ask("GET", "/joint-worksheets/agenda?with=nobodys"), 404) == "not_kept_landscape"
    assert (
        code_of(planned.ask("GET", f"/joint-worksheets/agenda?with={planned.id}/none"), 404)
        == "not_kept_plan"
    )
    assert (
        code_of(planned.ask("GET", f"/joint-worksheets/agenda?with={planned.id}"), 422) == "landscape_twice"
    )
    assert code_of(planned.ask("GET", "/joint-worksheets/agenda?with=A/../b"), 422) == "wrong_request"
