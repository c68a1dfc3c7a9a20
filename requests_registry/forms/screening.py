"""Forms of the ministry: public words, the few words of each decision, and which agencies are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portal.forms import BuddhistDateField, DeskForm, KeyedForm, ThaiTextField, VersionedForm, row
from portal.models import Agency
from portal.reports import agency_label

from ..models import AgencyResponse, CommunityRequest, RequestDeclineReason, RequestOutcome
from ..models.requests import CommunityRequestQuerySet
from ..models.responses import AgencyResponseQuerySet
from ..personal_data import Finding, personal_data_in
from ..workflow import Asking, PublicWords

Text = Any  # a label that is translated when it is shown

#: A sentence that is told to others, and stands in the public story.
LONGEST_SENTENCE = 500


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


# -------------------------------------------------------------------------------------------------------- public words


class PublicWordsForm(DeskForm):
    """What the public will read, in both languages; nothing else of what the province wrote becomes public."""

    public_title_th = ThaiTextField(label=_lazy("ชื่อเรื่อง"), max_length=250)
    public_text_th = ThaiTextField(label=_lazy("รายละเอียด"), max_length=5000, required=False, widget=_area(8))
    public_community_th = ThaiTextField(label=_lazy("ชุมชนหรือกลุ่มผู้เสนอ"), max_length=200, required=False)
    public_title_en = ThaiTextField(label=_lazy("ชื่อเรื่องภาษาอังกฤษ"), max_length=250, required=False)
    public_text_en = ThaiTextField(label=_lazy("รายละเอียดภาษาอังกฤษ"), max_length=5000, required=False, widget=_area(5))
    public_community_en = ThaiTextField(label=_lazy("ชุมชนหรือกลุ่มผู้เสนอภาษาอังกฤษ"), max_length=200, required=False)
    is_cleared = forms.BooleanField(
        label=_lazy("ตรวจข้อมูลส่วนบุคคลแล้ว ข้อความข้างต้นเผยแพร่ได้"),
        error_messages={"required": _lazy("ต้องยืนยันว่าตรวจข้อมูลส่วนบุคคลแล้ว")},
    )

    WORDS = (
        "public_title_th",
        "public_text_th",
        "public_community_th",
        "public_title_en",
        "public_text_en",
        "public_community_en",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hidden = [name for name in ("version",) if name in self.fields]
        self.helper.layout = Layout(*hidden, *self.WORDS)  # the tick stands below the preview

    def typed(self) -> Mapping[str, str]:
        """The words as they stand on the page, right or wrong."""
        return {name: str(self[name].value() or "") for name in self.WORDS}

    def findings(self) -> list[Finding]:
        """What looks like personal data in the words as they stand on the page."""
        return personal_data_in({str(self.fields[name].label): text for name, text in self.typed().items()})

    def words(self) -> PublicWords:
        return PublicWords(**{name.removeprefix("public_"): self.cleaned_data[name] for name in self.WORDS})


class AcceptForm(PublicWordsForm):
    submit_label = _lazy("รับเรื่องและเผยแพร่")


class EditWordsForm(PublicWordsForm, VersionedForm):
    submit_label = _lazy("บันทึกข้อความสาธารณะ")


# ----------------------------------------------------------------------------------------------------------- decisions


class ReasonForm(DeskForm):
    """A decision that needs a sentence and nothing more."""

    reason = ThaiTextField(label=_lazy("เหตุผล"), max_length=LONGEST_SENTENCE, widget=_area(3))

    def __init__(
        self, *args: Any, submit_label: Text, is_grave: bool = False, help_text: Text = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label, self.is_grave = submit_label, is_grave
        self.fields["reason"].help_text = help_text


class ReturnForm(DeskForm):
    submit_label = _lazy("ส่งกลับจังหวัด")

    question = ThaiTextField(
        label=_lazy("สิ่งที่ต้องการทราบ"),
        help_text=_lazy("เขียนเป็นข้อ ๆ ให้จังหวัดตอบได้ครบในครั้งเดียว ข้อความนี้ไม่เผยแพร่"),
        max_length=2000,
        widget=_area(5),
    )
    wanted_by = BuddhistDateField(label=_lazy("ขอคำตอบภายใน"))

    def clean_wanted_by(self) -> date:
        wanted_by: date = self.cleaned_data["wanted_by"]
        if wanted_by < timezone.localdate():
            raise ValidationError(_("วันที่ขอคำตอบต้องไม่ก่อนวันนี้"))
        return wanted_by


class DeclineForm(DeskForm):
    submit_label = pgettext_lazy("ปุ่ม", "ไม่รับเรื่อง")
    is_grave = True

    reason = forms.ChoiceField(label=_lazy("เหตุผล"), choices=RequestDeclineReason.choices, widget=forms.RadioSelect)
    sentence = ThaiTextField(label=_lazy("คำชี้แจง"), max_length=LONGEST_SENTENCE, widget=_area(4))

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("จังหวัดจะได้อ่าน และแสดงต่อสาธารณะเพราะเรื่องนี้เผยแพร่แล้ว") if is_public else _("จังหวัดจะได้อ่าน ไม่เผยแพร่")
        self.fields["sentence"].help_text = _("บอกด้วยว่าหน่วยงานใดอาจช่วยได้") + " " + told


class CloseForm(DeskForm):
    submit_label = pgettext_lazy("ปุ่ม", "ปิดเรื่อง")

    outcome = forms.ChoiceField(label=_lazy("ผลของเรื่อง"), choices=RequestOutcome.choices, widget=forms.RadioSelect)
    sentence = ThaiTextField(
        label=_lazy("สรุปการปิดเรื่อง"),
        help_text=_lazy("แสดงต่อสาธารณะท้ายลำดับเหตุการณ์"),
        max_length=LONGEST_SENTENCE,
        widget=_area(4),
    )


# ----------------------------------------------------------------------------------------------------------- assigning


def label_of(agency: Agency, *, on: date) -> str:
    """`วศ. กรมวิทยาศาสตร์บริการ`. Reads the names that were fetched with the agency."""
    language = (get_language() or "th")[:2]
    name = agency.name_on(on)
    full = (name.name_en if language == "en" and name.name_en else name.name_th) if name else ""
    return f"{agency_label(agency, language)} {full}".strip()


class AgencyField(forms.ModelChoiceField):
    """One of the agencies that answer requests today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Agency.objects.none(), **{"label": pgettext_lazy("หัวตาราง", "หน่วยงาน"), **kwargs})

    def label_from_instance(self, obj: Agency) -> str:
        return agency_label(obj, (get_language() or "th")[:2])


