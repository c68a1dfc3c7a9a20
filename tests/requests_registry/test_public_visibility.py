"""Whatever the status of a request, an anonymous visitor sees what the public may see of it, and nothing else.

Every field of a request that is not public holds a canary, a word that stands nowhere else. All public addresses are
fetched in both languages, PDFs as the document that is printed, and none of the canaries may sing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from urllib.parse import quote

import pytest
from django.core import serializers
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal import pdf
from requests_registry.models import (
    AgencyResponse,
    CommunityRequest,
    Outcome,
    RequestStatus,
    ResponseStatus,
    Transition,
)
from requests_registry.models.requests import NUMBERED, UNNUMBERED
from requests_registry.request_lines import request_line
from tests.factories import (
    a_category,
    a_fiscal_year,
    a_group,
    a_province,
    a_workshop,
    an_agency,
    make_agency_name,
    make_district,
    make_membership,
    make_outcome,
    make_request,
    make_response,
    make_transition,
    make_workshop,
    make_workshop_province,
)
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

AT = datetime(2009, 2, 3, 5, 0, tzinfo=UTC)
LANGUAGES = ("th", "en")
#: A Thai hook word: every text begins with it, so that a search for it would find the request if it might.
HOOK = "ผักหวาน"


class Canaries:
    """Words that are nowhere else: a Thai word, so that folding and splitting treat them as they treat real ones."""

    _numbers = count(1)  # one series, so that no two stories share a word

    def __init__(self) -> None:
        self.secret: dict[str, str] = {}
        self.public: dict[str, str] = {}

    def hidden(self, what: str) -> str:
        return self._new(self.secret, what)

    def shown(self, what: str) -> str:
        return self._new(self.public, what)

    def _new(self, kept: dict[str, str], what: str) -> str:
        assert what not in kept
        kept[what] = f"{HOOK}ขมิ้นqz{next(self._numbers):04d}"
        return kept[what]


@dataclass
class Story:
    """A request of one status with everything that could leak, and what each of its words is."""

    status: str
    canaries: Canaries = field(default_factory=Canaries)
    request: CommunityRequest = None  # type: ignore[assignment]  # made below

    @property
    def address(self) -> str:
        return f"/requests/{self.request.reference}/"


# -------------------------------------------------------------------------------------------------------- the stories

SEEN = (*NUMBERED, RequestStatus.DECLINED)  # with a page of their own
UNSEEN = (*UNNUMBERED, RequestStatus.WITHDRAWN, RequestStatus.MERGED)


@pytest.fixture
def surroundings() -> None:
    """What pages need besides the request."""
    make_membership()
    make_agency_name(name_th="กรมวิทยาศาสตร์บริการ", name_en="Department of Science Service")
    make_agency_name(agency=an_agency("TISTR"), name_th="สถาบันวิจัยวิทยาศาสตร์", name_en="Institute of Research")
    make_workshop_province(workshop=make_workshop(group=a_group()))
    an_agency("SECRET")
    a_category()


def story_of(status: str) -> Story:
    story = Story(status)
    words = story.canaries
    may_be_seen = words.shown if status in SEEN else words.hidden
    story.request = make_request(
        status,
        title_th=words.hidden("original title"),
        title_en=words.hidden("original title, English"),
        text_th=words.hidden("original text"),
        text_en=words.hidden("original text, English"),
        public_title_th=may_be_seen("public title"),
        public_text_th=may_be_seen("public text"),
        community_th=words.hidden("original community"),
        public_community_th=may_be_seen("community"),
        workshop=a_workshop(),
        group=a_group(),
        is_sample=False,
        **({"number": 7, "accepted_at": AT} if status in (RequestStatus.WITHDRAWN, RequestStatus.DECLINED) else {}),
        **({"number": 7, "merged_into": make_request(number=70)} if status == RequestStatus.MERGED else {}),
    )
    _answers(story, may_be_seen)
    _history(story, may_be_seen)
    return story


def _answers(story: Story, may_be_seen: Callable[[str], str]) -> None:
    """One published answer; one not yet published, of each kind: help and refusal."""
    words = story.canaries
    published = make_response(
        ResponseStatus.UNDER_WAY,
        community_request=story.request,
        is_published=True,
        summary_th=may_be_seen("published summary"),
        details_th=may_be_seen("published details"),
        budget_source_th=may_be_seen("source of the published budget"),
        provenance_note_th=may_be_seen("published note"),
        answered_on=date(2009, 2, 3),
        budget_baht=123456,
    )
    make_response(
        ResponseStatus.ACCEPTED,
        community_request=story.request,
        part=2,
        agency=an_agency("TISTR"),
        kind="SI",
        summary_th=words.hidden("unpublished summary"),
        summary_en=words.hidden("unpublished summary, English"),
        details_th=words.hidden("unpublished details"),
        budget_source_th=words.hidden("source of the unpublished budget"),
        part_title_th=words.hidden("title of the part"),
        provenance_note_th=words.hidden("unpublished note"),
        answered_on=date(2009, 7, 27),
        planned_from=date(2013, 6, 17),
        planned_to=date(2014, 8, 18),
        budget_baht=98765432,
    )
    make_response(
        ResponseStatus.DECLINED,
        community_request=story.request,
        part=3,
        decline_reason="no_means",
        summary_th=words.hidden("unpublished reason"),
        suggested_agency=an_agency("SECRET"),
    )
    verified = make_outcome(
        community_request=story.request,
        verified_at=AT,
        actual=4321,
        unit_th=may_be_seen("unit of a verified result"),
        evidence_th=words.hidden("evidence"),
    )
    verified.responses.add(published)
    make_outcome(community_request=story.request, actual=8765, unit_th=words.hidden("unit of an unverified result"))


def _history(story: Story, may_be_seen: Callable[[str], str]) -> None:
    words = story.canaries
    make_transition(
        community_request=story.request,
        public_note_th=may_be_seen("note on the submission"),
        reason=words.hidden("reason of the submission"),
    )
    make_transition(
        community_request=story.request,
        from_status="submitted",
        to_status="returned",
        reason=words.hidden("question to the province"),
        public_note_th=words.hidden("note on the return"),
    )
    unpublished = story.request.responses.get(part=2)
    make_transition(
        community_request=story.request,
        response=unpublished,
        from_status="asked",
        to_status="accepted",
        at=datetime(2011, 11, 11, tzinfo=UTC),
        reason=words.hidden("reason of the unpublished answer"),
        public_note_th=words.hidden("note on the unpublished answer"),
    )
    make_transition(
        community_request=story.request,
        from_status="accepted",
        to_status="withdrawn",
        at=datetime(2012, 12, 12, tzinfo=UTC),
        reason=words.hidden("reason of the withdrawal"),
        public_note_th=words.hidden("note on the withdrawal"),
    )


def everything_about(request: CommunityRequest) -> str:
    """All that the database holds of it."""
    rows = [
        request,
        *AgencyResponse.objects.filter(community_request=request),
        *Transition.objects.filter(community_request=request),
        *Outcome.objects.filter(community_request=request),
    ]
    return serializers.serialize("json", rows, ensure_ascii=False)


# ---------------------------------------------------------------------------------------------------- what is fetched


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs come as the document that would be printed: words that the paper hides would be found in it."""
    monkeypatch.setattr(pdf, "render", lambda html, **options: html.encode())


