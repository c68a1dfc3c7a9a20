"""The form of a need, in four parts; and the few words of what is done with one before it is screened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from portal.bilingual import in_language
from portal.forms import BuddhistDateField, DeskForm, KeyedForm, ThaiTextField, VersionedForm, row, shown
from portal.models import Agency, District, PrivacyNotice, Province, User
from portal.reports import agency_tag
from workshops.models import Sector, Workshop

from ..models import Category, CommunityRequest, RequestContact
from ..workflow import ContactDetails
from .files import FilesField, LookedAt

Row = TypeVar("Row", bound=models.Model)
LARGEST_INTEGER = 2**31 - 1
#: Stands in addresses of choices for the province that is chosen on the page.
ANY_PROVINCE = "00"

#: Fields of the request that the form writes.
OF_THE_REQUEST = (
    "title_th",
    "category",
    "province",
    "district",
    "workshop",
    "proposed_on",
    "proposed_agency",
    "sector",
    "community_th",
    "text_th",
    "wanted_th",
    "beneficiaries",
)
#: Fields of the contact person, by what they are called in `RequestContact`.
OF_THE_CONTACT = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}


# ------------------------------------------------------------------------------------------------------------ choices


def name_of(row: Any) -> str:
    return str(in_language(row, "name"))


def districts_of(province_code: str) -> Iterable[District]:
    return District.objects.filter(province=province_code).order_by("sort_key")


def workshops_of(province_code: str, *, user: User) -> Iterable[Workshop]:
    """The workshops to which the province was invited, or which it hosted, as far as the person may know of them."""
    reached = Workshop.objects.filter(Q(targets__province=province_code) | Q(host_province=province_code)).values("pk")
    known = Workshop.objects.visible_to(user).filter(pk__in=reached)
    return known.select_related("host_province").order_by("-fiscal_year", "number")


def workshop_label(workshop: Workshop) -> str:
    year = workshop.fiscal_year_id
    words = {"number": workshop.number, "year": year, "host": name_of(workshop.host_province)}
    return _("ครั้งที่ %(number)s/%(year)s %(host)s") % words


def _agency_label(agency: Agency) -> str:
    tag = agency_tag(agency, on=timezone.localdate(), language=get_language() or "th")
    return f"{tag.label} – {tag.name}"


def _offer(field: forms.Field, rows: Iterable[Row], label: Callable[[Row], str], *, none: str | None = None) -> None:
    """Let a field choose among rows; it cleans to the row, or to nothing. `none`: what choosing nothing is called."""
    assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  (tells the type)
    found = {str(row.pk): row for row in rows}
    field.choices = [*([("", none)] if none is not None else []), *((key, label(row)) for key, row in found.items())]
    field.coerce = found.__getitem__
    field.empty_value = None


# --------------------------------------------------------------------------------------------------------------- form


class Part(Div):
    """A headed part of a long form."""

    template = "requests_registry/desk/_form_part.html"

    def __init__(self, number: int, title: Any, hint: Any, *fields: Any, **options: Any) -> None:
        super().__init__(*fields, **options)
        self.number, self.title, self.hint = number, title, hint


@dataclass(frozen=True)
class Line:
    """An answer as it will be read: what was asked, what was said, where it can be changed.

    `is_typed`: in the officer's own words, Thai on every page.
    """

    label: str
    text: str
    is_typed: bool
    place: str
    is_missing: bool


class NeedForm(DeskForm):
    """What an officer writes of a need. A draft needs a title and a province; the rest may come later.

    `province` is settled for officers, and for what a province has entered; what is sent in its place is not read.
    """

    wanted = frozenset({"category", "district", "sector", "community_th", "text_th"})

    title_th = ThaiTextField(
        label=gettext_lazy("ชื่อเรื่อง"),
        max_length=250,
        help_text=gettext_lazy("เริ่มด้วยสิ่งที่ต้องการ เช่น ขอเครื่องอบแห้งกล้วยสำหรับกลุ่มแม่บ้าน"),
    )
    category = forms.TypedChoiceField(label=gettext_lazy("ด้าน"), widget=forms.RadioSelect, required=False)
    province = forms.TypedChoiceField(label=pgettext_lazy("ช่องกรอก", "จังหวัด"))
    district = forms.TypedChoiceField(
        label=gettext_lazy("อำเภอหรือเขต"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("อำเภอที่เลือกไม่ได้อยู่ในจังหวัดนี้ โปรดเลือกใหม่")},
    )
    workshop = forms.TypedChoiceField(
        label=gettext_lazy("เสนอในการประชุม"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("การประชุมที่เลือกไม่ใช่ของจังหวัดนี้ โปรดเลือกใหม่")},
    )
    proposed_on = BuddhistDateField(
        label=gettext_lazy("วันที่เสนอ"), required=False, help_text=gettext_lazy("วัน/เดือน/ปี พ.ศ. ใช้เลขไทยได้")
    )
    proposed_agency = forms.TypedChoiceField(
        label=gettext_lazy("หน่วยงานที่เห็นควรให้ตอบ"),
        required=False,
        help_text=gettext_lazy("กระทรวงเป็นผู้พิจารณามอบหมาย"),
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("ภาคส่วนของผู้เสนอ"),
        choices=[("", gettext_lazy("เลือกภาคส่วน")), *Sector.choices],
        required=False,
    )
    community_th = ThaiTextField(label=gettext_lazy("ชุมชน กลุ่ม หรือหน่วยงานผู้เสนอ"), max_length=200, required=False)
    text_th = ThaiTextField(
        label=gettext_lazy("ปัญหาและสิ่งที่ต้องการ"),
        widget=forms.Textarea({"rows": 5}),
        max_length=10_000,
        required=False,
    )
    wanted_th = ThaiTextField(
        label=gettext_lazy("ผลที่ต้องการ"), widget=forms.Textarea({"rows": 2}), max_length=2_000, required=False
    )
    beneficiaries = forms.IntegerField(
        label=gettext_lazy("ผู้ได้ประโยชน์ (คน)"),
        min_value=1,
        max_value=LARGEST_INTEGER,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"min_value": gettext_lazy("จำนวนคนต้องมากกว่า 0 หากไม่ทราบให้เว้นว่าง")},
    )
    new_files = FilesField(required=False)
    contact_name = ThaiTextField(
        label=gettext_lazy("ชื่อ"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    contact_phone = ThaiTextField(
        label=gettext_lazy("โทรศัพท์"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("อีเมล"), required=False, widget=forms.EmailInput({"autocomplete": "off"})
    )

    def __init__(
        self, *args: Any, user: User, notice: PrivacyNotice | None, need: CommunityRequest | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.user, self.notice, self.need = user, notice, need
        self._settle_province()
        self._offer_choices()
        if notice is None:
            for name in OF_THE_CONTACT:
                del self.fields[name]
        self.helper.layout = Layout(*self._parts())

    # -- what can be chosen

    @property
    def settled_province(self) -> Province | None:
        """The officer's own; of what a province has entered, that province."""
        if self.user.province is not None:
            return self.user.province
        if self.need is not None and self.need.entered_as != self.user.role:
            return self.need.province
        return None

    def _settle_province(self) -> None:
        field, settled = self.fields["province"], self.settled_province
        if settled is None:
            field.widget.attrs["data-choices"] = reverse("desk_province_choices", args=[ANY_PROVINCE])
            _offer(field, Province.objects.order_by("sort_key"), name_of, none=_("เลือกจังหวัด"))
            return
        field.disabled = True
        self.initial["province"] = settled.pk
        _offer(field, [settled], name_of)

    def _offer_choices(self) -> None:
        code = str(self["province"].value() or "")
        known = code if code in dict(self.fields["province"].choices) else ""  # type: ignore[attr-defined]
        _offer(self.fields["category"], Category.objects.order_by("code"), name_of)
        _offer(
            self.fields["district"],
            districts_of(known) if known else [],
            name_of,
            none=_("เลือกอำเภอ") if known else _("เลือกจังหวัดก่อน"),
        )
        _offer(
            self.fields["workshop"],
            workshops_of(known, user=self.user) if known else [],
            workshop_label,
            none=_("ไม่ได้เสนอในการประชุม"),
        )
        answering = Agency.objects.answering(on=timezone.localdate()).with_names().order_by("acronym")
        _offer(self.fields["proposed_agency"], answering, _agency_label, none=_("ไม่เสนอหน่วยงาน"))
        for name in ("district", "workshop"):
            self.fields[name].widget.attrs["data-of-province"] = f"{name}s"

    # -- how it is laid out

    def _parts(self) -> Iterator[Part]:
        yield Part(1, _("เรื่อง"), _("ชื่อสั้นที่คนนอกพื้นที่อ่านแล้วเข้าใจ"), "title_th", "category")
        is_settled = self.settled_province is not None
        yield Part(
            2,
            _("พื้นที่และที่มา"),
            _("จังหวัดกำหนดไว้แล้ว") if is_settled else _("อำเภอและการประชุมเปลี่ยนตามจังหวัด"),
            row(province=5, district=7),
            *([] if is_settled else [Div(template="requests_registry/desk/_change_province.html")]),
            row(workshop=5, proposed_on=7),
            "proposed_agency",
        )
        yield Part(
            3,
            _("รายละเอียด"),
            _("เผยแพร่หลังกระทรวงตรวจแล้ว อย่าใส่ชื่อหรือหมายเลขโทรศัพท์ของบุคคล"),
            row(sector=5, community_th=7),
            "text_th",
            row(wanted_th=8, beneficiaries=4),
            "new_files",
        )
        if self.notice is not None:
            private = Div(row(contact_name=5, contact_phone=3, contact_email=4), css_class="private")
            part = Part(4, _("ผู้ประสานงาน"), str(in_language(self.notice, "short")), private)
            part.notice = self.notice
            yield part

    def lines(self) -> Iterator[tuple[str, list[Line]]]:
        """The answers as they stand, part by part, with what is missing for handing in."""
        for part in self.helper.layout.fields:
            names = [pointer.name for pointer in part.get_field_names()]
            yield part.title, [self._line(self[name]) for name in names if name != "new_files"]

    def _line(self, field: forms.BoundField) -> Line:
        value = field.value()
        is_told = value not in (None, "") or field.name == "workshop"
        place = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        return Line(
            label=str(field.label),
            text=shown(field, value) if is_told else "",
            is_typed=isinstance(field.field, ThaiTextField),
            place=place,
            is_missing=field.name in self.missing,
        )

    # -- what comes of it

    def clean(self) -> dict[str, Any]:
        """Files travel with one sending only: who has to send the form again is told to choose them again."""
        looked_at = self.cleaned_data.get("new_files", LookedAt())
        if self.errors and (looked_at.taken or looked_at.refused):
            again = [_("ไฟล์ที่เลือกไว้ยังไม่ได้แนบ เมื่อแก้ช่องอื่นแล้วให้เลือกอีกครั้ง")] if looked_at.taken else []
            self.add_error("new_files", ValidationError([*looked_at.refused, *again]))
        return self.cleaned_data

    def written_into(self, need: CommunityRequest) -> CommunityRequest:
        """The request with what was typed; not saved yet."""
        for name in OF_THE_REQUEST:
            setattr(need, name, self.cleaned_data[name])
        if "version" in self.cleaned_data:
            need.version = self.cleaned_data["version"]
        return need

    @property
    def contact(self) -> ContactDetails | None:
        """Whom to ask; nothing where the form has not asked."""
        if self.notice is None:
            return None
        words = {name: self.cleaned_data[field] for field, name in OF_THE_CONTACT.items()}
        return ContactDetails(**words, notice=self.notice)

    def meet(self, theirs: Any) -> None:
        contact = RequestContact.objects.filter(community_request=theirs).first()
        for field, name in OF_THE_CONTACT.items():
            setattr(theirs, field, getattr(contact, name, ""))
        super().meet(theirs)

    #: What is missing for handing in, told when the form is read as text.
    missing: frozenset[str] = frozenset()


