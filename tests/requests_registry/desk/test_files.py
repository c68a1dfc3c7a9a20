"""Files of requests and answers: taken through the pages, kept from those they are not for, cleared and removed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from PIL import Image
from PIL.ExifTags import GPS, IFD

from portal import pdf
from portal.models import User
from requests_registry.models import Attachment, CommunityRequest, RequestStatus, ResponseStatus
from tests.factories import PDF, TISTR, an_agency, make_attachment, make_request, make_response

pytestmark = pytest.mark.django_db

NEW = "/desk/requests/new/"
ClientOf = Callable[[User], Client]


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def photo_with_its_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (17.0, 24.0, 3.0)
    target = BytesIO()
    Image.new("RGB", (60, 30), "#7a1f3d").save(target, "JPEG", exif=exif)
    return target.getvalue()


class Fetched(NamedTuple):
    """An answer with all its bytes."""

    answer: HttpResponseBase
    body: bytes

    @property
    def status_code(self) -> int:
        return self.answer.status_code


def fetch(browser: Client, address: str) -> Fetched:
    answer = browser.get(address)
    return Fetched(answer, answer.getvalue())  # read to its end, a file is closed


# ------------------------------------------------------------------------------------------------------- in the form


def test_good_files_are_kept_and_bad_ones_told_beside_the_field(
    province_officer: User, client_of: ClientOf, settings: object
) -> None:
    browser = client_of(province_officer)
    files = [
        upload("แปลง.jpg", photo_with_its_place()),
        upload("../../แผนที่\u202e.pdf"),
        upload("program.pdf", b"MZ" + bytes(200)),
        upload("run.exe", b"MZ"),
        upload("empty.pdf", b""),
    ]

    saved = browser.post(NEW, {"key": uuid4(), "title_th": "ขอโรงอบ", "new_files": files})
    page = browser.get(saved["Location"].partition("#")[0]).content.decode()
    later = browser.get(saved["Location"].partition("#")[0]).content.decode()

    need = CommunityRequest.objects.get()
    assert [file.name for file in need.attachments.all()] == ["แปลง.jpg", "แผนที่.pdf"]
    assert "edit" in saved["Location"]
    for sentence in ("program.pdf: เนื้อไฟล์ไม่ใช่ PDF", "run.exe: ไม่รับไฟล์ชนิดนี้", "empty.pdf: ไฟล์ว่าง"):
        assert page.count(sentence) == 2, "in the summary and beside the field"
        assert sentence not in later
    photo = need.attachments.all()[0]
    with photo.file.open() as stored, Image.open(stored) as kept:
        assert not kept.getexif()


def test_who_has_to_send_the_form_again_is_told_to_choose_the_files_again(
    province_officer: User, client_of: ClientOf
) -> None:
    words = {"key": uuid4(), "title_th": "", "new_files": [upload("a.pdf"), upload("run.exe", b"MZ")]}

    page = client_of(province_officer).post(NEW, words).content.decode()

    assert "ให้เลือกอีกครั้ง" in page
    assert "run.exe: ไม่รับไฟล์ชนิดนี้" in page
    assert not Attachment.objects.exists()


def test_files_lie_under_names_of_our_own(province_officer: User, client_of: ClientOf, settings: LazySettings) -> None:
    root = Path(settings.MEDIA_ROOT)
    before = set(root.rglob("*"))

    for name in ("..%2f..%2fpasswd.pdf", "..\\..\\passwd\u202e.pdf", f"{'ก' * 3000}.pdf"):
        content = PDF + name.encode() + b"\n%%EOF\n"
        words = {"key": uuid4(), "title_th": "ขอโรงอบ", "new_files": upload(name, content)}
        client_of(province_officer).post(NEW, words)

    attachments = Attachment.objects.all()
    assert len({file.name for file in attachments}) == 3
    assert all(len(file.name) <= 120 and not set("/\\\u202e") & set(file.name) for file in attachments)
    assert {Path(file.file.path).parent for file in attachments} == {root / "attachments"}
    assert len([path for path in set(root.rglob("*")) - before if path.is_file()]) == 3


def test_of_too_many_files_the_first_are_kept(province_officer: User, client_of: ClientOf) -> None:
    files = [upload(f"{number}.pdf", PDF + bytes([number]) + b"\n%%EOF\n") for number in range(6)]

    saved = client_of(province_officer).post(NEW, {"key": uuid4(), "title_th": "ขอโรงอบ", "new_files": files})

    need = CommunityRequest.objects.get()
    assert need.attachments.count() == 5
    assert saved["Location"] == f"/desk/requests/{need.receipt}/edit/#div_id_new_files"


# --------------------------------------------------------------------------------------------------------- at the desk


def test_who_may_add_a_file_to_a_request(people: dict[str, User], client_of: ClientOf) -> None:
    need = make_request(RequestStatus.ASSIGNED)
    own = make_response(community_request=need)
    others = make_response(community_request=need, agency=an_agency(TISTR))
    address = f"/desk/requests/{need.receipt}/files/"

    def adds(who: str, **fields: object) -> list[Attachment]:
        known = set(Attachment.objects.values_list("pk", flat=True))
        content = PDF + who.encode() + b"\n%%EOF\n"
        client_of(people[who]).post(address, {"new_files": upload(f"{who}.pdf", content), **fields})
        return list(Attachment.objects.exclude(pk__in=known))

    assert [file.response for file in adds("province")] == [None]
    assert [file.response for file in adds("ministry")] == [None]
    assert [file.response for file in adds("agency", response=own.pk)] == [own]
    assert adds("agency") == []
    assert adds("agency", response=others.pk) == []
    assert adds("other province") == []
    assert adds("admin") == []
    CommunityRequest.objects.filter(pk=need.pk).update(status=RequestStatus.WITHDRAWN)
    assert adds("province") == []


def test_a_refused_file_is_told_on_the_page_of_the_request(province_officer: User, client_of: ClientOf) -> None:
    need = make_request(RequestStatus.SUBMITTED)
    browser = client_of(province_officer)

    answer = browser.post(
        f"/desk/requests/{need.receipt}/files/", {"new_files": [upload("a.pdf"), upload("b.svg", b"<svg/>")]}
    )
    page = browser.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"/desk/requests/{need.receipt}/#files"
    assert "แนบแล้ว 1 ไฟล์" in page
    assert "b.svg: ไม่รับไฟล์ชนิดนี้" in page


def test_a_file_is_sent_to_those_it_is_for_and_is_never_run(people: dict[str, User], client_of: ClientOf) -> None:
    need = make_request(RequestStatus.ASSIGNED)
    make_response(community_request=need)
    make_response(ResponseStatus.DECLINED, community_request=need, agency=an_agency(TISTR))
    file = make_attachment(community_request=need)

    answers = {who: fetch(client_of(person), f"/desk/files/{file.pk}/") for who, person in people.items()}

    assert {who: answer.status_code for who, answer in answers.items()} == {
        "ministry": 200,
        "admin": 200,
        "province": 200,
        "other province": 404,
        "agency": 200,
        "other agency": 404,
    }
    sent, content = answers["province"]
    assert content == PDF
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (sent["X-Content-Type-Options"], sent["Content-Type"]) == ("nosniff", "application/pdf")
    assert sent["Cache-Control"] == "private, no-store"


# ------------------------------------------------------------------------------------------------------------- public


def test_the_public_has_a_file_while_staff_let_it(
    people: dict[str, User], client_of: ClientOf, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", lambda html, **options: html.encode())  # the document that would be printed
    need = make_request(RequestStatus.ACCEPTED)
    make_attachment(community_request=need, name="ไม่เผยแพร่.pdf", content=PDF + b"%%EOF\n")
    file = make_attachment(community_request=need, name="แผนที่คานารี.pdf")
    public, page, clear = f"/files/{file.pk}/", f"/requests/{need.reference}/", f"/desk/files/{file.pk}/clear/"

    def seen() -> tuple[int, bool]:
        return fetch(nobody, public).status_code, "แผนที่คานารี" in nobody.get(page).content.decode()

    hidden = seen()
    refused = {who: client_of(people[who]).post(clear).status_code for who in ("admin", "province", "agency")}
    still_hidden = seen()
    client_of(people["ministry"]).post(clear)
    shown, page_text = seen(), nobody.get(page).content.decode()
    printed = fetch(nobody, f"/requests/{need.reference}.pdf").body.decode()
    client_of(people["ministry"]).post(clear, {"back": "1"})

    assert hidden == still_hidden == (404, False)
    assert refused == {"admin": 403, "province": 403, "agency": 403}
    assert shown == (200, True)
    assert f'href="{public}"' in page_text
    assert "แผนที่คานารี.pdf" in printed
    assert "ไม่เผยแพร่.pdf" not in page_text + printed
    assert seen() == (404, False)


def test_a_cleared_file_of_an_unpublished_answer_is_not_public(
    ministry: User, client_of: ClientOf, nobody: Client
) -> None:
    response = make_response(ResponseStatus.ACCEPTED)
    file = make_attachment(community_request=response.community_request, response=response)
    client_of(ministry).post(f"/desk/files/{file.pk}/clear/")

    before = fetch(nobody, f"/files/{file.pk}/").status_code
    type(response).objects.filter(pk=response.pk).update(is_published=True)

    assert (before, fetch(nobody, f"/files/{file.pk}/").status_code) == (404, 200)


# ----------------------------------------------------------------------------------------------------------- removing


def test_the_office_that_attached_a_file_removes_it_unless_it_is_public(
    people: dict[str, User], client_of: ClientOf
) -> None:
    need = make_request(RequestStatus.SUBMITTED)
    file = make_attachment(community_request=need, uploaded_by=people["province"])
    address = f"/desk/files/{file.pk}/remove/"

    for who in ("ministry", "admin", "other province", "agency"):
        assert client_of(people[who]).post(address).status_code in {403, 404}
    client_of(people["ministry"]).post(f"/desk/files/{file.pk}/clear/")
    client_of(people["province"]).post(address)
    assert Attachment.objects.filter(pk=file.pk).exists(), "it is public"
    client_of(people["ministry"]).post(f"/desk/files/{file.pk}/clear/", {"back": "1"})
    removed = client_of(people["province"]).post(address, {"check": "1"})

    assert removed["Location"] == f"/desk/requests/{need.receipt}/check/#files"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    province_officer: User, number: int, django_assert_num_queries: Callable[..., object]
) -> None:
    from requests_registry.desk_views.files import files_of  # the views are loaded with the addresses, not before

    response = make_response()
    for place in range(number):
        content = PDF + bytes([place]) + b"\n%%EOF\n"
        make_attachment(community_request=response.community_request, response=response, content=content)

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(files_of(province_officer, response.community_request).rows) == number