def addresses(request: CommunityRequest) -> Iterator[str]:
    """Every public address at which the request could be seen or guessed, without language."""
    yield from ("/", "/about/", "/years/", "/workshops/", "/groups/", "/provinces/", "/agencies/", "/requests/")
    yield from ("/years/2552/", "/years/2552.pdf", "/workshops/2552/1/", "/provinces/42/", "/groups/upper-northeast-1/")
    yield from ("/workshops/2552/1.pdf", "/provinces/42.pdf", "/groups/upper-northeast-1.pdf")
    yield from (f"/agencies/{acronym}{end}" for acronym in ("DSS", "TISTR", "SECRET") for end in ("/", ".pdf"))
    yield from ("/statistics/", "/statistics/by-status.csv", "/statistics/by-agency.csv", "/requests/feed/")
    yield from ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-requests-2552-1.xml", "/requests/?format=csv")
    yield from (f"/requests/?{facet}" for facet in FACETS)
    for reference in {request.reference or "2552-001", "2552-002", request.receipt}:
        yield from (f"/requests/{reference}/", f"/requests/{reference}.pdf", f"/requests/{reference}.json")


FACETS = (
    f"q={quote(HOOK)}",
    "q=2552-007",
    "status=draft",
    "status=submitted",
    "status=returned",
    "status=merged",
    "status=withdrawn",
    "agency=DSS",
    "agency=TISTR",
    "help=SI",
    "province=42&category=1&year=2552",
    "sort=oldest",
)


