"""Forms of the desk for workshops."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.bilingual import in_language
from portal.forms import (
    BuddhistDateField,
    DeskForm,
    KeyedForm,
    LinesField,
    ThaiTextField,
    VersionedForm,
    WholeNumberField,
    row,
)
from portal.models import Agency, FiscalYear, Province, ProvinceGroup
from portal.reports import agency_line
from portal.spellings import spelled_provinces
from portal.thai import fiscal_year_bounds, fiscal_year_of, format_range

from .models import Activity, Sector, Workshop

MOST_PEOPLE = 1_000_000


class NamedChoiceField(forms.ModelChoiceField):
    """A choice among places or groups, by their names in the language of the page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"empty_label": _("เลือก…"), **options})

    def label_from_instance(self, obj: Any) -> str:
        return in_language(obj, "name").text


class AgencyChoiceField(forms.ModelChoiceField):
    """A choice among agencies, by abbreviation and name."""

    def label_from_instance(self, obj: Agency) -> str:
        return agency_line(obj, on=timezone.localdate())


class ProvincesField(LinesField):
    """Provinces, one on each line, as people write them. Cleans to the provinces in their order."""

    def clean(self, value: Any) -> list[Province]:
        spellings = spelled_provinces(Province.objects.all())
        found: dict[str, Province] = {}
        for line in super().clean(value):
            province = spellings.find(line)
            if province is None:
                raise ValidationError(_no_province(line, spellings.near(line)))
            found[province.code] = province
        return list(found.values())


def _no_province(typed: str, near: str) -> str:
    if near:
        return gettext("ไม่พบจังหวัด “%(typed)s” หมายถึง %(near)s หรือไม่") % {"typed": typed, "near": near}
    return gettext("ไม่พบจังหวัด “%(typed)s”") % {"typed": typed}


