"""What people type finds what they mean; what is not public is found by nobody who may not read it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.models import User
from portal.search import find, marked, understand
from portal.search.keyboard import on_the_other_layout
from requests_registry.filters import find_requests
from requests_registry.models import CommunityRequest, RequestStatus, ResponseStatus
from tests.factories import DSS, NAN, a_province, an_agency, make_agency_name, make_request, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def filter_and_oven() -> CommunityRequest:
    """What is sought, among others."""
    sought = make_request(
        number=14,
        public_title_th="ขอเครื่องกรองน้ำบาดาล",
        public_title_en="A water filter",
        public_text_th="น้ำมีสนิมเหล็ก ต้องผ่านเกณฑ์ของ อย. ใช้ข้าวพันธุ์ กข6",
    )
    make_request(number=15, public_title_th="ขอเตาอบกล้วยตาก", public_text_th="อยากได้บรรจุภัณฑ์ใหม่")
    make_request(number=16, public_title_th="ยืมกล้องดูดาว", public_text_th="จัดค่ายที่โรงเรียน fitting into")
    return sought


@pytest.mark.parametrize(
    "typed",
    [
        "เครื่องกรองน้ำ",
        "เครืองกรองนำ",  # tone marks lost
        "เครื่องกรองนํ้า",  # sara am in two characters
        "เครื่อง กรอง น้ำ",
        "เครื่องกรองน้",  # cut
        "เครื่องกรองณ้ำ",
        "เครื่องกรอง\u200bน้ำ",
        "water FILTER",
        "ｗａｔｅｒ",
        "๒๕๕๒-๐๑๔",
        "เลขที่ 14/2552",
        "อย.",
        "กข๖",
        "g8injv'div'",  # เครื่องกรอง on the English layout
        "ไฟะำพ",  # water on the Thai layout, which begins like a Thai word
        "เครื่องกองน้ำ",  # a letter left out
        "เครื่องกรงอน้ำ",  # letters in each other's place
        "เครืองกลองนำบาดาน",  # like sounds
        "น้ำบะดาล",
        "wtaer",
        "filters",
        "ทำอย่างไรให้น้ำบาดาลไม่มีสนิมเหล็ก",
        "อยากได้คนมาช่วยดูว่าต้องใช้เครื่องกรองน้ำแบบไหนถึงจะดี",
        "where can we get a filter for our water",
        "ground water",
        "iron rust",
    ],
)
def test_it_is_found_however_it_is_typed(filter_and_oven: CommunityRequest, typed: str) -> None:
    assert find_requests(typed).object_ids == [filter_and_oven.pk]


@pytest.mark.usefixtures("filter_and_oven")
@pytest.mark.parametrize(
    "typed", ["", " ", "ประกันสังคม", "qwrtpzx", "ๆๆๆๆ", "…", "лес", "🌾", "tint", "\0", "ฟหกด" * 3000]
)
def test_nonsense_finds_nothing(typed: str) -> None:
    assert find_requests(typed).object_ids == []


@pytest.mark.usefixtures("filter_and_oven")
def test_another_word_for_the_same_thing_finds_it_too() -> None:
    sought = CommunityRequest.objects.get(number=15)

    assert find_requests("แพ็กเกจ").object_ids[0] == find_requests("packaging").object_ids[0] == sought.pk


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("smart farm", "อยากทดลองสมาร์ทฟาร์ม"),  # two words in one group
        ("orchids", "ปลูกกล้วยไม้"),  # many of one
        ("แพ็ก เกจ", "ขอบรรจุภัณฑ์"),  # a space inside
        ("จีเอ็มพี", "ทำโรงงานตาม GMP"),
        ("biofertilizer", "Home-made bio-fertiliser"),
        ("กล้วยไม้ tissue culture", "เพาะเนื้อเยื่อกล้วยไม้"),
        ("ตรวจdnaข้าว", "ตรวจดีเอ็นเอว่าเป็นข้าวแท้"),
    ],
)
def test_words_with_the_same_meaning_are_known_in_both_languages(typed: str, title: str) -> None:
    sought = make_request(public_title_th=title)
    make_request(public_title_th="ขอเตาอบ")

    assert find_requests(typed).object_ids == [sought.pk]


def test_what_has_the_whole_phrase_or_begins_with_the_word_comes_first() -> None:
    apart = make_request(public_title_th="ย้อมสีผ้าไหมด้วยคราม")
    later = make_request(public_title_th="เปลือกครามย้อมผ้าไหม")
    first = make_request(public_title_th="ครามย้อมผ้าไหม")

    assert find_requests("ครามย้อมผ้าไหม").object_ids == [first.pk, later.pk, apart.pk]


def test_a_slip_is_mended_only_where_the_word_as_typed_is_nowhere() -> None:
    cooked = make_request(public_title_th="ขอวิธีต้มปลาร้า")
    assert find_requests("ปลารา้").object_ids == find_requests("ปาร้า").object_ids == [cooked.pk]

    typed = make_request(public_title_th="ร้านปาร้า")

    assert find_requests("ปาร้า").object_ids == [typed.pk]


def test_a_long_question_needs_less_of_it_than_a_word() -> None:
    sought = make_request(public_title_th="กล้วยตากสีคล้ำ", public_text_th="ขอโรงอบ")

    assert find_requests("ทำยังไงดี กล้วยตากของกลุ่มเราสีคล้ำตอนหน้าฝน").object_ids == [sought.pk]
    assert find_requests("กล้วยเบรกแตก").object_ids == []


def test_a_name_of_an_agency_may_be_a_little_wrong() -> None:
    make_agency_name(agency=an_agency(DSS), name_th="สถาบันวิจัยแสงซินโครตรอน(องค์การมหาชน)", name_en="Synchrotron")
    request = make_request(public_title_th="ขอเครื่องกรองน้ำ")
    make_response(ResponseStatus.ACCEPTED, community_request=request, agency=an_agency(DSS), is_published=True)

    for typed in ("สถาบันวิจัยซินโครตรอน", "สถาบันวิจัยแสงชินโครตอน", "สถาบันวิจัย แสงซินโครตรอน"):
        assert find_requests(typed).object_ids == [request.pk], typed


def test_an_agency_is_understood_by_name_initials_and_acronym() -> None:
    make_agency_name(agency=an_agency(DSS), name_th="กรมวิทยาศาสตร์บริการ", name_en="Department of Science Service")
    request = make_request(public_title_th="ขอเครื่องกรองน้ำ")
    make_response(ResponseStatus.ACCEPTED, community_request=request, agency=an_agency(DSS), is_published=True)
    make_request(public_title_th="ขอเตาอบ")

    for typed in ("DSS", "dss", "กรมวิทยาศาสตร์บริการ", "กรมวิทยาสาสตร์บริการ", "Department of Science Service"):
        assert find_requests(typed).object_ids == [request.pk], typed


def test_what_stands_in_the_title_comes_before_what_stands_in_the_text() -> None:
    in_text = make_request(public_title_th="ขอคำแนะนำ", public_text_th="ปลูกกล้วยไม้")
    in_title = make_request(public_title_th="ปลูกกล้วยไม้", public_text_th="ขอคำแนะนำ")

    assert find_requests("กล้วยไม้").object_ids == [in_title.pk, in_text.pk]


def test_the_layouts_are_each_other_s_reverse() -> None:
    for thai, latin in (("กล้วยไม้", "d]h;pw,h"), ("ดาวเทียม", "fk;gmup,")):
        assert on_the_other_layout(latin) == thai
        assert on_the_other_layout(thai) == latin


@pytest.mark.usefixtures("filter_and_oven")
def test_signs_between_single_letters_are_the_other_layout_before_they_are_beginnings_of_words() -> None:
    make_request(public_title_en="dogs, hens and pigs")

    found = find_requests("d]h;p")  # กล้วย

    assert found.is_swapped
    assert found.object_ids == [CommunityRequest.objects.get(number=15).pk]


def test_a_search_on_the_other_layout_is_told(nobody: Client, filter_and_oven: CommunityRequest) -> None:
    page = nobody.get("/requests/", {"q": "g8injv'div'"}).content.decode()

    assert "แสดงผลของ “เครื่องกรอง”" in page
    assert "พบ 1 เรื่อง" in page


# -------------------------------------------------------------------------------------------------------- what leaks


HIDDEN = "ทวารวดีศรีสรรเพชญ์"


@pytest.fixture
def hidden() -> list[CommunityRequest]:
    """The word stands in everything that the public does not read."""
    request = make_request(
        RequestStatus.ANSWERED,
        public_title_th="ขอเตาอบ",
        title_th=HIDDEN,
        text_th=HIDDEN,
        wanted_th=HIDDEN,
        community_th=HIDDEN,
    )
    make_response(
        ResponseStatus.ACCEPTED, community_request=request, summary_th=HIDDEN, details_th=HIDDEN, internal_note=HIDDEN
    )
    draft = make_request(RequestStatus.DRAFT, title_th=HIDDEN, public_title_th=HIDDEN)
    withdrawn = make_request(RequestStatus.WITHDRAWN, number=90, public_title_th=HIDDEN)
    return [request, draft, withdrawn]


@pytest.mark.usefixtures("hidden")
def test_the_public_finds_no_hidden_word_in_list_counts_suggestions_or_json(nobody: Client) -> None:
    for kind in ("request", "response", "workshop", "agency"):
        assert find(HIDDEN, kinds=[kind]).hits == ()

    page = nobody.get("/requests/", {"q": HIDDEN}).content.decode()
    json = nobody.get("/requests/", {"q": HIDDEN, "format": "json"}).json()
    suggested = nobody.get("/requests/suggest/", {"q": HIDDEN}).json()

    assert "พบ 0 เรื่อง" in page
    assert page.count(HIDDEN) == page.count(f'value="{HIDDEN}"') + page.count(f"“{HIDDEN}”") + page.count(f"q={HIDDEN}")
    assert (json["count"], json["results"], suggested) == (0, [], {"suggestions": []})


def test_officers_find_original_words_of_their_own_work_only(
    hidden: list[CommunityRequest],
    province_officer: User,
    other_province_officer: User,
    client_of: Callable[[User], Client],
) -> None:
    request, draft, withdrawn = hidden
    elsewhere = make_request(province=a_province(NAN), title_th=HIDDEN, public_title_th="ขอเตาอบ")

    def found_by(person: User) -> set[int]:
        return set(find(HIDDEN, kinds=["request"], readable=CommunityRequest.objects.concerning(person)).object_ids)

    assert found_by(province_officer) == {request.pk, draft.pk, withdrawn.pk}
    assert found_by(other_province_officer) == {elsewhere.pk}
    assert request.receipt in client_of(province_officer).get("/desk/requests/", {"q": HIDDEN}).content.decode()


# ----------------------------------------------------------------------------------------------------------- the page


def test_the_best_comes_first_unless_another_order_is_asked_for(nobody: Client) -> None:
    best = make_request(number=1, public_title_th="กล้วยตาก")
    make_request(number=2, public_title_th="ขอเตาอบ", public_text_th="อบกล้วยตาก")

    ranked = nobody.get("/requests/", {"q": "กล้วยตาก", "format": "json"}).json()
    newest = nobody.get("/requests/", {"q": "กล้วยตาก", "format": "json", "sort": "newest"}).json()

    assert [row["id"] for row in ranked["results"]] == [best.reference, "2552-002"]
    assert [row["id"] for row in newest["results"]] == ["2552-002", best.reference]
    assert set(ranked["results"][0]) == {
        "id", "url", "title", "lang", "year_be", "status", "category", "agencies", "is_sample",
    }  # fmt: skip


def test_json_and_suggestions_can_be_cached_for_everybody(nobody: Client) -> None:
    make_request(public_title_th="กล้วยตาก")

    for address in ("/requests/?q=กล้วย&format=json", "/requests/suggest/?q=กล้วย"):
        answer = nobody.get(address)
        assert answer["Content-Type"] == "application/json"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    assert nobody.get("/requests/suggest/", {"q": "กล้ว"}).json() == {"suggestions": ["กล้วยตาก"]}


def test_where_nothing_is_found_the_page_tells_what_to_leave_out(nobody: Client) -> None:
    make_request(public_title_th="กล้วยตาก")
    make_request(public_title_th="ขอเตาอบ", province=a_province(NAN))

    page = nobody.get("/requests/", {"q": "กล้วยตาก", "province": NAN}).content.decode()

    assert "นำจังหวัดออก: พบ 1 เรื่อง" in page
    assert "นำคำที่ค้นออก: พบ 1 เรื่อง" in page
    assert f'href="?q={quote("กล้วยตาก")}"' in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "ก" * 1000,
        "q=กล้วย&sort=nothing&page=1000000000000000000&format=xml",
        "q=а́&q=กล้วย",
        "q=%22%20OR%20NEAR(&province=%27",
        "q=*&q=:",
        "q=กล้วย'--&format=json&page=-1",
        "q=🌾%20%E2%80%8B%20\u202e",
    ],
)
def test_any_query_gets_a_page(nobody: Client, query: str) -> None:
    make_request(public_title_th="กล้วยตาก")

    for address in ("/requests/", "/requests/suggest/"):
        answer = nobody.get(f"{address}?{query}")
        assert answer.status_code == 200 or (answer.status_code == 400 and len(query) > 900)


def test_a_search_asks_as_many_questions_for_many_rows(
    nobody: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_request(public_title_th="กล้วยตาก 1")
    find_requests("กล้วยตาก")
    with django_assert_num_queries(3):
        find_requests("กล้วยตาก")
    for number in range(3):
        make_request(public_title_th=f"กล้วยตาก {number}")

    with django_assert_num_queries(3):
        assert len(find_requests("กล้วยตาก").hits) == 4


# -------------------------------------------------------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("ขอเครื่องกรองน้ำบาดาล", "กรองนำ", "ขอเครื่อง[กรองน้ำ]บาดาล"),
        ("กล้วยตากและกล้วยไม้", "กลวย", "[กล้วย]ตากและ[กล้วย]ไม้"),
        ("เรือไฟเก่า", "ไฟ", "เรือ[ไฟ]เก่า"),
        ("ไม่มีอะไรเหมือน", "กล้วย", "ไม่มีอะไรเหมือน"),
        ("Water filter", "WATER", "[Water] filter"),
        ("ฝุ่น <b>PM</b> ๒.๕", "pm", "ฝุ่น <b>[PM]</b> ๒.๕"),
    ],
)
def test_what_was_found_is_marked_in_whole_letters(text: str, typed: str, shown: str) -> None:
    pieces = marked(text, understand(typed))

    assert "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces) == shown
    assert "".join(piece.text for piece in pieces) == text


def test_marks_on_the_page_are_escaped(nobody: Client) -> None:
    make_request(public_title_th="กล้วย<script>alert(1)</script>ตาก")

    page = nobody.get("/requests/", {"q": "กล้วย"}).content.decode()

    assert "<mark>กล้วย</mark>&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_an_excerpt_begins_near_the_find_and_cuts_no_letter() -> None:
    pieces = marked("ก่อนหน้านี้ " * 40 + "กล้วยไม้ป่า " + "ต่อจากนี้ " * 40, understand("กล้วยไม้"), around=150)

    text = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_found] == ["กล้วยไม้"]
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 200
