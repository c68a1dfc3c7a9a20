"""A need from its first words until it is handed in or taken back: for provinces, and the ministry on their behalf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import desk
from portal.access import Permission, requires
from portal.models import PrivacyNotice, Province
from portal.moments import format_moment
from portal.qr import qr_code
from portal.saving import Conflict, Refused

from .. import workflow
from ..forms.needs import (
    ChangedNeedForm,
    DeleteDraftForm,
    HandInForm,
    NeedForm,
    NewNeedForm,
    WithdrawForm,
    as_it_stands,
    districts_of,
    name_of,
    workshop_label,
    workshops_of,
)
from ..models import CommunityRequest, RequestContact, RequestStatus, Transition
from .fetching import about, my_request, page_of
from .files import files_of

_FORM = "requests_registry/desk/need_form.html"
_asks = require_http_methods(["GET", "HEAD", "POST"])


# ------------------------------------------------------------------------------------------------------------ writing


@requires(Permission.WRITE_REQUESTS)
@_asks
def new_request(request: HttpRequest) -> HttpResponse:
    """Write down a need. It is a draft until it is handed in."""
    user = desk.person(request)
    data, initial = _given(request, {})
    form = NewNeedForm(data, request.FILES or None, initial=initial, user=user, notice=_notice())

    def act() -> str:
        written = form.written_into(CommunityRequest())
        return _after_saving(request, form, _saved(request, form, written))

    if _saves_by_itself(request):
        return _short_answer(request, form, act)
    context = {"title": pgettext("โต๊ะทำงาน", "เสนอความต้องการ")}
    return desk.form_page(request, form, act=act, template=_FORM, context=context, here="desk_request_new")


@requires(Permission.WRITE_REQUESTS)
@_asks
def edit_request(request: HttpRequest, receipt: str) -> HttpResponse:
    """Go on with a draft, or mend what the ministry has returned."""
    need = my_request(request, receipt)
    if request.method != "POST" and (elsewhere := _if_handed_in(request, need)):
        return elsewhere
    form = _changed_form(request, need)

    def act() -> str:
        written = form.written_into(need)
        return _after_saving(request, form, _saved(request, form, written))

    if _saves_by_itself(request):
        return _short_answer(request, form, act)
    if refused := request.session.pop(_refused_key(need), None):
        form.errors["new_files"] = form.error_class(refused)
    context = {
        "title": _("แก้ไขร่าง") if need.status == RequestStatus.DRAFT else _("แก้ไขเรื่องที่ส่งกลับ"),
        "community_request": need,
        "question": _question(need),
        "files": files_of(desk.person(request), need),
        "back_url": page_of(need),
    }
    return desk.form_page(request, form, act=act, template=_FORM, context=context, here="desk_requests")


def _changed_form(request: HttpRequest, need: CommunityRequest) -> ChangedNeedForm:
    user = desk.person(request)
    contact = workflow.look_at_contact(need, by=user) if request.method == "GET" else _contact_of(need)
    data, initial = _given(request, as_it_stands(need, contact))
    return ChangedNeedForm(data, request.FILES or None, initial=initial, user=user, notice=_notice(), need=need)


def _contact_of(need: CommunityRequest) -> RequestContact | None:
    return RequestContact.objects.filter(community_request=need).first()


def _given(request: HttpRequest, initial: dict[str, Any]) -> tuple[QueryDict | None, dict[str, Any]]:
    """What the form is filled with. Who has it changed to another province is not told yet what is missing."""
    data = desk.posted(request)
    if data is not None and "change_province" in data:
        return None, {**initial, **data.dict()}
    return data, initial


def _notice() -> PrivacyNotice | None:
    return PrivacyNotice.objects.in_force(on=timezone.localdate())


def _if_handed_in(request: HttpRequest, need: CommunityRequest) -> HttpResponse | None:
    """The way to the request's page, for what can no longer be written."""
    if need.status in workflow.EDITABLE:
        return None
    messages.info(request, _("เรื่องนี้ส่งแล้ว จึงแก้ไขไม่ได้"))
    return redirect(page_of(need))


def _question(need: CommunityRequest) -> Transition | None:
    """What the ministry asked when it returned the request."""
    if need.status != RequestStatus.RETURNED:
        return None
    moves = Transition.objects.filter(community_request=need, response=None, to_status=RequestStatus.RETURNED)
    return moves.order_by("at", "pk").last()


def _saved(request: HttpRequest, form: NeedForm, written: CommunityRequest) -> CommunityRequest:
    looked_at = form.cleaned_data["new_files"]
    saved = workflow.save_draft(written, contact=form.contact, files=looked_at.taken, by=desk.person(request))
    if looked_at.refused:
        request.session[_refused_key(saved)] = looked_at.refused
    return saved


def _refused_key(need: CommunityRequest) -> str:
    """Where sentences on refused files wait for the page that shows them."""
    return f"refused-files-{need.receipt}"


def _after_saving(request: HttpRequest, form: NeedForm, saved: CommunityRequest) -> str:
    """Where to go on: to the check, or back to the draft when that was asked for or a file was refused."""
    editing = reverse("desk_request_edit", args=[saved.receipt])
    if _saves_by_itself(request):
        return editing
    if form.cleaned_data["new_files"].refused:
        messages.info(request, _("บันทึกร่างแล้ว แต่มีไฟล์ที่แนบไม่ได้"))
        return f"{editing}#div_id_new_files"
    if "draft" in request.POST:
        messages.success(request, _("บันทึกร่างแล้ว"))
        return editing
    return reverse("desk_request_check", args=[saved.receipt])


# ---------------------------------------------------------------------------------------------------- saved by itself


