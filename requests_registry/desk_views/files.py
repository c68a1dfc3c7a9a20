"""Files of requests and answers at the desk: the list with what each person may do, adding, clearing, removing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.files import file_response
from portal.models import User

from .. import access, workflow
from ..forms.files import FilesForm, LookedAt
from ..models import AgencyResponse, Attachment, CommunityRequest
from .fetching import my_request, page_of


@dataclass(frozen=True)
class FileRow:
    """A file in the list of a request. `answer_of`: the agency to whose answer it belongs."""

    pk: int
    name: str
    size: int
    uploaded_at: datetime
    answer_of: str
    is_cleared: bool
    may_clear: bool
    may_remove: bool


@dataclass(frozen=True)
class Files:
    """What `requests_registry/desk/_files.html` shows; `form` only to those who may add files."""

    receipt: str
    rows: tuple[FileRow, ...]
    form: FilesForm | None


def files_of(user: User, community_request: CommunityRequest) -> Files:
    """The files of a request that the person may have, and what he or she may do with them. At most two queries."""
    attachments = Attachment.objects.concerning(user).filter(community_request=community_request)
    joined = attachments.select_related("uploaded_by", "response__agency").order_by("pk")
    rows = tuple(_row(user, attachment, community_request) for attachment in joined)
    return Files(community_request.receipt, rows, _form_for(user, community_request))


def _row(user: User, attachment: Attachment, community_request: CommunityRequest) -> FileRow:
    attachment.community_request = community_request
    if attachment.response is not None:
        attachment.response.community_request = community_request
    return FileRow(
        pk=attachment.pk,
        name=attachment.name,
        size=attachment.size,
        uploaded_at=attachment.uploaded_at,
        answer_of=attachment.response.agency.label_th if attachment.response else "",
        is_cleared=attachment.cleared_at is not None,
        may_clear=access.may_clear_file(user, attachment),
        may_remove=access.may_remove_file(user, attachment),
    )


def _form_for(user: User, community_request: CommunityRequest) -> FilesForm | None:
    if access.may_attach(user, community_request):
        return FilesForm()
    answers = _open_answers(user, community_request)
    return FilesForm(answers=answers) if answers else None


def _open_answers(user: User, community_request: CommunityRequest) -> list[tuple[int, str]]:
    """The answers to which the person may add files."""
    if not user.may(Permission.ANSWER_REQUESTS):
        return []
    own = AgencyResponse.objects.concerning(user).filter(community_request=community_request).order_by("part", "pk")
    return [
        (answer.pk, answer.part_title_th or _("ส่วนที่ %(part)d") % {"part": answer.part})
        for answer in own
        if access.may_attach(user, community_request, answer)
    ]


@requires(Permission.USE_DESK)
@require_POST
def add(request: HttpRequest, receipt: str) -> HttpResponse:
    """Attach files to a request, or to an answer of the own agency; what is refused is told, the rest is kept."""
    user = desk.person(request)
    community_request = my_request(request, receipt)
    if _form_for(user, community_request) is None:
        raise PermissionDenied(receipt)
    back = f"{page_of(community_request)}#files"
    form = FilesForm(request.POST, request.FILES, answers=_open_answers(user, community_request))
    if not form.is_valid():
        for _place, text in form.problems:
            messages.error(request, text)
        return redirect(back)

    def act() -> str:
        looked_at = form.cleaned_data["new_files"]
        response = _chosen(user, form)
        workflow.attach(looked_at.taken, community_request=community_request, response=response, by=user)
        _tell(request, looked_at)
        return back

    return desk.do(request, act, back=back)


def _chosen(user: User, form: FilesForm) -> AgencyResponse | None:
    pk = form.cleaned_data.get("response")
    return AgencyResponse.objects.concerning(user).get(pk=pk) if pk else None


def _tell(request: HttpRequest, looked_at: LookedAt) -> None:
    if number := len(looked_at.taken):
        messages.success(
            request, ngettext("แนบแล้ว %(number)d ไฟล์", "แนบแล้ว %(number)d ไฟล์", number) % {"number": number}
        )
    for sentence in looked_at.refused:
        messages.error(request, sentence)


@requires(Permission.USE_DESK)
@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file, to those who may have it; nobody else learns that there is one."""
    mine = Attachment.objects.visible_to(desk.person(request))
    return file_response(get_object_or_404(mine, pk=pk), is_public=False)


@requires(Permission.CLEAR_FILES)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the public have a file, or take it back: `back` in what is sent says which."""
    attachment = _my_attachment(request, pk)
    back = f"{page_of(attachment.community_request)}#files"

    def act() -> str:
        if "back" in request.POST:
            workflow.take_back_file(attachment, by=desk.person(request))
            messages.success(request, _("งดเผยแพร่ไฟล์แล้ว"))
        else:
            workflow.clear_file(attachment, by=desk.person(request))
            messages.success(request, _("อนุญาตให้เผยแพร่ไฟล์แล้ว จะแสดงเมื่อเรื่องและคำตอบเผยแพร่"))
        return back

    return desk.do(request, act, back=back)


@requires(Permission.USE_DESK)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a file that the own office attached and that is not public."""
    attachment = _my_attachment(request, pk)
    community_request = attachment.community_request
    checking = reverse("desk_request_check", args=[community_request.receipt])
    back = f"{checking if 'check' in request.POST else page_of(community_request)}#files"

    def act() -> str:
        workflow.remove_file(attachment, by=desk.person(request))
        messages.success(request, _("ลบไฟล์แล้ว"))
        return back

    return desk.do(request, act, back=back)


def _my_attachment(request: HttpRequest, pk: int) -> Attachment:
    mine = Attachment.objects.concerning(desk.person(request)).select_related("community_request")
    return get_object_or_404(mine, pk=pk)
