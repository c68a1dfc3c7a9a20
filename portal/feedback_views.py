"""The form with which visitors report a problem, and the ministry's queue of what came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal import desk, feedback
from portal.access import Permission, requires
from portal.forms import DeskForm, ThaiTextField, VersionedForm, versioned
from portal.models import Feedback

ON_A_PAGE = 30


# ----------------------------------------------------------------------------------------------------------- visitors


class FeedbackForm(DeskForm):
    """What a visitor tells. `website` is a trap: people do not see it, programs fill it in."""

    kind = forms.ChoiceField(label=gettext_lazy("ต้องการแจ้งเรื่องใด"), choices=Feedback.Kind, widget=forms.RadioSelect)
    text = ThaiTextField(
        label=gettext_lazy("รายละเอียด"),
        help_text=gettext_lazy("โปรดอย่าเขียนชื่อ เลขประจำตัว หรือข้อมูลส่วนบุคคลของผู้อื่น"),
        min_length=5,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label=gettext_lazy("อีเมลสำหรับรับคำตอบ"),
        help_text=gettext_lazy("ใช้เพื่อตอบเรื่องนี้เท่านั้น ไม่เผยแพร่ และลบเมื่อปิดเรื่อง หากไม่ต้องการคำตอบให้เว้นว่าง"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    submit_label = gettext_lazy("ส่งข้อความ")

    def clean_page(self) -> str:
        return feedback.own_path(self.cleaned_data["page"])


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_form(request: HttpRequest) -> HttpResponse:
    """The one public page with a form that is sent: it has a token, so it is never cached. 429 when it is too much."""
    page = feedback.own_path(request.GET.get("page", ""))
    form = FeedbackForm(request.POST or None, initial={"page": page, "kind": Feedback.Kind.WRONG})
    status = 200
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):
            return redirect("feedback_sent")
        if feedback.may_send(request):
            feedback.receive(**form.cleaned_data, at=timezone.now())
            return redirect("feedback_sent")
        form.add_error(
            None, _("มีข้อความจากเครือข่ายของท่านจำนวนมากในชั่วโมงนี้ โปรดส่งใหม่ในอีกหนึ่งชั่วโมง ข้อความที่พิมพ์ไว้ยังอยู่ในแบบฟอร์ม")
        )
        status = 429
    return render(request, "portal/feedback.html", {"form": form, "page": page}, status=status)


@login_not_required
@require_safe
def feedback_sent(request: HttpRequest) -> HttpResponse:
    """That it has arrived, and what will be done with it."""
    return render(request, "portal/feedback_sent.html")


# -------------------------------------------------------------------------------------------------------------- desk


class HandlingForm(VersionedForm):
    """What the ministry did about it."""

    answer = ThaiTextField(
        label=gettext_lazy("คำตอบหรือการแก้ไข"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    closes = forms.BooleanField(label=gettext_lazy("ปิดเรื่องนี้ และลบอีเมลของผู้แจ้ง"), required=False)


@requires(Permission.READ_FEEDBACK)
@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """What visitors sent: open matters first, the oldest on top."""
    visible = Feedback.objects.visible_to(desk.person(request)).for_queue()
    page = Paginator(visible, ON_A_PAGE).get_page(request.GET.get("page"))
    return desk.page(request, "portal/feedback_list.html", {"page_obj": page})


@requires(Permission.READ_FEEDBACK)
def feedback_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One message, and the form in which its answer is noted."""
    visible = Feedback.objects.visible_to(desk.person(request)).select_related("handled_by")
    message = get_object_or_404(visible, pk=pk)
    initial = versioned(message, "answer", closes=message.closed_at is not None)
    form = HandlingForm(desk.posted(request), initial=initial)

    def act() -> str:
        data = form.cleaned_data
        feedback.handle(message, **data, at=timezone.now(), by=desk.person(request))
        messages.success(request, _("บันทึกแล้ว"))
        return reverse("desk_feedback")

    context: dict[str, Any] = {
        "title": _("ข้อความจากผู้ใช้เว็บไซต์"),
        "message": message,
        "about": "portal/_feedback.html",
        "back_url": reverse("desk_feedback"),
        "back_label": _("ข้อความจากผู้ใช้เว็บไซต์"),
    }
    return desk.form_page(request, form, act=act, context=context)
