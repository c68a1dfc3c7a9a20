"""Photographs that the public may see, as reports carry them: by the hash of their files, small, with words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from portal.bilingual import Localised
from portal.reports import agency_label
from portal.reports.pictures import for_paper

from .models import Attachment
from .models.requests import CommunityRequestQuerySet

MOST_OF_A_REQUEST, MOST_OF_A_WORKSHOP = 6, 8
_THAI = re.compile("[ก-๎]")
#: Names that cameras and telephones give say nothing of what is to be seen.
_OF_A_MACHINE = re.compile(
    r"img|dsc[nf]?|pxl|dcim|image|photo|picture|screenshot|whatsapp|line album|\b(at|am|pm|copy)\b|รูปภาพ|รูป|ภาพ",
    re.IGNORECASE,
)
_LETTER = re.compile("[a-zก-๎]", re.IGNORECASE)


@dataclass(frozen=True)
class Photograph:
    """A picture by the hash of its file. `words`: what its file is called, when people gave the name.

    `agency` is the label of the agency with whose answer it came; without one it came with the request.
    """

    sha256: str
    reference: str
    words: Localised
    agency: str

    @property
    def asset(self) -> str:
        """How it is called in the dictionary of the renderer."""
        return f"photograph-{self.sha256}.jpg"


def is_photograph(attachment: Attachment) -> bool:
    return attachment.content_type.startswith("image/")


def photograph(attachment: Attachment, *, reference: str, agency: str, language: str) -> Photograph:
    words = words_of(attachment.name)
    own = "th" if _THAI.search(words) else "en"
    return Photograph(attachment.sha256, reference, Localised(words, own, own == "th" != language), agency)


def photographs_of(requests: CommunityRequestQuerySet, *, language: str) -> tuple[Photograph, ...]:
    """The first photographs of these requests and their answers. One query."""
    rows = Attachment.objects.public().filter(community_request__in=requests.order_by().values("pk"))
    pictures = rows.filter(content_type__startswith="image/").select_related("community_request", "response__agency")
    shown = pictures.order_by("community_request__fiscal_year", "community_request__number", "pk")[:MOST_OF_A_WORKSHOP]
    return tuple(
        photograph(
            row,
            reference=row.community_request.reference,
            agency=agency_label(row.response.agency, language) if row.response else "",
            language=language,
        )
        for row in shown
    )


def words_of(name: str) -> str:
    """The name of a file without its ending, as words; nothing of what a machine has called it."""
    words = " ".join(PurePosixPath(name).stem.replace("_", " ").split())
    return words if _LETTER.search(_OF_A_MACHINE.sub("", words)) else ""


def pictures_of(photographs: Iterable[Photograph]) -> Mapping[str, bytes]:
    """The files for the renderer. Raises `ValueError` for one that is not the one that was meant."""
    wanted = {item.sha256: item.asset for item in photographs}
    rows = Attachment.objects.public().filter(sha256__in=wanted).order_by("pk")
    return {wanted[row.sha256]: for_paper(_content_of(row)) for row in rows}


def _content_of(row: Attachment) -> bytes:
    with row.file.open("rb") as file:
        content: bytes = file.read()
    if sha256(content).hexdigest() != row.sha256:
        raise ValueError(f"the file of attachment {row.pk} is not the one that was uploaded")
    return content
