"""Public pages of reports: the files, the list of them, and whether a paper is genuine."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from portal.reports.answering import asked_for, pdf_response
from portal.reports.editions import tidy_code
from portal.reports.listing import report_lists
from portal.reports.verifying import LARGEST_FILE, Finding, HashOnly, by_code, by_hash


@login_not_required
@require_safe
def report_file(request: HttpRequest, kind: str, **about: object) -> HttpResponse:
    """A public report as PDF; `about` as it stands in the address."""
    return pdf_response(request, asked_for(request, kind, *about.values()))


@login_not_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every report of years, groups and provinces and the like; of those made before also size and pages."""
    return render(request, "portal/report_list.html", {"lists": report_lists(get_language() or "th")})


@login_not_required
@csrf_exempt  # only until the handler is set, which has to happen before the form is read
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask by code, or by the file itself, of which nothing is kept but its hash, and that for the answer only."""
    request.upload_handlers = [HashOnly(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        uploaded = request.FILES.get("file")
        if uploaded is None:
            return _verify_page(request, problem=_no_file())
        return _verify_page(request, finding=by_hash(uploaded.read().decode()))
    if "code" in request.GET:
        return _to_the_answer(request)
    return _verify_page(request)


def _to_the_answer(request: HttpRequest) -> HttpResponse | HttpResponseRedirect:
    code = tidy_code(request.GET["code"])
    if not code:
        return _verify_page(request, problem=_("รหัสต้องเป็นตัวอักษรอังกฤษ 12 ตัว เช่น BCDF-GHJK-LMNP"))
    return redirect("verify_code", code=code)


def _no_file() -> str:
    size = LARGEST_FILE // 1_000_000
    return _("เลือกไฟล์ PDF ที่ต้องการตรวจสอบ ขนาดไม่เกิน %(size)s เมกะไบต์") % {"size": size}


def _verify_page(request: HttpRequest, *, finding: Finding | None = None, problem: str = "") -> HttpResponse:
    context = {"finding": finding, "problem": problem, "typed": request.GET.get("code", "")[:40], "by_file": True}
    return render(request, "portal/verify.html", context)


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the paper with this code: where the QR code on it leads."""
    context = {"finding": by_code(code), "typed": code[:40]}
    return render(request, "portal/verify.html", context)
