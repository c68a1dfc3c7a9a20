"""Pages of running text about this portal: what a government website must tell."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.models import FiscalYear, PrivacyNotice
from requests_registry.meanings import all_meanings
from requests_registry.open_data import COLUMNS


@login_not_required
@require_safe
def information(request: HttpRequest, template: str) -> HttpResponse:
    """A page that needs no data."""
    return render(request, template)


@login_not_required
@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """Questions that are asked often, among them what each status means."""
    return render(request, "pages/faq.html", {"statuses": all_meanings()})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The policy, with the notice that people are shown today when their data are asked for."""
    notice = PrivacyNotice.objects.in_force(on=timezone.localdate())
    return render(request, "pages/privacy.html", {"notice": notice})


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be taken away, in which form and under which licence."""
    return render(request, "pages/open_data.html", {"columns": COLUMNS.items()})


@login_not_required
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """All pages of the portal for people; that for machines is `/sitemap.xml`."""
    years = FiscalYear.objects.order_by("-year_be").values_list("year_be", flat=True)
    return render(request, "pages/site_map.html", {"years": years})