def words_of(page: str) -> str:
    """Without markup, which may stand within a word."""
    return " ".join(re.sub("<[^>]+>", "", page).split())


def content_of(answer: HttpResponseBase) -> str:
    """Also of an answer that is written while it is sent."""
    return b"".join(answer).decode()


def all_that_is_public(browser: Client, request: CommunityRequest) -> dict[str, str]:
    """Each address with its answer, headers included."""
    found = {}
    for prefix in ("", "/en"):
        for address in addresses(request):
            answer = browser.get(prefix + address)
            headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
            source = content_of(answer)
            text = f"{answer.status_code}\n{headers}\n{source}\n{words_of(source)}"
            found[prefix + address] = text.replace(answer["X-Request-ID"], "…")  # differs each time
            assert answer.status_code in (200, 301, 404, 410), prefix + address
    return found


# ---------------------------------------------------------------------------------------------------------- the tests


@pytest.mark.usefixtures("surroundings", "printed")
@pytest.mark.parametrize("status", RequestStatus.values)
def test_no_canary_is_heard_and_every_public_word_is(nobody: Client, status: str) -> None:
    story = story_of(status)

    answers = all_that_is_public(nobody, story.request)

    heard = {
        (what, address)
        for what, word in story.canaries.secret.items()
        for address in answers
        if word in answers[address]
    }
    assert heard == set()
    assert story.request.receipt not in "".join(text for at, text in answers.items() if story.request.receipt not in at)
    page = answers.get(story.address, "")
    assert {what for what, word in story.canaries.public.items() if word not in page} == set()


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("status", RequestStatus.values)
def test_each_canary_lives_where_it_may(status: str) -> None:
    """So that silence above means that a word is hidden, not that it was never there."""
    story = story_of(status)

    stored = everything_about(story.request)

    assert len(story.canaries.secret) >= 16
    assert [what for what, word in story.canaries.secret.items() if word not in stored] == []


@pytest.mark.usefixtures("surroundings", "printed")
@pytest.mark.parametrize("status", SEEN)
def test_of_an_unpublished_answer_only_who_was_asked_is_seen(nobody: Client, status: str) -> None:
    """Neither its text nor its kind, dates, money; nor whether it is help or a refusal."""
    story = story_of(status)

    for prefix in ("", "/en"):
        for address in (story.address, story.address.rstrip("/") + ".pdf"):
            text = words_of(nobody.get(prefix + address).content.decode())
            assert ("สถาบันวิจัยวิทยาศาสตร์" if not prefix else "Institute of Research") in text
            assert "24 ธ.ค. 2551" in text or "๒๔ ธ.ค. ๒๕๕๑" in text or "24 Dec 2008" in text  # due
            assert not re.search("2554|2011|2555|2012|2556|2013|2557|2014|๒๕๕๔|๒๕๕๕|๒๕๕๖|๒๕๕๗", text)
            assert not re.search("98,?765,?432|๙๘,?๗๖๕|8,?765|๘,?๗๖๕", text)
            assert not re.search("ภาพถ่ายดาวเทียมและภูมิ|Satellite images and|ไม่มีงบประมาณหรือ|No budget|SECRET", text)
            assert ("รอเผยแพร่คำตอบ" in text) != bool(prefix)


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("unpublished", [ResponseStatus.ACCEPTED, ResponseStatus.DECLINED])
def test_no_page_tells_by_its_numbers_what_an_unpublished_answer_says(nobody: Client, unpublished: str) -> None:
    """With each kind of unpublished answer every page is the same, the counts of answers included."""
    request = make_request(RequestStatus.ASSIGNED)
    response = make_response(ResponseStatus.UNDER_WAY, community_request=request)
    pages = [
        *(f"{prefix}{at}" for prefix in ("", "/en") for at in ("/requests/", "/requests/2552-001/", "/provinces/42/")),
        *("/requests/2552-001.json", "/requests/?format=csv", "/requests/feed/", "/agencies/DSS/", "/statistics/"),
    ]
    helping = [content_of(nobody.get(page)) for page in pages]

    AgencyResponse.objects.filter(pk=response.pk).update(status=unpublished, decline_reason="not_ours")

    assert [content_of(nobody.get(page)) for page in pages] == helping


