"""What the portal proposes beside a need: earlier ones like it, and who could answer. Nothing follows by itself.

Pages fetch it when they stand; without JavaScript a link leads to a page of its own. So no page waits for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import desk
from portal.access import Permission, requires
from portal.models import User

from .. import workflow
from ..forms.suggestions import VerdictForm, WordsForm
from ..models import CommunityRequest, SuggestionVerdict
from ..routing import AbleAgency, who_can_answer
from ..similarity import SimilarRequest, similar_requests
from .fetching import about, my_request

#: Fewer letters say nothing.
LEAST_LETTERS = 4
Row = TypeVar("Row", SimilarRequest, AbleAgency)
#: The right one is nearly always among so many.
MOST_AGENCIES = 3
_FRAGMENT = "requests_registry/desk/_suggestions.html"


@requires(Permission.WRITE_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest, receipt: str) -> HttpResponse:
    """The lists of one need with the officer's yes or no to each row; a part of a page, or a page of its own."""
    need, user = my_request(request, receipt), desk.person(request)
    here = reverse("desk_request_suggestions", args=[receipt])
    if request.method == "POST":
        _judge(request, need, user)
        if not _is_for_a_part(request):
            return redirect(here)
    context = {**_proposed(need, user), "judge_url": here}
    if _is_for_a_part(request):
        return render(request, _FRAGMENT, context)
    frame = about(need, title=_("เรื่องคล้ายกันและหน่วยงานที่น่าจะตอบได้"))
    return desk.page(request, "requests_registry/desk/suggestions.html", {**frame, **context}, here="desk_requests")


@requires(Permission.WRITE_REQUESTS)
@require_POST
def suggestions_for_words(request: HttpRequest) -> HttpResponse:
    """The lists for what has been typed so far. It is sent, not asked for: such words do not belong into addresses."""
    form, user = WordsForm(request.POST), desk.person(request)
    context: dict[str, Any] = {"too_short": True}
    if form.is_valid() and len(form.cleaned_data["title_th"].strip()) >= LEAST_LETTERS:
        typed = form.cleaned_data
        own = CommunityRequest.objects.concerning(user).filter(receipt=typed["receipt"]).first()
        category = typed["category"].pk if typed["category"] else None
        context = _lists(typed["title_th"], typed["text_th"], user=user, category=category, leaving_out=own)
    return render(request, _FRAGMENT, context)


def _is_for_a_part(request: HttpRequest) -> bool:
    """Whether a script asks, which puts the answer into its page."""
    return "X-Fragment" in request.headers


def _lists(
    title: str, text: str, *, user: User, category: int | None, leaving_out: CommunityRequest | None
) -> dict[str, Any]:
    options: dict[str, Any] = {"user": user, "category": category, "leaving_out": leaving_out}
    return {
        "similar": similar_requests(title, text, **options),
        "agencies": who_can_answer(title, text, on=timezone.localdate(), most=MOST_AGENCIES, **options),
    }


def _proposed(need: CommunityRequest, user: User) -> dict[str, Any]:
    """The lists of a need that is written down, each row with what this officer has said to it."""
    lists = _lists(need.title_th, need.text_th, user=user, category=need.category_id, leaving_out=need)
    said = SuggestionVerdict.objects.filter(community_request=need, by=user)
    of_requests: dict[int | None, bool] = {}
    of_agencies: dict[int | None, bool] = {}
    for similar, agency, is_right in said.values_list("similar", "agency", "is_right"):
        (of_requests if similar else of_agencies)[similar or agency] = is_right
    return {
        "similar": [_with_verdict(row, of_requests) for row in lists["similar"]],
        "agencies": [_with_verdict(row, of_agencies) for row in lists["agencies"]],
    }


def _with_verdict(row: Row, said: dict[int | None, bool]) -> Row:
    return replace(row, is_right=said.get(row.pk))


def _judge(request: HttpRequest, need: CommunityRequest, user: User) -> None:
    form = VerdictForm(request.POST, user=user)
    if not form.is_valid():
        messages.error(request, _("บันทึกความเห็นไม่ได้ โปรดลองอีกครั้ง"))
        return
    typed = form.cleaned_data
    workflow.judge_suggestion(
        need,
        of=typed["similar"] or typed["agency"],
        is_right=typed["is_right"] == "1",
        score=typed["score"],
        by=user,
    )
