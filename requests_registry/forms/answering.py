"""What agencies write: an answer, a question, why not; steps of their work, what was delivered; words to use again."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.forms import (
    BuddhistDateField,
    DeskForm,
    KeyedForm,
    NumberField,
    ThaiTextField,
    VersionedForm,
    WholeNumberField,
    row,
)
from portal.models import Agency, Phrase

from ..models import AgencyResponse
from ..models.responses import DeclineReason, HelpKind
from ..workflow import Help
from .public_words import PublicWordsMixin
from .screening import AgencyField

SUMMARY, LINE, SENTENCE, LONG_TEXT = 200, 200, 500, 5000  # characters
#: More than the whole programme ever had; beyond it a comma was left out.
MOST_BAHT = 999_999_999
MOST_PEOPLE = 99_999_999


class Result(models.TextChoices):
    """What an agency says to what it was asked."""

    ACCEPT = "accept", _("ตอบรับ ช่วยได้ทั้งหมดหรือบางส่วน")
    ASK = "ask", _("ขอข้อมูลเพิ่มจากจังหวัด กำหนดตอบหยุดนับระหว่างรอ")
    DECLINE = "decline", _("ไม่สามารถตอบสนอง ต้องบอกเหตุผลและเสนอหน่วยงานที่น่าจะช่วยได้")


def _text(label: Any, *, most: int = LONG_TEXT, rows: int = 4, required: bool = True, help_text: Any = "") -> Any:
    widget = forms.Textarea({"rows": rows})
    return ThaiTextField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


def _part(form: forms.Form, *fields: Any) -> FormHelper:
    """Some fields of a form, to be drawn at a place of their own."""
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper


# ------------------------------------------------------------------------------------------------------------- answers


class HelpForm(VersionedForm, KeyedForm):
    """How an agency will help. A draft may lack anything."""

    wanted = frozenset({"kind", "summary_th"})

    kind = forms.ChoiceField(label=_("ความช่วยเหลือ"), choices=[("", _("เลือกความช่วยเหลือ")), *HelpKind.choices])
    summary_th = ThaiTextField(
        label=_("คำตอบโดยย่อ"),
        max_length=SUMMARY,
        help_text=_("ไม่เกิน 200 ตัวอักษร เผยแพร่หลังกระทรวงตรวจ"),
        widget=forms.Textarea({"rows": 3, "data-limit": SUMMARY}),
    )
    details_th = _text(
        _("รายละเอียดคำตอบ"), rows=6, required=False, help_text=_("เผยแพร่ด้วย จึงไม่ใส่ชื่อบุคคลหรือหมายเลขโทรศัพท์")
    )
    planned_from = BuddhistDateField(label=_("กำหนดเริ่ม"), required=False)
    planned_to = BuddhistDateField(label=_("กำหนดสิ้นสุด"), required=False)
    budget_baht = NumberField(
        label=_("งบประมาณ (บาท)"), min_value=0, max_value=MOST_BAHT, decimal_places=2, required=False
    )
    budget_source_th = ThaiTextField(label=_("แหล่งงบประมาณ"), max_length=LINE, required=False)
    internal_note = _text(
        _("บันทึกภายใน"),
        most=2000,
        rows=2,
        required=False,
        help_text=_("ไม่เผยแพร่ อ่านได้เฉพาะหน่วยงานและกระทรวง"),
    )
    summary_en = ThaiTextField(label=_("คำตอบโดยย่อ (อังกฤษ)"), max_length=SUMMARY, required=False)
    details_en = _text(_("รายละเอียดคำตอบ (อังกฤษ)"), required=False)

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_draft:
            for field in self.fields.values():
                field.required = False
            for name in ("version", "key"):
                self.fields[name].required = True

    @property
    def help_part(self) -> FormHelper:
        return _part(
            self,
            "kind",
            "summary_th",
            "details_th",
            row(planned_from=6, planned_to=6),
            row(budget_baht=6, budget_source_th=6),
            "internal_note",
        )

    @property
    def english_part(self) -> FormHelper:
        return _part(self, "summary_en", "details_en")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("planned_from"), cleaned.get("planned_to")
        if first and last and last < first:
            self.add_error("planned_to", ValidationError(_now("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม")))
        return cleaned

    def public_words(self) -> dict[str, str]:
        """What the public will read of what was typed, by its labels."""
        return {str(self.fields[name].label): self.cleaned_data[name] for name in self._published()}

    def _published(self) -> tuple[str, ...]:
        return ("summary_th", "details_th", "budget_source_th", "summary_en", "details_en")

    def help(self) -> Help:
        return Help(**{name: self.cleaned_data[name] for name in Help.__dataclass_fields__})


class AnswerForm(PublicWordsMixin, HelpForm):
    """What an agency that is asked says: it helps, wants to know more, or cannot. Only the chosen part must be full."""

    wanted = HelpForm.wanted | {"result", "question", "decline_reason", "sentence"}

    result = forms.ChoiceField(
        label=_("ผลการพิจารณา"), choices=Result.choices, initial=Result.ACCEPT, widget=forms.RadioSelect
    )
    question = _text(_("คำถามถึงจังหวัด"), most=2000, rows=5)
    decline_reason = forms.ChoiceField(label=_("เหตุผล"), choices=[("", _("เลือกเหตุผล")), *DeclineReason.choices])
    sentence = ThaiTextField(
        label=_("คำชี้แจง"),
        max_length=SUMMARY,
        help_text=_("ไม่เกิน 200 ตัวอักษร เผยแพร่หลังกระทรวงตรวจ"),
        widget=forms.Textarea({"rows": 3, "data-limit": SUMMARY}),
    )
    suggested_agency = AgencyField(label=_("หน่วยงานที่น่าจะช่วยได้"), required=False, empty_label=_("ไม่ระบุ"))

    #: The fields that each choice must have.
    NEEDED = {
        Result.ACCEPT: ("kind", "summary_th"),
        Result.ASK: ("question",),
        Result.DECLINE: ("decline_reason", "sentence"),
    }

    def __init__(self, *args: Any, agency: Agency, is_draft: bool = False, **kwargs: Any) -> None:
        self._is_draft = is_draft
        super().__init__(*args, is_draft=is_draft, **kwargs)
        others = Agency.objects.answering(on=timezone.localdate()).exclude(pk=agency.pk)
        self.fields["suggested_agency"].queryset = others.order_by("acronym")  # type: ignore[attr-defined]
        if self.is_bound and not is_draft:
            self._need_only_the_chosen()

    def public_fields(self) -> tuple[str, ...]:
        """Why it cannot help; what it answers is read before it is published."""
        is_refused = self.data.get(self.add_prefix("result")) == Result.DECLINE
        return ("sentence",) if is_refused and not self._is_draft else ()

    def _need_only_the_chosen(self) -> None:
        chosen = self.data.get(self.add_prefix("result"), "")
        for result, names in self.NEEDED.items():
            for name in names:
                self.fields[name].required = result == chosen

    def _published(self) -> tuple[str, ...]:
        return ("sentence",) if self.cleaned_data["result"] == Result.DECLINE else super()._published()

    @property
    def result_part(self) -> FormHelper:
        return _part(self, "result")

    @property
    def question_part(self) -> FormHelper:
        return _part(self, "question")

    @property
    def decline_part(self) -> FormHelper:
        return _part(self, "decline_reason", "sentence", "suggested_agency", *self.tick)


def begins_with(response: AgencyResponse) -> dict[str, Any]:
    """What the form of an answer shows at first: what is saved of it."""
    return {"version": response.version} | {name: getattr(response, name) for name in Help.__dataclass_fields__}


# ---------------------------------------------------------------------------------------------------------------- work


class MilestoneForm(PublicWordsMixin, DeskForm):
    """A step of the work: planned for a day, or done on a day."""

    PUBLIC = ("title_th",)

    title_th = ThaiTextField(label=_("ขั้นตอน"), max_length=LINE)
    due_on = BuddhistDateField(label=_("กำหนด"), required=False)
    done_on = BuddhistDateField(label=_("แล้วเสร็จเมื่อ"), required=False, help_text=_("กรอกเมื่อทำเสร็จแล้ว มิฉะนั้นเว้นว่าง"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("title_th", row(due_on=6, done_on=6), *self.tick)
        self.helper.render_hidden_fields = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not cleaned["due_on"] and not cleaned["done_on"]:
            self.add_error("due_on", ValidationError(_now("ระบุวันกำหนดหรือวันที่แล้วเสร็จ")))
        if cleaned["done_on"] and cleaned["done_on"] > timezone.localdate():
            self.add_error("done_on", ValidationError(_now("วันที่แล้วเสร็จต้องไม่อยู่ในอนาคต")))
        return cleaned


class NewMilestoneForm(KeyedForm, MilestoneForm):
    submit_label = _("เพิ่มขั้นตอน")


class StartForm(KeyedForm, MilestoneForm):
    submit_label = _("เริ่มดำเนินการ")


class ChangedMilestoneForm(VersionedForm, MilestoneForm):
    submit_label = _("บันทึกขั้นตอน")


class DeliverForm(PublicWordsMixin, KeyedForm):
    """The help has reached the community."""

    submit_label = _("บันทึกการส่งมอบ")
    PUBLIC = ("note",)

    delivered_on = BuddhistDateField(label=_("ส่งมอบเมื่อ"))
    people_reached = WholeNumberField(
        label=_("จำนวนผู้ได้รับประโยชน์ (คน)"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    note = _text(_("สิ่งที่ส่งมอบ"), most=SENTENCE, help_text=_("แสดงต่อสาธารณะเมื่อคำตอบเผยแพร่แล้ว"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(row(delivered_on=6, people_reached=6), "note", *self.tick)


# ------------------------------------------------------------------------------------------------------------- phrases


class PhraseForm(DeskForm):
    """Words to be used again."""

    use = forms.ChoiceField(label=_("ใช้กับ"), choices=Phrase.Use.choices)
    title_th = ThaiTextField(label=_("ชื่อเรียก"), max_length=80, help_text=_("ชื่อที่เห็นในรายการเมื่อเลือกแทรก"))
    text_th = _text(_("ข้อความ"), most=2000, rows=6)


class NewPhraseForm(KeyedForm, PhraseForm):
    submit_label = _("เพิ่มข้อความ")


class ChangedPhraseForm(VersionedForm, PhraseForm):
    pass


class DeletePhraseForm(DeskForm):
    submit_label = _("ลบข้อความ")
    is_grave = True
