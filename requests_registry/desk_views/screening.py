"""What the ministry decides about a request: take it up, ask back, decline, join, part, close, open again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from portal import desk
from portal.access import Permission, requires
from portal.forms import DeskForm, versioned
from portal.thai import add_working_days

from .. import clocks, workflow
from ..filters import best_of_work
from ..forms.screening import AcceptForm, CloseForm, DeclineForm, EditWordsForm, PublicWordsForm, ReasonForm, ReturnForm
from ..models import CommunityRequest, RequestStatus, ResponseStatus, Transition
from ..models.requests import UNNUMBERED
from ..models.responses import NOT_LIVE
from ..moves import COMPUTED, REQUEST_MOVES
from .fetching import about, my_request, page_of

#: Working days that a province usually has for its answer.
USUAL_DAYS_FOR_THE_PROVINCE = 10
#: Requests that a search for the one to join shows.
MOST_CANDIDATES = 12


def _is_past(request: HttpRequest, community_request: CommunityRequest, verb: str) -> HttpResponse | None:
    """Leads back from a page whose move is not open any more. A form that is sent all the same its verb refuses."""
    if request.method == "POST" or community_request.status in REQUEST_MOVES[verb].old:
        return None
    label = RequestStatus(community_request.status).label
    messages.error(request, _("ทำรายการนี้ไม่ได้ เพราะสถานะปัจจุบันคือ “%(status)s”") % {"status": label})
    return redirect(page_of(community_request))


def _decision(
    request: HttpRequest,
    community_request: CommunityRequest,
    form: DeskForm,
    *,
    act: Callable[[], object],
    done: str,
    title: str,
    lead: str = "",
    template: str = "desk/form.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page that asks for one decision; once it is made it is told, and leads back to the request."""

    def decide() -> str:
        act()
        messages.success(request, done)
        return page_of(community_request)

    context = {**about(community_request, title=title, lead=lead), **(more or {})}
    return desk.form_page(request, form, act=decide, template=template, context=context, here="desk_inbox")


# -------------------------------------------------------------------------------------------------------- public words


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, receipt: str) -> HttpResponse:
    """The province's words at the left, at the right what the public will read: nothing but that becomes public."""
    community_request = my_request(request, receipt)
    if past := _is_past(request, community_request, "accept"):
        return past
    originals = {name: getattr(community_request, name.removeprefix("public_")) for name in PublicWordsForm.WORDS}
    form = AcceptForm(desk.posted(request), initial=originals)
    return _words_page(
        request,
        community_request,
        form,
        act=lambda: workflow.accept(community_request, words=form.words(), by=desk.person(request)),
        done=_("รับเรื่องแล้ว ขั้นต่อไปคือมอบหมายหน่วยงาน"),
        title=_("ตรวจข้อความและรับเรื่อง"),
        lead=_("ข้อความที่จะเผยแพร่แสดงต่อสาธารณะทันทีที่รับเรื่อง ข้อความเดิมของจังหวัดคงอยู่ตามที่เขียนมา"),
    )


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_words(request: HttpRequest, receipt: str) -> HttpResponse:
    """Correct what the public reads."""
    community_request = my_request(request, receipt)
    if community_request.status in UNNUMBERED and request.method != "POST":
        messages.error(request, _("เรื่องนี้ยังไม่ได้รับ จึงยังไม่มีข้อความสาธารณะ"))
        return redirect(page_of(community_request))
    form = EditWordsForm(desk.posted(request), initial=versioned(community_request, *PublicWordsForm.WORDS))
    return _words_page(
        request,
        community_request,
        form,
        act=lambda: workflow.edit_public_words(
            community_request, words=form.words(), version=form.cleaned_data["version"], by=desk.person(request)
        ),
        done=_("บันทึกข้อความสาธารณะแล้ว"),
        title=_("แก้ข้อความสาธารณะ"),
        lead=_("ข้อความที่จะเผยแพร่แสดงต่อสาธารณะทันทีที่บันทึก"),
    )


