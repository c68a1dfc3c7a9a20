"""Public pages that show both what happened and what was asked."""

from django.urls import path, register_converter

from portal.pages import information, statistics_views, views
from portal.report_views import report_file


class YearConverter:
    """A Buddhist-Era year in an address: four ASCII digits."""

    regex = "2[4-7][0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "year_be")

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy-notice/<slug:version>/", views.privacy_notice, name="privacy_notice"),
    path("years/", views.year_list, name="years"),
    path("years/<year_be:year_be>/", views.year_detail, name="year"),
    path("years/<year_be:year_be>.pdf", report_file, {"kind": "year"}, name="year_pdf"),
    path("workshops/", views.workshop_list, name="workshops"),
    path("workshops/<year_be:year_be>/<int:number>/", views.workshop_detail, name="workshop"),
    path("workshops/<year_be:year_be>/<int:number>.pdf", report_file, {"kind": "workshop"}, name="workshop_pdf"),
    path("groups/", views.group_list, name="groups"),
    path("groups/<slug:slug>/", views.group_detail, name="group"),
    path("groups/<slug:slug>.pdf", report_file, {"kind": "group"}, name="group_pdf"),
    path("provinces/", views.province_list, name="provinces"),
    path("provinces/<str:code>/", views.province_detail, name="province"),
    path("provinces/<str:code>.pdf", report_file, {"kind": "province"}, name="province_pdf"),
    path("agencies/", views.agency_list, name="agencies"),
    path("agencies/<slug:acronym>/", views.agency_detail, name="agency"),
    path("statistics/", statistics_views.statistics, name="statistics"),
    path("contact/", information.information, {"template": "pages/contact.html"}, name="contact"),
    path("faq/", information.faq, name="faq"),
    path("sitemap/", information.site_map, name="site_map"),
    path("open-data/", information.open_data, name="open_data"),
    path("privacy/", information.privacy, name="privacy"),
    path("accessibility/", information.information, {"template": "pages/accessibility.html"}, name="accessibility"),
    path(
        "policies/website/", information.information, {"template": "pages/website_policy.html"}, name="website_policy"
    ),
    path(
        "policies/security/",
        information.information,
        {"template": "pages/security_policy.html"},
        name="security_policy",
    ),
    path("policies/disclaimer/", information.information, {"template": "pages/disclaimer.html"}, name="disclaimer"),
    path("agencies/<slug:acronym>.pdf", report_file, {"kind": "agency"}, name="agency_pdf"),
    path("desk/", views.desk, name="desk"),
]
