"""What every page of the admin shares: the role decides, dates are Buddhist, what is in use is not deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db import models
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access import Permission
from portal.forms import BuddhistDateField, BuddhistDateInput, ThaiTextField, WholeRowForm
from portal.moments import format_moment
from portal.thai import format_date, repair

Column = Callable[[Any], Any]

#: The last part of the form of everything that claims something.
CLAIM: Any = (
    gettext_lazy("ที่มาของข้อมูล"),
    {"fields": ("provenance", "source", "provenance_note_th", "provenance_note_en")},
)
THAI_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.DateField: {"form_class": BuddhistDateField, "widget": BuddhistDateInput},
    models.CharField: {"form_class": ThaiTextField, "widget": AdminTextInputWidget},
    models.TextField: {"form_class": ThaiTextField, "widget": AdminTextareaWidget(attrs={"rows": 4})},
    models.SlugField: {"widget": AdminTextInputWidget},
    models.URLField: {"assume_scheme": "https"},
}


def buddhist(model: type[models.Model], field: str) -> Column:
    """A column, or a read-only line, with a date or time of the model in the Buddhist Era; empty stays empty."""

    @admin.display(description=model._meta.get_field(field).verbose_name, ordering=field)  # type: ignore[union-attr]
    def column(row: models.Model) -> str | None:
        return in_buddhist_era(getattr(row, field))

    column.__name__ = f"{field}_be"
    return column


def in_buddhist_era(moment: date | None) -> str | None:
    """`9 พ.ย. 2551`; of a time `9 พ.ย. 2551 10:00 น.`, as clocks in Bangkok showed it."""
    if isinstance(moment, datetime):
        return format_moment(moment)
    return format_date(moment, style="short") if moment else None


class ByRole:
    """Rights from `portal.access`, for models and for the rows shown inside them."""

    permission: ClassVar[Permission] = Permission.EDIT_REFERENCE_DATA

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request)

    def _may(self, request: HttpRequest) -> bool:
        return request.user.may(self.permission)  # type: ignore[union-attr]


class KeptForGood(ByRole):
    """Rows that end or are switched off, and are never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ShownOnly(KeptForGood):
    """Rows that only the work on the desk writes."""

    permission = Permission.SEE_ALL_REQUESTS

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class PortalModelAdmin(ByRole, admin.ModelAdmin):
    """Base of all. `chosen_once`: fields that are keys or stand in addresses, and stay after the row was made."""

    chosen_once: ClassVar[Sequence[str]] = ()
    form = WholeRowForm
    formfield_overrides = THAI_FIELDS
    list_per_page = 50
    show_full_result_count = False  # it would count every row on every page
    save_on_top = False

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.ForeignKey) and field is not None:
            _without_side_doors(field.widget, add=True)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, *self.chosen_once] if obj else readonly

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, repair(search_term).strip())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None: what one deletes, one looks at first, row by row."""
        return {}

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Says where a row is in use instead of listing thousands of rows that stand in the way."""
        row = self.get_object(request, unquote(object_id))
        uses = uses_of(row) if row is not None and self.has_delete_permission(request, row) else []
        if not uses:
            return super().delete_view(request, object_id, extra_context)
        self.message_user(request, in_use(row, uses), messages.ERROR)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)


def _without_side_doors(widget: Any, *, add: bool) -> None:
    """No buttons beside a choice that change or delete the chosen row itself, as if it were the choice."""
    widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
    widget.can_add_related = widget.can_add_related and add


class PortalInline(ByRole, admin.TabularInline):
    """Rows inside the row they belong to, narrow enough to stand beside each other."""

    form = WholeRowForm
    formfield_overrides = {
        **THAI_FIELDS,
        models.CharField: {"form_class": ThaiTextField, "widget": TextInput(attrs={"size": 20})},
        models.TextField: {"form_class": ThaiTextField, "widget": AdminTextareaWidget(attrs={"rows": 2, "cols": 30})},
    }
    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.ForeignKey) and field is not None:
            _without_side_doors(field.widget, add=False)
            field.widget.widget.attrs["data-width"] = "12em"
        return field


class ReadOnlyInline(ShownOnly, PortalInline):
    """History inside the row it belongs to. `show`: fields, columns and names of methods, in their order."""

    show: ClassVar[Sequence[Any]] = ()
    can_delete = False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.show

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.show


class ReadOnlyAdmin(ShownOnly, PortalModelAdmin):
    """Every field, none to be changed; dates in the Buddhist Era."""

    hidden: ClassVar[Sequence[str]] = ()

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        shown = [field for field in self.opts.fields if not field.primary_key and field.name not in self.hidden]
        return [
            buddhist(self.model, field.name) if isinstance(field, models.DateField) else field.name for field in shown
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.get_fields(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return [(None, {"fields": self.get_fields(request, obj)})]


def uses_of(row: models.Model) -> list[tuple[str, int]]:
    """Where the row must stay because others refer to it: name of the kind, and how many. One query a kind."""
    relations = [
        relation
        for relation in row._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.PROTECT
    ]
    counted: dict[str, int] = {}
    for relation in relations:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
        name = str(relation.related_model._meta.verbose_name)
        counted[name] = counted.get(name, 0) + rows.count()
    return [(name, number) for name, number in counted.items() if number]


def in_use(row: models.Model | None, uses: Sequence[tuple[str, int]]) -> str:
    kinds = [_("%(kind)s %(number)s รายการ") % {"kind": kind, "number": f"{number:,}"} for kind, number in uses]
    return _("ลบ “%(row)s” ไม่ได้ เพราะยังมีข้อมูลที่อ้างถึง ได้แก่ %(kinds)s") % {
        "row": row,
        "kinds": get_text_list(kinds, _("และ")),
    }