def _saves_by_itself(request: HttpRequest) -> bool:
    """Whether the page's script has sent the form, and waits for a short answer."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def _short_answer(request: HttpRequest, form: NeedForm, act: Callable[[], str]) -> JsonResponse:
    """Where the draft is and in which version; or why it could not be saved.

    `is_saved` is false when the form's key had been used: the draft is there, but what was typed since is not in it.
    """
    if not form.is_valid():
        return JsonResponse({"problem": form.problems[0][1]}, status=422)
    acted: list[str] = []

    def act_and_tell() -> str:
        acted.append(act())
        return acted[-1]

    try:
        address = desk.done_once(request, form, act_and_tell)
    except Conflict:
        return JsonResponse({"problem": _("มีผู้อื่นบันทึกร่างนี้ระหว่างที่ท่านแก้ไข กดบันทึกร่างเพื่อดูข้อความทั้งสองฝ่าย")}, status=409)
    except Refused as error:
        return JsonResponse({"problem": error.reason}, status=409)
    except ValidationError as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=422)
    need = my_request(request, resolve(address.partition("#")[0]).kwargs["receipt"])
    now = timezone.localtime()
    said = _("บันทึกร่างล่าสุด %(time)s น.") % {"time": f"{now:%H:%M}"}
    address = reverse("desk_request_edit", args=[need.receipt])
    return JsonResponse({"address": address, "version": need.version, "saved_at": said, "is_saved": bool(acted)})


@requires(Permission.WRITE_REQUESTS)
@require_safe
def province_choices(request: HttpRequest, code: str) -> JsonResponse:
    """The districts of a province and the workshops that reached it, for the picker on the page."""
    province = get_object_or_404(Province, pk=code)
    workshops = workshops_of(province.pk, user=desk.person(request))
    choices = {
        "districts": [[district.pk, name_of(district)] for district in districts_of(province.pk)],
        "workshops": [[workshop.pk, workshop_label(workshop)] for workshop in workshops],
    }
    return JsonResponse(choices)


# --------------------------------------------------------------------------------------------------------- handing in


@requires(Permission.WRITE_REQUESTS)
@_asks
def check_request(request: HttpRequest, receipt: str) -> HttpResponse:
    """Read everything once more as it will be read, and hand it in."""
    need = my_request(request, receipt)
    if request.method != "POST" and (elsewhere := _if_handed_in(request, need)):
        return elsewhere
    user = desk.person(request)
    contact = workflow.look_at_contact(need, by=user)
    read = ChangedNeedForm(initial=as_it_stands(need, contact), user=user, notice=_notice(), need=need)
    read.missing = frozenset(workflow.missing_fields(need))

    def act() -> str:
        workflow.submit(need, by=user)
        return reverse("desk_request_receipt", args=[need.receipt])

    context = {
        "title": _("ตรวจคำตอบแล้วส่ง"),
        "community_request": need,
        "parts": list(read.lines()),
        "missing": [line for _title, lines in read.lines() for line in lines if line.is_missing],
        "contact": contact,
        "files": files_of(user, need),
        "back_url": reverse("desk_request_edit", args=[need.receipt]),
    }
    form = HandInForm(desk.posted(request))
    template = "requests_registry/desk/need_check.html"
    return desk.form_page(request, form, act=act, template=template, context=context, here="desk_requests")


@requires(Permission.WRITE_REQUESTS)
@require_safe
def receipt_page(request: HttpRequest, receipt: str) -> HttpResponse:
    """What the officer keeps of a need that was handed in: its code, and what comes next."""
    need = my_request(request, receipt)
    if need.submitted_at is None:
        return redirect("desk_request_edit", receipt=receipt)
    context = {
        "community_request": need,
        "submitted": format_moment(need.submitted_at, language=get_language() or "th"),
        "qr": qr_code(settings.PORTAL_BASE_URL + page_of(need)),
    }
    return desk.page(request, "requests_registry/desk/need_receipt.html", context, here="desk_requests")


# -------------------------------------------------------------------------------------------------------- taking back


@requires(Permission.WRITE_REQUESTS)
@_asks
def delete_draft(request: HttpRequest, receipt: str) -> HttpResponse:
    """Delete a draft that was never handed in, with everything that belongs to it."""
    need = my_request(request, receipt)

    def act() -> str:
        workflow.delete_draft(need, by=desk.person(request))
        messages.success(request, _("ลบร่างแล้ว"))
        return reverse("desk_requests")

    lead = _("ร่าง ไฟล์แนบ และข้อมูลผู้ประสานงานจะถูกลบทั้งหมด และเรียกคืนไม่ได้")
    context = about(need, title=_("ลบร่าง"), lead=lead)
    form = DeleteDraftForm(desk.posted(request))
    return desk.form_page(request, form, act=act, context=context, here="desk_requests")


@requires(Permission.WITHDRAW_REQUESTS)
@_asks
def withdraw_request(request: HttpRequest, receipt: str) -> HttpResponse:
    """The province takes its request back, for good."""
    need = my_request(request, receipt)
    form = WithdrawForm(desk.posted(request))

    def act() -> str:
        workflow.withdraw(need, reason=form.cleaned_data["reason"], by=desk.person(request))
        messages.success(request, _("ถอนเรื่องแล้ว"))
        return page_of(need)

    lead = _("เมื่อถอนแล้ว เรื่องนี้จะไม่ดำเนินการต่อและเปิดใหม่ไม่ได้ หากยังต้องการให้เสนอเป็นเรื่องใหม่")
    context = about(need, title=_("ถอนเรื่อง"), lead=lead)
    return desk.form_page(request, form, act=act, context=context, here="desk_requests")