def _words_page(
    request: HttpRequest, community_request: CommunityRequest, form: PublicWordsForm, **decision: Any
) -> HttpResponse:
    """Both texts side by side, with what looks like personal data, and how the head of the public page will read."""
    more = {"findings": form.findings(), "preview": form.typed()}
    template = "requests_registry/desk/words.html"
    if request.method == "POST" and "preview" in request.POST:
        form.is_valid()
        page = about(community_request, title=decision["title"], lead=decision["lead"])
        return desk.page(request, template, {**page, **more, "form": form}, here="desk_inbox")
    return _decision(request, community_request, form, template=template, more=more, **decision)


# ----------------------------------------------------------------------------------------------------------- decisions


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def return_to_province(request: HttpRequest, receipt: str) -> HttpResponse:
    community_request = my_request(request, receipt)
    if past := _is_past(request, community_request, "return"):
        return past
    wanted_by = add_working_days(timezone.localdate(), USUAL_DAYS_FOR_THE_PROVINCE)
    form = ReturnForm(desk.posted(request), initial={"wanted_by": wanted_by})
    return _decision(
        request,
        community_request,
        form,
        act=lambda: workflow.return_to_province(community_request, **form.cleaned_data, by=desk.person(request)),
        done=_("ส่งกลับให้จังหวัดให้ข้อมูลเพิ่มแล้ว"),
        title=_("ส่งกลับขอข้อมูลเพิ่ม"),
        lead=_("จังหวัดแก้ไขเรื่องแล้วส่งอีกครั้งได้ กำหนดที่เสนอไว้คือ %(days)d วันทำการ") % {"days": USUAL_DAYS_FOR_THE_PROVINCE},
    )


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, receipt: str) -> HttpResponse:
    community_request = my_request(request, receipt)
    if past := _is_past(request, community_request, "decline"):
        return past
    form = DeclineForm(desk.posted(request), is_public=community_request.is_public)
    return _decision(
        request,
        community_request,
        form,
        act=lambda: workflow.decline(community_request, **form.cleaned_data, by=desk.person(request)),
        done=_("บันทึกว่าไม่รับเรื่องแล้ว"),
        title=pgettext("ปุ่ม", "ไม่รับเรื่อง"),
        lead=_("หากพิจารณาใหม่ เปิดเรื่องอีกครั้งได้ภายใน %(days)d วัน") % {"days": clocks.DAYS_TO_REOPEN},
    )


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, receipt: str) -> HttpResponse:
    community_request = my_request(request, receipt)
    return _by_reason(
        request,
        community_request,
        "split",
        act=workflow.split,
        done=_("แยกเป็นเรื่องของตนเองแล้ว"),
        title=_("แยกเรื่อง"),
        lead=_("เรื่องนี้จะกลับไปมีสถานะเดิมก่อนรวม"),
    )


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_up_again(request: HttpRequest, receipt: str) -> HttpResponse:
    community_request = my_request(request, receipt)
    return _by_reason(
        request,
        community_request,
        "take_up_again",
        act=workflow.take_up_again,
        done=_("เปิดเรื่องอีกครั้งแล้ว"),
        title=_("เปิดเรื่องที่ไม่รับอีกครั้ง"),
        lead=_("ทำได้ภายใน %(days)d วันหลังจากไม่รับเรื่อง") % {"days": clocks.DAYS_TO_REOPEN},
    )


@requires(Permission.CLOSE_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, receipt: str) -> HttpResponse:
    community_request = my_request(request, receipt)
    return _by_reason(
        request,
        community_request,
        "reopen",
        act=workflow.reopen,
        done=_("เปิดเรื่องดำเนินการต่อแล้ว"),
        title=_("เปิดเรื่องอีกครั้ง"),
        lead=_("คำตอบเดิมทุกคำตอบยังคงอยู่"),
    )


def _by_reason(
    request: HttpRequest,
    community_request: CommunityRequest,
    verb: str,
    *,
    act: Callable[..., object],
    done: str,
    title: str,
    lead: str,
) -> HttpResponse:
    if past := _is_past(request, community_request, verb):
        return past
    form = ReasonForm(desk.posted(request), submit_label=title)
    return _decision(
        request,
        community_request,
        form,
        act=lambda: act(community_request, reason=form.cleaned_data["reason"], by=desk.person(request)),
        done=done,
        title=title,
        lead=lead,
    )