#: Rows of the form at first, and at most.
ROWS, MOST_ROWS = 3, 12


class AssignForm(KeyedForm):
    """Which agencies are asked for which part by when: rows of four fields, of which empty ones do not count."""

    submit_label = _lazy("มอบหมาย")

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS)

    def __init__(self, *args: Any, rows: int, agencies: Iterable[Agency], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.numbers = on, range(1, rows + 1)
        self.agencies = {str(agency.pk): agency for agency in agencies}
        self.initial.setdefault("rows", rows)
        self.wanted = frozenset(f"{name}_{number}" for name in ("agency", "part", "due_on") for number in self.numbers)
        choices = [("", "–"), *((key, label_of(agency, on=on)) for key, agency in self.agencies.items())]
        for number in self.numbers:
            self._add_row(number, choices)
        self.helper.layout = Layout("key", "rows", *(self._drawn(number) for number in self.numbers))

    def _add_row(self, number: int, choices: list[tuple[str, str]]) -> None:
        self.fields[f"agency_{number}"] = forms.TypedChoiceField(
            label=pgettext_lazy("หัวตาราง", "หน่วยงาน"),
            choices=choices,
            coerce=self.agencies.__getitem__,
            required=False,
            empty_value=None,
        )
        self.fields[f"part_{number}"] = forms.IntegerField(
            label=_("ส่วนที่"), min_value=1, max_value=99, required=False, initial=1
        )
        self.fields[f"part_title_{number}"] = ThaiTextField(label=_("ส่วนที่ขอให้ตอบ"), max_length=200, required=False)
        self.fields[f"due_on_{number}"] = BuddhistDateField(label=_("กำหนดตอบ"), required=False)

    def _drawn(self, number: int) -> Fieldset:
        names = {f"agency_{number}": 4, f"part_{number}": 2, f"part_title_{number}": 3, f"due_on_{number}": 3}
        legend = _("หน่วยงานที่ %(number)d") % {"number": number}
        return Fieldset(legend, row(**names), css_class="asking")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        asked: set[tuple[int, int]] = set()
        for number in self._filled(cleaned):
            agency, part = cleaned[f"agency_{number}"], cleaned.get(f"part_{number}") or 1
            self._check_due_date(f"due_on_{number}", cleaned)
            if (agency.pk, part) in asked:
                self.add_error(f"agency_{number}", _("หน่วยงานและส่วนนี้ซ้ำกับแถวก่อนหน้า"))
            asked.add((agency.pk, part))
        if not asked and not self.errors:
            self.add_error("agency_1", _("เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง"))
        return cleaned

    def _check_due_date(self, name: str, cleaned: Mapping[str, Any]) -> None:
        due_on = cleaned.get(name)
        if name in self.errors:
            return
        if due_on is None:
            self.add_error(name, _("ระบุกำหนดตอบ"))
        elif due_on < self.on:
            self.add_error(name, _("กำหนดตอบต้องไม่ก่อนวันนี้"))

    def clean_rows(self) -> int:
        return len(self.numbers)

    def _filled(self, cleaned: Mapping[str, Any]) -> list[int]:
        return [number for number in self.numbers if cleaned.get(f"agency_{number}")]

    def askings(self) -> list[Asking]:
        cleaned = self.cleaned_data
        return [
            Asking(
                agency=cleaned[f"agency_{number}"],
                due_on=cleaned[f"due_on_{number}"],
                part=cleaned[f"part_{number}"] or 1,
                part_title_th=cleaned[f"part_title_{number}"],
            )
            for number in self._filled(cleaned)
        ]


class AssignManyForm(DeskForm):
    """One agency for many requests: as it is chosen in the inbox."""

    pick = forms.ModelMultipleChoiceField(
        CommunityRequest.objects.none(),
        to_field_name="receipt",
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _lazy("เลือกเรื่องอย่างน้อยหนึ่งเรื่องจากกล่องคัดกรอง")},
    )
    agency = AgencyField()
    working_days = forms.IntegerField(label=_lazy("ตอบภายใน (วันทำการ)"), min_value=1, max_value=250)

    def __init__(self, *args: Any, requests: CommunityRequestQuerySet, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].queryset = requests  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.answering(on=on)  # type: ignore[attr-defined]
        self.helper.layout = Layout("pick", row(agency=6, working_days=6))


class ConfirmAssignManyForm(AssignManyForm, KeyedForm):
    """The same once its due dates were read: all of them are asked, or none."""

    submit_label = _lazy("ยืนยันการมอบหมาย")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "working_days"):
            self.fields[name].widget = forms.HiddenInput()
        self.helper.layout = Layout("key", "pick", "agency", "working_days")


# ---------------------------------------------------------------------------------------------------------- publishing


class PublishForm(DeskForm):
    """Which answers the public may read from now on."""

    submit_label = _lazy("เผยแพร่ที่เลือก")

    pick = forms.ModelMultipleChoiceField(
        AgencyResponse.objects.none(),
        error_messages={"required": _lazy("เลือกคำตอบอย่างน้อยหนึ่งรายการ")},
    )

    def __init__(self, *args: Any, responses: AgencyResponseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].queryset = responses  # type: ignore[attr-defined]
