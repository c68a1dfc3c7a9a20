"""Reports at the desk: choose one, see how far it has come, take the file. Drafts are for who may publish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from portal import desk, jobs, pdf
from portal.access import Permission, requires
from portal.forms import DeskForm, ThaiTextField
from portal.models import Job, StoredReport, User
from portal.reports import making
from portal.reports.catalogue import NoSuchReport, Order, kind_of, kinds, order_of
from portal.reports.editions import Edition, edition
from portal.reports.storing import find

LATEST = 10


class ReportForm(DeskForm):
    """Which report, in which language and digits; for who may publish also whether as a draft."""

    submit_label = _("จัดทำรายงาน")

    report = forms.ChoiceField(label=pgettext_lazy("ช่องกรอก", "รายงาน"), required=False)
    reference = ThaiTextField(
        label=_("หรือใบสรุปความต้องการ เลขที่"), required=False, max_length=12, help_text=_("เช่น 2552-001")
    )
    language = forms.ChoiceField(
        label=_("ภาษาของรายงาน"), choices=[("th", _("ไทย")), ("en", _("อังกฤษ"))], initial="th", widget=forms.RadioSelect
    )
    digits = forms.ChoiceField(
        label=_("ตัวเลขในรายงานภาษาไทย"),
        choices=[("thai", _("เลขไทย")), ("arabic", _("เลขอารบิก"))],
        initial="thai",
        widget=forms.RadioSelect,
    )
    draft = forms.BooleanField(
        label=_("ทำเป็นร่าง รวมการประชุมและคำตอบที่ยังไม่เผยแพร่"),
        required=False,
        help_text=_("ร่างมีคำว่า “ร่าง” ทุกหน้า ใช้ภายในเท่านั้น และระบบลบไฟล์หลัง 30 วัน"),
    )

    def __init__(self, *args: Any, may_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_draft:
            del self.fields["draft"]
        choices = self.fields["report"]
        choices.choices = [("", _("เลือกรายงาน")), *_choices(drafts=may_draft)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("report")) == bool(cleaned.get("reference")):
            self.add_error("report", _("เลือกรายงานหนึ่งฉบับ หรือกรอกเลขที่ของความต้องการ อย่างใดอย่างหนึ่ง"))
        elif not self.errors:
            self._look_up()
        return cleaned

    def _look_up(self) -> None:
        try:
            edition(self.order)
        except NoSuchReport:
            field = "reference" if self.cleaned_data["reference"] else "report"
            self.add_error(field, _("ไม่มีข้อมูลสำหรับรายงานนี้ หรือข้อมูลยังไม่เผยแพร่"))

    @property
    def order(self) -> Order:
        typed = self.cleaned_data
        kind, *about = (typed["report"] or f"request/{typed['reference']}").split("/")
        is_draft = typed.get("draft", False) and kind_of(kind).has_drafts
        return order_of(kind, about, language=typed["language"], digits=typed["digits"], is_draft=is_draft)


def _choices(*, drafts: bool) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """By kind, each with what there is a report of; requests are too many to choose from."""
    for kind in kinds():
        listed = kind.choices(get_language() or "th", drafts)
        if found := [("/".join((kind.name, *choice.about)), choice.label) for choice in listed]:
            yield str(kind.label), found


def _may_draft(user: User) -> bool:
    return user.may(Permission.PUBLISH_ANSWERS)


@requires(Permission.USE_DESK)
def report_desk(request: HttpRequest) -> HttpResponse:
    """Choose a report; it is made at once, or while its page tells how far it has come."""
    may_draft = _may_draft(desk.person(request))
    form = ReportForm(desk.posted(request), may_draft=may_draft)

    def act() -> str:
        making.start_again(edition(form.order))
        return _page_of(form.order)

    context = {"latest": _open_to(desk.person(request)).with_file()[:LATEST]}
    return desk.form_page(request, form, act=act, template="desk/reports.html", context=context, here="desk_reports")


def _open_to(user: User) -> Any:
    """The stored reports that this person may take: drafts only with the right to publish."""
    return StoredReport.objects.all() if _may_draft(user) else StoredReport.objects.public()


def _page_of(order: Order) -> str:
    named = {"report": "/".join((order.kind, *order.about)), "language": order.language, "digits": order.digits}
    return f"{reverse('desk_report')}?{urlencode({**named, **({'draft': '1'} if order.is_draft else {})})}"


@requires(Permission.USE_DESK)
@require_safe
def report_made(request: HttpRequest) -> HttpResponse:
    """The report of an order: the file when it is there, else how far it has come, or why it cannot be made."""
    wanted = _ordered(request.GET, desk.person(request))
    stored = find(wanted)
    job = None if stored else Job.objects.filter(key=wanted.key).first()
    if job:
        making.help_out(job)
        job.refresh_from_db()
        stored = find(wanted)
    context = {
        "title": wanted.paper.title,
        "order": wanted.order,
        "query": request.GET.urlencode(),
        "stored": stored,
        "job": job,
        "is_open": job is not None and job.state in {Job.State.WAITING, Job.State.RUNNING},
        "reason": pdf.unavailable_reason(),
    }
    return desk.page(request, "desk/report_made.html", context, here="desk_reports")


def _ordered(query: QueryDict, user: User) -> Edition:
    """The edition that an address of the desk names. Raises `Http404`, also for a draft that is not for this person."""
    kind, *about = query.get("report", "").split("/")
    is_draft = query.get("draft") == "1"
    language = "en" if query.get("language") == "en" else "th"
    try:
        if is_draft and not (_may_draft(user) and kind_of(kind).has_drafts):
            raise NoSuchReport(kind)
        return edition(order_of(kind, about, language=language, digits=query.get("digits", ""), is_draft=is_draft))
    except (NoSuchReport, KeyError) as error:
        raise Http404(kind) from error


@requires(Permission.USE_DESK)
@require_POST
def stop_report(request: HttpRequest) -> HttpResponse:
    """Call off the making of a report, or with `again` begin it anew."""
    wanted = _ordered(QueryDict(request.POST.get("order", "")), desk.person(request))
    if "again" in request.POST:
        making.start_again(wanted)
    elif job := Job.objects.filter(key=wanted.key).first():
        jobs.cancel(job)
    return redirect(_page_of(wanted.order))


@requires(Permission.USE_DESK)
@require_safe
def report_copy(request: HttpRequest, code: str) -> HttpResponse:
    """A stored report by its code, superseded ones too as long as their file is kept."""
    mine: QuerySet[StoredReport] = _open_to(desk.person(request)).with_file()
    stored = get_object_or_404(mine, code=code)
    if not default_storage.exists(stored.place):
        raise Http404(code)
    with stored.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{stored.kind}-{"-".join(stored.about)}-{code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