class NewNeedForm(KeyedForm, NeedForm):
    """A need that is not written down yet."""


class ChangedNeedForm(VersionedForm, NeedForm):
    """A draft, or a need that the ministry has returned."""


def as_it_stands(need: CommunityRequest, contact: RequestContact | None) -> dict[str, Any]:
    """What a `ChangedNeedForm` begins with."""
    foreign = {"category", "province", "district", "workshop", "proposed_agency"}
    told = {name: getattr(need, f"{name}_id" if name in foreign else name) for name in OF_THE_REQUEST}
    whom = {field: getattr(contact, name, "") for field, name in OF_THE_CONTACT.items()}
    return {"version": need.version, **told, **whom}


# --------------------------------------------------------------------------------------------- handing in, taking back


class HandInForm(KeyedForm):
    """Hands in what stands on the page."""

    submit_label = gettext_lazy("ส่งเรื่อง")


class DeleteDraftForm(DeskForm):
    """Asks whether a draft shall really go."""

    submit_label = gettext_lazy("ลบร่าง")
    is_grave = True


class WithdrawForm(DeskForm):
    """Why a province takes its need back."""

    submit_label = gettext_lazy("ถอนเรื่อง")
    is_grave = True

    reason = ThaiTextField(label=gettext_lazy("เหตุผลที่ถอนเรื่อง"), widget=forms.Textarea({"rows": 4}), max_length=2_000)
