"""The desk's pages about people: who has an account, who is invited, and what is done about it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Permission, requires
from portal.accounts import workflow
from portal.accounts.forms import InvitationForm, PeopleFilter
from portal.accounts.second_factor import has_second_factor, with_second_factor
from portal.models import Invitation, User

PER_PAGE = 50


@requires(Permission.INVITE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    seen = with_second_factor(User.objects.visible_to(request.user))  # type: ignore[arg-type]
    form = PeopleFilter(request.GET)
    accounts = form.narrowed(seen.select_related("province", "agency").order_by("-is_active", "role", "username"))
    page = Paginator(accounts, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "q": form.cleaned_data.get("q", ""),
        "invitations": _pending(request),
        "now": timezone.now(),
    }
    return render(request, "people/people.html", context)


def _pending(request: HttpRequest) -> list[Invitation]:
    """Invitations that nobody has answered; those whose time is over can be sent again."""
    seen = Invitation.objects.visible_to(request.user)  # type: ignore[arg-type]
    waiting = seen.filter(used_at__isnull=True, withdrawn_at__isnull=True)
    return list(waiting.select_related("province", "agency", "invited_by"))


@requires(Permission.INVITE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = InvitationForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        workflow.invite(**form.cleaned_data, by=user)
        text = _("บันทึกคำเชิญแล้ว กำลังส่งอีเมลถึง %(email)s") % {"email": form.cleaned_data["email"]}
        messages.success(request, text)
        return redirect("people")
    return render(request, "people/invite.html", {"form": form})


@require_POST
@requires(Permission.INVITE_PEOPLE)
def invitation_send(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        workflow.send_again(invitation, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
    except workflow.NotOpen:
        messages.error(request, _("คำเชิญนี้มีผู้รับไปแล้วหรือถูกถอนไปแล้ว"))
    else:
        messages.success(request, _("กำลังส่งลิงก์ใหม่ถึง %(email)s ลิงก์เดิมจะใช้ไม่ได้") % {"email": invitation.email})
    return redirect("people")


@require_POST
@requires(Permission.INVITE_PEOPLE)
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        workflow.withdraw(invitation, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
    except workflow.NotOpen:
        messages.error(request, _("คำเชิญนี้มีผู้รับไปแล้วหรือถูกถอนไปแล้ว"))
    else:
        messages.success(request, _("ถอนคำเชิญถึง %(email)s แล้ว") % {"email": invitation.email})
    return redirect("people")


@requires(Permission.INVITE_PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    account, user = _account(request, pk), request.user
    context = {
        "account": account,
        "has_factor": has_second_factor(account),
        "may_switch": workflow.may_switch(user, account),  # type: ignore[arg-type]
        "may_reset": workflow.may_reset_second_factor(user, account),  # type: ignore[arg-type]
    }
    return render(request, "people/person.html", context)


@require_POST
@requires(Permission.INVITE_PEOPLE)
def person_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable or enable: the form says what it wants, so that sending it twice does it once."""
    account, wanted = _account(request, pk), request.POST.get("on")
    if wanted not in {"yes", "no"}:
        raise BadRequest(wanted)
    on = wanted == "yes"
    workflow.switch(account, on=on, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("เปิดใช้งานบัญชีแล้ว") if on else _("ปิดใช้งานบัญชีแล้ว ผู้ใช้ออกจากระบบทันที"))
    return redirect("person", pk=pk)


@require_POST
@requires(Permission.INVITE_PEOPLE)
def person_reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    workflow.reset_second_factor(_account(request, pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("ลบการยืนยันตัวตนสองขั้นตอนเดิมแล้ว"))
    return redirect("person", pk=pk)


def _account(request: HttpRequest, pk: int) -> User:
    seen = User.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(seen.select_related("province", "agency"), pk=pk)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
