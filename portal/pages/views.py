"""Public pages of the programme. Anonymous and cacheable: nothing here reads the user or the session, but `desk`."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access import Permission, requires
from portal.bilingual import in_language
from portal.desk import page, person
from portal.forms import BuddhistDateField
from portal.models import Agency, FiscalYear, PrivacyNotice, ProgrammeStatement, Province, ProvinceGroup, Source
from portal.thai import fiscal_year_of
from requests_registry.models import AnswerCount, CommunityRequest, RequestCount
from workshops.models import Workshop

from . import front, profiles
from .desk_start import start_page
from .maps import neighbourhood_of, request_tiles, thread_of, year_map
from .report_entries import workshop_entry
from .statistics import Breakdown, agency_record, breakdown
from .workshop_reports import workshop_report
from .year_reports import YearReport, year_report


def _language() -> str:
    return get_language() or "th"


def _breakdown(**place: Province | ProvinceGroup) -> Breakdown | None:
    """The requests of a place."""
    counted = (model.objects.filter(**place) for model in (RequestCount, AnswerCount))
    return breakdown(*counted, language=_language())


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest year with real data: figures, map, workshops, an example of answers."""
    first = front.home(language=_language())
    context = {
        "home": first,
        "map": year_map(first.counted_workshops, language=_language()),
    }
    return render(request, "pages/home.html", context)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The programme in the words of its source, and how this portal counts and marks."""
    statements: dict[str, list[ProgrammeStatement]] = {}
    for statement in ProgrammeStatement.objects.order_by("kind", "order"):
        statements.setdefault(statement.kind, []).append(statement)
    sources = Source.objects.order_by("code")
    return render(request, "pages/about.html", {"statements": statements, "sources": sources})


@login_not_required
@require_safe
def privacy_notice(request: HttpRequest, version: str) -> HttpResponse:
    """A privacy notice in full, also one that has been replaced: contacts say under which they were given."""
    notice = get_object_or_404(PrivacyNotice, pk=version)
    blocks = str(in_language(notice, "full")).split("\n\n")
    context = {
        "notice": notice,
        "short": in_language(notice, "short"),
        "sections": [block.partition("\n")[::2] for block in blocks],
    }
    return render(request, "pages/privacy_notice.html", context)


# ---------------------------------------------------------------------------------------------------------- years


@login_not_required
@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    """Every fiscal year, newest first, with what is known of it."""
    return render(request, "pages/year_list.html", {"years": front.years_with_gaps(front.year_entries())})


@login_not_required
@require_safe
def year_detail(request: HttpRequest, year_be: int) -> HttpResponse:
    """The programme's year, written from the data."""
    report = _year(year_be)
    context = {
        "report": report,
        "map": year_map(report.counted_workshops, language=report.language, labels=False),
        "thread": thread_of(year_be, report.counted_workshops, language=report.language),
    }
    return render(request, "pages/year_detail.html", context)


def _year(year_be: int) -> YearReport:
    try:
        return year_report(year_be, language=_language())
    except FiscalYear.DoesNotExist as error:
        raise Http404(f"fiscal year {year_be}") from error


# ------------------------------------------------------------------------------------------------------ workshops


@login_not_required
@require_safe
def workshop_list(request: HttpRequest) -> HttpResponse:
    """All public workshops, by fiscal year."""
    language = _language()
    entries = [workshop_entry(workshop, language=language) for workshop in Workshop.objects.public().for_list()]
    context = {"entries": entries, "today": timezone.localdate(), "has_samples": any(e.is_sample for e in entries)}
    return render(request, "pages/workshop_list.html", context)


@login_not_required
@require_safe
def workshop_detail(request: HttpRequest, year_be: int, number: int) -> HttpResponse:
    """One workshop: where, when, with whom, what was done, what was asked."""
    workshop = get_object_or_404(Workshop.objects.public().for_detail(), fiscal_year=year_be, number=number)
    report = workshop_report(workshop, language=_language())
    context = {
        "report": report,
        "entry": report.entry,
        "is_planned": workshop.is_planned(on=timezone.localdate()),
        "breakdown": breakdown(CommunityRequest.objects.public().filter(workshop=workshop), language=_language()),
    }
    return render(request, "pages/workshop_detail.html", context)