# ------------------------------------------------------------------------------------------------------------ joining


@requires(Permission.SCREEN_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, receipt: str) -> HttpResponse:
    """First the request to join is looked for (`?q=`), then both are read side by side (`?into=`)."""
    community_request = my_request(request, receipt)
    if past := _is_past(request, community_request, "merge"):
        return past
    open_ones = CommunityRequest.objects.concerning(desk.person(request)).filter(status__in=COMPUTED)
    others = open_ones.exclude(pk=community_request.pk).select_related("province", "district", "category")
    query = request.GET.get("q", "").strip()
    if "into" not in request.GET:
        page = about(community_request, title=pgettext("ปุ่ม", "รวมเรื่อง"), lead=_("เลือกเรื่องที่รับแล้วซึ่งขอสิ่งเดียวกัน"))
        found = best_of_work(others, query, most=MOST_CANDIDATES) if query else []
        context = {**page, "q": query, "candidates": found}
        return desk.page(request, "requests_registry/desk/merge_search.html", context, here="desk_inbox")
    into = get_object_or_404(others, receipt=request.GET["into"])
    form = ReasonForm(
        desk.posted(request), submit_label=pgettext("ปุ่ม", "รวมเรื่อง"), help_text=_("เหตุใดจึงถือว่าเป็นเรื่องเดียวกัน ไม่เผยแพร่")
    )
    return _decision(
        request,
        community_request,
        form,
        act=lambda: workflow.merge(
            community_request, into=into, reason=form.cleaned_data["reason"], by=desk.person(request)
        ),
        done=_("รวมเข้ากับเรื่อง %(reference)s แล้ว") % {"reference": into.reference},
        title=pgettext("ปุ่ม", "รวมเรื่อง"),
        lead=_("ผู้ที่เปิดหน้าของเรื่องแรกจะถูกพาไปยังเรื่องที่สอง ซึ่งแสดงชุมชนของทั้งสองเรื่อง"),
        template="requests_registry/desk/merge.html",
        more={"into": into},
    )


# ------------------------------------------------------------------------------------------------------------- closing


@requires(Permission.CLOSE_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, receipt: str) -> HttpResponse:
    """How the story ended, read beside what the province said of each answer and which results it has confirmed."""
    community_request = my_request(request, receipt)
    if past := _is_past(request, community_request, "close"):
        return past
    prefetch_related_objects([community_request], "responses__agency")
    form = CloseForm(desk.posted(request))
    more = {
        "answers": [response for response in community_request.responses.all() if response.status not in NOT_LIVE],
        "unpublished": [response for response in community_request.responses.all() if response.is_to_be_published],
        "verdicts": _verdicts(community_request),
        "outcomes": community_request.outcomes.filter(verified_at__isnull=False).order_by("pk"),
        "may_be_closed": workflow.may_be_closed(community_request, on=timezone.localdate()),
        "may_be_closed_from": _may_be_closed_from(community_request),
    }
    return _decision(
        request,
        community_request,
        form,
        act=lambda: workflow.close(community_request, **form.cleaned_data, by=desk.person(request)),
        done=_("ปิดเรื่องแล้ว"),
        title=pgettext("ปุ่ม", "ปิดเรื่อง"),
        template="requests_registry/desk/close.html",
        more=more,
    )


def _verdicts(community_request: CommunityRequest) -> list[Transition]:
    """What the province said of what was delivered, oldest first."""
    said = community_request.transitions.filter(from_status=ResponseStatus.DELIVERED, response__isnull=False)
    return list(said.select_related("response__agency").order_by("at", "pk"))


def _may_be_closed_from(community_request: CommunityRequest) -> date | None:
    """The day from which the province's word is waited for no longer; `None` when nothing is waited for."""
    waited = [
        response.delivered_on
        for response in community_request.responses.all()
        if response.status == ResponseStatus.DELIVERED and response.delivered_on
    ]
    return max(waited) + timedelta(days=clocks.DAYS_FOR_A_VERDICT) if waited else None
