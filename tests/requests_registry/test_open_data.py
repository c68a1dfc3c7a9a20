"""What may be taken away: one request as JSON, a search as CSV and as a feed. Leaks: `test_public_visibility`."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus
from requests_registry.open_data import COLUMNS, csv_lines
from tests.factories import (
    NAN,
    a_province,
    make_agency,
    make_district,
    make_milestone,
    make_request,
    make_response,
    make_workshop,
)

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def rows_of(browser: Client, query: str = "") -> list[dict[str, str]]:
    content = b"".join(browser.get(f"/requests/?format=csv&{query}"))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


# --------------------------------------------------------------------------------------------------------------- JSON


def test_a_request_as_json_names_its_public_fields(nobody: Client) -> None:
    workshop = make_workshop()
    request = make_request(
        RequestStatus.UNDER_WAY, workshop=workshop, district=make_district("4202"), public_title_en="Fruit"
    )
    response = make_response(ResponseStatus.UNDER_WAY, community_request=request, is_published=True)
    make_milestone(response=response)
    make_response(ResponseStatus.ACCEPTED, community_request=request, agency=make_agency("TISTR"), summary_th="ลับ")

    answer = nobody.get("/requests/2552-001.json")
    data = json.loads(answer.content)

    assert set(COLUMNS) <= set(data)
    told = [data[name] for name in ("reference", "title_en", "district_code", "workshop")]
    assert told == ["2552-001", "Fruit", "4202", 1]
    assert data["responses"][0]["milestones"][0]["title_th"] == "ลงพื้นที่สำรวจ"
    assert set(data["responses"][1]) == {"part", "agency", "is_published", "status", "asked_on", "due_on"}
    assert data["responses"][1]["status"] is None
    assert "ลับ" not in answer.content.decode()
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_who_has_the_json_already_is_told_so_until_it_changes(nobody: Client) -> None:
    request = make_request()
    first = nobody.get("/requests/2552-001.json")

    again = nobody.get("/requests/2552-001.json", HTTP_IF_NONE_MATCH=first["ETag"])
    CommunityRequest.objects.filter(pk=request.pk).update(public_title_th="ชื่อใหม่")
    changed = nobody.get("/requests/2552-001.json", HTTP_IF_NONE_MATCH=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_json_follows_the_page_where_a_request_is_gone_or_has_joined_another(nobody: Client) -> None:
    make_request(RequestStatus.WITHDRAWN, number=4, public_title_th="ถอนแล้ว")
    make_request(RequestStatus.MERGED, number=5, merged_into=make_request(number=6))

    gone = nobody.get("/requests/2552-004.json")
    joined = nobody.get("/requests/2552-005.json")

    assert (gone.status_code, json.loads(gone.content)) == (410, {"reference": "2552-004", "status": "withdrawn"})
    assert (joined.status_code, joined["Location"]) == (301, "/requests/2552-006.json")
    assert nobody.get("/requests/2552-007.json").status_code == 404


# ---------------------------------------------------------------------------------------------------------------- CSV


def test_the_list_as_csv_is_the_result_of_the_search(nobody: Client) -> None:
    make_request(number=1)
    make_request(number=2, province=a_province(NAN))
    make_request(RequestStatus.SUBMITTED, province=a_province(NAN))

    content = b"".join(nobody.get("/requests/?format=csv"))

    assert content.startswith(b"\xef\xbb\xbfreference,fiscal_year_be,")
    assert [row["reference"] for row in rows_of(nobody)] == ["2552-002", "2552-001"]
    assert [row["reference"] for row in rows_of(nobody, f"province={NAN}")] == ["2552-002"]
    first = rows_of(nobody)[0]
    assert (first["province_th"], first["is_sample"], first["accepted_on"]) == ("น่าน", "false", "2008-11-09")


@pytest.mark.parametrize("title", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "  =HYPERLINK()", "＝1"])
def test_no_cell_is_taken_for_a_formula(title: str) -> None:
    lines = "".join(csv_lines(["title"], [[title]]))

    assert list(csv.reader(io.StringIO(lines)))[1] == [f"'{title}"]


def test_numbers_days_and_gaps_stay_what_they_are() -> None:
    lines = "".join(csv_lines(["a", "b", "c", "d"], [[-5, None, True, date(2008, 11, 9)]]))

    assert lines.splitlines()[1] == "-5,,true,2008-11-09"


# --------------------------------------------------------------------------------------------------------------- feed


def test_the_feed_holds_the_newest_of_the_search_in_the_language_of_its_address(nobody: Client) -> None:
    make_request(number=1, public_title_en="Old", is_sample=True)
    make_request(number=2, province=a_province(NAN), public_title_en="New & <b>")

    feed = ElementTree.fromstring(nobody.get("/en/requests/feed/").content)
    of_nan = ElementTree.fromstring(nobody.get(f"/requests/feed/?province={NAN}&utm=x").content)

    titles = [node.text for node in feed.iterfind("a:entry/a:title", ATOM)]
    assert titles == ["2552-002 New & <b>", "2552-001 Old [Sample data]"]
    assert len(of_nan.findall("a:entry", ATOM)) == 1
    assert of_nan.find("a:link[@rel='self']", ATOM).get("href").endswith(f"/requests/feed/?province={NAN}")  # type: ignore[union-attr]


def test_the_list_names_its_files_and_its_feed(nobody: Client) -> None:
    make_request()

    page = nobody.get("/requests/?province=42&page=1").content.decode()

    assert '<a href="?province=42&amp;format=csv" rel="nofollow">' in page
    assert page.count('href="/requests/feed/?province=42"') == 2  # in the head, and below the list