@pytest.mark.usefixtures("surroundings")
def test_the_count_of_answers_is_that_of_published_ones() -> None:
    request = make_request(RequestStatus.ANSWERED)
    make_response(ResponseStatus.ACCEPTED, community_request=request, is_published=True)
    make_response(ResponseStatus.DECLINED, community_request=request, part=2, is_published=True)
    make_response(ResponseStatus.ASKED, community_request=request, part=3)
    make_response(ResponseStatus.ACCEPTED, community_request=request, part=4)

    line = request_line(request, language="th")

    assert (line.answered, line.asked) == (1, 3)


@pytest.mark.usefixtures("surroundings", "printed")
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("status", UNNUMBERED)
def test_before_acceptance_there_is_nothing(nobody: Client, status: str, prefix: str) -> None:
    """Every page is the same as if the request did not exist."""
    before = all_that_is_public(nobody, CommunityRequest(receipt="no-such-one", fiscal_year=a_fiscal_year()))
    story = story_of(status)

    after = all_that_is_public(nobody, CommunityRequest(receipt="no-such-one", fiscal_year=a_fiscal_year()))
    own = nobody.get(f"{prefix}/requests/{story.request.receipt}/")

    changed = [address for address in before if before[address] != after[address]]
    assert changed == []
    assert own.status_code == 404


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_request_leaves_its_number_alone(nobody: Client, language: str) -> None:
    story = story_of(RequestStatus.WITHDRAWN)
    with translation.override(language):
        address = reverse("request", args=[story.request.reference])

    answer = nobody.get(address)
    file = nobody.get(address.rstrip("/") + ".pdf")

    page = answer.content.decode()
    assert answer.status_code == 410
    assert story.request.reference in page
    assert f'<html lang="{language}"' in page
    assert "เลย" not in words_of(re.sub(r"(?s)<header.*?</header>|<footer.*?</footer>", "", page))
    assert file.status_code == 410
    assert "เลย" not in words_of(re.sub(r"(?s)<header.*?</header>|<footer.*?</footer>", "", file.content.decode()))
    assert not answer.cookies


@pytest.mark.usefixtures("surroundings")
def test_a_merged_request_leads_to_the_one_it_joined(nobody: Client) -> None:
    joined = make_request(number=70)
    make_request(RequestStatus.MERGED, number=7, merged_into=joined)

    for prefix in ("", "/en"):
        answer = nobody.get(f"{prefix}/requests/2552-007/")
        assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/requests/2552-070/")
        file = nobody.get(f"{prefix}/requests/2552-007.pdf")
        assert (file.status_code, file["Location"]) == (301, f"{prefix}/requests/2552-070.pdf")


@pytest.mark.usefixtures("surroundings")
def test_a_chain_of_merged_requests_leads_to_its_end_and_a_circle_nowhere(nobody: Client) -> None:
    last = make_request(number=70)
    middle = make_request(RequestStatus.MERGED, number=8, merged_into=last)
    first = make_request(RequestStatus.MERGED, number=7, merged_into=middle)

    assert nobody.get("/requests/2552-007/")["Location"] == "/requests/2552-070/"

    CommunityRequest.objects.filter(pk=middle.pk).update(merged_into=first)
    assert nobody.get("/requests/2552-007/").status_code == 404


@pytest.mark.usefixtures("surroundings", "printed")
def test_both_communities_are_listed_where_two_requests_were_joined(nobody: Client) -> None:
    joined = make_request(number=70, public_community_th="กลุ่มทอผ้าบ้านนา")
    district = make_district("4211", name_th="ภูหลวง")
    make_request(
        RequestStatus.MERGED, number=7, merged_into=joined, public_community_th="กลุ่มย้อมคราม", district=district
    )
    make_request(RequestStatus.MERGED, merged_into=joined, public_community_th="ยังไม่ตรวจข้อมูลส่วนบุคคล")

    for address in ("/requests/2552-070/", "/requests/2552-070.pdf"):
        text = words_of(nobody.get(address).content.decode())
        assert "กลุ่มทอผ้าบ้านนา" in text
        joined_in = text[text.index("เรื่องที่รวมเข้ามา") :]
        assert all(word in joined_in for word in ("กลุ่มย้อมคราม", "ภูหลวง"))
        assert re.search("2552-007|๒๕๕๒-๐๐๗", joined_in)
        assert "ยังไม่ตรวจข้อมูลส่วนบุคคล" not in text


