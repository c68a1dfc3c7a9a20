"""Reference data and accounts: sources, years and figures, places and groups, agencies, people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Permission, Role
from portal.admin_base import CLAIM, KeptForGood, PortalInline, PortalModelAdmin, buddhist, in_buddhist_era
from portal.forms import LinesField, WholeRowForm
from portal.models import (
    Agency,
    AgencyName,
    DeclaredFigure,
    District,
    FiscalYear,
    GroupMembership,
    ProgrammeStatement,
    Province,
    ProvinceGroup,
    Region,
    Source,
    User,
)

admin.site.unregister(Group)  # roles decide, not groups


# ------------------------------------------------------------------------------------------- sources, years, figures


@admin.register(Source)
class SourceAdmin(PortalModelAdmin):
    list_display = ("title_th", "code", buddhist(Source, "published_on"), buddhist(Source, "read_on"))
    search_fields = ("code", "title_th", "title_en", "url")
    chosen_once = ("code",)


@admin.register(ProgrammeStatement)
class ProgrammeStatementAdmin(PortalModelAdmin):
    list_display = ("text_th", "kind", "order", "provenance")
    list_filter = ("kind", "provenance")
    search_fields = ("text_th", "text_en")
    autocomplete_fields = ("source",)
    fieldsets = ((None, {"fields": ("kind", "order", "text_th", "text_en")}), CLAIM)


@admin.register(FiscalYear)
class FiscalYearAdmin(PortalModelAdmin):
    list_display = ("year_be", "first_day", "last_day", "last_number")
    search_fields = ("year_be",)
    ordering = ("-year_be",)
    fields = ("year_be", "last_number")
    readonly_fields = ("last_number",)
    chosen_once = ("year_be",)

    @admin.display(description=_("เริ่ม"))
    def first_day(self, year: FiscalYear) -> str | None:
        return in_buddhist_era(year.starts_on)

    @admin.display(description=_("สิ้นสุด"))
    def last_day(self, year: FiscalYear) -> str | None:
        return in_buddhist_era(year.ends_on)


@admin.register(DeclaredFigure)
class DeclaredFigureAdmin(PortalModelAdmin):
    list_display = ("subject", "value", "fiscal_year", "provenance", "source")
    list_filter = ("fiscal_year", "subject")
    list_select_related = ("fiscal_year", "source")
    search_fields = ("text_th", "=fiscal_year__year_be")
    autocomplete_fields = ("fiscal_year", "source")
    fieldsets = ((None, {"fields": ("fiscal_year", "subject", "value", "text_th")}), CLAIM)


# ------------------------------------------------------------------------------------------------------------- places


@admin.register(Region)
class RegionAdmin(PortalModelAdmin):
    list_display = ("name_th", "name_en", "code", "order")
    search_fields = ("name_th", "name_en", "code")
    chosen_once = ("code",)


class MembershipInline(PortalInline):
    """The groups of a province, newest first."""

    model = GroupMembership
    fields = ("group", "valid_from", "is_centre", "source", "certainty")
    autocomplete_fields = ("group", "source")
    ordering = ("-valid_from",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[GroupMembership]:
        return super().get_queryset(request).select_related("province", "group", "source")


@admin.register(Province)
class ProvinceAdmin(PortalModelAdmin):
    list_display = ("name_th", "name_en", "code", "abbreviation_th", "region")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("name_th", "name_en", "=code", "abbreviation_th")
    autocomplete_fields = ("region",)
    inlines = (MembershipInline,)
    chosen_once = ("code",)
    list_per_page = 100  # all 77 on one page


@admin.register(District)
class DistrictAdmin(PortalModelAdmin):
    list_display = ("name_th", "name_en", "code", "province")
    list_filter = (("province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("province",)
    search_fields = ("name_th", "name_en", "=code", "province__name_th", "province__name_en")
    autocomplete_fields = ("province",)
    chosen_once = ("code",)


@admin.register(ProvinceGroup)
class ProvinceGroupAdmin(PortalModelAdmin):
    list_display = ("name_th", "name_en", "slug", "order", "members_today")
    search_fields = ("name_th", "name_en", "key", "slug")
    chosen_once = ("key", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProvinceGroup]:
        today = GroupMembership.objects.in_force(on=timezone.localdate())
        members = Count("memberships", filter=Q(memberships__in=today))
        return super().get_queryset(request).annotate(members=members)

    @admin.display(description=_("จำนวนจังหวัดในวันนี้"))
    def members_today(self, group: Any) -> int:
        return group.members


@admin.register(GroupMembership)
class GroupMembershipAdmin(PortalModelAdmin):
    list_display = ("province", "group", buddhist(GroupMembership, "valid_from"), "is_centre")
    list_filter = ("group", "is_centre")
    list_select_related = ("province", "group")
    search_fields = ("province__name_th", "province__name_en", "group__name_th", "group__name_en")
    autocomplete_fields = ("province", "group", "source")


# ----------------------------------------------------------------------------------------------------------- agencies


class AgencyForm(WholeRowForm):
    expertise_th = LinesField(label=_("ความเชี่ยวชาญ (ไทย)"), help_text=_("บรรทัดละหนึ่งเรื่อง"), required=False)
    expertise_en = LinesField(label=_("ความเชี่ยวชาญ (อังกฤษ)"), help_text=_("บรรทัดละหนึ่งเรื่อง"), required=False)


class AgencyNameInline(PortalInline):
    """An agency has a name in Thai from its first day in the portal."""

    model = AgencyName
    min_num, validate_min = 1, True
    fields = ("name_th", "name_en", "valid_from", "is_alias", "provenance", "source")
    autocomplete_fields = ("source",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgencyName]:
        return super().get_queryset(request).select_related("source")


@admin.register(Agency)
class AgencyAdmin(KeptForGood, PortalModelAdmin):
    form = AgencyForm
    list_display = ("acronym", "name_today", "kind", "can_answer", buddhist(Agency, "ended_on"), "successor")
    list_filter = ("kind", "can_answer", ("ended_on", admin.EmptyFieldListFilter))
    list_select_related = ("successor",)
    search_fields = ("acronym", "abbreviation_th", "names__name_th", "names__name_en")
    autocomplete_fields = ("successor", "source")
    inlines = (AgencyNameInline,)
    chosen_once = ("acronym",)
    fieldsets = (
        (None, {"fields": ("acronym", "abbreviation_th", "kind", "can_answer", "footer_order")}),
        (_("ความเชี่ยวชาญ"), {"fields": ("expertise_th", "expertise_en", "legal_form_en", "note_en")}),
        (
            _("การสิ้นสุด"),
            {
                "fields": ("ended_on", "successor"),
                "description": _("หน่วยงานไม่ถูกลบออกจากระบบ ให้ระบุวันที่สิ้นสุดและหน่วยงานสืบต่อแทน"),
            },
        ),
        CLAIM,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agency]:
        return super().get_queryset(request).prefetch_related("names")

    @admin.display(description=_("ชื่อปัจจุบัน"))
    def name_today(self, agency: Agency) -> str | None:
        name = agency.name_on(timezone.localdate())
        return name.name_th if name else None


# ------------------------------------------------------------------------------------------------------------- people


class AccountRules(WholeRowForm):
    """What an account must be: an officer has a place of work, and nobody locks the door behind him- or herself."""

    actor: User  # who is signed in; set by `AccountAdmin.get_form`
    workplaces = (
        ("agency", Role.AGENCY, _("เจ้าหน้าที่หน่วยงานต้องมีหน่วยงาน"), _("ระบุหน่วยงานเฉพาะบัญชีของเจ้าหน้าที่หน่วยงาน")),
        ("province", Role.PROVINCE, _("เจ้าหน้าที่จังหวัดต้องมีจังหวัด"), _("ระบุจังหวัดเฉพาะบัญชีของเจ้าหน้าที่จังหวัด")),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field, role, missing, not_his in self.workplaces:
            has, needs = cleaned.get(field) is not None, cleaned.get("role") == role
            if field not in self.errors and has != needs:
                self.add_error(field, missing if needs else not_his)
        if self.instance.pk == self.actor.pk and self._loses_the_key(cleaned):
            self.add_error(None, _("เปลี่ยนบทบาทหรือปิดบัญชีของตนเองไม่ได้ โปรดให้ผู้ดูแลระบบคนอื่นดำเนินการ"))
        return cleaned

    def _loses_the_key(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("role") != self.actor.role or not cleaned.get("is_active")


class NewAccountForm(AccountRules, AdminUserCreationForm):
    usable_password = None  # type: ignore[assignment]  # every account of an officer has one

    class Meta(AdminUserCreationForm.Meta):
        model = User


class AccountForm(AccountRules, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class AccountAdmin(KeptForGood, PortalModelAdmin, UserAdmin):
    """Accounts: made with role and place of work, switched off instead of deleted."""

    permission = Permission.EDIT_USERS
    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "full_name", "role", "workplace", "is_active", buddhist(User, "last_login"))
    list_filter = ("role", "is_active", ("agency", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("agency", "province")
    search_fields = ("username", "first_name", "last_name", "email", "agency__acronym", "province__name_th")
    readonly_fields: ClassVar[Any] = (buddhist(User, "last_login"), buddhist(User, "date_joined"))
    filter_horizontal = ()
    _who: Any = (_("ข้อมูลส่วนบุคคล"), {"fields": ("first_name", "last_name", "email")})
    _work: Any = (_("บทบาทและสังกัด"), {"fields": ("role", "agency", "province")})
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        _work,
        _who,
        (_("วันเวลา"), {"fields": readonly_fields}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}), _work, _who)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.actor = request.user
        return form

    @admin.display(description=_("ชื่อ-นามสกุล"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("สังกัด"))
    def workplace(self, user: User) -> object:
        return user.agency or user.province
