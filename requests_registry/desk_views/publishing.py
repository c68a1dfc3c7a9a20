"""Letting the public read answers: one by one after a look at the preview, or many together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import desk
from portal.access import Permission, requires

from .. import workflow
from ..forms.screening import PublishForm
from ..models import AgencyResponse, CommunityRequest
from ..personal_data import Finding, personal_data_in
from ..reports import answer_if_published
from .fetching import about, my_response, page_of, tag_of

ON_A_PAGE = 50


@dataclass(frozen=True)
class ToRead:
    """An answer that waits for the public, with what looks like personal data in it."""

    response: AgencyResponse
    findings: list[Finding]


@dataclass(frozen=True)
class RequestWithAnswers:
    community_request: CommunityRequest
    answers: list[ToRead]


@requires(Permission.PUBLISH_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_many(request: HttpRequest) -> HttpResponse:
    """The answers that the public does not see yet, by request; what is ticked is published together."""
    mine = AgencyResponse.objects.concerning(desk.person(request)).to_be_published()
    form = PublishForm(desk.posted(request), responses=mine)

    def act() -> str:
        done = workflow.publish(form.cleaned_data["pick"].order_by("pk"), by=desk.person(request))
        told = ngettext("เผยแพร่ %(n)d คำตอบแล้ว", "เผยแพร่ %(n)d คำตอบแล้ว", len(done)) % {"n": len(done)}
        messages.success(request, told)
        return reverse("desk_publish")

    waiting = mine.for_queue().select_related("suggested_agency").prefetch_related("milestones")
    order = ("community_request__fiscal_year", "community_request__number", "community_request", "part", "pk")
    page = Paginator(waiting.order_by(*order), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "groups": list(_by_request(page.object_list)),
        "picked": set(form["pick"].value() or ()),
    }
    template = "requests_registry/desk/publish.html"
    return desk.form_page(request, form, act=act, template=template, context=context, here="desk_publish")


def _by_request(responses: Iterable[AgencyResponse]) -> Iterator[RequestWithAnswers]:
    for community_request, answers in groupby(responses, key=lambda response: response.community_request):
        yield RequestWithAnswers(community_request, [ToRead(answer, _findings(answer)) for answer in answers])


def _findings(response: AgencyResponse) -> list[Finding]:
    """What looks like personal data in the words that would become public."""
    names = ("part_title_th", "summary_th", "details_th", "budget_source_th", "summary_en", "details_en")
    labels = {name: str(response._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
    words = {label: getattr(response, name) for name, label in labels.items()}
    steps = "\n".join(milestone.title_th for milestone in response.milestones.all())
    return personal_data_in(words | {_("ขั้นตอน"): steps})


@requires(Permission.PUBLISH_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer as the public will read it; a click publishes it."""
    response = my_response(request, pk)
    community_request = response.community_request
    if request.method == "POST":
        return desk.do(request, lambda: _published(request, response), back=page_of(community_request))
    prefetch_related_objects([response], "agency__names", "suggested_agency__names")
    context = {
        **about(community_request, title=_("ตัวอย่างคำตอบที่จะเผยแพร่")),
        "response": response,
        "answer": answer_if_published(response, number=1, language=get_language() or "th"),
        "findings": _findings(response),
        "may_be_published": AgencyResponse.objects.to_be_published().filter(pk=pk).exists(),
    }
    return desk.page(request, "requests_registry/desk/publish_one.html", context, here="desk_publish")


def _published(request: HttpRequest, response: AgencyResponse) -> str:
    if workflow.publish([response], by=desk.person(request)):
        messages.success(request, _("เผยแพร่คำตอบของ %(agency)s แล้ว") % {"agency": tag_of(response.agency)})
    else:
        messages.info(request, _("คำตอบนี้เผยแพร่อยู่แล้ว หรือยังไม่มีคำตอบให้เผยแพร่"))
    return page_of(response.community_request)


@requires(Permission.PUBLISH_ANSWERS)
@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back from the public, so that its agency can correct it."""
    response = my_response(request, pk)

    def act() -> str:
        workflow.unpublish(response, by=desk.person(request))
        messages.success(request, _("ถอนการเผยแพร่แล้ว หน่วยงานแก้ไขคำตอบได้"))
        return page_of(response.community_request)

    return desk.do(request, act, back=page_of(response.community_request))