@pytest.mark.usefixtures("surroundings")
def test_a_request_merged_into_one_that_was_never_public_is_unknown(nobody: Client) -> None:
    make_request(RequestStatus.MERGED, number=7, merged_into=make_request(RequestStatus.SUBMITTED))

    assert nobody.get("/requests/2552-007/").status_code == 404


@pytest.mark.usefixtures("surroundings")
def test_a_declined_request_that_was_public_says_so_and_one_that_was_not_does_not_exist(nobody: Client) -> None:
    make_request(RequestStatus.DECLINED, number=7, public_title_th="ขอสระว่ายน้ำ")
    make_request(RequestStatus.DECLINED, title_th="ไม่เคยเผยแพร่")

    page = nobody.get("/requests/").content.decode()

    assert "ขอสระว่ายน้ำ" in page
    assert "ไม่เคยเผยแพร่" not in page
    assert "พบ 1 เรื่อง" in page


@pytest.mark.usefixtures("surroundings", "printed")
def test_of_an_unpublished_workshop_a_request_tells_the_number_alone(nobody: Client) -> None:
    hidden = make_workshop(
        number=5, venue_th="โรงแรมลับ", host_province=a_province("55"), starts_on=date(2009, 8, 13), is_published=False
    )
    Workshop.objects.filter(pk=hidden.pk).update(venue_en="Secret Hotel")
    request = make_request(workshop=hidden, workshop_provenance="entered")

    for prefix in ("", "/en"):
        for ending in ("/", ".pdf"):
            text = words_of(nobody.get(f"{prefix}/requests/{request.reference}{ending}").content.decode())
            assert not re.search("โรงแรมลับ|Secret Hotel|น่าน|Nan<|สิงหาคม|August", text)
        assert nobody.get(f"{prefix}/workshops/2552/5/").status_code == 404
        assert "2552/5" not in nobody.get(f"{prefix}/workshops/").content.decode()


# --------------------------------------------------------------------------------------------------------- the search


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_for_a_hidden_word_is_like_one_for_a_word_that_is_nowhere(nobody: Client, language: str) -> None:
    stories = [story_of(status) for status in (RequestStatus.SUBMITTED, RequestStatus.ANSWERED)]
    prefix = "" if language == "th" else "/en"

    def page_for(word: str) -> str:
        text = nobody.get(f"{prefix}/requests/", {"q": word}).content.decode()
        return re.sub("</?mark>", "", text.replace(quote(word), "…").replace(word, "…"))

    # The hook is in public words too, so something like it is found, in both cases the same.
    nonsense = page_for(f"{HOOK}ขมิ้นqz9999")
    assert ("พบ 1 เรื่อง" if language == "th" else "1 request") in nonsense
    for story in stories:
        for what, word in story.canaries.secret.items():
            assert page_for(word) == nonsense, what


@pytest.mark.usefixtures("surroundings")
def test_a_search_finds_every_public_word(nobody: Client) -> None:
    """The searches above are not blind."""
    story = story_of(RequestStatus.ANSWERED)
    searched = ("public title", "public text", "community", "published summary")

    for what in searched:
        page = nobody.get("/requests/", {"q": story.canaries.public[what]}).content.decode()
        assert "พบ 1 เรื่อง" in page, what


@pytest.mark.usefixtures("surroundings", "printed")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_profiles_lists_and_counts_leave_out_what_is_not_public(nobody: Client, prefix: str) -> None:
    """With and without requests and answers that are not public every page is the same, to the byte."""
    public = make_request(RequestStatus.ANSWERED, group=a_group(), public_title_th="ขอเครื่องสีข้าว")
    pages = [f"{prefix}{address}" for address in addresses(public) if "/requests/2" not in address]
    pages = [page for page in pages if public.receipt not in page]
    pages = [page for page in pages if nobody.get(page).status_code == 200]  # 404 tells its own number each time
    before = {page: content_of(nobody.get(page)) for page in pages}

    for status in UNNUMBERED:
        make_request(status, group=a_group(), workshop=a_workshop())
    make_request(RequestStatus.WITHDRAWN, number=7, group=a_group())
    make_request(RequestStatus.MERGED, number=8, merged_into=public, group=a_group())
    make_request(RequestStatus.DECLINED, group=a_group())
    hidden = make_request(RequestStatus.SUBMITTED)
    make_response(ResponseStatus.ACCEPTED, community_request=hidden, agency=an_agency("TISTR"), is_published=True)

    assert [page for page in pages if content_of(nobody.get(page)) != before[page]] == []
