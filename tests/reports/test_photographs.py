"""Photographs in reports: only what the public may see, small, with words, and the file changes with them."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from PIL import Image

from portal.models import User
from portal.reports import pictures
from portal.reports.catalogue import order_of
from portal.reports.drawing import draw, html_of
from portal.reports.editions import Edition, edition
from requests_registry.models import Attachment, CommunityRequest
from requests_registry.photographs import MOST_OF_A_WORKSHOP, pictures_of, words_of
from tests.factories import an_agency, make_attachment, make_response
from tests.pdf_tools import against_the_standards, complaints, facts_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

REQUEST, WORKSHOP = ("request", ["2552-001"]), ("workshop", ["2552", "1"])


def a_picture(
    *, size: tuple[int, int] = (1600, 1200), seed: int = 1, format_name: str = "JPEG", mode: str = "RGB"
) -> bytes:
    """Of coloured noise: no two seeds give the same."""
    noise = Random(seed).randbytes(48 * 36 * 3)
    target = BytesIO()
    Image.frombytes("RGB", (48, 36), noise).resize(size).convert(mode).save(target, format_name)
    return target.getvalue()


def attach(by: User, *, cleared: bool = True, **fields: Any) -> Attachment:
    """A photograph of the example."""
    given = {
        "community_request": CommunityRequest.objects.get(fiscal_year=2552, number=1),
        "content": a_picture(seed=Attachment.objects.count()),
        "content_type": "image/jpeg",
        "name": "เครื่องกรองน้ำ ภูหลวง 2.jpg",
        "uploaded_by": by,
        **({"cleared_by": by, "cleared_at": timezone.now()} if cleared else {}),
    }
    return make_attachment(**{**given, **fields})


def the(report: tuple[str, list[str]], language: str = "th") -> Edition:
    return edition(order_of(*report, language=language))


def images_of(content: bytes) -> list[tuple[int, int]]:
    """The sizes of the JPEG pictures; the QR code is none."""
    with pikepdf.open(BytesIO(content)) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        return [(int(item.Width), int(item.Height)) for item in streams if item.get("/Filter") == "/DCTDecode"]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("report", [REQUEST, WORKSHOP])
def test_photographs_stand_in_reports_that_keep_both_standards(
    report: tuple[str, list[str]], language: str, ministry: User
) -> None:
    attach(ministry)
    attach(ministry, content=a_picture(size=(500, 900), format_name="PNG", mode="RGBA"), content_type="image/png")
    attach(ministry, content=b"%PDF-1.7", content_type="application/pdf", name="แผนงาน.pdf")
    attach(ministry, name="IMG_20260301.webp", content=a_picture(format_name="WEBP"), content_type="image/webp")

    content = draw(the(report, language), timeout=120)

    assert against_the_standards(content) == []
    assert complaints(content) == ""
    assert facts_of(content).figures_without_text == 0
    sizes = images_of(content)
    assert len(sizes) == 3
    assert all(max(size) <= pictures.LONGEST_SIDE for size in sizes)
    text = text_of(content)
    assert ("เครื่องกรองน้ำ ภูหลวง ๒" if language == "th" else "เครื่องกรองน้ำ ภูหลวง 2") in text
    assert "IMG" not in text
    assert ("แผนงาน.pdf" in text) == (report == REQUEST)


def test_only_what_is_cleared_is_shown(ministry: User) -> None:
    attach(ministry, cleared=False)
    attach(ministry, content=b"%PDF-1.7", content_type="application/pdf", name="แผน.pdf")
    unpublished = make_response(
        community_request=CommunityRequest.objects.get(fiscal_year=2552, number=1), agency=an_agency("TINT")
    )
    attach(ministry, response=unpublished)

    for report in (REQUEST, WORKSHOP):
        assert the(report).report.photographs == ()
        assert "photograph-" not in html_of(the(report))


def test_the_key_changes_with_the_photograph(ministry: User) -> None:
    without = the(REQUEST).key
    shown = attach(ministry)
    with_it = the(REQUEST).key
    Attachment.objects.filter(pk=shown.pk).update(sha256="0" * 64)

    assert len({without, with_it, the(REQUEST).key}) == 3
    Attachment.objects.filter(pk=shown.pk).update(sha256=shown.sha256)
    assert the(REQUEST).key == with_it


def test_an_answers_photograph_names_its_agency(ministry: User) -> None:
    answered = CommunityRequest.objects.get(fiscal_year=2552, number=1).responses.filter(is_published=True)[0]
    attach(ministry, response=answered)

    assert f"แนบกับคำตอบของ {answered.agency.label_th}" in html_of(the(REQUEST))


def test_a_workshop_shows_the_first_of_many(ministry: User) -> None:
    for number in range(MOST_OF_A_WORKSHOP + 2):
        attach(ministry, content=a_picture(seed=number, size=(60, 40)))

    assert len(the(WORKSHOP).report.photographs) == MOST_OF_A_WORKSHOP


def test_the_same_photographs_give_the_same_bytes(ministry: User) -> None:
    attach(ministry)

    assert draw(the(REQUEST), timeout=120) == draw(the(REQUEST), timeout=120)


def test_a_file_that_is_another_than_was_cleared_is_not_printed(ministry: User) -> None:
    shown = attach(ministry)
    with shown.file.open("wb") as file:
        file.write(a_picture(seed=99))

    with pytest.raises(ValueError, match="not the one that was uploaded"):
        pictures_of(the(REQUEST).report.photographs)


def test_a_huge_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)

    with pytest.raises(ValueError, match="pixels"):
        pictures.for_paper(a_picture())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("IMG_2034.JPG", ""),
        ("DSC00012.jpg", ""),
        ("WhatsApp Image 2026-03-01 at 10.22.31.jpeg", ""),
        ("20260301_102231.jpg", ""),
        ("ภาพ 3.jpg", ""),
        ("เครื่องกรองน้ำ_บ้านน้ำเย็น.jpg", "เครื่องกรองน้ำ บ้านน้ำเย็น"),
        ("Water filter 2.png", "Water filter 2"),
    ],
)
def test_names_of_cameras_are_no_words(name: str, words: str) -> None:
    assert words_of(name) == words