# ---------------------------------------------------------------------------------------------- places and groups


class AsOfForm(forms.Form):
    """The day for which groups are shown: Buddhist Era, Thai or Arabic digits, today when left empty."""

    on = BuddhistDateField(label=_("ณ วันที่"), required=False, help_text=_("เช่น 9/11/2551 หรือ 9 พ.ย. 2551"))

    @property
    def day(self) -> date:
        """The day asked for; today when none was, or while the answer has an error, which the form then tells."""
        return (self.is_valid() and self.cleaned_data["on"]) or timezone.localdate()


@login_not_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """The province groups as of a day."""
    form = AsOfForm(request.GET)
    entries = profiles.group_entries(on=form.day, language=_language())
    return render(request, "pages/group_list.html", {"form": form, "day": form.day, "entries": entries})


@login_not_required
@require_safe
def group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A group as of a day, and its provinces over time. The key of the reference data leads here too."""
    group = ProvinceGroup.objects.filter(slug=slug).first()
    if group is None:
        known = get_object_or_404(ProvinceGroup, key=slug)
        return redirect("group", slug=known.slug, permanent=True)
    form = AsOfForm(request.GET)
    profile = profiles.group_profile(group, on=form.day, language=_language())
    context = {
        "form": form,
        "day": form.day,
        "profile": profile,
        "breakdown": _breakdown(group=group),
    }
    return render(request, "pages/group_detail.html", context)


@login_not_required
@require_safe
def province_list(request: HttpRequest) -> HttpResponse:
    """All provinces by region, with a map of those where something was asked."""
    regions = profiles.region_entries(language=_language())
    has_samples = any(counts.samples for region in regions for _place, counts in region.provinces)
    context = {"regions": regions, "tiles": request_tiles(regions), "has_samples": has_samples}
    return render(request, "pages/province_list.html", context)


@login_not_required
@require_safe
def province_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A province: its groups over time, workshops, requests."""
    province = get_object_or_404(Province.objects.select_related("region"), code=code)
    profile = profiles.province_profile(province, on=timezone.localdate(), language=_language())
    context = {
        "profile": profile,
        "map": neighbourhood_of(profile, language=_language()),
        "breakdown": _breakdown(province=province),
    }
    return render(request, "pages/province_detail.html", context)


# ------------------------------------------------------------------------------------------------------- agencies


@login_not_required
@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """The agencies, under the names they have today."""
    entries = profiles.agency_entries(on=timezone.localdate(), language=_language())
    context = {
        "footer": [entry for entry in entries if entry.in_footer],
        "others": [entry for entry in entries if not entry.in_footer],
    }
    return render(request, "pages/agency_list.html", context)


@login_not_required
@require_safe
def agency_detail(request: HttpRequest, acronym: str) -> HttpResponse:
    """An agency: its names over time, what it knows, what it answered."""
    agencies = Agency.objects.with_names().select_related("successor").prefetch_related("successor__names")
    agency = get_object_or_404(agencies, acronym=acronym)
    profile = profiles.agency_profile(agency, on=timezone.localdate(), language=_language())
    context = {"profile": profile, "record": agency_record(agency)}
    return render(request, "pages/agency_detail.html", context)


# ----------------------------------------------------------------------------------------------------------- desk


@requires(Permission.USE_DESK)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where officers arrive: what waits for them, what is late, their drafts, what has changed."""
    user, today = person(request), timezone.localdate()
    context = {
        "start": start_page(user, on=today, language=_language()),
        "today": today,
        "year": fiscal_year_of(today),
        "may_write": user.may(Permission.WRITE_REQUESTS),
        "may_record": user.may(Permission.RECORD_WORKSHOPS),
        "may_administer": user.may(Permission.USE_ADMIN),
        "may_read_feedback": user.may(Permission.READ_FEEDBACK),
    }
    return page(request, "pages/desk.html", context, here="desk")