class WorkshopFields(DeskForm):
    """What a workshop says of itself, but for its year and number."""

    title_th = ThaiTextField(label=_("ชื่อการประชุม"), max_length=300, required=False)
    title_en = ThaiTextField(label=_("ชื่อการประชุมภาษาอังกฤษ"), max_length=300, required=False)
    theme_th = ThaiTextField(label=_("หัวข้อ"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    theme_en = ThaiTextField(
        label=_("หัวข้อภาษาอังกฤษ"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = BuddhistDateField(label=_("วันแรก"))
    ends_on = BuddhistDateField(label=_("วันสุดท้าย"))
    venue_th = ThaiTextField(label=_("สถานที่"), max_length=200)
    venue_en = ThaiTextField(label=_("สถานที่ภาษาอังกฤษ"), max_length=200, required=False)
    host_province = NamedChoiceField(label=_("จังหวัดที่จัด"), queryset=Province.objects.order_by("sort_key"))
    group = NamedChoiceField(
        label=_("กลุ่มจังหวัดเป้าหมาย"), queryset=ProvinceGroup.objects.order_by("order", "sort_key"), required=False
    )
    target_names = ProvincesField(
        label=_("จังหวัดเป้าหมาย"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("บรรทัดละหนึ่งจังหวัด ตามลำดับในเอกสาร หากเว้นว่าง ระบบจะใช้จังหวัดที่อยู่ในกลุ่มข้างต้น ณ วันแรกของการประชุม"),
    )
    outcome_th = ThaiTextField(
        label=_("ผลการประชุม"), required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )
    outcome_en = ThaiTextField(
        label=_("ผลการประชุมภาษาอังกฤษ"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )
    is_published = forms.BooleanField(label=_("เผยแพร่การประชุมนี้ในหน้าสาธารณะ"), required=False)

    #: The fields that the model has too; the provinces are rows of their own.
    OWN = (
        "title_th",
        "title_en",
        "theme_th",
        "theme_en",
        "starts_on",
        "ends_on",
        "venue_th",
        "venue_en",
        "host_province",
        "group",
        "outcome_th",
        "outcome_en",
        "is_published",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            row(starts_on=6, ends_on=6),
            row(venue_th=8, host_province=4),
            "group",
            "target_names",
            "title_th",
            "theme_th",
            "outcome_th",
            "venue_en",
            "title_en",
            "theme_en",
            "outcome_en",
            "is_published",
        )

    @property
    def year_be(self) -> int | None:
        """The fiscal year in which the workshop must begin; unknown while it is typed wrongly."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and self.year_be and fiscal_year_of(first) != self.year_be:
            self.add_error("starts_on", _outside(self.year_be))
        if first and last and last < first:
            self.add_error("ends_on", gettext("วันสุดท้ายต้องไม่ก่อนวันแรก"))
        return cleaned


def _outside(year_be: int) -> str:
    language = get_language() or "th"
    days = format_range(*fiscal_year_bounds(year_be), language="en" if language.startswith("en") else "th")
    return gettext("วันแรกต้องอยู่ในปีงบประมาณ %(year)s คือ %(days)s") % {"year": year_be, "days": days}


class NewWorkshopForm(WorkshopFields, KeyedForm):
    """A workshop that is not there yet."""

    submit_label = _("บันทึกการประชุม")
    fiscal_year = WholeNumberField(
        label=pgettext_lazy("ช่องกรอก", "ปีงบประมาณ"),
        validators=[
            MinValueValidator(2500, _("ปีงบประมาณต้องเป็นปี พ.ศ. ตั้งแต่ 2500 ถึง 2700")),
            MaxValueValidator(2700, _("ปีงบประมาณต้องเป็นปี พ.ศ. ตั้งแต่ 2500 ถึง 2700")),
        ],
    )
    number = WholeNumberField(
        label=_("ครั้งที่"),
        validators=[
            MinValueValidator(1, _("ครั้งที่ของการประชุมต้องอยู่ระหว่าง 1 ถึง 99")),
            MaxValueValidator(99, _("ครั้งที่ของการประชุมต้องอยู่ระหว่าง 1 ถึง 99")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout.insert(0, row(fiscal_year=6, number=6))

    @property
    def year_be(self) -> int | None:
        return self.cleaned_data.get("fiscal_year")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        year_be, number = cleaned.get("fiscal_year"), cleaned.get("number")
        if year_be and number and Workshop.objects.filter(fiscal_year=year_be, number=number).exists():
            self.add_error("number", gettext("ปีงบประมาณนี้มีการประชุมครั้งที่นี้แล้ว"))
        return cleaned

    def workshop(self) -> Workshop:
        """The workshop as it was typed, not saved."""
        named = {name: self.cleaned_data[name] for name in self.OWN}
        return Workshop(fiscal_year_id=self.cleaned_data["fiscal_year"], number=self.cleaned_data["number"], **named)


def next_workshop() -> dict[str, int]:
    """The year of today, and the number after its last."""
    year_be = FiscalYear.year_of(timezone.localdate())
    last = Workshop.objects.filter(fiscal_year=year_be).aggregate(last=Max("number"))["last"]
    return {"fiscal_year": year_be, "number": (last or 0) + 1}


class WorkshopForm(WorkshopFields, VersionedForm):
    """A workshop that is there; its year and number stand in addresses and stay."""

    def __init__(self, data: QueryDict | None = None, *, workshop: Workshop, **kwargs: Any) -> None:
        self._workshop = workshop
        super().__init__(data, **kwargs)

    @property
    def year_be(self) -> int | None:
        return self._workshop.fiscal_year_id

    def changed_workshop(self) -> Workshop:
        """The workshop as it was typed, with the version that the form was made from; not saved."""
        for name in (*self.OWN, "version"):
            setattr(self._workshop, name, self.cleaned_data[name])
        return self._workshop


class AttendanceForm(VersionedForm):
    """How many people each sector sent."""

    public = WholeNumberField(label=Sector.PUBLIC.label, required=False)
    private = WholeNumberField(label=Sector.PRIVATE.label, required=False)
    people = WholeNumberField(label=Sector.PEOPLE.label, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sector in Sector.values:
            self.fields[sector].validators += [
                MinValueValidator(1, _("จำนวนคนต้องมากกว่า 0 หากไม่ทราบให้เว้นว่าง")),
                MaxValueValidator(MOST_PEOPLE, _("จำนวนคนมากเกินไป ตรวจตัวเลขอีกครั้ง")),
            ]
        self.helper.layout = Layout(row(public=4, private=4, people=4))

    @property
    def headcounts(self) -> dict[str, int | None]:
        return {sector: self.cleaned_data[sector] for sector in Sector.values}


class ActivityFields(DeskForm):
    """Something that was done at a workshop."""

    kind = forms.ChoiceField(label=_("ประเภทกิจกรรม"), choices=Activity.Kind.choices)
    title_th = ThaiTextField(label=pgettext_lazy("ช่องกรอก", "กิจกรรม"), max_length=300)
    title_en = ThaiTextField(label=_("กิจกรรมภาษาอังกฤษ"), max_length=300, required=False)
    agency = AgencyChoiceField(
        label=pgettext_lazy("ช่องกรอก", "หน่วยงาน"),
        queryset=Agency.objects.with_names(),
        required=False,
        empty_label=_("ไม่ระบุหน่วยงาน"),
    )
    OWN = ("kind", "title_th", "title_en", "agency")


class NewActivityForm(ActivityFields, KeyedForm):
    submit_label = _("เพิ่มกิจกรรม")


class ActivityForm(ActivityFields, VersionedForm):
    pass


class HandoverFields(DeskForm):
    """Something that was handed to a province. The receiver is a position, never a person's name."""

    item_th = ThaiTextField(label=_("สิ่งที่มอบ"), max_length=200)
    item_en = ThaiTextField(label=_("สิ่งที่มอบภาษาอังกฤษ"), max_length=200, required=False)
    province = NamedChoiceField(label=_("จังหวัดที่รับ"), queryset=Province.objects.order_by("sort_key"))
    giver = AgencyChoiceField(
        label=_("หน่วยงานที่มอบ"), queryset=Agency.objects.with_names(), required=False, empty_label=_("ไม่ระบุหน่วยงาน")
    )
    receiver_position_th = ThaiTextField(
        label=_("ตำแหน่งผู้รับ"),
        max_length=200,
        required=False,
        help_text=_("ระบุตำแหน่ง เช่น ผู้ว่าราชการจังหวัด ไม่ต้องระบุชื่อบุคคล"),
    )
    handed_on = BuddhistDateField(label=_("วันที่มอบ"), required=False)
    OWN = ("item_th", "item_en", "province", "giver", "receiver_position_th", "handed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("item_th", row(province=6, handed_on=6), "giver", "receiver_position_th", "item_en")


class NewHandoverForm(HandoverFields, KeyedForm):
    submit_label = _("เพิ่มรายการ")


class HandoverForm(HandoverFields, VersionedForm):
    pass


class RemovalForm(DeskForm):
    """Asks before something goes."""

    submit_label = _("ลบ")
    is_grave = True
