"""What provinces and agencies write about results: answers to questions, verdicts, measured results, looks back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.forms import BuddhistDateField, DeskForm, KeyedForm, NumberField, ThaiTextField, VersionedForm, row
from portal.models import User
from portal.reports import agency_label

from ..models import AgencyResponse, CommunityRequest, Indicator
from ..models.responses import HELPING

LONG_TEXT, SENTENCE = 2000, 500  # characters

#: Units that are usual for an indicator, with their English; any other may be written.
USUAL_UNITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    Indicator.JOBS: (("คน", "people"), ("ครัวเรือน", "households")),
    Indicator.INCOME: (("บาทต่อเดือน", "baht per month"), ("บาทต่อปี", "baht per year")),
    Indicator.EXPENSES: (("บาทต่อปี", "baht per year"), ("บาทต่อเดือน", "baht per month")),
    Indicator.VALUE: (("บาทต่อปี", "baht per year"), ("บาทต่อหน่วย", "baht per item")),
    Indicator.QUALITY: (("ร้อยละที่ผ่านเกณฑ์", "per cent that pass"), ("ผลิตภัณฑ์", "products")),
    Indicator.PROCESS: (("กระบวนการ", "processes"), ("ร้อยละของขั้นตอนที่ปรับปรุง", "per cent of steps improved")),
    Indicator.TRAINED: (("คน", "people"),),
}
_ENGLISH = {thai: english for units in USUAL_UNITS.values() for thai, english in units}


def _text(label: Any, *, most: int = LONG_TEXT, rows: int = 4, **options: Any) -> ThaiTextField:
    return ThaiTextField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **options)


# --------------------------------------------------------------------------------------------------------- deliveries


class ReplyForm(KeyedForm):
    """The province's answer to an agency's question."""

    submit_label = _("ส่งคำตอบ")
    answer = _text(_("คำตอบถึงหน่วยงาน"), rows=6)


class ConfirmForm(DeskForm):
    """The province is satisfied."""

    submit_label = _("ยืนยันผลงาน")
    sentence = _text(_("ความเห็นของจังหวัด"), most=SENTENCE, required=False, help_text=_("แสดงต่อสาธารณะ"))


class SendBackForm(DeskForm):
    """The province is not satisfied."""

    submit_label = _("ส่งกลับให้หน่วยงานดำเนินการต่อ")
    sentence = _text(
        _("สิ่งที่ยังไม่เรียบร้อย"),
        most=SENTENCE,
        help_text=_("แสดงต่อสาธารณะ เขียนให้หน่วยงานทราบว่าต้องทำอะไรเพิ่ม"),
    )


# ----------------------------------------------------------------------------------------------------------- outcomes


class SharersField(forms.ModelMultipleChoiceField):
    """Answers by agency and part."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: AgencyResponse) -> str:
        label = agency_label(obj.agency, get_language() or "th")
        return f"{label} · {obj.get_kind_display()} · {obj.summary_th}" if obj.summary_th else label


class OutcomeFields(DeskForm):
    """A measured result. `responses` are the answers of its request that came to something."""

    indicator = forms.ChoiceField(label=_("ตัวชี้วัด"), choices=[("", _("เลือกตัวชี้วัด")), *Indicator.choices])
    unit_th = ThaiTextField(label=_("หน่วยนับ"), max_length=60, help_text=_("เลือกหน่วยที่ใช้บ่อย หรือพิมพ์หน่วยอื่น"))
    baseline = NumberField(
        label=_("ค่าก่อนดำเนินการ"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("เว้นว่างได้หากไม่ได้วัดไว้"),
    )
    actual = NumberField(
        label=_("ผลจริง"), max_digits=14, decimal_places=2, min_value=0, help_text=_("ค่าที่วัดได้หลังดำเนินการ")
    )
    period_from = BuddhistDateField(label=_("วัดผลตั้งแต่วันที่"))
    period_to = BuddhistDateField(label=_("ถึงวันที่"))
    evidence_th = _text(_("หลักฐาน"), required=False, help_text=_("วัดหรือนับอย่างไร ดูได้จากเอกสารใด ไม่ใส่ชื่อหรือข้อมูลส่วนบุคคล"))
    responses = SharersField(
        label=_("คำตอบที่ร่วมสร้างผลนี้"),
        queryset=AgencyResponse.objects.none(),
        help_text=_("ผลที่หลายหน่วยงานร่วมกันสร้างให้บันทึกเพียงรายการเดียว และนับเพียงครั้งเดียว"),
        error_messages={"invalid_choice": _("เลือกได้เฉพาะคำตอบของเรื่องนี้ที่ตอบรับแล้ว")},
    )

    def __init__(self, *args: Any, community_request: CommunityRequest, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by = by
        self.fields["unit_th"].widget.attrs.update(list="units", autocomplete="off")
        sharers: Any = self.fields["responses"]
        sharers.queryset = sharers_of(community_request)
        self.helper.layout = Layout(
            *(name for name in ("key", "version") if name in self.fields),
            row(indicator=6, unit_th=6),
            row(baseline=6, actual=6),
            row(period_from=6, period_to=6),
            "evidence_th",
            "responses",
        )

    def clean_period_to(self) -> Any:
        """A result has been measured, it is not hoped for."""
        day = self.cleaned_data["period_to"]
        if day > timezone.localdate():
            raise ValidationError(_("ช่วงเวลาที่วัดผลต้องไม่อยู่ในอนาคต"))
        return day

    def clean_responses(self) -> Iterable[AgencyResponse]:
        chosen = self.cleaned_data["responses"]
        if not any(response.agency_id == self._by.agency_id for response in chosen):
            raise ValidationError(_("ต้องเลือกคำตอบของหน่วยงานท่านด้วย"))
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม"))
        return cleaned

    @property
    def measured(self) -> dict[str, Any]:
        """The fields of the row; a usual unit brings its English along."""
        names = ("indicator", "unit_th", "baseline", "actual", "period_from", "period_to", "evidence_th")
        unit_en = _ENGLISH.get(self.cleaned_data["unit_th"], "")
        return {**{name: self.cleaned_data[name] for name in names}, "unit_en": unit_en}


class NewOutcomeForm(KeyedForm, OutcomeFields):
    submit_label = _("ส่งให้จังหวัดยืนยัน")


class ChangedOutcomeForm(VersionedForm, OutcomeFields):
    submit_label = _("บันทึกและส่งให้จังหวัดยืนยัน")


def sharers_of(community_request: CommunityRequest) -> Any:
    """The answers of a request that may share in a result: those that help."""
    return community_request.responses.filter(status__in=HELPING).select_related("agency").order_by("part", "pk")


class VerifyForm(VersionedForm):
    """The province vouches for a result as it stands on the page."""

    submit_label = _("ยืนยันผลลัพธ์")


class ReturnForm(VersionedForm):
    """The province gives a result back."""

    submit_label = _("ส่งกลับให้หน่วยงานแก้ไข")
    note = _text(_("ข้อสังเกตของจังหวัด"), most=SENTENCE, help_text=_("บอกหน่วยงานว่าต้องแก้ไขหรือเพิ่มหลักฐานใด"))


# --------------------------------------------------------------------------------------------------------- follow-ups


class FollowUpForm(VersionedForm):
    """What was found some months after a delivery."""

    note_th = _text(_("สิ่งที่พบ"), rows=6, help_text=_("ยังใช้ประโยชน์อยู่หรือไม่ ผลเปลี่ยนไปอย่างไร มีสิ่งใดต้องช่วยเพิ่ม ไม่ใส่ชื่อบุคคล"))
